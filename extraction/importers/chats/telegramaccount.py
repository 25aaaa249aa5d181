"""Whose account Telegram's whole export is, and its contacts."""

import re
from collections.abc import Iterator, Mapping

import orjson

from extraction.importers.calls.calls import read_number
from extraction.importers.chats.accounts import (
    Account,
    AccountBook,
    find_service,
    make_account,
)
from extraction.importers.jsonstream import iter_members
from extraction.importers.people.contacts import Contact, write_contact
from extraction.model import Content
from graph.model import Place, Record, Value

_HEAD = 1 << 16
_BOOK = 16 << 20
_OWNER = re.compile(rb'"personal_information"\s*:\s*(\{[^{}]{0,20000}\})')
_CONTACTS = re.compile(rb'"contacts"\s*:\s*\{')
_TELEGRAM = find_service("Telegram")

Json = Mapping[str, object]


def find_owner_account(content: Content) -> tuple[Account, str] | None:
    """Return the account that was exported, and its number; None for a single chat."""
    found = _OWNER.search(content[:_HEAD])
    if found is None:
        return None
    try:
        said = orjson.loads(found[1])
    except orjson.JSONDecodeError:
        return None
    peer = str(said.get("user_id") or "")
    if not peer:
        return None
    number = read_number(str(said.get("phone_number") or ""), None) or ""
    return make_account(_TELEGRAM, peer, _name(said)), number


def write_owner(owner: tuple[Account, str], book: AccountBook) -> Iterator[Record]:
    """Yield the exported account with its number."""
    account, number = owner
    place = Place(record="personal_information")
    yield from book.introduce(account, place)
    if number:
        value = Value("phone", number)
        yield from book.link(account.id, "UserAccount", value, place)


def read_contacts(content: Content, book: AccountBook) -> Iterator[Record]:
    """Yield the account's contacts; none for a single chat."""
    head = content[:_BOOK]
    found = _CONTACTS.search(head)
    if found is None:
        return
    begun = False
    for number, member in enumerate(iter_members(head[found.end() - 1 :], "list"), 1):
        if member.begin and begun:
            return
        begun = True
        if isinstance(member.value, dict):
            place = Place(record=f"contacts {number}")
            yield from _contact(member.value, book, place)


def _contact(said: Json, book: AccountBook, place: Place) -> Iterator[Record]:
    number, peer = (str(said.get(key) or "") for key in ("phone_number", "user_id"))
    name = _name(said)
    accounts = [make_account(_TELEGRAM, peer, name)] if peer.strip("0") else []
    for account in accounts:
        yield from book.introduce(account, place)
    contact = Contact(name=name, numbers=[number] if number else [])
    yield from write_contact(contact, None, place, accounts)


def write_shared(message: Json, place: Place) -> Iterator[Record]:
    """Yield the person whose contact a message hands on, if it does."""
    said = message.get("contact_information")
    if isinstance(said, dict):
        number = str(said.get("phone_number") or "")
        contact = Contact(name=_name(said), numbers=[number] if number else [])
        yield from write_contact(contact, None, place)


def _name(said: Json) -> str:
    names = (str(said.get(key) or "") for key in ("first_name", "last_name"))
    return " ".join(part for part in names if part)
