"""Subgraph in, result out, pure; which engine computes is hidden here."""

from graph.analytics.centrality import METRICS, centrality
from graph.analytics.result import (
    ArticulationResult,
    CentralityResult,
    GroupsResult,
    Result,
    Score,
    SummaryResult,
)
from graph.analytics.structure import (
    articulation,
    communities,
    components,
    disruption,
    keyplayers,
    summary,
)

__all__ = [
    "METRICS",
    "ArticulationResult",
    "CentralityResult",
    "GroupsResult",
    "Result",
    "Score",
    "SummaryResult",
    "articulation",
    "centrality",
    "communities",
    "components",
    "disruption",
    "keyplayers",
    "summary",
]
