"""Why passenger records are kept beyond the default period: recorded, and ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select, update

from backend.access import Principal, check_writes
from backend.audit import Entry, describe
from backend.passengers.choosing import choose_records
from backend.passengers.life import Basis, Stage, find_bases, lives_of
from backend.passengers.offences import find_offence
from backend.tables import passenger_basis as table
from backend.workspace import Workspace
from graph.errors import Conflict, InvalidInput, NotFound

RETAIN, RELEASE = "passengers retain", "passengers release"


@dataclass(frozen=True, slots=True)
class BasisAsk:
    """What a retention rests on: an offence of Annex II, a law, a reason, a date."""

    until: date
    offence: str
    law: str
    reason: str

    def __post_init__(self) -> None:
        """Raise InvalidInput where something is not said."""
        if not self.law.strip() or not self.reason.strip():
            raise InvalidInput("a retention names its law and its reason")
        find_offence(self.offence)


def retain(
    workspace: Workspace,
    principal: Principal,
    case: str,
    ask: BasisAsk,
    today: date,
    refs: Sequence[str] = (),
    entities: Sequence[str] = (),
) -> list[Basis]:
    """Record why some passenger records are kept until a date; return the bases.

    Raises Conflict for a record whose period has ended, InvalidInput for a date that
    lies before today or beyond the latest end, NotFound, Forbidden.
    """
    check_writes(principal, case)
    if ask.until <= today:
        raise InvalidInput("a retention ends in the future: --until DATE")
    with workspace.ledger.writing() as connection:
        records = choose_records(connection, principal, case, refs, entities)
        lives = lives_of(connection, case, records, today)
        if any(life.stage is Stage.ENDED for life in lives):
            raise Conflict("the period of a record has ended: it cannot be kept")
        latest = min(life.latest_end for life in lives)
        if ask.until > latest:
            raise InvalidInput(f"the law lets no record live beyond {latest}")
        first = (connection.execute(select(func.max(table.c.n))).scalar() or 0) + 1
        made = []
        for n, life in enumerate(lives, first):
            basis = Basis(
                n, case, life.record.ref, ask.until, ask.offence, ask.law.strip(),
                ask.reason.strip(), today, principal.name,
            )  # fmt: skip
            made.append(basis)
            connection.execute(insert(table).values(_row(basis)))
        detail = describe(
            records=[one.record for one in made][:100],
            bases=[one.n for one in made][:100],
            until=ask.until,
            offence=ask.offence,
            law=ask.law,
        )
        entry = Entry(principal.name, RETAIN, case, detail, ask.reason)
        workspace.audit.write(connection, entry)
    return made


def release(
    workspace: Workspace, principal: Principal, case: str, n: int, today: date
) -> Basis:
    """End a basis today; what it alone kept is due at the next purge.

    Raises NotFound, and Conflict where it has ended.
    """
    check_writes(principal, case)
    with workspace.ledger.writing() as connection:
        bases = find_bases(connection, case)
        found = next((b for some in bases.values() for b in some if b.n == n), None)
        if found is None:
            raise NotFound("no such basis in this case")
        choose_records(connection, principal, case, [found.record])
        if found.end <= today:
            raise Conflict("that basis has ended")
        change = update(table).where(table.c.n == n)
        connection.execute(change.values(ended_on=today.isoformat()))
        detail = describe(basis=n, record=found.record, ended_on=today)
        workspace.audit.write(connection, Entry(principal.name, RELEASE, case, detail))
    return found


def _row(basis: Basis) -> dict[str, object]:
    return {
        "n": basis.n,
        "case_id": basis.case,
        "record": basis.record,
        "until": basis.until.isoformat(),
        "offence": basis.offence,
        "law": basis.law,
        "reason": basis.reason,
        "recorded_on": basis.recorded_on.isoformat(),
        "recorded_by": basis.recorded_by,
    }
