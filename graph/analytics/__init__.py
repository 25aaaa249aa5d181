"""Subgraph in, result out, pure; which engine computes is hidden here."""

from graph.analytics.centrality import METRICS, centrality
from graph.analytics.disruption import STRATEGIES, disruption
from graph.analytics.keyplayers import OBJECTIVES, keyplayers
from graph.analytics.result import (
    ArticulationResult,
    CentralityResult,
    DisruptionResult,
    DisruptionStep,
    GroupsResult,
    KeyPlayersResult,
    Result,
    Score,
    SummaryResult,
)
from graph.analytics.structure import (
    articulation,
    communities,
    components,
    summary,
)
from graph.analytics.uncertainty import Doubt, doubt

__all__ = [
    "METRICS",
    "OBJECTIVES",
    "STRATEGIES",
    "ArticulationResult",
    "CentralityResult",
    "DisruptionResult",
    "DisruptionStep",
    "Doubt",
    "GroupsResult",
    "KeyPlayersResult",
    "Result",
    "Score",
    "SummaryResult",
    "articulation",
    "centrality",
    "communities",
    "components",
    "disruption",
    "doubt",
    "keyplayers",
    "summary",
]
