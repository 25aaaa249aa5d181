"""One-byte encodings: how well each explains bytes as text of a language."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from extraction.reading.letters import Letters, load_letters, load_settings


@dataclass(frozen=True, slots=True)
class Page:
    """An encoding of one byte a character, or of seven bits; `characters` by byte."""

    name: str
    characters: str
    prior: float
    codes: NDArray[np.int16]
    lower: NDArray[np.bool_]
    upper: NDArray[np.bool_]
    language: str | None = None

    def score(self, data: bytes) -> float:
        """Return how well the page explains the bytes, in bits (negative)."""
        letters = load_letters()
        cost: float = load_settings()["costs"]["case_break"]
        found = np.frombuffer(b" " + data + b" ", np.uint8)
        bits = letters.score(self.codes[found], self.language)
        if self.language is None:
            bits -= np.array([_handicap(name) for name in letters.names], np.float32)
        breaks = int((self.lower[found][:-1] & self.upper[found][1:]).sum())
        return float(bits.max()) + self.prior - breaks * cost

    def decode(self, data: bytes) -> str:
        """Return the text of these bytes."""
        return "".join(map(self.characters.__getitem__, data))


def _handicap(language: str) -> float:
    return 0.0 if language in _home() else float(load_settings()["elsewhere"])


@cache
def _home() -> frozenset[str]:
    path = Path(__file__).with_name("letters.yaml")
    return frozenset(yaml.safe_load(path.read_text("utf-8"))["home"])


@cache
def list_pages() -> tuple[Page, ...]:
    """Return the one-byte encodings, those preferred where others fit as well first."""
    return tuple(
        _make(row["name"], _decode_all(row["name"]), row["prior"])
        for row in load_settings()["pages"]
    )


@cache
def list_seven_bit() -> tuple[Page, ...]:
    """Return the region's pages of seven bits; they stand for ASCII, so never alone."""
    settings = load_settings()
    return tuple(
        _make(name, _replace(row, settings["cyrillic"]), row["prior"], row["language"])
        for name, row in settings["seven_bit"].items()
    )


@cache
def ascii_page() -> Page:
    """Return ASCII as it stands, its signs read as signs."""
    return _make("ascii", _decode_all("latin-1"), 0.0, signs="[]\\^@{}|~`")


def _decode_all(name: str) -> str:
    return "".join(bytes([byte]).decode(name, "replace") for byte in range(256))


def _replace(row: Any, cyrillic: dict[str, str]) -> str:
    letters = dict(row["letters"])
    if row.get("cyrillic"):
        both = {a.lower(): b.lower() for a, b in cyrillic.items()} | cyrillic
        letters = both | letters
    return "".join(letters.get(c, c) for c in _decode_all("latin-1"))


def _make(
    name: str,
    characters: str,
    prior: float,
    language: str | None = None,
    signs: str = "",
) -> Page:
    letters: Letters = load_letters()
    sign = letters.number("□")
    codes = [sign if c in signs else letters.number(c) for c in characters]
    return Page(
        name,
        characters,
        prior,
        np.array(codes, np.int16),
        np.array([c.islower() for c in characters]),
        np.array([c.isupper() for c in characters]),
        language,
    )
