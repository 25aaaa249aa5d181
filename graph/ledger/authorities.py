"""Who speaks: this ledger's own authority, and others by their ids."""

import secrets
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from graph.ledger import tables

UNNAMED = "unnamed"


class Authority(NamedTuple):
    """Someone with a ledger of their own: an id of 32 hex digits, and a name."""

    id: str
    name: str


def own_authority(connection: Connection, name: str = "") -> Authority:
    """Return who this ledger speaks for, made up at the first call.

    A `name` given later replaces the one that is known.
    """
    table = tables.authority
    known = connection.execute(select(table).where(table.c.own.is_(True))).first()
    if known is None:
        made = Authority(secrets.token_hex(16), name or UNNAMED)
        connection.execute(insert(table).values(**made._asdict(), own=True))
        return made
    if name and name != known.name:
        change = update(table).where(table.c.n == known.n).values(name=name)
        connection.execute(change)
    return Authority(known.id, name or known.name)


def note_authority(connection: Connection, authority: Authority) -> int:
    """Return the number of an authority, written where it is new."""
    table = tables.authority
    query = select(table.c.n).where(table.c.id == authority.id)
    known = connection.execute(query).scalar()
    if known is None:
        made = connection.execute(
            insert(table).values(**authority._asdict(), own=False)
        ).inserted_primary_key
        known = made[0] if made else 0
    return int(known)
