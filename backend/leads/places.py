"""Who was where others were: parties at one cell within minutes, more than once."""

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from datetime import timedelta

from backend.leads.model import Contact, Lead, Occurrence, make_lead
from backend.leads.reading import find_subjects

KIND = "co-location"
MOST_AT_ONCE = 200
"""Of how many parties at one cell at once pairs are made; a stadium tells nothing."""

Meeting = tuple[Contact, Contact]


def find_co_locations(
    contacts: Sequence[Contact], minutes: float, occasions: int
) -> Iterator[Lead]:
    """Yield pairs at one cell within `minutes`, on at least `occasions` days.

    Their contacts with each other are no evidence of it. The strength is the number of
    days, each cell's weighed by how few parties use it.
    """
    subjects = find_subjects(contacts)
    meetings, users = _meet(contacts, subjects, timedelta(minutes=minutes))
    for (one, other), found in sorted(meetings.items()):
        days = {a.at.date() for a, _ in found}
        if len(days) < occasions:
            continue
        weights = {a.at.date(): 2 / len(users[a.cell]) for a, _ in found}
        yield make_lead(
            KIND,
            (one, other),
            f"at the same cells within {minutes:g} min on {len(days)} days",
            sum(min(1.0, w) for w in weights.values()),
            [_occurrence(a, b) for a, b in found],
        )


def _meet(
    contacts: Sequence[Contact], subjects: dict[str, str], within: timedelta
) -> tuple[dict[tuple[str, str], list[Meeting]], dict[str, set[str]]]:
    """Return the first meeting of each pair on each day at each cell, and its users."""
    at_cell: defaultdict[str, deque[tuple[str, Contact]]] = defaultdict(deque)
    users: defaultdict[str, set[str]] = defaultdict(set)
    found: defaultdict[tuple[str, str], list[Meeting]] = defaultdict(list)
    met: set[tuple[object, ...]] = set()
    for one in contacts:
        who = subjects.get(one.document, one.source)
        if not one.cell or not who:
            continue
        users[one.cell].add(who)
        near = at_cell[one.cell]
        while near and (one.at - near[0][1].at > within or len(near) > MOST_AT_ONCE):
            near.popleft()
        for other, earlier in near:
            pair = (min(who, other), max(who, other))
            mark = (*pair, one.cell, one.at.date())
            apart = who != other and {one.source, one.target} != set(pair)
            if apart and mark not in met:
                met.add(mark)
                found[pair].append((earlier, one))
        near.append((who, one))
    return found, users


def _occurrence(earlier: Contact, later: Contact) -> Occurrence:
    return Occurrence(
        earlier.text,
        f"both at {earlier.cell}, the other at {later.text}",
        earlier.entity,
        (earlier.statement, later.statement),
    )
