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
    """One withdrawal: its case, id, what it withdraws, the events that it came in."""

    case: str
    id: str
    target: str
    event: str
    told: str


class Withdrawn:
    """All that is withdrawn as of a sequence number.

    Undo is a withdrawal whose target is an event: what the event said, withdrawals
    included, is then as if it had not been said. A withdrawal stands when none that
    stands names it or its event, whatever the order in which they came; of some that
    name each other in a ring, which nobody can say honestly, none stands. A withdrawal
    holds in its own case alone, whatever of the same id another case has taken in.
    """

    def __init__(self, connection: Connection, as_of: int | None) -> None:
        self._tellings = _tellings(connection)
        by_key: dict[str, list[int]] = defaultdict(list)
        for n, key in self._tellings.items():
            by_key[key].append(n)
        self.events: set[int] = set()
        self._told: set[tuple[str, int]] = set()
        self._targets: set[tuple[str, str]] = set()
        for said in _standing(self._read(connection, as_of)):
            target = said.target
            if target in by_key:
                self._told |= {(said.case, n) for n in by_key[target]}
            elif (own := _own_event(target)) is not None:
                self.events.add(own)
            elif not target.startswith("e-"):
                self._targets.add((said.case, target))

    def _read(self, connection: Connection, as_of: int | None) -> list[_Said]:
        table, event = tables.withdrawal.c, tables.event.c
        query = select(
            event.case, table.id, table.target, table.event, table.told
        ).join(tables.event, event.seq == table.event)
        if as_of is not None:
            query = query.where(table.event <= as_of)
        return [
            _Said(
                row.case,
                row.id,
                row.target,
                event_key(row.event),
                self._tellings.get(row.told, ""),
            )
            for row in connection.execute(query)
            if row.told is None or _own_event(row.target) is None
        ]

    def __bool__(self) -> bool:
        return bool(self.events or self._told or self._targets)

    def undoes(self) -> bool:
        """Whether any event is undone, ours or another authority's."""
        return bool(self.events or self._told)

    def named(self, case: str) -> list[str]:
        """Return the ids of what is withdrawn in a case, events left out."""
        return [target for of, target in self._targets if of == case]

    def names(self, target: str, case: str) -> bool:
        """Whether what has this id is withdrawn by name in a case."""
        return (case, target) in self._targets

    def note(self, target: str, case: str) -> None:
        """Take up what is being withdrawn in a case."""
        self._targets.add((case, target))

    def is_undone(self, event: int, told: int | None, case: str) -> bool:
        """Whether what came in `event`, told by a foreign event or not, is undone."""
        return event in self.events or (told is not None and (case, told) in self._told)

    def says(self, target: str, event: int, told: int | None, case: str) -> bool:
        """Whether what has this id and was said in these events is withdrawn."""
        return self.names(target, case) or self.is_undone(event, told, case)


def _tellings(connection: Connection) -> dict[int, str]:
    foreign, authority = tables.foreign_event.c, tables.authority.c
    query = select(foreign.n, foreign.seq, authority.id).join(
        tables.authority, authority.n == foreign.authority
    )
    return {row.n: event_key(row.seq, row.id) for row in connection.execute(query)}


def _standing(said: list[_Said]) -> list[_Said]:
    """Return the withdrawals that stand, each settled when all that name it are."""
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, one in enumerate(said):
        for key in {one.id, one.event, one.told} - {""}:
            holders[one.case, key].append(i)
    open_against = [0] * len(said)
    for one in said:
        for i in holders[one.case, one.target]:
            open_against[i] += 1
    fallen: set[int] = set()
    standing: list[_Said] = []
    settled = deque(i for i, count in enumerate(open_against) if not count)
    while settled:
        i = settled.popleft()
        if i not in fallen:
            standing.append(said[i])
        for other in holders[said[i].case, said[i].target]:
            if i not in fallen:
                fallen.add(other)
            open_against[other] -= 1
            if not open_against[other]:
                settled.append(other)
    return standing
