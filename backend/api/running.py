"""Jobs as the schema shows them, to whoever started them."""

import strawberry
from strawberry.scalars import JSON

from backend import jobs
from backend.access import Principal
from backend.api.nodes import Node, to_id
from graph.errors import NotFound

strawberry.enum(jobs.JobState, name="JobState")


@strawberry.type
class Job(Node):
    """Work that goes on behind the request."""

    kind: str
    state: jobs.JobState
    done: int
    total: int | None
    message: str | None
    result: JSON | None
    error: str | None


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
    )


def get_job(table: jobs.Jobs, principal: Principal, number: str) -> jobs.Job:
    """Return a job that the asker started, or any for an admin. Raises NotFound."""
    job = table.get(number)
    if job.actor != principal.name and not principal.is_admin:
        raise NotFound("no such job")
    return job
