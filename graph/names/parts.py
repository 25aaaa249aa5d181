"""A person's name in its parts, as search keys."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from graph.names.folding import fold, fold_words


class NameParts(NamedTuple):
    """Folded given and family names; titles left out; either may be empty."""

    given: tuple[str, ...]
    family: tuple[str, ...]


def split_name(text: str) -> NameParts:
    """Return the parts of a name: `Petar Petrović` and `Petrović, Petar` are one.

    Without a comma the last word, with what a hyphen joins to it, is the family name.
    """
    before, comma, after = text.partition(",")
    if comma and name_words(after):
        return NameParts(name_words(after), name_words(before))
    written = [w for w in text.split() if name_words(w)]
    if not written:
        return NameParts((), ())
    return NameParts(name_words(" ".join(written[:-1])), name_words(written[-1]))


def name_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a person's name without titles, in their order."""
    titles = _titles()
    return tuple(w for w in fold_words(text) if w not in titles)


def name_key(text: str) -> str:
    """Return the same key for a name in either script and in any order of words."""
    return " ".join(sorted(name_words(text)))


def initials(text: str) -> str:
    """Return the first letters of the folded words: `pp` for `Petar Petrović`."""
    return "".join(word[0] for word in name_words(text))


@cache
def _titles() -> frozenset[str]:
    text = files("graph.names").joinpath("parts.yaml").read_text(encoding="utf-8")
    return frozenset(fold(t) for t in yaml.safe_load(text)["titles"])
