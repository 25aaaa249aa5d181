"""How visible facets become what a reader shows: one rule for every store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from graph.errors import LimitExceeded
from graph.model import Delta, FacetKey, Link, LinkFacet, Node, NodeFacet
from graph.schema import is_tally, ontology


def facet_order(requirement: Iterable[str]) -> tuple[str, ...]:
    """Return the sort key of a requirement: the whole case first, then by names."""
    return tuple(sorted(requirement))


def merge_node_facets(facets: Sequence[NodeFacet]) -> Node:
    """Return the node that the visible facets of one id make; needs at least one."""
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
    counts = [f.count for f in facets]
    totals = [f.total for f in sorted(facets, key=lambda f: facet_order(f.requirement))]
    tally = len(facets) > 1 and is_tally(one.schema)
    return Link(
        id=one.id,
        schema=one.schema,
        source=one.source,
        target=one.target,
        count=sum(counts) if tally else max(counts),
        first=min((f.first for f in facets if f.first), default=""),
        last=max((f.last for f in facets if f.last), default=""),
        total=sum(totals) if tally else max(totals),
    )


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
