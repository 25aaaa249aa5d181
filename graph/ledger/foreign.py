"""What other authorities say: their events, records, withdrawals and judgements."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from graph.errors import Conflict
from graph.ledger import ids, tables
from graph.ledger.authorities import Authority, note_authority
from graph.ledger.statements import StatementReader
from graph.ledger.values import Appended
from graph.ledger.withdrawn import Withdrawn
from graph.ledger.writing import RecordWriter, Told
from graph.model import Context, Record, Value, Verdict, scoped_id


@dataclass(frozen=True, slots=True)
class ForeignEvent:
    """One commit to another authority's ledger, numbered there."""

    authority: Authority
    seq: int
    kind: str
    actor: str
    at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ForeignWithdrawal:
    """A withdrawal under the id that its authority gave it."""

    id: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class ForeignJudgement:
    """A judgement under the id that its authority gave it; both ids local."""

    id: str
    left: str
    right: str
    verdict: Verdict
    compartment: str
    score: float | None
    explanation: str


class ForeignWriter:
    """Writes into one event of ours what others said. Made by Transaction.foreign.

    All of it is known by its authority's own ids, so saying it again changes nothing.
    """

    def __init__(
        self,
        connection: Connection,
        event: int,
        case: str,
        records: RecordWriter,
        standing: Withdrawn,
        reader: StatementReader,
    ) -> None:
        self._connection = connection
        self._event = event
        self._case = case
        self._records = records
        self._standing = standing
        self._authorities: dict[str, int] = {}
        self._reader = reader

    def tell(self, event: ForeignEvent, via: Authority) -> int:
        """Return our number of a foreign event as `via` tells of it.

        Written where it is new. Raises Conflict where it told otherwise before.
        """
        table = tables.foreign_event
        row = {
            "authority": self._authority(event.authority),
            "via": self._authority(via),
            "seq": event.seq,
            "kind": event.kind,
            "actor": event.actor,
            "at": event.at,
            "reason": event.reason,
        }
        same = [table.c[name] == row[name] for name in ("authority", "via", "seq")]
        known = self._connection.execute(select(table).where(*same)).first()
        if known is None:
            return _key(self._connection.execute(insert(table).values(**row)))
        if any(known._mapping[name] != value for name, value in row.items()):
            raise Conflict("an event of that number is known as another one")
        return int(known.n)

    def _authority(self, authority: Authority) -> int:
        if authority.id not in self._authorities:
            number = note_authority(self._connection, authority)
            self._authorities[authority.id] = number
        return self._authorities[authority.id]

    def append(self, context: Context, told: int, said: list[Told]) -> Appended:
        """Add records of a foreign event. Raises Conflict, InvalidInput.

        Conflict: a statement of the same id is known and says something else.
        """
        self._check_ids(context, said)
        return self._records.append_told(context, told, said)

    def check_own(self, context: Context, said: Iterable[Told]) -> None:
        """Raise Conflict where records that come back to us are none of ours."""
        for record, digests in said:
            if self._records.digests(context, record) != digests:
                raise Conflict("statements are passed off as ours")

    def _check_ids(self, context: Context, said: list[Told]) -> None:
        wanted: dict[str, tuple[Record, Value]] = {}
        for record, digests in said:
            for value, digest in zip(record.values, digests, strict=True):
                name, one = digest.hex(), (record, value)
                known = wanted.setdefault(name, one)
                if known is not one and _form(context, *known) != _form(context, *one):
                    raise Conflict("two statements come under one id")
        prefixes = {ids.prefix_of(d) for _, digests in said for d in digests}
        if not self._records.known_prefixes(prefixes, context.case):
            return
        for name, said_here in self._reader.find_by_id(wanted, context.case).items():
            shared = ids.frame(said_here.entity, said_here, said_here.context)
            held = shared, said_here.value[:3]
            undone = self._standing.is_undone(
                said_here.seq, said_here.told, context.case
            )
            if not undone and _form(context, *wanted[name]) != held:
                raise Conflict("a statement of that id is known as another one")

    def withdraw(self, said: ForeignWithdrawal, told: int) -> bool:
        """Add a withdrawal; return whether it is new."""
        table = tables.withdrawal
        row = {"id": said.id, "target": said.target, "reason": said.reason}
        return self._add(table, row, told)

    def judge(self, said: ForeignJudgement, told: int, *, scoped: bool = False) -> bool:
        """Add a judgement; return whether it is new.

        Its ids are local to the case, or `scoped` ones, which may be another's.
        """
        ends = (said.left, said.right)
        left, right = ends if scoped else (scoped_id(self._case, one) for one in ends)
        row = {
            "id": said.id,
            "case": self._case,
            "left": left,
            "right": right,
            "verdict": said.verdict.value,
            "compartment": said.compartment,
            "score": said.score,
            "explanation": said.explanation,
        }
        return self._add(tables.judgement, row, told)

    def _add(self, table: Any, row: dict[str, Any], told: int) -> bool:
        """Add what the case does not know yet; another case's is its own."""
        query = (
            select(table)
            .join(tables.event, tables.event.c.seq == table.c.event)
            .where(table.c.id == row["id"], tables.event.c.case == self._case)
        )
        for known in self._connection.execute(query):
            if self._standing.is_undone(known.event, known.told, self._case):
                continue
            if any(known._mapping[name] != value for name, value in row.items()):
                raise Conflict("something of that id is known as another thing")
            return False
        new = insert(table).values(**row, event=self._event, told=told)
        self._connection.execute(new)
        return True


def _form(
    context: Context, record: Record, value: Value
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return all that a statement's id stands for."""
    entity = scoped_id(context.case, record.entity)
    return ids.frame(entity, record, context), value[:3]


def _key(result: Any) -> int:
    return int(result.inserted_primary_key[0])
