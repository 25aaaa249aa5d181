"""Bytes of text of unknown encoding to a string: BOM, UTF-8, UTF-16, then by letters.

Short texts of the region decide between one-byte encodings badly by statistics made
for large languages; here each is weighed by how letters follow each other in Serbian,
Croatian, Macedonian, Albanian and their neighbours.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator

from extraction.model import Content
from extraction.reading.pages import list_pages
from extraction.reading.position import reach

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SOUND = 5
"""How many sound characters UTF-8 needs for a damaged one to be UTF-8 at all."""
_SAMPLE = 20_000
_MARK = "\ufffd".encode()
_PIECE = 1 << 20
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN_WORD = re.compile(
    rb"[A-Za-z\x80-\xff]{0,100}[\x80-\xff][A-Za-z\x80-\xff]{0,100}"
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b\x08\x1a"))
_BLANKS = "\t\n\r\x0b\x0c"
_UNREADABLE = ("Cc", "Cn", "Co", "Cs")
_OTHER_SYSTEMS = ("cp4", "cp7", "cp8", "mac")
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


def iter_text(data: Content, windows: str | None = None) -> Iterator[str]:
    """Yield in pieces what decode_text returns, so that it is never held whole.

    `windows` is a page of Windows that a header names, as programs do for all of them:
    it counts where the letters fit no page of Windows better than another system's.
    """
    start, name = find_encoding(data)
    if windows and name.startswith(_OTHER_SYSTEMS):
        name = windows
    decoder = codecs.getincrementaldecoder(name)("replace")
    for at in range(start, len(data), _PIECE):
        yield decoder.decode(data[at : at + _PIECE])
        reach(at + _PIECE)
    yield decoder.decode(b"", final=True)


def find_encoding(data: Content) -> tuple[int, str]:
    """Return how long the BOM is, and the name of the encoding behind it."""
    head = data[:4096]
    for bom, name in _BOMS:
        if head.startswith(bom):
            return len(bom), name
    if (wide := _find_utf16(head)) is not None:
        return 0, wide
    return 0, "utf-8" if _is_utf8(data) else _find_single_byte(data)


def _is_utf8(data: Content) -> bool:
    """Whether _try_utf8 would decode it, found piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    marks = foreign = genuine = 0
    for at in range(0, len(data), _PIECE):
        piece = data[at : at + _PIECE]
        text = decoder.decode(piece, at + _PIECE >= len(data))
        if text.isascii():
            continue
        genuine += data[at : at + _PIECE + 2].count(_MARK)
        marks += text.count("\ufffd")
        foreign += len(text) - len(text.encode("ascii", "ignore"))
    if not marks:
        return True
    return marks == genuine or foreign - marks > SOUND * marks


def _try_utf8(data: bytes) -> str | None:
    """Decode UTF-8, forgiving a cut at the end and a rare damaged character."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - damaged
    return text if sound > SOUND * damaged else None


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


def _find_single_byte(data: Content) -> str:
    """Name the one-byte encoding whose letters fit a language best."""
    sample = _cut_sample(data)
    pages = list_pages()
    scores = {page.name: page.score(sample) for page in pages}
    return max(pages, key=lambda page: scores[page.name]).name


def _cut_sample(data: Content) -> bytes:
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
