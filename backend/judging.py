"""A person's word on two entities: checked, and put where both may be seen."""

from collections.abc import Iterable

from backend.access import Principal, check_writes
from backend.workspace import Workspace
from graph.errors import InvalidInput
from graph.model import (
    WHOLE_CASE,
    Event,
    Scope,
    Statement,
    Verdict,
    scoped_id,
    split_id,
)

MAX_REASON = 2000


def judge_pair(
    workspace: Workspace,
    principal: Principal,
    pair: tuple[str, str],
    verdict: Verdict,
    reason: str = "",
) -> Event:
    """Record whether two visible entities (scoped ids) are the same.

    Belongs to the case of the first. Raises NotFound, Forbidden, InvalidInput.
    """
    left, right = pair
    if left == right:
        raise InvalidInput("a judgement is on two different entities")
    check_reason(reason)
    scope = workspace.scope(principal)
    with workspace.view(scope) as view:
        for entity in pair:
            view.get_node(entity)
            check_writes(principal, split_id(entity)[0])
    said = workspace.ledger.find_statements(scope, pair)
    part = common_compartment(said.get(entity, ()) for entity in pair)
    with workspace.ledger.commit(
        kind="judge", case=split_id(left)[0], actor=principal.name, reason=reason
    ) as tx:
        tx.judge(left, right, verdict, explanation=reason, compartment=part)
    return tx.event


def common_compartment(sides: Iterable[Iterable[Statement]]) -> str:
    """Return where a judgement belongs: with what only one compartment asserts."""
    for said in sides:
        parts = {one.context.compartment for one in said}
        if parts and WHOLE_CASE not in parts:
            return min(parts)
    return WHOLE_CASE


def check_reason(reason: str) -> str:
    """Return a reason, or raise InvalidInput where it is too long."""
    if len(reason) > MAX_REASON:
        raise InvalidInput(f"a reason has at most {MAX_REASON} characters")
    return reason


def find_stored(
    workspace: Workspace, scope: Scope, case: str, names: Iterable[str]
) -> dict[str, str]:
    """Return the scoped ids of the visible ones among ids that a user gave.

    An id is local to the case, or scoped where it is of another.
    """
    given = {name: scoped_id(case, name) for name in names}
    with workspace.view(scope) as view:
        seen = view.find_nodes([*given.values(), *(n for n in given if ":" in n)])
    found = {}
    for name, local in given.items():
        if local in seen:
            found[name] = local
        elif name in seen:
            found[name] = name
    return found
