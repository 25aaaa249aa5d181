"""Which mentions name one entity, as far as the text of a document shows it."""

from collections.abc import Sequence

from extraction.relation.lexicon import plain


def group(named: Sequence[tuple[str, str]]) -> list[int]:
    """Return a number of the entity of each mention, given its type and normal form.

    A part of a person's name stands for the first person before it who has that name,
    whose relatives are named in full, or else for the first one behind it.
    """
    numbers: dict[tuple[str, str], int] = {}
    full = [
        (place, tuple(plain(value).split()))
        for place, (kind, value) in enumerate(named)
        if kind == "PER" and len(value.split()) > 1
    ]
    found: list[int] = []
    for place, (kind, value) in enumerate(named):
        key = kind, plain(value)
        if kind == "PER":
            key = kind, _whole(place, tuple(plain(value).split()), full)
        found.append(numbers.setdefault(key, len(numbers)))
    return found


def _whole(
    place: int, parts: tuple[str, ...], full: Sequence[tuple[int, tuple[str, ...]]]
) -> str:
    """Return the full name that parts of one stand for, or these themselves."""
    fitting = [
        (at, name)
        for at, name in full
        if len(name) > len(parts) or (len(name) == len(parts) and _short(parts))
        if all(any(_agree(part, one) for one in name) for part in parts)
        and not _short(name)
    ]
    return " ".join(fitting[0][1]) if fitting else " ".join(parts)


def _short(parts: tuple[str, ...]) -> bool:
    return any(len(part.rstrip(".")) == 1 for part in parts)


def _agree(part: str, whole: str) -> bool:
    """Whether a part is a name, or the initial that it begins with."""
    short = part.rstrip(".")
    return part == whole or (len(short) == 1 and whole.startswith(short))
