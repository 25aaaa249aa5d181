"""One entity made two: some of its statements are another's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backend.access import Principal, check_writes
from backend.judging import check_reason, common_compartment
from backend.workspace import Workspace
from graph.errors import InvalidInput
from graph.ledger.transaction import Transaction
from graph.model import (
    Context,
    Event,
    Kind,
    Place,
    Record,
    Scope,
    Statement,
    Value,
    Verdict,
    scoped_id,
    split_id,
)
from graph.schema import is_entity_property

MOVED = "another entity's"
MAX_STATEMENTS = 1000
_LONGEST = 230


def split_entity(
    workspace: Workspace,
    principal: Principal,
    entity: str,
    statements: Sequence[str],
    reason: str,
) -> Event:
    """Give statements of an entity to a new one; return the event, which undo restores.

    `entity` is any member's scoped id. Statements may be what is said of its members,
    or what names one of them (the end of a relationship), which then names the new one.
    Each is withdrawn and said anew as it stood, by its source; the new entity and those
    that it comes from are judged to be two. A member of which all is given stays as it
    is stored: it is judged to be one with the new entity, if there is one, and to be
    none of the members that stay. Raises NotFound, Forbidden, InvalidInput.
    """
    check_reason(reason)
    scope = workspace.scope(principal)
    with workspace.view(scope) as view:
        members = view.get_node(entity).members
    plan = _plan(workspace, scope, members, list(dict.fromkeys(statements)))
    for one in plan.moved:
        check_writes(principal, plan.case, one.context.compartment)
    check_writes(principal, plan.case)
    with workspace.ledger.commit(
        kind="split", case=plan.case, actor=principal.name, reason=reason
    ) as tx:
        fresh = _move(tx, plan)
        _judge(tx, plan, fresh, reason)
    return tx.event


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is moved, from whom, and who leaves or stays as they are stored."""

    case: str
    moved: tuple[Statement, ...]
    own: tuple[Statement, ...]
    leaving: tuple[str, ...]
    staying: tuple[str, ...]
    said: dict[str, list[Statement]]


def _plan(
    workspace: Workspace, scope: Scope, members: Sequence[str], ids: Sequence[str]
) -> _Plan:
    if not 1 <= len(ids) <= MAX_STATEMENTS:
        raise InvalidInput(f"give 1 to {MAX_STATEMENTS} statements")
    ledger = workspace.ledger
    given = [ledger.get_statement(scope, one) for one in ids]
    if any(one.withdrawn for one in given):
        raise InvalidInput("a statement is withdrawn already")
    if len({one.context.case for one in given}) != 1:
        raise InvalidInput("give statements of one case")
    if not all(one.entity in members or _named(one) in members for one in given):
        raise InvalidInput("a statement is neither of that entity nor names it")
    said = ledger.find_statements(scope, members)
    chosen = set(ids)
    leaving = [m for m in said if {one.id for one in said[m]} <= chosen]
    staying = [m for m in members if m not in leaving]
    if not staying:
        raise InvalidInput("that is all that is said of it: nothing would stay")
    moved = [one for one in given if one.entity in staying or _named(one) in staying]
    own = [one for one in moved if one.entity in members]
    if not own and not leaving:
        raise InvalidInput("give at least one statement of its own")
    case = given[0].context.case
    return _Plan(case, tuple(moved), tuple(own), tuple(leaving), tuple(staying), said)


def _named(one: Statement) -> str | None:
    """Return the scoped id of the entity that a statement names, if any."""
    if not is_entity_property(one.schema, one.value.prop):
        return None
    return scoped_id(one.context.case, one.value.value)


def _move(tx: Transaction, plan: _Plan) -> str | None:
    """Withdraw and say anew; return the new entity, or the one that leaves."""
    local = split_id(plan.own[0].entity)[1] if plan.own else ""
    fresh = f"{local[:_LONGEST]}.{tx.event.seq}" if plan.own else None
    target = fresh or split_id(plan.leaving[0])[1]
    tx.withdraw([one.id for one in plan.moved], MOVED)
    own = set(plan.own)
    records: dict[Context, dict[_Frame, list[Value]]] = {}
    for one in plan.moved:
        mine = one in own
        entity = target if mine else split_id(one.entity)[1]
        value = one.value if mine else one.value._replace(value=target)
        frame = _Frame(entity, one.schema, one.place, one.kind)
        records.setdefault(one.context, {}).setdefault(frame, []).append(value)
    for context, frames in records.items():
        tx.append(context, (frame.record(values) for frame, values in frames.items()))
    return scoped_id(plan.case, fresh) if fresh else None


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the statements of one record share."""

    entity: str
    schema: str
    place: Place
    kind: Kind

    def record(self, values: Iterable[Value]) -> Record:
        """Return the record of some values."""
        return Record(self.entity, self.schema, tuple(values), self.place, self.kind)


def _judge(tx: Transaction, plan: _Plan, fresh: str | None, reason: str) -> None:
    """Say who is now another, and who went together."""
    going = {name: plan.said[name] for name in plan.leaving}
    if fresh is not None:
        going[fresh] = list(plan.own)
    sources = {one.entity for one in plan.own}
    for name, said in going.items():
        others = plan.staying if name != fresh else sorted(sources)
        for other in others:
            part = common_compartment([said, plan.said.get(other, ())])
            tx.judge(
                name, other, Verdict.NEGATIVE, explanation=reason, compartment=part
            )
    names = sorted(going)
    for one, other in zip(names, names[1:], strict=False):
        part = common_compartment([going[one], going[other]])
        tx.judge(one, other, Verdict.POSITIVE, explanation=reason, compartment=part)
