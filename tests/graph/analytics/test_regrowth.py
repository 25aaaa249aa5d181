"""Networks that mend: by their rules, no more than was lost, the same by seed."""

import random
from collections import Counter

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analytics import (
    RULES,
    STRATEGIES,
    Beside,
    Regrown,
    Regrowth,
    Roles,
    disruption,
)
from graph.errors import InvalidInput
from tests.graph.analytics.graphs import graphs, make

CREW = ("boss", "driver", "")


def crew(graph: nx.Graph) -> Roles:
    """Return roles by turns, every third node without."""
    names = (CREW[i % 3] for i in range(len(graph)))
    return Roles(tuple(frozenset([name] if name else []) for name in names))


def mended(graph: nx.Graph, strategy: str, asked: Regrowth, seed: int = 0) -> Regrown:
    """Return how a network mends."""
    beside = Beside(asked, crew(graph))
    result = disruption(make(graph), strategy=strategy, beside=beside, seed=seed)
    assert result.regrowth is not None
    return result.regrowth


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(deadline=None, max_examples=40)
@given(graph=graphs(), rule=st.sampled_from(sorted(RULES)))
def test_without_mending_it_is_the_plain_curve(
    strategy: str, graph: nx.Graph, rule: str
) -> None:
    """A rate of nought: who is chosen anew is who was chosen before."""
    beside = Beside(Regrowth(rule, runs=2, rate=0.0), crew(graph))
    result = disruption(make(graph), strategy=strategy, beside=beside, seed=5)
    plain = tuple(step.largest_component for step in result.steps)
    found = result.regrowth
    assert found is not None
    assert found.low == found.high == plain
    assert found.mean == tuple(map(float, plain)) and found.new_ties == 0


@pytest.mark.parametrize("rule", sorted(RULES))
@settings(deadline=None, max_examples=40)
@given(graph=graphs())
def test_sizes_are_possible(rule: str, graph: nx.Graph) -> None:
    """Never more than who is left; bounds around the mean; ties only where possible."""
    found = mended(graph, "degree", Regrowth(rule, runs=5))
    left = len(graph)
    for low, mean, high in zip(found.low, found.mean, found.high, strict=True):
        left -= 1
        assert 0 <= low <= mean + 1e-9 and mean <= high + 1e-9 and high <= left


def test_a_path_closes_as_often_as_its_rate_says() -> None:
    """One of two orphans is enough: 1 - (1 - rate)², within five standard errors."""
    found = mended(nx.path_graph(3), "degree", Regrowth("distance", 500, 0.5))
    assert found.mean[0] == pytest.approx(1 + 0.75, abs=5 * (0.75 * 0.25 / 500) ** 0.5)
    assert (found.low[0], found.high[0]) == (1, 2)


def test_a_star_mends_by_who_knew_the_hub() -> None:
    """By distance its leaves find each other; by friends in common nobody does."""
    star = nx.star_graph(6)
    assert mended(star, "degree", Regrowth("triadic")).mean == (1.0,)
    near = mended(star, "degree", Regrowth("distance"))
    assert near.low[0] >= 2 and near.new_ties >= 3


def test_rules_choose_in_proportion() -> None:
    """Ties and one; friends in common; the nearest alike: 3,000 draws each."""
    graph = nx.Graph([(0, 1), (0, 2), (0, 3), (4, 1), (4, 2), (5, 1), (6, 7)])
    near = [set(graph[i]) for i in sorted(graph)]
    chance = random.Random(1)

    def draw(rule: str, orphan: int, gone: set[int]) -> dict[int | None, float]:
        counts = Counter(RULES[rule](near, orphan, gone, chance) for _ in range(3000))
        return {node: count / 3000 for node, count in counts.items()}

    expected = {0: 4, 1: 4, 2: 3, 3: 2, 4: 3, 5: 2}
    total = sum(expected.values())
    found = draw("preferential", 6, set())
    assert found.keys() == expected.keys()
    for node, weight in expected.items():
        assert found[node] == pytest.approx(weight / total, abs=0.05)
    assert draw("triadic", 4, set()) == pytest.approx({0: 2 / 3, 5: 1 / 3}, abs=0.05)
    assert draw("distance", 3, set()) == pytest.approx({1: 0.5, 2: 0.5}, abs=0.05)
    assert draw("distance", 3, {1, 2}) == pytest.approx({4: 0.5, 5: 0.5}, abs=0.05)
    assert draw("distance", 6, set()) == {None: 1.0}


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_seed_says_all(rule: str) -> None:
    """Same seed, same curve; another, another."""
    graph = nx.barabasi_albert_graph(60, 2, seed=1)
    runs = [mended(graph, "degree", Regrowth(rule, 5, 0.5), s) for s in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


def test_a_mended_network_holds_longer() -> None:
    """What the plain curve hides."""
    graph = nx.barabasi_albert_graph(60, 1, seed=1)
    plain = disruption(make(graph)).steps
    found = mended(graph, "degree", Regrowth("preferential"))
    middle = len(plain) // 2
    assert found.low[middle] > plain[middle].largest_component


def test_what_cannot_be_asked() -> None:
    """Unknown rules, numbers out of bounds."""
    graph = make(nx.path_graph(3))
    for wrong in (
        Regrowth("hope"),
        Regrowth("distance", runs=0),
        Regrowth("distance", runs=501),
        Regrowth("distance", rate=1.1),
        Regrowth("distance", rate=float("nan")),
    ):
        with pytest.raises(InvalidInput):
            disruption(graph, beside=Beside(wrong))
