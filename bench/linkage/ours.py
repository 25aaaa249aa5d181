"""The engine on a set: the very functions that cases use, with or without labels."""

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from bench.linkage.sets import LinkageSet, Pair, properties
from extraction.resolution import Model, Profile, default_model, find_judgements
from extraction.resolution.blocking import find_pairs
from extraction.resolution.clusters import Clusters
from extraction.resolution.comparing import compare_traits
from extraction.resolution.evaluation import read_profile
from extraction.resolution.judging import read_traits
from extraction.resolution.learning.labelled import Labelled, learn_labelled
from extraction.resolution.learning.patterns import read_patterns
from extraction.resolution.learning.unlabelled import learn_unlabelled
from extraction.resolution.rules import weigh
from extraction.resolution.traits import Traits
from extraction.resolution.weights import KindModel, bits_of
from graph.model import Verdict

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Found:
    """What one method says of a set: pairs compared, pairs taken for one, seconds."""

    method: str
    compared: set[Pair]
    said: set[Pair]
    cpu_s: float


def profiles(data: LinkageSet) -> list[Profile]:
    """Return the set's rows as persons."""
    return [
        read_profile({"id": name, "schema": "Person", "properties": properties(row)})
        for name, row in data.rows.items()
    ]


def register_model() -> Model:
    """Return the shipped model for registers that are typed badly.

    Weights alone decide there: no birth date forbids. The threshold is the one that
    evaluating pairs has, fixed in the data file.
    """
    shipped = default_model()
    kinds = {name: replace(one, caps={}) for name, one in shipped.kinds.items()}
    return replace(shipped, certain=shipped.decide, strict=False, kinds=kinds)


def resolve(data: LinkageSet) -> list[Found]:
    """Return what the engine says: pair by pair, and in clusters; without labels."""
    begin = time.process_time()
    given = profiles(data)
    traits = read_traits(given)
    pairs = find_pairs(traits).tolist()
    model = register_model()
    patterns = read_patterns("person", (_levels(traits, pair) for pair in pairs))
    learnt = learn_unlabelled(patterns, model.kinds["person"])
    model = _with(model, learnt)
    compared = {_ids(traits, pair) for pair in pairs}
    said = {
        _ids(traits, (a, b))
        for a, b in pairs
        if weigh(traits[a], traits[b], model).score >= model.certain
    }
    alone = Found("klupko, pairs", compared, said, time.process_time() - begin)
    begin = time.process_time()
    joined = closure(
        (one.left, one.right)
        for one in find_judgements(given, model=model)
        if one.verdict is Verdict.POSITIVE
    )
    spent = alone.cpu_s + time.process_time() - begin
    return [alone, Found("klupko, clusters", compared, joined, spent)]


def resolve_with_labels(data: LinkageSet) -> list[Found]:
    """Return what the engine says with labels, each pair by weights that saw neither.

    Clusters are parted into five folds; a pair is judged by a model learnt from the
    pairs whose two ends lie in other folds than its own two.
    """
    begin = time.process_time()
    traits = read_traits(profiles(data))
    pairs = find_pairs(traits).tolist()
    names = [_ids(traits, pair) for pair in pairs]
    fold = {i: _fold(cluster) for i, cluster in data.clusters.items()}
    same = np.array([data.clusters[a] == data.clusters[b] for a, b in names])
    ends = np.array([(fold[a], fold[b]) for a, b in names])
    levels = [_levels(traits, pair) for pair in pairs]
    start = register_model()
    bits: dict[tuple[int, int], float] = {}
    for one, other in {tuple(sorted(end)) for end in ends.tolist()}:
        seen = np.logical_not(np.isin(ends, (one, other)).any(axis=1))
        some = [level for level, use in zip(levels, seen.tolist(), strict=True) if use]
        labelled = Labelled(
            read_patterns("person", some), same[seen], np.zeros(len(some))
        )
        model = _with(start, learn_labelled(labelled, start.kinds["person"]))
        asked = (np.sort(ends, axis=1) == (one, other)).all(axis=1)
        for at in np.flatnonzero(asked):
            a, b = pairs[at]
            bits[a, b] = weigh(traits[a], traits[b], model).bits
    least = bits_of(start.certain)
    alone = {_ids(traits, pair) for pair, got in bits.items() if got >= least}
    joined = _joined(traits, bits, least)
    spent = time.process_time() - begin
    return [
        Found("klupko, pairs, with labels", set(names), alone, spent),
        Found("klupko, clusters, with labels", set(names), joined, spent),
    ]


def _joined(
    traits: Sequence[Traits], bits: Mapping[tuple[int, int], float], least: float
) -> set[Pair]:
    """Return the pairs of the engine's clusters, where the pairs' bits are given."""
    clusters = Clusters(
        traits, lambda a, b: bits.get((min(a, b), max(a, b)), -5.0), strict=False
    )
    for pair in sorted(bits, key=lambda one: (-bits[one], one)):
        if bits[pair] >= least:
            clusters.join(*pair)
    groups = {clusters.root(at): clusters.members(at) for at in range(len(traits))}
    return {_ids(traits, p) for some in groups.values() for p in combinations(some, 2)}


def _with(model: Model, person: KindModel) -> Model:
    return replace(model, kinds={**model.kinds, "person": person})


def _levels(traits: Sequence[Traits], pair: Sequence[int]) -> tuple[str, ...]:
    return compare_traits(traits[pair[0]], traits[pair[1]])


def _ids(traits: Sequence[Traits], pair: Sequence[int]) -> Pair:
    return traits[pair[0]].id, traits[pair[1]].id


def _fold(cluster: str) -> int:
    return hashlib.sha256(cluster.encode()).digest()[0] % FOLDS


def closure(pairs: Iterable[Pair]) -> set[Pair]:
    """Return all pairs of the groups that the given ones join."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for a, b in pairs:
        one, other = sorted((root(a), root(b)))
        parent[other] = one
    groups: dict[str, list[str]] = {}
    for name in list(parent):
        groups.setdefault(root(name), []).append(name)
    return {p for some in groups.values() for p in combinations(sorted(some), 2)}
