"""One row of an operator's list read as a call: who, whom, when, how long, on what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extraction.importers.clean import clean_text
from extraction.importers.moments import read_duration, read_moment
from extraction.importers.tables.callcolumns import CallColumns, meaning, vocabulary
from graph.errors import InvalidInput
from graph.names import fold

_NUMBER_IN_TEXT = re.compile(r"(?<![\d+])\+?\d[\d /-]{6,18}\d(?!\d)")
_DIGITS_ONLY = re.compile(r"\+?\d[\d ()/.-]*")
_NOT_DIGITS = re.compile(r"[^\d]")
_HARDWARE = frozenset("imei imsi imei_a imsi_a imei_b imsi_b".split())
_WHERE = frozenset("lac cell cell_address latitude longitude".split())


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a call. `number` is E.164, or empty where `given` is no such number.

    `given` is as written, empty where the number was withheld.
    """

    given: str = ""
    number: str = ""
    imei: str = ""
    imsi: str = ""

    def bearing(self, imei: str, imsi: str) -> "Side":
        """Return the side with a device and a SIM card, itself without any."""
        return replace(self, imei=imei, imsi=imsi) if imei or imsi else self

    @property
    def looks_like_number(self) -> bool:
        """Whether it was given as digits, though not as an E.164 number."""
        return bool(_DIGITS_ONLY.fullmatch(self.given))


@dataclass(frozen=True, slots=True)
class Call:
    """A call or text message. `moment` is ISO 8601, `duration_s` seconds."""

    caller: Side
    called: Side
    moment: str
    is_text: bool = False
    end: str = ""
    duration_s: int | None = None
    cell: str = ""


@dataclass(frozen=True, slots=True)
class CallReader:
    """Reads rows of one list; `owner` is the number or name that a list is about."""

    columns: CallColumns
    owner: str = ""
    country: str | None = None

    def read(self, cells: Sequence[str]) -> Call:
        """Return the row's call; raises InvalidInput with the reason it is none."""
        is_text = self._is_text(cells)
        caller, called = self._sides(cells)
        if not (caller.given or called.given):
            raise InvalidInput("neither number is shown")
        moment = self._moment(cells)
        return Call(
            caller,
            called,
            moment,
            is_text,
            self._end(cells),
            self._duration(cells, is_text),
            self._cell(cells),
        )

    def _get(self, cells: Sequence[str], field: str) -> str:
        position = self.columns.at.get(field)
        return "" if position is None else cells[position]

    def _is_text(self, cells: Sequence[str]) -> bool:
        kind = self._get(cells, "type")
        if not kind:
            return False
        if meaning(kind, "sms"):
            return True
        if meaning(kind, "data"):
            raise InvalidInput("a data session, neither call nor message")
        if not any(meaning(kind, word) for word in ("call", "in", "out")):
            raise InvalidInput("its type is neither call nor message")
        return False

    def _moment(self, cells: Sequence[str]) -> str:
        start, clock = self._get(cells, "start"), self._get(cells, "time")
        text = self._get(cells, "date") or start
        if self._get(cells, "date"):
            clock = clock or start
        if not text:
            raise InvalidInput("its date is empty")
        us_order = self.columns.us_order
        moment = read_moment(text, clock, us_order=us_order)
        if moment is None:
            raise InvalidInput("its date or time cannot be read")
        return moment

    def _end(self, cells: Sequence[str]) -> str:
        text = self._get(cells, "end")
        return read_moment(text, us_order=self.columns.us_order) or "" if text else ""

    def _duration(self, cells: Sequence[str], is_text: bool) -> int | None:
        text = self._get(cells, "duration")
        if not text or is_text:
            return None
        seconds = read_duration(text, minutes=self.columns.minutes)
        if seconds is None:
            raise InvalidInput("its duration cannot be read")
        return seconds

    def _cell(self, cells: Sequence[str]) -> str:
        if self.columns.at.keys().isdisjoint(_WHERE):
            return ""
        lac, cell = self._get(cells, "lac"), self._get(cells, "cell")
        parts = [name_cell(lac, cell), self._get(cells, "cell_address")]
        latitude, longitude = (
            self._get(cells, name) for name in ("latitude", "longitude")
        )
        if latitude and longitude:
            parts.append(f"{latitude}, {longitude}")
        return "; ".join(part for part in parts if part)

    def _sides(self, cells: Sequence[str]) -> tuple[Side, Side]:
        at = self.columns.at
        if {"caller", "called"} <= set(at):
            return self._pair(cells, "caller", "called")
        if {"number_a", "number_b"} <= set(at):
            first, second = self._pair(cells, "number_a", "number_b")
            if self.columns.a_is_subject and self._comes_in(cells):
                return second, first
            return first, second
        return self._about_one(cells)

    def _pair(self, cells: Sequence[str], a: str, b: str) -> tuple[Side, Side]:
        get = self._get
        first, second = self._side(cells, a), self._side(cells, b)
        if self.columns.at.keys().isdisjoint(_HARDWARE):
            return first, second
        imei, imsi = get(cells, "imei"), get(cells, "imsi")
        of_a, of_b = ((imei, imsi), ("", ""))
        if not self.columns.a_is_subject and self._is_of_called(cells):
            of_a, of_b = of_b, of_a
        return (
            first.bearing(
                get(cells, "imei_a") or of_a[0], get(cells, "imsi_a") or of_a[1]
            ),
            second.bearing(
                get(cells, "imei_b") or of_b[0], get(cells, "imsi_b") or of_b[1]
            ),
        )

    def _is_of_called(self, cells: Sequence[str]) -> bool:
        """Whether the row was taken at the called side: it came in there."""
        text = self._get(cells, "direction") or self._get(cells, "type")
        return meaning(text, "in") and not meaning(text, "out")

    def _about_one(self, cells: Sequence[str]) -> tuple[Side, Side]:
        others = ("correspondent", "number_b", "called", "caller", "number_a")
        field = next(name for name in others if name in self.columns.at)
        other = self._side(cells, field)
        subject = replace(
            read_side(self._get(cells, "owner") or self.owner, self.country),
            imei=self._get(cells, "imei") or self._get(cells, "imei_a"),
            imsi=self._get(cells, "imsi") or self._get(cells, "imsi_a"),
        )
        return (other, subject) if self._comes_in(cells) else (subject, other)

    def _comes_in(self, cells: Sequence[str]) -> bool:
        text = self._get(cells, "direction") or self._get(cells, "type")
        comes_in, goes_out = meaning(text, "in"), meaning(text, "out")
        if comes_in == goes_out:
            raise InvalidInput("its direction is neither in nor out")
        return comes_in

    def _side(self, cells: Sequence[str], field: str) -> Side:
        text = self._get(cells, field)
        if not text:
            raise InvalidInput(f"its {field.replace('_', ' ')} is empty")
        return read_side(text, self.country)


def name_cell(lac: str, cell: str) -> str:
    """Return a cell as lists of calls and of masts name it: `LAC 22; cell 1308`."""
    parts = (f"LAC {lac}" if lac else "", f"cell {cell}" if cell else "")
    return "; ".join(part for part in parts if part)


@lru_cache(maxsize=1 << 16)
def read_side(text: str, country: str | None) -> Side:
    """Return a side's number in E.164 where it is one, and always as it was given."""
    if fold(text) in vocabulary().withheld:
        return Side()
    return Side(text, read_number(text, country) or "")


def read_number(text: str, country: str | None) -> str | None:
    """Return E.164, or None; a code of the region without + or 00 is understood."""
    if not _DIGITS_ONLY.fullmatch(text):
        return None
    digits = _NOT_DIGITS.sub("", text)
    codes = vocabulary().calling_codes
    if text == digits and len(digits) >= 11 and digits.startswith(codes):
        found = clean_text("Call", "callerNumber", f"+{digits}", None)
        if found is not None:
            return found
    if digits.startswith("00"):
        text = f"+{digits[2:]}"
    return clean_text("Call", "callerNumber", text, country)


def find_owner(preamble: str, stem: str, country: str | None) -> str:
    """Return whom a list is about: a number above the header or in the file's name.

    Else the file's name itself, as lists under pseudonyms are named.
    """
    for text in (preamble, stem.replace("_", " ")):
        for found in _NUMBER_IN_TEXT.finditer(text):
            number = read_number(found[0].strip(), country)
            if number is not None:
                return number
    return stem
