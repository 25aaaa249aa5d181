"""What crosses borders in a case: country by country, with persons, kinds and money."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from followthemoney.types import registry

from backend.borders.drawing import Drawing
from graph.ledger import Ledger
from graph.ledger.feed import FeedRow
from graph.model import Link, Node, Statement
from graph.schema import is_directed, is_identifier, is_tally, ontology
from graph.store import View
from graph.store.whole import crosses_border, is_any
from graph.tallies import project_tallies

MAX_LINKS = 5_000


@dataclass(frozen=True, slots=True)
class Money:
    """The sum of payments in one currency (empty where none is said)."""

    currency: str
    amount: float
    payments: int


@dataclass(frozen=True, slots=True)
class Flow:
    """What joins one area to another.

    `count` relationships, by kind in `kinds`; `persons` are the persons at an end, or
    whose number or account is one. Relationships without a direction stand once, from
    the area that is first by code. `links` are their ids.
    """

    source: str
    target: str
    count: int
    kinds: tuple[tuple[str, int], ...]
    events: int
    persons: tuple[str, ...]
    money: tuple[Money, ...]
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crossings:
    """Flows by codes; `crossing` are the links that cross, by id."""

    drawing: Drawing
    flows: tuple[Flow, ...]
    crossing: tuple[Link, ...]

    @property
    def links(self) -> tuple[Link, ...]:
        """The first 5,000 of them."""
        return self.crossing[:MAX_LINKS]

    @property
    def truncated(self) -> bool:
        """Whether there are more."""
        return len(self.crossing) > MAX_LINKS

    @property
    def codes(self) -> tuple[str, ...]:
        """The areas that anything leads from or to, sorted."""
        return tuple(sorted({c for f in self.flows for c in (f.source, f.target)}))


@dataclass(slots=True)
class _Flow:
    kinds: Counter[str] = field(default_factory=Counter)
    events: int = 0
    persons: set[str] = field(default_factory=set)
    money: defaultdict[str, list[float]] = field(
        default_factory=lambda: defaultdict(list)
    )
    links: list[str] = field(default_factory=list)


def find_crossings(
    ledger: Ledger, view: View, case: str, drawing: Drawing
) -> Crossings:
    """Return the relationships of a case that cross a border as a view draws it.

    One crosses where the areas of both ends are known and none is common; it counts
    once for each pair of its ends' areas. Raises NotFound.
    """
    nodes = {node.id: node for node in view.iter_nodes(case)}
    links = list(view.iter_links(case))
    ends = {end for link in links for end in (link.source, link.target)}
    nodes |= view.find_nodes(ends - nodes.keys())
    lands = {name: drawing.codes(node.countries) for name, node in nodes.items()}
    crossing = [
        link for link in links if crosses_border(lands[link.source], lands[link.target])
    ]
    users = _users(nodes, links)
    money = _money(ledger, view, case, crossing)
    flows: defaultdict[tuple[str, str], _Flow] = defaultdict(_Flow)
    for link in crossing:
        for pair in _pairs(link.schema, lands[link.source], lands[link.target]):
            _add(flows[pair], link, users, money.get(link.id, ()))
    told = tuple(_close(pair, flow) for pair, flow in sorted(flows.items()))
    return Crossings(drawing, told, tuple(crossing))


def _pairs(
    schema: str, source: Iterable[str], target: Iterable[str]
) -> set[tuple[str, str]]:
    pairs = {(a, b) for a in source for b in target}
    if is_directed(schema):
        return pairs
    return {(min(pair), max(pair)) for pair in pairs}


def _add(
    flow: _Flow,
    link: Link,
    users: Mapping[str, set[str]],
    money: Iterable[tuple[str, float]],
) -> None:
    flow.kinds[link.schema] += 1
    flow.events += link.count if is_tally(link.schema) else 0
    flow.persons |= users.get(link.source, set()) | users.get(link.target, set())
    flow.links.append(link.id)
    for currency, amount in money:
        flow.money[currency].append(amount)


def _close(pair: tuple[str, str], flow: _Flow) -> Flow:
    return Flow(
        *pair,
        sum(flow.kinds.values()),
        tuple(sorted(flow.kinds.items(), key=lambda one: (-one[1], one[0]))),
        flow.events,
        tuple(sorted(flow.persons)),
        tuple(
            Money(currency, round(sum(amounts), 2), len(amounts))
            for currency, amounts in sorted(flow.money.items())
        ),
        tuple(flow.links),
    )


def _users(nodes: Mapping[str, Node], links: Iterable[Link]) -> dict[str, set[str]]:
    """Return the persons that each node is, or whose number or account it is."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    persons = {n for n, node in nodes.items() if is_any(node.schema, ["Person"])}
    for person in persons:
        found[person].add(person)
    things = {
        name
        for name, node in nodes.items()
        if is_identifier(node.schema)
        or is_any(node.schema, ["BankAccount", "UserAccount", "CryptoWallet"])
    }
    for link in links:
        if is_tally(link.schema):
            continue
        for here, there in ((link.source, link.target), (link.target, link.source)):
            if here in persons and there in things:
                found[there].add(here)
    return found


def _money(
    ledger: Ledger, view: View, case: str, crossing: Iterable[Link]
) -> dict[str, list[tuple[str, float]]]:
    """Return (currency, amount) of each payment of the relationships that cross."""
    wanted = {link.id for link in crossing if is_any(link.schema, ["Payment"])}
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    if not wanted:
        return found
    kinds = [n for n, s in ontology().schemata.items() if s.is_a("Payment")]
    for entity, said in ledger.iter_entities(view.scope, case, kinds):
        sums = list(_sums(said))
        if not sums:
            continue
        rows = [FeedRow(s.schema, s.context.compartment, s.seq, s.value) for s in said]
        for name in {facet.id for facet in project_tallies(entity, rows)} & wanted:
            found[name] += sums
    return found


def _sums(said: Iterable[Statement]) -> Iterator[tuple[str, float]]:
    """Yield the largest amount that one payment is said to be of, with its currency."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for one in said:
        values[one.value.prop].append(one.value.value)
    numbers = (registry.number.to_number(text) for text in values["amount"])
    amounts = [float(number) for number in numbers if number is not None]
    if amounts:
        yield min(values["currency"], default="").upper(), max(amounts)
