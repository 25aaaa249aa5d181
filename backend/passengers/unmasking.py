"""Masked values are shown on approval only: asked by one, granted by another."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from backend.access import Principal, Role, check_sees, check_writes, scope_of
from backend.audit import Entry, describe
from backend.passengers.choosing import choose_records
from backend.passengers.offences import find_offence
from backend.passengers.vault import MaskedValue, Vault
from backend.tables import passenger_request as table
from backend.workspace import Workspace
from graph.errors import Conflict, Forbidden, InvalidInput, NotFound

ASK, DECIDE = "passengers unmask ask", "passengers unmask decide"
NOTICE, DISCLOSE = "passengers notice", "passengers disclose"
MOST_RECORDS = 50
MOST_DAYS = 30


class State(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Request:
    """One request to see masked values of named records."""

    n: int
    case: str
    records: tuple[str, ...]
    asked_by: str
    asked_on: date
    offence: str
    law: str
    reason: str
    state: State
    decided_by: str | None = None
    decided_on: date | None = None
    decision: str | None = None
    until: date | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as an object."""
        return {
            "request": self.n,
            "case": self.case,
            "records": list(self.records),
            "asked_by": self.asked_by,
            "asked_on": self.asked_on.isoformat(),
            "offence": self.offence,
            "law": self.law,
            "reason": self.reason,
            "state": self.state.value,
            "decided_by": self.decided_by,
            "decided_on": self.decided_on and self.decided_on.isoformat(),
            "decision": self.decision,
            "until": self.until and self.until.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class UnmaskAsk:
    """Why masked values are to be seen: an offence of Annex II, a law, a reason."""

    offence: str
    law: str
    reason: str

    def __post_init__(self) -> None:
        """Raise InvalidInput where something is not said."""
        if not self.law.strip() or not self.reason.strip():
            raise InvalidInput("a request names its legal basis and its reason")
        find_offence(self.offence)


def ask_unmasking(
    workspace: Workspace,
    principal: Principal,
    case: str,
    ask: UnmaskAsk,
    today: date,
    refs: Sequence[str] = (),
    entities: Sequence[str] = (),
) -> Request:
    """Record a request to see the masked values of some records.

    Raises InvalidInput for more records than one request may name, NotFound, Forbidden.
    """
    check_writes(principal, case)
    with workspace.ledger.writing() as connection:
        records = choose_records(connection, principal, case, refs, entities)
        if len(records) > MOST_RECORDS:
            raise InvalidInput(f"a request names {MOST_RECORDS} records at most")
        names = sorted(one.ref for one in records)
        n = (connection.execute(select(func.max(table.c.n))).scalar() or 0) + 1
        connection.execute(
            insert(table).values(
                n=n,
                case_id=case,
                records=json.dumps(names),
                asked_by=principal.name,
                asked_on=today.isoformat(),
                offence=ask.offence,
                law=ask.law.strip(),
                reason=ask.reason.strip(),
                state=State.ASKED,
            )
        )
        detail = describe(request=n, records=names, offence=ask.offence, law=ask.law)
        workspace.audit.write(
            connection, Entry(principal.name, ASK, case, detail, ask.reason)
        )
        return _get(connection, case, n)


def decide_unmasking(
    workspace: Workspace,
    principal: Principal,
    case: str,
    n: int,
    today: date,
    *,
    grant: bool,
    days: int = 1,
    decision: str,
) -> Request:
    """Grant a request for some days, or refuse it; the data-protection officer is told.

    By a judicial or other competent authority (the role `approver`) that is not the
    one who asked. Raises Forbidden, Conflict where it is decided, InvalidInput.
    """
    check_sees(principal, case)
    if Role.APPROVER not in principal.roles:
        raise Forbidden(
            "only a judicial or other competent authority decides: the role `approver`"
        )
    if not decision.strip():
        raise InvalidInput("a decision gives its grounds: --reason TEXT")
    if not 1 <= days <= MOST_DAYS:
        raise InvalidInput(f"values are shown for 1 to {MOST_DAYS} days")
    with workspace.ledger.writing() as connection:
        request = _get(connection, case, n)
        if request.asked_by == principal.name:
            raise Forbidden("who asked does not decide")
        if request.state is not State.ASKED:
            raise Conflict("the request has been decided")
        until = today + timedelta(days=days) if grant else None
        connection.execute(
            update(table)
            .where(table.c.n == n)
            .values(
                state=State.GRANTED if grant else State.REFUSED,
                decided_by=principal.name,
                decided_on=today.isoformat(),
                decision=decision.strip(),
                until=until and until.isoformat(),
            )
        )
        decided = _get(connection, case, n)
        detail = describe(request=n, state=decided.state.value, until=until)
        who = principal.name
        workspace.audit.write(
            connection,
            Entry(who, DECIDE, case, detail, decision),
            Entry(who, NOTICE, case, _notice(decided), "Article 12(3)(b)"),
        )
        return decided


def _notice(request: Request) -> str:
    return describe(
        to="data-protection officer",
        request=request.n,
        records=list(request.records),
        asked_by=request.asked_by,
        state=request.state.value,
        offence=request.offence,
    )


def disclose(
    workspace: Workspace, principal: Principal, case: str, n: int, today: date
) -> list[MaskedValue]:
    """Return the values that a granted request lets its asker see; each look is noted.

    Only of what compartments the asker sees. Raises Forbidden where it is not granted,
    not theirs or past, NotFound.
    """
    check_sees(principal, case)
    scope = scope_of(principal)
    with workspace.ledger.engine.connect() as connection:
        request = _get(connection, case, n)
        _check_open(request, principal, today)
        kept = Vault(workspace.home).open(connection, case, request.records)
    shown = [one for one in kept if scope.sees(case, [one.compartment])]
    detail = describe(
        request=n, records=list(request.records), values=len(shown), to=principal.name
    )
    entry = Entry(principal.name, DISCLOSE, case, detail, request.reason)
    workspace.audit.read(entry)
    return shown


def _check_open(request: Request, principal: Principal, today: date) -> None:
    if request.asked_by != principal.name:
        raise Forbidden("only who asked is shown the values")
    if request.state is not State.GRANTED or request.until is None:
        raise Forbidden(f"the request is {request.state.value}, not granted")
    if today >= request.until:
        raise Forbidden(f"the approval ended on {request.until}: ask again")


def find_requests(
    workspace: Workspace, principal: Principal, case: str
) -> list[Request]:
    """Return the requests of a case, the newest first. Raises NotFound."""
    check_sees(principal, case)
    query = select(table).where(table.c.case_id == case).order_by(table.c.n.desc())
    with workspace.ledger.engine.connect() as connection:
        return [_request(row) for row in connection.execute(query)]


def _get(connection: Connection, case: str, n: int) -> Request:
    query = select(table).where(table.c.n == n, table.c.case_id == case)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("no such request in this case")
    return _request(row)


def _request(row: Row[Any]) -> Request:
    return Request(
        n=row.n,
        case=row.case_id,
        records=tuple(json.loads(row.records)),
        asked_by=row.asked_by,
        asked_on=date.fromisoformat(row.asked_on),
        offence=row.offence,
        law=row.law,
        reason=row.reason,
        state=State(row.state),
        decided_by=row.decided_by,
        decided_on=date.fromisoformat(row.decided_on) if row.decided_on else None,
        decision=row.decision,
        until=date.fromisoformat(row.until) if row.until else None,
    )
