"""Intervals of rankings against every network that there could be."""

from collections.abc import Sequence
from itertools import product

import networkx as nx
import numpy as np
import pytest

from graph.analytics import doubt
from graph.analytics.centrality import values_of
from graph.analytics.result import ranks_of
from graph.analytics.uncertainty import WEAK
from graph.errors import InvalidInput
from graph.model import Subgraph
from tests.graph.analytics.graphs import make

EDGES = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)]
CHANCES = np.array([0.9, 0.5, 0.7, 0.3, 0.8, 0.6, 0.95])


def exact_share(metric: str, top: int) -> list[float]:
    """Return each node's chance to be among the first, over all 2^7 networks."""
    share = np.zeros(6)
    for there in product((False, True), repeat=len(EDGES)):
        weight = np.prod(np.where(there, CHANCES, 1 - CHANCES))
        graph = nx.Graph()
        graph.add_nodes_from(range(6))
        graph.add_edges_from(e for e, kept in zip(EDGES, there, strict=True) if kept)
        ranks = ranks_of(values_of(make(graph), metric))
        share += weight * (ranks <= top)
    found: list[float] = share.tolist()
    return found


def example() -> Subgraph:
    """Return the network in which all links are there."""
    graph = nx.Graph()
    graph.add_nodes_from(range(6))
    graph.add_edges_from(EDGES)
    return make(graph)


@pytest.mark.parametrize("metric", ["degree", "betweenness", "harmonic"])
def test_shares_are_the_truth_within_their_error(metric: str) -> None:
    """Five standard errors of 2,000 samples, at the worst share."""
    found = doubt(example(), CHANCES, metric, samples=2_000, top=2, seed=7)
    error = 5 * 0.5 / np.sqrt(found.samples)
    assert found.top_share.tolist() == pytest.approx(exact_share(metric, 2), abs=error)


def test_what_is_certain_has_no_interval() -> None:
    """All links sure and no actor missing: the ranking itself."""
    graph = example()
    found = doubt(graph, np.ones(7), "degree", samples=20, top=2)
    values = values_of(graph, "degree")
    assert found.low.tolist() == found.high.tolist() == values.tolist()
    assert found.rank_low.tolist() == found.rank_high.tolist()
    assert found.rank_low.tolist() == ranks_of(values).tolist()
    assert (found.kept, found.warnings) == (1.0, ())


def test_intervals_hold_nine_in_ten() -> None:
    """Of ranks drawn anew by another seed, nine in ten lie within."""
    found = doubt(example(), CHANCES, "harmonic", samples=2_000, seed=1)
    inside: list[bool] = []
    for seed in range(100, 400):
        one = doubt(example(), CHANCES, "harmonic", samples=1, seed=seed)
        inside += (
            (found.rank_low <= one.rank_low) & (one.rank_low <= found.rank_high)
        ).tolist()
    assert np.mean(inside) >= 0.88


def test_the_seed_says_all() -> None:
    """The same seed gives the same answer, another another."""
    runs: Sequence[list[float]] = [
        doubt(
            example(), CHANCES, "degree", samples=50, top=2, seed=s
        ).top_share.tolist()
        for s in (3, 3, 4)
    ]
    assert runs[0] == runs[1] != runs[2]


def test_missing_actors() -> None:
    """A third of the actors missing: ranks spread, and what is there is counted."""
    graph = make(nx.star_graph(20))
    found = doubt(graph, np.ones(20), "degree", samples=400, missing=1 / 3, top=1)
    assert found.top_share[0] > 0.99
    assert found.rank_high[0] == 1
    assert found.of(0)["high"] == 1.0
    assert found.low[5] == 0.0 and found.high[5] > 0


def test_a_ranking_that_does_not_hold_says_so() -> None:
    """Equals whom chance alone tells apart."""
    graph = make(nx.gnm_random_graph(60, 120, seed=1))
    found = doubt(graph, np.full(120, 0.4), "betweenness", samples=100, top=5)
    assert found.kept < WEAK
    assert "does not hold" in found.warnings[0]


def test_undefined_scores_have_no_bounds() -> None:
    """Constraint of who is never joined to another."""
    graph = nx.Graph()
    graph.add_nodes_from(range(3))
    graph.add_edge(0, 1)
    found = doubt(make(graph), np.ones(1), "constraint", samples=5)
    assert found.of(2) == {
        "low": None, "high": None, "rank_low": None, "rank_high": None, "top_share": 0.0
    }  # fmt: skip


def test_what_cannot_be_asked() -> None:
    """Numbers out of bounds."""
    graph = example()
    for wrong in (CHANCES[:3], np.full(7, 1.5), np.full(7, np.nan)):
        with pytest.raises(InvalidInput):
            doubt(graph, wrong, "degree")
    with pytest.raises(InvalidInput):
        doubt(graph, CHANCES, "degree", samples=0)
    with pytest.raises(InvalidInput):
        doubt(graph, CHANCES, "degree", missing=1.0)
    with pytest.raises(InvalidInput):
        doubt(graph, CHANCES, "fame")
