"""Google's location history, as Takeout and telephones write it: where someone was."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import orjson

from extraction.importers.base import ImportOptions
from extraction.importers.chats.accounts import (
    AccountBook,
    find_service,
    make_named,
)
from extraction.importers.epochs import from_unix
from extraction.importers.jsonstream import Member, iter_members
from extraction.importers.moments import read_moment
from extraction.importers.places.places import cell_of, read_coordinate, write_sighting
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record

MAX_BYTES = 64 << 20
_HEAD = 1 << 16
_ARRAYS = ("locations", "timelineObjects", "semanticSegments")
_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        rb'"locations"\s*:\s*\[\s*\{[^]]{0,4096}"latitudeE7"',
        rb'"timelineObjects"\s*:\s*\[',
        rb'"semanticSegments"\s*:\s*\[',
        rb'\A\s*\[\s*\{[^]]{0,4096}"(?:placeLocation|timelinePath)"',
    )
)
_DEGREES = re.compile(
    r"(?:geo:)?\s*(-?\d{1,3}(?:\.\d{1,15})?)°?,\s*(-?\d{1,3}(?:\.\d{1,15})?)°?"
)
_FRACTION = re.compile(r"\.\d+(?=Z|[+-]|$)")
_NOWHERE = "no position on Earth, or no time"

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fix:
    """Someone at a position (degrees, WGS 84), from a moment on (ISO 8601, UTC)."""

    latitude: float
    longitude: float
    moment: str
    until: str = ""
    notes: str = ""


class LocationHistoryImporter:
    """Records.json, Semantic Location History and a telephone's Timeline.json.

    Positions that follow one another in one cell (a thousandth of a degree) are one
    Sighting; visits and the ends of ways are Sightings too. They are the user's of the
    telephone that the file was taken from, else of an account that the file stands for.
    """

    name = "locations"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is JSON with the arrays of one of the formats."""
        head = bytes(leaf.content[:_HEAD]).removeprefix(b"\xef\xbb\xbf")
        return head.lstrip()[:1] in (b"{", b"[") and any(
            sign.search(head) for sign in _SIGNS
        )

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream sightings; a position that is none is a rejection by its byte."""
        writer = _Writer(leaf.path)
        yield from writer.open(leaf, options)
        for member in _members(leaf):
            where = f"byte {member.offset}"
            if member.error:
                yield Rejection(leaf.path, f"locations: {member.error}", where)
                continue
            fixes = list(_fixes(member.value))
            if not fixes:
                yield Rejection(leaf.path, _NOWHERE, where)
            for fix in fixes:
                yield from writer.take(fix, where)
        yield from writer.flush()


def _members(leaf: Leaf) -> Iterator[Member]:
    head = bytes(leaf.content[:_HEAD]).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"{"):
        name = next((n for n in _ARRAYS if f'"{n}"'.encode() in head), _ARRAYS[0])
        yield from iter_members(leaf.content, name)
        return
    if len(leaf.content) > MAX_BYTES:
        raise InvalidInput(f"locations: a list larger than {MAX_BYTES >> 20} MB")
    try:
        listed = orjson.loads(bytes(leaf.content).removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        reason = f"locations: damaged or cut off at line {error.lineno}"
        raise InvalidInput(reason) from error
    if not isinstance(listed, list):
        raise InvalidInput("locations: neither an object nor a list")
    for number, value in enumerate(listed, start=1):
        yield Member({}, value, number)


@dataclass(slots=True)
class _Writer:
    path: str
    subject: str = ""
    book: AccountBook = field(default_factory=AccountBook)
    _first: Fix | None = None
    _last: str = ""
    _count: int = 0
    _where: str = ""

    def open(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record]:
        """Yield whose positions they are, unless a telephone's user is known."""
        if options.phone is not None and options.phone.user:
            self.subject = options.phone.user
            return
        scope = leaf.digest(1 << 20)
        named = f"location history {leaf.name}"
        account = make_named(find_service("Google"), named, scope)
        self.subject = account.id
        yield from self.book.introduce(account, Place(record="file"))

    def take(self, fix: Fix, where: str) -> Iterator[Record]:
        """Go on to a position; one in another cell ends what came before."""
        if self._first is None or fix.notes or self._first.notes or self._moved(fix):
            yield from self.flush()
            self._first, self._where = fix, where
        self._last = max(self._last, fix.until or fix.moment)
        self._count += 1

    def flush(self) -> Iterator[Record]:
        """Yield the sighting that the positions taken so far are."""
        fix, count, last = self._first, self._count, self._last
        self._first, self._count, self._last = None, 0, ""
        if fix is None:
            return
        notes = [f"until {last}"] if last > fix.moment else []
        notes += [f"{count} positions"] if count > 1 else []
        notes += [fix.notes] if fix.notes else []
        at = (fix.latitude, fix.longitude)
        yield from write_sighting(
            self.subject,
            at,
            fix.moment,
            "; ".join(notes),
            self.book,
            Place(record=self._where),
        )

    def _moved(self, fix: Fix) -> bool:
        assert self._first is not None
        was = (self._first.latitude, self._first.longitude)
        return cell_of(was) != cell_of((fix.latitude, fix.longitude))


def _fixes(member: object) -> Iterator[Fix]:
    """Yield what an entry of any of the formats says of where someone was."""
    if not isinstance(member, dict):
        return
    begin, end = _moment(member.get("startTime")), _moment(member.get("endTime"))
    if "latitudeE7" in member:
        stamp = _moment(member.get("timestamp")) or _moment(member.get("timestampMs"))
        yield from _fix(member, stamp)
    elif isinstance(visit := member.get("placeVisit"), dict):
        yield from _fix(_inside(visit, "location"), *_span(visit), "visit")
    elif isinstance(way := member.get("activitySegment"), dict):
        yield from _ends(way, *_span(way), _text(way.get("activityType")))
    elif isinstance(visit := member.get("visit"), dict):
        top = _inside(visit, "topCandidate")
        kind = f"visit {_text(top.get('semanticType'))}".strip()
        yield from _fix(top.get("placeLocation"), begin, end, kind)
    elif isinstance(way := member.get("activity"), dict):
        kind = _text(_inside(way, "topCandidate").get("type"))
        yield from _fix(way.get("start"), begin, "", f"{kind} begins".strip())
        yield from _fix(way.get("end"), end, "", f"{kind} ends".strip())
    elif isinstance(path := member.get("timelinePath"), list):
        for point in path:
            if isinstance(point, dict):
                moment = _moment(point.get("time")) or begin
                yield from _fix(point.get("point"), moment)


def _ends(way: Json, begin: str, end: str, kind: str) -> Iterator[Fix]:
    kind = kind.replace("_", " ").lower()
    yield from _fix(way.get("startLocation"), begin, "", f"{kind} begins".strip())
    yield from _fix(way.get("endLocation"), end, "", f"{kind} ends".strip())


def _fix(where: object, begin: str, end: str = "", notes: str = "") -> Iterator[Fix]:
    position = _position(where)
    if position is None or not begin:
        return
    if isinstance(where, dict):
        named = dict.fromkeys(_text(where.get(key)) for key in ("name", "address"))
        notes = ", ".join(part for part in (notes, *named) if part)
    yield Fix(*position, begin, end, notes)


def _position(where: object) -> tuple[float, float] | None:
    if isinstance(where, dict):
        east, north = where.get("longitudeE7"), where.get("latitudeE7")
        if isinstance(north, int) and isinstance(east, int):
            return _on_earth(north / 1e7, east / 1e7)
        where = where.get("latLng")
    found = _DEGREES.fullmatch(where.strip()) if isinstance(where, str) else None
    return _on_earth(found[1], found[2]) if found else None


def _on_earth(north: object, east: object) -> tuple[float, float] | None:
    latitude, longitude = read_coordinate(north, 90), read_coordinate(east, 180)
    return None if latitude is None or longitude is None else (latitude, longitude)


def _span(entry: Json) -> tuple[str, str]:
    span = _inside(entry, "duration")
    return tuple(  # type: ignore[return-value]
        _moment(span.get(f"{end}Timestamp")) or _moment(span.get(f"{end}TimestampMs"))
        for end in ("start", "end")
    )


def _moment(value: object) -> str:
    text = str(value)[:40] if isinstance(value, str | int) else ""
    if text.isdigit():
        return from_unix(text) or ""
    return read_moment(_FRACTION.sub("", text)) or ""


def _inside(entry: Json, key: str) -> Json:
    found = entry.get(key)
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    return " ".join(value.split())[:400] if isinstance(value, str) else ""
