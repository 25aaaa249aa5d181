"""The words everything else is said in: statements, judgements, scopes, networks.

A case file is a set of statements; the graph is a pure function of it. Nothing here
reads or writes: the ledger keeps these, the projection turns them into facets, and a
view shows what a scope may see.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidInput

WHOLE_CASE = "case"
"""The compartment that everyone on the case sees."""

HANDLING_CODES = ("H1", "H2", "H3")

_CASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_COMPARTMENT = re.compile(r"[\w][\w .-]{0,63}")
_LOCAL = re.compile(r"[^\s\x00-\x1f\x7f]{1,255}")


class Kind(StrEnum):
    """Fact or personal assessment: Directive (EU) 2016/680, Article 7."""

    FACT = "fact"
    ASSESSMENT = "assessment"


class Verdict(StrEnum):
    """What a judgement says of a pair; among live ones negative > unsure > positive."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    UNSURE = "unsure"


def check_case(case: str) -> str:
    """Return `case`, or raise InvalidInput where it cannot name a case."""
    if not _CASE.fullmatch(case):
        raise InvalidInput(
            "a case id has 1 to 64 letters, digits, '.', '_' or '-' "
            "and begins with a letter or digit"
        )
    return case


def check_compartment(name: str) -> str:
    """Return `name`, or raise InvalidInput where it cannot name a compartment."""
    if not _COMPARTMENT.fullmatch(name):
        raise InvalidInput(
            "a compartment's name has 1 to 64 letters, digits, spaces, '.', '_' or '-'"
        )
    return name


def check_local(entity: str) -> str:
    """Return `entity`, or raise InvalidInput where it cannot be a local id."""
    if not _LOCAL.fullmatch(entity):
        raise InvalidInput("an entity id has 1 to 255 characters without blanks")
    return entity


def scoped_id(case: str, entity: str) -> str:
    """Return the id that is unique over cases, `case:local`; a scoped id stays."""
    if entity.startswith(f"{case}:"):
        return entity
    return f"{case}:{check_local(entity)}"


def split_id(entity: str) -> tuple[str, str]:
    """Return (case, local id) of a scoped id; raise InvalidInput where it is none."""
    case, colon, local = entity.partition(":")
    if not (colon and case and local):
        raise InvalidInput("not a scoped entity id (case:id)")
    return case, local


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Europol's 4x4: reliability of the source A B C X, of the information 1 2 3 4."""

    source: str = "X"
    information: str = "4"

    def __post_init__(self) -> None:
        if self.source not in "ABCX" or len(self.source) != 1:
            raise InvalidInput("source reliability is one of A B C X")
        if self.information not in "1234" or len(self.information) != 1:
            raise InvalidInput("information reliability is one of 1 2 3 4")

    def __str__(self) -> str:
        return self.source + self.information

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `B2`; raise InvalidInput for anything else."""
        if len(text) != 2:
            raise InvalidInput("an evaluation is a letter A B C X and a digit 1 to 4")
        return cls(text[0].upper(), text[1])


def parse_handling(codes: Iterable[str]) -> frozenset[str]:
    """Return the set of handling codes; H0 is the empty set; raise InvalidInput."""
    found = frozenset(c.strip().upper() for c in codes) - {"H0", ""}
    if not found <= set(HANDLING_CODES):
        raise InvalidInput("handling codes are H0, H1, H2 and H3")
    return found


class Value(NamedTuple):
    """One property of an entity with one value, as FollowTheMoney has them.

    An entity-valued property carries the other entity's local id. `original` is the
    text as it stood before cleaning, where it differs.
    """

    prop: str
    value: str
    lang: str = ""
    original: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its source a record stands: a span on a page, or a row or path.

    Pages count from 1; `start` and `end` are code points into the page's text, end
    exclusive. `record` names a row or path in a structured extract.
    """

    page: int | None = None
    start: int | None = None
    end: int | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Several statements about one entity from one place: the physical unit.

    `entity` and entity-valued values are local ids of the record's case.
    """

    entity: str
    schema: str
    values: tuple[Value, ...]
    place: Place = Place()
    kind: Kind = Kind.FACT


@dataclass(frozen=True, slots=True)
class Context:
    """What all records of one import share: case, source, origin and conditions.

    `document` is the SHA-256 (hex) of the file, or None for a user's own entry.
    `origin` names what said so with its version (`ner/0.1`, `user`).
    """

    case: str
    origin: str
    document: str | None = None
    compartment: str = WHOLE_CASE
    evaluation: Evaluation = Evaluation()
    handling: frozenset[str] = frozenset()
    handling_note: str = ""

    def __post_init__(self) -> None:
        check_case(self.case)
        check_compartment(self.compartment)
        parse_handling(self.handling)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said about one entity, with everything it rests on.

    `id` is the keyed content id (64 hex digits); `entity` is scoped (`case:local`);
    `value` of an entity-valued property is a local id of the same case. Where another
    authority said it, `authority` is its name, `recorded_by` and `recorded_at` are its
    own, `seq` is the event it came here in, and `told` numbers its event there.
    """

    id: str
    entity: str
    schema: str
    value: Value
    place: Place
    kind: Kind
    context: Context
    seq: int
    recorded_at: datetime
    recorded_by: str
    withdrawn: bool = False
    authority: str = ""
    told: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Someone's word on whether two entities are the same; both ids scoped.

    `automatic` tells the resolver's word from a person's, which stands over it;
    `author` is then who had it run.
    """

    id: str
    case: str
    left: str
    right: str
    verdict: Verdict
    author: str
    at: datetime
    seq: int
    compartment: str = WHOLE_CASE
    score: float | None = None
    explanation: str = ""
    authority: str = ""
    automatic: bool = False

    @property
    def event(self) -> str:
        """The id of the event that it came here in."""
        return f"e-{self.seq}"


@dataclass(frozen=True, slots=True)
class Event:
    """One commit to the ledger: what a sequence number counts and undo takes back."""

    seq: int
    id: str
    kind: str
    case: str
    actor: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What one asker may see: cases, and the compartments inside each.

    Made by backend/access.py alone. `grants` maps a case to the compartments seen
    there besides the whole case's; ALL stands for every one. `everything` is the
    local operator's. `as_of` is a ledger sequence number, None for now.
    """

    user: str
    grants: Mapping[str, frozenset[str]] = field(default_factory=dict)
    everything: bool = False
    as_of: int | None = None

    def sees_case(self, case: str) -> bool:
        """Whether anything of the case may be seen."""
        return self.everything or case in self.grants

    def sees(self, case: str, requirement: Iterable[str] = ()) -> bool:
        """Whether every compartment of `requirement` may be seen in the case."""
        if self.everything:
            return True
        granted = self.grants.get(case)
        if granted is None:
            return False
        return all(
            c == WHOLE_CASE or c in granted or ALL in granted for c in requirement
        )


ALL = "*"
"""Stands for every compartment of a case in Scope.grants."""


# What the projection makes and a store keeps


@dataclass(frozen=True, slots=True)
class NodeFacet:
    """What the statements of one compartment assert of one node.

    Key: (id, requirement). `names` are folded search keys (words split by one blank);
    `caption` is empty where the statements give none; `seq` is the ledger sequence at
    which the compartment first spoke of the node, taken back since or not; `count`
    says how many entities assert an identifier node (1 for any other).
    """

    id: str
    requirement: frozenset[str]
    schema: str
    caption: str = ""
    countries: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    seq: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class LinkFacet:
    """What is asserted of one relationship to whoever sees all of `requirement`.

    Key: (id, requirement). `source` and `target` are scoped node ids; `first` and
    `last` ISO 8601 as far as known, empty where unknown; `total` sums amounts or
    seconds. In tallies counts of several facets add up over what is visible.
    """

    id: str
    requirement: frozenset[str]
    schema: str
    source: str
    target: str
    count: int = 1
    first: str = ""
    last: str = ""
    total: float = 0.0


class FacetKey(NamedTuple):
    """Names one facet of a node or link."""

    id: str
    requirement: frozenset[str]


@dataclass(slots=True)
class Delta:
    """A step of the projection, applied whole or not at all.

    Order: `remove_*` (unknown keys are ignored), then `put_*` (replace the facet of
    that key), then `add_*` (tallies: counts and totals add, `first` and `last` widen,
    `seq` takes the smaller; a facet whose count falls to 0 goes). A node or link
    without facets is gone. `seq` is the ledger sequence that the store has then
    applied; a delta whose `after` is not the store's applied sequence is refused with
    Conflict.
    """

    after: int
    seq: int
    remove_nodes: list[FacetKey] = field(default_factory=list)
    remove_links: list[FacetKey] = field(default_factory=list)
    put_nodes: list[NodeFacet] = field(default_factory=list)
    put_links: list[LinkFacet] = field(default_factory=list)
    add_nodes: list[NodeFacet] = field(default_factory=list)
    add_links: list[LinkFacet] = field(default_factory=list)


# What a view shows


@dataclass(frozen=True, slots=True)
class Node:
    """An entity as a scope sees it, identity applied.

    `id` is the canonical id: of the visible members the earliest recorded.
    `members` are the visible ids it stands for, itself included, sorted.
    """

    id: str
    schema: str
    caption: str
    countries: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship as a scope sees it; ends are canonical ids."""

    id: str
    schema: str
    source: str
    target: str
    count: int = 1
    first: str = ""
    last: str = ""
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and the links between them, each sorted by id; `truncated` when cut."""

    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A simple path: n + 1 nodes, n links between neighbours in order."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    @property
    def length(self) -> int:
        """Number of links."""
        return len(self.links)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entities (nodes) and relationships a scope sees in a case."""

    entities: int
    relationships: int


@dataclass(frozen=True, slots=True)
class Subgraph:
    """An immutable snapshot for analytics: edge arrays over positions in `ids`.

    `ids` are sorted; `source`, `target` are int32 positions; `weight` is float64 (how
    often, or the sum asked for). Parallel edges may occur; undirected schemata occur
    once, whatever their order.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    weight: NDArray[np.float64]
