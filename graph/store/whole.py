"""Questions about a whole case, asked of any reader: counts, borders, overview."""

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from graph.model import Counts, Link, Node, Subgraph, split_id
from graph.schema import is_directed, ontology
from graph.store.base import Reader
from graph.store.contraction import Contraction
from graph.store.pages import CountryPair, CrossBorder

MAX_BORDER_LINKS = 5_000
CHUNK = 5_000


def is_any(schema: str, schemata: Sequence[str]) -> bool:
    """Whether `schema` is one of `schemata` or below one of them."""
    if schema in schemata:
        return True
    known = ontology().get(schema)
    return known is not None and any(known.is_a(name) for name in schemata)


def link_schemata(schemata: Sequence[str] | None) -> list[str] | None:
    """Return the names asked for and those below them in the ontology, sorted."""
    if schemata is None:
        return None
    names = set(schemata)
    for name in schemata:
        known = ontology().get(name)
        if known is not None:
            names.update(below.name for below in known.descendants)
    return sorted(names)


def counts(reader: Reader, identity: Contraction, case: str) -> Counts:
    """Count the contracted nodes of a case, and its links that still join two."""
    raw = reader.counts(case)
    merged = identity.merged()
    doubled = sum(
        max(0, sum(split_id(m)[0] == case for m in node.members) - 1) for node in merged
    )
    stored = [m for node in merged for m in node.members]
    among = reader.links_among(stored) if stored else []
    own = [link for link in among if split_id(link.id)[0] == case]
    hidden = len(own) - len(identity.links(own))
    return Counts(raw.entities - doubled, raw.relationships - hidden)


def subgraph(
    reader: Reader, identity: Contraction, case: str, schemata: Sequence[str] | None
) -> Subgraph:
    """Return the contracted nodes and links of a case as arrays; weights are counts."""
    nodes, links = _gather(reader, identity, case)
    wanted = None if schemata is None else set(link_schemata(schemata) or ())
    ids = sorted(nodes)
    position = {entity: i for i, entity in enumerate(ids)}
    source, target, weight = [], [], []
    for link in links:
        if wanted is None or link.schema in wanted:
            source.append(position[link.source])
            target.append(position[link.target])
            weight.append(link.count)
    return Subgraph(
        ids=tuple(ids),
        labels=tuple(nodes[i].caption for i in ids),
        source=np.array(source, dtype=np.int32),
        target=np.array(target, dtype=np.int32),
        weight=np.array(weight, dtype=np.float64),
    )


def cross_border(reader: Reader, identity: Contraction, case: str) -> CrossBorder:
    """Return the links whose ends lie in different known countries, and their table."""
    nodes, links = _gather(reader, identity, case)
    pairs: Counter[tuple[str, str]] = Counter()
    crossing = []
    for link in links:
        ends = (nodes[link.source].countries, nodes[link.target].countries)
        if _crosses(*ends):
            crossing.append(link)
            pairs.update(_country_pairs(link.schema, *ends))
    table = tuple(CountryPair(a, b, n) for (a, b), n in sorted(pairs.items()))
    kept = tuple(crossing[:MAX_BORDER_LINKS])
    return CrossBorder(table, kept, truncated=len(kept) < len(crossing))


def overview(
    reader: Reader, identity: Contraction, case: str, limit: int
) -> tuple[list[str], bool]:
    """Return up to `limit` ids for a first picture, and whether others are left out.

    Grown from the best connected node over the best connected neighbours; a link that
    crosses a border weighs as much as three others.
    """
    nodes, links = _gather(reader, identity, case)
    weight: Counter[str] = Counter()
    beside: dict[str, set[str]] = {entity: set() for entity in nodes}
    for link in links:
        crosses = _crosses(nodes[link.source].countries, nodes[link.target].countries)
        for one, other in ((link.source, link.target), (link.target, link.source)):
            weight[one] += 3 if crosses else 1
            beside[one].add(other)
    order = sorted(nodes, key=lambda entity: (-weight[entity], entity))
    return _grow(order, weight, beside, limit), len(nodes) > limit


def _grow(
    order: list[str], weight: Counter[str], beside: dict[str, set[str]], limit: int
) -> list[str]:
    chosen: set[str] = set()
    heap: list[tuple[int, str]] = []
    for seed in order:
        heapq.heappush(heap, (-weight[seed], seed))
        while heap and len(chosen) < limit:
            _, entity = heapq.heappop(heap)
            if entity not in chosen:
                chosen.add(entity)
                for other in beside[entity] - chosen:
                    heapq.heappush(heap, (-weight[other], other))
        if len(chosen) >= limit:
            break
    return sorted(chosen)


def _crosses(one: Sequence[str], other: Sequence[str]) -> bool:
    return bool(one) and bool(other) and not set(one) & set(other)


def _country_pairs(
    schema: str, source: Sequence[str], target: Sequence[str]
) -> list[tuple[str, str]]:
    pairs = [(a, b) for a in source for b in target]
    if is_directed(schema):
        return pairs
    return [(min(pair), max(pair)) for pair in pairs]


def _gather(
    reader: Reader, identity: Contraction, case: str
) -> tuple[dict[str, Node], list[Link]]:
    """Return the contracted nodes of a case, and its links by id.

    Nodes of another case that a link leads to are among them.
    """
    nodes = {node.id: node for node in reader.iter_nodes(case)}
    for node in identity.merged():
        here = nodes.keys() & set(node.members)
        for member in here:
            del nodes[member]
        if here:
            nodes[node.id] = node
    links = list(_iter_links(reader, identity, case))
    ends = {end for link in links for end in (link.source, link.target)}
    nodes.update(identity.nodes(ends - nodes.keys()))
    return nodes, links


def _iter_links(reader: Reader, identity: Contraction, case: str) -> Iterator[Link]:
    batch: list[Link] = []
    for link in reader.iter_links(case):
        batch.append(link)
        if len(batch) == CHUNK:
            yield from identity.links(batch)
            batch = []
    yield from identity.links(batch)
