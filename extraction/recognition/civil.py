"""Papers of civil courts and contracts: there an address has its town, as on a letter.

Case files say `from Kotor, Dobrota 117` of two things, a town and an address in it. In
a contract or civil judgment the same words are one: where a party is reached. So are
the words for a flat before its street.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extraction.model import Mention, Page
from extraction.recognition.gazetteer import find_place
from extraction.recognition.wording import CAPITALIZED, fold, pattern

_BETWEEN = re.compile(r",?\s+(?:[uу]\s+)?")
_HOME = r"\b(?:stan|kuc|garsonjer|lokal)\w{0,3}\s"
_NUMBER = r"(?:broj\w{0,2}|br\.?|k\. br\.)\s?\d+[\w/]{0,4}"
_FLAT = re.compile(
    rf"{_HOME}{_NUMBER}(?:,?\s(?:na|u)\s(?!ul)[^,;:()\n]{{1,40}})?,?\s(?:u\s)?\Z"
)
_NUMBERED, _UNNUMBERED = re.compile(_NUMBER), re.compile(rf"{_HOME}\Z")
_IN_TOWN = re.compile(rf",?\s[uу]\s({CAPITALIZED}(?:\s{CAPITALIZED})?)")
_AHEAD = 90
_LEAST, _SHARE, _STEM = 5, 0.007, 5
"""How many words of civil law a page has at least, and of all its words; by how many
letters they are told apart, as there are two such words at least."""


def with_towns(pages: Sequence[Page], mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield the mentions; on civil papers an address takes the town beside it."""
    civil = {page.number: page.text for page in pages if is_civil(page.text)}
    last: Mention | None = None
    for one in mentions:
        text = civil.get(one.page, "")
        whole = _whole(text, one)
        if last is not None and last.page == one.page and one.end <= last.end:
            continue  # a town that an address has taken
        if last is not None and _belong(text, last, whole):
            last = _stretched(text, last, last.start, whole.end)
            continue
        if last is not None:
            yield last
        last = whole
    if last is not None:
        yield last


def is_civil(text: str) -> bool:
    """Whether a page is of a civil court or contract, by words for its parties."""
    words = len(text.split())
    found = [m.group()[:_STEM] for m in pattern("cues", "civil").finditer(fold(text))]
    return len(found) >= max(_LEAST, _SHARE * words) and len({*found}) > 1


def _belong(text: str, one: Mention, other: Mention) -> bool:
    """Whether two mentions are a town and the address in it, in either order."""
    return (
        text != ""
        and {one.type, other.type} == {"LOC", "ADDRESS"}
        and one.page == other.page
        and _BETWEEN.fullmatch(text, one.end, other.start) is not None
    )


def _whole(text: str, one: Mention) -> Mention:
    """Return an address with the flat named before its street, and "in" its town."""
    if one.type != "ADDRESS" or not text:
        return one
    first = max(0, one.start - _AHEAD)
    numbered = _NUMBERED.match(fold(one.text)) is not None
    before = fold(text[first : one.start])
    flat = (_UNNUMBERED if numbered else _FLAT).search(before)
    town = _IN_TOWN.match(text, one.end)
    start = first + flat.start() if flat else one.start
    inside = town is not None and find_place(town[1]) is not None
    return _stretched(text, one, start, town.end() if town and inside else one.end)


def _stretched(text: str, one: Mention, start: int, end: int) -> Mention:
    name = f"{one.page}.{start}.{end}.ADDRESS"
    return replace(
        one, id=name, start=start, end=end, text=text[start:end], type="ADDRESS"
    )
