"""Which withdrawals stand: a withdrawal falls when it, or its event, is withdrawn."""

from collections import defaultdict

from sqlalchemy import Connection, select

from graph.ledger import tables


class Withdrawn:
    """All that is withdrawn as of a sequence number.

    Undo is a withdrawal whose target is an event: what the event said, withdrawals
    included, is then as if it had not been said. An event can only be taken back by a
    later one, so looking from the newest backwards settles each once.
    """

    def __init__(self, connection: Connection, as_of: int | None) -> None:
        query = select(
            tables.withdrawal.c.id,
            tables.withdrawal.c.target,
            tables.withdrawal.c.event,
        )
        if as_of is not None:
            query = query.where(tables.withdrawal.c.event <= as_of)
        by_event: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for row in connection.execute(query):
            by_event[row.event].append((row.id, row.target))
        self.targets: set[str] = set()
        self.events: set[int] = set()
        for seq in sorted(by_event, reverse=True):
            if seq in self.events:
                continue
            for name, target in by_event[seq]:
                if name not in self.targets:
                    self._add(target)

    def _add(self, target: str) -> None:
        if target.startswith("e-"):
            self.events.add(int(target[2:]))
        else:
            self.targets.add(target)

    def says(self, target: str, seq: int) -> bool:
        """Whether what has this id and was said in event `seq` is withdrawn."""
        return seq in self.events or target in self.targets
