"""Case → a graph as it leaves: nodes and edges with all that is said of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from backend.exporting.asking import ExportAsk, ExportReport, Follow, Sight
from backend.exporting.choosing import Choice
from backend.exporting.tallies import iter_events
from graph.exchange.conditions import CONDITIONS, conditions, unite
from graph.exchange.outgoing import About, Cell, Drawing, OutEdge, OutNode
from graph.model import Link, Node, Statement
from graph.projection import is_interval
from graph.schema import (
    is_directed,
    is_edge,
    is_entity_property,
    is_identifier,
    is_tally,
)
from graph.store.whole import crosses_border

BATCH = 900
NODE_CELLS = ("schema", "countries", "merged_from", *CONDITIONS)
EDGE_CELLS = ("schema", "count", "first", "last", "total", "cross_border", *CONDITIONS)
MEANINGS = {
    "H1": "not for use in court without permission",
    "H2": "not to be passed on without permission",
    "H3": "restricted as its note says",
}
_STARTS, _ENDS = ("startDate", "date"), ("endDate", "date")

Conditions = dict[str, list[str]]


def draw(
    sight: Sight, ask: ExportAsk, scratch: tuple[BinaryIO, BinaryIO], follow: Follow
) -> tuple[Drawing, ExportReport]:
    """Lay down the graph that is asked for, and report it without its file.

    Identity is applied as the view does; half of the way that `follow` hears of is
    left to the writing.
    """
    drawing = Drawing(scratch, (NODE_CELLS, EDGE_CELLS))
    choice = Choice(sight, ask)
    gatherer = _Gatherer(sight, ask.case, drawing, choice, follow)
    gatherer.gather()
    drawing.on_read = gatherer.step
    report = ExportReport(
        ask.case,
        ask.form,
        entities=drawing.node_count,
        relationships=drawing.edge_count,
        statements=gatherer.statements,
        handling=gatherer.conditions.get("handling", []),
        truncated=choice.truncated,
    )
    title = sight.ledger.get_case(sight.scope, ask.case).title or ask.case
    drawing.about = _about(ask, title, gatherer.conditions, choice.truncated)
    return drawing, report


def notice(codes: Sequence[str]) -> str:
    """Return what a file says of itself to whoever has it."""
    told = [f"{code}: {MEANINGS[code]}" for code in codes]
    text = "From a case file; for those only whom its owner gives it to. "
    return text + "Handling codes: " + ("; ".join(told) if told else "H0, none") + "."


def _about(ask: ExportAsk, title: str, held: Conditions, truncated: bool) -> About:
    codes = held.get("handling", [])
    facts = {"case": ask.case, "handling": " ".join(codes) or "H0"}
    for name in CONDITIONS[1:]:
        if held.get(name):
            facts[name] = " ".join(held[name])
    if ask.entities:
        facts["around"] = " ".join(ask.entities)
        facts["hops"] = str(ask.hops)
    if ask.schemata:
        facts["relationships"] = " ".join(ask.schemata)
    if truncated:
        facts["truncated"] = f"cut at {ask.limit} nodes"
    return About(title, notice(codes), facts)


@dataclass(slots=True)
class _Gatherer:
    """Lays down edges, then nodes: what numbers are subject to is said by their links.

    A telephone number has often no statement of its own; the conditions of those that
    name it hold for it.
    """

    sight: Sight
    case: str
    drawing: Drawing
    choice: Choice
    follow: Follow
    statements: int = 0
    conditions: Conditions = field(default_factory=dict)
    _lent: dict[str, Conditions] = field(default_factory=dict)
    _lands: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _known: dict[str, Conditions] = field(default_factory=dict)
    _edges: set[str] = field(default_factory=set)
    _done: int = 0
    _total: int = 0

    def gather(self) -> None:
        """Lay down every edge, then every node, a batch at a time."""
        self._total = 2 * self.choice.size()
        for node in self.choice.nodes():
            if node.countries:
                self._lands[node.id] = node.countries
            if is_identifier(node.schema):
                self._lent[node.id] = {}
        tallied = self._tallied()
        links = self.choice.links()
        while batch := list(islice(links, BATCH)):
            self._lay_edges(batch, tallied)
        tallied.clear()
        nodes = self.choice.nodes()
        while some := list(islice(nodes, BATCH)):
            self._lay_nodes(some)

    def _tallied(self) -> dict[str, Conditions]:
        """Return the conditions of the events behind each tally."""
        found: dict[str, Conditions] = {
            link.id: {} for link in self.choice.links() if is_tally(link.schema)
        }
        for tallies, _, said in iter_events(self.sight, found):
            self.statements += len(said)
            held = conditions(said)
            for name in tallies:
                found[name] = self._keep(unite(found[name], held))
        return found

    def _lay_edges(
        self, links: Sequence[Link], tallied: Mapping[str, Conditions]
    ) -> None:
        single = [link for link in links if link.id not in tallied]
        said_of = self.sight.ledger.find_links_statements(self.sight.scope, single)
        for link in links:
            said = said_of.get(link.id, [])
            held = tallied.get(link.id) or conditions(said)
            if not is_edge_schema(link.schema) or is_tally(link.schema):
                self._lend((link.source, link.target), held)
            self._count_edge(said)
            self.drawing.add_edge(self._edge(link, said, self._hold(held)))
        self.step(len(links))

    def _lend(self, ends: Iterable[str], held: Conditions) -> None:
        """Let numbers be subject to what the statements naming them are."""
        for end in ends:
            if end in self._lent:
                self._lent[end] = self._keep(unite(self._lent[end], held))

    def _count_edge(self, said: Sequence[Statement]) -> None:
        for entity in {one.entity for one in said if is_edge(one.schema)}:
            if entity not in self._edges:
                self._edges.add(entity)
                self.statements += sum(one.entity == entity for one in said)

    def _edge(self, link: Link, said: Sequence[Statement], held: Conditions) -> OutEdge:
        lands = (self._lands.get(end, ()) for end in (link.source, link.target))
        cells: dict[str, Cell] = {"schema": link.schema, "count": link.count}
        cells |= {"first": link.first} if link.first else {}
        cells |= {"last": link.last} if link.last else {}
        cells |= {"total": link.total} if link.total else {}
        cells["cross_border"] = crosses_border(*lands)
        own = [one for one in said if is_edge(one.schema)]
        return OutEdge(
            id=self._name(link.id),
            source=self._name(link.source),
            target=self._name(link.target),
            label=link.schema,
            directed=is_directed(link.schema),
            weight=float(link.count),
            first=link.first,
            last=link.last,
            cells=cells | _texts(held) | _values(own, EDGE_CELLS),
        )

    def _lay_nodes(self, nodes: Sequence[Node]) -> None:
        members = [member for node in nodes for member in node.members]
        said_of = self.sight.ledger.find_statements(self.sight.scope, members)
        for node in nodes:
            said = [s for m in node.members for s in said_of.get(m, ())]
            said = [one for one in said if not is_edge(one.schema)]
            self.statements += len(said)
            held = conditions(said)
            if is_identifier(node.schema):
                held = unite(held, self._lent[node.id] or self._of_links(node))
            self.drawing.add_node(self._node(node, said, self._hold(held)))
        self.step(len(nodes))

    def _of_links(self, node: Node) -> Conditions:
        """Return the conditions of what names a number none of whose links is shown."""
        page = self.sight.view.links(node.id, limit=BATCH).links
        find = self.sight.ledger.find_link_statements
        return unite(*(conditions(find(self.sight.scope, link)) for link in page))

    def _node(self, node: Node, said: Sequence[Statement], held: Conditions) -> OutNode:
        cells: dict[str, Cell] = {"schema": node.schema}
        if node.countries:
            cells["countries"] = " ".join(node.countries)
        if len(node.members) > 1:
            cells["merged_from"] = " ".join(map(self._name, node.members))
        dated = [(s.value.prop, s.value.value) for s in said if is_interval(s.schema)]
        return OutNode(
            id=self._name(node.id),
            label=node.caption or self._name(node.id),
            countries=node.countries,
            first=min((v for p, v in dated if p in _STARTS), default=""),
            last=max((v for p, v in dated if p in _ENDS), default=""),
            cells=cells | _texts(held) | _values(said, NODE_CELLS),
        )

    def _name(self, entity: str) -> str:
        return entity.removeprefix(f"{self.case}:")

    def _hold(self, held: Conditions) -> Conditions:
        """Note conditions for the file as a whole."""
        if any(set(texts) - {*self.conditions.get(n, ())} for n, texts in held.items()):
            self.conditions = unite(self.conditions, held)
        return held

    def _keep(self, held: Conditions) -> Conditions:
        """Return one object for equal conditions: there are few, and many bearers."""
        return self._known.setdefault(repr(held), held)

    def step(self, count: int) -> None:
        """Go so many nodes or edges further, in gathering or in writing."""
        self._done += count
        self.follow(min(self._done, self._total), self._total)


def is_edge_schema(name: str) -> bool:
    """Whether a link's name is a schema's, not a property's."""
    return name[:1].isupper() and is_edge(name)


def _texts(held: Conditions) -> dict[str, Cell]:
    """Return conditions as cells: codes side by side, notes as texts."""
    return {
        name: tuple(texts) if name == "handling_note" else " ".join(texts)
        for name, texts in held.items()
        if texts
    }


def _values(said: Iterable[Statement], taken: Sequence[str]) -> dict[str, Cell]:
    """Return what is said as columns, but for ids of others: those are edges."""
    found: dict[str, dict[str, None]] = {}
    for one in said:
        prop, value = one.value[:2]
        if value and not is_entity_property(one.schema, prop):
            name = f"ftm:{prop}" if prop in taken else prop
            found.setdefault(name, {})[value] = None
    return {name: tuple(values) for name, values in sorted(found.items())}
