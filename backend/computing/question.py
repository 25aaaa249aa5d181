"""A question to a network, the network it is asked of, and the whole answer."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph import analytics
from graph.analytics.progress import followed_by
from graph.analytics.uncertainty import DEFAULT_TOP, doubt
from graph.errors import InvalidInput
from graph.model import Subgraph

_PATHS = frozenset({"betweenness", "closeness", "harmonic", "constraint"})
BY_GROUP = frozenset({"assortativity", "brokerage"})
"""What needs to know of each node to which group it belongs."""
_WALKS = 50.0
"""Steps of compiled code that one in Python, or one more iteration, is as long as."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is to be computed, and how; `by` is an objective or a strategy.

    With `samples`, a metric is measured in so many networks drawn by chance too, each
    actor `missing` with that probability. `cut` is of equivalence.
    """

    metric: str
    directed: bool = False
    weighted: bool = False
    top: int | None = None
    seed: int | None = None
    by: str | None = None
    samples: int = 0
    missing: float = 0.0
    cut: float | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """The network, what is known of its edges and nodes, and what was left out of it.

    `probability` is of each edge, all certain where it is None; `groups` of each node,
    empty where unknown.
    """

    subgraph: Subgraph
    probability: NDArray[np.float64] | None = None
    policy: str | None = None
    warnings: tuple[str, ...] = ()
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How networks were drawn, and what share of the first `top` stayed among them."""

    samples: int
    missing: float
    seed: int
    top: int
    kept: float
    policy: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A result; with samples the intervals of each id told, as Doubt.of has them."""

    result: analytics.Result
    warnings: tuple[str, ...] = ()
    uncertainty: Uncertainty | None = None
    intervals: Mapping[str, Mapping[str, float | int | None]] = field(
        default_factory=dict
    )


def perform(given: Given, asked: Analysis) -> Answer:
    """Return the answer to a question. Raises InvalidInput, LimitExceeded."""
    with followed_by(None) if asked.samples else nullcontext():
        result = _result(given, asked)
    warnings = (*result.warnings, *given.warnings)
    if not asked.samples:
        return Answer(result, warnings)
    if not isinstance(result, analytics.CentralityResult):
        raise InvalidInput("samples are for scores of entities")
    whole = given.subgraph
    certain = np.ones(len(whole.source))
    found = doubt(
        whole,
        certain if given.probability is None else given.probability,
        asked.metric,
        directed=asked.directed,
        weighted=asked.weighted,
        samples=asked.samples,
        missing=asked.missing,
        top=min(asked.top or DEFAULT_TOP, DEFAULT_TOP),
        seed=asked.seed or 0,
    )
    place = {name: i for i, name in enumerate(whole.ids)}
    return Answer(
        result,
        (*warnings, *found.warnings),
        Uncertainty(
            found.samples,
            found.missing,
            found.seed,
            found.top,
            found.kept,
            given.policy,
        ),
        {score.id: found.of(place[score.id]) for score in result.scores},
    )


def steps_of(given: Given, asked: Analysis) -> float:
    """Estimate what a question costs: about as many steps of some nanoseconds."""
    n, m = len(given.subgraph.ids), len(given.subgraph.source)
    size = float(n + m)
    if asked.metric in _PATHS:
        steps = size * n
    elif asked.metric == "equivalence":
        steps = float(n) ** 2
    elif asked.metric == "keyplayers":
        steps = size * n * (asked.top or 3)
    elif asked.metric == "disruption" and asked.by == "betweenness":
        steps = size * n * min(n, asked.top or n)
    else:
        steps = size * _WALKS
    return steps * (1 + asked.samples)


def _result(given: Given, asked: Analysis) -> analytics.Result:
    graph, metric, directed = given.subgraph, asked.metric, asked.directed
    if metric in analytics.METRICS:
        return analytics.centrality(
            graph,
            metric,
            directed=directed,
            weighted=asked.weighted,
            top=asked.top,
            seed=asked.seed,
        )
    if metric == "communities":
        return analytics.communities(
            graph, directed=directed, weighted=asked.weighted, seed=asked.seed
        )
    if metric in BY_GROUP:
        return _by_group(given, asked)
    if metric in ("bridges", "triads"):
        work = analytics.bridges if metric == "bridges" else analytics.triads
        return work(graph, directed=directed)
    if metric == "equivalence":
        return analytics.equivalence(graph, directed=directed, cut=asked.cut)
    if metric == "components":
        return analytics.components(graph, directed=directed)
    if metric == "articulation":
        return analytics.articulation(graph, directed=directed)
    if metric == "summary":
        return analytics.summary(graph, directed=directed)
    if metric == "keyplayers":
        by = asked.by or "fragmentation"
        return analytics.keyplayers(
            graph, directed=directed, size=asked.top, objective=by
        )
    if metric == "disruption":
        return analytics.disruption(
            graph,
            directed=directed,
            strategy=asked.by or "degree",
            top=asked.top,
            seed=asked.seed,
        )
    raise InvalidInput("unknown metric")


def _by_group(given: Given, asked: Analysis) -> analytics.Result:
    if given.groups is None:
        raise InvalidInput("the network tells of no node to which group it belongs")
    graph, directed = given.subgraph, asked.directed
    if asked.metric == "assortativity":
        return analytics.assortativity(graph, given.groups, directed=directed)
    return analytics.brokerage(graph, given.groups, directed=directed, top=asked.top)
