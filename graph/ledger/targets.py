"""What a withdrawal may name: something that its own case holds."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from graph.errors import NotFound
from graph.ledger import tables
from graph.ledger.ids import prefix_of_id
from graph.ledger.runs import find_runs

VARIABLES = 900


def check_targets(connection: Connection, case: str, targets: Iterable[str]) -> None:
    """Raise NotFound unless each id is a statement, judgement or withdrawal of a case.

    A statement's id is known by its first 64 bits.
    """
    wanted = list(targets)
    for start in range(0, len(wanted), VARIABLES):
        chunk = wanted[start : start + VARIABLES]
        known = _known(connection, case, chunk)
        if any((prefix_of_id(target) or target) not in known for target in chunk):
            raise NotFound("nothing of that id in this case")


def _known(connection: Connection, case: str, names: list[str]) -> set[int | str]:
    prefixes = {prefix_of_id(name) for name in names} - {None}
    statements = (
        select(tables.statement.c.prefix)
        .join(tables.record, tables.record.c.n == tables.statement.c.record)
        .join(tables.context, tables.context.c.n == tables.record.c.context)
        .where(
            tables.statement.c.run.in_(find_runs(connection)),
            tables.statement.c.prefix.in_(prefixes),
            tables.context.c.case == case,
        )
    )
    judgements = select(tables.judgement.c.id).where(
        tables.judgement.c.id.in_(names), tables.judgement.c.case == case
    )
    withdrawals = (
        select(tables.withdrawal.c.id)
        .join(tables.event, tables.event.c.seq == tables.withdrawal.c.event)
        .where(tables.withdrawal.c.id.in_(names), tables.event.c.case == case)
    )
    found: set[int | str] = set()
    for query in (statements, judgements, withdrawals):
        found.update(connection.execute(query).scalars())
    return found
