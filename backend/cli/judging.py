"""judge, undo, split: a person's word on who is who, and taking it back."""

from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session, command, print_json, say

if TYPE_CHECKING:
    from backend.workspace import Workspace
    from graph.model import Scope

_VERDICTS = {"same": "positive", "different": "negative", "unsure": "unsure"}


@command(
    "judge",
    "klupko judge person-1 person-2 same --case konac --reason 'one passport'\n"
    "klupko judge person-1 person-7 different --case konac",
)
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.argument("verdict", type=click.Choice(list(_VERDICTS)))
@click.option("--case", required=True, help="The case.")
def judge(session: Session, left: str, right: str, verdict: str, case: str) -> None:
    """Say whether two entities are the same; it stands over the resolver's word.

    --reason is kept with the judgement. `klupko undo` takes it back.
    """
    from backend.judging import judge_pair
    from graph.model import Verdict

    with session.open() as (workspace, principal):
        scope = workspace.scope(principal)
        pair = (
            _stored(workspace, scope, case, left),
            _stored(workspace, scope, case, right),
        )
        word = Verdict(_VERDICTS[verdict])
        event = judge_pair(workspace, principal, pair, word, session.reason)
        together = pair[1] in workspace.ledger.clusters(scope).members(pair[0])
    told = {
        "event": event.id,
        "left": left,
        "right": right,
        "verdict": word.value,
        "together": together,
    }
    _show(session, told)
    if word is Verdict.POSITIVE and not together:
        say("another word keeps them apart: see `klupko resolve --review`")


@command("undo", "klupko undo e-12\nklupko undo e-13 --reason 'it was right after all'")
@click.argument("event")
def undo(session: Session, event: str) -> None:
    """Take back what an event did, whatever it was; undoing that restores it."""
    from backend.recording import undo_event

    with session.open() as (workspace, principal):
        made = undo_event(workspace, principal, event, session.reason)
    _show(session, {"event": made.id, "undone": event, "case": made.case})


@command(
    "split",
    "klupko show person-1 --case konac --json   # lists the statements\n"
    "klupko split person-1 STATEMENT STATEMENT --case konac --reason 'his cousin'",
)
@click.argument("entity")
@click.argument("statements", nargs=-1, required=True)
@click.option("--case", required=True, help="The case.")
def split(
    session: Session, entity: str, statements: tuple[str, ...], case: str
) -> None:
    """Give statements of an entity to a new one, and keep the two apart.

    Statements are ids: what is said of the entity, or ends of relationships that name
    it. Everything keeps its source. `klupko undo` restores what was.
    """
    from backend.splitting import split_entity

    with session.open() as (workspace, principal):
        scope = workspace.scope(principal)
        name = _stored(workspace, scope, case, entity)
        event = split_entity(workspace, principal, name, statements, session.reason)
        said = workspace.ledger.find_event_statements(scope, event.id)
    fresh = sorted({one.entity.removeprefix(f"{case}:") for one in said} - {entity})
    _show(session, {"event": event.id, "entity": entity, "changed": fresh})


def _stored(workspace: "Workspace", scope: "Scope", case: str, name: str) -> str:
    """Return the scoped id of an entity that a user named. Raises NotFound."""
    from backend.judging import find_stored
    from graph.errors import NotFound

    workspace.ledger.get_case(scope, case)
    found = find_stored(workspace, scope, case, [name])
    if name not in found:
        raise NotFound("no such entity")
    return found[name]


def _show(session: Session, told: dict[str, Any]) -> None:
    if session.as_json:
        print_json(told)
        return
    from backend.cli.printing import print_pairs

    print_pairs({k: " ".join(v) if isinstance(v, list) else v for k, v in told.items()})
