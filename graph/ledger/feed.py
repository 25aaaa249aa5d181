"""What the projection reads: live values of entities, unfiltered, as of a sequence.

For graph.follow alone; everyone else reads through a scope.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import compress
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Column, Connection, Row, select

from graph.ledger import ids, tables
from graph.ledger.erasing import erased_upto
from graph.ledger.runs import find_runs
from graph.ledger.statements import VARIABLES
from graph.ledger.values import context_of, digests_of, unpack_values
from graph.ledger.withdrawn import Withdrawn
from graph.ledger.writing import chunks
from graph.model import Context, Value, split_id
from graph.schema import (
    edge_ends,
    identifier_id,
    identifier_schema,
    is_entity_property,
    is_tally,
)

_RECORDS = """
SELECT e.id AS entity_id, r.event, r.told, r.context, r.schema, r.assessment, r.page,
  r.start, r."end", r.place, r.body, r.ids, f.authority AS authority_n
FROM record r JOIN entity e ON e.n = r.entity LEFT JOIN foreign_event f ON f.n = r.told
"""


class FeedRow(NamedTuple):
    """One live value of an entity, with what the projection needs of its statement.

    `seq` is the event in which its compartment first spoke of the entity, taken back
    since or not: what is said anew later leaves the entity its age.
    """

    schema: str
    compartment: str
    seq: int
    value: Value


class EventRow(NamedTuple):
    """A counted event that one record says, whole: `values` as the record has them.

    Each begins with property and value; one may stand twice.
    """

    entity: str
    schema: str
    compartment: str
    values: list[list[str]]


@cache
def _is_event(schema: str) -> bool:
    return is_tally(schema) and edge_ends(schema) is not None


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

    def erased_upto(self) -> int:
        """Return the last event over which something was erased, 0 for none."""
        return erased_upto(self._connection)

    def touched(self, after: int, upto: int) -> dict[str, bool]:
        """Return the entities that events in (after, upto] may have changed, by id.

        The value says whether the entity has no record up to `after`: it is new.
        """
        fresh = range(after + 1, upto + 1)
        found: dict[str, bool] = {}
        for seq in fresh:
            found |= self._recorded("r.event = ?", seq, after)
        seen: set[str] = set()
        targets = self._targets(tables.withdrawal.c.event, fresh)
        while targets:
            seen |= targets
            events = {target for target in targets if target.startswith("e-")}
            further = self._targets(
                tables.withdrawal.c.id, (t for t in targets if t.startswith("w-"))
            )
            for event in events:
                column, numbers = self._locate(event)
                for number in numbers:
                    for name in self._recorded(f"r.{column.name} = ?", number, after):
                        found.setdefault(name, False)
                further |= self._targets(column, numbers)
            for name in self._entities_of(targets - events):
                found.setdefault(name, False)
            targets = further - seen
        return found

    def _recorded(self, where: str, number: int, after: int) -> dict[str, bool]:
        """Return the entities with records where one column has a value."""
        rows = self._connection.exec_driver_sql(
            "SELECT DISTINCT e.id, NOT EXISTS (SELECT 1 FROM record o"
            " WHERE o.entity = r.entity AND o.event <= ?)"
            f" FROM record r JOIN entity e ON e.n = r.entity WHERE {where}",
            (after, number),
        )
        return {name: bool(new) for name, new in rows}

    def _locate(self, event: str) -> tuple[Column[int], list[int]]:
        """Return the column of withdrawals, and of records, that names an event.

        With its numbers there: another authority's has one for each who told of it.
        """
        rest, _, seq = event.removeprefix("e-").rpartition("-")
        if not rest:
            return tables.withdrawal.c.event, [int(seq)]
        foreign, authority = tables.foreign_event.c, tables.authority.c
        query = (
            select(foreign.n)
            .join(tables.authority, authority.n == foreign.authority)
            .where(authority.id == rest, foreign.seq == int(seq))
        )
        return tables.withdrawal.c.told, list(self._connection.execute(query).scalars())

    def _targets(self, column: Column[Any], values: Iterable[int | str]) -> set[str]:
        """Return what the withdrawals with some values in a column withdraw."""
        found: set[str] = set()
        for chunk in chunks(values, VARIABLES):
            query = select(tables.withdrawal.c.target).where(column.in_(chunk))
            found |= set(self._connection.execute(query).scalars())
        return found

    def _entities_of(self, statements: set[str]) -> set[str]:
        prefixes = filter(None, map(ids.prefix_of_id, statements))
        found: set[str] = set()
        for chunk in chunks(prefixes, VARIABLES):
            query = (
                select(tables.entity.c.id)
                .join(tables.record, tables.record.c.entity == tables.entity.c.n)
                .join(tables.statement, tables.statement.c.record == tables.record.c.n)
                .where(
                    tables.statement.c.run.in_(find_runs(self._connection)),
                    tables.statement.c.prefix.in_(chunk),
                )
            )
            found |= set(self._connection.execute(query).scalars())
        return found

    def records(self, entities: Iterable[str], as_of: int) -> dict[str, list[FeedRow]]:
        """Return the live values of entities as of a sequence, each statement once."""
        found: dict[str, list[FeedRow]] = {}
        for rows in self._rows(entities, as_of):
            self._collect(rows, as_of, found)
        return found

    def look(
        self, entities: Iterable[str], as_of: int
    ) -> tuple[list[EventRow], dict[str, list[FeedRow]]]:
        """Return what `records` does, with the events that are said once apart.

        These are of counted schemata, each in a single record that is whole.
        """
        events: list[EventRow] = []
        found: dict[str, list[FeedRow]] = {}
        for rows in self._rows(entities, as_of):
            rest = rows
            if not self._withdrawn_as_of(as_of):
                times = Counter(row.entity_id for row in rows)
                once = [
                    times[row.entity_id] == 1 and _is_event(row.schema) for row in rows
                ]
                events += (self._event(row) for row in compress(rows, once))
                rest = [row for row, apart in zip(rows, once, strict=True) if not apart]
            self._collect(rest, as_of, found)
        return events, found

    def _event(self, row: Row[Any]) -> EventRow:
        compartment = self._context(row.context).compartment
        return EventRow(row.entity_id, row.schema, compartment, orjson.loads(row.body))

    def _rows(
        self, entities: Iterable[str], as_of: int
    ) -> Iterator[Sequence[Row[Any]]]:
        """Yield the records of some entities as of a sequence, an entity's together."""
        for chunk in chunks(entities, VARIABLES):
            marks = ",".join("?" * len(chunk))
            query = f"{_RECORDS} WHERE e.id IN ({marks}) AND r.event <= ? ORDER BY r.n"
            yield self._connection.exec_driver_sql(query, (*chunk, as_of)).all()

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
        self, rows: Sequence[Row[Any]], as_of: int, into: dict[str, list[FeedRow]]
    ) -> None:
        withdrawn = self._withdrawn_as_of(as_of)
        times = Counter(row.entity_id for row in rows)
        seen: dict[str, set[_Key]] = {}
        first: dict[tuple[str, str], int] = {}
        for row in rows:
            entity, context = row.entity_id, self._context(row.context)
            part = context.compartment
            event = first.setdefault((entity, part), row.event)
            if withdrawn.is_undone(row.event, row.told, context.case):
                continue
            values = unpack_values(row.body)
            if withdrawn:
                values = self._left(row, context, values, withdrawn)
            said: dict[_Key, Value] = {v[:3]: v for v in values}
            if times[entity] > 1:
                said = _unseen(
                    said, _frame(row, context), seen.setdefault(entity, set())
                )
            if said:
                live = [FeedRow(row.schema, part, event, v) for v in said.values()]
                into.setdefault(entity, []).extend(live)

    def _left(
        self,
        row: Row[Any],
        context: Context,
        values: Iterable[Value],
        withdrawn: Withdrawn,
    ) -> Iterator[Value]:
        """Yield the values of a record that are not withdrawn by name."""
        key, case = self._key(context.case), context.case
        digests = digests_of(key, row, row.entity_id, context)
        for value, digest in zip(values, digests, strict=True):
            if not withdrawn.names(digest.hex(), case):
                yield value

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


_Key = tuple[object, ...]


def _unseen(said: dict[_Key, Value], frame: _Key, seen: set[_Key]) -> dict[_Key, Value]:
    """Return the values that no record said within an equal frame, and note them."""
    fresh = {key: value for key, value in said.items() if (*key, frame) not in seen}
    seen.update((*key, frame) for key in fresh)
    return fresh


def _frame(row: Row[Any], context: Context) -> _Key:
    """Return all that tells statements of equal values apart: the same as their ids."""
    return (
        row.schema, row.assessment, row.page, row.start, row.end,
        row.place, row.authority_n, context.document, context.compartment,
        context.evaluation, context.handling, context.handling_note,
    )  # fmt: skip


def _named(entity: str, schema: str, body: bytes) -> Iterator[str]:
    """Yield the scoped ids of the nodes that a record names."""
    case, _ = split_id(entity)
    for value in unpack_values(body):
        identifier = identifier_schema(schema, value.prop)
        if identifier:
            yield f"{case}:{identifier_id(identifier, value.value)}"
        elif is_entity_property(schema, value.prop):
            yield f"{case}:{value.value}"
