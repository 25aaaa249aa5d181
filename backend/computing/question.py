"""A question to a network, the network it is asked of, and the whole answer."""

from collections.abc import Hashable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph import analytics
from graph.analytics.progress import followed_by
from graph.analytics.uncertainty import DEFAULT_TOP, doubt
from graph.errors import InvalidInput
from graph.model import Subgraph
from graph.names import fold

_PATHS = frozenset({"betweenness", "closeness", "harmonic", "constraint"})
BY_GROUP = frozenset({"assortativity", "brokerage"})
"""What needs to know of each node to which group it belongs."""
_WALKS = 50.0
"""Steps of compiled code that one in Python, or one more iteration, is as long as."""


G_contra = TypeVar("G_contra", contravariant=True)
A_co = TypeVar("A_co", covariant=True)

SMALL_EDGES = 20_000
SMALL_STEPS = 2e7
"""Up to so much is computed where it is asked: a process costs more than that."""


class Question(Hashable, Protocol[G_contra, A_co]):
    """What may be computed in a process of its own: picklable, and so is its answer."""

    @property
    def kind(self) -> str:
        """What the job is called."""
        ...

    def is_small(self, given: G_contra, /) -> bool:
        """Whether it is answered sooner where it is asked."""
        ...

    def answer(self, given: G_contra, /) -> A_co:
        """Return the answer. Raises InvalidInput, LimitExceeded."""
        ...


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is to be computed, and how; `by` is an objective or a strategy.

    With `samples`, a metric is measured in so many networks drawn by chance too, each
    actor `missing` with that probability. `cut` is of equivalence, `runs` of how far
    communities hold (0: not asked), `regrowth` and `chain` of disruption.
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
    runs: int = 0
    regrowth: analytics.Regrowth | None = None
    chain: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What the job is called."""
        return self.metric

    def is_small(self, given: "Given", /) -> bool:
        """Whether it is answered sooner where it is asked."""
        edges = len(given.subgraph.source)
        return edges <= SMALL_EDGES and steps_of(given, self) <= SMALL_STEPS

    def answer(self, given: "Given", /) -> "Answer":
        """Return the answer; see perform."""
        return perform(given, self)

    @property
    def needs_roles(self) -> bool:
        """Whether who has which role has to be known."""
        return self.metric == "disruption" and bool(
            self.by in analytics.BY_ROLE or self.chain
        )


@dataclass(frozen=True, slots=True)
class Given:
    """The network, what is known of its edges and nodes, and what was left out of it.

    `probability` is of each edge, all certain where it is None; `groups` of each node,
    empty where unknown; `roles` of each node, any number.
    """

    subgraph: Subgraph
    probability: NDArray[np.float64] | None = None
    policy: str | None = None
    warnings: tuple[str, ...] = ()
    groups: tuple[str, ...] | None = None
    roles: tuple[frozenset[str], ...] | None = None


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
    """A result; with samples the intervals of each id told, as Doubt.of has them.

    With runs, how far communities hold.
    """

    result: analytics.Result
    warnings: tuple[str, ...] = ()
    uncertainty: Uncertainty | None = None
    intervals: Mapping[str, Mapping[str, float | int | None]] = field(
        default_factory=dict
    )
    stability: analytics.Stability | None = None


def perform(given: Given, asked: Analysis) -> Answer:
    """Return the answer to a question. Raises InvalidInput, LimitExceeded."""
    more = asked.samples or asked.runs
    with followed_by(None) if more else nullcontext():
        result = _result(given, asked)
    warnings = (*result.warnings, *given.warnings)
    if asked.runs:
        return Answer(result, warnings, stability=_stability(given, asked, result))
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
    elif asked.metric == "disruption":
        steps = _removal_steps(size, n, asked)
    else:
        steps = size * _WALKS
    return steps * (1 + asked.samples + 3 * asked.runs)


def _removal_steps(size: float, n: int, asked: Analysis) -> float:
    removals = min(n, asked.top or n)
    once = size * n if asked.by == "betweenness" else size * _WALKS
    runs = asked.regrowth.runs if asked.regrowth else 0
    plain = once * removals if asked.by in ("betweenness", "role") else once
    return plain + runs * removals * (once + size * _WALKS)


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
            beside=_beside(given, asked),
        )
    raise InvalidInput("unknown metric")


def _beside(given: Given, asked: Analysis) -> analytics.Beside:
    roles = None
    if asked.needs_roles:
        if given.roles is None:
            raise InvalidInput("the network tells of nobody's role")
        chain = tuple(fold(role).strip() for role in asked.chain)
        roles = analytics.Roles(given.roles, chain)
    return analytics.Beside(asked.regrowth, roles)


def _stability(
    given: Given, asked: Analysis, result: analytics.Result
) -> analytics.Stability:
    if not isinstance(result, analytics.GroupsResult) or asked.metric != "communities":
        raise InvalidInput("runs are for communities")
    return analytics.stability(
        given.subgraph,
        result.groups,
        weighted=asked.weighted,
        runs=asked.runs,
        seed=asked.seed or 0,
    )


def _by_group(given: Given, asked: Analysis) -> analytics.Result:
    if given.groups is None:
        raise InvalidInput("the network tells of no node to which group it belongs")
    graph, directed = given.subgraph, asked.directed
    if asked.metric == "assortativity":
        return analytics.assortativity(graph, given.groups, directed=directed)
    return analytics.brokerage(graph, given.groups, directed=directed, top=asked.top)
