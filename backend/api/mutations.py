"""What may be recorded; every mutation answers with a change that undo takes back."""

from collections.abc import Sequence

import strawberry

from backend import access
from backend.api import ids
from backend.api.asking import Ask, AskInfo
from backend.api.cases import Case, make_case
from backend.api.entities import Entity, make_entities
from backend.api.inputs import StatementInput, gather, read_entries
from backend.api.nodes import to_id
from backend.api.running import Job, cancel_job, make_job
from backend.api.statements import Statement, make_statements
from backend.judging import check_reason, common_compartment
from backend.recording import find_changed, get_undoable, open_case
from backend.reviewing import check_unjudged
from backend.splitting import split_entity
from graph import model
from graph.errors import InvalidInput


@strawberry.type
class Change:
    """What one commit did, as far as the asker sees it.

    Statements are the ones it added, withdrew or brought back, as they are now;
    entities those that they, or a judgement, are on and that are still there.
    """

    event: strawberry.ID
    statements: list[Statement]
    entities: list[Entity]


@strawberry.type
class Mutation:
    """Changes, each one commit to the ledger."""

    @strawberry.mutation
    def create_case(
        self,
        info: AskInfo,
        id: strawberry.ID,
        title: str,
        authority: str | None = None,
    ) -> Case:
        """Open a case; whoever opens it sees all of it."""
        ask = info.context
        stored = open_case(ask.workspace, ask.principal, id, title, authority or "")
        _renew(ask)
        return make_case(ask, stored)

    @strawberry.mutation
    def add_statements(
        self, info: AskInfo, case: strawberry.ID, statements: list[StatementInput]
    ) -> Change:
        """Record statements; what is recorded already changes nothing."""
        ask, name = info.context, ids.own_id(case)
        access.check_writes(ask.principal, name)
        gathered = gather(read_entries(ask, name, statements))
        ledger = ask.workspace.ledger
        with ledger.commit(kind="add", case=name, actor=ask.principal.name) as tx:
            for context, records in gathered.items():
                tx.append(context, records)
        return _change(ask, tx.event)

    @strawberry.mutation
    def withdraw(
        self, info: AskInfo, statements: list[strawberry.ID], reason: str
    ) -> Change:
        """Withdraw statements of one case, all or none."""
        ask = info.context
        said = [_get_statement(ask, given) for given in dict.fromkeys(statements)]
        cases = {one.context.case for one in said}
        if len(cases) != 1:
            raise InvalidInput("give one or more statements of one case")
        case = cases.pop()
        with ask.workspace.ledger.commit(
            kind="withdraw",
            case=case,
            actor=ask.principal.name,
            reason=_check_reason(reason, needed=True),
        ) as tx:
            tx.withdraw([one.id for one in said], reason)
        return _change(ask, tx.event)

    @strawberry.mutation
    def judge(
        self,
        info: AskInfo,
        left: strawberry.ID,
        right: strawberry.ID,
        verdict: model.Verdict,
        reason: str | None = None,
        unjudged: bool | None = None,
    ) -> Change:
        """Say whether two entities are the same.

        `unjudged` makes it a conflict where a person has judged the pair already.
        """
        ask = info.context
        pair = ids.own_id(left), ids.own_id(right)
        case = _check_pair(ask, pair)
        with ask.workspace.ledger.commit(
            kind="judge",
            case=case,
            actor=ask.principal.name,
            reason=_check_reason(reason or ""),
        ) as tx:
            if unjudged:
                check_unjudged(ask.workspace.ledger, ask.scope, *pair)
            tx.judge(
                *pair,
                verdict,
                explanation=reason or "",
                compartment=_compartment(ask, pair),
            )
        return _change(ask, tx.event, pair)

    @strawberry.mutation
    def separate(
        self, info: AskInfo, member: strawberry.ID, reason: str | None = None
    ) -> Change:
        """Take a stored id out of the entity that it is part of.

        One word against each other member, in one event: whatever else joins them,
        it stays out.
        """
        ask, name = info.context, ids.own_id(member)
        members = ask.view.get_node(name).members
        others = [one for one in members if one != name]
        if name not in members or not others:
            raise InvalidInput("the id is not part of a merged entity")
        for one in members:
            access.check_writes(ask.principal, model.split_id(one)[0])
        with ask.workspace.ledger.commit(
            kind="judge",
            case=model.split_id(name)[0],
            actor=ask.principal.name,
            reason=_check_reason(reason or ""),
        ) as tx:
            for other in others:
                tx.judge(
                    name,
                    other,
                    model.Verdict.NEGATIVE,
                    explanation=reason or "",
                    compartment=_compartment(ask, (name, other)),
                )
        return _change(ask, tx.event, members)

    @strawberry.mutation
    def split(
        self,
        info: AskInfo,
        entity: strawberry.ID,
        statements: list[strawberry.ID],
        reason: str | None = None,
    ) -> Change:
        """Give statements of an entity to a new one; undo restores what was there."""
        ask, name = info.context, ids.own_id(entity)
        members = ask.view.get_node(name).members
        chosen = [ids.own_id(one) for one in statements]
        given = ask.workspace, ask.principal, name, chosen, reason or ""
        return _change(ask, split_entity(*given), members)

    @strawberry.mutation
    def undo(self, info: AskInfo, event: strawberry.ID) -> Change:
        """Take back what an event did; undoing that again restores it."""
        ask = info.context
        undone = get_undoable(ask.workspace, ask.principal, event)
        with ask.workspace.ledger.commit(
            kind="undo", case=undone.case, actor=ask.principal.name
        ) as tx:
            tx.undo(undone.id)
        return _change(ask, tx.event)

    @strawberry.mutation
    def start_resolve(self, info: AskInfo, case: strawberry.ID) -> Job:
        """Look for likely duplicates of a case, behind the request."""
        ask, name = info.context, ids.own_id(case)
        access.check_writes(ask.principal, name)
        ask.workspace.ledger.get_case(ask.scope, name)
        jobs = ask.workspace.jobs
        return make_job(jobs.queue("resolve", name, ask.principal.name, {}))

    @strawberry.mutation
    def cancel_job(self, info: AskInfo, id: strawberry.ID) -> Job:
        """Stop a job; what it has committed stays."""
        ask = info.context
        return make_job(cancel_job(ask.workspace, ask.principal, ids.own_id(id)))


def _renew(ask: Ask) -> None:
    ask.principal = ask.workspace.renew(ask.principal)
    ask.scope = access.scope_of(ask.principal)
    ask.refresh()


def _check_reason(reason: str, *, needed: bool = False) -> str:
    if needed and not reason.strip():
        raise InvalidInput("a withdrawal needs a reason")
    return check_reason(reason)


def _get_statement(ask: Ask, given: str) -> model.Statement:
    said = ask.workspace.ledger.get_statement(ask.scope, ids.own_id(given))
    context = said.context
    access.check_writes(ask.principal, context.case, context.compartment)
    return said


def _check_pair(ask: Ask, pair: tuple[str, str]) -> str:
    """Return the case that a judgement on two visible entities belongs to."""
    left, right = pair
    if left == right:
        raise InvalidInput("a judgement is on two different entities")
    for entity in pair:
        ask.view.get_node(entity)
        access.check_writes(ask.principal, model.split_id(entity)[0])
    return model.split_id(left)[0]


def _compartment(ask: Ask, pair: tuple[str, str]) -> str:
    said = ask.workspace.ledger.find_statements(ask.scope, pair)
    return common_compartment(said.get(entity, ()) for entity in pair)


def _change(ask: Ask, event: model.Event, named: Sequence[str] = ()) -> Change:
    ask.refresh()
    said = find_changed(ask.workspace, ask.principal, event.id)
    touched = [*named, *(one.entity for one in said)]
    nodes = {node.id: node for node in ask.find_nodes(touched).values()}
    return Change(
        event=to_id(event.id),
        statements=make_statements(ask, said),
        entities=make_entities(ask, list(nodes.values())),
    )
