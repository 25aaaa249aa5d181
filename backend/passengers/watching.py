"""Watch-lists: tables of whom or what to look for, read once and not kept."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import InvalidInput
from graph.names import PersonName, fold, read_person
from graph.schema import clean_date, clean_phone

COLUMNS = ("name", "birth_date", "passport", "phone", "email", "card")
MOST_ENTRIES = 100_000
MOST_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a watch-list; `row` counts from 2, the header being the first."""

    row: int
    name: PersonName | None = None
    birth_date: str = ""
    numbers: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def read_watch_list(path: Path) -> list[Entry]:
    """Read a table (CSV, UTF-8) with any of the columns `COLUMNS`.

    `card` is first six and last four digits, `411111-1111`. Raises InvalidInput with
    the row that cannot be used.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("the watch-list cannot be read as UTF-8 text") from error
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.DictReader(text.splitlines(), delimiter=delimiter)
    known = {name.strip().casefold() for name in reader.fieldnames or ()}
    if not known & set(COLUMNS):
        raise InvalidInput(f"a watch-list has columns of {', '.join(COLUMNS)}")
    entries = list(_entries(reader))
    if len(entries) > MOST_ENTRIES:
        raise InvalidInput(f"a watch-list has {MOST_ENTRIES} entries at most")
    return entries


def _entries(reader: "csv.DictReader[str]") -> Iterator[Entry]:
    for row in reader:
        number = reader.line_num
        given = {
            str(name).strip().casefold(): value.strip()
            for name, value in row.items()
            if name is not None and isinstance(value, str) and value.strip()
        }
        if any(len(value) > MOST_CHARACTERS for value in given.values()):
            raise InvalidInput(f"row {number} of the watch-list has too long a value")
        if given.keys() & set(COLUMNS):
            yield _entry(number, given)


def _entry(number: int, given: dict[str, str]) -> Entry:
    birth_date = ""
    if "birth_date" in given:
        birth_date = clean_date(given["birth_date"]) or ""
        if not birth_date:
            raise InvalidInput(f"row {number} of the watch-list has no such birth date")
    numbers = {
        (column, normal(column, given[column]))
        for column in ("passport", "phone", "email", "card")
        if column in given
    }
    return Entry(
        row=number,
        name=read_person(given["name"]) if "name" in given else None,
        birth_date=birth_date,
        numbers=frozenset(one for one in numbers if one[1]),
    )


def normal(kind: str, text: str) -> str:
    """Return a number in the form in which it is compared; empty for none."""
    if kind == "phone":
        return clean_phone(text) or ""
    if kind == "email":
        return text.strip().casefold()
    if kind == "card":
        digits = "".join(c for c in text if c.isdigit())
        return digits[:6] + digits[-4:] if len(digits) >= 10 else ""
    return fold(text).replace(" ", "")
