"""Where a random id may stand: in the run of records that was written at one time."""

from sqlalchemy import Connection

from graph.ledger.tables import RUN_BITS


def run_of(record: int) -> int:
    """Return the run of a record by its number."""
    return record >> RUN_BITS


def find_runs(connection: Connection) -> list[int]:
    """Return all runs of the ledger, the earliest first; at least one."""
    last = connection.exec_driver_sql("SELECT max(n) FROM record").scalar() or 0
    return list(range(run_of(last) + 1))
