"""Networks of persons from what they share and what their things deal in."""

from collections.abc import Sequence

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.algorithms import bipartite

from graph.analytics import projecting
from graph.analytics.projecting import Projection, project
from graph.errors import InvalidInput
from graph.model import Subgraph

Edge = tuple[str, str, float, bool]


def derive(edges: Sequence[Edge], kept: str, weight: str = "count") -> Projection:
    """Project letters: those in `kept` are persons."""
    ids = sorted({name for edge in edges for name in edge[:2]})
    place = {name: i for i, name in enumerate(ids)}
    return project(
        Subgraph(
            ids=tuple(ids),
            labels=tuple(ids),
            source=np.array([place[e[0]] for e in edges], dtype=np.int32),
            target=np.array([place[e[1]] for e in edges], dtype=np.int32),
            weight=np.array([e[2] for e in edges]),
        ),
        np.array([name in kept for name in ids]),
        np.array([e[3] for e in edges], dtype=np.bool_),
        weight=weight,
    )


def edges_of(found: Projection) -> dict[str, tuple[float, tuple[str, ...]]]:
    """Return weight and ground of each pair."""
    part = found.subgraph
    names = [
        part.ids[a] + part.ids[b]
        for a, b in zip(part.source.tolist(), part.target.tolist(), strict=True)
    ]
    return {
        name: (weight, through)
        for name, weight, through in zip(
            names, part.weight.tolist(), found.through, strict=True
        )
    }


def test_what_is_shared() -> None:
    """A company of three, a telephone of two of them."""
    said = [("a", "F", 1, False), ("b", "F", 1, False), ("c", "F", 1, False)]
    said += [("a", "T", 1, False), ("T", "b", 1, False)]
    assert edges_of(derive(said, "abc")) == {
        "ab": (2.0, ("F", "T")),
        "ac": (1.0, ("F",)),
        "bc": (1.0, ("F",)),
    }
    assert edges_of(derive(said, "abc", "newman"))["ab"] == (1.5, ("F", "T"))


def test_what_deals_for_whom() -> None:
    """Nine calls between telephones, one of them used by two; direct links stay."""
    said = [("a", "X", 1, False), ("b", "Y", 1, False), ("c", "Y", 1, False)]
    said += [("X", "Y", 9, True), ("a", "b", 2, False), ("Z", "X", 4, True)]
    assert edges_of(derive(said, "abc")) == {
        "ab": (6.5, ("X", "Y")),
        "ac": (4.5, ("X", "Y")),
        "bc": (1.0, ("Y",)),
    }


def test_things_that_do_not_deal_join_nobody() -> None:
    """Two companies at one address are no tie between their owners."""
    said = [("a", "F", 1, False), ("b", "G", 1, False), ("F", "G", 1, False)]
    assert edges_of(derive(said, "ab")) == {}


def test_what_everybody_shares_joins_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named instead."""
    monkeypatch.setattr(projecting, "CROWD", 2)
    said: list[Edge] = [(who, "Q", 1, False) for who in "abc"]
    found = derive([*said, ("a", "T", 1, False), ("b", "T", 1, False)], "abc")
    assert found.crowded == ("Q",)
    assert edges_of(found) == {"ab": (1.0, ("T",))}


def test_an_unknown_weight_is_refused() -> None:
    """With the names that there are."""
    with pytest.raises(InvalidInput, match="newman"):
        derive([("a", "b", 1, False)], "ab", "fame")


SHARES = st.tuples(st.sampled_from("abcdef"), st.sampled_from("UVWXYZ"))


@settings(deadline=None, max_examples=80)
@given(
    st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("UVWXYZ")), min_size=1)
)
def test_shares_are_networkx_projections(pairs: set[tuple[str, str]]) -> None:
    """Counts and Newman's weights as networkx.algorithms.bipartite has them."""
    graph = nx.Graph()
    graph.add_nodes_from({a for a, _ in pairs}, bipartite=0)
    graph.add_edges_from(pairs)
    people = sorted({a for a, _ in pairs})
    said: list[Edge] = [(a, b, 1, False) for a, b in sorted(pairs)]
    for weight, expected in (
        ("count", bipartite.weighted_projected_graph(graph, people)),
        ("newman", bipartite.collaboration_weighted_projected_graph(graph, people)),
    ):
        found = edges_of(derive(said, "abcdef", weight))
        assert {name: w for name, (w, _) in found.items()} == pytest.approx(
            {min(a, b) + max(a, b): w for a, b, w in expected.edges(data="weight")}
        )
