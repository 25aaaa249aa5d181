"""Rejects of files that a case has already, found anew: nothing of them is kept."""

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from backend.access import Principal
from backend.ingest.committing import MOST_REJECTED
from backend.ingest.items import Extract
from backend.ingest.options import IngestOptions
from backend.ingest.phones import Phones
from backend.ingest.preparing import LOG, LOG_READER, KeptLeaf
from backend.ingest.rejects import Rejects, open_place, refusals
from backend.ingest.report import Form
from backend.ingest.states import FileState, find_files, find_state
from backend.ingest.workers import Workers
from backend.workspace import Workspace
from extraction.importers import OF_PHONES, Importer, Phone, holds, root_of
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
        reader = _Rereader(workspace, options, frozenset(paths), workers)
        for read in reader.iter_extracts(_leaves(workspace, principal, options.case)):
            try:
                assert read.importer is not None
                rows = workers.import_rows(read.leaf, read.importer, read.phone)
                refused = list(islice(refusals(rows), MOST_REJECTED))
                rejects.add(workers, read, refused)
            except InvalidInput:
                continue
    return rejects.close()


class _Rereader:
    """Finds how files of a case were read: by whom, with which phone and which log."""

    def __init__(
        self,
        workspace: Workspace,
        options: IngestOptions,
        wanted: frozenset[str],
        workers: Workers,
    ) -> None:
        self._engine = workspace.ledger.engine
        self._options = options
        self._wanted = wanted
        self._workers = workers

    def iter_extracts(self, leaves: Iterator[KeptLeaf]) -> Iterator[Extract]:
        """Yield the wanted leaves that an importer reads, those of phones last."""
        readers = (*OF_PHONES, LOG_READER)
        of_phones = find_files(self._engine, self._options.case, readers)
        waiting = []
        for leaf in leaves:
            if leaf.sha256 in of_phones:
                waiting.append(leaf)
            elif leaf.path in self._wanted and (importer := self._identify(leaf)):
                yield self._extract(leaf, importer)
        yield from self._of_phones(waiting)

    def _of_phones(self, leaves: Collection[KeptLeaf]) -> Iterator[Extract]:
        """Yield the wanted ones with what those beside them tell of the phone."""
        wanted = [one.path for one in leaves if one.path in self._wanted]
        roots = {root_of(one.path) for one in leaves}
        near = {root for root in roots if any(holds(root, path) for path in wanted)}
        phones = Phones(str, self._options.country)
        for leaf in leaves if wanted else ():
            if leaf.path in self._wanted or root_of(leaf.path) in near:
                is_log = leaf.media_type == LOG
                phones.keep(leaf, None if is_log else self._identify(leaf))
        for one in phones.take(self._workers):
            if one.importer is not None and one.leaf.path in self._wanted:
                yield self._extract(one.leaf, one.importer, one.phone)

    def _identify(self, leaf: KeptLeaf) -> Importer | None:
        try:
            return self._workers.identify(leaf)
        except InvalidInput:
            return None

    def _extract(
        self, leaf: KeptLeaf, importer: Importer, phone: Phone | None = None
    ) -> Extract:
        options = self._options
        state = FileState(
            case=options.case,
            sha256=leaf.sha256,
            conditions=options.conditions(),
            reader=options.lane(importer),
            version="",
            form=Form.STRUCTURED,
        )
        known = find_state(self._engine, state) or state
        return Extract(leaf, importer, known, phone, done=True)


def _leaves(
    workspace: Workspace, principal: Principal, case: str
) -> Iterator[KeptLeaf]:
    scope = workspace.scope(principal)
    for one in workspace.ledger.iter_documents(scope, case):
        yield KeptLeaf(one.path, one.name, one.sha256, one.size, one.media_type)
