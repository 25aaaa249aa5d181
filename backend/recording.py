"""Opening cases and taking events back: what more than one door does the same way."""

from sqlalchemy import Connection, Table, select

from backend.access import Principal, check_opens_cases, check_writes, system_scope
from backend.workspace import Workspace
from graph.errors import Conflict, NotFound
from graph.ledger import CaseRecord, Ledger, tables
from graph.ledger.events import is_own_event
from graph.model import ALL, Event, Scope, Statement

MAX_TITLE = 200
BY_LAW = "passengers "
"""How the kinds of events begin by which passenger data are masked and erased."""


def open_case(
    workspace: Workspace, principal: Principal, case: str, title: str, authority: str
) -> CaseRecord:
    """Open a case; whoever opens it sees all of it. Raises Conflict, Forbidden."""
    made = new_case(principal, case, title, authority)
    workspace.ledger.create_case(made.id, made.title, made.authority, principal.name)
    with workspace.ledger.writing() as connection:
        grant_opened(workspace, principal, case, connection)
    return made


def new_case(principal: Principal, case: str, title: str, authority: str) -> CaseRecord:
    """Return a case that `principal` may open. Raises Forbidden, InvalidInput."""
    check_opens_cases(principal, case)
    return CaseRecord(
        case, title.strip()[:MAX_TITLE] or case, authority.strip() or None
    )


def grant_opened(
    workspace: Workspace, principal: Principal, case: str, connection: Connection
) -> None:
    """Let whoever opened a case see all of it, in a write transaction."""
    if not principal.is_admin:
        accounts = workspace.accounts.acting(principal.name)
        accounts.grant_within(connection, principal.name, case, ALL)


def get_undoable(workspace: Workspace, principal: Principal, event_id: str) -> Event:
    """Return an event that the asker may take back.

    One that says anything the asker does not see is NotFound: taking it back would
    change what they may not know of. Raises Conflict for one by which the law masked
    or erased.
    """
    scope, ledger = workspace.scope(principal), workspace.ledger
    event = ledger.get_event(scope, event_id)
    check_writes(principal, event.case)
    if event.kind.startswith(BY_LAW):
        raise Conflict("what the law has masked or erased is not taken back")
    if not scope.everything and not _sees_all_of(ledger, scope, event):
        raise NotFound("no such event")
    return event


def undo_event(
    workspace: Workspace, principal: Principal, event_id: str, reason: str = ""
) -> Event:
    """Take an event back in an event of its own, which is returned.

    Undoing that one restores it. Raises NotFound, Forbidden, and Conflict where it is
    taken back already.
    """
    undone = get_undoable(workspace, principal, event_id)
    with workspace.ledger.commit(
        kind="undo", case=undone.case, actor=principal.name, reason=reason
    ) as tx:
        tx.undo(undone.id)
    return tx.event


def find_changed(
    workspace: Workspace, principal: Principal, event_id: str, limit: int = 1000
) -> list[Statement]:
    """Return the first visible statements that an event changed, as they are now.

    That is what it said, what it withdrew, and what an event that it took back had
    changed. Raises NotFound.
    """
    scope, ledger = workspace.scope(principal), workspace.ledger
    changed: dict[str, Statement] = {}
    waiting = [event_id]
    while waiting and len(changed) < limit:
        event = ledger.get_event(scope, waiting.pop())
        said = ledger.find_event_statements(scope, event.id, limit)
        changed |= {one.id: one for one in said}
        targets = _targets(ledger, event)
        changed |= ledger.find_statements_by_id(scope, targets[:limit])
        waiting += [target for target in targets if is_own_event(target)]
    return list(changed.values())[:limit]


def _sees_all_of(ledger: Ledger, scope: Scope, event: Event) -> bool:
    parts = ledger.event_compartments(event)
    if not all(scope.sees(event.case, [part]) for part in parts):
        return False
    return all(
        _sees_target(ledger, scope, event, target) for target in _targets(ledger, event)
    )


def _targets(ledger: Ledger, event: Event) -> list[str]:
    withdrawal = tables.withdrawal.c
    query = select(withdrawal.target).where(withdrawal.event == event.seq)
    with ledger.engine.connect() as connection:
        return list(connection.execute(query).scalars())


def _sees_target(ledger: Ledger, scope: Scope, event: Event, target: str) -> bool:
    if is_own_event(target):
        inner = ledger.get_event(scope, target)
        return inner.seq < event.seq and _sees_all_of(ledger, scope, inner)
    if target.startswith("e-"):
        return True
    if target.startswith("j-"):
        judged = _column(ledger, tables.judgement, "compartment", target)
        return all(scope.sees(event.case, [part]) for part in judged)
    if target.startswith("w-"):
        inner_targets = _column(ledger, tables.withdrawal, "target", target)
        return all(_sees_target(ledger, scope, event, one) for one in inner_targets)
    hidden = ledger.find_statements_by_id(system_scope(), [target])
    return not hidden or bool(ledger.find_statements_by_id(scope, [target]))


def _column(ledger: Ledger, table: Table, column: str, name: str) -> set[str]:
    with ledger.engine.connect() as connection:
        query = select(table.c[column]).where(table.c.id == name)
        return set(connection.execute(query).scalars())
