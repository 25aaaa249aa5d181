"""Long work as rows of a table: queued, run by one thread, resumed after a restart."""

import json
import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, Row, insert, select, update

from backend.audit import Audit, Entry, describe
from backend.errors import Cancelled, message_of, trace_of
from backend.tables import job as table
from graph.errors import Conflict, NotFound

logger = logging.getLogger(__name__)

POLL_S = 1.0


class JobState(StrEnum):
    """Where a job stands; the last three are final."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """One row: what is to be done for whom, and how far it is."""

    id: str
    kind: str
    case: str
    actor: str
    state: JobState
    payload: Mapping[str, Any] = field(repr=False)
    done: int
    total: int | None
    message: str | None
    result: Any
    error: str | None
    per_second: float | None = None
    left_s: float | None = None


Progress = Callable[..., None]
"""Takes done, total (None where unknown) and, if there is one, a message."""
Handler = Callable[[Job, Progress], Any]


class Jobs:
    """The table of jobs. Handlers must be idempotent: a job may run more than once."""

    def __init__(self, engine: Engine, audit: Audit) -> None:
        self._audit = audit
        self._engine = engine
        self._writing = engine.execution_options(klupko_write=True)
        self.changed = threading.Event()

    def queue(
        self, kind: str, case: str, actor: str, payload: Mapping[str, Any]
    ) -> Job:
        """Record a job, durably, to be run soon."""
        number, now = f"job-{secrets.token_hex(16)}", time.time()
        row = {
            "id": payload.get("id", number),
            "kind": kind,
            "case_id": case,
            "actor": actor,
            "state": JobState.QUEUED,
            "payload": json.dumps(payload),
            "created_at": now,
            "updated_at": now,
        }
        with self._writing.begin() as connection:
            connection.execute(insert(table).values(row))
            asked = describe(
                id=row["id"], **{k: payload[k] for k in payload if k != "id"}
            )
            self._audit.write(connection, Entry(actor, f"job {kind}", case, asked))
        self.changed.set()
        return self.get(row["id"])

    def get(self, number: str) -> Job:
        """Return a job. Raises NotFound."""
        with self._engine.connect() as connection:
            row = connection.execute(select(table).where(table.c.id == number)).first()
        if row is None:
            raise NotFound("no such job")
        return _job(row)

    def cancel(self, number: str, actor: str) -> Job:
        """Ask a job to stop; what it has committed stays. Raises NotFound, Conflict."""
        job = self.get(number)
        if job.state.is_final:
            raise Conflict("the job has ended")
        self._audit.read(Entry(actor, "job cancel", job.case, describe(id=number)))
        self._update(number, JobState.QUEUED, state=JobState.CANCELLED, cancelled=True)
        self._update(number, JobState.RUNNING, cancelled=True)
        return self.get(number)

    def requeue(self) -> int:
        """Queue again what a stopped server left running; return how many."""
        running = update(table).where(table.c.state == JobState.RUNNING)
        with self._writing.begin() as connection:
            return connection.execute(running.values(state=JobState.QUEUED)).rowcount

    def give_back(self, number: str) -> None:
        """Queue a running job again."""
        self._update(number, JobState.RUNNING, state=JobState.QUEUED)

    def take(self) -> Job | None:
        """Claim the oldest queued job, or None where there is none."""
        queued = (
            select(table.c.id)
            .where(table.c.state == JobState.QUEUED)
            .order_by(table.c.created_at, table.c.id)
            .limit(1)
        )
        with self._engine.connect() as connection:
            number = connection.execute(queued).scalar()
        if number is None:
            return None
        if not self._update(number, JobState.QUEUED, state=JobState.RUNNING):
            return None
        return self.get(number)

    def progress(
        self, number: str, done: int, total: int | None, message: str | None = None
    ) -> None:
        """Record how far a job is. Raises Cancelled where it is to stop."""
        told = {"done": done, "total": total, "message": message}
        self._update(number, JobState.RUNNING, **told)
        asked = select(table.c.cancelled).where(table.c.id == number)
        with self._engine.connect() as connection:
            if connection.execute(asked).scalar():
                raise Cancelled("the job was cancelled")

    def finish(self, number: str, state: JobState, **values: str | None) -> None:
        """Record how a running job ended; what was told on its way is forgotten."""
        self._update(number, JobState.RUNNING, state=state, message=None, **values)

    def _update(self, number: str, was: JobState, /, **values: object) -> int:
        change = update(table).where(table.c.id == number, table.c.state == was)
        with self._writing.begin() as connection:
            return connection.execute(
                change.values(updated_at=time.time(), **values)
            ).rowcount


class Worker:
    """The thread that runs jobs one after another.

    `ended` is told of each job whose end is recorded, however it ended.
    """

    def __init__(
        self,
        jobs: Jobs,
        handlers: Mapping[str, Handler],
        ended: Callable[[Job], None] = lambda _: None,
    ) -> None:
        self._jobs = jobs
        self._handlers = handlers
        self._ended = ended
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
        self._unended: str | None = None

    def start(self) -> None:
        """Queue again what was left running, and begin."""
        self._jobs.requeue()
        self._thread.start()

    def stop(self, timeout_s: float = 10.0) -> None:
        """Stop at the next progress; a job cut short runs again at the next start."""
        self._stopping.set()
        self._jobs.changed.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._jobs.changed.clear()
            try:
                idle = not self._take_one()
            except Exception as error:  # noqa: BLE001 - the thread must live on
                logger.error("the table of jobs does not answer: %s", trace_of(error))
                idle = True
            if idle:
                self._jobs.changed.wait(POLL_S)

    def _take_one(self) -> bool:
        """Run a job if there is any; one whose end could not be recorded again."""
        if self._unended is not None:
            self._jobs.give_back(self._unended)
            self._unended = None
        job = self._jobs.take()
        if job is not None:
            self._unended = job.id
            self._perform(job)
            self._unended = None
            if self._jobs.get(job.id).state.is_final:
                self._ended(job)
        return job is not None

    def _perform(self, job: Job) -> None:
        def progress(done: int, total: int | None, message: str | None = None) -> None:
            if self._stopping.is_set():
                raise _Stopped
            self._jobs.progress(job.id, done, total, message)

        try:
            result = self._handlers[job.kind](job, progress)
            self._jobs.finish(job.id, JobState.DONE, result=json.dumps(result))
        except _Stopped:
            logger.info("job %s goes on at the next start", job.id)
        except Cancelled:
            self._jobs.finish(job.id, JobState.CANCELLED)
        except Exception as error:  # noqa: BLE001 - whatever it is, the job ends
            logger.error("job %s failed: %s", job.id, trace_of(error))
            self._jobs.finish(job.id, JobState.FAILED, error=message_of(error))


class _Stopped(Exception):
    """The server is stopping; the job stays RUNNING in the table."""


def _job(row: Row[Any]) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        case=row.case_id,
        actor=row.actor,
        state=JobState(row.state),
        payload=json.loads(row.payload),
        done=row.done,
        total=row.total,
        message=row.message,
        result=None if row.result is None else json.loads(row.result),
        error=row.error,
    )
