"""What a sentence says of the person or vehicle that an earlier one named."""

from collections.abc import Iterator

from extraction.model import Mention
from extraction.relation.ends import (
    APPOSED,
    find_nearest,
    is_barred,
    is_denied,
    may_be_same,
    words_beside,
)
from extraction.relation.scanning import Scene
from extraction.relation.subjects import Thread
from extraction.relation.triggers import RELATIVES, load_rules

Pair = tuple[str, Mention, Mention]
"""A relation's type, source and target."""

_CARRIED = frozenset(
    {"phone_user", "vehicle_user", "resides_at", "travel", "employment"}
)


def by_thread(scene: Scene, thread: Thread) -> Iterator[Pair]:
    """Yield what the sentence says of someone or something named before it."""
    if thread.subject:
        yield from _by_subject(scene, thread.subject)
    if thread.vehicle:
        yield from _by_vehicle(scene, thread.vehicle)
    yield from _by_possessive(scene, thread)


def _by_possessive(scene: Scene, thread: Thread) -> Iterator[Pair]:
    """Yield a relative or associate whom the sentence calls "his" or "my"."""
    bare = scene.bare()
    for rule in load_rules():
        if rule.relation not in RELATIVES:
            continue
        for match in rule.words.finditer(bare):
            start, end = scene.start + match.start(), scene.start + match.end()
            after = [m for m in scene.mentions if m.type == "PER" and m.start >= end]
            person = thread.owner_of(words_beside(bare, match))
            named = any(m.type == "PER" and m.end <= start for m in scene.mentions)
            if not after or person is None or (named and person is thread.other):
                continue
            near = len(scene.text(end, after[0].start)) <= APPOSED
            if near and not may_be_same(after[0], person, rule.relation):
                yield rule.relation, person, after[0]


def _by_vehicle(scene: Scene, vehicle: Mention) -> Iterator[Pair]:
    """Yield whose the vehicle is, or who drives it, that was named before."""
    bare = scene.bare()
    for rule in load_rules():
        if rule.relation not in ("ownership", "vehicle_user"):
            continue
        for match in rule.words.finditer(bare):
            if is_denied(scene, bare, match):
                continue
            start, end = scene.start + match.start(), scene.start + match.end()
            after = [m for m in scene.mentions if m.start >= end]
            before = [m for m in scene.mentions if m.end <= start][::-1]
            picked = find_nearest(after, rule.source) or find_nearest(
                before, rule.source
            )
            if picked:
                yield rule.relation, picked[1], vehicle


def _by_subject(scene: Scene, subject: Mention) -> Iterator[Pair]:
    """Yield what a sentence that names no person says of the one before."""
    types = {m.type for m in scene.mentions}
    bare = scene.bare()
    for rule in load_rules():
        if rule.relation not in _CARRIED or not rule.target & types:
            continue
        for match in rule.words.finditer(bare):
            if is_denied(scene, bare, match):
                continue
            start, end = scene.start + match.start(), scene.start + match.end()
            here = [m for m in scene.mentions if not is_barred(scene, rule, m)]
            after = [m for m in here if m.start >= end]
            before = [m for m in here if m.end <= start][::-1]
            for side, order in ((after, "TO"), (before, "OT")):
                picked = find_nearest(side, rule.target)
                if picked and any(order in known for known in rule.orders):
                    yield rule.relation, subject, picked[1]
                    break
