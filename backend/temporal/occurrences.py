"""Each time at which a case's relationships were there, as the asker sees them.

Relationships that are counted (calls, payments, sightings) are taken apart into the
events of the ledger; of all others the view's own dates hold. Ids are the view's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from backend.temporal.spans import read_span
from graph.errors import LimitExceeded
from graph.ledger import Ledger
from graph.ledger.feed import FeedRow
from graph.model import Link, LinkFacet, Node, Statement
from graph.schema import is_event, is_tally, ontology
from graph.store import View
from graph.store.whole import link_schemata
from graph.tallies import project_tallies

MOST_OCCURRENCES = 2_000_000
FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of one relationship, `begin` to `end`, both included.

    `entity` is the event itself (or the relationship); `exact` where its hour is
    known. What `stands` is a state, no event: undated it lasts from FIRST to LAST.
    `amount` is its sum, in seconds or money; `said` the statement that dates it.
    """

    link: str
    schema: str
    source: str
    target: str
    entity: str
    begin: datetime
    end: datetime
    exact: bool = True
    stands: bool = False
    amount: float = 0.0
    said: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether anything is known of its time."""
        return self.begin > FIRST or self.end < LAST


@dataclass(frozen=True, slots=True)
class History:
    """The occurrences of a case, by begin, then by entity and link; and its nodes."""

    nodes: Mapping[str, Node]
    occurrences: tuple[Occurrence, ...]
    links: Mapping[str, Link] = field(default_factory=dict)

    @property
    def events(self) -> Iterator[Occurrence]:
        """The occurrences that are events, not states."""
        return (one for one in self.occurrences if not one.stands)

    @property
    def bounds(self) -> tuple[datetime, datetime] | None:
        """The begin of the first event and the end of the last, or None."""
        found = [(one.begin, one.end) for one in self.events]
        if not found:
            return None
        return min(begin for begin, _ in found), max(end for _, end in found)


def read_history(
    ledger: Ledger, view: View, case: str, layers: Sequence[str] | None = None
) -> History:
    """Return what a case's relationships tell of their times, undated ones included.

    `layers` are schemata of relationships, None for all. Raises NotFound, and
    LimitExceeded for more than 2,000,000 occurrences.
    """
    nodes = {node.id: node for node in view.iter_nodes(case)}
    wanted = link_schemata(layers)
    links = {
        link.id: link
        for link in view.iter_links(case)
        if wanted is None or link.schema in wanted
    }
    found = [
        occurrence
        for link in links.values()
        if not is_tally(link.schema)
        for occurrence in _of_link(link, nodes)
    ]
    kinds = {link.schema for link in links.values() if is_tally(link.schema)}
    for one in _of_events(ledger, view, case, sorted(kinds), links):
        found.append(one)
        if len(found) > MOST_OCCURRENCES:
            raise LimitExceeded(f"more than {MOST_OCCURRENCES} events to look through")
    found.sort(key=lambda one: (one.begin, one.entity, one.link))
    return History(nodes, tuple(found), links)


def _of_link(link: Link, nodes: Mapping[str, Node]) -> Iterator[Occurrence]:
    """Yield a relationship's time: its own, or that of the event that it belongs to."""
    first = read_span(link.first) if link.first else None
    last = read_span(link.last) if link.last else None
    entity = link.id.partition("~")[0]
    owner = nodes.get(link.source)
    momentary = _is_event(link.schema)
    if owner is not None and "~" in link.id:
        momentary = _is_event(owner.schema)
    begin = first.begin if first else (last.begin if last and momentary else FIRST)
    end = last.end if last else (first.end if first and momentary else LAST)
    exact = bool(first and first.exact)
    said_once = link.first == link.last != ""
    yield Occurrence(
        link.id,
        link.schema,
        link.source,
        link.target,
        entity,
        begin,
        max(begin, end),
        exact,
        stands=not (first or last) or not (momentary or said_once),
    )


@cache
def _is_event(schema: str) -> bool:
    return schema in ontology().schemata and is_event(schema)


def _of_events(
    ledger: Ledger,
    view: View,
    case: str,
    kinds: Sequence[str],
    links: Mapping[str, Link],
) -> Iterator[Occurrence]:
    if not kinds:
        return
    for entity, said in ledger.iter_entities(view.scope, case, kinds):
        facets = project_tallies(entity, [_row(one) for one in said])
        of_link: dict[str, LinkFacet] = {}
        for facet in facets:
            if facet.count > 0:
                of_link.setdefault(facet.id, facet)
        for name, facet in of_link.items():
            if name in links:
                yield _occurrence(links[name], facet, entity, said)


def _row(one: Statement) -> FeedRow:
    return FeedRow(one.schema, one.context.compartment, one.seq, one.value)


def _occurrence(
    link: Link, facet: LinkFacet, entity: str, said: Iterable[Statement]
) -> Occurrence:
    first = read_span(facet.first) if facet.first else None
    last = read_span(facet.last) if facet.last else first
    dated = [one for one in said if one.value.value == facet.first]
    return Occurrence(
        link.id,
        link.schema,
        link.source,
        link.target,
        entity,
        first.begin if first else FIRST,
        max(first.begin, last.end) if first and last else LAST,
        bool(first and first.exact),
        stands=first is None,
        amount=facet.total,
        said=dated[0].id if dated else "",
    )
