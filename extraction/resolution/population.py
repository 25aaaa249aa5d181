"""All entities of a run together: which of their values are hubs and stop counting."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extraction.resolution.traits import Traits

BEARERS = 5
"""Differently named entities from which on a shared value says nothing."""
NEIGHBOURS = 20
"""Entities linked to a neighbour from which on sharing it says nothing."""

_MANY, _SHARE = 20, 0.05
"""Bearers from which on an address is common: at least so many, and such a share."""


def without_hubs(traits: Sequence[Traits]) -> list[Traits]:
    """Return the traits without phones and e-mail addresses of many bearers.

    A switchboard number, a shared mailbox; what one person bears under one name in any
    number of entities is no hub. Links to neighbours of many are left out too.
    """
    hubs = _hubs(traits)
    common = _common_addresses(traits)
    crowded = _crowded(traits)
    return [_without(one, hubs, crowded, common) for one in traits]


def _shared(one: Traits) -> Iterator[tuple[str, str]]:
    for phone in one.phones:
        yield "phone", phone[-8:]
    for email in one.emails:
        yield "email", f"{email.local}@{email.domain}"


def _hubs(traits: Iterable[Traits]) -> set[tuple[str, str, str]]:
    bearers: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in traits:
        who = _signature(one)
        if who:
            for kind, value in _shared(one):
                bearers[one.case, kind, value].add(who)
    return {value for value, names in bearers.items() if len(names) >= BEARERS}


def _signature(one: Traits) -> str:
    """Return the initials of an entity's name: spellings of one name mostly agree."""
    if one.titles:
        return one.titles[0].joined[:4] or one.kind
    if not one.names:
        return ""
    name = one.names[0]
    return "".join(sorted(w[:1] for w in name.given + name.family))


def _crowded(traits: Iterable[Traits]) -> set[str]:
    linked: dict[str, set[str]] = defaultdict(set)
    for one in traits:
        for link in one.links:
            linked[link.other].add(one.id)
    return {other for other, ids in linked.items() if len(ids) > NEIGHBOURS}


def _common_addresses(traits: Iterable[Traits]) -> set[str]:
    counts = Counter(a.joined for one in traits for a in one.addresses)
    least = max(_MANY, _SHARE * sum(counts.values()))
    return {joined for joined, count in counts.items() if count >= least}


def _without(
    one: Traits,
    hubs: set[tuple[str, str, str]],
    crowded: set[str],
    common: set[str],
) -> Traits:
    if common and any(a.joined in common for a in one.addresses):
        told = (a._replace(common=a.joined in common) for a in one.addresses)
        one = replace(one, addresses=tuple(told))
    if hubs and any((one.case, *value) in hubs for value in _shared(one)):
        one = replace(
            one,
            phones=frozenset(
                p for p in one.phones if (one.case, "phone", p[-8:]) not in hubs
            ),
            emails=tuple(
                e
                for e in one.emails
                if (one.case, "email", f"{e.local}@{e.domain}") not in hubs
            ),
        )
    if crowded and any(link.other in crowded for link in one.links):
        kept = tuple(link for link in one.links if link.other not in crowded)
        one = replace(one, links=kept)
    return one
