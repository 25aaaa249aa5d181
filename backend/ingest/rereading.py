"""Rejects of files that a case has already, found anew: nothing of them is kept."""

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from backend.access import Principal
from backend.ingest.committing import MOST_REJECTED
from backend.ingest.options import IngestOptions
from backend.ingest.preparing import KeptLeaf
from backend.ingest.rejects import Rejects, open_place, refusals
from backend.ingest.workers import Workers
from backend.workspace import Workspace
from graph.errors import InvalidInput


def write_rejects(
    workspace: Workspace,
    principal: Principal,
    options: IngestOptions,
    paths: Collection[str],
    target: Path,
) -> int:
    """Write the rejects of files under these paths into a new place; return how many.

    Files that the asker does not see give none. Raises Conflict, Unavailable.
    """
    rejects = Rejects(options, open_place(target))
    with Workers(1, workspace.blobs, options.for_importers()) as workers:
        for leaf in _leaves(workspace, principal, options.case, paths):
            try:
                importer = workers.identify(leaf)
                if importer is not None:
                    rows = workers.import_rows(leaf, importer)
                    refused = list(islice(refusals(rows), MOST_REJECTED))
                    rejects.add(workers, leaf, importer, refused)
            except InvalidInput:
                continue
    return rejects.close()


def _leaves(
    workspace: Workspace, principal: Principal, case: str, paths: Collection[str]
) -> Iterator[KeptLeaf]:
    wanted = frozenset(paths)
    scope = workspace.scope(principal)
    for one in workspace.ledger.iter_documents(scope, case):
        if one.path in wanted:
            yield KeptLeaf(one.path, one.name, one.sha256, one.size, one.media_type)
