"""Everything behind one store address: ledger, graph, blobs, accounts, jobs."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from backend.access import Principal, scope_of
from backend.accounts import Accounts
from backend.audit import Audit
from backend.computing.kept import Kept
from backend.jobs import Jobs
from backend.pictures import Pictures
from backend.reviewing import Reviews
from backend.settings import Settings
from backend.tables import metadata
from backend.temporal.keeping import Histories
from graph.errors import Conflict, InvalidInput, Unavailable
from graph.ledger import Blobs, Ledger
from graph.model import Scope
from graph.store.base import GraphStore
from graph.store.fingerprint import fingerprint
from graph.store.opening import open_store
from graph.store.view import View

if TYPE_CHECKING:
    from backend.computing.running import Computing
    from graph.earlier import EarlierGraphs

TRIES = 5
LEFT_S = 86_400.0


class Workspace:
    """Opened once for a process; safe between threads."""

    def __init__(self, settings: Settings, home: Path, ledger: Ledger) -> None:
        self.settings = settings
        self.home = home
        self.ledger = ledger
        self.blobs = Blobs(home / "blobs")
        self.pictures = Pictures(self.blobs)
        self.reviews = Reviews(ledger)
        self.audit = Audit(ledger.engine)
        self.accounts = Accounts(ledger.engine, self.audit)
        self.jobs = Jobs(ledger.engine, self.audit)
        self.kept = Kept(ledger.last_seq)
        self.histories = Histories(ledger)
        ledger.witness = self.audit
        self._catching_up = threading.Lock()
        self._making = threading.Lock()
        self._store: GraphStore | None = None
        self._earlier: EarlierGraphs | None = None
        self._computing: Computing | None = None

    @classmethod
    def open(cls, settings: Settings | None = None) -> Self:
        """Open what the settings name, made where it is new.

        The graph store itself is opened at its first use. Raises InvalidInput,
        Unavailable.
        """
        chosen = settings or Settings()
        home = _home(chosen)
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
        except (FileExistsError, NotADirectoryError) as error:
            raise InvalidInput("the store's folder is a file") from error
        except OSError as error:
            raise Unavailable("the folder of the store cannot be made") from error
        if not os.access(home, os.W_OK | os.X_OK):
            raise Unavailable("the folder of the store cannot be written")
        ledger = Ledger.open(chosen.ledger or str(home / "ledger.db"))
        ledger.create_tables(metadata)
        _keep_private(home / "ledger.db")
        opened = cls(chosen, home, ledger)
        opened._adopt()
        return opened

    def _adopt(self) -> None:
        if self.audit.lacks_cases():
            with self.ledger.writing() as connection:
                self.audit.adopt(connection)

    @property
    def store(self) -> GraphStore:
        """The graph store. Raises Unavailable."""
        with self._catching_up:
            if self._store is None:
                self._store = open_store(self.settings.store_url)
                _keep_private(self.home / "graph.db")
            return self._store

    @property
    def computing(self) -> "Computing":
        """What answers questions to networks."""
        from backend.computing.running import Computing

        with self._making:
            if self._computing is None:
                chosen = self.settings
                self._computing = Computing(self.kept, chosen.workers, chosen.compute_s)
            return self._computing

    def find_computing(self) -> "Computing | None":
        """Return what answers questions to networks, None where none was asked."""
        return self._computing

    def scope(self, principal: Principal, as_of: int | None = None) -> Scope:
        """Return what `principal` may see, as of a sequence number if given."""
        return scope_of(principal, as_of)

    def renew(self, principal: Principal) -> Principal:
        """Return the principal with the grants of now."""
        if principal.is_local:
            return principal
        return self.accounts.principal(principal.name)

    @contextmanager
    def view(self, scope: Scope) -> Iterator[View]:
        """Open a consistent look at the graph as the ledger has it.

        As of an earlier event where the scope says so: that costs a rebuild up to it,
        unless it was asked for just before.
        """
        if scope.as_of is not None:
            with self._earlier_graphs().view(scope) as earlier:
                yield earlier
            return
        self.catch_up()
        with self.store.reader(scope) as reader:
            yield View(reader, scope, self.ledger.clusters(scope))

    def catch_up(self) -> None:
        """Bring the graph to the ledger's last event; others may be doing it too."""
        from graph.follow import catch_up

        store = self.store
        with self._catching_up:
            for left in reversed(range(TRIES)):
                try:
                    catch_up(self.ledger, store.writer())
                    return
                except Conflict:
                    if not left:
                        raise

    def _earlier_graphs(self) -> "EarlierGraphs":
        from graph.earlier import EarlierGraphs

        with self._catching_up:
            if self._earlier is None:
                self._earlier = EarlierGraphs(self.ledger, self.home / "earlier")
            return self._earlier

    def forget_derived(self) -> None:
        """End what is computed, remove kept answers and the graphs of earlier events.

        These whoever made them. All is made anew when it is asked for.
        """
        if self._computing is not None:
            self._computing.cancel_all()
        self.kept.forget()
        self.histories.forget()
        with self._catching_up:
            if self._earlier is not None:
                self._earlier.close()
        shutil.rmtree(self.home / "earlier", ignore_errors=True)

    def rebuild(self) -> int:
        """Make the graph anew from the ledger; return the last event's number."""
        from graph.follow import rebuild

        store = self.store
        with self._catching_up:
            return rebuild(self.ledger, store.writer())

    def fingerprint(self, case: str) -> str:
        """Return the digest of a case's whole graph: equal where the graphs are."""
        self.catch_up()
        prefix = f"{case}:"
        facets = self.store.facets()
        return fingerprint(one for one in facets if one.id.startswith(prefix))

    def scratch(self) -> Path:
        """Return a private folder for what lies open for a moment.

        What a killed program left there is removed after a day.
        """
        folder = self.home / "tmp"
        folder.mkdir(exist_ok=True, mode=0o700)
        for left in folder.iterdir():
            if left.is_dir() and left.stat().st_mtime < time.time() - LEFT_S:
                shutil.rmtree(left, ignore_errors=True)
        return folder

    def check(self) -> None:
        """Raise Unavailable where the ledger or the graph does not answer."""
        try:
            with self.ledger.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            raise Unavailable("the ledger does not answer") from error
        self.store.check()

    def close(self) -> None:
        """Let go of everything; twice is once."""
        for graphs in (self._store, self._earlier):
            if graphs is not None:
                graphs.close()
        if self._computing is not None:
            self._computing.close()
        self.kept.close()
        self.pictures.close()
        self.ledger.close()


def is_there(settings: Settings) -> bool:
    """Whether there is a store of one folder; what else is asked when it is opened.

    A file where the folder should be, or a ledger elsewhere, counts as being there.
    """
    home = _home(settings)
    embedded = settings.store_url.startswith("embedded:") and settings.ledger is None
    return not embedded or home.is_file() or (home / "ledger.db").exists()


def _home(settings: Settings) -> Path:
    """Return the folder of ledger and blobs."""
    scheme, colon, rest = settings.store_url.partition(":")
    if scheme == "embedded" and rest:
        return Path(rest).expanduser().absolute()
    if urlsplit(settings.store_url).hostname:
        return settings.home.expanduser().absolute()
    raise InvalidInput("a store is embedded:FOLDER, neo4j://… or bolt://…")


def _keep_private(path: Path) -> None:
    if path.exists():
        path.chmod(0o600)
