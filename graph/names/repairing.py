"""Names whose letters a machine lost: old 7-bit letters, wrongly decoded text."""

import re
from functools import cache

from graph.names.given import load

_SUSPECT = re.compile(r"[{}|~@^\\`?\[\]\ufffdæÆðÐÃÄÅËÑ]")
_SEVEN = re.compile(r"(?=\S*[A-Za-z])(?:\S*[{}|~@^\\]\S*|\[\w+(?!\S)|\w+[\[\]]\w+)")
_TWICE = re.compile("[\u00c3-\u00c5\u00d0\u00d1\u00cb][\u0080-\u00bf\u0152-\u2122]")
_EASTERN = re.compile("[æÆðÐ]")
_LOST = re.compile("(?<=[^\\W\\d_])[?\ufffd](?=\\w)|(?<=[iI])[?\ufffd]")
_SMALL_L = re.compile(r"(?<=[A-ZČĆŠŽĐÇË])l(?![a-zčćšžđçë])|\bl(?=[A-ZČĆŠŽĐÇË]{2})")


def repair(text: str) -> str:
    """Return a name with the letters it had before a machine misread them.

    UTF-8 taken for Windows' Western letters, Central European letters taken for
    Western ones, YUSCII (`Teši}`), a question mark for a letter, l for I in capitals.
    """
    if "l" in text:
        text = _SMALL_L.sub("I", text)
    if _SUSPECT.search(text) is None:
        return text
    if _TWICE.search(text):
        text = _decoded(text)
    if _EASTERN.search(text):
        text = text.translate(_tables()[1])
    text = _SEVEN.sub(lambda m: m.group().translate(_tables()[0]), text)
    return _LOST.sub("c", text)


def _decoded(text: str) -> str:
    """Return a text that was decoded as Western decoded as UTF-8, if it can be."""
    raw = bytearray()
    for letter in text:
        try:
            raw += letter.encode("cp1252")
        except UnicodeEncodeError:
            if ord(letter) > 255:
                return text
            raw.append(ord(letter))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return text


@cache
def _tables() -> tuple[dict[int, str], dict[int, str]]:
    known = load("damage")
    return str.maketrans(known["seven"]), str.maketrans(known["eastern"])
