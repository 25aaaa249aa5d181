"""What fields of a Cellebrite report's models say: parties, text, files, moments."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from extraction.importers.chats.accounts import (
    Account,
    Service,
    make_account,
    make_named,
)
from extraction.importers.keys import derive_id
from extraction.importers.moments import read_moment
from extraction.importers.phones.ufedxml import Model
from graph.model import Place
from graph.names import fold

RECEIVERS = ("To", "Cc", "Bcc")
SYSTEM = "system message"
_UNSENT = frozenset(("unsent", "not sent", "failed", "pending"))
_HALF = re.compile(r"\d ?[ap]m\b", re.IGNORECASE)


class User(NamedTuple):
    """Whoever uses the examined device: ids, and the number of its SIM card."""

    id: str = ""
    device: str = ""
    number: str = ""


def place_of(model: Model) -> Place:
    """Return a model's own id as its place, else its line."""
    return Place(
        record=f"{model.type} {model.id}" if model.id else f"line {model.line}"
    )


def is_owner(party: Model) -> bool:
    """Whether a party is the owner of the examined phone."""
    return party.get("IsPhoneOwner").lower() == "true"


def split_parties(event: Model, around: Model) -> tuple[list[Model], list[Model]]:
    """Return the parties that an event comes from, and those that it goes to."""
    senders = list(event.parts("From"))
    receivers = list(event.parts(*RECEIVERS))
    others: list[Model] = []
    for party in event.parts("Parties"):
        role = fold(party.get("Role"))
        (senders if role == "from" else receivers if role == "to" else others).append(
            party
        )
    if around is not event and not receivers:
        known = {party.get("Identifier") for party in senders}
        listed: Iterable[Model] = around.parts("Participants")
        receivers = [p for p in listed if p.get("Identifier") not in known]
    comes_in = bool(others) and _comes_in(event)
    for party in others:
        (senders if comes_in != is_owner(party) else receivers).append(party)
    return senders, receivers


def _comes_in(event: Model) -> bool:
    words = fold(
        " ".join(event.get(name) for name in ("Direction", "Type", "Folder"))
    ).split()
    return any(word in ("incoming", "missed", "rejected", "inbox") for word in words)


def text_of(message: Model) -> str:
    """Return subject and body."""
    parts = (message.get("Subject"), message.get("Body"))
    return "\n".join(part for part in parts if part)


def files_of(message: Model) -> list[str]:
    """Return the names of attached files."""
    names = (one.get("Filename") for one in message.parts("Attachments", "Attachment"))
    return [name for name in names if name]


def call_notes(call: Model) -> tuple[str, ...]:
    """Return a call's type and status, and that it was deleted."""
    deleted = "deleted" if call.deleted else ""
    return call.get("Type"), call.get("Status"), deleted


def names_of(call: Model) -> Iterator[str]:
    """Yield what the phone calls the others of a call between numbers."""
    for party in call.parts("Parties", "From", *RECEIVERS):
        name, given = party.get("Name"), party.get("Identifier")
        if name and given and name != given and not is_owner(party):
            yield name[:200]


def notes_of(message: Model) -> str:
    """Return that a message was deleted or not sent, and the place that it shares."""
    said = ["deleted"] if message.deleted else []
    folder, status = message.get("Folder"), message.get("Status")
    if "draft" in fold(folder):
        said.append("draft, not sent")
    elif fold(status) in _UNSENT:
        said.append(status.lower())
    for position in message.parts("Position"):
        latitude, longitude = position.get("Latitude"), position.get("Longitude")
        if latitude and longitude:
            said.append(f"location {latitude}, {longitude}")
    return "; ".join(said)


def read_stamp(text: str) -> str:
    """Return ISO 8601 in UTC; without a zone as it stands; empty for none."""
    if not text:
        return ""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        us_order = "/" in text and _HALF.search(text) is not None
        for given in (text, text.partition("(")[0]):
            if moment := read_moment(given, us_order=us_order):
                return moment
        return ""
    if found.tzinfo is not None:
        try:
            found = found.astimezone(UTC)
        except OverflowError:
            return ""
    return found.isoformat(timespec="seconds")[:19] if found.year > 1970 else ""


def user_account(user: User, service: Service) -> Account:
    """Return the user's account in a service, by number where that is known."""
    if user.number and service.numbered:
        return make_account(service, user.number)
    key = derive_id([user.id], "ufed", service.key)
    return Account(f"account-{key}", service, name="User of the examined device")


def party_account(
    party: Model, service: Service, chat: Model, country: str | None
) -> Account | None:
    """Return the account of a party; one with a name alone holds for its chat."""
    given, name = party.get("Identifier"), party.get("Name")
    if given:
        return make_account(service, given, name if name != given else "", country)
    return make_named(service, name, chat.get("Id") or chat.id) if name else None
