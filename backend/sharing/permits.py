"""Permissions to hand on what handling code H2 keeps back: recorded, undoable."""

import re

from backend.access import Principal, check_writes, scope_of
from backend.sharing.ring import Ring
from backend.workspace import Workspace
from graph.errors import InvalidInput, NotFound

_SHA256 = re.compile(r"[0-9a-f]{64}")


def record_permit(
    workspace: Workspace,
    principal: Principal,
    case: str,
    to: str,
    document: str,
    reason: str,
) -> str:
    """Let a recipient have one document's H2 statements, or the case's; see H2.

    Returns the event, whose undo revokes it. Raises InvalidInput without a reason,
    NotFound for a key or a document that is not known.
    """
    check_writes(principal, case)
    if not reason.strip():
        raise InvalidInput("say with --reason who permitted it")
    key = Ring(workspace).find(to)
    if key is None:
        raise NotFound("no such recipient")
    if document:
        _check_document(workspace, principal, case, document)
    with workspace.ledger.commit(
        kind="permit", case=case, actor=principal.name, reason=reason
    ) as tx:
        tx.permit(key.id, document)
    return tx.event.id


def _check_document(
    workspace: Workspace, principal: Principal, case: str, document: str
) -> None:
    if not _SHA256.fullmatch(document):
        raise InvalidInput("a document is named by its SHA-256")
    visible = workspace.ledger.iter_documents(scope_of(principal), case)
    if all(one.sha256 != document for one in visible):
        raise NotFound("no such document")
