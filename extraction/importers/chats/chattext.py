"""Lines of chats exported as text: their heads, and the order of day and month."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import yaml

from extraction.importers.textlines import iter_lines
from extraction.model import Content
from graph.names import fold

_MARKS = "\u200e\u200f\u202a\u202b\u202c\u2068\u2069\ufeff"
_HEAD = re.compile(
    rf"[{_MARKS}]*(?P<open>\[?)(?P<a>\d{{1,4}})(?P<sep>[./-])\s?(?P<b>\d{{1,2}})(?P=sep)\s?"
    r"(?P<c>\d{1,4})(?P<dot>\.?)(?:\s?[гg]\.?)?(?P<comma>,?)\s{1,2}(?:[a-zëуво]{1,4}\s)?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?"
    r"(?:\s?(?P<half>[^\W\d_][^\d\[\]:]{0,14}?))?\s?(?P<close>\]|\s[-–—]|(?(second):|(?!)))\s"
    rf"[{_MARKS}]*(?P<rest>.*)",
    re.DOTALL,
)
_QUOTED = re.compile(r"[\"“”„«'](.{1,200})[\"“”»']")
_MOST_TEXT = 1 << 20
_ORDERS = ("dmy", "mdy", "ymd")
MAX_AUTHOR = 128


class Head(NamedTuple):
    """The first line of a message: parts of its date, its clock, and what follows.

    `author` is empty in a line of the service itself.
    """

    parts: tuple[int, int, int]
    clock: str
    author: str
    text: str
    separator: str
    brackets: bool
    comma: bool


@dataclass(slots=True)
class Entry:
    """A message or a line of the service, with the number of its first line."""

    line: int
    head: Head
    text: str


@cache
def vocabulary() -> dict[str, Any]:
    """Return chattext.yaml."""
    path = Path(__file__).with_name("chattext.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def read_head(line: str) -> Head | None:
    """Return what a message's first line says, None for any other line."""
    if not line[:12].strip(_MARKS + "[")[:1].isdigit():
        return None
    found = _HEAD.match(line)
    if found is None or bool(found["open"]) != (found["close"] == "]"):
        return None
    clock = _read_clock(found)
    if clock is None:
        return None
    author, colon, text = found["rest"].partition(": ")
    if not colon and found["rest"].endswith(":"):  # an empty message
        author, colon = found["rest"][:-1], ":"
    if not colon or not _can_be_author(author):
        author, text = "", found["rest"]
    parts = (int(found["a"]), int(found["b"]), int(found["c"]))
    shape = (found["sep"], bool(found["open"]), bool(found["comma"]))
    return Head(parts, clock, author.strip(_MARKS + " "), text, *shape)


def _can_be_author(text: str) -> bool:
    """Whether it is short, and no quotation is open (a group's name with a colon)."""
    if not text.strip(_MARKS) or len(text) > MAX_AUTHOR:
        return False
    closed = text.count("”") + text.count("“")
    return text.count('"') % 2 == 0 and (text.count("„") + closed) % 2 == 0


def _read_clock(found: re.Match[str]) -> str | None:
    hour, minute, second = int(found["hour"]), found["minute"], found["second"]
    if found["half"]:
        half = _half(found["half"])
        if half is None:
            return None
        hour = hour % 12 + half
    if hour > 23 or int(minute) > 59 or int(second or 0) > 59:
        return None
    return f"{hour:02d}:{minute}" + (f":{second}" if second else "")


def _half(text: str) -> int | None:
    """Return the hours that words of a half of the day add, None for other words."""
    folded = fold(text).replace(" ", "")
    if folded in vocabulary()["before_noon"]:
        return 0
    return 12 if folded in vocabulary()["after_noon"] else None


def iter_entries(content: Content) -> Iterator[Entry | int]:
    """Yield messages and lines of the service in order.

    A number is a line before the first message that belongs to none.
    """
    held: Entry | None = None
    more: list[str] = []
    size = 0
    for number, line in iter_lines(content):
        head = read_head(line)
        if head is None:
            if held is not None and size < _MOST_TEXT:
                more.append(line)
                size += len(line)
            elif held is None and line.strip(_MARKS + " "):
                yield number
            continue
        if held is not None:
            yield _close(held, more)
        held, more, size = Entry(number, head, head.text), [], 0
    if held is not None:
        yield _close(held, more)


def _close(entry: Entry, more: list[str]) -> Entry:
    entry.text = "\n".join((entry.text, *more)).strip(_MARKS + " \n")
    return entry


class DateOrder:
    """Learns from the dates of a chat where day, month and year stand.

    Messages stand in order of time, mostly a day or less apart: the order in which
    all dates are possible, and which goes the shortest way from the first to the last,
    is the right one. Where nothing tells, the day comes first, then the month.
    """

    def __init__(self) -> None:
        self._wrong = dict.fromkeys(_ORDERS, 0)
        self._way = dict.fromkeys(_ORDERS, 0)
        self._last: dict[str, int] = {}
        self._best: str | None = None

    def learn(self, head: Head) -> None:
        """Take one more date into account."""
        self._best = None
        for order in _ORDERS:
            year, month, day = _arrange(head.parts, order)
            if not (1 <= day <= 31 and 1 <= month <= 12):
                self._wrong[order] += 1
                continue
            days = (year * 12 + month) * 31 + day
            self._way[order] += abs(days - self._last.get(order, days))
            self._last[order] = days

    def read(self, head: Head) -> str | None:
        """Return ISO 8601 without a zone, None for a day that no calendar has."""
        if self._best is None:
            self._best = min(_ORDERS, key=lambda o: (self._wrong[o], self._way[o]))
        year, month, day = _arrange(head.parts, self._best)
        year += 2000 if year < 100 else 0
        moment = f"{year:04d}-{month:02d}-{day:02d}T{head.clock}"
        try:
            datetime.fromisoformat(moment)
        except ValueError:
            return None
        return moment


def _arrange(parts: tuple[int, int, int], order: str) -> tuple[int, int, int]:
    """Return (year, month, day); a number above 31 can only be the year."""
    a, b, c = parts
    if a > 31 or (order == "ymd" and c <= 31):
        return a, b, c
    return (c, a, b) if order == "mdy" else (c, b, a)


def find_title(text: str) -> str:
    """Return the group's name in a line of the service, empty where it names none."""
    folded = fold(text)
    if not any(words in folded for words in vocabulary()["titles"]):
        return ""
    quoted = _QUOTED.findall(text)
    return quoted[-1].strip() if quoted else ""


def title_of_file(path: str) -> str:
    """Return the chat's title in the name of an exported file or its archive."""
    for step in reversed(PurePosixPath(path.replace("!/", "/")).parts[-2:]):
        stem = re.sub(r"\.(?:txt|zip)$", "", step, flags=re.IGNORECASE)[:255]
        words = list(re.finditer(r"\S+", stem))
        for word in reversed(words):
            if fold(stem[: word.start()]) in vocabulary()["file_names"]:
                return stem[word.start() :].strip(" -")
    return ""
