"""Scopes: made in one place, from roles and grants."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend import access
from backend.access import Principal, Role
from graph.errors import Forbidden, InvalidInput, NotFound
from graph.model import ALL

ROOT = Path(__file__).resolve().parents[2]


def test_only_access_makes_a_scope() -> None:
    """No module but backend/access.py calls Scope(…)."""
    call = re.compile(r"(?<![A-Za-z_.])Scope\(|model\.Scope\(")
    makers = {
        str(path.relative_to(ROOT))
        for room in ("backend", "graph", "extraction")
        for path in (ROOT / room).rglob("*.py")
        if call.search(path.read_text(encoding="utf-8"))
    }
    assert makers == {"backend/access.py"}


def test_an_admin_sees_everything_and_others_their_grants() -> None:
    """The scope holds the grants, and for an admin every case."""
    ana = Principal("ana", frozenset({Role.INVESTIGATOR}), {"a": frozenset({"x"})})
    scope = access.scope_of(ana)
    assert scope.sees("a", ["x"]) and scope.sees("a")
    assert not scope.sees("a", ["y"]) and not scope.sees_case("b")
    admin = access.scope_of(Principal("root", frozenset({Role.ADMIN})))
    assert admin.sees("anything", ["x"])


def test_writing_needs_sight_first_then_the_role() -> None:
    """What is out of sight is NotFound; what is in sight but barred, Forbidden."""
    reader = Principal("r", frozenset({Role.READER}), {"a": frozenset()})
    with pytest.raises(NotFound):
        access.check_writes(reader, "b")
    with pytest.raises(NotFound):
        access.check_writes(reader, "a", "x")
    with pytest.raises(Forbidden):
        access.check_writes(reader, "a")
    writer = Principal("w", frozenset({Role.INVESTIGATOR}), {"a": frozenset({ALL})})
    access.check_writes(writer, "a", "x")


def test_only_admins_manage_accounts() -> None:
    """An investigator does not."""
    with pytest.raises(Forbidden):
        access.check_admin(Principal("w", frozenset({Role.INVESTIGATOR})))


@given(st.text(max_size=70))
def test_names_are_checked(name: str) -> None:
    """A name either is one or is refused; no other error."""
    try:
        assert access.check_name(name) == name
    except InvalidInput:
        assert not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}", name)


@pytest.mark.parametrize("roles", [[], ["king"], ["admin", "king"]])
def test_unknown_roles_are_refused(roles: list[str]) -> None:
    """One or more known roles, nothing else."""
    with pytest.raises(InvalidInput):
        access.parse_roles(roles)
