"""A graph store as plain as can be: what was said, in lists, looked through each time.

Written from the definitions in graph.model alone, to be compared with the real ones:
nothing is incremental or indexed, and no code is shared but the folding of names and
what the ontology says of schemata.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from itertools import product

from graph.model import WHOLE_CASE, Link, Node, Scope, Verdict, split_id
from graph.names import fold, script_of
from graph.schema import (
    common_schema,
    edge_ends,
    get_property,
    get_schema,
    identifier_country,
    identifier_id,
    identifier_schema,
    is_entity_property,
    is_tally,
    normal_identifier,
    tally_of,
)

Needs = frozenset[str]
Pair = tuple[str, str]
OPEN: Needs = frozenset()
SHARED = "PhoneNumber"


@dataclass(frozen=True)
class Said:
    """One statement; equal ones are one. `about` is everything else it rests on."""

    entity: str
    schema: str
    prop: str
    value: str
    compartment: str
    about: tuple[object, ...] = ()

    @property
    def needs(self) -> Needs:
        """What must be seen to see it."""
        return frozenset({self.compartment}) - {WHOLE_CASE}


@dataclass(frozen=True)
class Judged:
    """One judgement, by the ledger's id."""

    name: str
    case: str
    left: str
    right: str
    verdict: Verdict
    compartment: str
    score: float | None = None
    automatic: bool = False


@dataclass
class Act:
    """All that one event did."""

    records: list[frozenset[Said]] = field(default_factory=list)
    withdrawn: dict[str, object] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)
    undone: int | None = None


class Plain:
    """The acts in order: event 1 is the first."""

    def __init__(self) -> None:
        self.acts: list[Act] = []

    def is_undone(self, seq: int, upto: int) -> bool:
        """Whether a later act, itself not undone, takes an act back."""
        return any(
            self.acts[other - 1].undone == seq and not self.is_undone(other, upto)
            for other in range(seq + 1, upto + 1)
        )

    def is_withdrawn(self, target: object, upto: int) -> bool:
        """Whether a withdrawal of a statement, judgement or withdrawal stands."""
        return any(
            aim == target
            and not self.is_undone(seq, upto)
            and not self.is_withdrawn(name, upto)
            for seq in range(1, upto + 1)
            for name, aim in self.acts[seq - 1].withdrawn.items()
        )

    def append(self, records: Iterable[frozenset[Said]]) -> None:
        """Add an act that says records; those that stand already are passed over."""
        now = len(self.acts)
        standing = {
            record
            for seq in range(1, now + 1)
            if not self.is_undone(seq, now)
            for record in self.acts[seq - 1].records
        }
        fresh = [r for r in dict.fromkeys(records) if r not in standing]
        self.acts.append(Act(records=fresh))

    def live(self, scope: Scope, upto: int) -> dict[Said, int]:
        """Return what stands and is seen.

        With the event in which its compartment first spoke of its entity.
        """
        found: set[Said] = set()
        first: dict[tuple[str, str], int] = {}
        for seq in range(1, upto + 1):
            for record in self.acts[seq - 1].records:
                for said in record:
                    first.setdefault((said.entity, said.compartment), seq)
                    if not self.is_undone(seq, upto):
                        found.add(said)
        return {
            said: first[said.entity, said.compartment]
            for said in found
            if scope.sees(split_id(said.entity)[0], said.needs)
            and not self.is_withdrawn(said, upto)
        }

    def groups(self, scope: Scope, upto: int) -> list[set[str]]:
        """Return the sets of ids that seen judgements join."""
        words: dict[frozenset[str], list[tuple[int, Judged]]] = {}
        for seq in range(1, upto + 1):
            for one in self.acts[seq - 1].judged:
                cases = {one.case, *(split_id(i)[0] for i in (one.left, one.right))}
                if (
                    all(map(scope.sees_case, cases))
                    and scope.sees(one.case, [one.compartment])
                    and not self.is_undone(seq, upto)
                    and not self.is_withdrawn(one.name, upto)
                ):
                    pair = frozenset({one.left, one.right})
                    words.setdefault(pair, []).append((seq, one))
        groups: list[set[str]] = []
        apart: list[frozenset[str]] = []
        for automatic in (False, True):
            ranked = []
            for pair, said in words.items():
                people = [(seq, one) for seq, one in said if not one.automatic]
                if bool(people) is not automatic:
                    verdict, rank = _weighed(people or said)
                    if verdict is Verdict.NEGATIVE and not any(
                        pair <= g for g in groups
                    ):
                        apart.append(pair)
                    if verdict is Verdict.POSITIVE:
                        ranked.append((rank, pair))
            for _, pair in sorted(ranked, key=lambda one: one[0]):
                united = set(pair).union(*(g for g in groups if g & pair))
                if not any(two <= united for two in apart):
                    groups = [*(g for g in groups if not g & pair), united]
        return groups


def _weighed(said: list[tuple[int, Judged]]) -> tuple[Verdict, tuple[float, int]]:
    """Return the verdict of words on one pair, and their rank: best first."""
    strength = [Verdict.POSITIVE, Verdict.UNSURE, Verdict.NEGATIVE]
    verdict = max((one.verdict for _, one in said), key=strength.index)
    same = [(seq, one) for seq, one in said if one.verdict is verdict]
    scores = [0.0 if one.automatic else 1.0 for _, one in same if one.score is None]
    scores += [one.score for _, one in same if one.score is not None]
    return verdict, (-max(scores), min(seq for seq, _ in same))


# From statements to nodes and links


@dataclass(frozen=True)
class Face:
    """What the statements of one compartment say of a node."""

    schema: str
    caption: str
    countries: frozenset[str]
    names: frozenset[str]
    seq: int


def _target(said: Said) -> str | None:
    if is_entity_property(said.schema, said.prop):
        return said.value
    if said.schema == SHARED or identifier_schema(said.schema, said.prop) is None:
        return None
    return identifier_id(SHARED, said.value)


def faces(live: dict[Said, int]) -> dict[str, dict[str, Face]]:
    """Return the faces of every node by id and compartment."""
    found: dict[str, dict[str, Face]] = {}
    things = {s for s in live if edge_ends(s.schema) is None and s.schema != SHARED}
    for entity, part in {(s.entity, s.compartment) for s in things}:
        own = [s for s in things if (s.entity, s.compartment) == (entity, part)]
        seq = min(live[s] for s in own)
        found.setdefault(entity, {})[part] = _thing(own, seq)
    numbers: dict[tuple[str, str], list[Said]] = {}
    for said in live:
        case = split_id(said.entity)[0]
        if said.schema == SHARED:
            numbers.setdefault((said.entity, said.compartment), []).append(said)
        elif identifier_schema(said.schema, said.prop):
            name = f"{case}:{identifier_id(SHARED, said.value)}"
            numbers.setdefault((name, said.compartment), []).append(said)
    for (entity, part), own in numbers.items():
        found.setdefault(entity, {})[part] = _number(own)
    return found


def _thing(own: list[Said], seq: int) -> Face:
    schema = reduce(common_schema, sorted({s.schema for s in own}))
    said: dict[str, Counter[str]] = {}
    for one in own:
        said.setdefault(one.prop, Counter())[one.value] += 1
    best = {prop: _most_said(values) for prop, values in said.items()}
    full = " ".join(best[p] for p in ("firstName", "lastName") if p in best)
    caption = ""
    for prop in get_schema(schema).caption:
        if prop == "lastName" and "firstName" in best:
            caption = caption or full
        caption = caption or best.get(prop, "")
    named = [s.value for s in own if _type(schema, s.prop) == "name"]
    lands = {s.value for s in own if _type(schema, s.prop) == "country"}
    names = {fold(name) for name in (caption, full, *named)} - {""}
    return Face(schema, caption, frozenset(lands), frozenset(names), seq)


def _most_said(values: Counter[str]) -> str:
    most = [v for v, count in values.items() if count == max(values.values())]
    return min(most, key=lambda v: (script_of(v) == "Cyrl", v))


def _type(schema: str, prop: str) -> str:
    return str(get_property(schema, prop).type.name)


def _number(own: list[Said]) -> Face:
    numbers = {s.value for s in own if s.schema != SHARED or s.prop == "number"}
    normal = {normal_identifier(SHARED, number) for number in numbers}
    caption = min(normal, default="")
    names = {fold(name) for name in (*normal, *numbers)}
    names |= {fold(s.value) for s in own if s.schema == SHARED and s.prop == "name"}
    lands = {identifier_country(SHARED, number) for number in normal} - {None}
    lands |= {s.value for s in own if s.schema == SHARED and s.prop == "country"}
    countries = frozenset(land for land in lands if land)
    return Face(SHARED, caption, countries, frozenset(names - {""}), 0)


def links(live: dict[Said, int]) -> list[Link]:
    """Return the links that statements assert, whether or not their ends are there."""
    found: list[Link] = []
    entities: dict[str, list[Said]] = {}
    for said in live:
        entities.setdefault(said.entity, []).append(said)
    events: dict[tuple[str, str, str], list[tuple[list[Needs], list[Said]]]] = {}
    for entity, own in entities.items():
        case, schema = split_id(entity)[0], own[0].schema
        if edge_ends(schema) is None:
            found += _properties(entity, case, own)
            continue
        pairs = _pairs(own)
        if is_tally(schema):
            for pair, needs in pairs.items():
                events.setdefault((case, schema, "~".join(pair)), []).append(
                    (needs, own)
                )
            continue
        shown = [pair for pair, needs in pairs.items() if OPEN in needs]
        for pair, needs in pairs.items():
            name = entity if shown == [pair] else f"{entity}~{pair[0]}~{pair[1]}"
            ends = (f"{case}:{pair[0]}", f"{case}:{pair[1]}")
            found.append(Link(name, schema, *ends, 1, *_span(needs, own)))
    for (case, schema, pair_), happened in events.items():
        source, target = pair_.split("~")
        spans = [_span(needs, own) for needs, own in happened]
        found.append(
            Link(
                id=f"{case}:{schema}~{pair_}",
                schema=schema,
                source=f"{case}:{source}",
                target=f"{case}:{target}",
                count=len(happened),
                first=min((a for a, _ in spans if a), default=""),
                last=max(b for _, b in spans),
                total=sum(_measure(needs, own) for needs, own in happened),
            )
        )
    return found


def _properties(entity: str, case: str, own: list[Said]) -> list[Link]:
    stated: dict[Pair, set[Needs]] = {}
    for said in own:
        target = _target(said)
        if target is not None:
            stated.setdefault((said.prop, target), set()).add(said.needs)
    found = []
    for (prop, target), needs in stated.items():
        timed = [s for s in own if get_schema(s.schema).is_a("Interval")]
        span = _span(_least(needs), timed)
        name, end = f"{entity}~{prop}~{target}", f"{case}:{target}"
        found.append(Link(name, prop, entity, end, 1, *span))
    return found


def _pairs(own: list[Said]) -> dict[Pair, list[Needs]]:
    sources, targets = _ends(own, 0), _ends(own, 1)
    return {
        (a, b): _least(one | two for one, two in product(sources[a], targets[b]))
        for a, b in product(sorted(sources), sorted(targets))
    }


def _ends(own: list[Said], side: int) -> dict[str, set[Needs]]:
    found: dict[str, set[Needs]] = {}
    schema = own[0].schema
    prop = (edge_ends(schema) or ("", ""))[side]
    number = tally_of(schema).get(("source_number", "target_number")[side])
    named = {s.needs for s in own if s.prop == prop}
    for said in own:
        free = not any(one <= said.needs for one in named)
        if said.prop == prop or (said.prop == number and free):
            found.setdefault(str(_target(said)), set()).add(said.needs)
    return found


def _least(needs: Iterable[Needs]) -> list[Needs]:
    every = set(needs)
    return [one for one in every if not any(other < one for other in every)]


def _within(needs: Iterable[Needs], own: list[Said]) -> list[Said]:
    return [s for s in own if any(s.needs <= one for one in needs)]


def _span(needs: list[Needs], own: list[Said]) -> Pair:
    seen = _within(needs, own)
    first = min((s.value for s in seen if s.prop in ("startDate", "date")), default="")
    last = max((s.value for s in seen if s.prop in ("endDate", "date")), default="")
    return first, last


def _measure(needs: list[Needs], own: list[Said]) -> float:
    prop = tally_of(own[0].schema)["total"]
    seen = [float(s.value) for s in _within(needs, own) if s.prop == prop]
    return max(seen, default=0.0)


def merged(parts: dict[str, Face], entity: str) -> Node:
    """Return the node that the faces of one id make, the whole case's first."""
    order = sorted(parts, key=lambda part: (part != WHOLE_CASE, part))
    inside = [parts[part] for part in order]
    return Node(
        id=entity,
        schema=_deepest(face.schema for face in inside),
        caption=next((face.caption for face in inside if face.caption), ""),
        countries=tuple(sorted(set().union(*(face.countries for face in inside)))),
        members=(entity,),
        seq=min(face.seq for face in inside),
    )


def united(nodes: Iterable[Node]) -> Node:
    """Return the node that several of one identity make, the earliest first."""
    order = sorted(nodes, key=lambda node: (node.seq, node.id))
    return Node(
        id=order[0].id,
        schema=_deepest(node.schema for node in order),
        caption=next((node.caption for node in order if node.caption), ""),
        countries=tuple(sorted({land for node in order for land in node.countries})),
        members=tuple(sorted(node.id for node in order)),
        seq=order[0].seq,
    )


def _deepest(schemata: Iterable[str]) -> str:
    def deeper(held: str, name: str) -> str:
        return name if get_schema(name).is_a(held) else held

    return reduce(deeper, schemata)
