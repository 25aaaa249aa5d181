"""A graph's fingerprint: the same over every store, another for another graph."""

from dataclasses import replace

from graph.model import Delta, LinkFacet, NodeFacet
from graph.store.base import GraphStore
from graph.store.fingerprint import fingerprint
from tests.contract.world import SECRET, link, node, put

NODES = (
    node("a", "Ana", countries=("rs", "ba"), seq=3),
    node("a", "Anna", SECRET),
    node("b", "Б. 'q\"", schema="Company"),
    node("a", "Ana", case="other"),
)
LINKS = (
    link("l", "a", "b", schema="Payment", count=2, total=0.3, first="2024"),
    link("l", "a", "b", SECRET, schema="Payment", total=1e9, last="2025-01"),
    link("m", "b", "x"),
)


def test_all_that_was_put_is_kept(store: GraphStore) -> None:
    """Facets come back as they went in, ends that nothing asserts included."""
    put(store, *NODES, *LINKS)
    kept = list(store.facets())
    assert sorted(repr(_sorted(one)) for one in kept) == sorted(
        repr(_sorted(one)) for one in (*NODES, *LINKS)
    )
    assert fingerprint(kept) == fingerprint([*LINKS, *NODES])


def _sorted(facet: NodeFacet | LinkFacet) -> NodeFacet | LinkFacet:
    if isinstance(facet, NodeFacet):
        return replace(facet, countries=tuple(sorted(facet.countries)))
    return facet


def test_nothing_kept_has_the_print_of_nothing(store: GraphStore) -> None:
    """Also after everything was removed."""
    put(store, *NODES, *LINKS)
    writer = store.writer()
    writer.clear()
    writer.apply(Delta(0, 1))
    assert fingerprint(store.facets()) == fingerprint([])


def test_it_tells_graphs_apart() -> None:
    """Any difference but of sequence, order and the last digits of a sum."""
    whole: list[NodeFacet | LinkFacet] = [*NODES, *LINKS]
    first, secret = NODES[0], NODES[1]
    same: list[NodeFacet | LinkFacet] = [
        replace(first, seq=9, countries=("ba", "rs")),
        *whole[1:],
    ]
    assert fingerprint(same) == fingerprint(reversed(whole))
    tally = LINKS[0]
    assert fingerprint([replace(tally, total=0.1 + 0.2)]) == fingerprint([tally])
    for other in (
        replace(first, requirement=SECRET),
        replace(first, count=2),
        replace(first, names=()),
        replace(first, caption="Ina"),
        replace(tally, source="c:b", target="c:a"),
        replace(tally, total=0.31),
        replace(tally, last="2024"),
    ):
        rest = [one for one in whole if one not in (first, tally)]
        assert fingerprint([*rest, other]) != fingerprint(whole)
        assert fingerprint([other]) != fingerprint([first])
        assert fingerprint([other]) != fingerprint([tally])
    assert fingerprint([secret]) != fingerprint([secret, secret])
