"""The formats that reading knows by sight, as data beside this module."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extraction.reading.encoding import looks_like_text

ENCRYPTED = "encrypted, needs a password"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class Format:
    """A recognised format: `name` keys the readers, empty where none takes it."""

    name: str
    media_type: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Signature:
    at: int
    magic: bytes
    format: Format
    text: bool

    def fits(self, head: bytes) -> bool:
        """Whether a file begins so, and is no text where the format is none."""
        return head.startswith(self.magic, self.at) and (
            self.text or not looks_like_text(head)
        )


@dataclass(frozen=True, slots=True)
class _Tables:
    magic: tuple[_Signature, ...]
    parts: tuple[tuple[str, Format], ...]
    open_document: dict[str, Format]
    streams: tuple[tuple[str, Format], ...]


def find_by_magic(head: bytes) -> Format | None:
    """Return the format whose first bytes these are."""
    return next((sign.format for sign in _load().magic if sign.fits(head)), None)


def find_by_parts(names: frozenset[str]) -> Format | None:
    """Return the office format that has one of these parts."""
    return next((form for part, form in _load().parts if part in names), None)


def find_open_document(media_type: str) -> Format:
    """Return the format of an OpenDocument file by the media type it names."""
    kind = media_type.removeprefix(OPEN_DOCUMENT)
    unknown = Format("", media_type, "OpenDocument file: not supported yet")
    return _load().open_document.get(kind, unknown)


def find_by_streams(names: frozenset[str]) -> Format | None:
    """Return the format of a Microsoft compound file that has one of these streams."""
    return next((form for name, form in _load().streams if name in names), None)


@cache
def _load() -> _Tables:
    path = Path(__file__).with_name("signatures.yaml")
    data: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text("utf-8"))
    for row in data["open_document"]:
        row["type"] = f"{OPEN_DOCUMENT}{row['part']}"
    return _Tables(
        magic=tuple(_read_signature(row) for row in data["magic"]),
        parts=tuple((row["part"], _read_format(row)) for row in data["parts"]),
        open_document={r["part"]: _read_format(r) for r in data["open_document"]},
        streams=tuple((row["part"], _read_format(row)) for row in data["streams"]),
    )


def _read_format(row: dict[str, Any]) -> Format:
    if reader := row.get("reader"):
        return Format(reader, row["type"])
    if row.get("encrypted"):
        return Format("", row["type"], ENCRYPTED)
    refusal = row.get("refusal") or f"{row['kind']}: not supported yet"
    return Format("", row["type"], refusal)


def _read_signature(row: dict[str, Any]) -> _Signature:
    magic = row["bytes"].encode("latin-1").decode("unicode_escape").encode("latin-1")
    return _Signature(row["at"], magic, _read_format(row), row.get("text", False))
