"""Partners: cards that somebody here has compared and trusts, each under a name."""

import re
import time
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from backend.audit import Audit, Entry, describe
from backend.sharing.keys import PublicKey
from backend.tables import partner as table
from graph.errors import Conflict, InvalidInput, NotFound

_NAME = re.compile(r"[\w][\w .@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Partner:
    """A trusted key under the name that it has here."""

    name: str
    key: PublicKey


class Partners:
    """The trusted keys of one store."""

    def __init__(self, engine: Engine, audit: Audit) -> None:
        self._engine = engine
        self._writing = engine.execution_options(klupko_write=True)
        self._audit = audit

    def trust(self, name: str, key: PublicKey, actor: str) -> Partner:
        """Trust a key from now on; twice is once. Raises Conflict, InvalidInput.

        Conflict: the name stands for another key, or the key has another name.
        """
        if not _NAME.fullmatch(name):
            raise InvalidInput(
                "a partner's name has 1 to 64 letters, digits, spaces, '.', '_', '@' "
                "or '-'"
            )
        if any(known == Partner(name, key) for known in self.list()):
            return Partner(name, key)
        row = {
            "name": name,
            "key_id": key.id,
            "card": key.card,
            "trusted_at": time.time(),
            "trusted_by": actor,
        }
        try:
            with self._writing.begin() as connection:
                connection.execute(insert(table).values(row))
                what = describe(partner=name, key=key.id)
                self._audit.write(connection, Entry(actor, "key trust", detail=what))
        except IntegrityError as error:
            raise Conflict(
                "that name or that key is trusted already; forget it first"
            ) from error
        return Partner(name, key)

    def forget(self, name: str, actor: str) -> None:
        """Trust a partner no more. Raises NotFound."""
        with self._writing.begin() as connection:
            gone = connection.execute(delete(table).where(table.c.name == name))
            if not gone.rowcount:
                raise NotFound("no such partner")
            entry = Entry(actor, "key forget", detail=describe(partner=name))
            self._audit.write(connection, entry)

    def list(self) -> list[Partner]:
        """Return all partners by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(table).order_by(table.c.name)).all()
        return [Partner(row.name, PublicKey.parse(row.card)) for row in rows]
