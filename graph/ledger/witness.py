"""Who is told of every write, inside the transaction that makes it."""

from typing import Protocol

from sqlalchemy import Connection

from graph.ledger.values import CaseRecord
from graph.model import Event


class Witness(Protocol):
    """Notes each write in the transaction that makes it."""

    def committed(self, connection: Connection, event: Event) -> None:
        """Note an event, when all that it says is written."""
        ...

    def opened(self, connection: Connection, case: CaseRecord, actor: str) -> None:
        """Note a new case."""
        ...
