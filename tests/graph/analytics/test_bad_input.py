"""Every analysis alike on what is empty, single, looped, doubled, weightless, wrong."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from graph import analytics
from graph.analytics import METRICS, OBJECTIVES, STRATEGIES
from graph.errors import InvalidInput
from graph.model import Subgraph

Edge = tuple[int, int, float]
Ask = Callable[[Subgraph, bool], analytics.Result]


def make(ids: Sequence[str], edges: Sequence[Edge]) -> Subgraph:
    """Return a subgraph over ids given sorted."""
    return Subgraph(
        ids=tuple(ids),
        labels=tuple(ids),
        source=np.array([a for a, _, _ in edges], dtype=np.int32),
        target=np.array([b for _, b, _ in edges], dtype=np.int32),
        weight=np.array([w for _, _, w in edges], dtype=np.float64),
    )


def lands(graph: Subgraph) -> list[str]:
    """Return two countries by turns."""
    return ["rs" if i % 2 else "me" for i in range(len(graph.ids))]


def score(metric: str) -> Ask:
    """Return what asks for a metric."""
    return lambda g, d: analytics.centrality(g, metric, directed=d)


def set_of(objective: str) -> Ask:
    """Return what asks for key players."""
    return lambda g, d: analytics.keyplayers(g, directed=d, size=2, objective=objective)


def removals(strategy: str) -> Ask:
    """Return what asks for removals."""

    def ask(graph: Subgraph, directed: bool) -> analytics.Result:
        held = tuple(frozenset([land]) for land in lands(graph))
        beside = analytics.Beside(
            analytics.Regrowth("distance", runs=2), analytics.Roles(held)
        )
        return analytics.disruption(
            graph, directed=directed, strategy=strategy, beside=beside
        )

    return ask


ALL: dict[str, Ask] = {
    **{metric: score(metric) for metric in METRICS},
    **{f"keyplayers {name}": set_of(name) for name in OBJECTIVES},
    **{f"disruption {name}": removals(name) for name in STRATEGIES},
    "components": lambda g, d: analytics.components(g, directed=d),
    "communities": lambda g, d: analytics.communities(g, directed=d),
    "articulation": lambda g, d: analytics.articulation(g, directed=d),
    "bridges": lambda g, d: analytics.bridges(g, directed=d),
    "triads": lambda g, d: analytics.triads(g, directed=d),
    "equivalence": lambda g, d: analytics.equivalence(g, directed=d),
    "summary": lambda g, d: analytics.summary(g, directed=d),
    "assortativity": lambda g, d: analytics.assortativity(g, lands(g), directed=d),
    "brokerage": lambda g, d: analytics.brokerage(g, lands(g), directed=d),
}
each = pytest.mark.parametrize("name", ALL)
both = pytest.mark.parametrize("directed", [False, True])


@each
@both
def test_nothing_and_one(name: str, directed: bool) -> None:
    """No node, one node, one node with a loop, two that are not joined: answers."""
    for ids, edges in (
        ([], []),
        (["a"], []),
        (["a"], [(0, 0, 1.0)]),
        (["a", "b"], []),
    ):
        result = ALL[name](make(ids, edges), directed)
        assert (result.nodes, result.edges) == (len(ids), len(edges))


@each
@both
def test_parallel_edges_are_one(name: str, directed: bool) -> None:
    """Two of half the weight are one of the whole."""
    once = make(["a", "b", "c"], [(0, 1, 1.0), (1, 2, 1.0)])
    twice = make(["a", "b", "c"], [(0, 1, 0.5), (1, 2, 1.0), (0, 1, 0.5)])
    one, two = ALL[name](once, directed), ALL[name](twice, directed)
    assert answer_of(one) == answer_of(two)


def answer_of(result: analytics.Result) -> dict[str, object]:
    """Return all but how long it took."""
    names = {name for kind in type(result).__mro__ for name in kind_slots(kind)}
    return {name: getattr(result, name) for name in names - {"seconds"}}


def kind_slots(kind: type) -> tuple[str, ...]:
    """Return the fields that a class adds."""
    return tuple(getattr(kind, "__slots__", ()))


@each
@pytest.mark.parametrize("weight", [math.nan, math.inf, -math.inf, -1.0, 0.0])
def test_wrong_weights_are_refused(name: str, weight: float) -> None:
    """By a word that says which are taken, wherever the edge is."""
    graph = make(["a", "b", "c"], [(0, 1, 1.0), (1, 2, weight)])
    for directed in (False, True):
        with pytest.raises(InvalidInput, match="finite numbers above 0"):
            ALL[name](graph, directed)


@each
def test_ids_of_any_kind(name: str) -> None:
    """Numbers, letters, both scripts and blanks, in the order of texts."""
    ids = sorted(["10", "9", "a b", "Đorđe", "Ђорђе", ""])
    edges = [(i, (i + 1) % 6, 1.0) for i in range(6)]
    assert ALL[name](make(ids, edges), False).nodes == 6
