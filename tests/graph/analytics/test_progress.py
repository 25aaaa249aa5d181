"""Whoever follows a computation is told how far it is, and may end it."""

from collections.abc import Callable

import networkx as nx
import numpy as np
import pytest

from graph import analytics
from graph.analytics.progress import PARTS, followed_by
from tests.graph.analytics.graphs import make

GRAPH = make(nx.gnm_random_graph(200, 600, seed=1))
LONG: dict[str, Callable[[], object]] = {
    "betweenness": lambda: analytics.centrality(GRAPH, "betweenness").scores,
    "closeness": lambda: analytics.centrality(GRAPH, "closeness").scores,
    "harmonic": lambda: analytics.centrality(GRAPH, "harmonic").scores,
    "samples": lambda: analytics.doubt(
        GRAPH, np.full(600, 0.5), "closeness", samples=30
    ).top_share.tolist(),
    "all sets": lambda: analytics.keyplayers(GRAPH, size=1).members,
    "sets grown": lambda: analytics.keyplayers(GRAPH, size=4).members,
    "removals": lambda: analytics.disruption(GRAPH, strategy="betweenness").steps,
}


@pytest.mark.parametrize("name", LONG)
def test_steps_rise_and_the_answer_is_the_same(name: str) -> None:
    """Of one total, in several steps, each once."""
    plain = LONG[name]()
    told: list[tuple[int, int]] = []
    with followed_by(lambda done, total: told.append((done, total))):
        followed = LONG[name]()
    if isinstance(plain, tuple) and name in ("betweenness", "closeness", "harmonic"):
        scores = [s.score for s in plain]
        assert [s.score for s in followed] == pytest.approx(scores)  # type: ignore[attr-defined]
    else:
        assert followed == plain
    steps = [done for done, _ in told]
    assert len({total for _, total in told}) == 1
    assert steps == sorted(set(steps)) and steps[-1] <= told[0][1]
    assert len(steps) > 1 or name == "all sets"
    assert name not in ("betweenness", "closeness") or len(steps) <= PARTS


@pytest.mark.parametrize("name", LONG)
def test_a_follower_may_end_it(name: str) -> None:
    """By raising; nobody is followed afterwards."""

    def stop(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError), followed_by(stop):
        LONG[name]()
    assert LONG[name]()
