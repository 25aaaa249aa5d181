"""Mentions → the relations that sentences, forms and table rows state between them.

A trigger word takes as its ends the nearest mentions of the right types in an order
that it allows; a denied one gives nothing; a list of names shares what is said of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extraction.model import Document, Mention, Relation
from extraction.recognition.identifiers.scan import fold
from extraction.relation.carrying import Pair, by_thread
from extraction.relation.ends import (
    find_nearest,
    is_barred,
    is_denied,
    may_be_same,
    words_beside,
)
from extraction.relation.forms import FormReader
from extraction.relation.scanning import (
    Scene,
    iter_scenes,
    load,
    negation,
    words_of,
)
from extraction.relation.subjects import Thread
from extraction.relation.triggers import REACH, RELATIVES, Rule, load_rules
from graph.model import Kind

VERSION = "relations/3"

_HEAD_COST = 40
_CLAUSE_COST = 60
_RIVAL_COST = 25
_FAR = 90


@dataclass(frozen=True, slots=True)
class _Fit:
    cost: int
    sources: tuple[Mention, ...]
    targets: tuple[Mention, ...]


def find_relations(document: Document, mentions: Sequence[Mention]) -> list[Relation]:
    """Return the relations in the order of the text, each pair once a sentence."""
    found: list[Relation] = []
    for page in document.pages:
        here = [m for m in mentions if m.page == page.number]
        if len(here) < 2:
            continue
        form, thread = FormReader(), Thread(page.text)
        for scene in iter_scenes(page, here, document.language):
            stated = [*_by_triggers(scene), *_by_apposition(scene)]
            thread.follow(scene)
            stated += by_thread(scene, thread)
            pairs = [*stated, *form.read(scene)]
            found += _to_relations(scene, pairs)
    return found


def _to_relations(scene: Scene, pairs: Iterable[Pair]) -> Iterator[Relation]:
    assessed = words_of("assessment").search(scene.bare())
    kind = Kind.ASSESSMENT if assessed else Kind.FACT
    for name, source, target in dict.fromkeys(pairs):
        yield Relation(
            name,
            source.id,
            target.id,
            scene.page,
            scene.start,
            scene.end,
            kind,
            VERSION,
        )


def _by_triggers(scene: Scene) -> Iterator[Pair]:
    if len(scene.mentions) < 2:
        return
    types = {m.type for m in scene.mentions}
    bare = scene.bare()
    for rule in load_rules():
        if rule.needs and rule.needs not in types:
            continue
        if not (rule.source & types and rule.target & types):
            continue
        for match in rule.words.finditer(bare):
            yield from _fit(scene, rule, bare, match)


def _fit(scene: Scene, rule: Rule, bare: str, match: re.Match[str]) -> Iterator[Pair]:
    start, end = scene.start + match.start(), scene.start + match.end()
    if is_denied(scene, bare, match):
        return
    if rule.relation in RELATIVES and words_of("own").search(words_beside(bare, match)):
        return
    fits = [f for order in rule.orders for f in _try(scene, rule, order, start, end)]
    if rule.both and all(fit.cost > _FAR for fit in fits):
        fits += _among(scene, rule, start, end)
    if not fits:
        return
    best = min(fits, key=lambda fit: fit.cost)
    for source in best.sources:
        for target in best.targets:
            if source is not target and not may_be_same(source, target, rule.relation):
                yield _pair(rule, source, target)


def _among(scene: Scene, rule: Rule, start: int, end: int) -> Iterator[_Fit]:
    """Yield the list of names beside the trigger, related among themselves."""
    before = [m for m in scene.mentions if m.end <= start][::-1]
    after = [m for m in scene.mentions if m.start >= end]
    for side in (before, after):
        picked = find_nearest(side, rule.source)
        if picked is None:
            continue
        position, one = picked
        gap = scene.text(one.end, start) + scene.text(end, one.start)
        group = _group(scene, side, position, rule.source)
        if len(group) > 1 and len(gap) <= REACH:
            cost = len(gap) + _CLAUSE_COST * scene.breaks(gap)
            yield _Fit(cost, group, group)


def _pair(rule: Rule, source: Mention, target: Mention) -> Pair:
    if rule.both and target.start < source.start:
        source, target = target, source
    return rule.relation, source, target


def _try(scene: Scene, rule: Rule, order: str, start: int, end: int) -> Iterator[_Fit]:
    """Yield the nearest ends in one order, with what they cost."""
    people = scene.subjects(parents=rule.relation == "family")
    before = [m for m in people if m.end <= start][::-1]
    after = [m for m in people if m.start >= end and not is_barred(scene, rule, m)]
    sides = {"S": rule.source, "O": rule.target}
    trigger = order.index("T")
    chosen: dict[str, tuple[Mention, ...]] = {}
    cost = 0
    for side, letters in (
        (before, order[:trigger][::-1]),
        (after, order[trigger + 1 :]),
    ):
        place = start if side is before else end
        rest: Sequence[Mention] = side
        for letter in letters:
            picked = find_nearest(rest, sides[letter])
            if picked is None:
                return
            position, one = picked
            gap = (
                scene.text(one.end, place)
                if side is before
                else scene.text(place, one.start)
            )
            if letter == "S" and one is scene.head():
                cost += min(len(gap), _HEAD_COST)
            elif len(gap) > rule.reach:
                return
            else:
                cost += len(gap) + _CLAUSE_COST * scene.breaks(gap)
            cost += _RIVAL_COST * position
            if letter == "S" and side is before and _shared().fullmatch(gap):
                first = next(m for m in reversed(rest) if m.type in sides[letter])
                position = rest.index(first)
            group = _group(scene, rest, position, sides[letter])
            chosen[letter] = group
            place = (
                min(m.start for m in group)
                if side is before
                else max(m.end for m in group)
            )
            last = max(rest.index(m) for m in group)
            rest = rest[last + 1 :]
    cost += 12 * (order == "TSO") + 8 * (order == "SOT")
    yield _Fit(cost, chosen["S"], chosen["O"])


@cache
def _shared() -> re.Pattern[str]:
    """What joins a second predicate to the sentence's subject: `and`, without comma."""
    words = "|".join(
        fold(w) for w in ("i", "te", "и", "and", "dhe", "edhe", "as well as")
    )
    return re.compile(rf"\s+(?:{words})\s+(?:je\s+|is\s+|eshte\s+)?")


@cache
def _joint() -> re.Pattern[str]:
    words = "|".join(re.escape(fold(word)) for word in load()["joints"])
    return re.compile(rf"\s*(?:(?:{words})\s*){{1,2}}")


def _group(
    scene: Scene, mentions: Sequence[Mention], position: int, types: frozenset[str]
) -> tuple[Mention, ...]:
    """Return the list of names that the one at `position` is a member of."""
    group = [mentions[position]]
    for mention in mentions[position + 1 :]:
        last = group[-1]
        low, high = (mention, last) if mention.start < last.start else (last, mention)
        same = mention.type in types and _alike(mention, last)
        if not same or not _joint().fullmatch(scene.text(low.end, high.start)):
            break
        group.append(mention)
    return tuple(group)


def _alike(one: Mention, other: Mention) -> bool:
    """Whether two may stand in one list: of one type, or a place with its address."""
    return one.type == other.type or {one.type, other.type} == {"LOC", "ADDRESS"}


_BESIDE = (
    ("identified_by", frozenset({"PERSONAL_ID", "PASSPORT"})),
    ("phone_user", frozenset({"PHONE"})),
)


def _by_apposition(scene: Scene) -> Iterator[Pair]:
    """Yield a person with the number that stands beside the name or after its data."""
    people = [m for m in scene.subjects() if m.type == "PER"]
    for name, types in _BESIDE:
        for number in (m for m in scene.mentions if m.type in types):
            owners = [p for p in people if p.end <= number.start]
            if not owners:
                continue
            owner = owners[-1]
            if _stands_beside(scene, name, owner, number):
                yield name, owner, number


def _stands_beside(scene: Scene, name: str, owner: Mention, number: Mention) -> bool:
    gap = scene.text(owner.end, number.start)
    if len(gap) > (160 if name == "identified_by" else 25):
        return False
    if negation(scene.language).search(gap):
        return False
    if name == "identified_by":
        return True
    if re.fullmatch(r"[\s(,:;/-]*(?:[a-z.]{1,9}[\s:.]*)?", gap):
        return True
    words = words_of("announcing").sub("", gap)
    return words != gap and not words.strip(" (,:;/-.")
