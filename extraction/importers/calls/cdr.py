"""Call records: operators' lists as tables, their columns found by themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import PurePath

from extraction.importers.base import ImportOptions
from extraction.importers.calls.calls import Call, CallReader, Side, find_owner
from extraction.importers.calls.masts import open_masts
from extraction.importers.imei import imei_value, read_imei
from extraction.importers.keys import derive_id
from extraction.importers.recent import Recent
from extraction.importers.tables.callcolumns import (
    HEADER_WITHIN,
    CallColumns,
    open_calls,
)
from extraction.importers.tables.grid import Grid, Table, cells_of, put_back
from extraction.importers.tables.table import has_sheet, may_be_table, read_sheets
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value
from graph.schema import identifier_id

_SECONDS = len("2026-03-02T00:46:12")


class CallRecordImporter:
    """Lists of calls and text messages with the columns that operators use.

    A call is a Call, an SMS or MMS a TextMessage: both are counted between numbers. A
    side that is no E.164 number is an entity of its own: a PhoneNumber where it looks
    like a number (a short code), a LegalEntity under its name where it does not.
    """

    name = "cdr"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether some sheet's header says who called whom and when."""
        return may_be_table(leaf) and has_sheet(leaf, open_calls)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream one Call or TextMessage a row, or a rejection that names the row.

        Records of other entities (numbers, SIM cards, devices) stand at the first row
        that shows them. A sheet beside may list the masts; another is a rejection.
        """

        def open_sheet(grid: Grid) -> _Found | None:
            first = list(islice(grid.rows, HEADER_WITHIN))
            if masts := open_masts(put_back(first, grid)):
                return masts.read(leaf.path)
            calls = open_calls(put_back(first, grid))
            return _Reader(leaf, options.country, *calls).read() if calls else None

        yield from read_sheets(leaf, open_sheet, "no list of calls", iter)


_Found = Iterator[Record | Rejection]


@dataclass(slots=True)
class _Reader:
    """Reads one list; remembers what it has lately said of numbers, cards, devices."""

    leaf: Leaf
    country: str | None
    columns: CallColumns
    table: Table
    _said: Recent = field(default_factory=Recent)
    _times: Recent = field(default_factory=Recent)

    def read(self) -> Iterator[Record | Rejection]:
        """Yield each row's call, and what it tells of the sides' devices and cards."""
        stem = PurePath(self.leaf.name).stem
        owner = find_owner(self.columns.preamble, stem, self.country)
        calls = CallReader(self.columns, owner, self.country)
        for row in self.table.rows:
            where = self.table.locate(row.number)
            try:
                call = calls.read(cells_of(row))
            except InvalidInput as error:
                yield Rejection(self.leaf.path, str(error), where)
                continue
            yield self._call(call, Place(record=where))
            for side in (call.caller, call.called):
                if not side.number or side.imei or side.imsi:
                    yield from self._around(side, where)

    def _call(self, call: Call, place: Place) -> Record:
        values = [
            *_side_values(call.caller, "callerNumber", "caller"),
            *_side_values(call.called, "receiverNumber", "receiver"),
            Value("date", call.moment),
        ]
        if call.end:
            values.append(Value("endDate", call.end))
        if call.duration_s is not None:
            values.append(Value("duration", str(call.duration_s)))
        if call.cell:
            values.append(Value("description", call.cell))
        schema = "TextMessage" if call.is_text else "Call"
        return Record(self._call_id(call), schema, tuple(values), place)

    def _call_id(self, call: Call) -> str:
        """Return an id that the same call has in another list, too.

        Where a list gives no seconds, calls of one minute are told apart by their
        duration and, where that is equal, by their order in the list.
        """
        parts = [_party(call.caller), _party(call.called), call.moment]
        kind = "text" if call.is_text else "call"
        if len(call.moment) < _SECONDS:
            parts.append(str(call.duration_s))
            key = derive_id(parts, kind, "cdr") or ""
            parts.append(str(self._times.meet(key)))
        return f"{kind}-{derive_id(parts, kind, 'cdr')}"

    def _around(self, side: Side, where: str) -> Iterator[Record | Rejection]:
        place = Place(record=where)
        if side.given and not side.number and self._is_new("party", side.given):
            yield _party_record(side, place)
        if not (side.imei or side.imsi):
            return
        if self._is_new("hardware", _party(side), side.imei, side.imsi):
            for item in hardware_records(side, place):
                if isinstance(item, Record):
                    yield item
                else:
                    yield Rejection(self.leaf.path, item[1], f"{where}: {item[0]}")

    def _is_new(self, *said: str) -> bool:
        return self._said.meet(said) == 1


@lru_cache(maxsize=1 << 14)
def _party(side: Side) -> str:
    """Return the id of the entity on this side; empty where it was withheld."""
    if side.number or side.looks_like_number:
        return identifier_id("PhoneNumber", side.number or side.given)
    return derive_id([side.given], "subscriber", "cdr") or ""


def _party_record(side: Side, place: Place) -> Record:
    schema, prop = "LegalEntity", "name"
    if side.looks_like_number:
        schema, prop = "PhoneNumber", "number"
    return Record(_party(side), schema, (Value(prop, side.given),), place)


def _side_values(side: Side, number: str, entity: str) -> Iterable[Value]:
    if side.number:
        original = side.given if side.given != side.number else ""
        return (Value(number, side.number, "", original),)
    return (Value(entity, _party(side)),) if side.given else ()


def hardware_records(side: Side, place: Place) -> Iterator[Record | tuple[str, str]]:
    """Yield the SIM card and the device of a side; (field, reason) for a bad number."""
    imsi = "".join(side.imsi.split())
    imei = read_imei(side.imei)
    if imsi and not (imsi.isascii() and imsi.isdigit() and 14 <= len(imsi) <= 15):
        yield "imsi", "an IMSI has 14 or 15 digits"
        imsi = ""
    if side.imei.strip() and not imei:
        yield "imei", "an IMEI has 14 to 16 digits"
    device = f"device-{imei}" if imei else ""
    if device:
        yield Record(device, "Device", (imei_value(side.imei),), place)
    bearer = imsi or side.number.replace("+", "p")
    if bearer and (imsi or imei):
        given = (("imsi", imsi), ("phone", side.number), ("device", device))
        values = tuple(Value(prop, value) for prop, value in given if value)
        yield Record(f"sim-{bearer}", "SimCard", values, place)
