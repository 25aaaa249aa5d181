"""Questions about a whole case, asked of any reader: counts, borders, overview."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from graph.model import Counts, Link, Node, Subgraph, split_id
from graph.schema import is_directed, ontology
from graph.store.base import Edges, Reader
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
    nodes, edges = _contracted(reader, identity, case)
    wanted = link_schemata(schemata)
    kept = np.ones(len(edges.schema), dtype=np.bool_)
    if wanted is not None and len(kept):
        codes = np.array([name in set(wanted) for name in edges.schemata])
        kept = codes[edges.schema]
    return Subgraph(
        ids=tuple(edges.ids),
        labels=tuple(nodes[i].caption for i in edges.ids),
        source=edges.source[kept],
        target=edges.target[kept],
        weight=edges.count[kept].astype(np.float64),
    )


def cross_border(reader: Reader, identity: Contraction, case: str) -> CrossBorder:
    """Return the links whose ends lie in different known countries, and their table."""
    nodes, links = _gather(reader, identity, case)
    pairs: Counter[tuple[str, str]] = Counter()
    crossing = []
    for link in links:
        ends = (nodes[link.source].countries, nodes[link.target].countries)
        if crosses_border(*ends):
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
    nodes, edges = _contracted(reader, identity, case)
    lands = [nodes[entity].countries for entity in edges.ids]
    crossing = (crosses_border(lands[a], lands[b]) for a, b in _pairs(edges))
    worth = np.fromiter((3 if c else 1 for c in crossing), dtype=np.int64)
    weight = np.zeros(len(edges.ids), dtype=np.int64)
    np.add.at(weight, edges.source, worth)
    np.add.at(weight, edges.target, worth)
    chosen = _grow(weight, edges, limit)
    return [edges.ids[at] for at in chosen], len(edges.ids) > limit


def iter_nodes(reader: Reader, identity: Contraction, case: str) -> Iterator[Node]:
    """Stream the contracted nodes of a case, and of others that it leads to, by id."""
    elsewhere = {node.id for node in identity.merged() if _reaches(node, case)}
    for link in reader.iter_links(case):
        elsewhere.update(e for e in (link.source, link.target) if not _is_of(e, case))
    foreign = {node.id: node for node in identity.nodes(elsewhere).values()}
    yield from heapq.merge(
        (node for node in _iter_own(reader, identity, case)),
        (foreign[entity] for entity in sorted(foreign) if not _is_of(entity, case)),
        key=lambda node: node.id,
    )


def _iter_own(reader: Reader, identity: Contraction, case: str) -> Iterator[Node]:
    """Stream the nodes whose canonical id is of the case."""
    stored = reader.iter_nodes(case)
    while batch := list(islice(stored, CHUNK)):
        merged = identity.merge(batch)
        yield from (merged[n.id] for n in batch if merged[n.id].id == n.id)


def _is_of(entity: str, case: str) -> bool:
    return split_id(entity)[0] == case


def _reaches(node: Node, case: str) -> bool:
    return any(_is_of(member, case) for member in node.members)


def _pairs(edges: Edges) -> Iterator[tuple[int, int]]:
    return zip(edges.source.tolist(), edges.target.tolist(), strict=True)


def _grow(weight: NDArray[np.int64], edges: Edges, limit: int) -> list[int]:
    beside = _beside(edges)
    rank = [-int(w) for w in weight]
    chosen: set[int] = set()
    heap: list[tuple[int, int]] = []
    for seed in np.argsort(-weight, kind="stable").tolist():
        if len(chosen) >= limit:
            break
        heapq.heappush(heap, (rank[seed], seed))
        while heap and len(chosen) < limit:
            _, at = heapq.heappop(heap)
            if at not in chosen:
                chosen.add(at)
                for other in beside(at):
                    if other not in chosen:
                        heapq.heappush(heap, (rank[other], other))
    return sorted(chosen)


def _beside(edges: Edges) -> Callable[[int], list[int]]:
    """Return what gives the positions next to a position."""
    owner = np.concatenate((edges.source, edges.target))
    other = np.concatenate((edges.target, edges.source))[
        np.argsort(owner, kind="stable")
    ]
    begin = np.concatenate(
        ([0], np.cumsum(np.bincount(owner, minlength=len(edges.ids))))
    )
    return lambda at: np.unique(other[begin[at] : begin[at + 1]]).tolist()


def crosses_border(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two ends, each with known countries, have none in common."""
    return bool(one) and bool(other) and not set(one) & set(other)


def _country_pairs(
    schema: str, source: Sequence[str], target: Sequence[str]
) -> list[tuple[str, str]]:
    pairs = [(a, b) for a in source for b in target]
    if is_directed(schema):
        return pairs
    return [(min(pair), max(pair)) for pair in pairs]


def _contracted(
    reader: Reader, identity: Contraction, case: str
) -> tuple[dict[str, Node], Edges]:
    """Return the contracted nodes of a case by id, and its links over them."""
    edges = reader.edges(case)
    nodes = {node.id: node for node in reader.iter_nodes(case)}
    nodes.update(reader.nodes([i for i in edges.ids if i not in nodes]))
    nodes = identity.merge(nodes.values())
    stored = [nodes[entity].id for entity in edges.ids]
    ids = sorted(set(stored))
    place = {entity: at for at, entity in enumerate(ids)}
    to = np.array([place[entity] for entity in stored], dtype=np.int32)
    source, target = to[edges.source], to[edges.target]
    kept = (source != target) | (edges.source == edges.target)
    return {node.id: node for node in nodes.values()}, Edges(
        ids=ids,
        schemata=edges.schemata,
        source=source[kept],
        target=target[kept],
        schema=edges.schema[kept],
        count=edges.count[kept],
    )


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
    links = list(iter_links(reader, identity, case))
    ends = {end for link in links for end in (link.source, link.target)}
    nodes.update(identity.nodes(ends - nodes.keys()))
    return nodes, links


def iter_links(reader: Reader, identity: Contraction, case: str) -> Iterator[Link]:
    """Stream the links of a case by id, between canonical ends."""
    batch: list[Link] = []
    for link in reader.iter_links(case):
        batch.append(link)
        if len(batch) == CHUNK:
            yield from identity.links(batch)
            batch = []
    yield from identity.links(batch)
