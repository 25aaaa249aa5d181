"""Passenger records by what people name them by, as far as they may see them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from backend.access import Principal, check_sees, scope_of
from backend.passengers.finding import PassengerRecord, find_records, rows_of
from graph.errors import InvalidInput, NotFound
from graph.model import scoped_id


def visible_records(
    connection: Connection, principal: Principal, case: str
) -> list[PassengerRecord]:
    """Return the passenger records of a case of which `principal` sees any part.

    Raises NotFound for a case not to be seen.
    """
    check_sees(principal, case)
    scope = scope_of(principal)
    return [
        one
        for one in find_records(connection, case)
        if any(scope.sees(case, [part]) for part in one.compartments)
    ]


def choose_records(
    connection: Connection,
    principal: Principal,
    case: str,
    refs: Sequence[str] = (),
    entities: Sequence[str] = (),
) -> list[PassengerRecord]:
    """Return records named by their refs, or by a passenger or booking they tell of.

    Raises InvalidInput where none is named, NotFound for what is not there to be seen.
    """
    if not refs and not entities:
        raise InvalidInput("name passenger records: --record r-… or --entity ID")
    seen = visible_records(connection, principal, case)
    wanted = set(refs) | _telling(connection, case, seen, entities)
    chosen = [one for one in seen if one.ref in wanted]
    if set(refs) - {one.ref for one in chosen} or not chosen:
        raise NotFound("no such passenger record in this case")
    return chosen


def _telling(
    connection: Connection,
    case: str,
    records: Sequence[PassengerRecord],
    entities: Iterable[str],
) -> set[str]:
    names = {scoped_id(case, entity) for entity in entities}
    if not names:
        return set()
    rows = rows_of(connection, case, records)
    found = {
        ref for ref, told in rows.items() if any(row.entity in names for row in told)
    }
    if not found:
        raise NotFound("no passenger record tells of that entity")
    return found
