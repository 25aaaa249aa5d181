"""How alike partitions are, against the definitions; what holds in a known network."""

import math
import random
from collections import Counter
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analytics import METHODS, communities, stability
from graph.analytics.agreement import alike
from graph.errors import InvalidInput
from tests.graph.analytics.graphs import graphs, make

LABELS = st.lists(st.integers(0, 3), min_size=2, max_size=9)


def adjusted_rand(one: list[int], other: list[int]) -> float:
    """Return Hubert and Arabie's index, counted over pairs."""
    pairs = list(combinations(range(len(one)), 2))
    same_one = sum(one[a] == one[b] for a, b in pairs)
    same_other = sum(other[a] == other[b] for a, b in pairs)
    both = sum(one[a] == one[b] and other[a] == other[b] for a, b in pairs)
    chance = same_one * same_other / len(pairs)
    most = (same_one + same_other) / 2
    return (both - chance) / (most - chance) if most != chance else 1.0


def mutual_information(one: list[int], other: list[int]) -> float:
    """Return Danon's: twice the shared information over the sum of both."""
    n = len(one)

    def entropy(labels: list[object]) -> float:
        return -sum(c / n * math.log(c / n) for c in Counter(labels).values())

    first, second = entropy([*one]), entropy([*other])
    joint = entropy([*zip(one, other, strict=True)])
    total = first + second
    return 2 * (total - joint) / total if total else 1.0


@settings(deadline=None, max_examples=200)
@given(one=LABELS, seed=st.randoms(use_true_random=False))
def test_likeness(one: list[int], seed: random.Random) -> None:
    """As the definitions have it; equal whatever the numbers are 1."""
    other = [seed.randrange(3) for _ in one]
    rand = alike(one, other, "adjusted_rand")
    shared = alike(one, other, "nmi")
    assert rand == pytest.approx(adjusted_rand(one, other), abs=1e-9)
    assert shared == pytest.approx(mutual_information(one, other), abs=1e-9)
    renamed = [7 - label for label in one]
    assert alike(one, renamed, "adjusted_rand") == alike(one, renamed, "nmi") == 1.0


def test_clear_groups_hold() -> None:
    """Four cliques with a tie each: all methods, all seeds, one answer."""
    graph = make(nx.connected_caveman_graph(4, 8))
    groups = communities(graph).groups
    found = stability(graph, groups, runs=5)
    assert [method.name for method in found.methods] == list(METHODS)
    assert {method.groups for method in found.methods} == {4.0}
    assert all(one.adjusted_rand == 1.0 for one in found.likeness)
    assert found.held == (1.0, 1.0, 1.0, 1.0)
    assert len(found.likeness) == 6


def test_what_is_no_group_does_not() -> None:
    """A random network: methods and seeds disagree, and it is told."""
    graph = make(nx.gnm_random_graph(80, 240, seed=1))
    groups = communities(graph).groups
    found = stability(graph, groups, runs=5)
    leiden = next(one for one in found.likeness if one.first == one.second == "leiden")
    across = next(one for one in found.likeness if one.second == "infomap")
    assert leiden.adjusted_rand < 0.9 and across.adjusted_rand < 0.9
    assert min(held for held in found.held if held is not None) < 0.9


def test_held_is_counted_over_pairs() -> None:
    """Against all partitions of the same seeds, pair by pair."""
    from graph.analytics.agreement import partition
    from graph.analytics.simple import simplify

    graph = make(nx.karate_club_graph())
    group = [graph.ids[i] for i in (0, 1, 2, 8, 33)]
    found = stability(graph, [group], runs=3, seed=4)
    simple = simplify(graph, False)
    pairs = list(combinations((0, 1, 2, 8, 33), 2))
    shares = []
    for seed in (4, 5, 6):
        for method in METHODS:
            one = partition(simple, method, False, seed)
            shares.append(sum(one[a] == one[b] for a, b in pairs) / len(pairs))
    assert found.held[0] == pytest.approx(sum(shares) / len(shares))


@settings(deadline=None, max_examples=40)
@given(graph=graphs())
def test_any_graph(graph: nx.Graph) -> None:
    """Loops, isolates, directions: an answer within its bounds, the same again."""
    ours = make(graph)
    groups = communities(ours).groups
    found = stability(ours, groups, runs=2)
    again = stability(ours, groups, runs=2)
    assert (found.methods, found.likeness, found.held) == (
        again.methods,
        again.likeness,
        again.held,
    )
    assert all(0 <= one.mutual_information <= 1 + 1e-9 for one in found.likeness)
    for group, held in zip(groups, found.held, strict=True):
        assert held is None if len(group) == 1 else held is not None and 0 <= held <= 1


def test_bounds() -> None:
    """Runs from one on; an empty network has no methods that disagree."""
    for runs in (0, 201):
        with pytest.raises(InvalidInput):
            stability(make(nx.path_graph(3)), [], runs=runs)
    empty = stability(make(nx.Graph()), [], runs=2)
    assert empty.held == () and empty.methods[0].groups == 0
