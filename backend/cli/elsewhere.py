"""Metrics of a case computed on the store's own server, of what the asker sees."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.computing.question import Analysis
    from backend.workspace import Workspace
    from graph.analytics import Result
    from graph.model import Subgraph


def compute_there(
    workspace: "Workspace", subgraph: "Subgraph", question: "Analysis"
) -> "Result":
    """Return the same, computed on the store's server. Raises Unsupported."""
    from graph import analytics
    from graph.errors import Unsupported

    engine = workspace.store.engine()
    if engine is None:
        raise Unsupported("the store has no server with OpenGDS (see klupko doctor)")
    if question.metric == "components":
        return analytics.remote_components(engine, subgraph, directed=question.directed)
    return analytics.remote_centrality(
        engine,
        subgraph,
        question.metric,
        directed=question.directed,
        weighted=question.weighted,
        top=question.top,
    )
