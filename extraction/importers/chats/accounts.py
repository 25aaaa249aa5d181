"""Accounts and groups of messaging services: the same id whatever file shows one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from extraction.importers.calls.calls import read_number
from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value
from graph.names import fold

_JID = re.compile(
    r"(?P<user>[^@\s]{1,200})@(?P<host>s\.whatsapp\.net|c\.us|g\.us|lid|broadcast"
    r"|newsletter)"
)
_GROUP_HOSTS = frozenset(("g.us", "broadcast", "newsletter"))
_DEVICE = re.compile(r"(?:\.\d+)?(?::\d+)?$")
_MAX_ID = 512


class Service(NamedTuple):
    """A messaging service: its key, its name, whether numbers are its accounts."""

    key: str
    label: str
    numbered: bool = False


class Account(NamedTuple):
    """One side of a conversation. `number` is E.164 where the service has one.

    `given` is the identifier as the service gives it, `name` what it is called there.
    """

    id: str
    service: Service
    given: str = ""
    number: str = ""
    name: str = ""
    is_group: bool = False


@cache
def _services() -> dict[str, Service]:
    path = Path(__file__).with_name("services.yaml")
    found: dict[str, Service] = {}
    for key, about in yaml.safe_load(path.read_text("utf-8")).items():
        service = Service(key, about["label"], about["numbered"])
        found.update(dict.fromkeys(about["names"], service))
    return found


@lru_cache(maxsize=1 << 10)
def find_service(name: str) -> Service:
    """Return the service that a source calls so; an unknown one under its own name."""
    folded = " ".join(fold(name).split())
    return _services().get(folded) or Service(folded, name.strip())


@lru_cache(maxsize=1 << 16)
def make_account(
    service: Service, given: str, name: str = "", country: str | None = None
) -> Account:
    """Return the account that a service's identifier names.

    WhatsApp's addresses (`…@s.whatsapp.net`) become their number, its groups a group.
    """
    given = given.strip()[:_MAX_ID]
    found = _JID.fullmatch(given)
    if found and found["host"] in _GROUP_HOSTS:
        return make_group(service, given, name)
    number = ""
    if found and found["host"] != "lid":
        user = _DEVICE.sub("", found["user"])
        number = clean_text("UserAccount", "phone", f"+{user}", None) or ""
        given = given if number else user
    elif service.numbered:
        number = read_number(given, country) or ""
    return Account(_account_id(service, number or given), service, given, number, name)


@lru_cache(maxsize=1 << 16)
def make_named(service: Service, name: str, scope: str) -> Account:
    """Return the account of someone of whom a conversation shows only a name.

    The same name in another conversation (`scope`) may be someone else. A name that is
    a telephone number is that number's account.
    """
    number = read_number(name.strip(" ~\u202a\u202c\u200e"), None)
    if service.numbered and number:
        return Account(_account_id(service, number), service, name, number)
    key = derive_id([scope, name], service.key, "participant")
    return Account(f"account-{key}", service, name=name)


@lru_cache(maxsize=1 << 12)
def make_group(service: Service, given: str, name: str = "") -> Account:
    """Return the group of a service's identifier."""
    key = derive_id([given], service.key, "group")
    return Account(f"group-{key}", service, given, name=name, is_group=True)


def _account_id(service: Service, identifier: str) -> str:
    folded = identifier.lower() if "@" in identifier else identifier
    return f"account-{derive_id([folded], service.key, 'account')}"


@dataclass(slots=True)
class AccountBook:
    """Says each account once, and again where a source calls it by another name."""

    _said: set[tuple[str, ...]] = field(default_factory=set)

    def introduce(self, account: Account, place: Place) -> Iterator[Record]:
        """Yield the account's record where it was not said yet."""
        if self.is_new(account.id, account.name):
            values = tuple(_describe(account))
            schema = "ChatGroup" if account.is_group else "UserAccount"
            yield Record(account.id, schema, values, place)

    def link(
        self, entity: str, schema: str, value: Value, place: Place
    ) -> Iterator[Record]:
        """Yield one more statement of an entity where it was not said yet."""
        if self.is_new(entity, value.prop, value.value):
            yield Record(entity, schema, (value,), place)

    def is_new(self, *said: str) -> bool:
        """Whether this was not met before; from now on it was."""
        if said in self._said:
            return False
        self._said.add(said)
        return True


def _describe(account: Account) -> Iterator[Value]:
    yield Value("service", account.service.label)
    if account.number:
        original = account.given if account.given != account.number else ""
        yield Value("phone", account.number, "", original)
    elif "@" in account.given and not account.is_group:
        email = clean_text("UserAccount", "email", account.given, None)
        if email:
            yield Value("email", email)
    name = clean_text("UserAccount", "name", account.name, None) if account.name else ""
    if name:
        yield Value("name", name)
    username = account.number or account.given or name
    if username:
        yield Value("username", username)
