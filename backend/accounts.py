"""Accounts in the ledger's database: passwords, grants, sessions and bearer tokens.

Passwords are kept as argon2 hashes, sessions and tokens as SHA-256 of the secret, so
that a stolen database signs nobody in.
"""

import hashlib
import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from backend.access import Principal, Role, check_name, parse_compartment, parse_roles
from backend.attempts import Attempts
from backend.audit import Audit, Entry, describe
from backend.errors import Unauthenticated
from backend.settings import Settings
from backend.tables import access_grant, account, credential
from graph.errors import Conflict, InvalidInput, NotFound
from graph.model import WHOLE_CASE, check_case

MIN_PASSWORD = 8
MAX_PASSWORD = 1024
FIRST_ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Account:
    """One user as an administrator sees it."""

    name: str
    roles: tuple[str, ...]
    active: bool
    grants: dict[str, tuple[str, ...]]


class Accounts:
    """Users, what they may see, and how they prove who they are."""

    def __init__(
        self, engine: Engine, audit: Audit, clock: Callable[[], float] = time.time
    ) -> None:
        self._audit = audit
        self._actor = ""
        self._engine = engine
        self._writing = engine.execution_options(klupko_write=True)
        self._clock = clock
        self._hasher = PasswordHasher()
        self._attempts = Attempts()

    @cached_property
    def _nobody(self) -> str:
        """A hash to check against where there is none, so that it takes as long."""
        return self._hasher.hash(secrets.token_urlsafe(16))

    def acting(self, actor: str) -> Self:
        """Return these accounts as `actor` changes them; without, users do so."""
        bound = copy(self)
        bound._actor = actor
        return bound

    def _note(
        self, connection: Connection, name: str, action: str, **what: object
    ) -> None:
        detail = describe(user=name, **what)
        entry = Entry(self._actor or name, f"user {action}", detail=detail)
        self._audit.write(connection, entry)

    def add(self, name: str, password: str | None, roles: Iterable[str]) -> None:
        """Make an account; without a password only tokens sign it in.

        Raises Conflict where the name is taken, InvalidInput.
        """
        row = {
            "name": check_name(name),
            "password": None if password is None else self._hash(password),
            "roles": _join(parse_roles(list(roles))),
            "active": True,
            "created_at": self._clock(),
        }
        try:
            with self._writing.begin() as connection:
                connection.execute(insert(account).values(row))
                self._note(connection, name, "add", roles=row["roles"])
        except IntegrityError as error:
            raise Conflict("a user of that name exists") from error

    def set_password(self, name: str, password: str) -> None:
        """Change a password; every session and token of the user ends."""
        hashed = self._hash(password)
        with self._writing.begin() as connection:
            found = _account(connection, name)
            _change(connection, found.id, password=hashed)
            _forget(connection, found.id)
            self._note(connection, name, "password")

    def set_active(self, name: str, active: bool) -> None:
        """Lock or unlock an account; locking ends its sessions and tokens."""
        with self._writing.begin() as connection:
            found = _account(connection, name)
            _change(connection, found.id, active=active)
            if not active:
                _forget(connection, found.id)
            self._note(connection, name, "unlock" if active else "lock")

    def grant(self, name: str, case: str, compartment: str = WHOLE_CASE) -> None:
        """Let a user see a case and one compartment (`*` all); twice is once."""
        with self._writing.begin() as connection:
            self.grant_within(connection, name, case, compartment)

    def grant_within(
        self, connection: Connection, name: str, case: str, compartment: str
    ) -> None:
        """Grant in a write transaction that is open; see grant."""
        row = {"case_id": check_case(case)}
        row["account"] = _account(connection, name).id
        for part in {WHOLE_CASE, parse_compartment(compartment)}:
            row["compartment"] = part
            if not _has(connection, row):
                connection.execute(insert(access_grant).values(row))
        self._note(connection, name, "grant", case=case, compartment=compartment)

    def revoke(self, name: str, case: str, compartment: str | None = None) -> None:
        """Take a compartment, or the whole case, from a user again."""
        with self._writing.begin() as connection:
            found = _account(connection, name)
            rows = delete(access_grant).where(
                access_grant.c.account == found.id, access_grant.c.case_id == case
            )
            if compartment not in (None, WHOLE_CASE):
                rows = rows.where(access_grant.c.compartment == compartment)
            connection.execute(rows)
            self._note(connection, name, "revoke", case=case, compartment=compartment)

    def list(self) -> list[Account]:
        """Return all accounts by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(account).order_by(account.c.name)).all()
            return [
                Account(
                    name=row.name,
                    roles=tuple(row.roles.split()),
                    active=row.active,
                    grants={
                        case: tuple(sorted(parts))
                        for case, parts in sorted(_grants(connection, row.id).items())
                    },
                )
                for row in rows
            ]

    def is_empty(self) -> bool:
        """Whether there is no account at all yet."""
        with self._engine.connect() as connection:
            return connection.execute(select(account.c.id).limit(1)).first() is None

    def principal(self, name: str) -> Principal:
        """Return the active user of that name with the grants of now.

        Raises NotFound.
        """
        with self._engine.connect() as connection:
            return _principal(connection, _account(connection, name, active=True))

    def sign_in(
        self, name: str, password: str, lifetime_s: float, origin: str = ""
    ) -> tuple[str, Principal]:
        """Check a password and return a new session's secret with its user.

        Raises Unauthenticated, the same for an unknown user and a wrong password,
        and TooManyAttempts after failures of this user or from this origin.
        """
        self._attempts.begin(name, origin)
        with self._engine.connect() as connection:
            row = connection.execute(_by_name(name, active=True)).first()
        known = row.password if row is not None and row.password else None
        if not self._verify(known or self._nobody, password) or known is None:
            what = describe(user=name[:64], origin=origin)
            self._audit.read(Entry("nobody", "user sign-in refused", detail=what))
            raise Unauthenticated("user or password is wrong")
        self._attempts.succeeded(name, origin)
        secret = self._issue(name, "session", "", lifetime_s)
        return secret, self.principal(name)

    def issue_token(self, name: str, lifetime_s: float, label: str = "") -> str:
        """Return a new bearer token; it is shown once and only its hash is kept."""
        return self._issue(name, "token", label, lifetime_s)

    def authenticate(self, secret: str) -> Principal:
        """Return whose session or token this is. Raises Unauthenticated."""
        query = (
            select(account)
            .join(credential, credential.c.account == account.c.id)
            .where(
                credential.c.digest == _digest(secret),
                credential.c.expires_at > self._clock(),
                account.c.active.is_(True),
            )
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
            if row is None:
                raise Unauthenticated("sign in first")
            return _principal(connection, row)

    def sign_out(self, secret: str) -> None:
        """End a session or token; an unknown one is ignored."""
        same = credential.c.digest == _digest(secret)
        query = select(account.c.name).join(credential).where(same)
        with self._writing.begin() as connection:
            name = connection.execute(query).scalar()
            if name is not None:
                connection.execute(delete(credential).where(same))
                self._note(connection, name, "sign-out")

    def _issue(self, name: str, kind: str, label: str, lifetime_s: float) -> str:
        secret, now = secrets.token_urlsafe(32), self._clock()
        with self._writing.begin() as connection:
            found = _account(connection, name, active=True)
            connection.execute(delete(credential).where(credential.c.expires_at <= now))
            connection.execute(
                insert(credential).values(
                    digest=_digest(secret),
                    account=found.id,
                    kind=kind,
                    label=label[:64],
                    created_at=now,
                    expires_at=now + lifetime_s,
                )
            )
            self._note(connection, name, kind, label=label[:64], seconds=lifetime_s)
        return secret

    def _hash(self, password: str) -> str:
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise InvalidInput(f"a password has at least {MIN_PASSWORD} characters")
        return self._hasher.hash(password)

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password[: MAX_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return False


def make_first_admin(accounts: Accounts, settings: Settings) -> str | None:
    """Make the first administrator where there is no account at all.

    Returns the password where it was made up here, to be shown once; None otherwise.
    """
    given = settings.admin_password
    if not accounts.is_empty():
        return None
    password = given.get_secret_value() if given else secrets.token_urlsafe(12)
    accounts.add(FIRST_ADMIN, password, [Role.ADMIN.value])
    return None if given else password


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _join(roles: Iterable[Role]) -> str:
    return " ".join(sorted(role.value for role in roles))


def _by_name(name: str, active: bool = False) -> Select[Any]:
    query = select(account).where(account.c.name == name)
    return query.where(account.c.active.is_(True)) if active else query


def _account(connection: Connection, name: str, active: bool = False) -> Row[Any]:
    row = connection.execute(_by_name(name, active)).first()
    if row is None:
        raise NotFound("no such user")
    return row


def _change(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(account).where(account.c.id == number).values(**values))


def _forget(connection: Connection, number: int) -> None:
    connection.execute(delete(credential).where(credential.c.account == number))


def _has(connection: Connection, row: dict[str, Any]) -> bool:
    same = [access_grant.c[name] == value for name, value in row.items()]
    return connection.execute(select(access_grant).where(*same)).first() is not None


def _grants(connection: Connection, number: int) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    query = select(access_grant).where(access_grant.c.account == number)
    for row in connection.execute(query):
        found[row.case_id].add(row.compartment)
    return {case: frozenset(parts - {WHOLE_CASE}) for case, parts in found.items()}


def _principal(connection: Connection, row: Row[Any]) -> Principal:
    roles = frozenset(Role(name) for name in row.roles.split())
    return Principal(row.name, roles, _grants(connection, row.id))
