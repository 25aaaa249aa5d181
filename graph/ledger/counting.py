"""How much of a case a scope sees in the ledger."""

from typing import Any

from sqlalchemy import Select, func, select

from graph.ledger import tables
from graph.ledger.statements import StatementReader
from graph.ledger.values import LedgerCounts


def count_case(reader: StatementReader, case: str, documents: int) -> LedgerCounts:
    """Return the counts of a case; what is withdrawn or undone is not counted.

    Costs one pass over the case's records, and over its statements where something
    of the ledger is undone.
    """
    contexts = reader.visible_contexts(case)
    withdrawn = reader.withdrawn
    records = statements = 0
    for seq, told, rows, size in reader.connection.execute(_sizes(reader, contexts)):
        if not withdrawn.is_undone(seq, told, case):
            records += rows
            statements += size
    if withdrawn.undoes():
        statements = _count_distinct(reader, contexts, case)
    named = reader.find_by_id(withdrawn.named(case), case).values()
    gone = [
        said for said in named if not withdrawn.is_undone(said.seq, said.told, case)
    ]
    return LedgerCounts(statements - len(gone), documents, records)


def _sizes(reader: StatementReader, contexts: list[int]) -> Select[Any]:
    record = tables.record.c
    query = (
        select(record.event, record.told, func.count(), func.sum(record.size))
        .where(record.context.in_(contexts))
        .group_by(record.event, record.told)
    )
    as_of = reader.scope.as_of
    return query if as_of is None else query.where(record.event <= as_of)


def _count_distinct(reader: StatementReader, contexts: list[int], case: str) -> int:
    """Count the statements that stand, withdrawn ones too.

    A record's size counts what was new with it, which is too little where the event
    that said it first is undone.
    """
    record = tables.record.c
    query = (
        select(tables.statement.c.prefix, record.event, record.told)
        .join(tables.record, record.n == tables.statement.c.record)
        .where(record.context.in_(contexts))
    )
    if reader.scope.as_of is not None:
        query = query.where(record.event <= reader.scope.as_of)
    is_undone = reader.withdrawn.is_undone
    rows = reader.connection.execute(query)
    return len(
        {prefix for prefix, event, told in rows if not is_undone(event, told, case)}
    )
