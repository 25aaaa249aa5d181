"""Case → CASE/UCO as JSON-LD: what is said, under the ids that were given."""

from typing import IO

from backend.exporting.asking import ExportAsk, ExportReport, Follow, Sight
from backend.exporting.choosing import Choice
from backend.exporting.drawing import MEANINGS, notice
from backend.exporting.entities import iter_entities
from graph.exchange.case import CaseWriter


def write_case(
    sight: Sight, ask: ExportAsk, file: IO[bytes], follow: Follow
) -> ExportReport:
    """Write the entities chosen as one graph, with a bundle of them all.

    Identity is not applied. Ids of entities that are not in the file stand for objects
    without anything said of them.
    """
    choice = Choice(sight, ask)
    report = ExportReport(ask.case, ask.form, truncated=choice.truncated)
    writer = CaseWriter(file, ask.case, MEANINGS)
    for entity in iter_entities(sight, ask, choice, report, follow):
        writer.add(entity)
    title = sight.ledger.get_case(sight.scope, ask.case).title or ask.case
    writer.finish(title, notice(report.handling), report.handling)
    return report
