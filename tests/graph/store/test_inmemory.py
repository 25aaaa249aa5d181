"""Ways through the topology in memory are those that the store's own answers give."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import LimitExceeded
from graph.model import Delta, LinkFacet, NodeFacet, Scope
from graph.store import View, inmemory
from graph.store.embedded import EmbeddedStore, topology
from graph.store.inmemory import Ranks, once
from tests.contract.world import Same

WHOLE: frozenset[str] = frozenset()
SECRET = frozenset({"x"})
IDS = [f"c:{local}" for local in ("a", "b", "c", "d", "e", "ж", "ё", "Z", "č", "č2")]
SCOPES = (Scope("op", everything=True), Scope("u", {"c": WHOLE}))

nodes = st.builds(
    NodeFacet,
    id=st.sampled_from(IDS),
    requirement=st.sampled_from([WHOLE, WHOLE, SECRET]),
    schema=st.just("Person"),
)
links = st.lists(
    st.tuples(
        st.sampled_from(["Family", "Call"]),
        st.sampled_from([WHOLE, WHOLE, SECRET]),
        st.sampled_from(IDS),
        st.sampled_from(IDS),
    ),
    max_size=24,
)


def _apart(groups: list[list[str]]) -> list[list[str]]:
    """Leave each id in the last of its groups, and groups of two or more."""
    last = {member: at for at, group in enumerate(groups) for member in group}
    kept = [[m for m in g if last[m] == at] for at, g in enumerate(groups)]
    return [group for group in kept if len(group) > 1]


groups = st.lists(
    st.lists(st.sampled_from(IDS), min_size=2, max_size=3, unique=True), max_size=3
).map(_apart)


@contextmanager
def store_of(
    folder: Path, put: list[NodeFacet], ties: list[tuple[str, frozenset[str], str, str]]
) -> Iterator[EmbeddedStore]:
    """Open a store that holds these."""
    store = EmbeddedStore(folder)
    store.writer().clear()
    facets = [
        LinkFacet(f"c:l{i:02}", r, s, a, b) for i, (s, r, a, b) in enumerate(ties)
    ]
    whole = [NodeFacet(i, SECRET, "Person") for i in IDS]
    store.writer().apply(Delta(0, 1, put_nodes=[*whole, *put], put_links=facets))
    try:
        yield store
    finally:
        store.close()


@given(
    put=st.lists(nodes, max_size=12), ties=links, same=groups, hops=st.integers(1, 5)
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_ways(
    tmp_path: Path,
    put: list[NodeFacet],
    ties: list[tuple[str, frozenset[str], str, str]],
    same: list[list[str]],
    hops: int,
) -> None:
    """With identity, hidden ends and links, schemata, and every limit on hops."""
    clusters = Same(*same)
    with store_of(tmp_path, put, ties) as store:
        slow = list(_answers(store, clusters, hops))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topology, "QUESTIONS_WORTH_IT", 1)
        patch.setattr(topology, "LINKS_WORTH_IT", 0)
        store = EmbeddedStore(tmp_path)
        with store.reader(SCOPES[0]) as reader:
            assert reader.places() is not None
        assert list(_answers(store, clusters, hops)) == slow
        store.close()


def _answers(store: EmbeddedStore, clusters: Same, hops: int) -> Iterator[object]:
    for scope in SCOPES:
        with store.reader(scope) as reader:
            view = View(reader, scope, clusters)
            seen = sorted(view.find_nodes(IDS))
            for one, other in zip(seen, seen[1:] + seen[:1], strict=True):
                yield view.paths(one, other, hops, k=4)
                yield view.paths(one, other, hops, k=2, schemata=["Call"])
                yield view.shortest_paths(one, other, hops)


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that would look at more links than it may says so."""
    monkeypatch.setattr(topology, "QUESTIONS_WORTH_IT", 1)
    monkeypatch.setattr(topology, "LINKS_WORTH_IT", 0)
    monkeypatch.setattr(inmemory, "MAX_STEPS", 3)
    ties = [("Call", WHOLE, "c:a", other) for other in IDS[1:6]]
    put = [NodeFacet(i, WHOLE, "Person") for i in IDS]
    with store_of(tmp_path, put, ties) as store, store.reader(SCOPES[1]) as reader:
        with pytest.raises(LimitExceeded):
            View(reader, SCOPES[1], Same()).paths("c:a", "c:b")


@given(
    one=st.lists(st.integers(0, 60), max_size=40),
    other=st.lists(st.integers(0, 60), max_size=40),
    few=st.sampled_from([0, 2_000]),
)
def test_levels_are_sets(one: list[int], other: list[int], few: int) -> None:
    """Both ways of looking for places give what sets of Python give."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inmemory, "FEW", few)
        left, right = (
            Ranks(once(np.array(some, dtype=np.int32)), 61) for some in (one, other)
        )
        for found, expected in (
            (left & right, set(one) & set(other)),
            (left - right, set(one) - set(other)),
            (left | right, set(one) | set(other)),
        ):
            assert found.at.tolist() == sorted(expected)
            assert len(found) == len(expected)
