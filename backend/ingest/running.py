"""One run over files and folders: each leaf to its kind, in order, then the totals."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from backend.access import Principal, check_writes, scope_of
from backend.garbage import collect_seldom
from backend.ingest.committing import MOST_REJECTED, Committer
from backend.ingest.items import (
    Extract,
    Item,
    ReadDocument,
    files_under,
    is_full,
    may_wait,
    open_found,
    size_on_disk,
    tells_more,
    told_beside,
)
from backend.ingest.options import IngestOptions
from backend.ingest.phones import Phones
from backend.ingest.preparing import (
    LOG_READER,
    PHOTO,
    KeptLeaf,
    Row,
    is_picture,
    prepare,
    reader_version,
)
from backend.ingest.progress import Meter, Step
from backend.ingest.rejects import Rejects, check_outside, open_place, refusals
from backend.ingest.report import Form, IngestReport, counted
from backend.ingest.states import FileState, count_files, find_state
from backend.ingest.workers import Found, Workers
from backend.recording import open_case
from backend.workspace import Workspace
from extraction.importers import (
    CORRECTIONS,
    Importer,
    Phone,
    load_mapping,
)
from extraction.importers.corrections.sheet import Origin, Shape
from extraction.model import Rejection
from extraction.reading import Container, iter_files
from graph.errors import Conflict, InvalidInput, NotFound, Unavailable
from graph.model import Counts

DOCUMENT = "reading"
CORRECTED = "corrected"
NOT_HERE = "corrections of a file that is not in the case: ingest that file first"


Report = Callable[[Step], None]


def ingest(
    workspace: Workspace,
    principal: Principal,
    paths: Sequence[Path],
    options: IngestOptions,
    report: Report | None = None,
) -> IngestReport:
    """Take files into a case and return what became of each.

    A missing case is opened. Stopped at any point and run again it goes on; run once
    more it changes nothing. `report` is called after every commit. Raises NotFound,
    Forbidden, InvalidInput, Unavailable.
    """
    if options.mapping is not None:
        load_mapping(options.mapping)
    if options.rejects is not None:
        check_outside(options.rejects, paths)
    _check_case(workspace, principal, options)
    principal = workspace.renew(principal)
    check_writes(principal, options.case, options.compartment)
    collect_seldom()
    run = _Run(workspace, principal, options, report)
    return run.take(paths)


def _check_case(
    workspace: Workspace, principal: Principal, options: IngestOptions
) -> None:
    try:
        workspace.ledger.get_case(scope_of(principal), options.case)
    except NotFound:
        try:
            open_case(workspace, principal, options.case, options.title, "")
        except Conflict as error:
            raise NotFound("no such case") from error


class _Run:
    def __init__(
        self,
        workspace: Workspace,
        principal: Principal,
        options: IngestOptions,
        report: Report | None,
    ) -> None:
        self._workspace = workspace
        self._principal = principal
        self._scope = scope = scope_of(principal)
        self._options = options
        self._tell = report
        self._engine = workspace.ledger.engine
        self._report = IngestReport(options.case)
        self._writer = Committer(workspace.ledger, scope, options, self._report)
        self._refused: dict[str, str] = {}
        self._begun: set[str] = set()
        self._phones = Phones(self._path, options.country)
        self._meter = Meter()
        self._rejects: Rejects | None = None
        if options.rejects is not None:
            self._rejects = Rejects(options, open_place(options.rejects))

    def take(self, paths: Sequence[Path]) -> IngestReport:
        """Take all leaves in order and return the report.

        The ledger takes them whether or not the graph answers.
        """
        before = self._find_count()
        for one in (file for path in paths for file in files_under(path)):
            self._meter.expect(size_on_disk(str(one)))
        options = self._options
        with Workers(
            options.workers, self._workspace.blobs, options.for_importers()
        ) as workers:
            found = (
                one for path in iter_files(paths) for one in open_found(path, workers)
            )
            for item in self._ahead(found, workers):
                self._settle(item, workers)
                self._meter.passed(size_on_disk(item.path))
        for told in self._phones.contradictions():
            self._report.rejected.append(replace(told, path=self._path(told.path)))
        if self._rejects is not None:
            self._report.to_correct = self._rejects.close()
        self._finish(before)
        return self._report

    def _ahead(self, found: Iterator[Found], workers: Workers) -> Iterator[Item]:
        """Yield items in order while documents further on are being read."""
        waiting: deque[Item] = deque()
        for item in self._begin_all(found, workers):
            waiting.append(item)
            while waiting and is_full(waiting):
                yield waiting.popleft()
        yield from waiting

    def _begin_all(self, found: Iterator[Found], workers: Workers) -> Iterator[Item]:
        """Yield items in order, files of phones after all others."""
        for one in found:
            item = self._begin(one, workers)
            if item is not None:
                yield item
        for kept in self._phones.take(workers):
            if kept.reason:
                self._refused[kept.leaf.sha256] = kept.reason
                yield Item(kept.leaf.path, kept.leaf.sha256, kept.leaf.size)
            elif kept.is_log:
                yield self._begin_log(kept.leaf)
            else:
                yield self._begin_reading(kept.leaf, kept.importer, workers, kept.phone)

    def _begin(self, found: Found, workers: Workers) -> Item | None:
        """Return a leaf's item, None for what may be of a phone: it comes later."""
        if isinstance(found, Rejection):
            return Item(found.path, rejection=found)
        if isinstance(found, Container):
            return Item(found.path, container=True)
        item = Item(found.path, found.sha256, found.size)
        if found.sha256 in self._begun:
            return item
        try:
            importer = workers.identify(found)
            if importer is CORRECTIONS:
                return self._begin_corrections(item, found, workers)
        except InvalidInput as error:
            self._refused[found.sha256] = str(error)
            return item
        self._begun.add(found.sha256)
        if may_wait(found, importer):
            self._phones.keep(found, importer)
            return None
        return self._begin_reading(found, importer, workers)

    def _begin_reading(
        self,
        leaf: KeptLeaf,
        importer: Importer | None,
        workers: Workers,
        phone: Phone | None = None,
    ) -> Item:
        item = Item(leaf.path, leaf.sha256, leaf.size)
        try:
            state, known = self._state(leaf, importer, phone=phone)
        except InvalidInput as error:
            self._refused[leaf.sha256] = str(error)
            return item
        same = known is not None and (
            known.version == state.version or (known.done and tells_more(known, state))
        )
        done = known is not None and known.done and same
        if done and (importer is None or self._rejects is None):
            return item
        if importer is None:
            pending = workers.submit(prepare, leaf, phone)
            item.document = ReadDocument(leaf, pending, state, known is not None)
        else:
            before = None if same else known
            state = known if known is not None and same else state
            item.structured = Extract(leaf, importer, state, phone, before, done=done)
        return item

    def _begin_corrections(self, item: Item, found: KeptLeaf, workers: Workers) -> Item:
        """Begin with records that were refused before and are corrected now.

        Raises InvalidInput where the file that they are of is not in the case, or not
        for the asker to see.
        """
        origin = workers.origin_of(found)
        if origin.shape is Shape.INDEX:
            item.container = True
            return item
        options = self._options.of(origin)
        if not self._may_correct(origin, options):
            raise InvalidInput(NOT_HERE)
        state, known = self._state(found, CORRECTIONS, options)
        self._begun.add(found.sha256)
        if not (known and known.done):
            context = options.context(origin.sha256, f"{origin.importer}/{CORRECTED}")
            item.structured = Extract(
                found, CORRECTIONS, known or state, corrected=context
            )
        return item

    def _may_correct(self, origin: Origin, options: IngestOptions) -> bool:
        case, ledger = options.case, self._workspace.ledger
        try:
            check_writes(self._principal, case, options.compartment)
        except NotFound:
            return False
        seen = {one.sha256 for one in ledger.iter_documents(self._scope, case)}
        return {origin.sha256, origin.log or origin.sha256} <= seen

    def _begin_log(self, leaf: KeptLeaf) -> Item:
        """Return the item of a database's log: it is read with the database."""
        item = Item(leaf.path, leaf.sha256, leaf.size)
        state = FileState(
            case=self._options.case,
            sha256=leaf.sha256,
            conditions=self._options.conditions(),
            reader=LOG_READER,
            version="1",
            form=Form.STRUCTURED,
        )
        known = find_state(self._engine, state)
        if known is None or not known.done:
            item.structured = Extract(leaf, None, state)
        return item

    def _state(
        self,
        leaf: KeptLeaf,
        importer: Importer | None,
        options: IngestOptions | None = None,
        phone: Phone | None = None,
    ) -> tuple[FileState, FileState | None]:
        """Return the state of a file not read yet, and the one that is recorded."""
        options = options or self._options
        version = importer.version if importer else reader_version()
        if importer is None and is_picture(leaf):
            version = f"{version} {PHOTO}"
        told = told_beside(options.country, phone, leaf.log)
        version = "-".join([version, *told])
        state = FileState(
            case=options.case,
            sha256=leaf.sha256,
            conditions=options.conditions(),
            reader=options.lane(importer) if importer else DOCUMENT,
            version=version,
            form=Form.STRUCTURED if importer else Form.DOCUMENT,
        )
        return state, find_state(self._engine, state)

    def _settle(self, item: Item, workers: Workers) -> None:
        if item.rejection is not None:
            self._reject(item, item.rejection.reason, item.rejection.record)
        elif item.container:
            self._report.count(Form.CONTAINER)
        elif item.document is not None:
            self._settle_document(item, item.document)
        elif item.structured is not None:
            self._settle_structured(item, workers, item.structured)
        elif item.sha256 in self._refused:
            self._reject(item, self._refused[item.sha256])
        else:
            self._report.count(Form.DUPLICATE)

    def _settle_document(self, item: Item, document: ReadDocument) -> None:
        try:
            result = document.pending.result()
        except InvalidInput as error:
            self._refused[item.sha256] = str(error)
            self._reject(item, str(error))
            return
        before = len(self._report.rejected)
        self._writer.commit_document(
            self._show(document.leaf), result, document.state, again=document.again
        )
        if self._rejects is not None:
            self._rejects.note(self._report.rejected[before:])
        self._report.count(Form.DOCUMENT)
        self._step()

    def _settle_structured(
        self, item: Item, workers: Workers, extract: Extract
    ) -> None:
        shown = self._show(extract.leaf)
        rows: Iterator[Row] = iter(())
        if extract.importer is not None:
            rows = workers.import_rows(shown, extract.importer, extract.phone)
        before = len(self._report.rejected)
        if extract.before is not None:
            self._writer.take_back(extract.before)
        try:
            if extract.done:
                refused = list(islice(refusals(rows), MOST_REJECTED))
                self._report.count(Form.DUPLICATE)
            else:
                writing = self._writer.commit_structured(
                    shown, rows, extract.state, extract.corrected
                )
                for _ in writing:
                    self._step(workers.reached if size_on_disk(item.path) else 0)
                refused = self._report.rejected[before:]
                self._report.count(Form.STRUCTURED)
        except InvalidInput as error:
            self._refused[item.sha256] = str(error)
            self._reject(item, str(error))
            return
        if self._rejects is not None and extract.importer is not None:
            self._rejects.add(workers, replace(extract, leaf=shown), refused)

    def _reject(self, item: Item, reason: str, record: str | None = None) -> None:
        rejection = Rejection(self._path(item.path), reason, record)
        self._report.reject(rejection)
        if self._rejects is not None:
            self._rejects.note([rejection])

    def _show(self, leaf: KeptLeaf) -> KeptLeaf:
        return replace(leaf, path=self._path(leaf.path))

    def _path(self, path: str) -> str:
        """Return the path as reported: without the folder that uploads wait in."""
        root = self._options.root
        if root is None or not path.startswith(f"{root}/"):
            return path
        return path[len(str(root)) + 1 :].partition("/")[2]

    def _step(self, inside: int = 0) -> None:
        if self._tell is not None:
            done = self._report.files
            self._tell(self._meter.step(self._writer.committed, done, inside))

    def _count(self) -> Counts:
        with self._workspace.view(self._scope) as view:
            return view.counts(self._options.case)

    def _find_count(self) -> Counts | Unavailable:
        try:
            return self._count()
        except Unavailable as error:
            return error

    def _finish(self, before: Counts | Unavailable) -> None:
        """Add the totals. Raises Unavailable where the graph could not be counted."""
        before, after = counted(before), counted(self._find_count())
        case = self._options.case
        ledger, report = self._workspace.ledger, self._report
        kept = ledger.counts(self._scope, case)
        visible = {d.sha256 for d in ledger.iter_documents(self._scope, case)}
        report.entities = max(0, after.entities - before.entities)
        report.relationships = max(0, after.relationships - before.relationships)
        report.case_totals = {
            **count_files(self._engine, case, visible),
            "records": kept.records,
            "statements": kept.statements,
            "entities": after.entities,
            "relationships": after.relationships,
        }
