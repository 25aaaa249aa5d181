"""Removal by role: the rarest first, by ties of the business, positions left empty."""

import networkx as nx
import pytest

from graph.analytics import Beside, Roles, disruption
from graph.analytics.result import DisruptionResult
from graph.errors import InvalidInput
from tests.graph.analytics.graphs import make


def held(*names: str) -> tuple[frozenset[str], ...]:
    """Return the roles of each node, several joined by a plus."""
    return tuple(frozenset(filter(None, name.split("+"))) for name in names)


BUSINESS = nx.Graph([(0, 1), (1, 2), (1, 3), (2, 4), (3, 4), (4, 5), (5, 6), (5, 7)])
"""0 supplies, 1 and 5 organize, 2 and 3 drive, 4 keeps the store, 6 and 7 sell."""
NAMES = ("supply", "boss", "drive", "drive", "store", "boss", "sell", "sell+drive")
CHAIN = ("supply", "drive", "store", "sell")


def ask(strategy: str, chain: tuple[str, ...] = (), top: int = 4) -> DisruptionResult:
    """Take out of the business by a strategy."""
    roles = Roles(held(*NAMES), chain)
    return disruption(
        make(BUSINESS), strategy=strategy, top=top, beside=Beside(roles=roles)
    )


def removed(result: DisruptionResult) -> list[int]:
    """Return who went, in order."""
    return [int(step.removed) for step in result.steps]


def test_who_cannot_be_replaced_goes_first() -> None:
    """Alone in a role, of these who has most ties; then whoever became so."""
    result = ask("role")
    assert removed(result)[:2] == [4, 0]
    assert result.roles is not None
    assert result.roles.unique == (("000", "supply"), ("004", "store"))
    assert (result.roles.before, result.roles.left[:2]) == (5, (4, 3))


def test_ties_of_the_business() -> None:
    """Along the chain only: 2 and 3 to the store, not to their boss."""
    assert removed(ask("value-chain", CHAIN, top=1)) == [4]
    whoever = removed(ask("value-chain", top=1))
    degrees = {
        node: sum(
            len(set(NAMES[node].split("+")) | set(NAMES[other].split("+"))) > 1
            for other in BUSINESS[node]
        )
        for node in BUSINESS
    }
    best = max(degrees.values())
    assert whoever == [min(n for n, d in degrees.items() if d == best)]


def test_when_the_chain_breaks() -> None:
    """As soon as one of its positions is empty."""
    by_role = ask("role", CHAIN).roles
    assert by_role is not None and by_role.broken == 1
    by_degree = ask("degree", CHAIN, top=2).roles
    assert by_degree is not None
    assert (by_degree.left, by_degree.broken) == ((5, 4), 2)
    once = ask("degree", CHAIN, top=1).roles
    assert once is not None and once.broken is None


def test_of_two_roles_the_rarer_counts() -> None:
    """Who drives and alone sells cannot be replaced."""
    graph = make(nx.path_graph(3))
    roles = Roles(held("drive", "drive", "drive+sell"))
    result = disruption(graph, strategy="role", top=1, beside=Beside(roles=roles))
    assert removed(result) == [2]


def test_what_cannot_be_asked() -> None:
    """No roles known, roles of others, a chain of roles that nobody has."""
    graph = make(nx.path_graph(3))
    for strategy, roles in (
        ("role", None),
        ("value-chain", None),
        ("role", Roles(held("", "", ""))),
        ("degree", Roles(held("a"))),
        ("value-chain", Roles(held("a", "b", "a"), ("a", "c"))),
    ):
        with pytest.raises(InvalidInput):
            disruption(graph, strategy=strategy, beside=Beside(roles=roles))
