"""Reading statements: filtered by scope, withdrawn ones left out, each once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from graph.errors import NotFound
from graph.ledger import tables
from graph.ledger.ids import prefix_of_id
from graph.ledger.runs import find_runs
from graph.ledger.values import context_of, digests_of, statements_of
from graph.ledger.withdrawn import Withdrawn
from graph.ledger.writing import chunks
from graph.model import Context, Scope, Statement

VARIABLES = 900
BATCH = 1000


def record_query() -> Select[Any]:
    """Return the query of records with their entity's id, their event, and who told."""
    told = tables.foreign_event.c
    return (
        select(
            tables.record,
            tables.entity.c.id.label("entity_id"),
            tables.event.c.at,
            tables.event.c.actor,
            told.at.label("told_at"),
            told.actor.label("told_by"),
            tables.authority.c.name.label("authority"),
            told.authority.label("authority_n"),
        )
        .join(tables.entity, tables.entity.c.n == tables.record.c.entity)
        .join(tables.event, tables.event.c.seq == tables.record.c.event)
        .outerjoin(tables.foreign_event, told.n == tables.record.c.told)
        .outerjoin(tables.authority, tables.authority.c.n == told.authority)
        .order_by(tables.record.c.n)
    )


class StatementReader:
    """One look at the statements that a scope may see, within one connection."""

    def __init__(self, connection: Connection, scope: Scope) -> None:
        self.connection = connection
        self.scope = scope
        self.withdrawn = Withdrawn(connection, scope.as_of)
        self._contexts: dict[int, Context | None] = {}
        self._keys: dict[str, bytes] = {}

    def find(
        self, entities: Iterable[str], include_withdrawn: bool = False
    ) -> dict[str, list[Statement]]:
        """Return statements by entity id, in recorded order; unseen ones absent."""
        found: dict[str, list[Statement]] = {}
        for chunk in chunks(dict.fromkeys(entities), VARIABLES):
            query = record_query().where(tables.entity.c.id.in_(chunk))
            for said in self.read(query, include_withdrawn):
                found.setdefault(said.entity, []).append(said)
        return found

    def read(
        self, query: Select[Any], include_withdrawn: bool = False
    ) -> Iterator[Statement]:
        """Yield the visible statements of a record query, each id once."""
        if self.scope.as_of is not None:
            query = query.where(tables.record.c.event <= self.scope.as_of)
        if include_withdrawn:
            yield from self._read_all(query)
            return
        yield from self._read_live(self.connection.execute(query))

    def entities(
        self, case: str, schemata: Iterable[str] | None = None
    ) -> Iterator[tuple[str, list[Statement]]]:
        """Yield each entity of a case with its live visible statements, by id."""
        name = tables.entity.c.id
        query = record_query().where(name >= f"{case}:", name < f"{case};")
        query = query.order_by(None).order_by(name, tables.record.c.n)
        if schemata is not None:
            query = query.where(tables.record.c.schema.in_(list(schemata)))
        if self.scope.as_of is not None:
            query = query.where(tables.record.c.event <= self.scope.as_of)
        rows = self.connection.execute(query.execution_options(yield_per=BATCH))
        for entity, group in groupby(rows, lambda row: str(row.entity_id)):
            said = list(self._read_live(group))
            if said:
                yield entity, said

    def _read_live(self, rows: Iterable[Row[Any]]) -> Iterator[Statement]:
        seen: set[str] = set()
        for row in rows:
            for said in self._of(row):
                if said.id not in seen and not self._is_withdrawn(said):
                    seen.add(said.id)
                    yield said

    def _read_all(self, query: Select[Any]) -> Iterator[Statement]:
        """Yield live and withdrawn statements; one said twice is live if once so."""
        found: dict[str, Statement] = {}
        for row in self.connection.execute(query):
            for said in self._of(row):
                held = found.get(said.id)
                if held is None or self.withdrawn.is_undone(
                    held.seq, held.told, held.context.case
                ):
                    gone = self._is_withdrawn(said)
                    found[said.id] = replace(said, withdrawn=gone)
        yield from found.values()

    def _is_withdrawn(self, said: Statement) -> bool:
        case = said.context.case
        return self.withdrawn.says(said.id, said.seq, said.told, case)

    def _of(self, row: Row[Any]) -> Iterator[Statement]:
        context = self._context(row.context)
        if context is not None:
            key = self._key(context.case)
            yield from statements_of(key, row, row.entity_id, context)

    def digests(self, row: Row[Any]) -> tuple[bytes, list[bytes]]:
        """Return the key of a record's case and the ids of its statements.

        Raises NotFound where its context is not seen.
        """
        context = self._context(row.context)
        if context is None:
            raise NotFound("no such record")
        key = self._key(context.case)
        return key, digests_of(key, row, row.entity_id, context)

    def _context(self, n: int) -> Context | None:
        """Return the context, None where the scope does not see it."""
        if n not in self._contexts:
            query = select(tables.context).where(tables.context.c.n == n)
            context = context_of(self.connection.execute(query).one())
            seen = self.scope.sees(context.case, (context.compartment,))
            self._contexts[n] = context if seen else None
        return self._contexts[n]

    def _key(self, case: str) -> bytes:
        if case not in self._keys:
            query = select(tables.case.c.key).where(tables.case.c.id == case)
            self._keys[case] = self.connection.execute(query).scalar_one()
        return self._keys[case]

    def find_by_id(
        self, names: Iterable[str], case: str | None = None
    ) -> dict[str, Statement]:
        """Return the visible ones among statement ids, of one case if given.

        Withdrawn ones are marked.
        """
        wanted = {name: p for name in names if (p := prefix_of_id(name)) is not None}
        found: dict[str, Statement] = {}
        runs = find_runs(self.connection) if wanted else []
        for chunk in chunks(sorted(set(wanted.values())), VARIABLES):
            holding = select(tables.statement.c.record).where(
                tables.statement.c.run.in_(runs), tables.statement.c.prefix.in_(chunk)
            )
            query = record_query().where(tables.record.c.n.in_(holding))
            if case is not None:
                context = tables.context.c
                own = select(context.n).where(context.case == case)
                query = query.where(tables.record.c.context.in_(own))
            said = self.read(query, include_withdrawn=True)
            found.update((one.id, one) for one in said if one.id in wanted)
        return found

    def contexts(self, case: str) -> dict[int, Context]:
        """Return the contexts of a case that the scope sees, by their numbers."""
        query = select(tables.context.c.n).where(tables.context.c.case == case)
        rows = self.connection.execute(query).scalars().all()
        return {n: c for n in rows if (c := self._context(n)) is not None}

    def visible_contexts(self, case: str) -> list[int]:
        """Return the numbers of the contexts of a case that the scope sees."""
        return list(self.contexts(case))
