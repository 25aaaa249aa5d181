"""Networks by window: who is central when, how busy and how dense a case is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np

from backend.moments import check_period, with_zone
from backend.temporal.occurrences import FIRST, LAST, History, Occurrence
from backend.temporal.spans import Length, Window, find_zone, iter_windows
from graph.analytics import METRICS, centrality
from graph.analytics.changes import FEWEST, Changes, find_changes
from graph.analytics.changes import MAX_WINDOWS as MOST_FOR_CHANGES
from graph.analytics.progress import followed_by, tell
from graph.analytics.projecting import project
from graph.errors import InvalidInput
from graph.model import Node, Subgraph
from graph.schema import is_tally
from graph.store.patterns import ALWAYS, Period
from graph.store.whole import is_any

_SMALL = 20_000
"""Occurrences that are measured where they are asked about."""


@dataclass(frozen=True, slots=True)
class WindowQuestion:
    """What is measured in each window.

    `length` and `step` of the windows, midnights in `zone`; `metric` one of networkx's
    (or empty: only counts); `persons` as in backend.networks.Choice; `top` is how many
    count as central. `undated` relationships are in every window; `with_states` keeps
    those that last (an office held) in each that they fell in.
    """

    length: Length
    step: Length | None = None
    metric: str = "degree"
    period: Period = ALWAYS
    zone: str = "UTC"
    persons: str | None = None
    directed: bool = False
    weighted: bool = False
    top: int = 10
    undated: bool = False
    with_states: bool = True
    seed: int = 0

    @property
    def kind(self) -> str:
        """What the job is called."""
        return f"{self.metric or 'counts'} over time"

    def is_small(self, history: History, /) -> bool:
        """Whether it is measured sooner where it is asked."""
        return len(history.occurrences) <= _SMALL

    def answer(self, history: History, /) -> "OverTime":
        """Return the answer; see networks_over_time."""
        return networks_over_time(history, self)


@dataclass(frozen=True, slots=True)
class Standing:
    """An entity in one window; `change` is how many ranks it rose, None when new."""

    entity: str
    score: float
    rank: int
    change: int | None


@dataclass(frozen=True, slots=True)
class WindowNetwork:
    """One window: `events` that begin in it, the network of what fell in it, its head.

    `density` is links over pairs of the entities there; None for fewer than two.
    """

    window: Window
    events: int
    nodes: int
    edges: int
    density: float | None
    head: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Rise:
    """Who was ever central: since which window, and the largest rise from one to next.

    `ranks` and `scores` are those of all windows, None where it has no link. `rise` is
    (window, ranks risen), None where it never rose.
    """

    entity: str
    first: int
    ranks: tuple[int | None, ...]
    scores: tuple[float | None, ...]
    rise: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class OverTime:
    """Windows in order; `activity` and `density` say where their rates change."""

    windows: tuple[WindowNetwork, ...]
    rises: tuple[Rise, ...]
    activity: Changes | None
    density: Changes | None
    warnings: tuple[str, ...]


def networks_over_time(history: History, question: WindowQuestion) -> OverTime:
    """Return the networks of a case's windows, the metric in each, and what changes.

    A counted relationship weighs its events in the window. Change points are of events
    a day (Poisson) and of linked pairs among pairs (binomial), each with an error rate
    of 5 % where nothing changes; see graph.analytics.changes. Windows done are told to
    whoever follows. Raises InvalidInput, LimitExceeded.
    """
    check_period(question.period.after, question.period.before)
    if question.metric and question.metric not in METRICS:
        raise InvalidInput(f"a metric over time is one of {', '.join(METRICS)}")
    windows = choose_windows(history, question)
    slots = _slots(history, windows, question)
    found: list[WindowNetwork] = []
    places: list[dict[str, tuple[int, float]]] = []
    for number, (window, some) in enumerate(zip(windows, slots, strict=True)):
        graph = window_subgraph(history.nodes, some, question.persons)
        with followed_by(None):
            ranked = _rank(graph, question)
        before = places[-1] if places else {}
        events = len({one.entity for one in some if _begins_in(one, window)})
        found.append(_network(window, events, graph, ranked, before, question.top))
        places.append(ranked)
        tell(number + 1, len(windows))
    activity, density, warnings = _changes(history, found, question)
    return OverTime(
        tuple(found), _rises(found, places), activity, density, tuple(warnings)
    )


def choose_windows(history: History, question: WindowQuestion) -> list[Window]:
    """Return the windows over the events of the period. Raises LimitExceeded."""
    reach = _reach(history, question.period)
    if reach is None:
        return []
    zone = find_zone(question.zone)
    step = question.step or question.length
    windows = list(iter_windows(*reach, question.length, step, zone))
    before = question.period.before
    if before and windows and windows[-1].begin >= with_zone(before):
        windows.pop()
    return windows


def _reach(history: History, period: Period) -> tuple[datetime, datetime] | None:
    """Return from when until when there can be events."""
    bounds = history.bounds
    if bounds is None:
        return None
    begin = with_zone(period.after) if period.after else bounds[0]
    end = with_zone(period.before) if period.before else bounds[1]
    return (begin, end) if begin <= end else None


def _slots(
    history: History, windows: Sequence[Window], question: WindowQuestion
) -> list[list[Occurrence]]:
    """Return what fell in each window, even in part."""
    slots: list[list[Occurrence]] = [[] for _ in windows]
    if not windows:
        return slots
    begins = np.array([w.begin.timestamp() for w in windows])
    ends = np.array([w.end.timestamp() for w in windows])
    after = question.period.after and with_zone(question.period.after)
    before = question.period.before and with_zone(question.period.before)
    for one in history.occurrences:
        if one.stands and not (
            question.with_states if one.is_dated else question.undated
        ):
            continue
        if (after and one.end < after) or (before and one.begin >= before):
            continue
        begin = -np.inf if one.begin == FIRST else one.begin.timestamp()
        end = np.inf if one.end == LAST else one.end.timestamp()
        low = int(np.searchsorted(ends, begin, side="right"))
        high = int(np.searchsorted(begins, end, side="right"))
        for number in range(low, high):
            slots[number].append(one)
    return slots


def window_subgraph(
    nodes: Mapping[str, Node], some: Iterable[Occurrence], persons: str | None
) -> Subgraph:
    """Return the network of occurrences: an edge a relationship, weighed by events.

    With `persons`, entities of that schema alone, joined through what they share.
    """
    count: Counter[tuple[str, str, str, str]] = Counter()
    for one in some:
        count[one.link, one.schema, one.source, one.target] += 1
    rows = sorted(count)
    ids = tuple(sorted({end for _, _, *ends in rows for end in ends}))
    place = {name: i for i, name in enumerate(ids)}
    graph = Subgraph(
        ids=ids,
        labels=tuple(nodes[i].caption if i in nodes else "" for i in ids),
        source=np.array([place[row[2]] for row in rows], dtype=np.int32),
        target=np.array([place[row[3]] for row in rows], dtype=np.int32),
        weight=np.array([count[row] for row in rows], dtype=np.float64),
    )
    if persons is None:
        return graph
    kept = [i in nodes and is_any(nodes[i].schema, [persons]) for i in ids]
    dealing = np.array([is_tally(row[1]) for row in rows], dtype=np.bool_)
    return project(graph, np.array(kept, dtype=np.bool_), dealing).subgraph


def _begins_in(one: Occurrence, window: Window) -> bool:
    return not one.stands and window.begin <= one.begin < window.end


def _rank(graph: Subgraph, question: WindowQuestion) -> dict[str, tuple[int, float]]:
    if not question.metric or not len(graph.source):
        return {}
    result = centrality(
        graph,
        question.metric,
        directed=question.directed,
        weighted=question.weighted,
        seed=question.seed,
    )
    return {
        score.id: (score.rank, score.score)
        for score in result.scores
        if score.rank is not None and score.score is not None
    }


def _network(
    window: Window,
    events: int,
    graph: Subgraph,
    ranked: Mapping[str, tuple[int, float]],
    before: Mapping[str, tuple[int, float]],
    top: int,
) -> WindowNetwork:
    head = [
        Standing(entity, score, rank, before[entity][0] - rank)
        if entity in before
        else Standing(entity, score, rank, None)
        for entity, (rank, score) in list(ranked.items())[:top]
        if rank <= top
    ]
    pairs = {
        (min(a, b), max(a, b))
        for a, b in zip(graph.source.tolist(), graph.target.tolist(), strict=True)
        if a != b
    }
    ends = {end for pair in pairs for end in pair}
    size = len(ends)
    density = 2 * len(pairs) / (size * (size - 1)) if size > 1 else None
    return WindowNetwork(window, events, size, len(pairs), density, tuple(head))


def _rises(
    found: Sequence[WindowNetwork], places: Sequence[Mapping[str, tuple[int, float]]]
) -> tuple[Rise, ...]:
    """Return who was ever at the head, by first window, then by rank there."""
    firsts: dict[str, int] = {}
    for number, one in enumerate(found):
        for standing in one.head:
            firsts.setdefault(standing.entity, number)
    rises = []
    for entity, first in firsts.items():
        here = [place.get(entity) for place in places]
        ranks = tuple(place[0] if place else None for place in here)
        steps = [
            (a - b, -number)
            for number, (a, b) in enumerate(pairwise(ranks), 1)
            if a is not None and b is not None and a > b
        ]
        rise = max(steps, default=None)
        told = None if rise is None else (-rise[1], rise[0])
        scores = tuple(place[1] if place else None for place in here)
        rises.append(Rise(entity, first, ranks, scores, told))
    return tuple(rises)


def _changes(
    history: History, found: Sequence[WindowNetwork], question: WindowQuestion
) -> tuple[Changes | None, Changes | None, list[str]]:
    """Return change points of activity and density, where windows can tell them."""
    if len(found) < FEWEST:
        why = f"fewer than {FEWEST} windows tell nothing of changes"
        return None, None, [why] if found else []
    overlap = any(a.window.end > b.window.begin for a, b in pairwise(found))
    if overlap or len(found) > MOST_FOR_CHANGES:
        why = "that overlap" if overlap else f"more than {MOST_FOR_CHANGES} in number"
        return None, None, [f"no change points are sought in windows {why}"]
    reach = _reach(history, question.period)
    assert reach is not None
    activity = find_changes(
        [one.events for one in found],
        [_days(one.window, *reach) for one in found],
        seed=question.seed,
    )
    density = find_changes(
        [one.edges for one in found],
        [one.nodes * (one.nodes - 1) / 2 for one in found],
        binomial=True,
        seed=question.seed,
    )
    return activity, density, []


def _days(window: Window, begin: datetime, end: datetime) -> float:
    """Return the days of a window that lie in what is looked at, part days too."""
    inside = min(window.end, end) - max(window.begin, begin)
    return max(inside, timedelta(hours=1)) / timedelta(days=1)
