"""Reading judgements: filtered by scope, withdrawn ones left out, each once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, or_, select

from graph.ledger import tables
from graph.ledger.withdrawn import Withdrawn
from graph.ledger.writing import VARIABLES
from graph.model import Judgement, Scope, Verdict, split_id

RESOLVED = "resolve"
"""The kind of events in which the resolver speaks."""


def judgement_query() -> Select[Any]:
    """Return the query of judgements with their event, and who told."""
    table, told = tables.judgement, tables.foreign_event.c
    return (
        select(
            table,
            tables.event.c.at,
            tables.event.c.actor,
            tables.event.c.kind,
            told.kind.label("told_kind"),
            told.at.label("told_at"),
            told.actor.label("told_by"),
            tables.authority.c.name.label("authority"),
        )
        .join(tables.event, tables.event.c.seq == table.c.event)
        .outerjoin(tables.foreign_event, told.n == table.c.told)
        .outerjoin(tables.authority, tables.authority.c.n == told.authority)
        .order_by(table.c.event, table.c.id)
    )


def read_judgements(
    connection: Connection,
    scope: Scope,
    entities: Iterable[str] | None = None,
    case: str | None = None,
) -> list[Judgement]:
    """Return live judgements that the scope sees, as recorded, each once."""
    table, query = tables.judgement, judgement_query()
    if case is not None:
        query = query.where(table.c.case == case)
    if entities is not None:
        names = list(entities)[: VARIABLES // 2]
        query = query.where(or_(table.c.left.in_(names), table.c.right.in_(names)))
    if scope.as_of is not None:
        query = query.where(table.c.event <= scope.as_of)
    withdrawn = Withdrawn(connection, scope.as_of)
    found: dict[str, Judgement] = {}
    for row in connection.execute(query):
        gone = withdrawn.says(row.id, row.event, row.told, row.case)
        if not gone and sees_judgement(scope, row):
            found.setdefault(row.id, _judgement(row))
    return list(found.values())


class PastJudgement(NamedTuple):
    """A judgement that was ever made, and what became of it.

    `dropped`: the resolver itself withdrew it once, whether or not that still stands.
    `undone`: it is not live, and that is a person's doing.
    """

    judgement: Judgement
    live: bool
    dropped: bool
    undone: bool


def read_past_judgements(
    connection: Connection, scope: Scope, case: str
) -> list[PastJudgement]:
    """Return all judgements of a case that the scope sees, live or not, as recorded."""
    withdrawal, event = tables.withdrawal.c, tables.event.c
    dropping = (
        select(withdrawal.target)
        .join(tables.event, event.seq == withdrawal.event)
        .where(event.case == case, event.kind == RESOLVED)
    )
    dropped = set(connection.execute(dropping).scalars())
    withdrawn = Withdrawn(connection, None)
    query = judgement_query().where(tables.judgement.c.case == case)
    found = []
    for row in connection.execute(query):
        if sees_judgement(scope, row):
            by_event = withdrawn.is_undone(row.event, row.told, row.case)
            by_name = withdrawn.names(row.id, row.case)
            was_dropped = row.id in dropped
            undone = by_event or (by_name and not was_dropped)
            live = not (by_event or by_name)
            found.append(PastJudgement(_judgement(row), live, was_dropped, undone))
    return found


def sees_judgement(scope: Scope, row: Row[Any]) -> bool:
    """Whether the scope sees both sides' cases and the judgement's compartment."""
    cases = {split_id(row.left)[0], split_id(row.right)[0], row.case}
    return all(scope.sees_case(c) for c in cases) and scope.sees(
        row.case, (row.compartment,)
    )


def _judgement(row: Row[Any]) -> Judgement:
    return Judgement(
        id=row.id,
        case=row.case,
        left=row.left,
        right=row.right,
        verdict=Verdict(row.verdict),
        author=row.told_by or row.actor,
        at=datetime.fromisoformat(row.told_at or row.at),
        seq=row.event,
        compartment=row.compartment,
        score=row.score,
        explanation=row.explanation,
        authority=row.authority or "",
        automatic=(row.told_kind or row.kind) == RESOLVED,
    )
