"""What files say, into the ledger: a document in one commit, an extract in batches."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice

from backend.ingest.options import IngestOptions
from backend.ingest.preparing import Prepared
from backend.ingest.report import IngestReport
from backend.ingest.states import FileState, forget_state, save_state
from extraction.importers.base import Importer
from extraction.model import Leaf, Rejection
from extraction.reading.detection import detect_format
from graph.errors import InvalidInput
from graph.ledger import DocumentRecord, Ledger, Transaction
from graph.model import Context, Record, Scope, Statement, split_id

BATCH = 5_000
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
        self, leaf: Leaf, prepared: Prepared, state: FileState, *, again: bool
    ) -> None:
        """Record all that a document says; `again` withdraws what it says no more."""
        context = self._options.context(state.sha256, _origin(state))
        known = self._said(context) if again else []
        with self._commit() as tx:
            tx.add_document(
                _document(leaf, context, prepared.document.media_type, prepared)
            )
            self._append(tx, context, prepared.records)
            tx.withdraw(_gone(known, prepared.records), SUPERSEDED)
            state = state.after(tx.event.seq, len(prepared.records), done=True)
            save_state(tx.connection, state)
        self.committed += len(prepared.records)

    def commit_structured(
        self, leaf: Leaf, importer: Importer, state: FileState
    ) -> Iterator[int]:
        """Record an extract in batches; yield the size of each when it is durable.

        Goes on behind what the state says is committed. The last batch, which may be
        empty, says that the file is done. Rows that cannot be taken are reported.
        Raises InvalidInput where the file as a whole cannot be read: what it had said
        so far is taken back then.
        """
        context = self._options.context(state.sha256, _origin(state))
        media_type = detect_format(leaf.data, leaf.name).media_type
        document = _document(leaf, context, media_type)
        rows = self._rows(leaf, importer, state.records)
        while not state.done:
            try:
                batch = list(islice(rows, BATCH))
            except InvalidInput:
                self._take_back(state)
                raise
            with self._commit() as tx:
                tx.add_document(document)
                self._append(tx, context, batch)
                done = len(batch) < BATCH
                state = state.after(tx.event.seq, len(batch), done=done)
                save_state(tx.connection, state)
            self.committed += len(batch)
            yield len(batch)

    def _take_back(self, state: FileState) -> None:
        if state.events:
            with self._commit() as tx:
                for event in state.events:
                    tx.undo(f"e-{event}")
                forget_state(tx.connection, state)

    def _rows(self, leaf: Leaf, importer: Importer, skip: int) -> Iterator[Record]:
        for item in importer.read(leaf, self._options.for_importers()):
            if isinstance(item, Rejection):
                self._report.rejected.append(item)
            elif skip:
                skip -= 1
            else:
                yield item

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


def _document(
    leaf: Leaf, context: Context, media_type: str, read: Prepared | None = None
) -> DocumentRecord:
    document = read.document if read else None
    return DocumentRecord(
        sha256=context.document or "",
        case=context.case,
        compartment=context.compartment,
        name=leaf.name,
        path=leaf.path,
        media_type=media_type,
        size=len(leaf.data),
        language=document.language if document else None,
        script=document.script if document else None,
        pages=tuple(document.pages) if document else (),
    )


def _origin(state: FileState) -> str:
    return f"{state.reader}/{state.version}"
