"""Where each passenger record is in its life on a day, and what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, select

from backend.passengers.finding import PassengerRecord
from backend.passengers.policy import Regime, get_policy
from backend.tables import passenger_basis


class Stage(StrEnum):
    """OPEN: all is seen; MASKED: what identifies is hidden; ENDED: it is to go."""

    OPEN = "open"
    MASKED = "masked"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Basis:
    """A recorded reason to keep records longer than by default, until a date."""

    n: int
    case: str
    record: str
    until: date
    offence: str
    law: str
    reason: str
    recorded_on: date
    recorded_by: str
    ended_on: date | None = None

    @property
    def end(self) -> date:
        """The day from which it keeps nothing."""
        return min(self.until, self.ended_on or self.until)


@dataclass(frozen=True, slots=True)
class Life:
    """One record's stage on a day, the days of its changes, and the law behind it.

    `basis` is what keeps it beyond `default_end`; `ends` takes it into account.
    """

    record: PassengerRecord
    stage: Stage
    masks: date | None
    default_end: date
    latest_end: date
    ends: date
    regime: Regime
    basis: Basis | None = None

    @property
    def next_change(self) -> date | None:
        """The day of the next change, None where it is to go already."""
        if self.stage is Stage.ENDED:
            return None
        if self.stage is Stage.OPEN and self.masks is not None:
            return min(self.masks, self.ends)
        return self.ends


def life_of(record: PassengerRecord, bases: Sequence[Basis], today: date) -> Life:
    """Return where a record is on a day.

    It ends at the default end, or when the last basis that keeps it ends, at the
    latest when the law says so.
    """
    regime = get_policy(record.jurisdiction).regime(record.kind, today)
    default = regime.delete_after.after(record.received)
    latest = regime.delete_at_latest.after(record.received)
    basis = max(bases, key=lambda one: one.end, default=None)
    held = basis.end if basis else default
    ends = min(latest, max(default, held))
    masks = regime.mask_after.after(record.received) if regime.mask_after else None
    stage = Stage.OPEN
    if today >= ends:
        stage = Stage.ENDED
    elif masks is not None and today >= masks:
        stage = Stage.MASKED
    return Life(record, stage, masks, default, latest, ends, regime, basis)


def lives_of(
    connection: Connection, case: str, records: Iterable[PassengerRecord], today: date
) -> list[Life]:
    """Return where records of a case are on a day, in the order given."""
    bases = find_bases(connection, case)
    return [life_of(one, bases.get(one.ref, ()), today) for one in records]


def find_bases(connection: Connection, case: str) -> Mapping[str, list[Basis]]:
    """Return the recorded bases of a case by the record that each keeps."""
    table = passenger_basis
    query = select(table).where(table.c.case_id == case).order_by(table.c.n)
    found: dict[str, list[Basis]] = {}
    for row in connection.execute(query):
        ended = date.fromisoformat(row.ended_on) if row.ended_on else None
        basis = Basis(
            n=row.n,
            case=row.case_id,
            record=row.record,
            until=date.fromisoformat(row.until),
            offence=row.offence,
            law=row.law,
            reason=row.reason,
            recorded_on=date.fromisoformat(row.recorded_on),
            recorded_by=row.recorded_by,
            ended_on=ended,
        )
        found.setdefault(row.record, []).append(basis)
    return found
