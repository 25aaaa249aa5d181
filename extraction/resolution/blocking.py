"""Which entities are compared at all: those that share a telling value."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from extraction.resolution.profile import Traits

_WHOLE = 20
_WINDOW = 5

Pair = tuple[int, int]


def find_pairs(traits: Sequence[Traits]) -> set[Pair]:
    """Return positions (lower first) of pairs that share a block, each once.

    In a block of more than 20 each is paired with its next five by id only, so that
    the work stays near to linear; who is the same is joined through them.
    """
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, found in enumerate(traits):
        for key in set(_keys(found)):
            blocks[(found.case, found.kind, *key)].append(position)
    return {pair for members in blocks.values() for pair in _within(members)}


def _within(members: list[int]) -> Iterable[Pair]:
    if len(members) <= _WHOLE:
        return combinations(members, 2)
    return (
        (one, other)
        for i, one in enumerate(members)
        for other in members[i + 1 : i + 1 + _WINDOW]
    )


def _keys(traits: Traits) -> Iterator[tuple[str, ...]]:
    for number in traits.numbers:
        yield ("number", number)
    agreeing = traits.full_dates | traits.phones | traits.documents | traits.countries
    for name in traits.names:
        yield ("name", name)
        for value in agreeing:
            yield ("name", name, value)
    for sound in traits.sounds:
        for value in agreeing - traits.countries:
            yield ("sound", sound, value)
