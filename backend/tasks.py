"""What each kind of job does; every one may be run again from its start."""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backend.ingest import IngestOptions, ingest
from backend.ingest.progress import Step
from backend.jobs import Handler, Job, Progress
from backend.passengers.importing import settle_ingested
from backend.resolving import resolve
from backend.uploads import forget_uploads, iter_uploads
from backend.workspace import Workspace
from graph.errors import NotFound

ABANDONED_S = 3600.0


def sweep_uploads(workspace: Workspace) -> None:
    """Remove files whose job has ended, and old ones that never got a job."""
    for number in iter_uploads(workspace.home):
        try:
            over = workspace.jobs.get(number).state.is_final
        except NotFound:
            kept = workspace.home / "uploads" / number
            over = kept.stat().st_mtime < time.time() - ABANDONED_S
        if over:
            forget_uploads(workspace.home, number)


def handlers(workspace: Workspace) -> Mapping[str, Handler]:
    """Return what runs each kind of job over a workspace."""

    def run_ingest(job: Job, progress: Progress) -> Any:
        folder = workspace.home / "uploads" / job.id
        principal = workspace.accounts.principal(job.actor)
        options = replace(
            IngestOptions.asked(job.case, job.payload),
            root=folder,
            workers=workspace.settings.workers,
        )
        before = workspace.ledger.last_seq()

        def tell(step: Step) -> None:
            progress(step.done, step.total, str(step))

        report = ingest(workspace, principal, [folder], options, tell)
        settle_ingested(workspace, principal, job.case, before)
        return report.as_json()

    def run_resolve(job: Job, progress: Progress) -> Any:
        principal = workspace.accounts.principal(job.actor)
        report = resolve(
            workspace, principal, job.case, lambda s: progress(s.done, s.total)
        )
        return report.as_json()

    return {"ingest": run_ingest, "resolve": run_resolve}
