"""The examined phone: its device, SIM cards and user as entities."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.importers.base import Phone
from extraction.importers.calls.calls import read_number
from extraction.importers.chats.chats import plain
from extraction.importers.clean import clean_text
from extraction.importers.imei import imei_value, read_imei
from extraction.importers.keys import derive_id
from extraction.importers.phones.homes import home_of_card
from graph.model import Place, Record, Value

_DIGITS = re.compile(r"[ \t/.-]")


@dataclass(slots=True)
class Sim:
    """What is known of one SIM card; numbers as written."""

    imsi: str = ""
    iccid: str = ""
    number: str = ""
    key: str = ""
    """What databases of the phone call the card."""

    @property
    def home(self) -> str:
        """The card's country, empty where nothing tells it."""
        return home_of_card(self.imsi, self.iccid, self.number)

    def full_number(self, country: str | None) -> str:
        """Return its number in E.164, national ones at its home, else in `country`."""
        given = self.number.strip()
        return read_number(given, self.home or country) or "" if given else ""


@dataclass(slots=True)
class Handset:
    """What an extraction says of the phone it was made of."""

    imeis: list[str] = field(default_factory=list)
    serial: str = ""
    make: str = ""
    model: str = ""
    name: str = ""
    owner: str = ""
    emails: list[str] = field(default_factory=list)
    system: str = ""
    sims: list[Sim] = field(default_factory=list)
    radio: str = ""
    """A hardware address, of Wi-Fi or Bluetooth."""
    install: str = ""
    """What the system was given when it was set up: Android's id."""
    accounts: list[tuple[str, str]] = field(default_factory=list)
    """Services and what the user is called there."""

    @property
    def device_id(self) -> str:
        """The id of the device: by IMEI as in call records, else by serial number.

        Without either by what else no other device has; empty where nothing is.
        """
        imeis = [found for found in map(read_imei, self.imeis) if found]
        if imeis:
            return f"device-{imeis[0]}"
        if self.serial:
            parts = [self.make, self.model, self.serial]
            return f"device-{derive_id(parts, 'device')}"
        for kind, text in (("radio", self.radio), ("install", self.install)):
            if text:
                return f"device-{derive_id([text.lower()], 'device', kind)}"
        cards = sorted(sim.iccid or sim.imsi for sim in self.sims)
        key = derive_id(cards, "device", "cards") if any(cards) else ""
        return f"device-{key}" if key else ""

    @property
    def user_id(self) -> str:
        """The id of whoever uses it; empty where the device has no number."""
        return (
            f"user-{self.device_id.removeprefix('device-')}" if self.device_id else ""
        )


def fill(handset: Handset, kind: str, value: str) -> None:
    """Add what a source calls a field's kind; the first value of a single one stays.

    The kinds are imei, email, imsi, iccid, number, and the names of Handset's texts
    (serial, make, model, name, owner, system, radio, install).
    """
    match kind:
        case "imei":
            handset.imeis.append(value)
        case "email":
            handset.emails.append(value)
        case "imsi" | "iccid" | "number":
            _fill_sim(handset, kind, value)
        case _:
            if not getattr(handset, kind):
                setattr(handset, kind, value)


def _fill_sim(handset: Handset, kind: str, value: str) -> None:
    """Add to the SIM card begun; a second number of a kind begins the next one."""
    if any(getattr(sim, kind) == value for sim in handset.sims):
        return
    if not handset.sims or getattr(handset.sims[-1], kind):
        handset.sims.append(Sim())
    setattr(handset.sims[-1], kind, value)


def write_handset(
    handset: Handset, country: str | None, place: Place, phone: Phone | None = None
) -> Iterator[Record]:
    """Yield the device, its SIM cards and its user, under the phone's ids if known.

    Nothing where neither they nor the handset itself tell which device it is.
    """
    device = phone.device if phone else handset.device_id
    user_id = phone.user if phone else handset.user_id
    if not device:
        return
    yield Record(device, "Device", tuple(_device(handset, user_id)), place)
    numbers: dict[str, str] = {}
    for sim in handset.sims:
        found = sim.full_number(country)
        if found:
            numbers[found] = sim.number
        yield from _sim(sim, found, device, place)
    user = tuple(_user(handset, numbers, device))
    yield Record(user_id, "Person", user, place)


def describe(handset: Handset, device: str) -> str:
    """Return the user of a device in words."""
    what = plain(f"{handset.make} {handset.model}")
    given = device.removeprefix("device-")
    number = given if read_imei(given) else handset.serial
    return " ".join(f"User of the examined device {what} {number}".split())


def _device(handset: Handset, user_id: str) -> Iterator[Value]:
    imeis = {found: text for text in handset.imeis if (found := read_imei(text))}
    yield from map(imei_value, imeis.values())
    named = handset.name or " ".join(p for p in (handset.make, handset.model) if p)
    for prop, text in (
        ("serialNumber", handset.serial),
        ("make", handset.make),
        ("model", handset.model),
        ("name", named),
        ("notes", handset.system),
    ):
        cleaned = clean_text("Device", prop, text[:400], None) if text else None
        if cleaned:
            yield Value(prop, cleaned)
    yield Value("user", user_id)


def _sim(sim: Sim, number: str, device: str, place: Place) -> Iterator[Record]:
    imsi, iccid = _DIGITS.sub("", sim.imsi), _DIGITS.sub("", sim.iccid)
    imsi = imsi if imsi.isdigit() and 14 <= len(imsi) <= 15 else ""
    bearer = imsi or iccid or number.replace("+", "p")
    if not bearer or not re.fullmatch(r"[0-9A-Za-z]{5,40}", bearer):
        return
    given = (("imsi", imsi), ("iccid", iccid), ("phone", number), ("device", device))
    values = tuple(Value(prop, value) for prop, value in given if value)
    yield Record(f"sim-{bearer}", "SimCard", values, place)


def _user(handset: Handset, numbers: dict[str, str], device: str) -> Iterator[Value]:
    name = (
        clean_text("Person", "name", handset.owner[:400], None)
        if handset.owner
        else None
    )
    if name:
        yield Value("name", name)
    for number, given in numbers.items():
        yield Value("phone", number, "", given if given != number else "")
    for email in handset.emails:
        cleaned = clean_text("Person", "email", email[:400], None)
        if cleaned:
            yield Value("email", cleaned)
    yield Value("summary", describe(handset, device))
