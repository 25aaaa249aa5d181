"""Address books of Android (contacts2.db, wa.db) and iOS (AddressBook.sqlitedb)."""

from collections.abc import Iterator

from extraction.importers.chats.accounts import Account, find_service, make_account
from extraction.importers.epochs import birthday_from_cocoa
from extraction.importers.people.contacts import Contact, write_contact
from extraction.importers.phones.dbsource import (
    Source,
    as_dialled,
    row_name,
    text_of,
    whole,
)
from extraction.model import Cell, Rejection
from graph.model import Place, Record

_ACCOUNTS = {
    "vnd.com.whatsapp.profile": "WhatsApp",
    "vnd.com.viber.voip.viber_number_message": "Viber",
    "vnd.org.telegram.messenger.android.profile": "Telegram",
    "vnd.org.thoughtcrime.securesms.contact": "Signal",
}
"""Rows by which services say that a contact has an account with them."""

_PHONE, _MAIL, _ADDRESS, _URL = 3, 4, 5, 22
_ADDRESS_ORDER = ("Street", "ZIP", "City", "State", "Country")


def read_android(source: Source) -> Iterator[Record | Rejection]:
    """Yield the entries of Android's address book."""
    kinds = {
        key: text_of(name).rpartition("/")[2]
        for key, name in source.database.rows("mimetypes", "_id", "mimetype")
    }
    found, first_of = _raw_contacts(source)
    accounts: dict[Cell, list[Account]] = {}
    columns = ("raw_contact_id", "mimetype_id", "data1", "data4")
    for owner, number, first, fourth in source.database.rows("data", *columns):
        key, kind = first_of.get(owner), kinds.get(number, "")
        if key not in found or first is None:
            continue
        if kind in _ACCOUNTS:
            service = find_service(_ACCOUNTS[kind])
            account = make_account(service, text_of(first), "", source.country)
            accounts.setdefault(key, []).append(account)
        _fill(found[key], kind, text_of(first), text_of(fourth))
    yield from _write(source, "raw_contacts", found, accounts)


def _raw_contacts(source: Source) -> tuple[dict[Cell, Contact], dict[Cell, Cell]]:
    """Return entries by key; those that the phone shows as one contact are one.

    The second says under which key an entry's rows are kept.
    """
    found: dict[Cell, Contact] = {}
    first_of: dict[Cell, Cell] = {}
    shown: dict[tuple[Cell, bool], Cell] = {}
    for key, name, deleted, contact in source.database.rows(
        "raw_contacts", "_id", "display_name", "deleted", "contact_id"
    ):
        one = (contact if contact is not None else f"raw {text_of(key)}", bool(deleted))
        first = first_of[key] = shown.setdefault(one, key)
        if first == key:
            notes = ["deleted"] if deleted else []
            found[key] = Contact(name=text_of(name), notes=notes)
        elif name and text_of(name) != found[first].name:
            found[first].aliases.append(text_of(name))
    return found, first_of


def _fill(contact: Contact, kind: str, first: str, fourth: str) -> None:
    """Add a row of Android's data; kinds are the last step of their MIME type."""
    match kind:
        case "phone_v2":
            contact.numbers.append(as_dialled(first, fourth))
        case "email_v2":
            contact.emails.append(first)
        case "name":
            contact.name = contact.name or first
        case "nickname":
            contact.aliases.append(first)
        case "postal-address_v2":
            contact.addresses.append(first)
        case "website":
            contact.websites.append(first)
        case "organization":
            contact.organization, contact.position = first, fourth
        case "note":
            contact.notes.append(first)


def read_ios(source: Source) -> Iterator[Record | Rejection]:
    """Yield the entries of iOS's address book."""
    columns = (
        "ROWID",
        "First",
        "Middle",
        "Last",
        "Organization",
        "Note",
        "Birthday",
        "JobTitle",
        "Nickname",
    )
    found: dict[Cell, Contact] = {}
    for key, first, middle, last, firm, note, born, job, nick in source.database.rows(
        "ABPerson", *columns
    ):
        name = " ".join(text_of(part) for part in (first, middle, last) if part)
        found[key] = Contact(
            name=name or text_of(firm),
            aliases=[text_of(nick)] if nick else [],
            organization=text_of(firm) if name else "",
            position=text_of(job),
            birthday=birthday_from_cocoa(born)[:10] if born else "",
            notes=[text_of(note)] if note else [],
        )
    lines = _address_lines(source)
    for key, owner, kind, value in source.database.rows(
        "ABMultiValue", "UID", "record_id", "property", "value"
    ):
        contact = found.get(owner)
        if contact is not None:
            _fill_ios(contact, whole(kind), text_of(value), lines.get(key, {}))
    yield from _write(source, "ABPerson", found)


def _fill_ios(
    contact: Contact, kind: int | None, value: str, lines: dict[str, str]
) -> None:
    if kind == _PHONE and value:
        contact.numbers.append(value)
    elif kind == _MAIL and value:
        contact.emails.append(value)
    elif kind == _URL and value:
        contact.websites.append(value)
    elif kind == _ADDRESS and lines:
        parts = [lines[name] for name in _ADDRESS_ORDER if lines.get(name)]
        contact.addresses.append(", ".join(parts))


def _address_lines(source: Source) -> dict[Cell, dict[str, str]]:
    names = [
        text_of(row[0]) for row in source.database.rows("ABMultiValueEntryKey", "value")
    ]
    found: dict[Cell, dict[str, str]] = {}
    for parent, key, value in source.database.rows(
        "ABMultiValueEntry", "parent_id", "key", "value"
    ):
        number = whole(key) or 0
        if 1 <= number <= len(names) and value:
            found.setdefault(parent, {})[names[number - 1]] = text_of(value)
    return found


def read_whatsapp(source: Source) -> Iterator[Record | Rejection]:
    """Yield WhatsApp's address book (wa.db): accounts, and whose they are."""
    service = find_service("WhatsApp")
    columns = ("_id", "jid", "display_name", "number", "wa_name", "status")
    for key, jid, name, number, own_name, about in source.database.rows(
        "wa_contacts", *columns
    ):
        address = text_of(jid)
        place = Place(record=row_name("wa_contacts", key))
        if "@" not in address:
            continue
        account = make_account(service, address, text_of(own_name) or text_of(name))
        yield from source.book.introduce(account, place)
        if account.is_group or not (name or number):
            continue
        contact = Contact(
            name=text_of(name),
            aliases=[text_of(own_name)] if own_name else [],
            numbers=[account.number or text_of(number)],
            notes=[text_of(about)] if about else [],
        )
        yield from write_contact(contact, source.country, place, [account])


def _write(
    source: Source,
    table: str,
    found: dict[Cell, Contact],
    accounts: dict[Cell, list[Account]] | None = None,
) -> Iterator[Record | Rejection]:
    for key, contact in found.items():
        place = Place(record=row_name(table, key))
        theirs = list(dict.fromkeys((accounts or {}).get(key, ())))
        records = list(write_contact(contact, source.country, place, theirs))
        for account in theirs if records else ():
            yield from source.book.introduce(account, place)
        yield from records
        if not records:
            yield source.reject("an empty contact", place.record or "")
