"""Subgraph in, result out, pure; which engine computes is hidden here."""

from graph.analytics.agreement import METHODS, Likeness, Stability, stability
from graph.analytics.brokering import assortativity, brokerage
from graph.analytics.capital import Roles
from graph.analytics.centrality import METRICS, centrality
from graph.analytics.disruption import BY_ROLE, STRATEGIES, Beside, disruption
from graph.analytics.keyplayers import OBJECTIVES, keyplayers
from graph.analytics.placing import bridges, equivalence, triads
from graph.analytics.regrowth import RULES, Regrown, Regrowth
from graph.analytics.remote import REMOTE, remote_centrality, remote_components
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
    RolesLost,
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
    "BY_ROLE",
    "METHODS",
    "METRICS",
    "OBJECTIVES",
    "REMOTE",
    "RULES",
    "STRATEGIES",
    "ArticulationResult",
    "Beside",
    "BridgesResult",
    "Broker",
    "BrokerageResult",
    "CentralityResult",
    "DisruptionResult",
    "DisruptionStep",
    "Doubt",
    "GroupsResult",
    "KeyPlayersResult",
    "Likeness",
    "MixingPair",
    "MixingResult",
    "Regrown",
    "Regrowth",
    "Result",
    "Roles",
    "RolesLost",
    "Score",
    "Stability",
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
    "stability",
    "remote_centrality",
    "remote_components",
    "summary",
    "triads",
]
