"""Which events stand behind a tally: calls, messages, payments between two."""

from collections.abc import Collection, Iterator, Sequence

from backend.exporting.asking import Sight
from graph.ledger.feed import FeedRow
from graph.model import Statement, split_id
from graph.projection import project
from graph.schema import is_tally, ontology


def iter_events(
    sight: Sight, tallies: Collection[str]
) -> Iterator[tuple[list[str], str, list[Statement]]]:
    """Yield the events behind tallies (link ids), with what is said of each.

    Each comes as the tallies that count it, its own id and its statements, by case
    and id. Without tallies there is nothing to read.
    """
    schemata = [name for name in ontology().schemata if is_tally(name)]
    wanted = set(tallies)
    for case in sorted({split_id(tally)[0] for tally in wanted}):
        for entity, said in sight.ledger.iter_entities(sight.scope, case, schemata):
            counted = [name for name in _tallies(entity, said) if name in wanted]
            if counted:
                yield counted, entity, said


def _tallies(entity: str, said: Sequence[Statement]) -> list[str]:
    rows = [
        FeedRow(one.schema, one.context.compartment, one.seq, one.value) for one in said
    ]
    found = (facet.id for facet in project(entity, rows).tallies)
    return list(dict.fromkeys(found))
