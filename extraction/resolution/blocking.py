"""Which entities are compared at all: those that share a telling value.

Keys are coarse, so that little is missed in a small case; a block that grows too large
is split by what else its members have, so that the work stays near to linear.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from extraction.resolution.traits import Name, Traits
from graph.names import organization_keys

STRONG, WEAK = 60, 24
"""The most members of a block that are all compared: of telling keys, and of others."""
BUDGET, LEAST = 40, 600_000
"""Pairs of each sort of keys: so many an entity, or the least for a small case."""
_WINDOW = 4
"""Neighbours in a block that nothing splits, in the order of its members' values."""

Pairs = NDArray[np.int64]
"""Positions (lower first), one pair a row, by position, each once."""
Key = tuple[str, object]


def find_pairs(traits: Sequence[Traits], among: Collection[int] | None = None) -> Pairs:
    """Return the candidate pairs; with `among` those with at least one of its members.

    Cost: near to linear; about 40 bytes a key and a pair.
    """
    hashes, owners, strong = _keyed(traits)
    if not len(hashes):
        return np.empty((0, 2), np.int64)
    order = np.lexsort((owners, hashes))
    hashes, owners, strong = hashes[order], owners[order], strong[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
    ends = np.r_[starts[1:], len(hashes)]
    wanted = None if among is None else set(among)
    sizes, telling = ends - starts, strong[starts]
    budget = max(LEAST, BUDGET * len(traits))
    limits = (
        _limit(sizes[~telling], WEAK, budget),
        _limit(sizes[telling], STRONG, budget),
    )
    found: list[NDArray[np.int64]] = []
    chunk: list[int] = []
    count = len(traits)
    for start, end in zip(starts[sizes > 1], ends[sizes > 1], strict=True):
        members = owners[start:end].tolist()
        if wanted is not None and wanted.isdisjoint(members):
            continue
        for a, b in _within(traits, members, limits[int(strong[start])], 0):
            chunk.append(a * count + b if a < b else b * count + a)
        if len(chunk) > 1 << 20:
            found.append(np.unique(np.array(chunk, np.int64)))
            chunk = []
    found.append(np.array(chunk, np.int64))
    codes = np.unique(np.concatenate(found))
    pairs: Pairs = np.stack(np.divmod(codes, max(count, 1)), axis=1)
    if wanted is None:
        return pairs
    member = np.zeros(count, bool)
    member[list(wanted)] = True
    return pairs[member[pairs].any(axis=1)]


def _limit(sizes: NDArray[np.int64], most: int, budget: int) -> int:
    """Return how large a block may be, so that all pairs stay within the budget.

    Counted as if larger blocks came apart into full ones, which is the worst.
    """
    for limit in range(most, 2, -1):
        if int((sizes * (np.minimum(sizes, limit) - 1)).sum()) <= 2 * budget:
            return limit
    return 2


def _keyed(
    traits: Sequence[Traits],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]:
    hashes: list[int] = []
    owners: list[int] = []
    strong: list[bool] = []
    for position, one in enumerate(traits):
        for key in set(keys(one)):
            hashes.append(hash((one.case, one.kind, key)))
            owners.append(position)
            strong.append(key[0].isupper())
    return (
        np.array(hashes, np.int64),
        np.array(owners, np.int32),
        np.array(strong, np.bool_),
    )


def keys(traits: Traits) -> Iterator[Key]:
    """Yield the blocking keys; those in capitals are telling on their own."""
    for number in traits.numbers:
        yield "NUMBER", number
    for number in traits.documents:
        yield "DOCUMENT", number
    for phone in traits.phones:
        yield "PHONE", phone[-8:]
    for email in traits.emails:
        yield "EMAIL", (email.local, email.domain)
        yield "local", email.letters[:5]
        yield "domain", email.domain
    for title in traits.titles:
        for key in organization_keys(title):
            yield "NAME", key
    for name in traits.names:
        yield from _name_keys(name)
    yield from _date_keys(traits)
    for address in traits.addresses:
        for word in address.words:
            if len(word) > 3:
                yield "street", word
        for number in address.numbers:
            if len(number) > 3:
                yield "post", number


def _name_keys(name: Name) -> Iterator[Key]:
    for key in name.keys:
        yield "NAME", key
    for word in name.given + name.family:
        if len(word) > 2:
            yield "word", word
            yield "start", word[:3]


def _date_keys(traits: Traits) -> Iterator[Key]:
    initials = {w[:1] for n in traits.names for w in n.given + n.family}
    for year, month, day in traits.dates:
        if day:
            yield "BORN", (year, *sorted((month, day)))
            yield "day", (month, day)
            yield "in", (year, month)
        for initial in initials:
            yield "year", (year, initial)


def _split_initials(traits: Traits) -> object:
    return min((_letters(n) for n in traits.names), default="")


def _letters(name: Name) -> str:
    return "".join(sorted(w[:1] for w in name.given + name.family))


def _split_year(traits: Traits) -> object:
    return traits.dates[0][0] if traits.dates else 0


def _split_month(traits: Traits) -> object:
    return traits.dates[0][1:] if traits.dates else ()


def _split_words(traits: Traits) -> object:
    return min(
        (sorted(n.given + n.family) for n in traits.names), default=[]
    ).__repr__()


_SPLITS: tuple[Callable[[Traits], object], ...] = (
    _split_initials,
    _split_year,
    _split_words,
    _split_month,
)


def _within(
    traits: Sequence[Traits], members: list[int], limit: int, depth: int
) -> Iterator[tuple[int, int]]:
    if len(members) <= limit:
        yield from combinations(members, 2)
    elif depth < len(_SPLITS):
        split = _SPLITS[depth]
        parts: dict[object, list[int]] = {}
        for member in members:
            parts.setdefault(split(traits[member]), []).append(member)
        for part in parts.values():
            yield from _within(traits, part, limit, depth + 1)
    else:
        for i, one in enumerate(members):
            for other in members[i + 1 : i + 1 + _WINDOW]:
                yield one, other
