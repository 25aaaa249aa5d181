"""One commit to the ledger: what is said in it is durable together, or not at all."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from graph.errors import Conflict, InvalidInput, NotFound
from graph.ledger import ids, tables
from graph.ledger.events import read_event
from graph.ledger.foreign import ForeignWriter
from graph.ledger.statements import StatementReader
from graph.ledger.targets import check_targets
from graph.ledger.values import Appended, DocumentRecord, pack_pages
from graph.ledger.withdrawn import Withdrawn
from graph.ledger.writing import RecordWriter
from graph.model import (
    WHOLE_CASE,
    Context,
    Event,
    Record,
    Scope,
    Verdict,
    check_compartment,
    split_id,
)


class Transaction:
    """What can be said in one event. Made by Ledger.commit; closed with it.

    `connection` writes other tables of the same database in the same commit.
    """

    def __init__(self, connection: Connection, event: Event, key: bytes) -> None:
        self.connection = connection
        self.event = event
        self._key = key
        self._withdrawn: Withdrawn | None = None
        self._foreign: ForeignWriter | None = None
        self._records = RecordWriter(connection, event.seq, key, self._standing)

    def append(self, context: Context, records: Iterable[Record]) -> Appended:
        """Add records; what is known already, and not undone, is passed over.

        Raises InvalidInput for an unknown schema or property; nothing is kept then.
        """
        self._check_case(context.case)
        return self._records.append(context, records)

    def foreign(self, scope: Scope) -> ForeignWriter:
        """Return the writer of what other authorities say, in this event.

        `scope` sees all that a told statement may contradict: the system's own.
        """
        if self._foreign is None:
            self._foreign = ForeignWriter(
                self.connection,
                self.event.seq,
                self.event.case,
                self._records,
                self._standing(),
                StatementReader(self.connection, scope),
            )
        return self._foreign

    def _check_case(self, case: str) -> None:
        if case != self.event.case:
            raise InvalidInput("a commit is about one case")

    def _standing(self) -> Withdrawn:
        if self._withdrawn is None:
            self._withdrawn = Withdrawn(self.connection, None)
        return self._withdrawn

    def add_document(self, document: DocumentRecord, *, again: bool = False) -> bool:
        """Register a file of the case with its text; one known already stays.

        Read `again` by other readers, a text that is another one now stands in place
        of the earlier. Returns whether anything is new.
        """
        self._check_case(document.case)
        check_compartment(document.compartment)
        table = tables.document
        pages = pack_pages(document)
        query = select(table.c.event, table.c.pages).where(
            table.c.case == document.case,
            table.c.sha256 == document.sha256,
            table.c.compartment == document.compartment,
        )
        rows = self.connection.execute(query.order_by(table.c.n))
        standing = [
            row.pages
            for row in rows
            if not self._standing().is_undone(row.event, None, document.case)
        ]
        if standing and (not again or standing[-1] == pages):
            return False
        self.connection.execute(
            insert(table).values(
                sha256=document.sha256,
                case=document.case,
                compartment=document.compartment,
                name=document.name,
                path=document.path,
                media_type=document.media_type,
                size=document.size,
                language=document.language,
                script=document.script,
                pages=pages,
                event=self.event.seq,
            )
        )
        return True

    def withdraw(self, targets: Iterable[str], reason: str) -> list[str]:
        """Withdraw statements, judgements or withdrawals by id; return the new ids.

        What is withdrawn already stays so. Raises NotFound for an id that is none of
        this case; whether the asker may see it is the caller's to check.
        """
        standing = self._standing()
        rows: list[dict[str, object]] = []
        wanted = list(dict.fromkeys(targets))
        check_targets(self.connection, self.event.case, wanted)
        for target in wanted:
            if standing.names(target, self.event.case):
                continue
            name = ids.named_id("w", self._key, target, self.event.seq)
            rows.append(self._withdrawal(name, target, reason))
            standing.note(target, self.event.case)
        if rows:
            self.connection.execute(insert(tables.withdrawal), rows)
        return [str(row["id"]) for row in rows]

    def _withdrawal(self, name: str, target: str, reason: str) -> dict[str, object]:
        return {
            "id": name,
            "target": target,
            "event": self.event.seq,
            "reason": reason,
        }

    def undo(self, event_id: str) -> Event:
        """Take an event back: what it said is as if not said. Returns that event.

        An undo is undone like any other event. Raises NotFound, and Conflict where the
        event is taken back already.
        """
        undone = read_event(self.connection, event_id)
        if undone is None or undone.case != self.event.case:
            raise NotFound("no such event")
        if undone.seq in self._standing().events:
            raise Conflict("that event has been undone already")
        name = ids.named_id("w", self._key, event_id, self.event.seq)
        row = self._withdrawal(name, event_id, self.event.reason)
        self.connection.execute(insert(tables.withdrawal), [row])
        self._withdrawn = None
        return undone

    def permit(self, recipient: str, document: str = "") -> None:
        """Let the holder of a key (its id) have what H2 keeps back; undo revokes it.

        One document (SHA-256) of the case, or all of it.
        """
        self.connection.execute(
            insert(tables.permit).values(
                event=self.event.seq,
                case=self.event.case,
                recipient=recipient,
                document=document,
            )
        )

    def judge(
        self,
        left: str,
        right: str,
        verdict: Verdict,
        *,
        score: float | None = None,
        explanation: str = "",
        compartment: str = WHOLE_CASE,
    ) -> str:
        """Record whether two entities (scoped ids) are the same; return its id.

        The same word of the same author in the same event is kept once.
        """
        if left == right:
            raise InvalidInput("a judgement is about two entities")
        first, second = sorted((left, right))
        split_id(first)
        split_id(second)
        check_compartment(compartment)
        event = self.event
        name = ids.named_id(
            "j", self._key, first, second, verdict.value, compartment, event.seq
        )
        self.connection.execute(
            insert(tables.judgement)
            .prefix_with("OR IGNORE")
            .values(
                id=name,
                case=event.case,
                left=first,
                right=second,
                verdict=verdict.value,
                compartment=compartment,
                score=score,
                explanation=explanation,
                event=event.seq,
            )
        )
        return name
