"""OFX as a stream of tags: SGML without end tags and XML alike, and its dates."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from extraction.model import Content
from extraction.reading.encoding import iter_text

_TAG = re.compile(  # possessive: no hostile text makes it look twice
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w.-]*+)(?P<more>[^<>]*+)>(?P<text>[^<]*+)"
    r"(?:<!\[CDATA\[(?P<data>(?:[^<\]]|<(?!!\[CDATA)|\](?!\]>))*+)\]\]>)?"
)
_TIME = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?(?:[.:]\d+)?)?"
    r"(?:\[([+-]?\d{0,2})(?:\.(\d+))?(?::\w*)?\])?"
)
_CHARSET = re.compile(rb"CHARSET:\s{0,9}(125\d)\b")
_HEAD = 1 << 10
_MAX_TEXT = 1 << 16
_MAX_TAG = 1 << 20


class Tag(NamedTuple):
    """A tag with the text behind it, and the line where it stands."""

    name: str
    text: str
    closes: bool
    line: int


def iter_tags(content: Content) -> Iterator[Tag]:
    """Yield the tags in order, names in capitals; what stands before them is left.

    `<A/>` and `<A></A>` are tags without text.
    """
    line, rest = 1, ""
    charset = _CHARSET.search(bytes(content[:_HEAD]))
    pieces = iter_text(content, f"cp{int(charset[1])}" if charset else None)
    for piece in pieces:
        text = rest + piece
        end = _safe_end(text)
        if len(text) - end > _MAX_TAG:
            end = len(text)
        yield from _tags(text[:end], line)
        line += text.count("\n", 0, end)
        rest = text[end:]
    yield from _tags(rest, line)


def _safe_end(text: str) -> int:
    """Return where a tag begins that may not be whole yet."""
    end = text.rfind("<")
    data = text.rfind("<![CDATA[")
    if data > 0 and text.find("]]>", data) < 0:
        end = data
    # the text behind a tag may have a section of its own: keep the tag with it
    while end > 0 and text.startswith("<![", end):
        end = text.rfind("<", 0, end)
    return max(end, 0)


def _tags(text: str, line: int) -> Iterator[Tag]:
    at = 0
    for found in _TAG.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        value = html.unescape(found["text"][:_MAX_TEXT]).strip()
        if found["data"]:
            value = (value + found["data"][:_MAX_TEXT]).strip()
        if not found["more"].endswith("/"):
            yield Tag(found["name"].upper(), value, bool(found["end"]), line)


def read_time(text: str) -> str | None:
    """Return ISO 8601 of YYYYMMDD[HHMMSS[.mmm][zone]]; a zone is applied.

    Noon and midnight to the second without a zone are dates alone. None for no date.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    try:
        day = datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC)
        if found[4] is None:
            return day.date().isoformat()
        moment = day + timedelta(
            hours=int(found[4]), minutes=int(found[5]), seconds=int(found[6] or 0)
        )
        zone = found[7] or ""
        if not zone.strip("+-"):
            alone = (found[4], found[5], found[6] or "00")
            if alone in (("00", "00", "00"), ("12", "00", "00")):
                return day.date().isoformat()
            return moment.strftime("%Y-%m-%dT%H:%M:%S")
        part = timedelta(hours=float(f"0.{found[8]}") if found[8] else 0.0)
        shift = timedelta(hours=int(zone)) + (-part if zone.startswith("-") else part)
        if (moment - day) in (timedelta(), timedelta(hours=12)):
            return day.date().isoformat()
        return (moment - shift).strftime("%Y-%m-%dT%H:%M:%S")
    except (ValueError, OverflowError):
        return None
