"""Both stores against a plain one, over random histories; and that this can fail."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from graph.model import Delta, LinkFacet, NodeFacet, Scope
from graph.store import open_store
from graph.store.base import GraphStore, Reader, Writer
from graph.store.embedded import EmbeddedStore
from tests.contract.machine import Machine

Stores = Callable[[Path], dict[str, GraphStore]]

STEPS = 50
EXAMPLES = int(os.environ.get("PARITY_EXAMPLES", "120"))
"""Histories of 50 steps. Where a number is given they are new ones at each run."""

LEAST = 42
"""Steps of a history that are counted: some end early, some draw what is not there."""

FAST = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize="PARITY_EXAMPLES" not in os.environ,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.neo4j
@pytest.mark.timeout(36_000)
def test_every_store_answers_as_the_plain_one(
    neo4j_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """5,000 steps and more: equal answers to every question in every scope."""
    Machine.steps.clear()
    with closing(open_store(neo4j_url)) as server:
        server.writer().clear()

        def stores(home: Path) -> dict[str, GraphStore]:
            return {"embedded": EmbeddedStore(home), "neo4j": server}

        _run(stores, FAST)
    told = ", ".join(f"{name} {n}" for name, n in sorted(Machine.steps.items()))
    with capsys.disabled():
        sys.stdout.write(f"\nparity: {Machine.steps.total()} steps: {told}\n")
    assert Machine.steps.total() >= LEAST * EXAMPLES


class Wrong:
    """A store that is wrong in one way."""

    def __init__(
        self,
        folder: Path,
        delta: Callable[[Delta], Delta] = lambda delta: delta,
        scope: Callable[[Scope], Scope] = lambda scope: scope,
    ) -> None:
        self._store = EmbeddedStore(folder)
        self._delta = delta
        self._scope = scope

    def writer(self) -> Writer:
        """Return itself: it writes as well."""
        return self

    def reader(self, scope: Scope) -> AbstractContextManager[Reader]:
        """Read in another scope."""
        return self._store.reader(self._scope(scope))

    def facets(self) -> Iterator[NodeFacet | LinkFacet]:
        """Stream all that is kept."""
        return self._store.facets()

    def applied(self) -> int:
        """Return the sequence applied."""
        return self._store.writer().applied()

    def apply(self, delta: Delta) -> None:
        """Apply another delta."""
        self._store.writer().apply(self._delta(delta))

    def clear(self) -> None:
        """Forget everything."""
        self._store.writer().clear()

    def engine(self) -> None:
        """Return nothing."""

    def compact(self) -> None:
        """Rewrite the store."""
        self._store.compact()

    def check(self) -> None:
        """Never complain."""

    def close(self) -> None:
        """Close the store."""
        self._store.close()


def _see_all(scope: Scope) -> Scope:
    return replace(scope, grants=dict.fromkeys(scope.grants, frozenset("*")))


def _ignore_cases(scope: Scope) -> Scope:
    return replace(scope, everything=True)


def _lose_shared(delta: Delta) -> Delta:
    kept = [facet for facet in delta.put_links if len(facet.requirement) < 2]
    return replace(delta, put_links=kept)


def _remove_no_link(delta: Delta) -> Delta:
    return replace(delta, remove_links=[])


def _remove_no_node(delta: Delta) -> Delta:
    return replace(delta, remove_nodes=[])


def _count_once(delta: Delta) -> Delta:
    return replace(delta, add_links=[replace(f, total=0.0) for f in delta.add_links])


def _forget_names(delta: Delta) -> Delta:
    return replace(
        delta, put_nodes=[replace(f, names=f.names[:1]) for f in delta.put_nodes]
    )


def _turn_around(delta: Delta) -> Delta:
    turned = [replace(f, source=f.target, target=f.source) for f in delta.put_links]
    return replace(delta, put_links=turned)


def _take_any_seq(delta: Delta) -> Delta:
    return replace(delta, put_nodes=[replace(f, seq=1) for f in delta.put_nodes])


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("scope", [_see_all, _ignore_cases])
def test_a_store_that_shows_too_much_is_caught(
    scope: Callable[[Scope], Scope],
) -> None:
    """Compartments, cases."""
    _catch(lambda home: Wrong(home, scope=scope))


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize(
    "delta",
    [
        _lose_shared, _remove_no_link, _remove_no_node, _count_once, _forget_names,
        _turn_around, _take_any_seq,
    ],
)  # fmt: skip
def test_a_store_that_keeps_something_else_is_caught(
    delta: Callable[[Delta], Delta],
) -> None:
    """A facet, a removal, a sum, a name, an end, a sequence."""
    _catch(lambda home: Wrong(home, delta=delta))


def _catch(wrong: Callable[[Path], GraphStore]) -> None:
    quick = settings(FAST, max_examples=2000, derandomize=True, phases=[Phase.generate])
    with pytest.raises(AssertionError, match="wrong differs"):
        _run(lambda home: {"wrong": wrong(home)}, quick)


def _run(stores: Stores, how: settings) -> None:
    def make() -> Machine:
        return Machine(stores)

    run_state_machine_as_test(cast(type[Machine], make), settings=how)
