"""Case → FollowTheMoney entities: what is said, under the ids that were given."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import IO, Any

from backend.exporting.asking import ExportAsk, ExportReport, Follow, Sight
from backend.exporting.choosing import Choice
from backend.exporting.tallies import iter_events
from graph.exchange import ftm
from graph.model import Statement, split_id
from graph.schema import is_edge, is_tally

BATCH = 5_000
EVERY = 500


def write_entities(
    sight: Sight, ask: ExportAsk, file: IO[bytes], follow: Follow
) -> ExportReport:
    """Write what is said of the entities chosen, a line each, by id.

    Identity is not applied: every line has the id and the values that came in. Of a
    neighbourhood: its entities, the relationships shown, and the events behind
    tallies. Entities of other cases are left out, their ids being theirs.
    """
    choice = Choice(sight, ask)
    report = ExportReport(ask.case, ask.form, truncated=choice.truncated)
    for entity in iter_entities(sight, ask, choice, report, follow):
        file.write(ftm.line(entity))
    return report


def iter_entities(
    sight: Sight, ask: ExportAsk, choice: Choice, report: ExportReport, follow: Follow
) -> Iterator[dict[str, Any]]:
    """Yield what is chosen as FollowTheMoney entities, and count it in the report."""
    handling: set[str] = set()
    total = choice.size()
    found = sight.ledger.iter_entities(sight.scope, ask.case)
    for at, (_, said) in enumerate(found if choice.is_all else _chosen(sight, choice)):
        if split_id(said[0].entity)[0] != ask.case:
            continue
        report.statements += len(said)
        for entity in ftm.entities(said):
            yield entity
            handling.update(entity.get("handling", ()))
            if is_edge(entity["schema"]):
                report.relationships += 1
            else:
                report.entities += 1
        if at % EVERY == 0:
            follow(min(at, total), total)
    report.handling = sorted(handling)


def _chosen(sight: Sight, choice: Choice) -> Iterator[tuple[str, list[Statement]]]:
    members = {member for node in choice.nodes() for member in node.members}
    links = list(choice.links())
    tallies = [link.id for link in links if is_tally(link.schema)]
    events = iter_events(sight, tallies)
    single = (link for link in links if not is_tally(link.schema))
    behind: dict[str, None] = {}
    while batch := list(islice(single, BATCH)):
        said_of = sight.ledger.find_links_statements(sight.scope, batch)
        behind.update((said.entity, None) for said in chain(*said_of.values()))
    ids = iter(sorted(members | behind.keys()))
    while some := list(islice(ids, BATCH)):
        found = sight.ledger.find_statements(sight.scope, some)
        yield from ((name, found[name]) for name in some if name in found)
    yield from ((name, said) for _, name, said in events if name not in behind)
