"""Bytes of text of unknown encoding to a string: BOM, UTF-8, UTF-16, then by letters.

Short texts of the region decide between one-byte encodings badly by statistics made
for large languages; here the letters that Serbian, Croatian, Macedonian and Albanian
use beyond ASCII are weighed.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 20_000
_PIECE = 1 << 20
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN_WORD = re.compile(
    rb"[A-Za-z\x80-\xff]{0,100}[\x80-\xff][A-Za-z\x80-\xff]{0,100}"
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b\x08\x1a"))
_BLANKS = "\t\n\r\x0b\x0c"
_UNREADABLE = ("Cc", "Cn", "Co", "Cs")
_PLANES = (0x00, 0x01, 0x04, 0x20)


def looks_like_text(head: bytes) -> bool:
    """Whether the first bytes are text in some encoding, not binary data."""
    if head.startswith(tuple(bom for bom, _ in _BOMS)) or _find_utf16(head):
        return True
    if 0 in head:
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * 100 <= len(head)


def decode_text(data: bytes, declared: str | None = None) -> str:
    """Return the text without BOM; bytes that stand for nothing become U+FFFD.

    `declared` is what a header says; it is believed where it decodes without error.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace")
    if (wide := _find_utf16(data[:4096])) is not None:
        return data.decode(wide, "replace")
    if (text := _try_utf8(data)) is not None:
        return text
    if declared and (text := _try_declared(data, declared)) is not None:
        return text
    return data.decode(_find_single_byte(data), "replace")


def iter_text(data: bytes) -> Iterator[str]:
    """Yield in pieces what decode_text returns, so that it is never held whole."""
    start, name = _find_encoding(data)
    decoder = codecs.getincrementaldecoder(name)("replace")
    for at in range(start, len(data), _PIECE):
        yield decoder.decode(data[at : at + _PIECE])
    yield decoder.decode(b"", final=True)


def _find_encoding(data: bytes) -> tuple[int, str]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return len(bom), name
    if (wide := _find_utf16(data[:4096])) is not None:
        return 0, wide
    return 0, "utf-8" if _is_utf8(data) else _find_single_byte(data)


def _is_utf8(data: bytes) -> bool:
    """Whether _try_utf8 would decode it, found piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    marks = foreign = 0
    for at in range(0, len(data), _PIECE):
        text = decoder.decode(data[at : at + _PIECE], at + _PIECE >= len(data))
        if text.isascii():
            continue
        marks += text.count("\ufffd")
        foreign += len(text) - len(text.encode("ascii", "ignore"))
    if not marks:
        return True
    genuine = data.count(b"\xef\xbf\xbd")
    return marks == genuine or foreign - marks > 20 * marks


def _try_utf8(data: bytes) -> str | None:
    """Decode UTF-8, forgiving a cut at the end and a rare damaged character."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - damaged
    return text if sound > 20 * damaged else None


def _try_declared(data: bytes, declared: str) -> str | None:
    try:
        info = codecs.lookup(declared)
        if not info._is_text_encoding or info.name in ("utf-7", "idna", "punycode"):
            return None
        text = data.decode(info.name)
    except (LookupError, ValueError):
        return None
    return None if any(0xD800 <= ord(c) < 0xE000 for c in text) else text


def _find_utf16(head: bytes) -> str | None:
    """Name UTF-16 without BOM: one byte of each pair says Latin or Cyrillic."""
    pairs = len(head) // 2
    if pairs < 2 or 0 not in head:
        return None
    high = sum(byte in _PLANES for byte in head[1 : 2 * pairs : 2])
    low = sum(byte in _PLANES for byte in head[0 : 2 * pairs : 2])
    name = None
    if high >= 0.9 * pairs and low < 0.5 * pairs:
        name = "utf-16-le"
    if low >= 0.9 * pairs and high < 0.5 * pairs:
        name = "utf-16-be"
    return (
        name
        if name and _is_readable(head[: 2 * pairs].decode(name, "replace"))
        else None
    )


def _is_readable(text: str) -> bool:
    odd = sum(unicodedata.category(c) in _UNREADABLE and c not in _BLANKS for c in text)
    return odd * 50 <= len(text)


@dataclass(frozen=True, slots=True)
class _Scores:
    candidates: tuple[str, ...]
    letters: dict[str, float]
    marks: frozenset[str]
    stranger: float
    control: float
    symbol: float
    punctuation: float
    mixed_scripts: float
    case_break: float


@cache
def _load_scores() -> _Scores:
    path = Path(__file__).with_name("encoding.yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    tables = (data.pop("letters"), data.pop("cyrillic"))
    letters = {
        letter: weight
        for table in tables
        for weight, row in table.items()
        for letter in row
    }
    marks = frozenset(data.pop("marks"))
    candidates = tuple(data.pop("candidates"))
    return _Scores(candidates=candidates, letters=letters, marks=marks, **data)


def _find_single_byte(data: bytes) -> str:
    """Name the one-byte encoding whose letters fit the region best."""
    sample = _cut_sample(data)
    candidates = _load_scores().candidates
    scores = {name: _score(sample, name) for name in candidates}
    return max(candidates, key=lambda name: scores[name])


def _cut_sample(data: bytes) -> bytes:
    """Return the words around bytes outside ASCII, at most 20,000 bytes."""
    found = _FOREIGN_WORD.finditer(data)
    words: list[bytes] = []
    size = 0
    for match in found:
        words.append(match[0][:100])
        size += len(words[-1])
        if size > _SAMPLE:
            break
    return b" ".join(words)


def _score(sample: bytes, name: str) -> float:
    scores = _load_scores()
    text = sample.decode(name, "replace")
    total = sum(_score_character(c, scores) for c in text if ord(c) > 127)
    for match in _WORD.finditer(text):
        word = match[0]
        latin = any(c < "\u0250" for c in word)
        if latin and any("\u0400" <= c < "\u0530" for c in word):
            total += scores.mixed_scripts
        total += scores.case_break * len(
            re.findall(r"[a-zа-џčćšžđ][A-ZА-ЯČĆŠŽĐ]", word)
        )
    return total


def _score_character(character: str, scores: _Scores) -> float:
    if character in scores.marks:
        return scores.punctuation
    category = unicodedata.category(character)
    if category == "Cc" or character == "\ufffd":
        return scores.control
    if not category.startswith("L"):
        return scores.symbol
    return scores.letters.get(character.lower(), scores.stranger)
