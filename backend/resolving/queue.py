"""What waits for a person: unsure pairs that nothing settled, and contradictions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from backend.access import Principal, scope_of
from backend.resolving.explaining import judgement_json
from backend.reviewing import find_waiting
from backend.workspace import Workspace
from graph.identity import Contradiction
from graph.model import Judgement, Node, Scope, split_id


@dataclass(frozen=True, slots=True)
class Queue:
    """One look at a case's review: pairs that wait, likeliest first, of how many.

    `contradictions` are positive words that were not followed; `nodes` the visible
    entities that either names, by stored id.
    """

    waiting: tuple[Judgement, ...]
    total: int
    contradictions: tuple[Contradiction, ...]
    nodes: dict[str, Node]

    def caption(self, entity: str) -> str:
        """Return what an entity is called, its local id where nothing names it."""
        return self.nodes[entity].caption or split_id(entity)[1]

    def as_json(self) -> dict[str, Any]:
        """Return it as an object; ids are local to the case."""
        return {
            "waiting": [judgement_json(one) for one in self.waiting],
            "total": self.total,
            "contradictions": [
                {
                    "left": split_id(one.left)[1],
                    "right": split_id(one.right)[1],
                    "against": [split_id(name)[1] for name in one.against],
                }
                for one in self.contradictions
            ],
        }


def read_queue(
    workspace: Workspace, principal: Principal, case: str, limit: int
) -> Queue:
    """Return what waits in a case, at most `limit` of each. Raises NotFound."""
    scope = scope_of(principal)
    workspace.ledger.get_case(scope, case)
    clusters = workspace.ledger.clusters(scope)
    said = workspace.ledger.find_judgements(scope, case=case)
    waiting = find_waiting(said, clusters)
    told = [
        one
        for one in clusters.contradictions()
        if case in (split_id(one.left)[0], split_id(one.right)[0])
    ]
    nodes = _find_nodes(workspace, scope, waiting, told)
    seen = [one for one in waiting if one.left in nodes and one.right in nodes]
    shown = [one for one in told if _names(one) <= nodes.keys()]
    return Queue(tuple(seen[:limit]), len(seen), tuple(shown[:limit]), nodes)


def _names(one: Contradiction) -> set[str]:
    return {one.left, one.right, *one.against}


def _find_nodes(
    workspace: Workspace,
    scope: Scope,
    waiting: Iterable[Judgement],
    told: Iterable[Contradiction],
) -> dict[str, Node]:
    names = {name for one in waiting for name in (one.left, one.right)}
    for contradiction in told:
        names |= _names(contradiction)
    with workspace.view(scope) as view:
        return view.find_nodes(sorted(names))
