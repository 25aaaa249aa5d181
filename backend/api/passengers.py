"""Passenger data as the schema shows them: how many, in which stage, what is due."""

from datetime import date
from typing import TYPE_CHECKING

import strawberry

from backend.api.asking import Ask

if TYPE_CHECKING:
    from backend.passengers.status import CaseStatus


@strawberry.type
class PassengerData:
    """The passenger records of a case today, as far as the asker sees them.

    `dueToMask` and `dueToErase` wait for the next purge; `held` are kept beyond the
    default period on a recorded basis; `matchesOpen` wait for a person's word.
    """

    records: int
    masked: int
    held: int
    due_to_mask: int
    due_to_erase: int
    erased: int
    next_mask: date | None
    next_erase: date | None
    matches_open: int
    requests_open: int
    notes: list[str]


def make_passenger_data(ask: Ask, case: str) -> PassengerData | None:
    """Return where a case's passenger data are, None where it never had any."""
    from backend.passengers.clock import day_of
    from backend.passengers.status import case_status

    today = day_of(ask.workspace.settings)
    found = case_status(ask.workspace, ask.principal, case, today)
    return _shown(found) if found.records or found.erased else None


def _shown(found: "CaseStatus") -> PassengerData:
    return PassengerData(
        records=found.records,
        masked=found.masked,
        held=found.held,
        due_to_mask=found.due_to_mask,
        due_to_erase=found.due_to_erase,
        erased=found.erased,
        next_mask=found.next_mask,
        next_erase=found.next_erase,
        matches_open=found.matches_open,
        requests_open=found.requests_open,
        notes=found.notes,
    )


def masked_properties_of(ask: Ask, members: tuple[str, ...]) -> list[str]:
    """Return the properties masked of visible entities, by name, each once."""
    from backend.passengers.vault import masked_of
    from graph.model import split_id

    found: set[str] = set()
    with ask.workspace.ledger.engine.connect() as connection:
        for entity in members:
            case, _ = split_id(entity)
            for compartment, props in masked_of(connection, entity).items():
                if ask.scope.sees(case, [compartment]):
                    found.update(props)
    return sorted(found)
