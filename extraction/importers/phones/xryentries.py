"""XRY's reports as text: their header, and entries of keys and values, side by side."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from extraction.importers.textlines import iter_lines
from extraction.model import Content
from extraction.reading.encoding import decode_text, looks_like_text
from graph.names import fold

_HEAD = 1 << 13
_SIGN = "xry export"
_TYPE_LINE = 2
_TITLE = re.compile(r"(?P<kind>\S.{0,100}?)\s*#\s*(?P<number>\d{1,9})\s*")
_KEY = re.compile(r"\s*(?P<key>[^:\t]{1,60}?)\s*:[ \t]*(?P<value>.*)", re.DOTALL)
_MAX_FIELDS = 5_000
_MAX_TEXT = 1 << 20


@dataclass(slots=True)
class Side:
    """One side of an event: `role` is from, to or other."""

    role: str
    said: dict[str, list[str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return the first value of a field, empty for none."""
        return next(iter(self.said.get(name, ())), "")


@dataclass(slots=True)
class Entry:
    """One entry of a report; `pairs` are all its keys and values in order."""

    kind: str
    number: str
    line: int
    said: dict[str, list[str]] = field(default_factory=dict)
    sides: list[Side] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return the first value of a field outside all sides, empty for none."""
        return next(iter(self.said.get(name, ())), "")

    @property
    def where(self) -> str:
        """Return what names the entry in reasons."""
        return f"{self.kind} #{self.number}"


class Words(NamedTuple):
    """xry.yaml: folded words and what they mean."""

    types: tuple[tuple[str, tuple[str, ...]], ...]
    sides: Mapping[str, str]
    fields: Mapping[str, str]
    directions: Mapping[str, bool]
    device: Mapping[str, str]


@cache
def words() -> Words:
    """Return what XRY's words mean; `directions` says whether it comes in."""
    path = Path(__file__).with_name("xry.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    comes_in = dict.fromkeys(loaded["incoming"], True)
    return Words(
        tuple((kind, tuple(listed)) for kind, listed in loaded["types"].items()),
        loaded["sides"],
        _inverted(loaded["fields"]),
        {**comes_in, **dict.fromkeys(loaded["outgoing"], False)},
        _inverted(loaded["device"]),
    )


def _inverted(listed: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: kind for kind, names in listed.items() for name in names}


def word(text: str) -> str:
    """Return text as xry.yaml has it: folded, brackets and slashes as blanks."""
    return " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())


def find_type(content: Content) -> str | None:
    """Return the type that the header names (`Messages/SMS`), None for other files."""
    head = bytes(content[:_HEAD])
    if not looks_like_text(head[:4096]):
        return None
    lines = decode_text(head).lstrip("\ufeff \t\r\n").splitlines()
    if not lines or lines[0].strip().lower() != _SIGN:
        return None
    named = [line.strip() for line in lines[1:5]]
    exact = named[_TYPE_LINE - 1] if len(named) >= _TYPE_LINE else ""
    return exact or next((line for line in named if line), None)


def kind_of(name: str) -> str:
    """Return what entries of a type are; empty for types that are not taken."""
    folded = f" {word(name)} "
    for kind, listed in words().types:
        if any(f" {one} " in folded for one in listed):
            return kind
    return ""


def iter_entries(content: Content) -> Iterator[Entry]:
    """Yield the report's entries: each begins with its type and a number (`Calls #1`).

    A text runs on until a line that is a key or a side; an entry has at most 5,000
    fields, what is more is left.
    """
    builder: _Builder | None = None
    for number, line in islice(iter_lines(content), 1, None):
        found = _TITLE.fullmatch(line)
        if found and (builder is None or builder.may_be_followed_by(found["kind"])):
            if builder is not None:
                yield builder.finish()
            builder = _Builder(Entry(found["kind"], found["number"], number))
        elif builder is not None:
            builder.add(line)
    if builder is not None:
        yield builder.finish()


class _Builder:
    """Adds one line after another to an entry."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._text: list[str] = []
        self._size = 0
        self._fields = 0
        self._ended = False

    def may_be_followed_by(self, kind: str) -> bool:
        """Whether a line that names this kind begins an entry, and is no text."""
        return self._ended and kind == self._entry.kind

    def add(self, line: str) -> None:
        """Add one line; blank ones end an entry unless a text goes on."""
        self._ended = not line.strip()
        role = words().sides.get(word(line)) if len(line) < 40 else None
        found = _KEY.fullmatch(line)
        key = word(found["key"]) if found else ""
        if role and ":" not in line:
            self._close_text()
            self._entry.sides.append(Side(role))
        elif found and (key in words().fields or key in words().sides):
            self._close_text()
            self._take(key, found["key"], found["value"])
        elif self._text:
            self._continue(line)

    def _take(self, key: str, shown: str, value: str) -> None:
        self._fields += 1
        if self._fields > _MAX_FIELDS:
            return
        entry = self._entry
        if role := words().sides.get(key):
            given = value.strip()
            if given:
                entry.sides.append(Side(role, {_guess(given): [given]}))
            return
        name = words().fields[key]
        entry.pairs.append((shown, value.strip()))
        if name == "text":
            self._text = [value]
        elif value.strip():
            own = entry.sides[-1].said if self._in_side(name) else entry.said
            own.setdefault(name, []).append(value.strip())

    def _in_side(self, name: str) -> bool:
        about = ("number", "name", "email", "account", "alias")
        return bool(self._entry.sides) and name in about

    def _continue(self, line: str) -> None:
        self._size += len(line)
        if self._size <= _MAX_TEXT:
            self._text.append(line)

    def _close_text(self) -> None:
        if self._text:
            text = "\n".join(self._text).rstrip("\n")
            text = text.removesuffix(" ")
            if text.strip():
                self._entry.said.setdefault("text", []).append(text)
            self._text, self._size = [], 0

    def finish(self) -> Entry:
        """Return the entry with all that was added."""
        self._close_text()
        return self._entry


def _guess(given: str) -> str:
    """Return which field the value of a side is that is given on its line."""
    if "@" in given:
        return "account"
    digits = re.sub(r"[ ()/.+-]", "", given)
    return "number" if digits.isascii() and digits.isdigit() else "name"
