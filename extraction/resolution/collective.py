"""What neighbours say: shared ones, as the sources state them, never as merged.

A neighbour is known by its id, or by what it states of itself: a personal number, a
name with a birth date. No merge of this run counts, so that none can rest on another.
"""

from collections.abc import Iterable, Mapping, Sequence

from extraction.resolution.traits import Traits, sorted_words

Neighbours = Sequence[frozenset[tuple[str, str]]]
"""Of each entity the signatures of its neighbours."""


def find_neighbours(
    traits: Sequence[Traits], same: Mapping[str, str] | None = None
) -> Neighbours:
    """Return the neighbours of each; `same` names by id what people judged one."""
    by_id = {one.id: one for one in traits}
    known = same or {}
    return [frozenset(_signatures(one, by_id, known)) for one in traits]


def _signatures(
    one: Traits, by_id: Mapping[str, Traits], same: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    for link in one.links:
        yield "id", same.get(link.other, link.other)
        other = by_id.get(link.other)
        if other is None:
            continue
        for number in other.numbers:
            yield "number", number
        for name in other.names:
            if name.given and name.family:
                yield "name", sorted_words(name)
        for title in other.titles:
            yield "title", " ".join(title.words)


def shared_neighbours(
    left: frozenset[tuple[str, str]], right: frozenset[tuple[str, str]]
) -> str:
    """Return how many neighbours two share: `one`, `more`, or empty."""
    shared = left & right
    by_kind: dict[str, int] = {}
    for kind, _ in shared:
        by_kind[kind] = by_kind.get(kind, 0) + 1
    most = max(by_kind.values(), default=0)
    return "more" if most > 1 else "one" if most else ""
