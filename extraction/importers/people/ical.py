"""iCalendar: appointments and tasks, with who called and who was asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import yaml

from extraction.importers.base import ImportOptions
from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from extraction.importers.people.contentlines import Component, Line, iter_components
from extraction.importers.recent import Recent
from extraction.model import Leaf, Rejection
from extraction.reading.encoding import decode_text, looks_like_text
from graph.errors import InvalidInput
from graph.model import Place, Record, Value

_HEAD = 1 << 12
_BEGIN = re.compile(
    r"[\ufeff\s]*BEGIN:V(?:CALENDAR|TIMEZONE|EVENT|TODO)\b", re.IGNORECASE
)
_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_LONG = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?"
    r"(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?"
)
MAX_NAME = 500
MAX_TEXT = 20_000
_TAKEN = ("VEVENT", "VTODO")


class IcalImporter:
    """Calendars as phones, mail programs and clouds give them out."""

    name = "ical"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it begins as a calendar."""
        head = leaf.content[:_HEAD]
        if not looks_like_text(head):
            return False
        return bool(_BEGIN.match(decode_text(head)))

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream an Event an appointment or task, and those who take part.

        Raises InvalidInput where there is none.
        """
        reader, found = _Reader(leaf), False
        for component in iter_components(leaf.content):
            if component.name in _TAKEN:
                found = True
                yield from reader.event(component)
        if not found:
            raise InvalidInput("ical: it holds no appointment and no task")


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    _said: Recent = field(default_factory=Recent)

    def event(self, event: Component) -> Iterator[Record | Rejection]:
        """Yield an appointment or task with who takes part, or why it is not taken."""
        where = f"line {event.line}"
        if event.broken:
            yield Rejection(self.leaf.path, event.broken, where)
            return
        start = _moment(event, "DTSTART")
        end = _moment(event, "DTEND") or _moment(event, "DUE") or _end(event, start)
        summary = event.text("SUMMARY")[:MAX_TEXT]
        if not (start or end or summary):
            yield Rejection(self.leaf.path, "it says neither what nor when", where)
            return
        place = Place(record=where)
        values = [
            Value(prop, text)
            for prop, text in (
                ("name", summary),
                ("startDate", start),
                ("endDate", end),
                ("location", event.text("LOCATION")[:MAX_TEXT]),
                ("summary", "task" if event.name == "VTODO" else ""),
                ("recordId", event.text("UID")),
            )
            if text
        ]
        values += [Value("description", text) for text in _descriptions(event)]
        people: list[Record] = []
        for name, prop in (("ORGANIZER", "organizer"), ("ATTENDEE", "involved")):
            for line in event.all(name):
                person = _person(line, place)
                if person is not None:
                    values.append(Value(prop, person.entity))
                    people.append(person)
        parts = [event.text("UID"), event.text("RECURRENCE-ID"), start, end, summary]
        name = f"event-{derive_id(parts, 'event', 'ical')}"
        yield Record(name, "Event", tuple(dict.fromkeys(values)), place)
        for person in people:
            if self._said.meet((person.entity, person.values)) == 1:
                yield person


def _descriptions(event: Component) -> Iterator[str]:
    if text := event.text("DESCRIPTION"):
        yield text[:MAX_TEXT]
    if rule := event.text("RRULE"):
        yield f"repeated: {rule[:MAX_NAME]}"
    for line in event.all("DTSTART"):
        zone = line.parameters.get("TZID", "")
        if zone and _zone(zone) is None:
            yield f"local time of {zone}"
    if event.text("STATUS").upper() == "CANCELLED":
        yield "cancelled"


def _person(line: Line, place: Place) -> Record | None:
    """Return who takes part, the same for the same mail address in every file."""
    text = re.sub(r"(?i)^mailto:", "", line.text[:MAX_NAME])
    mail = clean_text("LegalEntity", "email", text, None) if "@" in text else None
    name = line.parameters.get("CN", "").strip()[:MAX_NAME]
    if mail is None and not name:
        return None
    values = [Value("name", name)] if name and name != text else []
    if mail:
        values.append(Value("email", mail))
    if not values:
        return None
    key = derive_id([mail or name], "address" if mail else "named", "mail")
    return Record(f"correspondent-{key}", "LegalEntity", tuple(values), place)


def _moment(event: Component, name: str) -> str:
    lines = event.all(name)
    return (
        read_time(lines[0].text, lines[0].parameters.get("TZID", "")) if lines else ""
    )


def _end(event: Component, start: str) -> str:
    """Return when an appointment ends that says only how long it takes."""
    found = _LONG.fullmatch(event.text("DURATION").upper())
    if found is None or not start:
        return ""
    weeks, days, hours, minutes, seconds = (int(x or 0) for x in found.groups())
    long = timedelta(days, seconds, 0, 0, minutes, hours, weeks)
    try:
        end = datetime.fromisoformat(start) + long
    except OverflowError:
        return ""
    return end.date().isoformat() if len(start) == 10 else end.isoformat()


def read_time(text: str, zone: str = "") -> str:
    """Return ISO 8601, in UTC where the zone is known; empty for no date.

    A zone that only the file itself defines leaves the local time as it stands.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return ""
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return day.isoformat()
        hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
        moment = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001
        known = _zone(zone) if zone and not found[7] else None
        if known is not None:
            moment = moment.replace(tzinfo=known).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%S").zfill(19)


def _zone(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, also behind a path, or of a name of Windows."""
    tried = (name, "/".join(name.split("/")[-2:]), _windows_zones().get(name, ""))
    known = next((one for one in tried if one in _known_zones()), None)
    return ZoneInfo(known) if known else None


@cache
def _windows_zones() -> dict[str, str]:
    """Return zones.yaml: what Windows and Outlook call the zones of the IANA."""
    path = Path(__file__).with_name("zones.yaml")
    loaded: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


@cache
def _known_zones() -> frozenset[str]:
    """Return the zones there are: a name from a file must not be looked for."""
    return frozenset(available_timezones())
