"""Labels that a text gives to people, `O-1: Name`, `Name (M2)`: where else they stand.

Logs and intercepts name a person once and go on with the label, so that it is marked
like a name.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extraction.relation.learned.marking import Place

_UPPER = "A-ZČĆŽŠĐËÇА-ШЃЌЉЊЏ"
_SHORT = rf"[{_UPPER}]{{1,3}}[-.]?\d{{1,2}}"
_NAMED = rf"[^\W\d_]{{3,12}}\s(?:\d{{1,2}}|[{_UPPER}])"
_BEFORE = re.compile(
    rf"(?:^|\n)[^\w\n]{{0,6}}(?P<one>{_SHORT}|{_NAMED})"
    rf"(?:\s?\((?P<other>{_SHORT})\))?\s?[:=|–—-][^\n]{{0,40}}\Z"
)
_BEHIND = re.compile(
    rf"[^()\n]{{0,3}}\((?:[^()\n]{{0,40}}[^\w\n])??[\"„“”'»«]?(?P<one>{_SHORT}|{_NAMED})"
    r"[\"„“”'»«]?[^\w\n]{0,3}\)"
)
_LONGEST = 80
"""Characters before a name in which its label can stand."""
_MOST = 60
"""Labels of a text."""
_WORDS = frozenset("AIUOSKEАИУОСКЕ")
"""Letters that are words as well: alone they are taken for labels in capitals only
behind the first word of a line."""
_STEM, _ENDING = 3, 2
"""Letters that a label's word keeps at least, and that its ending may be."""


class Labelled(NamedTuple):
    """The places of names, then of labels, and for each of which name it is."""

    places: list[Place]
    names: list[int]


class Word(NamedTuple):
    """A word's span in the text, and the number of the place that it stands for."""

    start: int
    end: int
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
    for start, end, number in (*_label_words(text, places), *standing):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            name = places[number]
            found.places.append(Place(start, end, name.type, name.entity))
            found.names.append(number)
    return found


def _label_words(text: str, places: Sequence[Place]) -> Iterator[Word]:
    """Yield where the labels of a text stand."""
    for pattern, number in _labels(text, places):
        for match in pattern.finditer(text):
            yield Word(*match.span(), number)


def _labels(
    text: str, places: Sequence[Place]
) -> Iterator[tuple[re.Pattern[str], int]]:
    """Yield what finds each label, and the number of whose it is, once."""
    known: set[str] = set()
    for number, place in enumerate(places):
        if place.type != "PER":
            continue
        before = _BEFORE.search(text[max(0, place.start - _LONGEST) : place.start])
        behind = _BEHIND.match(text, place.end)
        groups = [m for m in (before, behind) if m]
        labels = [label for m in groups for label in m.groups() if label]
        for label in labels:
            if label not in known and len(known) < _MOST:
                known.add(label)
                yield _finder(label), number


def _finder(label: str) -> re.Pattern[str]:
    """Return the pattern of a label: its word in any case, its letter also alone."""
    word, _, sign = label.rpartition(" ")
    if not word:
        return re.compile(rf"(?<!\w){re.escape(label)}(?!\w)")
    stem = re.escape(word[: max(_STEM, len(word) - _ENDING)])
    whole = rf"(?<!\w)(?i:{stem})\w{{0,6}}\s{re.escape(sign)}(?!\w)"
    if sign.isdigit():
        return re.compile(whole)
    alone = rf"(?<![\w.]){sign}(?![\w.)])"
    if sign in _WORDS:
        alone = rf"(?<=[^\W_] ){alone}"
    return re.compile(f"{whole}|{alone}")
