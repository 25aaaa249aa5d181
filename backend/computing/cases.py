"""Questions to a case: what of it is asked about, as its asker sees it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from backend.computing.kept import Key, sight_of
from backend.computing.question import BY_GROUP, Analysis, Answer, Given
from backend.computing.roles import roles_of
from backend.computing.running import Order
from backend.networks import Choice, choose
from backend.temporal.keeping import distinct_layers
from graph.errors import InvalidInput
from graph.store.view import View

if TYPE_CHECKING:
    from backend.workspace import Workspace


def analyze_case(
    workspace: "Workspace", view: View, part: Choice, asked: Analysis, order: Order
) -> Answer:
    """Return what is computed of the order's case, as the view's scope sees it.

    Raises NotFound, InvalidInput, LimitExceeded, Unavailable, Cancelled.
    """
    case = order.case
    workspace.ledger.get_case(view.scope, case)
    part = replace(part, layers=distinct_layers(part.layers))
    key = Key(case, view.seq, sight_of(view.scope), part, asked)
    return workspace.computing.answer(
        order, key, asked, lambda: _given(workspace, view, case, part, asked)
    )


def _given(
    workspace: "Workspace", view: View, case: str, part: Choice, asked: Analysis
) -> Given:
    if part.is_whole and not asked.samples:
        return _known(workspace, view, case, Given(view.subgraph(case)), asked)
    chosen = choose(view, case, part, workspace.histories)
    if not asked.samples:
        given = Given(chosen.subgraph, warnings=chosen.warnings)
        return _known(workspace, view, case, given, asked)
    if chosen.derived is not None:
        raise InvalidInput("samples are for links as stated, not for derived ones")
    from backend.confidence import policy, weigh_links

    probability = weigh_links(workspace.ledger, view.scope, chosen.links)
    return Given(chosen.subgraph, probability, policy().version, chosen.warnings)


def _known(
    workspace: "Workspace", view: View, case: str, given: Given, asked: Analysis
) -> Given:
    """Return it with each node's country or roles, where the question is about these.

    Whoever has several countries is of a group of just these (`me+rs`).
    """
    ids = given.subgraph.ids
    if asked.needs_roles:
        return replace(given, roles=roles_of(workspace.ledger, view, case, ids))
    if asked.metric not in BY_GROUP:
        return given
    nodes = view.find_nodes(ids)
    lands = (sorted(nodes[i].countries) if i in nodes else () for i in ids)
    return replace(given, groups=tuple("+".join(some) for some in lands))
