"""Passengers that automated means find: candidates, until a person has looked."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from backend.access import Principal, check_sees, check_writes, scope_of
from backend.audit import Entry as AuditEntry
from backend.audit import describe
from backend.passengers.choosing import visible_records
from backend.passengers.criteria import read_criteria
from backend.passengers.finding import PassengerRecord, rows_of
from backend.passengers.itineraries import SCHEMATA as BOOKED
from backend.passengers.itineraries import find_airports, read_facts
from backend.passengers.listed import SCHEMATA as PEOPLE
from backend.passengers.listed import Found, compare_listed, read_people
from backend.passengers.offences import find_offence
from backend.passengers.policy import DataKind, Purpose
from backend.passengers.watching import read_watch_list
from backend.tables import passenger_match as table
from backend.workspace import Workspace
from graph.errors import Conflict, InvalidInput, NotFound
from graph.model import Scope, Statement, split_id

MATCH, DECIDE = "passengers match", "passengers review"


class MatchState(StrEnum):
    """A candidate, until a person confirms or dismisses it."""

    CANDIDATE = "candidate"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Match:
    """A passenger who may be one of a watch-list, or whose booking fits criteria.

    `list` is the file's name, `entry` its row, or the name and date of the criteria;
    `by` tells on what it rests.
    """

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
    """What passengers are compared with, and what for.

    `watch` is a watch-list; or `criteria` a file that names its offence itself. Of a
    watch-list `offence` is one of Annex II, or the purpose is a border check.
    """

    watch: Path | None = None
    offence: str = ""
    purpose: Purpose = Purpose.LAW_ENFORCEMENT
    criteria: Path | None = None

    def __post_init__(self) -> None:
        """Raise InvalidInput where it does not say what it is for."""
        if (self.watch is None) == (self.criteria is None):
            raise InvalidInput("name a watch-list or a file of criteria, one of them")
        if self.criteria is not None:
            if self.purpose is Purpose.BORDER:
                raise InvalidInput("criteria are for law enforcement: Article 6(3)(b)")
        elif self.purpose is Purpose.LAW_ENFORCEMENT:
            find_offence(self.offence)
        elif self.offence:
            raise InvalidInput("a border check is not about an offence")

    @property
    def name(self) -> str:
        """The name of the file."""
        return (self.watch or self.criteria or Path()).name

    def may_read(self, kind: DataKind) -> bool:
        """Whether data of a kind may be used for this: API of a border there alone."""
        return (kind is DataKind.API_BORDER) == (self.purpose is Purpose.BORDER)


Compare = Callable[[Mapping[str, Sequence[Statement]], set[str]], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class _Comparing:
    """How a file's entries are compared: which schemata are read, and by what.

    `named` returns other entities that these name, to be read too.
    """

    ask: MatchAsk
    entries: int
    schemata: tuple[str, ...]
    compare: Compare
    named: Callable[[Mapping[str, Sequence[Statement]]], set[str]] = lambda _: set()


def find_matches(
    workspace: Workspace, principal: Principal, case: str, ask: MatchAsk, today: date
) -> list[Match]:
    """Compare the passengers of a case with a watch-list, or with criteria.

    Returns the candidates found, the likeliest first, each recorded once however often
    it is found; what a person decided stays. Masked values are not compared. Raises
    InvalidInput, NotFound, Forbidden.
    """
    check_writes(principal, case)
    by = _by_list(ask) if ask.watch is not None else _by_criteria(case, ask, today)
    ask = by.ask
    scope = scope_of(principal)
    with workspace.ledger.engine.connect() as connection:
        records = visible_records(connection, principal, case)
        looked = [one for one in records if ask.may_read(one.kind)]
        entities = _entities(connection, case, looked, by.schemata)
    said = workspace.ledger.find_statements(scope, sorted(entities))
    said |= workspace.ledger.find_statements(scope, sorted(by.named(said)))
    made = [
        _made(found, case, ask, principal, today)
        for found in by.compare(said, {one.document for one in looked})
    ]
    with workspace.ledger.writing() as connection:
        for one in made:
            command = insert(table).prefix_with("OR IGNORE")
            connection.execute(command.values(_row(one)))
        detail = describe(
            list=ask.name,
            entries=by.entries,
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


def _by_list(ask: MatchAsk) -> _Comparing:
    assert ask.watch is not None
    entries = read_watch_list(ask.watch)

    def compare(
        said: Mapping[str, Sequence[Statement]], documents: set[str]
    ) -> Iterator[Found]:
        return compare_listed(list(read_people(said, documents)), entries)

    return _Comparing(ask, len(entries), PEOPLE, compare)


def _by_criteria(case: str, ask: MatchAsk, today: date) -> _Comparing:
    assert ask.criteria is not None
    criteria = read_criteria(ask.criteria, today)
    if ask.offence and ask.offence != criteria.offence:
        raise InvalidInput(f"these criteria are for {criteria.offence} alone")

    def compare(
        said: Mapping[str, Sequence[Statement]], documents: set[str]
    ) -> Iterator[Found]:
        for facts in read_facts(case, said, documents):
            found = criteria.compare(facts)
            if found is not None:
                score, by = found
                where = facts.entity, facts.compartment
                yield Found(*where, criteria.entry, score, by)

    asked = replace(ask, offence=criteria.offence)
    named = partial(find_airports, case)
    return _Comparing(asked, len(criteria.fits), BOOKED, compare, named)


def _made(
    found: Found, case: str, ask: MatchAsk, principal: Principal, today: date
) -> Match:
    return Match(
        id=_name(case, found.entity, ask, found.entry),
        case=case,
        entity=found.entity,
        compartment=found.compartment,
        offence=ask.offence,
        list=ask.name,
        entry=found.entry,
        by=found.by,
        score=found.score,
        found_on=today,
        found_by=principal.name,
    )


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


def _entities(
    connection: Connection,
    case: str,
    records: Sequence[PassengerRecord],
    schemata: Sequence[str],
) -> set[str]:
    told = rows_of(connection, case, records)
    return {
        row.entity for rows in told.values() for row in rows if row.schema in schemata
    }


def _name(case: str, entity: str, ask: MatchAsk, entry: str) -> str:
    parts = (case, entity, ask.offence, ask.purpose.value, ask.name, entry)
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
