"""Importers against the bare parser of their format, and memory as files grow."""

import csv
import io
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson
import phonenumbers
from followthemoney import model
from lxml import etree
from openpyxl import load_workbook

from bench.extracts import EXTRACTS
from bench.measuring import Figure, in_child, race, speed
from bench.options import Options
from extraction.importers import Importer, ImportOptions, find_importer
from extraction.model import Leaf
from graph.errors import Unsupported
from graph.mapped import Mapped
from graph.model import Record

ASKED = ImportOptions(country="rs")
GROWN = 4
Parse = Callable[[bytes], object]


def measure(options: Options) -> list[Figure]:
    """Return records a second of each importer, and how memory grows with a file."""
    count = options.imported
    found = [
        figure
        for name in EXTRACTS
        for figure in _measure(name, count, max(1, options.rounds - 1))
    ]
    return [*found, _memory(count)]


def _measure(name: str, count: int, rounds: int) -> Iterator[Figure]:
    file, make = EXTRACTS[name]
    leaf = Leaf(file, file, make(count))
    importer = find_importer(leaf, ASKED)
    if importer is None or importer.name != name.partition(",")[0]:
        raise Unsupported(f"no importer takes the made-up {name}")
    trials = {name: _trial(lambda: read_all(importer, leaf))}
    for peer, parse in PEERS[name].items():
        trials[peer] = _trial(_once(parse, leaf.data))
    best = race(trials, rounds)
    for peer in PEERS[name]:
        yield speed(f"{name}, records", count, best, (name, peer))


def _once(parse: Parse, data: bytes) -> Callable[[], object]:
    return lambda: parse(data)


def _trial(run: Callable[[], object]) -> Any:
    def prepare(folder: Path, closing: ExitStack) -> Callable[[], object]:
        return run

    return prepare


def read_all(importer: Importer, leaf: Leaf) -> int:
    """Read a file to its end; return how many records it gives."""
    return sum(isinstance(item, Record) for item in importer.read(leaf, ASKED))


def _memory(count: int) -> Figure:
    """Return the peak of reading a mapped list of calls beside one four times as long.

    The ratio is 1 where it does not grow.
    """
    with tempfile.TemporaryDirectory() as folder:
        peaks = []
        for times in (1, GROWN):
            path = Path(folder) / f"calls{times}.csv"
            path.write_bytes(EXTRACTS["cdr"][1](5 * times * count))
            peaks.append(in_child(_read_mapped, str(path))[1])
    first, last = peaks
    what = f"peak memory, a list of calls {GROWN} times as long"
    return Figure(
        what, "MB", round(last), "a quarter of it", round(first), round(first / last, 2)
    )


def _read_mapped(path: str) -> int:
    with open(path, "rb") as file, Mapped(file) as held:
        leaf = Leaf("calls.csv", "calls.csv", held)
        importer = find_importer(leaf, ASKED)
        assert importer is not None
        return read_all(importer, leaf)


def _tokens(delimiter: str) -> Parse:
    """Return what splits the lines of a table."""

    def parse(data: bytes) -> int:
        text = io.StringIO(data.decode())
        return sum(1 for _ in csv.reader(text, delimiter=delimiter))

    return parse


def _fields(delimiter: str, above: int = 0) -> Parse:
    """Return what gives each row below so many lines by the names of its columns."""

    def parse(data: bytes) -> int:
        text = io.StringIO(data.decode())
        for _ in range(above):
            text.readline()
        return sum(1 for row in csv.DictReader(text, delimiter=delimiter) if row)

    return parse


def _cells(data: bytes) -> int:
    sheet = load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
    return sum(1 for _ in sheet.iter_rows(values_only=True))


def _number(text: str) -> tuple[str, bool]:
    """Return a number in E.164, and whether it is valid."""
    read = phonenumbers.parse(text, "RS")
    form = phonenumbers.PhoneNumberFormat.E164
    return phonenumbers.format_number(read, form), phonenumbers.is_valid_number(read)


def _numbered_rows(data: bytes) -> int:
    """Read rows with both numbers and the moment as values, each looked at anew."""
    found = 0
    for row in csv.DictReader(io.StringIO(data.decode())):
        numbers = _number(row["caller"]), _number(row["callee"])
        moment = datetime.fromisoformat(f"{row['date']}T{row['time']}")
        found += bool(numbers and moment)
    return found


def _numbered_calls(data: bytes) -> int:
    """Read calls of a phone with the number and the moment as values."""
    found = 0
    for _, number, date, *_ in _calls(data):
        found += bool(_number(number) and datetime.fromtimestamp(date / 1000, UTC))
    return found


def _elements(*tags: str) -> Parse:
    """Return what finds elements of these names, and drops them, with bare lxml."""

    def parse(data: bytes) -> int:
        found = 0
        names = [f"{{*}}{tag}" for tag in tags]
        for _, element in etree.iterparse(io.BytesIO(data), tag=names):
            found += 1
            element.clear()
        return found

    return parse


def _read(tag: str) -> Parse:
    """Return what reads the attributes and texts below each element of a name."""

    def parse(data: bytes) -> int:
        found = 0
        for _, element in etree.iterparse(io.BytesIO(data), tag=[f"{{*}}{tag}"]):
            said = [(one.tag, dict(one.attrib), one.text) for one in element.iter()]
            found += bool(said)
            element.clear()
        return found

    return parse


def _lines(data: bytes) -> int:
    return sum(1 for line in data.splitlines() if orjson.loads(line))


def _entities(data: bytes) -> int:
    lines = data.splitlines()
    found = (model.get_proxy(orjson.loads(line), cleaned=False) for line in lines)
    return sum(1 for entity in found if entity.id)


def _table(data: bytes) -> int:
    return sum(1 for _ in _calls(data))


def _named(data: bytes) -> int:
    rows = _calls(data)
    names = [column[0] for column in rows.description]
    return sum(1 for row in rows if dict(zip(names, row, strict=True)))


def _calls(data: bytes) -> sqlite3.Cursor:
    database = sqlite3.connect(":memory:")
    database.deserialize(data)
    return database.execute("SELECT * FROM calls")


def _text(data: bytes) -> int:
    return sum(1 for _ in io.StringIO(data.decode()))


def _mt940(data: bytes) -> object:
    return import_module("mt940").parse(data.decode())


def _vobject(data: bytes) -> int:
    return sum(1 for _ in import_module("vobject").readComponents(data.decode()))


def _icalendar(data: bytes) -> object:
    return import_module("icalendar").Calendar.from_ical(data)


def _gpxpy(data: bytes) -> object:
    return import_module("gpxpy").parse(data.decode())


PEERS: dict[str, dict[str, Parse]] = {
    "ftm": {"orjson, a line each": _lines, "followthemoney": _entities},
    "cdr": {
        "csv": _tokens(","),
        "csv, by columns": _fields(","),
        "csv, phonenumbers": _numbered_rows,
    },
    "cdr, workbook": {"openpyxl": _cells},
    "bank": {"csv": _tokens(";"), "csv, by columns": _fields(";", above=1)},
    "mt940": {"mt-940": _mt940},
    "camt": {"lxml, entries dropped": _elements("Ntry"), "lxml, read": _read("Ntry")},
    "ofx": {"lines of the text": _text},
    "vcard": {"vobject": _vobject},
    "ical": {"icalendar": _icalendar},
    "gpx": {"gpxpy": _gpxpy, "lxml, points dropped": _elements("wpt")},
    "geojson": {"json": json.loads},
    "ufed": {"lxml, models dropped": _elements("model"), "lxml, read": _read("model")},
    "smsbackup": {
        "lxml, messages dropped": _elements("sms"),
        "lxml, read": _read("sms"),
    },
    "telegram": {"json": json.loads},
    "chattext": {"lines of the text": _text},
    "phonedb": {
        "sqlite3": _table,
        "sqlite3, by columns": _named,
        "sqlite3, phonenumbers": _numbered_calls,
    },
}
"""What each importer is measured against: parsing alone, nothing said of anything."""
