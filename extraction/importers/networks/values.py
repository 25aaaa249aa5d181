"""Attributes of a drawn entity or link as values of its schema; the rest as notes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson

from extraction.importers.clean import clean_text, type_name
from extraction.importers.networks.kinds import property_names, read_word, words
from graph.model import Value
from graph.schema import get_schema, is_entity_property, is_tally, tally_of

MAX_TEXT = 10_000
MAX_NOTES = 100
_LISTS = ("phone", "email", "country", "topic")


Split = Callable[[str], Iterable[str]]
"""Takes the values of a cell apart that an export of ours joined."""


class Lost(NamedTuple):
    """An attribute whose text is no valid value, and why."""

    column: str
    reason: str


@dataclass(slots=True)
class Said:
    """What attributes say: values of the schema's properties, notes, and what is lost.

    What is lost as a value is kept among the notes, as it was written.
    """

    values: dict[Value, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    def note(self, column: str, text: str) -> None:
        """Keep an attribute that no property is for."""
        if len(self.notes) < MAX_NOTES:
            self.notes.append(f"{column}: {text}")

    def first(self, prop: str) -> str:
        """Return the first value of a property, empty where it has none."""
        return next((v.value for v in self.values if v.prop == prop), "")

    def join_names(self) -> None:
        """Make one name of a column `name` that holds a first name beside a surname."""
        name, last = self.first("name"), self.first("lastName")
        if name and last and " " not in name and last not in name:
            whole = {Value("name", f"{name} {last}"): None}
            rest = (v for v in self.values if v.prop != "name")
            self.values = {**whole, Value("firstName", name): None}
            self.values |= dict.fromkeys(rest)

    def all_values(self, prop: str) -> tuple[Value, ...]:
        """Return the values, with the notes joined as one of `prop`."""
        if not self.notes:
            return tuple(self.values)
        note = Value(prop, "; ".join(self.notes)[:MAX_TEXT])
        return (*self.values, note)


def read_values(
    schema: str,
    cells: Mapping[str, str],
    country: str | None,
    ours: Split | None = None,
) -> Said:
    """Return what the cells say of an entity of the schema.

    `ours` is there where they stand in an export of this system: then names are
    properties, and what the export worked out is left aside.
    """
    said = Said()
    for column, text in cells.items():
        text = text.strip()
        if not text:
            continue
        if ours and column.casefold() in words().own:
            said.values |= dict.fromkeys(_of_tally(schema, column, text))
        elif ours or not _is_drawing(column):
            _read(said, schema, column, text[:MAX_TEXT], country, ours)
    if ours and is_tally(schema) and cells.get("count", "1") not in ("", "1"):
        said.note("count", cells["count"])
    return said


def _of_tally(schema: str, column: str, text: str) -> Iterator[Value]:
    """Yield what an export says of events that were counted, as of one of them."""
    if not is_tally(schema):
        return
    if column == "first":
        yield Value("date", text)
    elif column == "last":
        yield Value("endDate", text)
    elif column == "total" and "total" in tally_of(schema):
        yield Value(tally_of(schema)["total"], text.removesuffix(".0"))


def _read(
    said: Said,
    schema: str,
    column: str,
    text: str,
    country: str | None,
    ours: Split | None,
) -> None:
    reason = ""
    names = property_names(column)
    label = words().labels.get(schema)
    for prop in (label, *names) if label in names and not ours else names:
        if not _takes(schema, prop):
            continue
        found, reason = _clean(schema, prop, _texts(schema, prop, text, ours), country)
        if not reason:
            said.values |= dict.fromkeys(found)
            return
    if reason:
        said.lost.append(Lost(column, reason))
    if reason or not _is_drawing(column):
        said.note(column, text)


def _is_drawing(column: str) -> bool:
    return read_word(column) in words().drawing


def _takes(schema: str, prop: str) -> bool:
    found = get_schema(schema).get(prop)
    if found is None or found.stub:
        return False
    return not is_entity_property(schema, prop)


def _texts(schema: str, prop: str, text: str, ours: Split | None) -> Iterable[str]:
    """Return the values of a cell: of our lists, or of what is often listed."""
    if ours:
        return ours(text)
    if type_name(schema, prop) in _LISTS:
        parts = text.replace("|", ";").replace("\n", ";").split(";")
        return [part.strip() for part in parts if part.strip()]
    return (text,)


def split_list(text: str) -> Iterable[str]:
    """Return the values of a GEXF `liststring`, or the text itself."""
    if text.startswith('["') and text.endswith('"]'):
        try:
            listed = orjson.loads(text)
        except orjson.JSONDecodeError:
            listed = None
        if isinstance(listed, list) and all(isinstance(x, str) for x in listed):
            return listed
    return (text,)


def _clean(
    schema: str, prop: str, texts: Iterable[str], country: str | None
) -> tuple[list[Value], str]:
    """Return the valid values, or why one of them is none."""
    found = []
    for text in texts:
        clean = clean_text(schema, prop, text, country)
        if clean is None:
            return [], f"not a valid {type_name(schema, prop)}"
        found.append(Value(prop, clean, "", text if clean != text else ""))
    return found, ""
