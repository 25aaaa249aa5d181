"""Path search against networkx on random graphs."""

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import LimitExceeded
from graph.store import paths

pairs = st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] != p[1])


def _near(beside: dict[str, set[str]]) -> paths.Neighbourhood:
    def ask(ids: object, limit: int) -> dict[str, set[str]]:
        found = {i: beside[i] for i in ids if i in beside}  # type: ignore[attr-defined]
        if sum(map(len, found.values())) > limit:
            raise LimitExceeded("too many")
        return found

    return paths.Neighbourhood(ask)


@given(
    edges=st.lists(pairs, max_size=24),
    hops=st.integers(1, 7),
    k=st.integers(1, 8),
)
@settings(deadline=None)
def test_all_simple_paths_in_order(
    edges: list[tuple[int, int]], hops: int, k: int
) -> None:
    """The k first of all simple paths, by length, then by ids."""
    graph = networkx.Graph([(str(a), str(b)) for a, b in edges])
    graph.add_nodes_from(["0", "8"])
    every = networkx.all_simple_paths(graph, "0", "8", cutoff=hops)
    expected = sorted(map(tuple, every), key=lambda path: (len(path), path))
    near = _near({n: set(graph[n]) for n in graph})
    assert paths.find_paths(near, "0", "8", hops, k) == expected[:k]


def test_what_costs_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where even the shortest costs too much, LimitExceeded; else what was found."""
    monkeypatch.setattr(paths, "MAX_STEPS", 40)
    far = {str(i): {str(j) for j in range(30) if j != i} for i in range(30)}
    far["a"] = {"0"}
    far["0"] = far["0"] | {"a"}
    far["b"] = {"29"}
    far["29"] = far["29"] | {"b"}
    with pytest.raises(LimitExceeded):
        paths.find_paths(_near(far), "a", "b", 6, 1)
    near = {
        "a": {"b", "c"},
        "b": {"a", "c"},
        "c": {"a", "b"} | set(map(str, range(50))),
    }
    assert paths.find_paths(_near(near), "a", "b", 6, 5) == [("a", "b")]
