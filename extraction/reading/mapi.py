"""What Outlook keeps of a message, a contact or an entry, as an RFC 5322 message.

The messages of .msg and .pst files differ in their wrapping alone; as ordinary messages
they are read, kept and given out as all mail is.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from functools import cache
from pathlib import Path

import compressed_rtf
import yaml

from extraction.reading.encoding import decode_text
from extraction.reading.limits import describe_size
from extraction.reading.rtf import read_rtf
from graph.errors import InvalidInput

MAX_DEPTH = 8
MAX_SIZE = 192 << 20
_TEXT, _WIDE, _TIME = 0x001E, 0x001F, 0x0040
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Properties:
    """Values by their number, each with its type and its bytes."""

    values: dict[int, tuple[int, bytes]]

    def data(self, *numbers: int) -> bytes:
        """Return the bytes of the first of these that is there and not empty."""
        found = (self.values[number][1] for number in numbers if number in self.values)
        return next((data for data in found if data), b"")

    def text(self, *numbers: int) -> str:
        """Return the first of these that is a text that is not empty."""
        found = (self._decode(n).strip() for n in numbers if n in self.values)
        return next((text for text in found if text), "")

    def number(self, number: int) -> int:
        """Return a whole number, 0 where there is none."""
        data = self.data(number)[:4]
        return int(struct.unpack("<i", data)[0]) if len(data) == 4 else 0

    def moment(self, *numbers: int) -> datetime | None:
        """Return the first of these that is a time within a calendar's range."""
        for number in numbers:
            kind, data = self.values.get(number, (0, b""))
            if kind == _TIME and len(data) >= 8:
                ticks = int(struct.unpack_from("<Q", data)[0])
                if 0 < ticks < 1 << 60:
                    return _EPOCH + timedelta(microseconds=ticks // 10)
        return None

    def _decode(self, number: int) -> str:
        kind, data = self.values[number]
        if kind == _WIDE:
            text = data[: len(data) & ~1].decode("utf-16-le", "replace")
        elif kind == _TEXT:
            text = decode_text(data, self._code_page())
        else:
            return ""
        return text.rstrip("\x00").replace("\r\n", "\n")

    def _code_page(self) -> str | None:
        page = self.number(0x3FFD)
        return f"cp{page}" if page else None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file at a message, or a message in it."""

    properties: Properties
    data: bytes = b""
    message: "Item | None" = None


@dataclass(frozen=True, slots=True)
class Item:
    """A message, a contact, an entry of a calendar."""

    properties: Properties
    recipients: list[Properties] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def write_eml(item: Item, depth: int = 0) -> bytes:
    """Return the item as a message; the same item gives the same bytes.

    Raises InvalidInput where messages nest deeper than MAX_DEPTH or hold more than
    MAX_SIZE.
    """
    if depth > MAX_DEPTH:
        raise InvalidInput(f"messages nested deeper than {MAX_DEPTH}")
    message = MIMEMultipart(boundary=f"=_klupko_{depth}_=")
    for name, value in _list_headers(item):
        message[name] = Header(value, "utf-8").encode(maxlinelen=0)
    message.attach(_write_body(item.properties))
    size = 0
    for number, attachment in enumerate(item.attachments, start=1):
        data = attachment.data
        if attachment.message is not None:
            data = write_eml(attachment.message, depth + 1)
        size += len(data)
        if size > MAX_SIZE:
            raise InvalidInput(f"attachments of more than {describe_size(MAX_SIZE)}")
        message.attach(_write_attachment(attachment, data, number))
    return message.as_bytes()


def _list_headers(item: Item) -> Iterator[tuple[str, str]]:
    found = item.properties
    yield (
        "From",
        _address(
            found.text(0x0C1A, 0x0042), found.text(0x5D01, 0x5D02, 0x0C1F, 0x0065)
        ),
    )
    for kind, (name, shown) in enumerate(
        (("To", 0x0E04), ("Cc", 0x0E03), ("Bcc", 0x0E02)), start=1
    ):
        listed = [
            _address(one.text(0x3001, 0x5FF6), one.text(0x39FE, 0x3003))
            for one in item.recipients
            if one.number(0x0C15) == kind
        ]
        if text := ", ".join(filter(None, listed)) or found.text(shown):
            yield name, _clean(text)
    yield "Subject", _clean(_unprefix(found.text(0x0037, 0x0E1D)))
    if (moment := found.moment(0x0039, 0x0E06)) is not None:
        yield "Date", format_datetime(moment)
    for name, number in (
        ("Message-ID", 0x1035), ("In-Reply-To", 0x1042), ("References", 0x1039),
    ):  # fmt: skip
        if text := found.text(number):
            yield name, _clean(text)
    yield "X-Message-Class", _clean(found.text(0x001A)) or "IPM"


def _address(name: str, address: str) -> str:
    name, address = _clean(name), _clean(address)
    if "@" not in address or address == name:
        return name or address
    return f"{name} <{address}>" if name else address


def _unprefix(subject: str) -> str:
    """Return a subject without the two characters that count its `Re: `."""
    return subject[2:] if subject.startswith("\x01") else subject


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text.encode("utf-8", "replace").decode("utf-8")).strip()


def _write_body(found: Properties) -> Message:
    plain = found.text(0x1000)
    markup = found.text(0x1013) or _decode_markup(found)
    if not plain and not markup and (packed := found.data(0x1009)):
        plain = _unpack_rtf(packed)
    card = "\n".join(_list_details(found))
    if markup and not plain and not card:
        return _write_text(markup, "html")
    return _write_text("\n\n".join(filter(None, (card, plain or ""))), "plain")


def _decode_markup(found: Properties) -> str:
    page = found.number(0x3FDE)
    return decode_text(found.data(0x1013), f"cp{page}" if page else None)


def _unpack_rtf(packed: bytes) -> str:
    try:
        data = compressed_rtf.decompress(packed)
    except Exception as error:  # the library trusts lengths in the data
        raise InvalidInput("damaged: its text cannot be unpacked") from error
    return "\n".join(read_rtf(bytes(data)))


def _write_text(text: str, kind: str) -> Message:
    return MIMEText(text.encode("utf-8", "replace").decode("utf-8"), kind, "utf-8")


def _write_attachment(attachment: Attachment, data: bytes, number: int) -> Message:
    found = attachment.properties
    name = _clean(found.text(0x3707, 0x3704, 0x3001))
    if attachment.message is not None:
        subject = _unprefix(attachment.message.properties.text(0x0037))
        name = f"{_clean(name or subject) or f'part-{number}'}.eml"
    part = MIMEApplication(data)
    named = ("utf-8", "", name or f"part-{number}.bin")
    part.add_header("Content-Disposition", "attachment", filename=named)
    return part


@cache
def _load_details() -> dict[int, str]:
    path = Path(__file__).with_name("mapi.yaml")
    details: dict[int, str] = yaml.safe_load(path.read_text("utf-8"))
    return details


def _list_details(found: Properties) -> Iterator[str]:
    """Yield a line for each of what a contact says beyond its text."""
    for number, label in _load_details().items():
        if text := _clean(found.text(number)):
            yield f"{label}: {text}"
