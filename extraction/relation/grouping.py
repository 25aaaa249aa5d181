"""Which mentions name one entity, as far as the text of a document shows it."""

from collections.abc import Sequence

from extraction.recognition.persons import FullNames
from extraction.relation.lexicon import plain


def group(named: Sequence[tuple[str, str]]) -> list[int]:
    """Return a number of the entity of each mention, given its type and normal form.

    A part of a person's name stands for whom `FullNames` has it.
    """
    numbers: dict[tuple[str, str], int] = {}
    people = (tuple(plain(value).split()) for kind, value in named if kind == "PER")
    full = FullNames(people)
    found: list[int] = []
    for kind, value in named:
        key = kind, plain(value)
        if kind == "PER":
            key = kind, " ".join(full.whole(tuple(plain(value).split())))
        found.append(numbers.setdefault(key, len(numbers)))
    return found
