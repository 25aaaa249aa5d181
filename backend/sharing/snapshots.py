"""Making a snapshot of a case: chosen by what the sender sees, written part by part."""

import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pyrage

from backend.access import Principal, check_sees, scope_of
from backend.audit import Entry, describe
from backend.passengers.matching import check_reviewed
from backend.sharing import parts
from backend.sharing.keys import PrivateKey, PublicKey
from backend.sharing.ring import Ring
from backend.sharing.sealing import Part, seal
from backend.workspace import Workspace
from graph.errors import InvalidInput
from graph.ledger.erasing import find_removed
from graph.ledger.outgoing import Outgoing
from graph.model import Context

FORMAT = "klupko-snapshot/1"
NOT_ONWARD = "H2"

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a snapshot is encrypted to: a known key, or a bare age recipient."""

    name: str
    recipient: Any
    key: PublicKey | None = None


@dataclass(slots=True)
class Made:
    """What a snapshot holds; `withheld` counts documents that H2 kept back."""

    id: str
    sha256: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    handling: list[str] = field(default_factory=list)
    withheld: int = 0


def create(
    workspace: Workspace,
    principal: Principal,
    case: str,
    recipients: Sequence[Recipient],
    target: Path,
    progress: Progress | None = None,
) -> Made:
    """Write what `principal` sees of a case into one file for some recipients.

    Left out: what is undone, compartments that the sender does not see, and statements
    with handling H2, their documents with them, unless a permission for every one of
    the recipients is recorded, and files whose bytes a law had removed. Raises
    NotFound, InvalidInput, Unavailable, and Conflict where passengers that automated
    means found wait for a person's word.
    """
    check_sees(principal, case)
    check_reviewed(workspace, principal, case)
    if not recipients:
        raise InvalidInput("say --to whom")
    scope = scope_of(principal)
    record = workspace.ledger.get_case(scope, case)
    key = Ring(workspace).make(principal.name)
    withholding = Withholding(workspace, principal, case, recipients)
    made = Made(secrets.token_hex(16))
    scratch = workspace.scratch()
    with (
        tempfile.TemporaryDirectory(dir=scratch) as name,
        workspace.ledger.outgoing(scope, case, withholding) as outgoing,
    ):
        written = list(_write(outgoing, Path(name), workspace, made, progress))
        made.withheld = len(withholding.documents)
        handling = {c for one in outgoing.used.values() for c in one.handling}
        made.handling = sorted(handling)
        manifest = {
            "format": FORMAT,
            "id": made.id,
            "case": {
                "id": case,
                "title": record.title,
                "authority": record.authority,
            },
            "sender": _sender(key),
            "recipients": [one.name for one in recipients],
            "created_at": datetime.now(UTC).isoformat(),
            "counts": made.counts,
            "handling": made.handling,
            "compartments": sorted({c.compartment for c in outgoing.used.values()}),
        }
        to = [one.recipient for one in recipients]
        made.sha256 = seal(target, scratch, manifest, written, key, to)
    _note(workspace, principal, case, recipients, made)
    return made


def _sender(key: PrivateKey) -> dict[str, str]:
    public = key.public
    return {
        "authority": public.authority.id,
        "name": public.authority.name,
        "user": public.user,
        "key": public.id,
    }


def _note(
    workspace: Workspace,
    principal: Principal,
    case: str,
    recipients: Sequence[Recipient],
    made: Made,
) -> None:
    names = [one.name for one in recipients]
    what = describe(to=names, snapshot=made.id, sha256=made.sha256, **made.counts)
    workspace.audit.read(Entry(principal.name, "snapshot create", case, what))


class Withholding:
    """Decides what H2 keeps back from some recipients, and remembers the documents."""

    def __init__(
        self,
        workspace: Workspace,
        principal: Principal,
        case: str,
        recipients: Sequence[Recipient],
    ) -> None:
        permits = workspace.ledger.find_permits(scope_of(principal), case)
        self._permitted = [
            permits.get(one.key.id if one.key else "", frozenset())
            for one in recipients
        ]
        self.documents: set[str] = set()

    def __call__(self, context: Context) -> bool:
        """Whether statements of this context stay here."""
        if NOT_ONWARD not in context.handling:
            return False
        document = context.document or ""
        if all({"", document} & permitted for permitted in self._permitted):
            return False
        self.documents.add(document)
        return True


def _write(
    outgoing: Outgoing,
    folder: Path,
    workspace: Workspace,
    made: Made,
    progress: Progress | None,
) -> Iterator[Part]:
    def lines(name: str, found: Iterable[Any]) -> Part:
        path = folder / f"{name}.jsonl"
        with path.open("wb") as file:
            count = 0
            for count, line in enumerate(found, 1):
                file.write(orjson.dumps(line) + b"\n")
                if progress and not count % 1_000:
                    progress(count)
        made.counts[name] = count
        return Part(path.name, path)

    statements = 0

    def records() -> Iterator[Any]:
        nonlocal statements
        for said in outgoing.iter_records():
            statements += len(said.told.digests)
            yield parts.write_record(said)

    written = lines("records", records())
    contexts = outgoing.used.items()
    yield lines("contexts", (parts.write_context(n, c) for n, c in contexts))
    made.counts["statements"] = statements
    judged = [parts.write_judgement(*one) for one in outgoing.judgements()]
    withdrawn = [parts.write_withdrawal(*one) for one in outgoing.withdrawals()]
    events = outgoing.events().items()
    yield lines("events", (parts.write_event(key, event) for key, event in events))
    yield written
    yield lines("judgements", judged)
    yield lines("withdrawals", withdrawn)
    hashes: dict[str, None] = {}

    with workspace.ledger.engine.connect() as connection:
        removed = find_removed(connection)

    def documents() -> Iterator[Any]:
        for document in outgoing.iter_documents():
            kept = workspace.blobs.path(document.sha256).exists()
            if document.sha256 in removed and not kept:
                continue
            hashes[document.sha256] = None
            yield parts.write_document(document)

    yield lines("documents", documents())
    for sha256 in hashes:
        yield Part(f"blobs/{sha256}", workspace.blobs.path(sha256))


def find_recipient(ring: Ring, given: str) -> Recipient:
    """Return whom `--to` names: a partner, a user here, a card, or an age recipient.

    It is called as its card calls it: what it is called here, and where its card lies,
    is nothing that other recipients need to know. Raises InvalidInput.
    """
    key = ring.find(given)
    if key is not None:
        name = f"{key.user} of {key.authority.name}"
        return Recipient(name, key.recipient(), key)
    try:
        return Recipient(given, pyrage.x25519.Recipient.from_str(given))
    except pyrage.RecipientError as error:
        raise InvalidInput(
            "--to names a trusted partner, a user with a key, or a key's card or file; "
            "`klupko user key --list` shows them"
        ) from error
