"""What the projection reads: live values of entities, unfiltered, as of a sequence.

For graph.follow alone; everyone else reads through a scope.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Row, select

from graph.ledger import ids, tables
from graph.ledger.statements import VARIABLES, record_query
from graph.ledger.transaction import chunks
from graph.ledger.values import context_of, record_of, unpack_values
from graph.ledger.withdrawn import Withdrawn
from graph.model import Context, Value, split_id
from graph.schema import identifier_id, identifier_schema, is_entity_property


class FeedRow(NamedTuple):
    """One live value of an entity, with what the projection needs of its statement."""

    schema: str
    compartment: str
    seq: int
    value: Value


class Feed:
    """One consistent look at the whole ledger. Made by Ledger.feed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._withdrawn: dict[int, Withdrawn] = {}
        self._contexts: dict[int, Context] = {}
        self._keys: dict[str, bytes] = {}

    def last_seq(self) -> int:
        """Return the sequence of the last event in this look."""
        return (
            self._connection.exec_driver_sql("SELECT max(seq) FROM event").scalar() or 0
        )

    def touched(self, after: int, upto: int) -> dict[str, bool]:
        """Return the entities that events in (after, upto] may have changed, by id.

        The value says whether the entity has no record up to `after`: it is new.
        """
        events = set(range(after + 1, upto + 1))
        found = self._recorded_in(events, after)
        targets = self._targets(events)
        older = {int(t[2:]) for t in targets if t.startswith("e-")}
        while older:
            found |= dict.fromkeys(self._recorded_in(older, after), False)
            deeper = self._targets(older)
            targets |= deeper
            seen, older = older, {int(t[2:]) for t in deeper if t.startswith("e-")}
            older -= seen
        names = {t for t in targets if not t.startswith("e-")}
        return found | dict.fromkeys(self._entities_of(names), False)

    def _recorded_in(self, events: set[int], after: int) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for seq in sorted(events):
            rows = self._connection.exec_driver_sql(
                "SELECT DISTINCT e.id, NOT EXISTS (SELECT 1 FROM record o"
                " WHERE o.entity = r.entity AND o.event <= ?)"
                " FROM record r JOIN entity e ON e.n = r.entity WHERE r.event = ?",
                (after, seq),
            )
            found |= {name: bool(new) for name, new in rows}
        return found

    def _targets(self, events: set[int]) -> set[str]:
        """Return what the events withdraw, and what those withdrawals withdraw."""
        table = tables.withdrawal.c
        found: set[str] = set()
        for chunk in chunks(sorted(events), VARIABLES):
            query = select(table.target).where(table.event.in_(chunk))
            found |= set(self._connection.execute(query).scalars())
        fresh = {t for t in found if t.startswith("w-")}
        while fresh:
            deeper: set[str] = set()
            for names in chunks(sorted(fresh), VARIABLES):
                query = select(table.target).where(table.id.in_(names))
                deeper |= set(self._connection.execute(query).scalars())
            fresh = {t for t in deeper - found if t.startswith("w-")}
            found |= deeper
        return found

    def _entities_of(self, statements: set[str]) -> set[str]:
        prefixes = [
            int.from_bytes(bytes.fromhex(name[:16]), "big", signed=True)
            for name in statements
            if not name.startswith(("w-", "j-"))
        ]
        found: set[str] = set()
        for chunk in chunks(prefixes, VARIABLES):
            query = (
                select(tables.entity.c.id)
                .join(tables.record, tables.record.c.entity == tables.entity.c.n)
                .join(tables.statement, tables.statement.c.record == tables.record.c.n)
                .where(tables.statement.c.prefix.in_(chunk))
            )
            found |= set(self._connection.execute(query).scalars())
        return found

    def records(self, entities: Iterable[str], as_of: int) -> dict[str, list[FeedRow]]:
        """Return the live values of entities as of a sequence, each statement once."""
        found: dict[str, list[FeedRow]] = {}
        for chunk in chunks(entities, VARIABLES):
            query = record_query().where(
                tables.entity.c.id.in_(chunk), tables.record.c.event <= as_of
            )
            self._collect(self._connection.execute(query), as_of, found)
        return found

    def naming(
        self, nodes: set[str], as_of: int, schemata: Collection[str] | None = None
    ) -> set[str]:
        """Return the entities that may name any of some nodes (scoped ids), by id.

        One pass over the records of the nodes' cases, or over those of some schemata
        alone; entities that named one and do so no more may be among them.
        """
        cases = {split_id(name)[0] for name in nodes}
        contexts = select(tables.context.c.n).where(tables.context.c.case.in_(cases))
        record = tables.record.c
        query = (
            select(tables.entity.c.id, record.schema, record.body)
            .join(tables.entity, tables.entity.c.n == record.entity)
            .where(record.context.in_(contexts), record.event <= as_of)
        )
        if schemata is not None:
            query = query.where(record.schema.in_(schemata))
        found: set[str] = set()
        for entity, schema, body in self._connection.execute(query):
            if entity not in found and (
                entity in nodes or not nodes.isdisjoint(_named(entity, schema, body))
            ):
                found.add(entity)
        return found

    def _collect(
        self,
        rows: Iterable[Row[tuple[object, ...]]],
        as_of: int,
        into: dict[str, list[FeedRow]],
    ) -> None:
        withdrawn = self._withdrawn_as_of(as_of)
        seen: set[bytes] = set()
        for row in rows:
            if row.event in withdrawn.events:
                continue
            context = self._context(row.context)
            record = record_of(row, row.entity_id)
            shared = (
                ids.frame(row.entity_id, record, context) if withdrawn.targets else {}
            )
            key = self._key(context.case)
            for value in record.values:
                if shared:
                    digest = ids.statement_digest(key, shared, value)
                    if digest in seen or digest.hex() in withdrawn.targets:
                        continue
                    seen.add(digest)
                into.setdefault(row.entity_id, []).append(
                    FeedRow(record.schema, context.compartment, row.event, value)
                )

    def _withdrawn_as_of(self, as_of: int) -> Withdrawn:
        if as_of not in self._withdrawn:
            self._withdrawn[as_of] = Withdrawn(self._connection, as_of)
        return self._withdrawn[as_of]

    def _context(self, n: int) -> Context:
        if n not in self._contexts:
            query = select(tables.context).where(tables.context.c.n == n)
            self._contexts[n] = context_of(self._connection.execute(query).one())
        return self._contexts[n]

    def _key(self, case: str) -> bytes:
        if case not in self._keys:
            query = select(tables.case.c.key).where(tables.case.c.id == case)
            self._keys[case] = self._connection.execute(query).scalar_one()
        return self._keys[case]


def _named(entity: str, schema: str, body: bytes) -> Iterator[str]:
    """Yield the scoped ids of the nodes that a record names."""
    case, _ = split_id(entity)
    for value in unpack_values(body):
        identifier = identifier_schema(schema, value.prop)
        if identifier:
            yield f"{case}:{identifier_id(identifier, value.value)}"
        elif is_entity_property(schema, value.prop):
            yield f"{case}:{value.value}"
