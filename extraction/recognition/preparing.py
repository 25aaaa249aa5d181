"""Text as the recognizer reads it: Latin letters without accents, offsets kept.

One alphabet for both scripts, and no difference between a text typed with its
diacritics and one typed without: what was learnt in one holds in all of them.
"""

import unicodedata

from graph.names import Converted, to_latin

_SPECIAL = {"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "„": '"', "“": '"'}
_SPECIAL |= {"”": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "–": "-", "—": "-"}


def prepare(text: str) -> Converted:
    """Return the text in plain Latin letters with the way back for every offset."""
    converted = to_latin(text)
    return Converted(converted.text.translate(_table), converted.offsets)


def _plain(letter: str) -> str:
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter


class _Table(dict[int, str]):
    """Folds each code point once, on first sight; one for one."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code) if code < 128 else _plain(chr(code))
        return self[code]


_table = _Table()
