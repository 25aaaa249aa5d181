"""Reading judgements: filtered by scope, withdrawn ones left out, each once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

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
