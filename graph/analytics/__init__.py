"""Subgraph in, result out, pure; which engine computes is hidden here."""

from graph.analytics.brokering import assortativity, brokerage
from graph.analytics.centrality import METRICS, centrality
from graph.analytics.disruption import STRATEGIES, disruption
from graph.analytics.keyplayers import OBJECTIVES, keyplayers
from graph.analytics.placing import bridges, equivalence, triads
from graph.analytics.result import (
    ArticulationResult,
    BridgesResult,
    Broker,
    BrokerageResult,
    CentralityResult,
    DisruptionResult,
    DisruptionStep,
    GroupsResult,
    KeyPlayersResult,
    MixingPair,
    MixingResult,
    Result,
    Score,
    SummaryResult,
    TriadsResult,
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
    "BridgesResult",
    "Broker",
    "BrokerageResult",
    "CentralityResult",
    "DisruptionResult",
    "DisruptionStep",
    "Doubt",
    "GroupsResult",
    "KeyPlayersResult",
    "MixingPair",
    "MixingResult",
    "Result",
    "Score",
    "SummaryResult",
    "TriadsResult",
    "articulation",
    "assortativity",
    "bridges",
    "brokerage",
    "centrality",
    "communities",
    "components",
    "disruption",
    "doubt",
    "equivalence",
    "keyplayers",
    "summary",
    "triads",
]
