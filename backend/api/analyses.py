"""Questions about a network as a whole: rankings, groups, patterns, what it loses."""

from datetime import datetime

import strawberry

from backend.api.asking import AskInfo, bounded, own_case
from backend.api.holding import RegrowthRule, Stability, make_stability
from backend.api.networks import (
    Metric,
    Path,
    Ranking,
    RankingQuestion,
    make_path,
    rank_case,
)
from backend.api.structures import (
    Community,
    Disruption,
    KeyPlayers,
    Objective,
    PatternStep,
    Projection,
    Strategy,
    make_communities,
    make_disruption,
    make_key_players,
    project_case,
    read_step,
)
from backend.networks import Choice
from graph.store.patterns import Period

MAX_TOP = 1000
DEFAULT_TOP = 100
DEFAULT_WAYS = 100
MAX_WAYS = 1000
DEFAULT_TIES = 300
MAX_TIES = 5000
DEFAULT_RUNS = 20
MAX_RUNS = 500
DEFAULT_SEEDS = 10
MAX_SEEDS = 200


@strawberry.type
class AnalysisQuery:
    """What is computed of a case."""

    @strawberry.field
    def pattern(
        self,
        info: AskInfo,
        steps: list[PatternStep],
        case: strawberry.ID | None = None,
        limit: int | None = None,
    ) -> list[Path]:
        """Return up to `limit` (100) simple ways that fit, shortest first, then by ids.

        What a step says of the relationship holds for the one that leads on from its
        entity; where the first step says nothing, for the one that leads to it. Without
        `case`, ways begin in any case of the asker.
        """
        ask = info.context
        most = bounded("limit", limit, DEFAULT_WAYS, MAX_WAYS)
        if case is None:
            cases = [one.id for one in ask.workspace.ledger.iter_cases(ask.scope)]
        else:
            cases = [own_case(ask, case)]
        found = ask.view.pattern([read_step(step) for step in steps], cases, most)
        return [make_path(ask, path) for path in found.paths]

    @strawberry.field
    def centrality(
        self,
        info: AskInfo,
        case: strawberry.ID,
        metric: Metric,
        top: int | None = None,
        directed: bool | None = None,
        layers: list[str] | None = None,
        samples: int | None = None,
        missing: float | None = None,
        seed: int | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        persons: str | None = None,
        undated: bool | None = None,
    ) -> Ranking:
        """Return the `top` (100) entities by a metric; layers are schemata.

        With a moment: over relationships that fell in [after, before), even in part,
        counted ones with the events in it; with `undated` also over what has no date
        and touches one of these.

        `persons` is a schema of entities that alone are ranked, joined through what
        they share and what their numbers and accounts deal in.

        With `samples`, scores and ranks have intervals over so many networks drawn by
        how likely each relationship is, each actor missing with a chance of `missing`.
        """
        ask = info.context
        most = bounded("top", top, DEFAULT_TOP, MAX_TOP)
        question = RankingQuestion(
            metric=metric,
            directed=bool(directed),
            top=most,
            samples=samples or 0,
            missing=missing or 0.0,
            seed=seed or 0,
        )
        part = Choice(layers, Period(after, before), persons, undated=bool(undated))
        return rank_case(ask, own_case(ask, case), part, question)

    @strawberry.field
    def projection(
        self,
        info: AskInfo,
        case: strawberry.ID,
        persons: str = "Person",
        layers: list[str] | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        newman: bool = False,
        limit: int | None = None,
    ) -> Projection:
        """Return the `limit` (300) strongest ties of a network derived of persons."""
        ask = info.context
        most = bounded("limit", limit, DEFAULT_TIES, MAX_TIES)
        weight = "newman" if newman else "count"
        part = Choice(layers, Period(after, before), persons, weight)
        return project_case(ask, own_case(ask, case), part, most)

    @strawberry.field
    def communities(
        self, info: AskInfo, case: strawberry.ID, seed: int | None = None
    ) -> list[Community]:
        """Return the groups of a case (Leiden, by modularity), the largest first."""
        from backend.computing.question import Analysis
        from graph.analytics import GroupsResult

        ask = info.context
        asked = Analysis("communities", seed=seed)
        answer = ask.analyze(own_case(ask, case), Choice(), asked)
        assert isinstance(answer.result, GroupsResult)
        return make_communities(ask, answer.result)

    @strawberry.field
    def stability(
        self,
        info: AskInfo,
        case: strawberry.ID,
        runs: int | None = None,
        seed: int | None = None,
    ) -> Stability:
        """Return how far the groups that `communities` finds with this seed hold.

        Compared with Leiden, Louvain and Infomap over `runs` (10) seeds of each.
        """
        from backend.computing.question import Analysis

        ask = info.context
        often = bounded("runs", runs, DEFAULT_SEEDS, MAX_SEEDS)
        asked = Analysis("communities", seed=seed, runs=often)
        answer = ask.analyze(own_case(ask, case), Choice(), asked)
        assert answer.stability is not None
        return make_stability(answer.stability, answer.warnings)

    @strawberry.field
    def key_players(
        self,
        info: AskInfo,
        case: strawberry.ID,
        size: int | None = None,
        objective: Objective = Objective.FRAGMENTATION,
    ) -> KeyPlayers:
        """Return `size` (3) entities that together split a case, or reach it."""
        from backend.computing.question import Analysis
        from graph.analytics import KeyPlayersResult

        ask = info.context
        asked = Analysis("keyplayers", top=size, by=objective.value)
        answer = ask.analyze(own_case(ask, case), Choice(), asked)
        assert isinstance(answer.result, KeyPlayersResult)
        return make_key_players(ask, objective, answer.result)

    @strawberry.field
    def disruption(
        self,
        info: AskInfo,
        case: strawberry.ID,
        strategy: Strategy = Strategy.DEGREE,
        top: int | None = None,
        seed: int | None = None,
        regrow: RegrowthRule | None = None,
        rate: float = 1.0,
        runs: int | None = None,
        chain: list[str] | None = None,
    ) -> Disruption:
        """Return what is left as the first `top` (100) entities go, one by one.

        With `regrow` also of a network in which each lost tie is replaced with a chance
        of `rate`, over `runs` (20). ROLE takes the rarest role first, VALUE_CHAIN who
        has most ties between different roles, or between neighbours of the `chain`.
        """
        from backend.computing.question import Analysis
        from graph.analytics import DisruptionResult, Regrowth

        ask = info.context
        most = bounded("top", top, DEFAULT_TOP, MAX_TOP)
        often = bounded("runs", runs, DEFAULT_RUNS, MAX_RUNS)
        asked = Analysis(
            "disruption",
            by=strategy.value,
            top=most,
            seed=seed,
            regrowth=Regrowth(regrow.value, often, rate) if regrow else None,
            chain=tuple(chain or ()),
        )
        answer = ask.analyze(own_case(ask, case), Choice(), asked)
        assert isinstance(answer.result, DisruptionResult)
        return make_disruption(ask, strategy, answer.result)
