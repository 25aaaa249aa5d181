"""A snapshot taken into the ledger: all that it says in one event, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from pathlib import Path

from backend.access import Principal, check_writes, scope_of, system_scope
from backend.errors import VerificationFailed
from backend.recording import grant_opened, new_case
from backend.sharing import parts
from backend.sharing.ring import Ring
from backend.sharing.sealing import Opened, unsealed
from backend.sharing.snapshots import FORMAT
from backend.workspace import Workspace
from graph.errors import Conflict, InvalidInput, NotFound
from graph.ledger import CaseRecord, Transaction
from graph.ledger.foreign import ForeignEvent
from graph.model import WHOLE_CASE, Context, check_case

BATCH = 5_000
FILES = "blobs/"

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Merged:
    """What was new: counts by kind, and statements by the authority that said them.

    `ours_withdrawn` counts statements of ours that others withdraw.
    """

    case: str
    snapshot: str
    event: str = ""
    records: int = 0
    statements: int = 0
    judgements: int = 0
    withdrawals: int = 0
    documents: int = 0
    ours_withdrawn: int = 0
    said_by: dict[str, int] = field(default_factory=dict)


@contextmanager
def opened(
    workspace: Workspace, principal: Principal, source: Path
) -> Iterator[Opened]:
    """Open a snapshot and check all of it. Raises VerificationFailed, InvalidInput."""
    ring = Ring(workspace)
    identities = ring.identities(principal)
    with unsealed(source, workspace.scratch(), identities, ring.trusted()) as found:
        manifest, signer = found.manifest, found.signer
        if manifest.get("format") != FORMAT:
            raise VerificationFailed("it is of a version that is not read here")
        parts.check_manifest(manifest)
        sender = manifest["sender"]
        if (sender["authority"], sender["user"]) != (signer.authority.id, signer.user):
            raise VerificationFailed("it is not from who signed it")
        yield found


def merge(
    workspace: Workspace,
    principal: Principal,
    source: Path,
    into: str | None = None,
    progress: Progress | None = None,
) -> Merged:
    """Take a snapshot in; again it changes nothing, and order does not matter.

    Goes into the case of the same id, opened where it is missing, or the one named.
    Everything keeps who said it. Undo of the event takes all of it back. Raises
    VerificationFailed, NotFound, Forbidden, Unavailable; nothing is kept then.
    """
    if into is not None:
        check_case(into)
    with opened(workspace, principal, source) as found:
        try:
            return _Merge(workspace, principal, found, into, progress).run()
        except Conflict as error:
            raise VerificationFailed(f"it contradicts: {error}") from error
        except InvalidInput as error:
            raise VerificationFailed(f"it cannot be taken: {error}") from error
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise VerificationFailed("its parts cannot be read") from error


class _Merge:
    def __init__(
        self,
        workspace: Workspace,
        principal: Principal,
        found: Opened,
        into: str | None,
        progress: Progress | None,
    ) -> None:
        self._workspace = workspace
        self._principal = principal
        self._found = found
        self._case = check_case(into or found.manifest["case"]["id"])
        self._total = found.manifest["counts"]["records"]
        self._progress = progress
        self._own = workspace.ledger.own_authority()
        self._contexts: dict[int, Context] = {}
        self._events: dict[str, ForeignEvent] = {}
        self._told: dict[str, int] = {}
        self._opens = False
        self._merged = Merged(self._case, found.manifest["id"])

    def run(self) -> Merged:
        """Take in the snapshot, and return what came of it."""
        self._contexts = {
            int(line["n"]): parts.read_context(line, self._case)
            for line in self._found.lines("contexts.jsonl")
        }
        self._events = dict(self._read_events())
        opening = self._opening()
        if opening is None:
            for part in (WHOLE_CASE, *(c.compartment for c in self._contexts.values())):
                self._check_compartment(part)
        with self._commit(opening) as tx:
            if opening is not None:
                grant_opened(
                    self._workspace, self._principal, self._case, tx.connection
                )
            self._take_records(tx)
            self._take_judgements(tx)
            self._take_withdrawals(tx)
            self._take_documents(tx)
            self._take_files()
        self._merged.event = tx.event.id
        return self._merged

    def _read_events(self) -> Iterator[tuple[str, ForeignEvent]]:
        """Yield the events, an authority under the name on its card if it is trusted.

        What a partner calls another one is not taken where we know better.
        """
        cards = Ring(self._workspace).trusted()
        known = {card.authority.id: card.authority for card in cards}
        for line in self._found.lines("events.jsonl"):
            key, event = parts.read_event(line)
            authority = known.get(event.authority.id, event.authority)
            yield key, replace(event, authority=authority)

    def _opening(self) -> CaseRecord | None:
        """Return the case that has to be opened, None where it is there and seen."""
        scope = scope_of(self._principal)
        try:
            self._workspace.ledger.get_case(scope, self._case)
        except NotFound:
            if self._is_hidden():
                raise
            told = self._found.manifest["case"]
            title, authority = told["title"], told["authority"] or ""
            self._opens = True
            return new_case(self._principal, self._case, title, authority)
        return None

    def _is_hidden(self) -> bool:
        cases = self._workspace.ledger.iter_cases(system_scope())
        return any(case.id == self._case for case in cases)

    def _check_compartment(self, compartment: str) -> None:
        """Raise where it may not be written to; who opens a case sees all of it."""
        if not self._opens:
            check_writes(self._principal, self._case, compartment)

    def _commit(
        self, opening: CaseRecord | None
    ) -> AbstractContextManager[Transaction]:
        sender = self._found.signer
        return self._workspace.ledger.commit(
            kind="merge",
            case=self._case,
            actor=self._principal.name,
            reason=f"snapshot {self._merged.snapshot} from {sender.user} of "
            f"{sender.authority.name}",
            opening=opening,
        )

    def _take_files(self) -> None:
        """Keep the files, when all else holds; those that are new go again if not all.

        Under the lock of the commit, so that no other merge relies on them meanwhile.
        """
        blobs, new = self._workspace.blobs, []
        try:
            for part in self._found.manifest["parts"]:
                name = str(part["name"])
                if name.startswith(FILES):
                    sha256 = name.removeprefix(FILES)
                    if part["sha256"] != sha256:
                        raise VerificationFailed("a file is not what its name says")
                    if not blobs.path(sha256).exists():
                        new.append(sha256)
                        blobs.take(self._found.path(name), sha256)
        except BaseException:
            for sha256 in new:
                blobs.path(sha256).unlink(missing_ok=True)
            raise

    def _take_records(self, tx: Transaction) -> None:
        writer, done = tx.foreign(system_scope()), 0
        said = map(parts.read_record, self._found.lines("records.jsonl"))
        for (context_n, event), group in groupby(said, lambda s: (s.context, s.event)):
            context = self._contexts[context_n]
            while batch := [one.told for one in islice(group, BATCH)]:
                done += len(batch)
                if self._is_ours(event):
                    writer.check_own(context, batch)
                else:
                    added = writer.append(context, self._tell(tx, event), batch)
                    self._count(event, added.records, added.statements)
                if self._progress:
                    self._progress(done, self._total)

    def _is_ours(self, event: str) -> bool:
        return self._events[event].authority.id == self._own.id

    def _tell(self, tx: Transaction, key: str) -> int:
        if key not in self._told:
            sender = self._found.signer.authority
            self._told[key] = tx.foreign(system_scope()).tell(self._events[key], sender)
        return self._told[key]

    def _count(self, event: str, records: int, statements: int) -> None:
        self._merged.records += records
        self._merged.statements += statements
        name = self._events[event].authority.name
        said_by = self._merged.said_by
        if statements:
            said_by[name] = said_by.get(name, 0) + statements

    def _take_judgements(self, tx: Transaction) -> None:
        for line in self._found.lines("judgements.jsonl"):
            event, judgement = parts.read_judgement(line)
            self._check_compartment(judgement.compartment)
            if not self._is_ours(event):
                new = tx.foreign(system_scope()).judge(judgement, self._tell(tx, event))
                self._merged.judgements += new

    def _take_withdrawals(self, tx: Transaction) -> None:
        new: set[str] = set()
        for line in self._found.lines("withdrawals.jsonl"):
            event, withdrawal = parts.read_withdrawal(line)
            if not self._is_ours(event):
                if tx.foreign(system_scope()).withdraw(
                    withdrawal, self._tell(tx, event)
                ):
                    self._merged.withdrawals += 1
                    new.add(withdrawal.target)
        scope = scope_of(self._principal)
        found = self._workspace.ledger.find_statements_by_id(scope, new)
        ours = [said for said in found.values() if not said.authority]
        self._merged.ours_withdrawn = len(ours)

    def _take_documents(self, tx: Transaction) -> None:
        held = {
            str(part["name"]).removeprefix(FILES)
            for part in self._found.manifest["parts"]
        }
        for line in self._found.lines("documents.jsonl"):
            document = parts.read_document(line, self._case)
            self._check_compartment(document.compartment)
            if document.sha256 not in held:
                raise VerificationFailed("a document comes without its file")
            self._merged.documents += tx.add_document(document)
