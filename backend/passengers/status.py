"""How much passenger data a case holds, where they are in their life, what is next."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from backend.access import Principal, check_sees, scope_of
from backend.passengers.choosing import visible_records
from backend.passengers.finding import passenger_cases
from backend.passengers.life import Life, Stage, lives_of
from backend.passengers.matching import MatchState
from backend.passengers.policy import get_policy
from backend.passengers.unmasking import State
from backend.tables import passenger_masked, passenger_match, passenger_request
from backend.workspace import Workspace
from graph.ledger import tables


@dataclass(slots=True)
class CaseStatus:
    """One case's passenger records on a day, as far as the asker sees them.

    `due_to_mask` and `due_to_erase` wait for the next purge; `held` are kept on a
    recorded basis beyond the default end. `erased` counts what earlier purges erased.
    """

    case: str
    today: date
    records: int = 0
    open: int = 0
    masked: int = 0
    held: int = 0
    due_to_mask: int = 0
    due_to_erase: int = 0
    next_mask: date | None = None
    next_erase: date | None = None
    masked_values: int = 0
    erased: int = 0
    requests_open: int = 0
    matches_open: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    jurisdictions: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as an object."""
        names = (
            "case", "records", "open", "masked", "held", "due_to_mask", "due_to_erase",
        )  # fmt: skip
        return {
            **{name: getattr(self, name) for name in names},
            "next_mask": self.next_mask and self.next_mask.isoformat(),
            "next_erase": self.next_erase and self.next_erase.isoformat(),
            "masked_values": self.masked_values,
            "erased": self.erased,
            "requests_open": self.requests_open,
            "matches_open": self.matches_open,
            "kinds": self.kinds,
            "jurisdictions": self.jurisdictions,
            "notes": self.notes,
        }


def case_status(
    workspace: Workspace, principal: Principal, case: str, today: date
) -> CaseStatus:
    """Return where a case's passenger data are on a day. Raises NotFound."""
    check_sees(principal, case)
    workspace.ledger.get_case(scope_of(principal), case)
    with workspace.ledger.engine.connect() as connection:
        lives = find_lives(connection, principal, case, today)
        masked = _masked_refs(connection, case)
        status = _summed(case, today, lives, masked)
        _count_rest(connection, principal, status)
    return status


def all_status(
    workspace: Workspace, principal: Principal, today: date
) -> list[CaseStatus]:
    """Return the status of each case with passenger data that the asker sees."""
    with workspace.ledger.engine.connect() as connection:
        erased = select(tables.erasure.c.case).distinct()
        known = {*passenger_cases(connection)}
        known |= set(connection.execute(erased).scalars())
    scope = scope_of(principal)
    found = [
        case_status(workspace, principal, case, today)
        for case in sorted(known)
        if scope.sees_case(case)
    ]
    return [one for one in found if one.records or one.erased]


def find_lives(
    connection: Connection, principal: Principal, case: str, today: date
) -> list[Life]:
    """Return where each passenger record that the asker sees is on a day."""
    records = visible_records(connection, principal, case)
    return lives_of(connection, case, records, today)


def life_as_json(life: Life) -> dict[str, Any]:
    """Return one record's life as an object."""
    basis = life.basis
    return {
        "record": life.record.ref,
        "file": life.record.document,
        "place": life.record.key,
        "kind": life.record.kind.value,
        "jurisdiction": life.record.jurisdiction,
        "received": life.record.received.isoformat(),
        "stage": life.stage.value,
        "masks": life.masks and life.masks.isoformat(),
        "ends": life.ends.isoformat(),
        "latest_end": life.latest_end.isoformat(),
        "law": f"{life.regime.law}, {life.regime.article}",
        "basis": basis
        and {
            "basis": basis.n,
            "until": basis.end.isoformat(),
            "offence": basis.offence,
            "law": basis.law,
            "by": basis.recorded_by,
            "on": basis.recorded_on.isoformat(),
        },
    }


def _masked_refs(connection: Connection, case: str) -> set[str]:
    table = passenger_masked
    query = select(table.c.record).where(table.c.case_id == case).distinct()
    return set(connection.execute(query).scalars())


def _summed(
    case: str, today: date, lives: Sequence[Life], masked: set[str]
) -> CaseStatus:
    status = CaseStatus(case, today, records=len(lives))
    for life in lives:
        done = life.record.ref in masked
        if life.stage is Stage.ENDED:
            status.due_to_erase += 1
        elif life.stage is Stage.MASKED and not done:
            status.due_to_mask += 1
        status.masked += done
        status.open += not done
        if today >= life.default_end and life.stage is not Stage.ENDED:
            status.held += 1
    living = [life for life in lives if life.stage is not Stage.ENDED]
    masks = [life.masks for life in living if life.stage is Stage.OPEN and life.masks]
    masks = [day for day in masks if day > today]
    status.next_mask = min(masks, default=None)
    status.next_erase = min((life.ends for life in living), default=None)
    status.kinds = dict(Counter(life.record.kind.value for life in lives))
    lands = Counter(life.record.jurisdiction for life in lives)
    status.jurisdictions = dict(lands)
    policies = [get_policy(code) for code in sorted(lands)]
    status.notes = [f"{p.name}: {p.note}" for p in policies if not p.verified]
    return status


def _count_rest(
    connection: Connection, principal: Principal, status: CaseStatus
) -> None:
    scope, case = scope_of(principal), status.case

    def parts(table: Any, *where: Any) -> int:
        column = table.c.compartment
        query = select(column, func.count()).where(table.c.case_id == case, *where)
        rows = connection.execute(query.group_by(column)).all()
        return sum(count for part, count in rows if scope.sees(case, [part]))

    candidate = passenger_match.c.state == MatchState.CANDIDATE
    status.matches_open = parts(passenger_match, candidate)
    status.masked_values = parts(passenger_masked)
    request = passenger_request
    asked = select(func.count()).where(
        request.c.case_id == case, request.c.state == State.ASKED
    )
    status.requests_open = connection.execute(asked).scalar() or 0
    query = select(tables.erasure.c.receipt).where(tables.erasure.c.case == case)
    for text in connection.execute(query).scalars():
        receipt = json.loads(text)
        if receipt.get("action") == "erase":
            status.erased += receipt.get("passenger_records", 0)
