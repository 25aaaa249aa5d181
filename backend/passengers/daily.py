"""The server masks and erases by itself: at its start, and on every new day."""

import logging
import threading
from datetime import date

from backend.access import Principal, Role
from backend.errors import trace_of
from backend.passengers.clock import day_of
from backend.passengers.purging import purge
from backend.workspace import Workspace

logger = logging.getLogger(__name__)

LOOK_S = 600.0
ACTOR = "system:purge"


class DailyPurge:
    """A thread that purges when the day has changed; what failed is tried again."""

    def __init__(self, workspace: Workspace, look_s: float = LOOK_S) -> None:
        self._workspace = workspace
        self._look_s = look_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="purge", daemon=True)
        self.done: date | None = None

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Stop before the next purge; one at work is durable step by step."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._purge()
            except Exception as error:  # noqa: BLE001 - the thread must live on
                logger.error("passenger data were not purged: %s", trace_of(error))
            self._stopping.wait(self._look_s)

    def _purge(self) -> None:
        today = day_of(self._workspace.settings)
        if today != self.done:
            purge(self._workspace, Principal(ACTOR, frozenset({Role.ADMIN})), today)
            self.done = today
