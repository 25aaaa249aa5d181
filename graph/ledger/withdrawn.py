"""Which withdrawals stand: a withdrawal falls when it, or its event, is withdrawn."""

from collections import defaultdict, deque
from typing import NamedTuple

from sqlalchemy import Connection, select

from graph.ledger import tables


def event_key(seq: int, authority: str = "") -> str:
    """Return what names an event as a target: `e-5`, another authority's `e-…-5`."""
    return f"e-{authority}-{seq}" if authority else f"e-{seq}"


def _own_event(target: str) -> int | None:
    """Return the number of the event of ours that a target is, which only we undo."""
    number = target.removeprefix("e-")
    own = number != target and number.isdecimal() and number.isascii()
    return int(number) if own else None


class _Said(NamedTuple):
    """One withdrawal: its id, what it withdraws, and the events that it came in."""

    id: str
    target: str
    event: str
    told: str


class Withdrawn:
    """All that is withdrawn as of a sequence number.

    Undo is a withdrawal whose target is an event: what the event said, withdrawals
    included, is then as if it had not been said. A withdrawal stands when none that
    stands names it or its event, whatever the order in which they came; of some that
    name each other in a ring, which nobody can say honestly, none stands.
    """

    def __init__(self, connection: Connection, as_of: int | None) -> None:
        self._tellings = _tellings(connection)
        by_key = {key: n for n, key in self._tellings.items()}
        self.targets: set[str] = set()
        self.events: set[int] = set()
        self.told: set[int] = set()
        for said in _standing(self._read(connection, as_of)):
            target = said.target
            if target in by_key:
                self.told.add(by_key[target])
            elif (own := _own_event(target)) is not None:
                self.events.add(own)
            elif not target.startswith("e-"):
                self.targets.add(target)

    def _read(self, connection: Connection, as_of: int | None) -> list[_Said]:
        table = tables.withdrawal.c
        query = select(table.id, table.target, table.event, table.told)
        if as_of is not None:
            query = query.where(table.event <= as_of)
        return [
            _Said(
                row.id,
                row.target,
                event_key(row.event),
                self._tellings.get(row.told, ""),
            )
            for row in connection.execute(query)
            if row.told is None or _own_event(row.target) is None
        ]

    def is_undone(self, event: int, told: int | None) -> bool:
        """Whether what came in `event`, told by a foreign event or not, is undone."""
        return event in self.events or told in self.told

    def says(self, target: str, event: int, told: int | None) -> bool:
        """Whether what has this id and was said in these events is withdrawn."""
        return target in self.targets or self.is_undone(event, told)


def _tellings(connection: Connection) -> dict[int, str]:
    foreign, authority = tables.foreign_event.c, tables.authority.c
    query = select(foreign.n, foreign.seq, authority.id).join(
        tables.authority, authority.n == foreign.authority
    )
    return {row.n: event_key(row.seq, row.id) for row in connection.execute(query)}


def _standing(said: list[_Said]) -> list[_Said]:
    """Return the withdrawals that stand, each settled when all that name it are."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(said):
        for key in {one.id, one.event, one.told} - {""}:
            holders[key].append(i)
    open_against = [0] * len(said)
    for one in said:
        for i in holders[one.target]:
            open_against[i] += 1
    fallen: set[int] = set()
    standing: list[_Said] = []
    settled = deque(i for i, count in enumerate(open_against) if not count)
    while settled:
        i = settled.popleft()
        if i not in fallen:
            standing.append(said[i])
        for other in holders[said[i].target]:
            if i not in fallen:
                fallen.add(other)
            open_against[other] -= 1
            if not open_against[other]:
                settled.append(other)
    return standing
