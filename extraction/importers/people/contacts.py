"""Entries of address books: a person with numbers, addresses and accounts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.importers.calls.calls import read_number
from extraction.importers.chats.accounts import Account
from extraction.importers.chats.chats import plain
from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value


@dataclass(slots=True)
class Contact:
    """What an address book says of someone; numbers and addresses as written."""

    name: str = ""
    aliases: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    websites: list[str] = field(default_factory=list)
    organization: str = ""
    position: str = ""
    birthday: str = ""
    notes: list[str] = field(default_factory=list)


def contact_id(contact: Contact, country: str | None) -> str:
    """Return an id that the same entry (name, numbers, addresses) has anywhere."""
    numbers = sorted({read_number(n, country) or n for n in contact.numbers})
    emails = sorted({email.lower() for email in contact.emails})
    parts = [contact.name, "|".join(numbers), "|".join(emails)]
    return f"contact-{derive_id(parts, 'contact')}"


def write_contact(
    contact: Contact,
    country: str | None,
    place: Place,
    accounts: Sequence[Account] = (),
) -> Iterator[Record]:
    """Yield the person, and a statement for each account that is theirs.

    A number that is not E.164 stays in the notes. An empty entry gives nothing.
    """
    values = tuple(dict.fromkeys(_said(contact, country)))
    if not values:
        return
    entity = contact_id(contact, country)
    yield Record(entity, "Person", values, place)
    for account in accounts:
        owner = (Value("owner", entity),)
        yield Record(account.id, "UserAccount", owner, place)


def _said(contact: Contact, country: str | None) -> Iterator[Value]:
    yield from _clean("name", contact.name)
    for alias in contact.aliases:
        if alias != contact.name:
            yield from _clean("alias", alias)
    for number in contact.numbers:
        found = read_number(number.strip(), country)
        if found:
            yield Value("phone", found, "", number if number != found else "")
        elif number.strip():
            yield Value("notes", f"telephone {plain(number)[:100]}")
    for prop, texts in (
        ("email", contact.emails),
        ("address", contact.addresses),
        ("website", contact.websites),
    ):
        for text in texts:
            yield from _clean(prop, text)
    yield from _clean("birthDate", contact.birthday)
    works = ", ".join(p for p in (contact.position, contact.organization) if p)
    yield from _clean("position", works)
    for note in contact.notes:
        yield from _clean("notes", plain(note))


def _clean(prop: str, text: str) -> Iterator[Value]:
    text = text.strip()
    cleaned = clean_text("Person", prop, text[:4096], None) if text else None
    if cleaned:
        yield Value(prop, cleaned, "", text if text != cleaned else "")
    elif text and prop not in ("notes", "name"):
        yield Value("notes", f"{prop}: {plain(text)[:400]}")
