"""Answers about many entities at once: graphs, paths, rankings, border tables."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import strawberry
from strawberry.scalars import JSON

from backend.api.asking import Ask
from backend.api.entities import (
    Entity,
    Relationship,
    make_entities,
    make_relationships,
)
from backend.compact import compact
from backend.networks import Choice
from graph import model

if TYPE_CHECKING:
    from backend.computing.question import Answer
    from graph.analytics import CentralityResult


@strawberry.enum
class Metric(Enum):
    """A centrality, as networkx defines it."""

    DEGREE = "degree"
    STRENGTH = "strength"
    BETWEENNESS = "betweenness"
    CLOSENESS = "closeness"
    HARMONIC = "harmonic"
    EIGENVECTOR = "eigenvector"
    PAGERANK = "pagerank"
    HUBS = "hubs"
    AUTHORITIES = "authorities"
    CORE = "core"
    ONION = "onion"
    CONSTRAINT = "constraint"


@strawberry.type
class Graph:
    """Entities and the relationships among them; truncated when cut, by id."""

    ask: strawberry.Private[Ask]
    network: strawberry.Private[model.Network]
    truncated: bool

    @strawberry.field
    def nodes(self) -> list[Entity]:
        """Return the entities by id."""
        return make_entities(self.ask, self.network.nodes)

    @strawberry.field
    def edges(self) -> list[Relationship]:
        """Return the relationships by id."""
        return make_relationships(self.ask, self.network.links)

    @strawberry.field
    def compact(self) -> JSON:
        """Return the whole as one object of columns."""
        return JSON(compact(self.network))


@strawberry.type
class Path:
    """A simple path; edges join its nodes in order."""

    length: int
    nodes: list[Entity]
    edges: list[Relationship]


@strawberry.type
class Score:
    """An entity's score; rank 1 is the highest, ties share it.

    With samples: what bounds score and rank in 90 % of them, and in what share of them
    it is among the first ten (or `top`, where that is fewer).
    """

    entity: Entity
    score: float | None
    rank: int
    low: float | None = None
    high: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    top_share: float | None = None


@strawberry.type
class Ranking:
    """Scores by rank, and how they were computed."""

    metric: Metric
    engine: str
    parameters: JSON
    nodes: int
    edges: int
    scores: list[Score]
    warnings: list[str]


def make_graph(ask: Ask, network: model.Network) -> Graph:
    """Return a graph of the schema."""
    return Graph(ask=ask, network=network, truncated=network.truncated)


def make_path(ask: Ask, path: model.Path) -> Path:
    """Return a path of the schema."""
    return Path(
        length=path.length,
        nodes=make_entities(ask, path.nodes),
        edges=make_relationships(ask, path.links),
    )


@dataclass(frozen=True, slots=True)
class RankingQuestion:
    """What is to be ranked, and in how many networks drawn by chance."""

    metric: Metric
    directed: bool
    top: int
    samples: int
    missing: float
    seed: int


def rank_case(ask: Ask, case: str, part: Choice, question: RankingQuestion) -> Ranking:
    """Rank what is chosen of a case. Raises InvalidInput, LimitExceeded."""
    from backend.computing.question import Analysis
    from graph.analytics import CentralityResult

    asked = Analysis(
        metric=question.metric.value,
        directed=question.directed,
        top=question.top,
        seed=question.seed if question.samples else None,
        samples=question.samples,
        missing=question.missing if question.samples else 0.0,
    )
    answer = ask.analyze(case, part, asked)
    assert isinstance(answer.result, CentralityResult)
    ranking = _make_ranking(ask, question.metric, answer.result)
    ranking.warnings = list(answer.warnings)
    if answer.uncertainty is not None:
        _add_doubt(answer, ranking)
    return ranking


def _add_doubt(answer: "Answer", ranking: Ranking) -> None:
    """Add to a ranking what chance makes of it."""
    for score in ranking.scores:
        for name, value in answer.intervals[score.entity.node.id].items():
            setattr(score, name, value)
    found = answer.uncertainty
    assert found is not None
    told: dict[str, Any] = dict(ranking.parameters)  # type: ignore[call-overload]
    ranking.parameters = JSON(
        {
            **told,
            "samples": found.samples,
            "missing": found.missing,
            "seed": found.seed,
            "kept": found.kept,
            "policy": found.policy,
        }
    )


def _make_ranking(ask: Ask, metric: Metric, result: "CentralityResult") -> Ranking:
    """Return a ranking of the schema; undefined scores share the last rank."""
    nodes = ask.find_nodes(score.id for score in result.scores)
    kept = [score for score in result.scores if score.id in nodes]
    entities = make_entities(ask, [nodes[score.id] for score in kept])
    parameters: dict[str, Any] = dict(result.parameters)
    return Ranking(
        metric=metric,
        engine=result.engine,
        parameters=JSON(parameters),
        nodes=result.nodes,
        edges=result.edges,
        scores=[
            Score(entity=entity, score=score.score, rank=score.rank or result.nodes)
            for entity, score in zip(entities, kept, strict=True)
        ],
        warnings=list(result.warnings),
    )
