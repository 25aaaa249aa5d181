"""What may be followed as it changes."""

import asyncio
from collections.abc import AsyncGenerator

import strawberry

from backend.api import ids
from backend.api.asking import AskInfo
from backend.api.running import Job, get_job, make_job

INTERVAL_S = 0.3


@strawberry.type
class Subscription:
    """Live answers over a WebSocket."""

    @strawberry.subscription
    async def job(self, info: AskInfo, id: strawberry.ID) -> AsyncGenerator[Job, None]:
        """Send a job now, at every change, and for the last time when it has ended."""
        ask, number, last = info.context, ids.own_id(id), None
        while True:
            job = await asyncio.to_thread(get_job, ask.workspace, ask.principal, number)
            if job != last:
                yield make_job(job)
            if job.state.is_final:
                return
            last = job
            await asyncio.sleep(INTERVAL_S)
