"""Who may see and do what: a principal and its grants become a Scope, only here."""

import getpass
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from graph.errors import Forbidden, InvalidInput, NotFound
from graph.model import ALL, WHOLE_CASE, Scope, check_case, check_compartment

LOCAL = "operator:"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


class Role(StrEnum):
    """What a user may do where the grants say that they may look.

    An admin sees every case and manages accounts; an investigator reads and writes
    in granted cases and may open new ones; a reader only reads. An approver, a judicial
    or other competent authority, decides who sees masked passenger data; the
    data-protection officer sees the log of passenger data.
    """

    ADMIN = "admin"
    INVESTIGATOR = "investigator"
    READER = "reader"
    APPROVER = "approver"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a user with roles, and the compartments seen in each case.

    `grants` maps a case to its compartments beside the whole case's.
    """

    name: str
    roles: frozenset[Role]
    grants: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_admin(self) -> bool:
        """Whether every case may be seen and accounts managed."""
        return Role.ADMIN in self.roles

    @property
    def is_local(self) -> bool:
        """Whether it is whoever holds the files."""
        return self.name.startswith(LOCAL)

    @property
    def may_write(self) -> bool:
        """Whether anything may be recorded at all."""
        return self.is_admin or Role.INVESTIGATOR in self.roles


def check_name(name: str) -> str:
    """Return `name`, or raise InvalidInput where it cannot name a user."""
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            "a user's name has 1 to 64 letters, digits, '.', '_', '@' or '-' "
            "and begins with a letter or digit"
        )
    return name


def local_operator() -> Principal:
    """Return who the command line acts as: whoever holds the files sees them all."""
    try:
        login = getpass.getuser()
    except (KeyError, OSError):
        login = "unknown"
    return Principal(f"{LOCAL}{login}", frozenset({Role.ADMIN}))


def scope_of(principal: Principal, as_of: int | None = None) -> Scope:
    """Return what `principal` may see. The only place where a Scope is made.

    With a sequence number: of what was recorded by that event, with today's grants.
    """
    return Scope(
        user=principal.name,
        grants={} if principal.is_admin else dict(principal.grants),
        everything=principal.is_admin,
        as_of=as_of,
    )


def check_sees(principal: Principal, case: str) -> None:
    """Raise NotFound where nothing of `case` may be seen."""
    if not scope_of(principal).sees_case(case):
        raise NotFound("no such case")


def check_writes(
    principal: Principal, case: str, compartment: str = WHOLE_CASE
) -> None:
    """Raise NotFound or Forbidden unless `principal` may record there."""
    check_sees(principal, case)
    if not scope_of(principal).sees(case, [check_compartment(compartment)]):
        raise NotFound("no such compartment")
    if not principal.may_write:
        raise Forbidden("your role only reads")


def check_opens_cases(principal: Principal, case: str) -> None:
    """Raise unless `principal` may open a case of that name."""
    check_case(case)
    if not principal.may_write:
        raise Forbidden("your role only reads")


def check_admin(principal: Principal) -> None:
    """Raise Forbidden unless `principal` manages accounts."""
    if not principal.is_admin:
        raise Forbidden("only an administrator manages accounts")


def parse_roles(names: list[str]) -> frozenset[Role]:
    """Return the roles named; raise InvalidInput for none or an unknown one."""
    known = {role.value for role in Role}
    if not names or not set(names) <= known:
        raise InvalidInput(f"a user has one or more of the roles {sorted(known)}")
    return frozenset(Role(name) for name in names)


def parse_compartment(name: str) -> str:
    """Return a compartment's name or ALL; raise InvalidInput."""
    return name if name == ALL else check_compartment(name)


def system_scope() -> Scope:
    """Return the scope of work that answers nobody: catching up, checks, resolving."""
    return Scope(user="system", everything=True)
