"""What joins entities: common neighbours, who connects groups, what cases share."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from graph.errors import InvalidInput, LimitExceeded
from graph.model import Node, scoped_id, split_id
from graph.schema import identifier_id, is_identifier
from graph.store.base import Reader
from graph.store.beside import Beside
from graph.store.contraction import Contraction
from graph.store.paths import Neighbourhood, layers

MAX_ASKED = 100
MAX_PAIRS = 2_500
"""Pairs of two groups between which ways are sought."""
MAX_OVERLAPS = 10_000
MAX_NEIGHBOURS = 100_000
TIMEOUT_S = 20.0
_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Common:
    """A node, and which of those asked for it is joined to, by id."""

    node: Node
    near: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class CommonPage:
    """Common neighbours, of most first, then by id; `total` counts them all."""

    asked: tuple[Node, ...]
    found: tuple[Common, ...]
    total: int

    @property
    def truncated(self) -> bool:
        """Whether some are left out."""
        return len(self.found) < self.total


@dataclass(frozen=True, slots=True)
class Connector:
    """A node between two groups: on shortest ways of how many pairs, and how many."""

    node: Node
    pairs: int
    ways: int


@dataclass(frozen=True, slots=True)
class Between:
    """Who connects two groups, of most pairs first, then of most ways, then by id.

    `pairs` is how many pairs there are, `joined` between how many a way was found,
    `direct` how many are next to each other. `truncated` where connectors are left
    out by the limit, `unfinished` where not all pairs could be looked at.
    """

    connectors: tuple[Connector, ...]
    pairs: int
    joined: int
    direct: int
    truncated: bool
    unfinished: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """A node of a case that other cases have too, and what it is there, by id.

    `identity` where it was judged to be the same; else it is the same identifier.
    """

    node: Node
    elsewhere: tuple[Node, ...]
    identity: bool


@dataclass(frozen=True, slots=True)
class OverlapPage:
    """Overlaps by id; `truncated` when some are left out."""

    overlaps: tuple[Overlap, ...]
    truncated: bool


def find_common(
    beside: Beside, asked: Iterable[Node], least: int | None, limit: int
) -> CommonPage:
    """Return who is next to at least `least` (all) of those asked for.

    They themselves are not among them. Raises InvalidInput, LimitExceeded.
    """
    nodes = _bounded(asked, 2, "common neighbours")
    needed = len(nodes) if least is None else least
    if not 2 <= needed <= len(nodes):
        raise InvalidInput("at least two of those asked for, at most all of them")
    near: dict[str, list[str]] = {}
    for entity, others in beside(list(nodes), MAX_NEIGHBOURS).items():
        for other in set(others) - nodes.keys():
            near.setdefault(other, []).append(entity)
    enough = (entity for entity, of in near.items() if len(of) >= needed)
    ranked = sorted(enough, key=lambda entity: (-len(near[entity]), entity))
    known = beside.identity.nodes(ranked[:limit])
    found = (
        Common(known[entity], tuple(nodes[one] for one in sorted(near[entity])))
        for entity in ranked[:limit]
    )
    return CommonPage(tuple(nodes.values()), tuple(found), len(ranked))


def find_between(
    beside: Beside, groups: tuple[Iterable[Node], Iterable[Node]], hops: int, limit: int
) -> Between:
    """Return who lies on shortest ways between the members of two groups.

    Who is in both is a pair with nobody. Raises InvalidInput.
    """
    left, right = (_bounded(group, 1, "a group") for group in groups)
    ends = [i for i in left if i not in right], [i for i in right if i not in left]
    pairs = len(ends[0]) * len(ends[1])
    if pairs > MAX_PAIRS:
        raise InvalidInput(f"two groups may make at most {MAX_PAIRS} pairs")
    met = _count(beside, *ends, hops)
    order = sorted(met.pairs, key=lambda i: (-met.pairs[i], -met.ways[i], i))
    nodes = beside.identity.nodes(order[:limit])
    return Between(
        tuple(Connector(nodes[i], met.pairs[i], met.ways[i]) for i in order[:limit]),
        pairs,
        met.joined,
        met.direct,
        truncated=len(order) > limit,
        unfinished=met.unfinished,
    )


@dataclass(slots=True)
class _Counted:
    """What a search between two groups met so far."""

    pairs: Counter[str]
    ways: Counter[str]
    joined: int = 0
    direct: int = 0
    unfinished: bool = False


def _count(
    beside: Beside, left: Sequence[str], right: Sequence[str], max_hops: int
) -> _Counted:
    """Count the shortest ways of each pair, and on how many each node lies.

    A way passes no other member of the groups: it would be that member's way. Where
    the search takes too long, what was met is returned as unfinished.
    """
    counted = _Counted(Counter(), Counter())
    near = Neighbourhood(beside)
    members = {*left, *right}
    try:
        for source, target in product(left, right):
            beside.check()
            closed = frozenset(members - {source, target})
            levels = layers(near, source, target, closed, max_hops)
            if levels is None:
                continue
            counted.joined += 1
            counted.direct += len(levels) == 2
            on_ways = _ways_through(near, levels)
            counted.pairs.update(on_ways.keys())
            counted.ways.update(on_ways)
    except LimitExceeded:
        counted.unfinished = True
    return counted


def _ways_through(
    near: Neighbourhood, levels: Sequence[frozenset[str]]
) -> dict[str, int]:
    """Return how many ways lead through each node between the first and the last."""
    ahead = _ways_to(near, levels)
    behind = _ways_to(near, levels[::-1])
    inner = frozenset().union(*levels[1:-1])
    return {entity: ahead[entity] * behind[entity] for entity in inner}


def _ways_to(near: Neighbourhood, levels: Sequence[frozenset[str]]) -> dict[str, int]:
    ways = dict.fromkeys(levels[0], 1)
    for before, level in zip(levels, levels[1:], strict=False):
        for entity in level:
            ways[entity] = sum(ways[other] for other in near.of(entity) & before)
    return ways


def find_overlaps(
    reader: Reader, identity: Contraction, case: str, others: Sequence[str], limit: int
) -> OverlapPage:
    """Return what other cases have too, looking for at most 20 seconds."""
    end, cut = time.monotonic() + TIMEOUT_S, False
    found: list[Overlap] = []
    for one in _iter_overlaps(reader, identity, case, others):
        found.append(one)
        cut = len(found) > MAX_OVERLAPS or time.monotonic() > end
        if cut:
            break
    found.sort(key=lambda one: one.node.id)
    return OverlapPage(tuple(found[:limit]), cut or len(found) > limit)


def _iter_overlaps(
    reader: Reader, identity: Contraction, case: str, others: Sequence[str]
) -> Iterator[Overlap]:
    seen: set[str] = set()
    for node in identity.merged():
        of = {split_id(member)[0] for member in node.members}
        if case in of and not of.isdisjoint(others):
            there = [m for m in node.members if split_id(m)[0] in others]
            seen.add(node.id)
            yield Overlap(node, _by_id(reader.nodes(there)), identity=True)
    own = (node for node in reader.iter_nodes(case) if is_identifier(node.schema))
    while batch := list(islice(own, _CHUNK)):
        yield from (
            one
            for one in _shared(reader, identity, batch, others)
            if one.node.id not in seen
        )


def _shared(
    reader: Reader, identity: Contraction, batch: Sequence[Node], others: Sequence[str]
) -> Iterator[Overlap]:
    """Yield the identifiers of a batch that other cases have under the same number."""
    canonical = identity.merge(batch)
    wanted = {
        node.id: [scoped_id(o, _number_id(node)) for o in others] for node in batch
    }
    found = reader.nodes(entity for some in wanted.values() for entity in some)
    for node in batch:
        there = {
            entity: found[entity]
            for entity in wanted[node.id]
            if entity in found and found[entity].schema == node.schema
        }
        if there:
            yield Overlap(canonical[node.id], _by_id(there), identity=False)


def _number_id(node: Node) -> str:
    """Return the local id that an identifier has wherever its number is stated."""
    local = split_id(node.id)[1]
    return identifier_id(node.schema, node.caption) if node.caption else local


def _by_id(nodes: Mapping[str, Node]) -> tuple[Node, ...]:
    return tuple(nodes[entity] for entity in sorted(nodes))


def _bounded(nodes: Iterable[Node], least: int, what: str) -> dict[str, Node]:
    """Return nodes by id, sorted. Raises InvalidInput for too few or too many."""
    found = {node.id: node for node in sorted(nodes, key=lambda node: node.id)}
    if not least <= len(found) <= MAX_ASKED:
        raise InvalidInput(f"{what}: give {least} to {MAX_ASKED} different entities")
    return found
