"""Jobs: run one after another, stopped, cancelled, and taken up after a restart."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from backend.jobs import Handler, Job, Jobs, JobState, Progress, Worker
from backend.workspace import Workspace
from graph.errors import Conflict, InvalidInput, NotFound


@contextmanager
def working(jobs: Jobs, handler: Handler) -> Iterator[Worker]:
    """Run a worker for jobs of kind `test`."""
    worker = Worker(jobs, {"test": handler})
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def wait(jobs: Jobs, number: str, until: Callable[[Job], bool]) -> Job:
    """Return a job as soon as `until` holds of it."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        job = jobs.get(number)
        if until(job):
            return job
        time.sleep(0.02)
    raise AssertionError(f"the job is still {jobs.get(number)}")


def ended(job: Job) -> bool:
    """Whether a job has ended."""
    return job.state.is_final


def test_a_job_runs_and_keeps_its_result(workspace: Workspace) -> None:
    """Queued, run, done, with progress and result in the table."""
    jobs = workspace.jobs

    def handler(job: Job, progress: Progress) -> Any:
        progress(1, 2)
        return {"case": job.case, "given": job.payload["given"]}

    job = jobs.queue("test", "konac", "ana", {"given": 3})
    assert job.state is JobState.QUEUED
    with working(jobs, handler):
        job = wait(jobs, job.id, ended)
    assert job.state is JobState.DONE
    assert (job.done, job.total) == (1, 2)
    assert job.result == {"case": "konac", "given": 3}


def test_a_failure_says_why_and_the_next_job_runs(workspace: Workspace) -> None:
    """Our errors are told, others are not; the worker lives on."""
    jobs = workspace.jobs

    def handler(job: Job, progress: Progress) -> Any:
        if job.payload["fails"] == "ours":
            raise InvalidInput("that cannot be read")
        if job.payload["fails"] == "fault":
            raise RuntimeError("Marko Marković")
        return None

    numbers = [
        jobs.queue("test", "konac", "ana", {"fails": how}).id
        for how in ("ours", "fault", "no")
    ]
    with working(jobs, handler):
        ours, fault, good = (wait(jobs, number, ended) for number in numbers)
    assert (ours.state, ours.error) == (JobState.FAILED, "that cannot be read")
    assert fault.state is JobState.FAILED and "Marko" not in str(fault.error)
    assert good.state is JobState.DONE


def test_a_running_job_is_taken_up_after_a_restart(workspace: Workspace) -> None:
    """What a stopped server left running is run again from its start."""
    jobs, runs = workspace.jobs, list[str]()

    def slow(job: Job, progress: Progress) -> Any:
        runs.append("slow")
        while True:
            progress(1, None)
            time.sleep(0.01)

    def quick(job: Job, progress: Progress) -> Any:
        runs.append("quick")
        return "finished"

    number = jobs.queue("test", "konac", "ana", {}).id
    with working(jobs, slow):
        wait(jobs, number, lambda job: job.done == 1)
    assert jobs.get(number).state is JobState.RUNNING
    with working(jobs, quick):
        assert wait(jobs, number, ended).result == "finished"
    assert runs == ["slow", "quick"]


def test_a_job_is_cancelled_before_and_while_it_runs(workspace: Workspace) -> None:
    """A queued job never starts, a running one stops at its next progress."""
    jobs = workspace.jobs

    def handler(job: Job, progress: Progress) -> Any:
        while True:
            progress(1, None)
            time.sleep(0.01)

    running = jobs.queue("test", "konac", "ana", {}).id
    queued = jobs.queue("test", "konac", "ana", {}).id
    assert jobs.cancel(queued, "ana").state is JobState.CANCELLED
    with working(jobs, handler):
        wait(jobs, running, lambda job: job.done == 1)
        jobs.cancel(running, "ana")
        assert wait(jobs, running, ended).state is JobState.CANCELLED
    with pytest.raises(Conflict):
        jobs.cancel(running, "ana")
    with pytest.raises(NotFound):
        jobs.cancel("job-none", "ana")


def test_an_end_that_cannot_be_recorded_is_no_end(workspace: Workspace) -> None:
    """The worker lives on, and the job runs again as soon as the table takes it."""
    jobs, runs = workspace.jobs, list[str]()

    def handler(job: Job, progress: Progress) -> Any:
        runs.append(job.id)
        return "finished"

    refuse = """CREATE TRIGGER refuse BEFORE UPDATE ON job
    WHEN NEW.state IN ('DONE', 'FAILED') BEGIN SELECT RAISE(ABORT, 'refused'); END"""
    with workspace.ledger.writing() as connection:
        connection.exec_driver_sql(refuse)
    number = jobs.queue("test", "konac", "ana", {}).id
    with working(jobs, handler):
        wait(jobs, number, lambda _: len(runs) > 1)
        with workspace.ledger.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER refuse")
        assert wait(jobs, number, ended).result == "finished"
