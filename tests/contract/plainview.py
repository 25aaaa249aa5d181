"""The questions of a View, answered from the plain store by looking through it all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from graph.errors import NotFound
from graph.model import Counts, Link, Network, Node, Path, Scope, split_id
from graph.names import fold
from graph.schema import get_schema, is_directed, ontology
from graph.store.pages import CountryPair, CrossBorder, LinkPage, SearchPage
from tests.contract.plain import Plain, faces, links, merged, united


class PlainView:
    """What a scope sees after some event."""

    def __init__(self, plain: Plain, scope: Scope, upto: int) -> None:
        self.scope = scope
        live = plain.live(scope, upto)
        seen = faces(live)
        stored = {entity: merged(parts, entity) for entity, parts in seen.items()}
        self.names = {
            i: [n for f in p.values() for n in f.names] for i, p in seen.items()
        }
        self.of = dict(stored)
        for group in plain.groups(scope, upto):
            members = [stored[entity] for entity in group if entity in stored]
            if members:
                self.of |= dict.fromkeys((m.id for m in members), united(members))
        self.nodes = {node.id: node for node in self.of.values()}
        self._links = sorted(
            (
                replace(
                    one, source=self.of[one.source].id, target=self.of[one.target].id
                )
                for one in links(live)
                if one.source in stored
                and one.target in stored
                and (one.source == one.target or self._apart(one))
            ),
            key=lambda one: one.id,
        )

    def _apart(self, link: Link) -> bool:
        return self.of[link.source].id != self.of[link.target].id

    def _joined(self, link: Link) -> Link:
        ends = (self.of[link.source].id, self.of[link.target].id)
        return replace(link, source=ends[0], target=ends[1])

    def _get(self, entity: str) -> Node:
        if entity not in self.of:
            raise NotFound("no such entity")
        return self.of[entity]

    def _check(self, case: str) -> None:
        if not self.scope.sees_case(case):
            raise NotFound("no such case")

    def _touching(self, entity: str, schemata: Sequence[str] | None) -> list[Link]:
        return [
            one
            for one in self._links
            if entity in (one.source, one.target) and _wanted(one.schema, schemata)
        ]

    def _beside(self, entity: str, schemata: Sequence[str] | None) -> set[str]:
        ends = self._touching(entity, schemata)
        return {i for one in ends for i in (one.source, one.target)} - {entity}

    def find_nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Return the seen ones by the id asked for."""
        return {i: self.of[i] for i in ids if i in self.of}

    def get_node(self, entity: str) -> Node:
        """Return one, or raise NotFound."""
        return self._get(entity)

    def degrees(self, ids: Iterable[str]) -> dict[str, dict[str, int]]:
        """Count links by schema."""
        return {
            i: dict(Counter(one.schema for one in self._touching(self.of[i].id, None)))
            for i in ids
            if i in self.of
        }

    def search(
        self,
        text: str,
        cases: Sequence[str] | None = None,
        schemata: Sequence[str] | None = None,
        countries: Sequence[str] | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> SearchPage:
        """Find by the beginnings of words of one name."""
        words = fold(text).split()
        exact: dict[str, bool] = {}
        for entity, names in self.names.items():
            fits = [n for n in names if all(f" {w}" in f" {n}" for w in words)]
            node = self.of[entity]
            if (
                words
                and fits
                and (cases is None or split_id(entity)[0] in cases)
                and _wanted(node.schema, schemata)
                and (countries is None or set(countries) & set(node.countries))
            ):
                exact[node.id] = exact.get(node.id, False) or " ".join(words) in fits
        found = [self.nodes[i] for i in exact]
        found.sort(key=lambda n: (not exact[n.id], n.caption, n.id))
        return SearchPage(tuple(found[offset : offset + limit]), len(found))

    def links(
        self, entity: str, schemata: Sequence[str] | None, limit: int, offset: int
    ) -> LinkPage:
        """Return a page of a node's links."""
        every = self._touching(self._get(entity).id, schemata)
        return LinkPage(tuple(every[offset : offset + limit]), len(every))

    def expand(
        self,
        ids: Sequence[str],
        hops: int = 1,
        schemata: Sequence[str] | None = None,
        limit: int = 300,
    ) -> Network:
        """Grow hop by hop, cut by id."""
        start = sorted({self._get(i).id for i in ids})
        kept, cut = start[:limit], len(start) > limit
        fringe = kept
        for _ in range(hops):
            around = set().union(*(self._beside(i, schemata) for i in fringe))
            fresh = sorted(around - set(kept))
            fringe = fresh[: limit - len(kept)]
            cut = cut or len(fringe) < len(fresh)
            kept = kept + fringe
            if not fringe:
                break
        return self._network(kept, schemata, cut)

    def network(self, ids: Iterable[str]) -> Network:
        """Return the seen ones and all links among them."""
        return self._network({self.of[i].id for i in ids if i in self.of}, None, False)

    def _network(
        self, ids: Iterable[str], schemata: Sequence[str] | None, cut: bool
    ) -> Network:
        kept = sorted(ids)
        among = [
            one
            for one in self._links
            if {one.source, one.target} <= set(kept) and _wanted(one.schema, schemata)
        ]
        return Network(tuple(self.nodes[i] for i in kept), tuple(among), cut)

    def paths(
        self,
        source: str,
        target: str,
        max_hops: int = 6,
        k: int = 3,
        schemata: Sequence[str] | None = None,
    ) -> list[Path]:
        """Try every simple way."""
        start, end = self._get(source).id, self._get(target).id
        if start == end:
            return [Path((self.nodes[start],), ())]
        ways = self._ways((start,), end, max_hops, schemata)
        ways.sort(key=lambda way: (len(way), way))
        return [
            Path(
                tuple(self.nodes[i] for i in way),
                tuple(
                    next(
                        one
                        for one in self._touching(a, schemata)
                        if {one.source, one.target} == {a, b}
                    )
                    for a, b in zip(way, way[1:], strict=False)
                ),
            )
            for way in ways[:k]
        ]

    def _ways(
        self,
        way: tuple[str, ...],
        end: str,
        hops: int,
        schemata: Sequence[str] | None,
    ) -> list[tuple[str, ...]]:
        if way[-1] == end:
            return [way]
        if not hops:
            return []
        return [
            found
            for beside in self._beside(way[-1], schemata) - set(way)
            for found in self._ways((*way, beside), end, hops - 1, schemata)
        ]

    def counts(self, case: str) -> Counts:
        """Count what has a part in a case."""
        self._check(case)
        return Counts(len(self._inside(case)), len(self._of_case(case)))

    def _inside(self, case: str) -> list[str]:
        members = ((node, m) for node in self.nodes.values() for m in node.members)
        return sorted({node.id for node, m in members if split_id(m)[0] == case})

    def _of_case(self, case: str) -> list[Link]:
        return [one for one in self._links if split_id(one.id)[0] == case]

    def subgraph(
        self, case: str, schemata: Sequence[str] | None = None
    ) -> tuple[object, ...]:
        """Return ids, labels and sorted (source, target, weight)."""
        self._check(case)
        ids = self._inside(case)
        edges = sorted(
            (ids.index(one.source), ids.index(one.target), float(one.count))
            for one in self._of_case(case)
            if _wanted(one.schema, schemata)
        )
        return tuple(ids), tuple(self.nodes[i].caption for i in ids), edges

    def overview(self, case: str, limit: int = 150) -> Network:
        """Grow from the best connected over the best connected beside it."""
        self._check(case)
        inside, weight = self._inside(case), Counter[str]()
        for one in self._of_case(case):
            for end in (one.source, one.target):
                weight[end] += 3 if self._crosses(one) else 1
        best = sorted(inside, key=lambda i: (-weight[i], i))
        beside = {
            i: {e for o in self._of_case(case) if i in (o.source, o.target)
                for e in (o.source, o.target)}
            for i in inside
        }  # fmt: skip
        chosen: list[str] = []
        while len(chosen) < min(limit, len(inside)):
            around = set().union(*(beside[i] for i in chosen)) - set(chosen)
            chosen.append(
                next(i for i in best if i in (around or set(best) - set(chosen)))
            )
        return self._network(chosen, None, len(inside) > limit)

    def cross_border(self, case: str) -> CrossBorder:
        """Return the links between countries and their table."""
        self._check(case)
        crossing = [one for one in self._of_case(case) if self._crosses(one)]
        table: Counter[tuple[str, str]] = Counter()
        for one in crossing:
            for pair in product(*self._lands(one)):
                a, b = pair if is_directed(one.schema) else sorted(pair)
                table[a, b] += 1
        pairs = tuple(CountryPair(a, b, n) for (a, b), n in sorted(table.items()))
        return CrossBorder(pairs, tuple(crossing))

    def _lands(self, link: Link) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.nodes[link.source].countries, self.nodes[link.target].countries

    def _crosses(self, link: Link) -> bool:
        one, other = self._lands(link)
        return bool(one and other) and not set(one) & set(other)


def _wanted(schema: str, schemata: Sequence[str] | None) -> bool:
    if schemata is None or schema in schemata:
        return True
    if ontology().get(schema) is None:
        return False
    return any(ontology().get(s) and get_schema(schema).is_a(s) for s in schemata)
