"""Labels that a text gives to people, `O-1: Name`, `Name (M2)`: where else they stand.

Logs and intercepts name a person once and go on with the label, so that it is read, and
marked for what is learnt, like a name.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from extraction.relation.learned.marking import Place

_UPPER = "A-ZČĆŽŠĐËÇА-ШЃЌЉЊЏ"
_SHORT = rf"[{_UPPER}]{{1,3}}[-.]?\d{{1,2}}"
_WORD = rf"[^\W\d_]{{3,12}}[^\S\n](?:\d{{1,2}}|[{_UPPER}])"
_CODE = rf"[{_UPPER}]{{2,10}}"
_LISTED = rf"\(\d{{1,2}}\)|#\d{{1,2}}|\d\.\d{{1,2}}|[{_UPPER}](?=[.)])"
_ITEM = r"[a-hа-з]\)"
_QUOTES = "\"„“”'»«"
_SIGNS = "=:|–—"
_NEAR = re.compile(
    rf"(?:(?<![\w.-])(?P<one>{_SHORT}|{_WORD}|{_CODE}|[{_UPPER}]|#\d{{1,2}})"
    rf"(?:\s?\((?P<other>{_SHORT})\))?(?:\s?[{_SIGNS}]|\s-)"
    rf"|(?<![\w.-])(?P<is>{_SHORT})\s(?:je|је|е|is|është)"
    rf"|\((?P<inside>{_SHORT})\)\s?[{_SIGNS}])\s?[{_QUOTES}]?\Z"
)
"""A label just before a name, with a sign between: `S1 = Name`."""
_LINE = re.compile(
    rf"\A[^\w\n(#]{{0,6}}(?:[^:\n]{{3,25}}:\s)?(?P<one>{_SHORT}|{_WORD}|{_LISTED}|{_ITEM}|"
    rf"[{_UPPER}](?=\s?=)|{_CODE}(?=\s?[{_SIGNS}]))"
    rf"(?:\s?\((?P<other>{_SHORT})\))?[.)]?(?:\s?[{_SIGNS}-])?\s[^\n]{{0,60}}\Z"
)
"""A label that a line begins with, other words between: `AK: line 067 …, Name`."""
_ALONE = re.compile(rf"[^\w\n]{{0,6}}(?P<one>{_WORD}|{_SHORT})[^\w\n]{{0,3}}\Z")
_FIELD = re.compile(r"[^\S\n]*[^\W\d_]+(?:[^\S\n][^\W\d_]+){0,2}:[^\S\n]*\Z")
_BEHIND = re.compile(
    rf"[^()\n]{{0,3}}\((?:[^()\n]{{0,40}}[^\w\n])??[{_QUOTES}]?"
    rf"(?P<one>{_SHORT}|{_WORD}|(?<=: ){_CODE})"
    rf"[{_QUOTES}]?[^\w\n]{{0,3}}\)"
)
_LONGEST = 90
"""Characters before a name in which its label can stand."""
_MOST = 60
"""Labels of a text."""
_WORDS = frozenset("AIUOSKEАИУОСКЕ")
"""Letters that are words as well: alone they are taken for labels in capitals only
behind the first word of a line."""
_HEADERS = frozenset("OD DO ZA KA NA CC RE TO NGA PER ОД ДО ЗА КА НА КОН".split())
"""Words of headers that are no labels, in capitals before a colon."""
_STEM, _ENDING = 3, 2
"""Letters that a label's word keeps at least, and that its ending may be."""
_SUFFIX = r"(?:[-'’][^\W\d_]{1,4})?"
_VOWELS = "AEIOUАЕИОУË"


class Labelled(NamedTuple):
    """The places of names, then of labels, and for each of which name it is."""

    places: list[Place]
    names: list[int]


class Word(NamedTuple):
    """A word's span in the text, and the number of the place that it stands for."""

    start: int
    end: int
    name: int


class _Label(NamedTuple):
    """A label, where the text gives it, and the number of the place that has it."""

    text: str
    at: int
    name: int


def add_labels(
    text: str, places: Sequence[Place], standing: Iterable[Word] = ()
) -> Labelled:
    """Return the places with those at which labels and other words for them stand.

    `names` has for each the number of the given place that it stands for: its own, or
    that of the name to which the text gives the label. `standing` are roles, pronouns
    and the like, as the rules understand them; labels come before them.
    """
    found = Labelled([*places], [*range(len(places))])
    taken = bytearray(len(text))
    for place in places:
        taken[place.start : place.end] = b"\1" * (place.end - place.start)
    for start, end, number in (*find_labels(text, places), *standing):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            name = places[number]
            found.places.append(Place(start, end, name.type, name.entity))
            found.names.append(number)
    return found


def find_labels(
    text: str, places: Sequence[Place], *, given: bool = True
) -> Iterator[Word]:
    """Yield where the labels of a text stand; where it gives them only if `given`."""
    labels = _labels(text, places)
    known = {label.text for label in labels}
    for label in labels:
        for pattern in _patterns(label.text, known):
            for match in pattern.finditer(text):
                if given or match.start() != label.at:
                    yield Word(*match.span(), label.name)


def _labels(text: str, places: Sequence[Place]) -> list[_Label]:
    """Return the labels of a text, each once, those of a kind that is given twice."""
    known: dict[str, _Label] = {}
    people = [n for n, place in enumerate(places) if place.type == "PER"]
    starts = [places[n].start for n in people]
    for number in people:
        for label, at in _given(text, places[number], starts):
            if label not in known and len(known) < _MOST:
                known[label] = _Label(label, at, number)
    kinds = Counter(_kind(label) for label in known)
    return [
        label
        for label in known.values()
        if _is_sure(label.text) or kinds[_kind(label.text)] > 1
        if not _is_row(text, label)
    ]


def _is_sure(label: str) -> bool:
    """Whether a label needs no other of its kind beside it."""
    return _kind(label) in ("short", "word", "code")


def _is_row(text: str, label: _Label) -> bool:
    """Whether a word is a form's before a colon: `CLIENT: Name`, or who speaks."""
    if _kind(label.text) != "code":
        return False
    behind = text[label.at + len(label.text) :][:2].lstrip()
    plain = len(label.text) <= _STEM and label.text not in _HEADERS
    return behind[:1] == ":" and not plain


def _given(text: str, place: Place, people: Sequence[int]) -> Iterator[tuple[str, int]]:
    """Yield the labels that stand before or behind a name, with where they stand."""
    line = text.rfind("\n", 0, place.start) + 1
    begin = max(line, place.start - _LONGEST)
    other = bisect_left(people, place.start) - 1
    clear = other < 0 or people[other] < begin
    before = text[begin : place.start]
    found = _NEAR.search(before)
    if found is None and begin == line and clear:
        found = _LINE.match(before)
    if found is None and begin == line and _FIELD.fullmatch(before):
        begin = text.rfind("\n", 0, max(0, line - 1)) + 1
        found = _ALONE.match(text[begin : max(0, line - 1)])
    behind = _BEHIND.match(text, place.end)
    for match, first in ((found, begin), (behind, 0)):
        for group in match.groupdict() if match else ():
            if match and match[group]:
                yield match[group], first + match.start(group)


def _kind(label: str) -> str:
    """Return what kind of a label it is; some are only labels in a list of them."""
    if label[0] in "(#":
        return label[0]
    if label[-1] == ")":
        return "item"
    if " " in label:
        return "word"
    if label[0].isdigit():
        return "number"
    if label[-1].isdigit():
        return "short"
    return "letter" if len(label) == 1 else "code"


def _patterns(label: str, known: Container[str]) -> Iterator[re.Pattern[str]]:
    """Yield what finds a label: in cases, with endings, as `O-1` for `Objekt 1`."""
    kind = _kind(label)
    if kind == "word":
        yield _word_pattern(label)
        word, _, sign = label.rpartition(" ")
        joined = f"{word[0].upper()}{sign}", f"{word[0].upper()}-{sign}"
        if sign.isdigit() and not any(one in known for one in joined):
            yield _short_pattern(joined[0])
    elif kind == "letter":
        yield _letter_pattern(label)
    elif kind == "code":
        long = len(label) > _STEM
        stem = label[:-1] if long and label[-1] in _VOWELS else label
        ending = rf"[{_UPPER}]{{0,3}}" if long else _SUFFIX
        yield re.compile(rf"(?<![\w.]){stem}{ending}(?!\w)")
    elif kind == "short":
        yield _short_pattern(label)
    else:
        yield re.compile(rf"(?<![\w.,]){re.escape(label)}(?!\w|[.,]\d)")


def _short_pattern(label: str) -> re.Pattern[str]:
    """Return the pattern of letters and a number, with any sign between them."""
    letters, digits = re.split(r"[-.]?(?=\d)", label, maxsplit=1)
    return re.compile(rf"(?<![\w-]){letters}[-.]?{digits}{_SUFFIX}(?!\w)")


def _word_pattern(label: str) -> re.Pattern[str]:
    """Return the pattern of a word with a sign in any case, the letter also alone."""
    word, _, sign = label.rpartition(" ")
    stem = re.escape(word[: max(_STEM, len(word) - _ENDING)])
    whole = rf"(?<!\w)(?i:{stem})\w{{0,6}}\s{re.escape(sign)}(?!\w)"
    if sign.isdigit():
        return re.compile(whole)
    return re.compile(f"{whole}|{_letter_pattern(sign).pattern}")


def _letter_pattern(letter: str) -> re.Pattern[str]:
    alone = rf"(?<![\w.])(?<!\w-){letter}(?:[-'’][^\W\d_]{{1,4}})?(?![\w.)])"
    return re.compile(rf"(?<=[^\W_] |[|;] ){alone}" if letter in _WORDS else alone)
