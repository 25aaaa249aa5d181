"""How the server is spoken to: addresses, time-outs, retries, errors translated."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import unquote, urlsplit

import neo4j
from neo4j.exceptions import (
    ClientError,
    DriverError,
    Neo4jError,
    TransientError,
)

from graph.errors import InvalidInput, LimitExceeded, Unavailable

READ_TIMEOUT_S = 20.0
WRITE_TIMEOUT_S = 600.0
CONNECT_TIMEOUT_S = 5.0
RETRY_S = 5.0

# Its errors are raised as ours; without a handler it would print them as well.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is and who we are there."""

    url: str
    user: str
    password: str
    database: str | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `neo4j://USER:PASSWORD@HOST:PORT/DB`; raise InvalidInput."""
        try:
            parts = urlsplit(text)
            port = parts.port or 7687
        except ValueError as error:
            raise InvalidInput("not an address of a Neo4j server") from error
        if not parts.hostname:
            raise InvalidInput("a Neo4j address names a host")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return cls(
            url=f"{parts.scheme}://{host}:{port}",
            user=unquote(parts.username or "neo4j"),
            password=unquote(parts.password or ""),
            database=unquote(parts.path.strip("/")) or None,
        )

    def __repr__(self) -> str:
        return f"Address({self.url}, {self.database})"


class Connection:
    """A driver, and the only ways in which queries reach the server."""

    def __init__(self, address: Address) -> None:
        self._database = address.database
        self._closed = False
        with translated():
            self._driver = neo4j.GraphDatabase.driver(
                address.url,
                auth=(address.user, address.password),
                connection_timeout=CONNECT_TIMEOUT_S,
                connection_acquisition_timeout=CONNECT_TIMEOUT_S,
                max_transaction_retry_time=RETRY_S,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )

    def read(
        self, query: str, timeout_s: float = READ_TIMEOUT_S, /, **values: Any
    ) -> list[Row]:
        """Return all rows of a query that may only read, within our time-out."""

        @neo4j.unit_of_work(timeout=timeout_s)
        def work(tx: neo4j.ManagedTransaction) -> list[Row]:
            return tx.run(query, values).data()

        with translated(), self._session(neo4j.READ_ACCESS) as session:
            return session.execute_read(work)

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Run `work` in one transaction, again where the server asks for it."""
        timed = neo4j.unit_of_work(timeout=WRITE_TIMEOUT_S)(work)
        with translated(), self._session(neo4j.WRITE_ACCESS) as session:
            return session.execute_write(timed)

    def command(self, query: str, **values: Any) -> None:
        """Run what cannot be part of a transaction: indexes, batched deletion."""
        timed = neo4j.Query(query, timeout=WRITE_TIMEOUT_S)
        with translated(), self._session(neo4j.WRITE_ACCESS) as session:
            session.run(timed, values).consume()

    def check(self) -> None:
        """Raise Unavailable unless the server answers, without trying again."""
        with translated(), self._session(neo4j.READ_ACCESS) as session:
            session.run(neo4j.Query("RETURN 1", timeout=CONNECT_TIMEOUT_S)).consume()

    def close(self) -> None:
        """Let go of the driver; twice is once."""
        if not self._closed:
            self._closed = True
            self._driver.close()

    def _session(self, mode: str) -> neo4j.Session:
        if self._closed:
            raise Unavailable("the graph store is closed")
        return self._driver.session(database=self._database, default_access_mode=mode)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors into the project's, without what they quote."""
    try:
        yield
    except TransientError as error:
        raise Unavailable("the graph server is too busy or short of memory") from error
    except ClientError as error:
        if "TransactionTimedOut" in str(error.code):
            raise LimitExceeded("the question takes too long; narrow it") from error
        raise Unavailable("the graph server refuses the request") from error
    except (Neo4jError, DriverError, OSError) as error:
        raise Unavailable("the graph server does not answer") from error
    except neo4j.exceptions.ConfigurationError as error:
        raise InvalidInput("not an address of a Neo4j server") from error
