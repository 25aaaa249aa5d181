"""vCard: the address books of phones, mail programs and clouds."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.importers.base import ImportOptions
from extraction.importers.calls.calls import read_number
from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from extraction.importers.people.contentlines import (
    Component,
    Line,
    iter_components,
)
from extraction.importers.recent import Recent
from extraction.model import Leaf, Rejection
from extraction.reading.encoding import decode_text, looks_like_text
from graph.errors import InvalidInput
from graph.model import Place, Record, Value
from graph.names import fold

_HEAD = 1 << 12
_HASHED = 1 << 20
MAX_TEXT = 1_000
MAX_NOTE = 20_000
_ADR = ("box", "more", "street", "city", "region", "code", "country")
_PROFILES = ("IMPP", "X-SOCIALPROFILE", "SOCIALPROFILE")
_RELATED = ("RELATED", "X-ABRELATEDNAMES")
_NO_YEAR = re.compile(r"--?(\d\d)-?(\d\d)(?:T.*)?")
_BORN = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?")


class VcardImporter:
    """Contacts, of every version of the format."""

    name = "vcard"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it begins with a card."""
        head = leaf.content[:_HEAD]
        if b"V" not in head.upper() or not looks_like_text(head):
            return False
        return (
            decode_text(head).lstrip("\ufeff \t\r\n").upper().startswith("BEGIN:VCARD")
        )

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream a Person or Organization a card, a rejection for each that is none.

        Raises InvalidInput where there is no card at all.
        """
        reader, found = _Reader(leaf, options.country), False
        reader.file = leaf.digest(_HASHED)
        for card in iter_components(leaf.content):
            if card.name != "VCARD":
                continue
            found = True
            yield from reader.card(card)
        if not found:
            raise InvalidInput("vcard: it holds no card")


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    country: str | None
    file: str = ""
    _said: Recent = field(default_factory=Recent)

    def card(self, card: Component) -> Iterator[Record | Rejection]:
        """Yield whom a card describes and the employer, then what is invalid."""
        where = f"line {card.line}"
        if card.broken:
            yield Rejection(self.leaf.path, card.broken, where)
            return
        schema = "Organization" if _is_organization(card) else "Person"
        values, lost = self._values(card, schema)
        names = [v.value for v in values if v.prop == "name"]
        if not values or not (names or any(v.prop in _REACHED for v in values)):
            yield Rejection(self.leaf.path, "a card without name, phone or mail", where)
            return
        place = Place(record=where)
        identity = self._id(card, names, values)
        yield Record(identity, schema, tuple(dict.fromkeys(values)), place)
        yield from self._employer(card, identity, schema, place)
        for prop, count in sorted(lost.items()):
            times = f" ({count} values)" if count > 1 else ""
            reason = f"not a valid {prop}{times}"
            yield Rejection(self.leaf.path, reason, f"{where}: {prop}")

    def _id(self, card: Component, names: list[str], values: list[Value]) -> str:
        """Return an id that the same contact has in another address book, too.

        The same name with the same numbers and mail addresses; without any the card's
        own id, or the file's.
        """
        reached = sorted(v.value for v in values if v.prop in _REACHED)
        parts = [fold(names[0]) if names else "", *reached]
        if not reached:
            parts.append(card.text("UID") or self.file)
        return f"contact-{derive_id(parts, 'contact', 'vcard')}"

    def _values(
        self, card: Component, schema: str
    ) -> tuple[list[Value], "Counter[str]"]:
        values: list[Value] = []
        lost: Counter[str] = Counter()
        for prop, text in _said(card, schema):
            if not text:
                continue
            long = len(text) > (MAX_NOTE if prop == "notes" else MAX_TEXT)
            clean = None if long else self._clean(schema, prop, text)
            if clean is None:
                lost[prop] += 1
                if prop == "phone" and not long:
                    values.append(Value("notes", f"phone {text}"))
            else:
                values.append(Value(prop, clean, "", text if text != clean else ""))
        return values, lost

    def _clean(self, schema: str, prop: str, text: str) -> str | None:
        if prop == "phone":
            return read_number(text, self.country)
        if prop == "birthDate":
            found = _BORN.fullmatch(text)
            text = "-".join(found.groups()) if found else text
        return clean_text(schema, prop, text, self.country)

    def _employer(
        self, card: Component, person: str, schema: str, place: Place
    ) -> Iterator[Record]:
        given = card.all("ORG")
        name = given[0].parts()[0] if given and schema == "Person" else ""
        if not name:
            return
        employer = f"employer-{derive_id([self.file, fold(name)], 'org', 'vcard')}"
        if self._said.meet(employer) == 1:
            yield Record(employer, "Organization", (Value("name", name),), place)
        values = [Value("employee", person), Value("employer", employer)]
        if role := card.text("TITLE") or card.text("ROLE"):
            values.append(Value("role", role))
        link = f"works-{derive_id([person, employer], 'works', 'vcard')}"
        yield Record(link, "Employment", tuple(values), place)


_REACHED = frozenset(("phone", "email"))


def _is_organization(card: Component) -> bool:
    if card.text("KIND").lower() in ("org", "organization"):
        return True
    names = card.all("N")
    named = any(any(line.parts()) for line in names)
    org = card.all("ORG")
    return bool(org) and not named and card.text("FN") in ("", org[0].parts()[0])


def _said(card: Component, schema: str) -> Iterator[tuple[str, str]]:
    """Yield (property, text) of all that a card says of its bearer."""
    family, given, middle = "", "", ""
    for line in card.all("N")[:1]:
        family, given, middle, *_ = [*line.parts(), "", "", ""]
    full = card.text("FN") or " ".join(x for x in (given, middle, family) if x)
    yield "name", full or (card.text("ORG").split(";")[0] if schema != "Person" else "")
    if schema == "Person":
        yield from (("firstName", given), ("lastName", family), ("middleName", middle))
        yield "position", card.text("TITLE") or card.text("ROLE")
        yield from _birthday(card)
    for line in card.lines:
        if line.name == "TEL":
            yield "phone", line.text.removeprefix("tel:").partition(";")[0]
        elif line.name == "EMAIL":
            yield "email", line.text.removeprefix("mailto:")
        elif line.name in ("NICKNAME", "X-NICKNAME"):
            yield from (("alias", name.strip()) for name in line.text.split(","))
        elif line.name == "ADR":
            yield "address", _address(line.parts())
        elif line.name == "URL":
            yield "website", line.text
        elif line.name == "NOTE":
            yield "notes", line.text
        elif line.name.startswith("X-") and line.name.endswith(_SERVICES):
            yield "notes", f"{line.name[2:].lower()} {line.text}"
        elif line.name in _PROFILES:
            yield "notes", _profile(line)
        elif line.name in _RELATED:
            yield "notes", f"related: {line.text}"


def _birthday(card: Component) -> Iterator[tuple[str, str]]:
    """Yield the day of birth; one whose year nobody knows as a note."""
    for line in card.all("BDAY")[:1]:
        found = _NO_YEAR.fullmatch(line.text)
        year = line.parameters.get("X-APPLE-OMIT-YEAR")
        if year and line.text.startswith(year):
            found = _NO_YEAR.fullmatch("-" + line.text[len(year) :].lstrip("-"))
        if found:
            yield "notes", f"birthday --{found[1]}-{found[2]}"
        else:
            yield "birthDate", line.text


def _profile(line: Line) -> str:
    """Return an account's service, where it is named, and name or address."""
    scheme, colon, handle = line.text.partition(":")
    named = line.parameters.get("X-SERVICE-TYPE") or (
        line.parameters.get("TYPE", "").split(",")[0]
        if line.name == "X-SOCIALPROFILE"
        else ""
    )
    if not colon or handle.startswith("//"):
        return f"{named.lower()} {line.text}".strip()
    return f"{(named or scheme).lower()} {handle}"


_SERVICES = ("SKYPE", "JABBER", "ICQ", "TELEGRAM", "WHATSAPP", "VIBER", "SIGNAL", "MSN")


def _address(parts: list[str]) -> str:
    known = dict(zip(_ADR, parts, strict=False))
    town = " ".join(x for x in (known.get("code"), known.get("city")) if x)
    order = (known.get("street"), known.get("more"), town, known.get("region"))
    return ", ".join(x.replace("\n", ", ") for x in (*order, known.get("country")) if x)
