"""What files say, into the ledger: a document in one commit, an extract in batches."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

from backend.ingest.options import IngestOptions
from backend.ingest.preparing import KeptLeaf, Prepared, Row
from backend.ingest.report import IngestReport
from backend.ingest.states import FileState, forget_state, save_state
from extraction.model import Document, Rejection
from graph.errors import InvalidInput
from graph.ledger import DocumentRecord, Ledger, PageLayout, Transaction
from graph.model import Context, Record, Scope, Statement, scoped_id, split_id

BATCH = 5_000
BATCH_VALUES = 200_000
MOST_REJECTED = 10_000
MOST_RAW = 16 << 20
SUPERSEDED = "no longer read in the document"


class Committer:
    """Writes for one run; counts what was new into its report."""

    def __init__(
        self, ledger: Ledger, scope: Scope, options: IngestOptions, report: IngestReport
    ) -> None:
        self._ledger = ledger
        self._scope = scope
        self._options = options
        self._report = report
        self.committed = 0

    def commit_document(
        self, leaf: KeptLeaf, prepared: Prepared, state: FileState, *, again: bool
    ) -> None:
        """Record all that a document says; `again` withdraws what it says no more."""
        context = self._options.context(state.sha256, _origin(state))
        known = self._said(context) if again else []
        with self._commit() as tx:
            tx.add_document(_document(leaf, context, prepared), again=again)
            self._append(tx, context, prepared.records)
            tx.withdraw(_gone(known, prepared.records), SUPERSEDED)
            state = state.after(tx.event.seq, len(prepared.records), done=True)
            save_state(tx.connection, state)
        self._report.rejected += _lost(leaf, prepared.document)
        self.committed += len(prepared.records)

    def commit_structured(
        self,
        leaf: KeptLeaf,
        given: Iterator[Row],
        state: FileState,
        corrected: Context | None = None,
    ) -> Iterator[int]:
        """Record an extract's rows in batches; yield each one's size when durable.

        Goes on behind what the state says is committed. The last batch, which may be
        empty, says that the file is done. Rows that cannot be taken are reported.
        Raises InvalidInput where the file as a whole cannot be read: what it had said
        so far is taken back then.

        `corrected` is the context of the file that the leaf corrects: what it says is
        recorded there, but for what that file says already.
        """
        context = corrected or self._options.context(state.sha256, _origin(state))
        document = _document(leaf, replace(context, document=state.sha256))
        rows = self._rows(leaf, given, state.records)
        while not state.done:
            try:
                batch, done = _take(rows)
            except InvalidInput:
                self.take_back(state)
                raise
            said = self._unsaid(context, batch) if corrected else batch
            with self._commit() as tx:
                tx.add_document(document)
                self._append(tx, context, said)
                state = state.after(tx.event.seq, len(batch), done=done)
                save_state(tx.connection, state)
            self.committed += len(batch)
            yield len(batch)

    def _unsaid(self, context: Context, batch: list[Record]) -> list[Record]:
        """Return the records without the values that the same file says already."""
        entities = {scoped_id(context.case, record.entity) for record in batch}
        known = {
            (said.entity, said.schema, said.value.prop, said.value.value)
            for found in self._ledger.find_statements(self._scope, entities).values()
            for said in found
            if said.context.document == context.document
            and said.context.compartment == context.compartment
        }
        left = []
        for record in batch:
            entity = scoped_id(context.case, record.entity)
            new = tuple(
                value
                for value in record.values
                if (entity, record.schema, value.prop, value.value) not in known
            )
            if new:
                left.append(replace(record, values=new))
        return left

    def take_back(self, state: FileState) -> None:
        """Undo all that a file said under a state, and forget that it was read."""
        if state.events:
            with self._commit() as tx:
                for event in state.events:
                    tx.undo(f"e-{event}")
                forget_state(tx.connection, state)

    def _rows(
        self, leaf: KeptLeaf, given: Iterator[Row], skip: int
    ) -> Iterator[Record]:
        """Yield records behind the first `skip`; report rejections, many as a count."""
        lost = held = 0
        for item in given:
            if isinstance(item, Record):
                if not skip:
                    yield item
                skip = max(0, skip - 1)
                continue
            lost += 1
            held += len(item.raw)
            if held > MOST_RAW:
                item = replace(item, raw="")
            if lost <= MOST_REJECTED:
                self._report.rejected.append(item)
        if lost > MOST_REJECTED:
            more = f"{lost - MOST_REJECTED} more were not taken and are not listed"
            self._report.rejected.append(Rejection(leaf.path, more, "further rows"))

    def _append(
        self, tx: Transaction, context: Context, records: Iterable[Record]
    ) -> None:
        added = tx.append(context, records)
        self._report.records += added.records
        self._report.statements += added.statements

    def _commit(self) -> AbstractContextManager[Transaction]:
        return self._ledger.commit(
            kind="ingest", case=self._options.case, actor=self._scope.user
        )

    def _said(self, context: Context) -> list[Statement]:
        """Return what our readers of any version said of a document, so conditioned."""
        family = context.origin.partition("/")[0]
        return [
            said
            for said in self._ledger.find_document_statements(
                self._scope, context.document or ""
            )
            if not said.authority
            and said.context.origin.partition("/")[0] == family
            and said.context.case == context.case
            and said.context.compartment == context.compartment
            and said.context.evaluation == context.evaluation
            and said.context.handling == context.handling
        ]


def _take(rows: Iterator[Record]) -> tuple[list[Record], bool]:
    """Return the next batch, and whether the rows have ended."""
    batch: list[Record] = []
    values = 0
    for row in rows:
        batch.append(row)
        values += len(row.values)
        if len(batch) >= BATCH or values >= BATCH_VALUES:
            return batch, False
    return batch, True


def _gone(known: Iterable[Statement], records: Iterable[Record]) -> list[str]:
    """Return the ids of known statements that none of the records says."""
    said: set[tuple[object, ...]] = {
        (r.entity, r.schema, v.prop, v.value, v.lang, r.place, r.kind)
        for r in records
        for v in r.values
    }
    return [
        s.id
        for s in known
        if (
            split_id(s.entity)[1],
            s.schema,
            s.value.prop,
            s.value.value,
            s.value.lang,
            s.place,
            s.kind,
        )
        not in said
    ]


def _lost(leaf: KeptLeaf, document: Document) -> list[Rejection]:
    """Return the pages that could not be read, and why."""
    return [
        Rejection(leaf.path, page.lost, f"page {page.number}")
        for page in document.pages
        if page.lost
    ]


def _document(
    leaf: KeptLeaf, context: Context, read: Prepared | None = None
) -> DocumentRecord:
    document = read.document if read else None
    pages = document.pages if document else ()
    return DocumentRecord(
        sha256=context.document or "",
        case=context.case,
        compartment=context.compartment,
        name=leaf.name,
        path=leaf.path,
        media_type=document.media_type if document else leaf.media_type,
        size=leaf.size,
        language=document.language if document else None,
        script=document.script if document else None,
        pages=tuple((page.number, page.text) for page in pages),
        layouts=tuple(
            PageLayout(
                page.number, page.layout.turn, tuple(map(tuple, page.layout.boxes))
            )
            for page in pages
            if page.layout
        ),
    )


def _origin(state: FileState) -> str:
    return f"{state.reader}/{state.version}"
