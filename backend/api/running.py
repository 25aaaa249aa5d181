"""Jobs as the schema shows them, to whoever started them.

What is being computed for a request is a job, too, as long as the server remembers it.
"""

from typing import TYPE_CHECKING

import strawberry
from strawberry.scalars import JSON

from backend import jobs
from backend.access import Principal
from backend.api.nodes import Node, to_id
from backend.audit import Entry, describe
from graph.errors import NotFound

if TYPE_CHECKING:
    from backend.computing.running import Computation
    from backend.workspace import Workspace

strawberry.enum(jobs.JobState, name="JobState")


@strawberry.type
class Job(Node):
    """Work that goes on behind the request, or for one that waits for its answer."""

    kind: str
    state: jobs.JobState
    done: int
    total: int | None
    message: str | None
    result: JSON | None
    error: str | None
    per_second: float | None
    left_s: float | None


def make_job(job: jobs.Job) -> Job:
    """Return a job of the schema."""
    return Job(
        id=to_id(job.id),
        kind=job.kind,
        state=job.state,
        done=job.done,
        total=job.total,
        message=job.message,
        result=None if job.result is None else JSON(job.result),
        error=job.error,
        per_second=job.per_second,
        left_s=job.left_s,
    )


def get_job(workspace: "Workspace", principal: Principal, number: str) -> jobs.Job:
    """Return a job that the asker started, or any for an admin. Raises NotFound."""
    found = _find_computation(workspace, number)
    job = _as_job(found) if found is not None else workspace.jobs.get(number)
    if job.actor != principal.name and not principal.is_admin:
        raise NotFound("no such job")
    return job


def cancel_job(workspace: "Workspace", principal: Principal, number: str) -> jobs.Job:
    """Stop a job of the asker's, as get_job has it. Raises NotFound, Conflict."""
    job = get_job(workspace, principal, number)
    computing = workspace.find_computing()
    if computing is None or _find_computation(workspace, number) is None:
        return workspace.jobs.cancel(job.id, principal.name)
    workspace.audit.read(
        Entry(principal.name, "job cancel", job.case, describe(id=number))
    )
    return _as_job(computing.cancel(number))


def _find_computation(workspace: "Workspace", number: str) -> "Computation | None":
    computing = workspace.find_computing()
    if computing is None:
        return None
    try:
        return computing.get(number)
    except NotFound:
        return None


def _as_job(one: "Computation") -> jobs.Job:
    return jobs.Job(
        id=one.id,
        kind=one.kind,
        case=one.case,
        actor=one.actor,
        state=one.state,
        payload={},
        done=one.done,
        total=one.total,
        message=None,
        result=None,
        error=one.error,
        per_second=one.per_second,
        left_s=one.left_s,
    )
