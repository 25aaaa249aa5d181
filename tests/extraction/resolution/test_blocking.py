"""Which entities are compared: those that share something, and not too many."""

import numpy as np

from bench.persons import persons
from extraction.resolution.blocking import _limit, find_pairs
from extraction.resolution.judging import read_traits


def test_records_of_one_person_are_compared() -> None:
    """Hardly any two records of one person are missed; each pair comes once."""
    traits = read_traits(persons(3000))
    pairs = find_pairs(traits).tolist()
    assert len({tuple(p) for p in pairs}) == len(pairs)
    assert all(a < b for a, b in pairs)
    found = {(traits[a].id, traits[b].id) for a, b in pairs}
    ids = sorted(t.id for t in traits)
    truth = {
        (a, b)
        for a in ids
        for b in (a[: a.index("|")] + end for end in ("|1", "|2"))
        if a < b and b in set(ids)
    }
    assert len(truth) > 500
    assert len(truth & found) / len(truth) > 0.99


def test_changed_ones_alone() -> None:
    """With some asked for, exactly their pairs of the whole come."""
    traits = read_traits(persons(600))
    whole = {tuple(p) for p in find_pairs(traits).tolist()}
    some = {tuple(p) for p in find_pairs(traits, {3, 77}).tolist()}
    assert some == {p for p in whole if {3, 77} & set(p)}
    assert find_pairs(traits, set()).tolist() == []
    assert find_pairs([]).tolist() == []


def test_blocks_stay_within_the_budget() -> None:
    """The larger the blocks, the less of them is compared at once."""
    small, large = np.full(10, 20), np.full(1000, 2000)
    assert _limit(small, 24, 10_000) == 24
    assert _limit(large, 24, 10_000) == 2
    assert _limit(np.array([], int), 24, 10) == 24
