"""Masked values, sealed: nothing that shows a case reads them."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlalchemy import Connection, delete, func, insert, select

from backend.tables import passenger_masked as table
from graph.errors import Unavailable
from graph.ledger.erasing import Taken
from graph.ledger.writing import chunks

KEY_FILE = "passengers.key"
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class MaskedValue:
    """One value that was masked, as it stood."""

    record: str
    compartment: str
    entity: str
    schema: str
    prop: str
    value: str
    masked_on: date


class Vault:
    """Seals values under a key of this store that lies beside the database, 0600."""

    def __init__(self, home: Path) -> None:
        self._path = home / KEY_FILE

    def keep(
        self,
        connection: Connection,
        records: Mapping[int, str],
        taken: Iterable[Taken],
        today: date,
    ) -> None:
        """Keep values taken out of rows of the ledger, in the open write transaction.

        `records` names the passenger record that each row belongs to.
        """
        cipher = ChaCha20Poly1305(self._key())
        for one in taken:
            record = records[one.record]
            nonce = os.urandom(NONCE_BYTES)
            bound = f"{one.context.case}\x1f{record}".encode()
            sealed = nonce + cipher.encrypt(nonce, orjson.dumps(one.value[:3]), bound)
            row = {
                "case_id": one.context.case,
                "record": record,
                "compartment": one.context.compartment,
                "entity": one.entity,
                "schema": one.schema,
                "prop": one.value.prop,
                "masked_on": today.isoformat(),
                "sealed": sealed,
            }
            connection.execute(insert(table).values(row))

    def open(
        self, connection: Connection, case: str, records: Iterable[str]
    ) -> list[MaskedValue]:
        """Return the masked values of records, by record, as they were kept.

        Raises Unavailable where the key is not the one they were sealed with.
        """
        cipher = ChaCha20Poly1305(self._key())
        found: list[MaskedValue] = []
        for chunk in chunks(sorted(set(records)), 500):
            query = select(table).where(
                table.c.case_id == case, table.c.record.in_(chunk)
            )
            for row in connection.execute(query.order_by(table.c.record, table.c.n)):
                bound = f"{case}\x1f{row.record}".encode()
                nonce, sealed = row.sealed[:NONCE_BYTES], row.sealed[NONCE_BYTES:]
                try:
                    said = orjson.loads(cipher.decrypt(nonce, sealed, bound))
                except InvalidTag as error:
                    raise Unavailable(
                        "masked values cannot be opened: another key"
                    ) from error
                found.append(
                    MaskedValue(
                        row.record,
                        row.compartment,
                        row.entity,
                        row.schema,
                        row.prop,
                        said[1],
                        date.fromisoformat(row.masked_on),
                    )
                )
        return found

    def _key(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            made = ChaCha20Poly1305.generate_key()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            descriptor = os.open(self._path, flags, 0o600)
        except FileExistsError:
            return self._path.read_bytes()
        with os.fdopen(descriptor, "wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        return made


def forget_masked(connection: Connection, case: str, records: Iterable[str]) -> int:
    """Erase the masked values of records; return how many there were."""
    gone = 0
    for chunk in chunks(sorted(set(records)), 500):
        same = (table.c.case_id == case) & table.c.record.in_(chunk)
        gone += connection.execute(delete(table).where(same)).rowcount
    return gone


def masked_of(connection: Connection, entity: str) -> dict[str, list[str]]:
    """Return which properties of an entity are masked, by the compartment of each."""
    query = select(table.c.compartment, table.c.prop).where(table.c.entity == entity)
    found: dict[str, set[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.compartment, set()).add(row.prop)
    return {part: sorted(props) for part, props in found.items()}


def count_masked(connection: Connection, case: str) -> int:
    """Return how many values of a case are masked."""
    query = select(func.count()).select_from(table).where(table.c.case_id == case)
    return connection.execute(query).scalar() or 0
