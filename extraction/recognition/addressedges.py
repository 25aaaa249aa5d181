"""An address that the recognizer marked → where the address in it begins and ends."""

import re

from extraction.recognition.fields import ADDRESS_END
from extraction.recognition.wording import UPPER, fold, word_set

_SENTENCE = re.compile(rf"(?<=\d)\.\s(?=[{UPPER}])")
_NO_ADDRESS = re.compile(
    r"[RР]\.\s?(?:br|бр)\.|[A-ZА-Ш]-?\d{1,2}\Z"
    r"|[^\s“”\"]{1,20}[“”\"]\s[A-ZА-Ш]{2}[ -]?\d{3,4}[ -]?[A-ZА-Ш]{2}\Z"
)
"""A row's number, a label, and a vehicle's make in quotes before its plate."""

_NUMBER = re.compile(r"\s(?:br|бр|nr)\.?\s?\d+\Z")
_SMALL_BEHIND = re.compile(r"(?<=[^\W\d_]) ([^\W\d_]{4,})\Z")
_QUARTER = re.compile(r"\([^()\n]{1,40}\)(?=,)")
_STREET_BEFORE = re.compile(r"(?<!\w)([^\W\d_]+\.?)\s[„“\"«']\Z")
_STREET_BACK = 16
_ADDRESS_WORDS = ("street", "quarters", "address_units", "address_words")


def address_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where an address begins and ends, without the words about it."""
    end = _end_of_address(text, start, end)
    return _begin_of_address(text, start, end), end


def is_no_address(piece: str) -> bool:
    """Whether a piece is what is often taken for an address: a label, a title."""
    return _NO_ADDRESS.match(piece) is not None or _is_title(piece)


def with_street(text: str, start: int) -> int:
    """Return where an address begins with `street „` before the street's name."""
    opened = _STREET_BEFORE.search(text, max(0, start - _STREET_BACK), start)
    if opened is None or fold(opened[1]) not in word_set("cues", "street"):
        return start
    return opened.start(1)


def _is_title(piece: str) -> bool:
    """Whether words in capitals have a number behind: a report's title."""
    words = _NUMBER.sub("", piece)
    return words != piece and words.isupper() and " " in words.strip()


def _end_of_address(text: str, start: int, end: int) -> int:
    """Return where what is no address begins; a quarter in brackets is of it."""
    piece = _QUARTER.sub(lambda m: "_" * len(m[0]), text[start:end])
    stop = _SENTENCE.search(piece) or ADDRESS_END.search(piece)
    end = _without_remark(text, start, start + stop.start() if stop else end)
    while word := _SMALL_BEHIND.search(text, start, end):
        if not word[1].islower() or _is_of_address(word[1]):
            break
        end = word.start()
    return end


def _without_remark(text: str, start: int, end: int) -> int:
    """Return where an address ends before what a comma parts from it: `, udata`."""
    while (comma := text.rfind(",", start, end)) > start:
        words = text[comma + 1 : end].split()
        told = words and words[0][0].islower() and not any(map(str.isdigit, words[-1]))
        if not told or _is_of_address(words[0]):
            break
        end = comma
    return end


def _begin_of_address(text: str, start: int, end: int) -> int:
    """Return where an address begins behind the common words before it: `kuće`."""
    while word := re.match(r"([^\W\d_]+\.?),?\s+", text[start:end]):
        if not word[1][0].islower() or _is_of_address(word[1]):
            break
        start += word.end()
    return start


def _is_of_address(word: str) -> bool:
    return any(fold(word) in word_set("cues", key) for key in _ADDRESS_WORDS)
