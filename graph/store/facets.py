"""How visible facets become what a reader shows: one rule for every store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from graph.errors import LimitExceeded
from graph.model import Delta, FacetKey, Link, LinkFacet, Node, NodeFacet
from graph.schema import is_tally, ontology
from graph.store.base import Edges


def facet_order(requirement: Iterable[str]) -> tuple[str, ...]:
    """Return the sort key of a requirement: the whole case first, then by names."""
    return tuple(sorted(requirement))


def merge_node_facets(facets: Sequence[NodeFacet]) -> Node:
    """Return the node that the visible facets of one id make; needs at least one."""
    if len(facets) == 1:
        one = facets[0]
        countries = tuple(sorted(one.countries))
        return Node(one.id, one.schema, one.caption, countries, (one.id,), one.seq)
    ordered = sorted(facets, key=lambda f: facet_order(f.requirement))
    return Node(
        id=ordered[0].id,
        schema=most_specific([f.schema for f in ordered]),
        caption=next((f.caption for f in ordered if f.caption), ""),
        countries=tuple(sorted({c for f in ordered for c in f.countries})),
        members=(ordered[0].id,),
        seq=min(f.seq for f in ordered),
    )


def merge_link_facets(facets: Sequence[LinkFacet]) -> Link:
    """Return the link that the visible facets of one id and pair of ends make.

    Tallies add up; anything else that several facets assert is still one link.
    """
    one = facets[0]
    if len(facets) == 1:
        ends = (one.id, one.schema, one.source, one.target)
        return Link(*ends, one.count, one.first, one.last, one.total)
    totals = [f.total for f in sorted(facets, key=lambda f: facet_order(f.requirement))]
    tally = is_tally(one.schema)
    return Link(
        id=one.id,
        schema=one.schema,
        source=one.source,
        target=one.target,
        count=link_count(one.schema, [f.count for f in facets]),
        first=min((f.first for f in facets if f.first), default=""),
        last=max((f.last for f in facets if f.last), default=""),
        total=sum(totals) if tally else max(totals),
    )


def link_order(link: Link) -> tuple[str, str, str, str]:
    """Return the sort key of a link: its id, then what else tells rows apart."""
    return link.id, link.schema, link.source, link.target


def link_count(schema: str, counts: Sequence[int]) -> int:
    """Return the count of a link whose visible facets have `counts`."""
    return sum(counts) if is_tally(schema) else max(counts)


def merge_members(members: Sequence[Node]) -> Node:
    """Return the node that the visible members of one identity make.

    The earliest recorded gives the id, and the caption where it has one.
    """
    ordered = sorted(members, key=lambda node: (node.seq, node.id))
    return Node(
        id=ordered[0].id,
        schema=most_specific([n.schema for n in ordered]),
        caption=next((n.caption for n in ordered if n.caption), ""),
        countries=tuple(sorted({c for n in ordered for c in n.countries})),
        members=tuple(sorted(n.id for n in ordered)),
        seq=ordered[0].seq,
    )


def link_edges(
    nodes: Iterable[str], rows: Iterable[tuple[str, str, str, int]]
) -> Edges:
    """Return (source, target, schema, count) rows over `nodes` as arrays."""
    links = sorted(rows)
    ids = sorted({*nodes, *(a for a, *_ in links), *(b for _, b, *_ in links)})
    schemata = sorted({schema for _, _, schema, _ in links})
    at = {entity: i for i, entity in enumerate(ids)}
    code = {schema: i for i, schema in enumerate(schemata)}
    return Edges(
        ids=ids,
        schemata=schemata,
        source=np.array([at[a] for a, *_ in links], dtype=np.int32),
        target=np.array([at[b] for _, b, *_ in links], dtype=np.int32),
        schema=np.array([code[s] for _, _, s, _ in links], dtype=np.int16),
        count=np.array([n for *_, n in links], dtype=np.int64),
    )


def group_pairs(
    pairs: Sequence[tuple[str, str]], limit: int | None
) -> dict[str, list[str]]:
    """Return the second ids of pairs by the first; LimitExceeded above `limit`."""
    if limit is not None and len(pairs) > limit:
        raise LimitExceeded("the way leads through too many nodes")
    found: dict[str, list[str]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return found


def next_nodes(
    delta: Delta, held: Mapping[FacetKey, NodeFacet]
) -> dict[FacetKey, NodeFacet | None]:
    """Return what each node facet that a delta names is after it, None for gone.

    `held` gives the present facets of the keys that the delta adds to.
    """
    after: dict[FacetKey, NodeFacet | None] = dict.fromkeys(delta.remove_nodes)
    for facet in delta.put_nodes:
        after[FacetKey(facet.id, facet.requirement)] = facet
    for facet in delta.add_nodes:
        key = FacetKey(facet.id, facet.requirement)
        old = after[key] if key in after else held.get(key)
        summed = _add_node(old, facet) if old else facet
        after[key] = summed if summed.count else None
    return after


def next_links(
    delta: Delta, held: Mapping[FacetKey, LinkFacet]
) -> dict[FacetKey, LinkFacet | None]:
    """Return what each link facet that a delta names is after it, None for gone."""
    after: dict[FacetKey, LinkFacet | None] = dict.fromkeys(delta.remove_links)
    for facet in delta.put_links:
        after[FacetKey(facet.id, facet.requirement)] = facet
    for facet in delta.add_links:
        key = FacetKey(facet.id, facet.requirement)
        old = after[key] if key in after else held.get(key)
        summed = _add_link(old, facet) if old else facet
        after[key] = summed if summed.count else None
    return after


def _add_node(old: NodeFacet, new: NodeFacet) -> NodeFacet:
    return replace(
        old,
        caption=old.caption or new.caption,
        countries=tuple(sorted({*old.countries, *new.countries})),
        names=tuple(sorted({*old.names, *new.names})),
        seq=min(old.seq, new.seq),
        count=old.count + new.count,
    )


def _add_link(old: LinkFacet, new: LinkFacet) -> LinkFacet:
    return replace(
        old,
        count=old.count + new.count,
        first=min((d for d in (old.first, new.first) if d), default=""),
        last=max((d for d in (old.last, new.last) if d), default=""),
        total=old.total + new.total,
    )


def most_specific(schemata: Sequence[str]) -> str:
    """Return the schema furthest down the ontology from the first; needs one.

    A schema that is neither above nor below the one held so far is passed over.
    """
    held = schemata[0]
    for name in schemata[1:]:
        if name != held and held in _ancestors(name):
            held = name
    return held


@cache
def _ancestors(name: str) -> frozenset[str]:
    schema = ontology().get(name)
    return frozenset(schema.names) if schema is not None else frozenset()
