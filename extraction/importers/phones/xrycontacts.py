"""Contacts as MSAB XRY lists them, in its reports as text and as XML."""

from collections.abc import Iterator

from extraction.importers.chats.accounts import Account, find_service, make_account
from extraction.importers.people.contacts import Contact, write_contact
from extraction.importers.phones.dbsource import PhoneFile
from extraction.importers.phones.xryentries import Entry, word
from extraction.model import Rejection
from graph.model import Place, Record

_YES = frozenset(("yes", "true", "deleted"))


def write_entry(entry: Entry, source: PhoneFile) -> Iterator[Record | Rejection]:
    """Yield a contact and accounts of theirs; a rejection for an empty one."""
    place = Place(record=entry.where)
    said = entry.said
    contact = Contact(
        name=entry.get("name"),
        aliases=said.get("alias", []) + said.get("name", [])[1:],
        numbers=said.get("number", []),
        emails=said.get("email", []),
        addresses=said.get("address", []),
        websites=said.get("url", []),
        organization=entry.get("organization"),
        position=entry.get("position"),
        birthday=entry.get("birthday"),
        notes=said.get("note", []) + deleted(entry),
    )
    accounts = list(accounts_of(entry, source))
    for account in accounts:
        yield from source.book.introduce(account, place)
    records = list(write_contact(contact, source.country, place, accounts))
    yield from records
    if not records:
        yield source.reject("xry: an empty contact", entry.where)


def accounts_of(entry: Entry, source: PhoneFile) -> Iterator[Account]:
    """Yield the accounts of an entry in the application that it names."""
    service = find_service(entry.get("service"))
    if not service.key:
        return
    given = entry.said.get("account", []) or (
        entry.said.get("number", []) if service.numbered else []
    )
    for one in given:
        yield make_account(service, one, entry.get("name"), source.country)


def deleted(entry: Entry) -> list[str]:
    """Return a note that an entry was deleted, if it was."""
    return ["deleted"] if word(entry.get("deleted")) in _YES else []
