"""The passenger records of a case, and which rows of the ledger each is told in."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Select, select

from backend.passengers.policy import DEFAULT, DataKind, Purpose
from backend.tables import passenger_file
from graph.ledger import tables
from graph.ledger.values import unpack_values

MASKED = "masked"
"""The last part of the place of a note that tells what was masked."""


@dataclass(frozen=True, slots=True)
class PassengerRecord:
    """One booking of a PNR message, or one person of an API message, as transferred.

    `ref` names it without telling anything of it. Its periods run from `received`.
    `compartments` are those that it is told in.
    """

    ref: str
    case: str
    document: str
    key: str
    kind: DataKind
    jurisdiction: str
    received: date
    compartments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the ledger that belongs to a passenger record."""

    n: int
    entity: str
    schema: str
    place: str
    compartment: str
    event: int
    body: bytes

    @property
    def is_note(self) -> bool:
        """Whether it is our own note of what was masked."""
        return self.place.endswith(f", {MASKED}")

    def properties(self) -> frozenset[str]:
        """Return the properties that it says something of."""
        return frozenset(value.prop for value in unpack_values(self.body))


def ref_of(document: str, key: str) -> str:
    """Return what names a passenger record: `r-` and 16 hex digits."""
    return f"r-{hashlib.sha256(f'{document}/{key}'.encode()).hexdigest()[:16]}"


def find_records(connection: Connection, case: str) -> list[PassengerRecord]:
    """Return the passenger records of a case, taken back or not, in file order.

    A file that nobody registered, as when it was taken in by `klupko ingest`, lives
    under the directive, for law enforcement, from the day on which it was recorded.
    """
    known = _registered(connection, case)
    found: dict[tuple[str, str], PassengerRecord] = {}
    query = _rows(case).where(tables.IS_TRANSFER)
    for row in connection.execute(query.order_by(tables.record.c.n)):
        if row.document is None or row.place is None:
            continue
        if row.place.endswith(f", {MASKED}"):
            continue
        key = (row.document, row.place)
        held = found.get(key)
        parts = {row.compartment} | (held.compartments if held else frozenset())
        place = known.get(row.document)
        system = next(
            (v.value for v in unpack_values(row.body) if v.prop == "system"), "PNR"
        )
        kind, recorded = _kind(system, place), date.fromisoformat(row.at[:10])
        found[key] = PassengerRecord(
            ref=ref_of(*key),
            case=case,
            document=row.document,
            key=row.place,
            kind=held.kind if held and not place else kind,
            jurisdiction=place.jurisdiction if place else DEFAULT,
            received=place.received
            if place
            else min(recorded, held.received if held else recorded),
            compartments=frozenset(parts),
        )
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Registered:
    jurisdiction: str
    purpose: Purpose
    received: date


def _registered(connection: Connection, case: str) -> dict[str, _Registered]:
    table = passenger_file
    rows = connection.execute(select(table).where(table.c.case_id == case))
    return {
        row.sha256: _Registered(
            row.jurisdiction, Purpose(row.purpose), date.fromisoformat(row.received)
        )
        for row in rows
    }


def _kind(system: str, place: _Registered | None) -> DataKind:
    if system.upper() != "API":
        return DataKind.PNR
    at_border = place is not None and place.purpose is Purpose.BORDER
    return DataKind.API_BORDER if at_border else DataKind.API


def _rows(case: str) -> Select[tuple[object, ...]]:
    record, context = tables.record.c, tables.context.c
    return (
        select(
            record.n,
            record.schema,
            record.place,
            record.event,
            record.body,
            context.document,
            context.compartment,
            tables.entity.c.id.label("entity"),
            tables.event.c.at,
        )
        .join(tables.context, context.n == record.context)
        .join(tables.entity, tables.entity.c.n == record.entity)
        .join(tables.event, tables.event.c.seq == record.event)
        .where(context.case == case)
    )


def rows_of(
    connection: Connection, case: str, records: Iterable[PassengerRecord]
) -> dict[str, list[Row]]:
    """Return the rows that tell of each of some passenger records, by their refs.

    One pass over the rows of their files.
    """
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for record in records:
        wanted[record.document][record.key] = record.ref
    found: dict[str, list[Row]] = {
        ref: [] for keys in wanted.values() for ref in keys.values()
    }
    for document, keys in wanted.items():
        query = _rows(case).where(tables.context.c.document == document)
        for row in connection.execute(query.order_by(tables.record.c.n)):
            ref = next((keys[k] for k in _prefixes(row.place) if k in keys), None)
            if ref is not None:
                found[ref].append(
                    Row(
                        row.n,
                        row.entity,
                        row.schema,
                        row.place,
                        row.compartment,
                        row.event,
                        row.body,
                    )
                )
    return found


def _prefixes(place: str | None) -> Iterator[str]:
    """Yield a place and all that it may belong to: cut at each comma, from behind."""
    while place:
        yield place
        place = place.rpartition(", ")[0]


def passenger_cases(connection: Connection) -> list[str]:
    """Return the cases that hold passenger records, by id."""
    record, context = tables.record.c, tables.context.c
    query = (
        select(context.case)
        .join(tables.record, record.context == context.n)
        .where(tables.IS_TRANSFER)
        .distinct()
        .order_by(context.case)
    )
    return list(connection.execute(query).scalars())
