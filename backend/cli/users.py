"""user: accounts, what they may see, their tokens."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session, command, print_json, say

if TYPE_CHECKING:
    from backend.accounts import Accounts


@click.group("user")
def user() -> None:
    """Accounts and keys: add, list, grant, token, key, password, lock and more."""


@contextmanager
def _open(session: Session) -> "Iterator[Accounts]":
    from backend.access import check_admin

    with session.open(make=True) as (workspace, principal):
        check_admin(principal)
        yield workspace.accounts.acting(principal.name)


def _done(session: Session, name: str, what: str) -> None:
    if session.as_json:
        print_json({"user": name, "done": what})
    else:
        say(f"{name}: {what}")


def _ask_password(given: bool) -> str:
    """Return a password from a pipe, or asked for twice on a terminal."""
    import sys

    if given or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password: str = click.prompt(
        "Password", hide_input=True, confirmation_prompt=True, err=True
    )
    return password


_STDIN = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)


@command(
    "add",
    "klupko user add ana --role investigator\n"
    "klupko user add bot --role reader --no-password",
)
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    default=("investigator",),
    show_default=True,
    type=click.Choice(["admin", "investigator", "reader", "approver", "officer"]),
)
@_STDIN
@click.option("--no-password", is_flag=True, help="Only tokens sign this user in.")
def add(
    session: Session,
    name: str,
    roles: tuple[str, ...],
    password_stdin: bool,
    no_password: bool,
) -> None:
    """Make an account."""
    with _open(session) as accounts:
        password = None if no_password else _ask_password(password_stdin)
        accounts.add(name, password, roles)
    _done(session, name, "added")


@command("password", "klupko user password ana")
@click.argument("name")
@_STDIN
def password(session: Session, name: str, password_stdin: bool) -> None:
    """Change a password; every session and token of the user ends."""
    with _open(session) as accounts:
        accounts.set_password(name, _ask_password(password_stdin))
    _done(session, name, "password changed")


@command("list", "klupko user list")
def list_users(session: Session) -> None:
    """Show all accounts and what they may see."""
    with _open(session) as accounts:
        found = accounts.list()
    if session.as_json:
        print_json(
            {
                "users": [
                    {
                        "name": one.name,
                        "roles": list(one.roles),
                        "active": one.active,
                        "grants": {c: list(g) for c, g in one.grants.items()},
                    }
                    for one in found
                ]
            }
        )
        return
    from backend.cli.printing import print_table

    print_table(
        ["user", "roles", "", "cases"],
        [
            (
                one.name,
                " ".join(one.roles),
                "" if one.active else "locked",
                "; ".join(
                    f"{case} ({', '.join(parts)})" if parts else case
                    for case, parts in one.grants.items()
                ),
            )
            for one in found
        ],
    )


@command(
    "token", "klupko user token ana\nklupko user token bot --days 7 --label import"
)
@click.argument("name")
@click.option("--days", type=click.FloatRange(min=0, min_open=True), help="How long.")
@click.option("--label", default="", help="What it is for.")
def token(session: Session, name: str, days: float | None, label: str) -> None:
    """Print a new bearer token; it is shown this once."""
    with _open(session) as accounts:
        kept_days = days or session.settings().token_days
        secret = accounts.issue_token(name, kept_days * 86400, label)
    if session.as_json:
        print_json({"user": name, "token": secret, "days": kept_days})
    else:
        click.echo(secret)


@command(
    "grant",
    "klupko user grant ana --case konac\n"
    "klupko user grant ana --case konac --compartment sources",
)
@click.argument("name")
@click.option("--case", required=True)
@click.option("--compartment", default="case", help="One compartment; * for all.")
def grant(session: Session, name: str, case: str, compartment: str) -> None:
    """Let a user see a case, and a compartment of it."""
    from backend.access import check_admin, scope_of

    with session.open(make=True) as (workspace, principal):
        check_admin(principal)
        workspace.ledger.get_case(scope_of(principal), case)
        accounts = workspace.accounts.acting(principal.name)
        accounts.grant(name, case, compartment)
    _done(session, name, "granted")


@command("revoke", "klupko user revoke ana --case konac")
@click.argument("name")
@click.option("--case", required=True)
@click.option("--compartment", help="Only this compartment.")
def revoke(session: Session, name: str, case: str, compartment: str | None) -> None:
    """Take a case, or one compartment, from a user again."""
    with _open(session) as accounts:
        accounts.revoke(name, case, compartment)
    _done(session, name, "revoked")


@command("lock", "klupko user lock ana")
@click.argument("name")
def lock(session: Session, name: str) -> None:
    """Lock an account and end its sessions and tokens."""
    with _open(session) as accounts:
        accounts.set_active(name, False)
    _done(session, name, "locked")


@command("unlock", "klupko user unlock ana")
@click.argument("name")
def unlock(session: Session, name: str) -> None:
    """Unlock an account."""
    with _open(session) as accounts:
        accounts.set_active(name, True)
    _done(session, name, "unlocked")


@command(
    "key",
    "klupko user key > ours.card\n"
    "klupko user key ana --json\n"
    "klupko user key --trust sipa.card --name sipa\n"
    "klupko user key --list",
)
@click.argument("name", required=False)
@click.option("--trust", metavar="CARD", help="Trust a partner's card, or its file.")
@click.option("--name", "partner", metavar="PARTNER", help="What to call the partner.")
@click.option("--forget", metavar="PARTNER", help="Trust a partner no more.")
@click.option("--list", "listing", is_flag=True, help="Show all keys known here.")
def key(session: Session, name: str | None, **asked: Any) -> None:
    """Print a user's key card, made where there is none; or trust a partner's.

    A card holds public keys only: hand it to your partners, and compare the
    fingerprint by another way before you trust theirs. KLUPKO_AUTHORITY names the
    authority on your own.
    """
    from backend.access import check_admin
    from backend.cli.keys import run_key

    with session.open(make=True) as (workspace, principal):
        if name not in (None, principal.name) or asked["trust"] or asked["forget"]:
            check_admin(principal)
        told = run_key(workspace, principal, name or principal.name, asked)
    if session.as_json:
        print_json(told)
        return
    for one in told.get("keys", [told]):
        say(f"{one.get('partner') or one['user']} of {one['authority']}")
        say(f"fingerprint {one['fingerprint']}")
        if "keys" not in told:
            click.echo(one["card"])


for one in (add, password, list_users, token, grant, revoke, lock, unlock, key):
    user.add_command(one)
