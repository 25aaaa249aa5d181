"""The examined phone: its device, SIM cards and user as entities."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.importers.calls.calls import read_number
from extraction.importers.chats.chats import plain
from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value

_DIGITS = re.compile(r"[ \t/.-]")


@dataclass(slots=True)
class Sim:
    """What is known of one SIM card; numbers as written."""

    imsi: str = ""
    iccid: str = ""
    number: str = ""


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

    @property
    def device_id(self) -> str:
        """The id of the device: by IMEI as in call records, else by serial number."""
        imeis = [found for found in map(read_imei, self.imeis) if found]
        if imeis:
            return f"device-{imeis[0]}"
        key = (
            derive_id([self.make, self.model, self.serial], "device")
            if self.serial
            else ""
        )
        return f"device-{key}" if key else ""

    @property
    def user_id(self) -> str:
        """The id of whoever uses it; empty where the device has no number."""
        return (
            f"user-{self.device_id.removeprefix('device-')}" if self.device_id else ""
        )


def fill(handset: Handset, kind: str, value: str) -> None:
    """Add what a source calls a field's kind; the first value of a single one stays.

    The kinds are imei, email, imsi, iccid, number, and the names of Handset's texts.
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


def read_imei(text: str) -> str:
    """Return the digits of an IMEI, empty where it is none."""
    digits = _DIGITS.sub("", text)
    return (
        digits
        if digits.isascii() and digits.isdigit() and 14 <= len(digits) <= 16
        else ""
    )


def write_handset(
    handset: Handset, country: str | None, place: Place
) -> Iterator[Record]:
    """Yield the device, its SIM cards and its user; nothing without IMEI or serial."""
    device = handset.device_id
    if not device:
        return
    yield Record(device, "Device", tuple(_device(handset)), place)
    numbers: dict[str, str] = {}
    for sim in handset.sims:
        found = read_number(sim.number.strip(), country) or "" if sim.number else ""
        if found:
            numbers[found] = sim.number
        yield from _sim(sim, found, device, place)
    user = tuple(_user(handset, numbers, device))
    yield Record(handset.user_id, "Person", user, place)


def _device(handset: Handset) -> Iterator[Value]:
    imeis = dict.fromkeys(found for text in handset.imeis if (found := read_imei(text)))
    for imei in imeis:
        yield Value("imei", imei)
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
    yield Value("user", handset.user_id)


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
    what = plain(f"{handset.make} {handset.model}")
    imei = device.removeprefix("device-")
    yield Value(
        "summary", f"User of the examined device {what} {imei}".replace("  ", " ")
    )
