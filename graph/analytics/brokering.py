"""Who stands between groups: brokerage positions, and how much groups mix.

A node's group is any attribute of it, such as its country; nodes whose group is not
known are left out, with the edges that they have.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from graph.analytics.progress import tell
from graph.analytics.result import (
    Broker,
    BrokerageResult,
    MixingPair,
    MixingResult,
)
from graph.analytics.simple import SimpleGraph, simplify
from graph.errors import InvalidInput
from graph.model import Subgraph


def assortativity(
    subgraph: Subgraph, groups: Sequence[str], *, directed: bool = False
) -> MixingResult:
    """Return Newman's attribute assortativity (Physical Review E 67, 026126, 2003).

    As networkx's attribute_assortativity_coefficient has it, each edge once; `groups`
    is over positions in ids, empty where unknown. Undefined without edges and where all
    edges stay in one group. Raises InvalidInput; O(edges).
    """
    start = time.perf_counter()
    whole, unknown = known_part(subgraph, groups)
    graph = simplify(whole, directed)
    names = dict(zip(subgraph.ids, groups, strict=True))
    kind = [names[name] for name in whole.ids]
    count = Counter(
        (kind[a], kind[b])
        for a, b in zip(graph.source.tolist(), graph.target.tolist(), strict=True)
    )
    if not graph.directed:
        loops = Counter(kind[a] for a in graph.source[graph.loops].tolist())
        back = {(b, a): number for (a, b), number in count.items()}
        count.update(back)
        count.subtract({(a, a): number for a, number in loops.items()})
    found = _coefficient(count)
    warnings = _warn(unknown)
    if found is None:
        warnings += ("assortativity is undefined: no two groups have edges",)
    return MixingResult(
        metric="assortativity",
        engine="klupko",
        parameters={"directed": directed},
        nodes=graph.n,
        edges=graph.m,
        warnings=warnings,
        coefficient=found,
        pairs=tuple(MixingPair(a, b, n) for (a, b), n in sorted(count.items()) if n),
        unknown=unknown,
        seconds=time.perf_counter() - start,
    )


def brokerage(
    subgraph: Subgraph,
    groups: Sequence[str],
    *,
    directed: bool = False,
    top: int | None = None,
) -> BrokerageResult:
    """Count the positions in which each node stands between two that are not tied.

    Gould and Fernandez (Sociological Methodology 19, 1989). On each path a → b → c
    without a → c, b is coordinator where all are of one group, itinerant broker where a
    and c are of another one, gatekeeper where only a is of another, representative
    where only c is, liaison where all three differ. Undirected, each edge leads both
    ways, so gatekeeper and representative are equal. Weights are ignored. Raises
    InvalidInput; cost is the paths of length two.
    """
    if top is not None and top < 0:
        raise InvalidInput("top must be 0 or more")
    start = time.perf_counter()
    whole, unknown = known_part(subgraph, groups)
    graph = simplify(whole, directed)
    names = dict(zip(subgraph.ids, groups, strict=True))
    kind = [names[name] for name in whole.ids]
    brokers = [
        _broker(whole.ids[node], whole.labels[node], kind[node], between)
        for node, between in enumerate(_between(graph.without_loops(), kind))
    ]
    brokers.sort(key=lambda one: (-one.total, one.id))
    return BrokerageResult(
        metric="brokerage",
        engine="klupko",
        parameters={"directed": directed, "top": top},
        nodes=graph.n,
        edges=graph.m,
        warnings=_warn(unknown),
        brokers=tuple(brokers[:top]),
        unknown=unknown,
        seconds=time.perf_counter() - start,
    )


def known_part(subgraph: Subgraph, groups: Sequence[str]) -> tuple[Subgraph, int]:
    """Return the part whose nodes have a group, and how many have none.

    Raises InvalidInput where no node has one.
    """
    if len(groups) != len(subgraph.ids):
        raise InvalidInput("each node has one group, or an empty one")
    known = np.array([bool(group) for group in groups], dtype=np.bool_)
    if len(known) and not known.any():
        raise InvalidInput("no node has a group (an attribute `country`, or one named)")
    if not np.all(np.isfinite(subgraph.weight)) or (subgraph.weight <= 0).any():
        raise InvalidInput("weights must be finite numbers above 0")
    places = np.flatnonzero(known)
    to = np.cumsum(known) - 1
    kept = np.zeros(len(subgraph.source), dtype=np.bool_)
    if len(known):
        kept = known[subgraph.source] & known[subgraph.target]
    part = Subgraph(
        ids=tuple(subgraph.ids[i] for i in places.tolist()),
        labels=tuple(subgraph.labels[i] for i in places.tolist()),
        source=to[subgraph.source[kept]].astype(np.int32),
        target=to[subgraph.target[kept]].astype(np.int32),
        weight=subgraph.weight[kept],
    )
    return part, int((~known).sum())


def _warn(unknown: int) -> tuple[str, ...]:
    if not unknown:
        return ()
    return (f"{unknown} without a known group were left out, with their links",)


def _coefficient(count: Counter[tuple[str, str]]) -> float | None:
    total = sum(count.values())
    if not total:
        return None
    out: Counter[str] = Counter()
    into: Counter[str] = Counter()
    for (a, b), number in count.items():
        out[a] += number
        into[b] += number
    same = sum(number for (a, b), number in count.items() if a == b) / total
    chance = sum(out[group] * into[group] for group in out) / total**2
    if sum(out[group] * into[group] for group in out) == total**2:
        return None
    return (same - chance) / (1 - chance)


def _between(
    graph: SimpleGraph, kind: Sequence[str]
) -> Iterator[Counter[tuple[str, str]]]:
    """Yield for each node how many open paths pass it, by their ends' groups."""
    after: list[set[int]] = [set() for _ in range(graph.n)]
    before: list[set[int]] = [set() for _ in range(graph.n)]
    for a, b in zip(graph.source.tolist(), graph.target.tolist(), strict=True):
        after[a].add(b)
        before[b].add(a)
        if not graph.directed:
            after[b].add(a)
            before[a].add(b)
    for node in range(graph.n):
        seen: Counter[tuple[str, str]] = Counter()
        for a in before[node]:
            ends = Counter(kind[c] for c in after[node] - after[a] if c != a)
            for group, number in ends.items():
                seen[kind[a], group] += number
        tell(node + 1, graph.n)
        yield seen


def _broker(
    name: str, label: str, group: str, between: Counter[tuple[str, str]]
) -> Broker:
    counts = Counter[str]()
    for (a, c), number in between.items():
        counts[_position(a, group, c)] += number
    pairs = sorted(between.items(), key=lambda one: (-one[1], one[0]))
    told = tuple(MixingPair(a, c, number) for (a, c), number in pairs)
    return Broker(
        name,
        label,
        group,
        coordinator=counts["coordinator"],
        itinerant=counts["itinerant"],
        gatekeeper=counts["gatekeeper"],
        representative=counts["representative"],
        liaison=counts["liaison"],
        pairs=told,
    )


def _position(a: str, b: str, c: str) -> str:
    if a == c:
        return "coordinator" if a == b else "itinerant"
    if b == c:
        return "gatekeeper"
    return "representative" if a == b else "liaison"
