"""Passengers that automated means find: candidates, until a person has looked."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from backend.access import Principal, check_sees, check_writes, scope_of
from backend.audit import Entry as AuditEntry
from backend.audit import describe
from backend.passengers.choosing import visible_records
from backend.passengers.finding import PassengerRecord, rows_of
from backend.passengers.offences import find_offence
from backend.passengers.policy import DataKind, Purpose
from backend.passengers.watching import Entry, normal, read_watch_list
from backend.tables import passenger_match as table
from backend.workspace import Workspace
from graph.errors import Conflict, InvalidInput, NotFound
from graph.model import Scope, Statement, split_id
from graph.names import compare_persons, name_keys, read_person

MATCH, DECIDE = "passengers match", "passengers review"
NAME_AND_DATE, NAME_ALONE = 0.9, 0.5
_ALIKE = frozenset({"same", "variant"})
_NUMBERS = {
    "passportNumber": "passport",
    "number": "passport",
    "phone": "phone",
    "contactPhone": "phone",
    "email": "email",
    "contactEmail": "email",
}
_PEOPLE = ("Passenger", "Passport", "Identification", "Booking", "PaymentCard")


class MatchState(StrEnum):
    """A candidate, until a person confirms or dismisses it."""

    CANDIDATE = "candidate"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Match:
    """A passenger who may be one of a watch-list; `by` tells on what it rests."""

    id: str
    case: str
    entity: str
    compartment: str
    offence: str
    list: str
    entry: str
    by: tuple[str, ...]
    score: float
    found_on: date
    found_by: str
    state: MatchState = MatchState.CANDIDATE
    decided_by: str | None = None
    decided_on: date | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as an object."""
        return {
            "match": self.id,
            "entity": split_id(self.entity)[1],
            "offence": self.offence,
            "list": self.list,
            "entry": self.entry,
            "by": list(self.by),
            "score": self.score,
            "found_on": self.found_on.isoformat(),
            "found_by": self.found_by,
            "state": self.state.value,
            "decided_by": self.decided_by,
            "decided_on": self.decided_on and self.decided_on.isoformat(),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class MatchAsk:
    """What to look for, and what for: an offence of Annex II, or a border check."""

    watch: Path
    offence: str = ""
    purpose: Purpose = Purpose.LAW_ENFORCEMENT

    def __post_init__(self) -> None:
        """Raise InvalidInput where it does not say what it is for."""
        if self.purpose is Purpose.LAW_ENFORCEMENT:
            find_offence(self.offence)
        elif self.offence:
            raise InvalidInput("a border check is not about an offence")

    def may_read(self, kind: DataKind) -> bool:
        """Whether data of a kind may be used for this: API of a border there alone."""
        return (kind is DataKind.API_BORDER) == (self.purpose is Purpose.BORDER)


def find_matches(
    workspace: Workspace, principal: Principal, case: str, ask: MatchAsk, today: date
) -> list[Match]:
    """Look for the entries of a watch-list among the passengers of a case.

    Returns the candidates found, the likeliest first, each recorded once however often
    it is found; what a person decided stays. Masked values are not compared. Raises
    InvalidInput, NotFound, Forbidden.
    """
    check_writes(principal, case)
    entries = read_watch_list(ask.watch)
    scope = scope_of(principal)
    with workspace.ledger.engine.connect() as connection:
        records = visible_records(connection, principal, case)
        looked = [one for one in records if ask.may_read(one.kind)]
        entities = _entities(connection, case, looked)
    said = workspace.ledger.find_statements(scope, sorted(entities))
    allowed = {one.document for one in looked}
    people = list(_people(said, allowed))
    made = list(_compare(people, entries, case, ask, principal, today))
    with workspace.ledger.writing() as connection:
        for one in made:
            command = insert(table).prefix_with("OR IGNORE")
            connection.execute(command.values(_row(one)))
        detail = describe(
            list=ask.watch.name,
            entries=len(entries),
            passenger_records=len(looked),
            offence=ask.offence,
            purpose=ask.purpose.value,
            matches=[one.id for one in made][:100],
        )
        entry = AuditEntry(principal.name, MATCH, case, detail)
        workspace.audit.write(connection, entry)
    names = {one.id for one in made}
    known = [one for one in list_matches(workspace, principal, case) if one.id in names]
    return sorted(known, key=lambda one: (-one.score, one.entity, one.entry))


def list_matches(
    workspace: Workspace,
    principal: Principal,
    case: str,
    state: MatchState | None = None,
) -> list[Match]:
    """Return the matches of a case that `principal` sees, the likeliest first."""
    check_sees(principal, case)
    with workspace.ledger.engine.connect() as connection:
        return _visible(connection, scope_of(principal), case, state)


def decide_match(
    workspace: Workspace,
    principal: Principal,
    case: str,
    name: str,
    today: date,
    *,
    confirm: bool,
    reason: str,
) -> Match:
    """Confirm or dismiss one candidate, having looked at it.

    Raises NotFound, Conflict where it is decided, InvalidInput without a reason.
    """
    check_writes(principal, case)
    if not reason.strip():
        raise InvalidInput("a word on a match gives its grounds: --reason TEXT")
    with workspace.ledger.writing() as connection:
        seen = _visible(connection, scope_of(principal), case, None)
        found = next((one for one in seen if one.id == name), None)
        if found is None:
            raise NotFound("no such match in this case")
        if found.state is not MatchState.CANDIDATE:
            raise Conflict(f"the match is {found.state.value} already")
        state = MatchState.CONFIRMED if confirm else MatchState.DISMISSED
        connection.execute(
            update(table)
            .where(table.c.id == name)
            .values(
                state=state,
                decided_by=principal.name,
                decided_on=today.isoformat(),
                reason=reason.strip(),
            )
        )
        detail = describe(match=name, state=state.value)
        entry = AuditEntry(principal.name, DECIDE, case, detail, reason)
        workspace.audit.write(connection, entry)
        decided = _visible(connection, scope_of(principal), case, None)
        return next(one for one in decided if one.id == name)


def check_reviewed(workspace: Workspace, principal: Principal, case: str) -> None:
    """Raise Conflict where a case has matches that no person has looked at.

    Nothing leaves before: Article 6(5) of Directive (EU) 2016/681.
    """
    if not scope_of(principal).sees_case(case):
        return
    waiting = list_matches(workspace, principal, case, MatchState.CANDIDATE)
    if waiting:
        raise Conflict(
            f"{len(waiting)} matches of passengers wait for a person's word before "
            f"anything leaves: klupko passengers matches --case {case}"
        )


@dataclass(frozen=True, slots=True)
class _Person:
    """What a passenger record says of one entity that entries are compared with."""

    entity: str
    compartment: str
    names: frozenset[str]
    birth_dates: frozenset[str]
    numbers: frozenset[tuple[str, str]]


def _entities(
    connection: Connection, case: str, records: Sequence[PassengerRecord]
) -> set[str]:
    told = rows_of(connection, case, records)
    return {
        row.entity for rows in told.values() for row in rows if row.schema in _PEOPLE
    }


def _people(
    said: dict[str, list[Statement]], documents: Iterable[str]
) -> Iterator[_Person]:
    """Yield what each entity's visible statements of passenger files say."""
    allowed = set(documents)
    for entity, statements in sorted(said.items()):
        parts: dict[str, list[Statement]] = defaultdict(list)
        for one in statements:
            if one.context.document in allowed:
                parts[one.context.compartment].append(one)
        for compartment, told in sorted(parts.items()):
            values = [(one.value.prop, one.value.value) for one in told]
            yield _Person(
                entity,
                compartment,
                frozenset(v for p, v in values if p == "name"),
                frozenset(v for p, v in values if p == "birthDate"),
                frozenset(_numbers(values)),
            )


def _numbers(values: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for prop, value in values:
        kind = _NUMBERS.get(prop)
        number = normal(kind, value) if kind else ""
        if kind and number:
            yield kind, number
    given = dict(values)
    if "firstDigits" in given and "lastDigits" in given:
        card = normal("card", given["firstDigits"] + given["lastDigits"])
        if card:
            yield "card", card


def _compare(
    people: Sequence[_Person],
    entries: Sequence[Entry],
    case: str,
    ask: MatchAsk,
    principal: Principal,
    today: date,
) -> Iterator[Match]:
    """Yield the candidates; names are compared where a key of theirs is shared."""
    by_number: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for number in entry.numbers:
            by_number[number].append(entry)
        for key in name_keys(entry.name) if entry.name else ():
            by_name[key].append(entry)
    for person in people:
        found: dict[int, Entry] = {}
        for number in person.numbers:
            found |= {entry.row: entry for entry in by_number[number]}
        for name in person.names:
            for key in name_keys(read_person(name)):
                found |= {entry.row: entry for entry in by_name[key]}
        for row, entry in sorted(found.items()):
            score, by = _score(person, entry)
            if score:
                yield Match(
                    id=_name(case, person.entity, ask, row),
                    case=case,
                    entity=person.entity,
                    compartment=person.compartment,
                    offence=ask.offence,
                    list=ask.watch.name,
                    entry=f"row {row}",
                    by=by,
                    score=score,
                    found_on=today,
                    found_by=principal.name,
                )


def _score(person: _Person, entry: Entry) -> tuple[float, tuple[str, ...]]:
    """Return how likely it is the same, 0 to 1, and on what that rests."""
    kinds = sorted({kind for kind, _ in person.numbers & entry.numbers})
    if kinds:
        return 1.0, tuple(kinds)
    if entry.name is None:
        return 0.0, ()
    levels = {compare_persons(read_person(n), entry.name).level for n in person.names}
    if not levels & _ALIKE:
        return 0.0, ()
    if entry.birth_date and person.birth_dates:
        if any(_same_date(entry.birth_date, one) for one in person.birth_dates):
            return NAME_AND_DATE, ("name", "birth date")
        return 0.0, ()
    return NAME_ALONE, ("name",)


def _same_date(one: str, other: str) -> bool:
    """Whether two dates agree as far as both are known."""
    length = min(len(one), len(other))
    return length >= 4 and one[:length] == other[:length]


def _name(case: str, entity: str, ask: MatchAsk, row: int) -> str:
    parts = (case, entity, ask.offence, ask.purpose.value, ask.watch.name, str(row))
    return f"m-{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:16]}"


def _visible(
    connection: Connection, scope: Scope, case: str, state: MatchState | None
) -> list[Match]:
    query = select(table).where(table.c.case_id == case)
    if state is not None:
        query = query.where(table.c.state == state)
    rows = connection.execute(query.order_by(table.c.score.desc(), table.c.id))
    return [_match(row) for row in rows if scope.sees(case, [row.compartment])]


def _row(one: Match) -> dict[str, object]:
    return {
        "id": one.id,
        "case_id": one.case,
        "entity": one.entity,
        "compartment": one.compartment,
        "offence": one.offence,
        "list": one.list,
        "entry": one.entry,
        "by": ", ".join(one.by),
        "score": one.score,
        "found_on": one.found_on.isoformat(),
        "found_by": one.found_by,
        "state": one.state,
    }


def _match(row: Row[Any]) -> Match:
    return Match(
        id=row.id,
        case=row.case_id,
        entity=row.entity,
        compartment=row.compartment,
        offence=row.offence,
        list=row.list,
        entry=row.entry,
        by=tuple(row.by.split(", ")),
        score=row.score,
        found_on=date.fromisoformat(row.found_on),
        found_by=row.found_by,
        state=MatchState(row.state),
        decided_by=row.decided_by,
        decided_on=date.fromisoformat(row.decided_on) if row.decided_on else None,
        reason=row.reason,
    )
