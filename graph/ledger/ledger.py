"""The ledger's face: open it, commit to it, read what a scope may see."""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Self

from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Row,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from graph.errors import Conflict, NotFound
from graph.identity import Clusters
from graph.ledger import tables
from graph.ledger.authorities import Authority, own_authority
from graph.ledger.counting import count_case
from graph.ledger.database import open_engine
from graph.ledger.events import (
    begin_event,
    read_compartments,
    read_event,
    read_events,
    visible_event,
)
from graph.ledger.evidence import link_statements, links_statements
from graph.ledger.feed import Feed
from graph.ledger.judgements import (
    PastJudgement,
    read_judgements,
    read_past_judgements,
)
from graph.ledger.outgoing import Outgoing, read_permits
from graph.ledger.statements import StatementReader, record_query
from graph.ledger.transaction import Transaction
from graph.ledger.upgrading import upgrade
from graph.ledger.values import (
    CaseRecord,
    DocumentRecord,
    LedgerCounts,
    document_of,
)
from graph.ledger.withdrawn import Withdrawn
from graph.ledger.witness import Witness
from graph.model import (
    Context,
    Event,
    Judgement,
    Link,
    Scope,
    Statement,
    check_case,
)


class Ledger:
    """Append-only records of many cases. Safe to share between threads.

    Reads take a Scope: what it does not see is NotFound or absent, and its `as_of`
    (a sequence number) shows the ledger as it was.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.witness: Witness | None = None
        self._clusters: dict[tuple[object, ...], Clusters] = {}
        self._counts: dict[tuple[object, ...], LedgerCounts] = {}

    @classmethod
    def open(cls, url: str) -> Self:
        """Open or create a ledger at a path or SQLite URL. Raises Unavailable."""
        engine = open_engine(url)
        ledger = cls(engine)
        ledger.create_tables(tables.metadata)
        return ledger

    def create_tables(self, metadata: MetaData) -> None:
        """Create what is missing of some tables, and their columns, in the database."""
        with self.writing() as connection:
            metadata.create_all(connection)
            upgrade(connection, metadata)

    def close(self) -> None:
        """Let go of the database; twice is once."""
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open one write transaction (BEGIN IMMEDIATE) over any of the tables."""
        with (
            self.engine.connect().execution_options(klupko_write=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def commit(
        self,
        *,
        kind: str,
        case: str,
        actor: str,
        reason: str = "",
        opening: CaseRecord | None = None,
    ) -> Iterator[Transaction]:
        """Open an event of a case; all that is said in it commits together.

        Raises NotFound for an unknown case, Unavailable; `opening` one opens it in
        the same commit and raises Conflict where it is there. After the block
        `tx.event` is durable.
        """
        with self.writing() as connection:
            if opening is not None:
                self._open_case(connection, opening, actor)
            query = select(tables.case.c.key).where(tables.case.c.id == case)
            key = connection.execute(query).scalar()
            if key is None:
                raise NotFound("no such case")
            event = begin_event(connection, kind, case, actor, reason)
            yield Transaction(connection, event, key)
            if self.witness is not None:
                self.witness.committed(connection, event)

    @contextmanager
    def feed(self) -> Iterator[Feed]:
        """Open one look for the projection: all cases, no scope. See graph.follow."""
        with self.engine.connect() as connection, connection.begin():
            yield Feed(connection)

    def own_authority(self, name: str = "") -> Authority:
        """Return who this ledger speaks for, made up at the first call.

        A `name` given later replaces the one that is known.
        """
        with self.writing() as connection:
            return own_authority(connection, name)

    def create_case(
        self, case: str, title: str, authority: str | None, actor: str
    ) -> CaseRecord:
        """Add a case with a key of its own. Raises Conflict where it exists."""
        made = CaseRecord(check_case(case), title, authority)
        with self.writing() as connection:
            self._open_case(connection, made, actor)
        return made

    def _open_case(self, connection: Connection, made: CaseRecord, actor: str) -> None:
        row = {
            "id": check_case(made.id),
            "title": made.title,
            "authority": made.authority,
            "key": secrets.token_bytes(32),
            "created_at": datetime.now(UTC).isoformat(),
            "created_by": actor,
        }
        try:
            connection.execute(insert(tables.case).values(row))
        except IntegrityError as error:
            raise Conflict("a case of that id exists") from error
        if self.witness is not None:
            self.witness.opened(connection, made, actor)

    def get_case(self, scope: Scope, case: str) -> CaseRecord:
        """Return a case. Raises NotFound where there is none to see."""
        for found in self.iter_cases(scope):
            if found.id == case:
                return found
        raise NotFound("no such case")

    def iter_cases(self, scope: Scope) -> Iterator[CaseRecord]:
        """Yield the cases that the scope sees, by id."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(tables.case).order_by(tables.case.c.id))
            found = [CaseRecord(r.id, r.title, r.authority) for r in rows]
        yield from (c for c in found if scope.sees_case(c.id))

    # statements

    def find_statements(
        self,
        scope: Scope,
        entities: Iterable[str],
        prop: str | None = None,
        *,
        include_withdrawn: bool = False,
    ) -> dict[str, list[Statement]]:
        """Return statements by entity id, in recorded order, each id once."""
        with self.engine.connect() as connection:
            reader = StatementReader(connection, scope)
            found = reader.find(entities, include_withdrawn)
        if prop is None:
            return found
        kept = {
            e: [s for s in said if s.value.prop == prop] for e, said in found.items()
        }
        return {e: said for e, said in kept.items() if said}

    def get_statement(self, scope: Scope, statement: str) -> Statement:
        """Return a statement by id, a withdrawn one marked. Raises NotFound."""
        found = self.find_statements_by_id(scope, [statement])
        if statement not in found:
            raise NotFound("no such statement")
        return found[statement]

    def find_statements_by_id(
        self, scope: Scope, ids: Iterable[str]
    ) -> dict[str, Statement]:
        """Return the visible ones among statement ids, withdrawn ones marked."""
        with self.engine.connect() as connection:
            return StatementReader(connection, scope).find_by_id(ids)

    def find_document_statements(self, scope: Scope, sha256: str) -> list[Statement]:
        """Return what was read in a document, in recorded order."""
        with self.engine.connect() as connection:
            reader = StatementReader(connection, scope)
            contexts = select(tables.context.c.n).where(
                tables.context.c.document == sha256
            )
            query = record_query().where(tables.record.c.context.in_(contexts))
            return list(reader.read(query))

    def find_link_statements(self, scope: Scope, link: Link) -> list[Statement]:
        """Return what a relationship rests on; of a tally its first events."""
        with self.engine.connect() as connection:
            return link_statements(StatementReader(connection, scope), link)

    def iter_schema_statements(
        self, scope: Scope, case: str, schemata: Iterable[str]
    ) -> Iterator[Statement]:
        """Yield what is said of a case's entities of some schemata, as recorded."""
        with self.engine.connect() as connection:
            reader = StatementReader(connection, scope)
            query = record_query().where(
                tables.record.c.schema.in_(list(schemata)),
                tables.record.c.context.in_(reader.visible_contexts(case)),
            )
            yield from reader.read(query)

    def find_links_statements(
        self, scope: Scope, links: Collection[Link]
    ) -> dict[str, list[Statement]]:
        """Return what relationships that are not tallied rest on, by link id."""
        with self.engine.connect() as connection:
            return links_statements(StatementReader(connection, scope), links)

    def iter_entities(
        self, scope: Scope, case: str, schemata: Iterable[str] | None = None
    ) -> Iterator[tuple[str, list[Statement]]]:
        """Yield each entity of a case with what is said of it, by id.

        With `schemata` only what is said under these. Raises NotFound.
        """
        self.get_case(scope, case)
        with self.engine.connect() as connection:
            yield from StatementReader(connection, scope).entities(case, schemata)

    def counts(self, scope: Scope, case: str) -> LedgerCounts:
        """Count what the scope sees of a case. Raises NotFound."""
        self.get_case(scope, case)
        granted = frozenset(scope.grants.get(case, ()))
        mark = (case, scope.everything, granted, scope.as_of, self.last_seq())
        if mark not in self._counts:
            with self.engine.connect() as connection:
                documents = sum(1 for _ in self.iter_documents(scope, case))
                reader = StatementReader(connection, scope)
                counted = count_case(reader, case, documents)
            self._counts = {**dict(list(self._counts.items())[-50:]), mark: counted}
        return self._counts[mark]

    # documents

    def iter_documents(self, scope: Scope, case: str) -> Iterator[DocumentRecord]:
        """Yield a case's documents without their text, as recorded, each file once."""
        table = tables.document
        query = select(table).where(table.c.case == case).order_by(table.c.n)
        seen: set[str] = set()
        for row in self._documents(scope, query):
            if row.sha256 not in seen:
                seen.add(row.sha256)
                yield document_of(row, pages=False)

    def get_document(self, scope: Scope, sha256: str) -> DocumentRecord:
        """Return a document with its text, as it was read last. Raises NotFound."""
        table = tables.document
        query = select(table).where(table.c.sha256 == sha256).order_by(table.c.n)
        found: dict[tuple[str, str], Row[Any]] = {}
        for row in self._documents(scope, query):
            found[row.case, row.compartment] = row
        for row in found.values():
            return document_of(row, pages=True)
        raise NotFound("no such document")

    def _documents(self, scope: Scope, query: Any) -> list[Row[Any]]:
        with self.engine.connect() as connection:
            undone = Withdrawn(connection, scope.as_of)
            return [
                row
                for row in connection.execute(query)
                if scope.sees(row.case, (row.compartment,))
                and not undone.is_undone(row.event, None, row.case)
                and (scope.as_of is None or row.event <= scope.as_of)
            ]

    # what may be handed on

    @contextmanager
    def outgoing(
        self, scope: Scope, case: str, is_withheld: Callable[[Context], bool]
    ) -> Iterator[Outgoing]:
        """Open one look at what the scope may hand on of a case. Raises NotFound."""
        self.get_case(scope, case)
        own = self.own_authority()
        with self.engine.connect() as connection, connection.begin():
            yield Outgoing(connection, scope, case, own, is_withheld)

    def find_permits(self, scope: Scope, case: str) -> dict[str, frozenset[str]]:
        """Return the documents ("" for all) permitted to each key. Raises NotFound."""
        self.get_case(scope, case)
        with self.engine.connect() as connection:
            return read_permits(connection, case, scope.as_of)

    # judgements and identity

    def find_judgements(
        self,
        scope: Scope,
        entities: Iterable[str] | None = None,
        case: str | None = None,
    ) -> list[Judgement]:
        """Return live judgements that the scope sees, as recorded.

        A judgement is seen by who sees both sides' cases and its compartment.
        """
        with self.engine.connect() as connection:
            return read_judgements(connection, scope, entities, case)

    def find_past_judgements(self, scope: Scope, case: str) -> list[PastJudgement]:
        """Return all judgements of a case that the scope sees, withdrawn ones too."""
        with self.engine.connect() as connection:
            return read_past_judgements(connection, scope, case)

    def clusters(self, scope: Scope) -> Clusters:
        """Return what the scope takes for the same; kept until that may be other.

        That is until something is judged, withdrawn or taken back in any case.
        """
        grants = tuple(sorted((c, tuple(sorted(g))) for c, g in scope.grants.items()))
        mark = (scope.everything, grants, scope.as_of, self._last_judged())
        found = self._clusters.get(mark)
        if found is None:
            found = Clusters(self.find_judgements(scope))
            self._clusters = {**dict(list(self._clusters.items())[-20:]), mark: found}
        return found

    def _last_judged(self) -> tuple[int, ...]:
        """Return the last events that judged, and that withdrew or took back."""
        judged, withdrawn = tables.judgement.c.event, tables.withdrawal.c.event
        with self.engine.connect() as connection:
            return tuple(
                connection.execute(select(func.max(column))).scalar() or 0
                for column in (judged, withdrawn)
            )

    # events

    def last_seq(self, moment: datetime | None = None) -> int:
        """Return the sequence number of the last event, 0 where there is none.

        With a moment (its zone known): of the last event at or before it.
        """
        query = select(func.max(tables.event.c.seq))
        if moment is not None:
            then = moment.astimezone(UTC).isoformat()
            query = query.where(tables.event.c.at <= then)
        with self.engine.connect() as connection:
            return connection.execute(query).scalar() or 0

    def get_event(self, scope: Scope, event_id: str) -> Event:
        """Return an event by id. Raises NotFound."""
        with self.engine.connect() as connection:
            return visible_event(read_event(connection, event_id), scope)

    def events(self, scope: Scope, case: str, limit: int = 100) -> list[Event]:
        """Return a case's events, the newest first. Raises NotFound."""
        self.get_case(scope, case)
        with self.engine.connect() as connection:
            return read_events(connection, case, limit)

    def event_compartments(self, event: Event) -> frozenset[str]:
        """Return the compartments of all that an event added, whoever asks."""
        with self.engine.connect() as connection:
            return read_compartments(connection, event)

    def find_event_statements(
        self, scope: Scope, event_id: str, limit: int = 1000
    ) -> list[Statement]:
        """Return the first statements that an event added, withdrawn ones marked."""
        event = self.get_event(scope, event_id)
        query = record_query().where(tables.record.c.event == event.seq).limit(limit)
        with self.engine.connect() as connection:
            return list(StatementReader(connection, scope).read(query, True))[:limit]
