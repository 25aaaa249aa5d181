"""The only way to read a graph: scope, identity and order over any store's reader."""

import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from graph import identity
from graph.errors import LimitExceeded, NotFound, Unsupported
from graph.model import Counts, Link, Network, Node, Path, Scope, Subgraph
from graph.names import fold_words
from graph.store import whole
from graph.store.base import Clusters, Reader
from graph.store.beside import Beside
from graph.store.bounds import at_least, bounded_hops
from graph.store.contraction import Contraction
from graph.store.inmemory import InMemory
from graph.store.joining import (
    Between,
    CommonPage,
    OverlapPage,
    find_between,
    find_common,
    find_overlaps,
)
from graph.store.pages import CrossBorder, LinkPage, SearchPage
from graph.store.paths import Neighbourhood, Search, find_paths, find_shortest
from graph.store.patterns import (
    ALWAYS,
    Pattern,
    PatternPage,
    Period,
    Step,
    find_pattern,
)

MAX_PATHS = 100
MAX_NODES = 5_000
MAX_NEIGHBOURS = 100_000
"""Stored ids looked at in one hop; the rest is cut by id before identity."""
MAX_FOUND = 10_000
TIMEOUT_S = 20.0
NO_CLUSTERS = identity.Clusters()


class View:
    """What one scope sees of one consistent look at a store.

    Ids given may be any visible member's; ids that come back are canonical. What is
    not visible is not there: NotFound where one thing is asked for, absent elsewhere.
    """

    def __init__(
        self, reader: Reader, scope: Scope, clusters: Clusters | None = None
    ) -> None:
        if scope.as_of is not None and reader.seq > scope.as_of:
            raise Unsupported("this store shows more than was known at that time")
        self.scope = scope
        self._reader = reader
        self._identity = Contraction(reader, clusters or NO_CLUSTERS)
        self._deadline = 0.0

    @property
    def seq(self) -> int:
        """The ledger sequence that this look shows."""
        return self._reader.seq

    def get_node(self, entity: str) -> Node:
        """Return the node that `entity` is part of. Raises NotFound."""
        return self._get([entity])[entity]

    def find_nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Return the visible ones among `ids`, by the id asked for."""
        return self._identity.nodes(ids)

    def search(
        self,
        text: str,
        cases: Sequence[str] | None = None,
        schemata: Sequence[str] | None = None,
        countries: Sequence[str] | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> SearchPage:
        """Return nodes of which each word of `text` begins a word of one name.

        Exact names first, then by caption, then by id. `total` counts at most 10,000
        stored nodes and those that bear the very name. No words find nothing.
        """
        words = fold_words(text)
        if not words:
            return SearchPage((), 0)
        exact = " ".join(words)
        hits = self._reader.search(words, cases, MAX_FOUND)
        bearers = {node.id for node, names in hits if exact in names}
        ranked: dict[str, tuple[bool, str, str]] = {}
        nodes: dict[str, Node] = {}
        for asked, node in self._identity.merge(node for node, _ in hits).items():
            if _fits(node, schemata, countries):
                rank = (asked not in bearers, node.caption, node.id)
                ranked[node.id] = min(rank, ranked.get(node.id, rank))
                nodes[node.id] = node
        order = sorted(ranked, key=ranked.__getitem__)
        page = order[max(offset, 0) : max(offset, 0) + at_least(limit, 0)]
        return SearchPage(tuple(nodes[i] for i in page), len(order))

    def degrees(self, ids: Iterable[str]) -> dict[str, dict[str, int]]:
        """Count the links of the visible ones among `ids` by schema, by id asked."""
        nodes = self._identity.nodes(ids)
        stored = self._identity.members(node.id for node in nodes.values())
        raw = self._reader.degrees(stored)
        counted: dict[str, Counter[str]] = {}
        for node in nodes.values():
            if node.id not in counted:
                counted[node.id] = self._count(node, raw)
        return {i: dict(sorted(counted[n.id].items())) for i, n in nodes.items()}

    def links(
        self,
        entity: str,
        schemata: Sequence[str] | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> LinkPage:
        """Return a page of the links of a node, by id. Raises NotFound."""
        node = self.get_node(entity)
        wanted = whole.link_schemata(schemata)
        inner = self._inner(node, wanted)
        counts = self.degrees([node.id])[node.id]
        total = sum(n for s, n in counts.items() if wanted is None or s in wanted)
        start, size = max(offset, 0), at_least(limit, 0)
        most = start + size + len(inner)
        stored = self._reader.links(list(node.members), wanted, most)
        links = self._identity.links(stored)
        return LinkPage(tuple(links[start : start + size]), total)

    def expand(
        self,
        ids: Sequence[str],
        hops: int = 1,
        schemata: Sequence[str] | None = None,
        limit: int = 300,
    ) -> Network:
        """Return the nodes up to `hops` links away and all links among them.

        Nodes are cut by (hops, id) to `limit`, at most 5,000; a hub is cut by id.
        Raises NotFound where one of `ids` is not visible, InvalidInput above 10 hops.
        """
        self._begin()
        wanted = whole.link_schemata(schemata)
        start = sorted({node.id for node in self._get(ids).values()})
        most = min(at_least(limit, 1), MAX_NODES)
        kept = dict.fromkeys(start[:most])
        cut = len(start) > most
        fringe = list(kept)
        for _ in range(bounded_hops(hops, 0)):
            found, more = self._beyond(fringe, wanted)
            fresh = sorted(found - kept.keys())
            fringe = fresh[: most - len(kept)]
            cut = cut or more or len(fringe) < len(fresh)
            kept.update(dict.fromkeys(fringe))
            if not fringe:
                break
        return self._network(kept, wanted, truncated=cut)

    def paths(
        self,
        source: str,
        target: str,
        max_hops: int = 6,
        k: int = 3,
        schemata: Sequence[str] | None = None,
        period: Period = ALWAYS,
    ) -> list[Path]:
        """Return up to `k` simple paths, links taken in either direction.

        With a period over links that fell in it, even in part. Shortest first, then by
        the ids of their nodes; of parallel links the one with the smallest id stands
        for all. From a node to itself leads one path without links. Raises NotFound,
        InvalidInput above 10 hops, and LimitExceeded where even the shortest costs too
        much.
        """
        self._begin()
        ends = self._get([source, target])
        start, end = ends[source].id, ends[target].id
        if start == end:
            return [Path((ends[source],), ())]
        asked = start, end, bounded_hops(max_hops, 1), at_least(k, 1)
        found = self._search(find_paths, asked, schemata, period)
        return [self._path(ids, schemata, period) for ids in found]

    def shortest_paths(
        self,
        source: str,
        target: str,
        max_hops: int = 6,
        schemata: Sequence[str] | None = None,
        period: Period = ALWAYS,
        limit: int = 100,
    ) -> PatternPage:
        """Return up to `limit` of all shortest paths, by the ids of their nodes.

        Links, period and errors are as in `paths`.
        """
        self._begin()
        ends = self._get([source, target])
        start, end = ends[source].id, ends[target].id
        if start == end:
            return PatternPage((Path((ends[source],), ()),), truncated=False)
        most = at_least(limit, 1)
        asked = start, end, bounded_hops(max_hops, 1), most + 1
        found = self._search(find_shortest, asked, schemata, period)
        paths = tuple(self._path(ids, schemata, period) for ids in found[:most])
        return PatternPage(paths, truncated=len(found) > most)

    def common(
        self,
        ids: Iterable[str],
        least: int | None = None,
        schemata: Sequence[str] | None = None,
        limit: int = 100,
    ) -> CommonPage:
        """Return who is next to at least `least` (all) of two or more entities.

        Raises NotFound, InvalidInput for fewer than two or more than 100 entities,
        LimitExceeded where they have more than 100,000 neighbours.
        """
        self._begin()
        beside, asked = self._beside(schemata), self._get(ids).values()
        return find_common(beside, asked, least, at_least(limit, 1))

    def between(
        self,
        left: Iterable[str],
        right: Iterable[str],
        max_hops: int = 4,
        schemata: Sequence[str] | None = None,
        period: Period = ALWAYS,
        limit: int = 100,
    ) -> Between:
        """Return who lies on shortest ways between the members of two groups.

        A way passes no other member; who is in both groups is a pair with nobody.
        Raises NotFound, and InvalidInput for empty groups or more than 2,500 pairs.
        """
        self._begin()
        groups = self._get(left).values(), self._get(right).values()
        hops, most = bounded_hops(max_hops, 1), at_least(limit, 1)
        return find_between(self._beside(schemata, period), groups, hops, most)

    def overlaps(
        self, case: str, others: Iterable[str], limit: int = 100
    ) -> OverlapPage:
        """Return what of a case others have too: the same identifier, or judged one.

        Of `others` only those that the scope sees count. Raises NotFound.
        """
        self._check_case(case)
        self._begin()
        seen = sorted({o for o in others if o != case and self.scope.sees_case(o)})
        most = at_least(limit, 1)
        return find_overlaps(self._reader, self._identity, case, seen, most)

    def pattern(
        self, steps: Sequence[Step], cases: Iterable[str], limit: int = 100
    ) -> PatternPage:
        """Return up to `limit` simple ways that fit the steps, begun in `cases`.

        Raises NotFound, InvalidInput, LimitExceeded; see Pattern and find_pattern.
        """
        begun = sorted(set(cases))
        for case in begun:
            self._check_case(case)
        pattern, most = Pattern.read(steps), at_least(limit, 1)
        return find_pattern(self._reader, self._identity, begun, pattern, most)

    def network(self, ids: Iterable[str]) -> Network:
        """Return the visible ones among `ids` and all links among them."""
        nodes = {node.id for node in self._identity.nodes(ids).values()}
        return self._network(nodes, None, truncated=False)

    def iter_nodes(self, case: str) -> Iterator[Node]:
        """Stream all nodes of a case by id, and those that its links lead to.

        Raises NotFound.
        """
        self._check_case(case)
        yield from whole.iter_nodes(self._reader, self._identity, case)

    def iter_links(self, case: str) -> Iterator[Link]:
        """Stream all links of a case by id; their ends are among iter_nodes.

        Raises NotFound.
        """
        self._check_case(case)
        yield from whole.iter_links(self._reader, self._identity, case)

    def subgraph(self, case: str, schemata: Sequence[str] | None = None) -> Subgraph:
        """Return the whole of a case for analytics. Raises NotFound."""
        self._check_case(case)
        return whole.subgraph(self._reader, self._identity, case, schemata)

    def overview(self, case: str, limit: int = 150) -> Network:
        """Return a first picture of a case: what is best connected.

        Links that cross a border come first. Raises NotFound.
        """
        self._check_case(case)
        most = min(at_least(limit, 1), MAX_NODES)
        chosen, cut = whole.overview(self._reader, self._identity, case, most)
        return self._network(chosen, None, truncated=cut)

    def counts(self, case: str) -> Counts:
        """Count the entities and relationships of a case. Raises NotFound."""
        self._check_case(case)
        return whole.counts(self._reader, self._identity, case)

    def cross_border(self, case: str) -> CrossBorder:
        """Return the links of a case that cross a border. Raises NotFound."""
        self._check_case(case)
        return whole.cross_border(self._reader, self._identity, case)

    def _get(self, ids: Iterable[str]) -> dict[str, Node]:
        asked = list(ids)
        nodes = self._identity.nodes(asked)
        if any(entity not in nodes for entity in asked):
            raise NotFound("no such entity")
        return nodes

    def _check_case(self, case: str) -> None:
        if not self.scope.sees_case(case):
            raise NotFound("no such case")

    def _begin(self) -> None:
        self._deadline = time.monotonic() + TIMEOUT_S

    def _check_time(self) -> None:
        if time.monotonic() > self._deadline:
            raise LimitExceeded("the question takes too long; narrow it")

    def _count(self, node: Node, raw: dict[str, dict[str, int]]) -> Counter[str]:
        count: Counter[str] = Counter()
        for member in node.members:
            count.update(raw.get(member, {}))
        for link in self._inner(node, None):
            count[link.schema] -= 2
        return +count

    def _inner(self, node: Node, wanted: Sequence[str] | None) -> list[Link]:
        """Return the links between members of one node, which identity hides."""
        if len(node.members) == 1:
            return []
        among = self._reader.links_among(list(node.members), wanted)
        return [link for link in among if link.source != link.target]

    def _beyond(
        self, ids: Collection[str], wanted: Sequence[str] | None
    ) -> tuple[set[str], bool]:
        self._check_time()
        stored = self._identity.members(ids)
        found = self._reader.neighbours(stored, wanted, MAX_NEIGHBOURS + 1)
        cut = found[:MAX_NEIGHBOURS]
        return set(self._identity.canonical(cut).values()), len(found) > len(cut)

    def _beside(
        self, schemata: Sequence[str] | None, period: Period = ALWAYS
    ) -> Beside:
        wanted = whole.link_schemata(schemata)
        return Beside(self._reader, self._identity, wanted, self._check_time, period)

    def _search(
        self,
        search: Search,
        asked: tuple[str, str, int, int],
        schemata: Sequence[str] | None,
        period: Period,
    ) -> list[tuple[str, ...]]:
        """Return the ways found: by positions where the topology lies in memory."""
        source, target, hops, most = asked
        wanted = whole.link_schemata(schemata)
        places = self._reader.places(wanted) if period == ALWAYS else None
        if places is None:
            near = Neighbourhood(self._beside(schemata, period))
            return search(near, source, target, hops, most)
        memory = InMemory(places, self._identity, self._check_time)
        ends = memory.place(source), memory.place(target)
        ways = search(memory, *ends, hops, most)
        return [tuple(map(memory.name, way)) for way in ways]

    def _path(
        self, ids: Sequence[str], schemata: Sequence[str] | None, period: Period
    ) -> Path:
        nodes, wanted = self._identity.nodes(ids), whole.link_schemata(schemata)
        stored = self._reader.links_among(self._identity.members(ids), wanted)
        between: dict[frozenset[str], Link] = {}
        for link in self._identity.links(stored):
            if period.holds(link):
                between.setdefault(frozenset((link.source, link.target)), link)
        steps = zip(ids, ids[1:], strict=False)
        return Path(
            tuple(nodes[i] for i in ids),
            tuple(between[frozenset(step)] for step in steps),
        )

    def _network(
        self, ids: Iterable[str], wanted: Sequence[str] | None, *, truncated: bool
    ) -> Network:
        kept = sorted(ids)
        nodes = self._identity.nodes(kept)
        stored = self._reader.links_among(self._identity.members(kept), wanted)
        links = self._identity.links(stored)
        return Network(tuple(nodes[i] for i in kept), tuple(links), truncated)


def _fits(
    node: Node, schemata: Sequence[str] | None, countries: Sequence[str] | None
) -> bool:
    if schemata is not None and not whole.is_any(node.schema, schemata):
        return False
    return countries is None or bool(set(node.countries) & set(countries))
