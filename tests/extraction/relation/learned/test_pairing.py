"""Pairs of mentions whose types allow a relation, and which mentions are one entity."""

import pytest

from extraction.evaluation.gold import RELATIONS as GOLD
from extraction.evaluation.gold import UNDIRECTED
from extraction.relation.learned.pairing import (
    DISTANCES,
    MUTUAL,
    NAMES,
    RELATIONS,
    pair,
)


def test_relations_have_the_ends_that_the_gold_has() -> None:
    assert MUTUAL == UNDIRECTED
    assert {
        name: (frozenset(a.split()), frozenset(b.split()))
        for name, (a, b) in RELATIONS.items()
    } == {name: (ends.source, ends.target) for name, ends in GOLD.items()}


def test_pairs_are_ordered_and_fit() -> None:
    pairs = pair(("PER", "VEHICLE", "MONEY"), (0, 1, 2), (3, 40, 90))
    assert [
        (int(s), int(t)) for s, t in zip(pairs.source, pairs.target, strict=True)
    ] == [(0, 1)]
    fits = {NAMES[n] for n in pairs.fits[0].nonzero()[0]}
    assert fits == {"ownership", "vehicle_user"}


def test_one_entity_is_no_pair() -> None:
    assert len(pair(("PER", "PER"), (7, 7), (1, 9)).source) == 0


@pytest.mark.parametrize("apart", [1, 8, 9, 33, 129, 500])
def test_distances_differ_by_their_way(apart: int) -> None:
    there = pair(("PER", "PER"), (0, 1), (0, apart)).distance
    assert len(set(there.tolist())) == 2
    assert all(0 <= step < DISTANCES for step in there)
