"""Accounts: passwords, sessions and tokens, safe in a stolen database."""

import sqlite3
from pathlib import Path

import pytest

from backend.access import Role
from backend.accounts import Accounts, make_first_admin
from backend.attempts import PER_USER, WINDOW_S, Attempts
from backend.errors import TooManyAttempts, Unauthenticated
from backend.settings import Settings
from backend.workspace import Workspace
from graph.errors import Conflict, InvalidInput, NotFound
from graph.model import ALL


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        """Return the time it is set to."""
        return self.now


def test_signing_in_gives_a_session_that_ends(workspace: Workspace) -> None:
    """A session works until it expires, is signed out or the password changes."""
    clock = Clock()
    accounts = Accounts(workspace.ledger.engine, workspace.audit, clock)
    accounts.add("ana", "tajna-lozinka", ["reader"])
    secret, principal = accounts.sign_in("ana", "tajna-lozinka", 60)
    assert principal.roles == {Role.READER}
    assert accounts.authenticate(secret).name == "ana"
    clock.now += 61
    with pytest.raises(Unauthenticated):
        accounts.authenticate(secret)
    secret, _ = accounts.sign_in("ana", "tajna-lozinka", 60)
    accounts.sign_out(secret)
    with pytest.raises(Unauthenticated):
        accounts.authenticate(secret)
    token = accounts.issue_token("ana", 60)
    accounts.set_password("ana", "druga-lozinka")
    with pytest.raises(Unauthenticated):
        accounts.authenticate(token)


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_a_wrong_password_and_an_unknown_user_are_one_answer(
    workspace: Workspace, name: str
) -> None:
    """Nobody learns from the answer who has an account."""
    workspace.accounts.add("ana", "tajna-lozinka", ["reader"])
    with pytest.raises(Unauthenticated, match="^user or password is wrong$"):
        workspace.accounts.sign_in(name, "pogrešna", 60)


def test_without_a_password_only_tokens_sign_in(workspace: Workspace) -> None:
    """An account for a program has no password to guess."""
    workspace.accounts.add("bot", None, ["reader"])
    with pytest.raises(Unauthenticated):
        workspace.accounts.sign_in("bot", "", 60)
    token = workspace.accounts.issue_token("bot", 60)
    assert workspace.accounts.authenticate(token).name == "bot"


def test_guessing_is_slowed_down(workspace: Workspace) -> None:
    """After some failures even the right password must wait."""
    workspace.accounts.add("ana", "tajna-lozinka", ["reader"])
    for _ in range(PER_USER):
        with pytest.raises(Unauthenticated):
            workspace.accounts.sign_in("ana", "pogrešna", 60, "10.0.0.1")
    with pytest.raises(TooManyAttempts):
        workspace.accounts.sign_in("ana", "tajna-lozinka", 60, "10.0.0.2")


def test_attempts_are_forgotten_after_a_while() -> None:
    """The window moves on, and success wipes the user's failures."""
    clock = Clock()
    attempts = Attempts(clock)
    for _ in range(PER_USER):
        attempts.begin("ana", "x")
    with pytest.raises(TooManyAttempts):
        attempts.begin("ana", "y")
    clock.now += WINDOW_S + 1
    attempts.begin("ana", "x")
    attempts.succeeded("ana", "x")
    for _ in range(PER_USER):
        attempts.begin("ana", "x")


def test_secrets_are_not_in_the_database(workspace: Workspace) -> None:
    """Neither passwords nor tokens stand in the file in clear."""
    workspace.accounts.add("ana", "tajna-lozinka", ["reader"])
    token = workspace.accounts.issue_token("ana", 60)
    path: Path = workspace.home / "ledger.db"
    with sqlite3.connect(path) as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert "tajna-lozinka" not in dump and token not in dump
    assert path.stat().st_mode & 0o077 == 0


def test_locking_ends_tokens(workspace: Workspace) -> None:
    """A locked user is out at once, and in again when unlocked with a new token."""
    workspace.accounts.add("ana", "tajna-lozinka", ["reader"])
    token = workspace.accounts.issue_token("ana", 60)
    workspace.accounts.set_active("ana", False)
    with pytest.raises(Unauthenticated):
        workspace.accounts.authenticate(token)
    with pytest.raises(Unauthenticated):
        workspace.accounts.sign_in("ana", "tajna-lozinka", 60)
    workspace.accounts.set_active("ana", True)
    assert workspace.accounts.sign_in("ana", "tajna-lozinka", 60)


def test_grants_add_up_and_are_taken_again(workspace: Workspace) -> None:
    """A compartment brings its case; revoking the case takes all of it."""
    accounts = workspace.accounts
    accounts.add("ana", None, ["reader"])
    accounts.grant("ana", "a", "x")
    accounts.grant("ana", "a", "x")
    accounts.grant("ana", "b", ALL)
    grants = accounts.principal("ana").grants
    assert grants == {"a": frozenset({"x"}), "b": frozenset({ALL})}
    accounts.revoke("ana", "a", "x")
    accounts.revoke("ana", "b")
    assert accounts.principal("ana").grants == {"a": frozenset()}
    assert accounts.list()[0].grants == {"a": ()}


def test_bad_accounts_are_refused(workspace: Workspace) -> None:
    """Taken names, short passwords and unknown users each have their error."""
    accounts = workspace.accounts
    accounts.add("ana", None, ["reader"])
    with pytest.raises(Conflict):
        accounts.add("ana", None, ["reader"])
    with pytest.raises(InvalidInput):
        accounts.add("bo", "kratka", ["reader"])
    with pytest.raises(NotFound):
        accounts.grant("nobody", "a")
    with pytest.raises(InvalidInput):
        accounts.grant("ana", "a", "/")


def test_the_first_administrator_is_made_once(workspace: Workspace) -> None:
    """A password is made up where none is set, and never again after."""
    accounts = workspace.accounts
    password = make_first_admin(accounts, Settings())
    assert password and accounts.sign_in("admin", password, 60)[1].is_admin
    assert make_first_admin(accounts, Settings()) is None
