"""Patterns: ways over entities and relationships of given kinds, times and sums."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from graph.errors import InvalidInput, LimitExceeded
from graph.model import Link, Node, Path
from graph.schema import is_directed
from graph.store import whole
from graph.store.base import Reader
from graph.store.contraction import Contraction

MAX_STEPS = 8
MAX_HOPS = 6
MAX_PARTS = 100_000
"""Unfinished ways that one search may hold."""
MAX_LINKS = 200_000
"""Links of one step that are looked at."""
_STARTS = 500
_FIRST = "0000-01-01T00:00:00"
_LAST = "9999-12-31T23:59:59"


class Direction(Enum):
    """Which way a relationship is gone along; undirected ones lead both ways."""

    OUT = "out"
    IN = "in"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which something happened at least in part: [after, before)."""

    after: datetime | None = None
    before: datetime | None = None

    def holds(self, link: Link) -> bool:
        """Whether a link fits; one without a date fits only where none is asked."""
        if self.after is None and self.before is None:
            return True
        first, last = link.first or link.last, link.last or link.first
        if not first:
            return False
        begins, ends = _fill(first, _FIRST), _fill(last, _LAST)
        return not (
            (self.after is not None and ends < _text(self.after))
            or (self.before is not None and begins >= _text(self.before))
        )


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Way:
    """How the next entity is reached: over 1 to `max_hops` relationships of a kind.

    `least` bounds each relationship's total: the sum of amounts, or of seconds.
    """

    schema: str | None = None
    direction: Direction = Direction.ANY
    period: Period = ALWAYS
    least: float | None = None
    max_hops: int = 1

    def fits(self, link: Link, here: str) -> bool:
        """Whether it may be gone along from one of its ends."""
        if self.least is not None and link.total < self.least:
            return False
        if self.direction is not Direction.ANY and is_directed(link.schema):
            begin = link.source if self.direction is Direction.OUT else link.target
            if begin != here:
                return False
        return self.period.holds(link)


@dataclass(frozen=True, slots=True)
class Step:
    """An entity of a schema (or below it), and how the next is reached."""

    schema: str | None = None
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entity more than ways between them."""

    schemata: tuple[str | None, ...]
    ways: tuple[Way, ...]

    @classmethod
    def read(cls, steps: Sequence[Step]) -> "Pattern":
        """Return what steps ask for.

        A way stands with the entity that it leads from; where the first step has none,
        with the one that it leads to. Where all have one, the last leads to any entity.
        Raises InvalidInput for no steps, too many, or ways of more than 6 hops.
        """
        if not 1 <= len(steps) <= MAX_STEPS:
            raise InvalidInput(f"a pattern has 1 to {MAX_STEPS} steps")
        schemata = [step.schema for step in steps]
        ways = [step.way for step in steps]
        if ways[-1] is None:
            ways.pop()
        elif len(steps) > 1 and ways[0] is None:
            ways.pop(0)
        else:
            schemata.append(None)
        if any(way and not 1 <= way.max_hops <= MAX_HOPS for way in ways):
            raise InvalidInput(f"a step has 1 to {MAX_HOPS} hops")
        return cls(tuple(schemata), tuple(way or Way() for way in ways))


@dataclass(frozen=True, slots=True)
class _Part:
    nodes: tuple[str, ...]
    links: tuple[Link, ...] = ()

    @property
    def end(self) -> str:
        """The node that it has come to."""
        return self.nodes[-1]

    @property
    def rank(self) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
        """What orders parts: the number of links, then the ids."""
        return len(self.links), self.nodes, tuple(link.id for link in self.links)


@dataclass(frozen=True, slots=True)
class PatternPage:
    """Ways by length, then by ids; `truncated` when there are others."""

    paths: tuple[Path, ...]
    truncated: bool


def find_pattern(
    reader: Reader,
    identity: Contraction,
    cases: Iterable[str],
    pattern: Pattern,
    limit: int,
) -> PatternPage:
    """Return up to `limit` simple ways that fit, begun in `cases` in order of ids.

    Raises LimitExceeded where too many are begun.
    """
    found: list[_Part] = []
    starts = sorted(_starts(reader, identity, cases, pattern.schemata[0]))
    for at in range(0, len(starts), _STARTS):
        parts = [_Part((entity,)) for entity in starts[at : at + _STARTS]]
        for way, schema in zip(pattern.ways, pattern.schemata[1:], strict=True):
            parts = _go(reader, identity, parts, way, schema)
        found += parts
        if len(found) > limit:
            break
    kept = sorted(found, key=lambda part: part.rank)[:limit]
    nodes = identity.nodes({entity for part in kept for entity in part.nodes})
    paths = (Path(tuple(nodes[i] for i in p.nodes), p.links) for p in kept)
    return PatternPage(tuple(paths), truncated=len(found) > limit)


def _starts(
    reader: Reader, identity: Contraction, cases: Iterable[str], schema: str | None
) -> set[str]:
    return {
        node.id
        for case in cases
        for node in whole.iter_nodes(reader, identity, case)
        if _is_kind(node, schema)
    }


def _is_kind(node: Node, schema: str | None) -> bool:
    return schema is None or whole.is_any(node.schema, [schema])


def _go(
    reader: Reader,
    identity: Contraction,
    parts: Sequence[_Part],
    way: Way,
    schema: str | None,
) -> list[_Part]:
    """Return the parts led on along a way to entities of a schema."""
    wanted = whole.link_schemata(None if way.schema is None else [way.schema])
    reached: list[_Part] = []
    edge = list(parts)
    for _ in range(way.max_hops):
        beside = _links(reader, identity, {part.end for part in edge}, wanted)
        edge = [next_ for part in edge for next_ in _lead(part, beside, way)]
        if len(edge) + len(reached) > MAX_PARTS:
            raise LimitExceeded("too much fits the pattern; narrow it")
        nodes = identity.nodes({part.end for part in edge})
        edge = [part for part in edge if part.end in nodes]
        reached += [part for part in edge if _is_kind(nodes[part.end], schema)]
    return reached


def _lead(
    part: _Part, beside: Mapping[str, Sequence[Link]], way: Way
) -> Iterator[_Part]:
    here = part.end
    for link in beside.get(here, ()):
        there = link.target if link.source == here else link.source
        if there not in part.nodes and way.fits(link, here):
            yield _Part((*part.nodes, there), (*part.links, link))


def _links(
    reader: Reader, identity: Contraction, ids: set[str], wanted: Sequence[str] | None
) -> Mapping[str, Sequence[Link]]:
    if not ids:
        return {}
    stored = reader.links(identity.members(ids), wanted, MAX_LINKS + 1)
    if len(stored) > MAX_LINKS:
        raise LimitExceeded("too much fits the pattern; narrow it")
    beside: defaultdict[str, list[Link]] = defaultdict(list)
    for link in identity.links(stored):
        for end in {link.source, link.target} & ids:
            beside[end].append(link)
    return beside


def _text(moment: datetime) -> str:
    whole_moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return whole_moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _fill(text: str, full: str) -> str:
    """Return a date as far as known with the rest of it filled in."""
    known = text[: len(full)].replace(" ", "T")
    return known + full[len(known) :]
