"""Contacts, accounts, places and visited pages of a Cellebrite report as records."""

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.importers.chats.accounts import (
    Account,
    AccountBook,
    Service,
    find_service,
    make_account,
    make_named,
)
from extraction.importers.people.contacts import Contact, write_contact
from extraction.importers.phones.ufedfields import User, place_of, read_stamp
from extraction.importers.phones.ufedxml import Model
from extraction.importers.phones.webvisits import write_visit
from extraction.importers.places.places import read_coordinate, write_sighting
from extraction.model import Rejection
from graph.model import Place, Record, Value
from graph.names import fold


@dataclass(slots=True)
class ContactReader:
    """Reads one model after another; `native` names mean the phone itself."""

    path: str
    country: str | None
    book: AccountBook
    native: frozenset[str]

    def contact(self, model: Model, user: User) -> Iterator[Record | Rejection]:
        """Yield an entry of an address book or of a service's contacts."""
        service = find_service(model.get("Source"))
        found = list(self.write(model, service, place_of(model)))
        yield from found
        if not found:
            yield Rejection(self.path, "ufed: an empty contact", place_of(model).record)

    def write(self, model: Model, service: Service, place: Place) -> Iterator[Record]:
        """Yield the contact and its accounts; nothing where it says nothing."""
        contact, accounts = self._entries(model, service)
        contact.name = model.get("Name")
        contact.notes += model.fields.get("Notes", [])
        for work in model.parts("Organizations"):
            contact.organization, contact.position = (
                work.get("Name"),
                work.get("Position"),
            )
        for where in model.parts("Addresses"):
            lines = (
                where.get(k)
                for k in ("Street1", "Street2", "PostalCode", "City", "Country")
            )
            contact.addresses.append(", ".join(line for line in lines if line))
        for account in accounts:
            yield from self.book.introduce(account, place)
        yield from write_contact(contact, self.country, place, accounts)

    def _entries(self, model: Model, service: Service) -> tuple[Contact, list[Account]]:
        contact, accounts = Contact(), []
        for entry in model.parts("Entries"):
            value, category = entry.get("Value"), fold(entry.get("Category"))
            if not value:
                continue
            if entry.type == "PhoneNumber":
                contact.numbers.append(value)
            elif entry.type == "EmailAddress":
                contact.emails.append(value)
            elif entry.type == "WebAddress":
                contact.websites.append(value)
            elif entry.type == "UserID" and "name" in category.split():
                contact.aliases.append(value)
            elif entry.type == "UserID":
                kind = (
                    service
                    if service.key not in self.native
                    else find_service(category)
                )
                accounts.append(
                    make_account(kind, value, model.get("Name"), self.country)
                )
        return contact, accounts

    def account(self, model: Model, user: User) -> Iterator[Record | Rejection]:
        """Yield an account that the phone is signed in to, as its user's."""
        service, place = find_service(model.get("Source")), place_of(model)
        contact, accounts = self._entries(model, service)
        name, username = model.get("Name"), model.get("Username")
        if not accounts and (username or name):
            made = make_account(service, username, name, self.country)
            accounts = [made if username else make_named(service, name, model.id)]
        if not accounts:
            yield Rejection(self.path, "ufed: an account without a name", place.record)
            return
        for account in accounts:
            yield from self.book.introduce(account, place)
            aliases = dict.fromkeys((*contact.aliases, username))
            said = [Value("alias", a) for a in aliases if a and a not in account]
            if user.id:
                said.append(Value("owner", user.id))
            for value in said:
                yield from self.book.link(account.id, "UserAccount", value, place)
        if contact.numbers or contact.emails:
            contact.name = name
            yield from write_contact(contact, self.country, place, accounts)

    def location(self, model: Model, user: User) -> Iterator[Record | Rejection]:
        """Yield where the phone was."""
        place = place_of(model)
        for position in model.parts("Position"):
            latitude = read_coordinate(position.get("Latitude"), 90)
            longitude = read_coordinate(position.get("Longitude"), 180)
            if latitude is None or longitude is None:
                continue
            stamp = model.get("TimeStamp") or model.get("StartTime")
            notes = "; ".join(
                p
                for p in (model.get("Name"), model.get("Category"), model.get("Source"))
                if p
            )
            where, moment = (latitude, longitude), read_stamp(stamp)
            yield from write_sighting(user.id, where, moment, notes, self.book, place)
            return
        yield Rejection(self.path, "ufed: a location without coordinates", place.record)

    def visit(self, model: Model, user: User) -> Iterator[Record | Rejection]:
        """Yield a page that was opened."""
        place = place_of(model)
        url, moment = (
            model.get("Url") or model.get("URL"),
            read_stamp(model.get("LastVisited")),
        )
        found = list(
            write_visit(user.id, url, model.get("Title"), moment, self.book, place)
        )
        yield from found
        if not found and self.book.is_new("no host", place.record or "") and not url:
            yield Rejection(self.path, "ufed: a visit without an address", place.record)
