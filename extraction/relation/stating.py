"""A sentence's words and candidates → the pairs that it states.

Words inside longer ones, denied ones and roles that only stand for somebody are left
out; a number has one user, a journey takes along who goes with the traveller.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extraction.model import Mention
from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.denial import is_bare, is_denied
from extraction.relation.further import find_fellows, find_further, join_along
from extraction.relation.ground import Ground
from extraction.relation.lexicon import Hit, Trigger
from extraction.relation.matching import Fit, Pair, match, pairs_of
from extraction.relation.sentence import Sentence
from extraction.relation.thread import ROLES

_CALLED = (*ROLES, "suspect", "witness", "first", "second", "third")
_NAMING = frozenset({"alias", "named", "they", "sake", "void"})
_ONE_USER = frozenset({"phone_user", "identified_by", "vehicle_user"})
_OWNING_DATIVES = ("he_dat", "she_dat", "me_dat", "his", "her", "my")
_TALKING = Trigger(("call",), "talks")
_GETTING = Trigger(("payment",), "receive")
_RIDING = Trigger(("vehicle_user",), "rides")
_NOUN_LIKE = frozenset({"noun", "post", "serves", "mutual", "head", "label"})
_ROLES = frozenset({"noun", "post", "serves", "mutual", "head"})
_GOING = frozenset({"goes", "passes"})
_RIVALS = frozenset({"directorship", "vehicle_user"})
_OWNER_NEAR = 3
_PASSIVES = ({"noun", "passive"}, {"active", "passive"})
_PAID = ("payment",)
_TITLED = {("meeting", "ownership", "phone_user", "identified_by")}
_NOUNS = frozenset({"noun", "head", "post"})
_OWNED = re.compile(
    r".{4,}(?:[ckrtlj]ev|[kr]ov|[ck]in)(?:a|e|i|o|u|og|oga|oj|om|im|ih)?"
)


def part_words(ground: Ground, start: int = 0) -> tuple[list[Hit], list[Hit]]:
    """Return the words of a sentence that may state relations, and those denied in it.

    Words before the unit `start` belong to a form's label. Of a relative of somebody
    without a name it is denied whose he may be.
    """
    told: list[Hit] = []
    denied: list[Hit] = []
    for word in find_words(ground.sentence):
        if word.start >= start:
            hit = _lent(ground, _spoken(ground.sentence, word))
            untrue = is_denied(ground.sentence, hit) or _is_of_unnamed(ground, hit)
            (denied if untrue else told).append(hit)
    return told, denied


def state(ground: Ground, hits: Sequence[Hit]) -> dict[Pair, str]:
    """Return what the words of a sentence state, in order, each with the role it names.

    The role is empty where no noun names one.
    """
    found: dict[Pair, str] = {}
    for fit in _settle(list(_without_reversed(_fits(ground, hits)))):
        for pair in pairs_of(fit):
            found[pair] = found.get(pair) or fit.role
    users = {target: source for name, source, target in found if name == "phone_user"}
    numbers = dict.fromkeys(_numbers_of_callers(ground, list(found)), "")
    called_from = {number for _, _, number in numbers}
    kept = {
        people: role
        for pair, role in found.items()
        if (people := _between_people(pair, users)) is not None
        and not (people[0] == "phone_user" and people[2] in called_from)
    }
    return kept | numbers


def deny(ground: Ground, hits: Iterable[Hit]) -> Iterator[Pair]:
    """Yield what words would state that are denied."""
    for hit in hits:
        for fit in match(ground, hit):
            yield from pairs_of(fit)


def _fits(ground: Ground, hits: Sequence[Hit]) -> Iterator[Fit]:
    standing = _standing(ground.candidates)
    for hit in hits:
        assert hit.trigger is not None
        kind = hit.trigger.construction
        stands = kind in ("noun", "mutual") and hit.start in standing
        if not stands and _states(ground, hits, hit, kind):
            yield from _fits_of(ground, hits, hit)


def _states(ground: Ground, hits: Sequence[Hit], hit: Hit, kind: str) -> bool:
    """Whether a word of a construction states anything beside the sentence's others."""
    sentence = ground.sentence
    if kind == "mutual" and _is_somebody(ground, hit):
        return False
    if kind == "label":
        called = _is_callers(hits) or _is_called(sentence, hits, hit)
        if called or _calls_from(ground, hits, hit):
            return False
    if kind in _NOUNS and _is_owned(sentence, hit):
        return False
    if kind == "talks" and sentence.cue_at(hit.end, "that"):
        return False
    if kind == "says" and not (sentence.wired or sentence.log):
        return False
    return not (kind == "together" and _meets(hits)) and not is_bare(sentence, hit)


def _fits_of(ground: Ground, hits: Sequence[Hit], hit: Hit) -> Iterator[Fit]:
    """Yield the fits of one word, and those that the sentence adds to them."""
    assert hit.trigger is not None
    kind, role = hit.trigger.construction, _role(ground, hit)
    found = [f for f in match(ground, hit) if not _is_beaten(ground, hits, hit, f)]
    for one in found:
        fit = join_along(ground, hit, _in_group(ground, one))
        yield fit._replace(role=role, payer=kind == "payer")
        yield from find_further(ground, hit, fit)
    if kind in _GOING:
        yield from match(ground, hit._replace(trigger=_RIDING))
    if not found and hit.trigger.relations == ("membership",):
        yield from find_fellows(ground, hit)


def _lent(ground: Ground, hit: Hit) -> Hit:
    """Return a word for lending as one for getting, where it is said from whom."""
    if not ground.sentence.cue_at(hit.start, "lend") or hit.trigger is None:
        return hit
    borrowed = hit.trigger.construction == "give" and any(
        c.type in ("PER", "ORG") and "from" in c.preps and "with" not in c.preps
        for c in ground.candidates
    )
    return hit._replace(trigger=_GETTING) if borrowed else hit


def _in_group(ground: Ground, fit: Fit) -> Fit:
    """Return a post in a group as membership: `kurir škaljarskog klana`."""
    grouped = fit.relation == "employment" and fit.at in ground.sentence.groups
    return fit._replace(relation="membership") if grouped else fit


def _spoken(sentence: Sentence, hit: Hit) -> Hit:
    """Return a word for talking as one of a call, where an intercept's entry has it."""
    talks = sentence.wired and sentence.cue_at(hit.start, "talk")
    meets = hit.trigger is not None and hit.trigger.relations == ("meeting",)
    return hit._replace(trigger=_TALKING) if talks and meets else hit


def _role(ground: Ground, hit: Hit) -> str:
    """Return the noun that a sentence names the relation with."""
    if hit.trigger is None or hit.trigger.construction not in _ROLES:
        return ""
    scene, units = ground.sentence.scene, ground.sentence.units
    start, end = units[hit.start].start, units[hit.end - 1].end
    return " ".join(scene.raw[start - scene.start : end - scene.start].split())


def _is_beaten(ground: Ground, hits: Sequence[Hit], hit: Hit, fit: Fit) -> bool:
    """Whether the same word fits better as another relation: who runs a car or firm."""
    if fit.relation not in _RIVALS:
        return False
    return any(
        rival.cost < fit.cost
        for other in hits
        if other is not hit and other.start <= hit.start < other.end
        for rival in match(ground, other)
        if rival.relation in _RIVALS - {fit.relation}
    )


def _standing(candidates: Iterable[Candidate]) -> set[int]:
    """Return the places of the words that stand for somebody."""
    return {
        at
        for c in candidates
        if not c.named and c.start >= 0 and (c.case != "poss" or c.role)
        for at in range(c.start, c.end)
    }


def _is_callers(hits: Iterable[Hit]) -> bool:
    """Whether a call was received: the number in the sentence is who called's."""
    kinds = {hit.trigger.construction for hit in hits if hit.trigger}
    return "gets" in kinds


def _without_reversed(fits: Iterable[Fit]) -> Iterator[Fit]:
    """Yield the fits, without a payment to whom another calls the payer of it."""
    rows = list(fits)
    payers = {(f.target, f.source) for f in rows if f.payer}
    for fit in rows:
        ends = fit.source, fit.target
        if fit.relation != "payment" or fit.payer or ends not in payers:
            yield fit


def _is_owned(sentence: Sentence, hit: Hit) -> bool:
    """Whether a noun is somebody's, as whose relative another is: `vozačev otac`."""
    word = sentence.units[hit.end - 1].word
    return sentence.language == "hbs" and _OWNED.fullmatch(word) is not None


def _is_called(sentence: Sentence, hits: Iterable[Hit], label: Hit) -> bool:
    """Whether a word for calling stands just before a number: `pozvao broj`."""
    return any(
        hit.trigger is not None
        and hit.trigger.relations == ("call",)
        and hit.trigger.construction == "active"
        and 0 <= label.start - hit.end <= 1
        and not sentence.has("from", hit.end - 1, label.start)
        for hit in hits
    )


def _calls_from(ground: Ground, hits: Iterable[Hit], label: Hit) -> bool:
    """Whether a word for calling says that it was from the number behind a label."""
    numbers = [c for c in ground.candidates if c.type == "PHONE" and c.named]
    behind = [c for c in numbers if 0 <= c.start - label.end <= 1]
    calls = any(h.trigger and h.trigger.relations == ("call",) for h in hits)
    return calls and any("from" in c.preps for c in behind)


def _meets(hits: Iterable[Hit]) -> bool:
    """Whether a sentence tells of a meeting or journey, which `together` belongs to."""
    told = {name for hit in hits if hit.trigger for name in hit.trigger.relations}
    return bool(told & {"meeting", "travel"})


def find_words(sentence: Sentence) -> list[Hit]:
    """Return the words that state relations, without those inside longer ones.

    Of the same relation's words side by side only one is kept, over all of them.
    """
    named = [h for h in sentence.hits if _covers(h)]
    rows = [
        hit
        for hit in sentence.hits
        if hit.trigger is not None and not any(_lies_in(hit, other) for other in named)
    ]
    rows.sort(key=lambda hit: (hit.start, -hit.end))
    kept: dict[tuple[str, ...], list[Hit]] = {}
    for hit in rows:
        assert hit.trigger is not None
        own = kept.setdefault(hit.trigger.relations, [])
        last = own[-1] if own else None
        if last is None or hit.start > last.end or last.trigger != hit.trigger:
            if last is None or hit.start >= last.end:
                own.append(hit)
        elif hit.end > last.end:
            own[-1] = last._replace(end=hit.end)
    found = (_trimmed(sentence, hit) for own in kept.values() for hit in own)
    return sorted(found, key=lambda hit: hit.start)


def _trimmed(sentence: Sentence, hit: Hit) -> Hit:
    """Return a phrase without the group that it ends with, which may be an end."""
    long = hit.end - hit.start > 1
    if long and sentence.cue_at(hit.end - 1, "group"):
        return hit._replace(end=hit.end - 1)
    return hit


def _covers(hit: Hit) -> bool:
    return hit.end - hit.start > 1 and (hit.trigger is not None or hit.cue in _NAMING)


def _lies_in(hit: Hit, other: Hit) -> bool:
    """Whether a word lies in a longer phrase, which alone counts then."""
    inside = other.start <= hit.start and hit.end <= other.end
    if not inside or hit.end - hit.start >= other.end - other.start:
        return False
    if other.trigger is None:
        return True
    if hit.trigger and hit.trigger.relations == other.trigger.relations == _PAID:
        return True
    if hit.trigger and (*hit.trigger.relations, *other.trigger.relations) in _TITLED:
        return True
    if hit.trigger and hit.trigger.relations == ("call",) and hit.start == other.start:
        return True
    kinds = {h.trigger.construction for h in (hit, other) if h.trigger is not None}
    return kinds <= _NOUN_LIKE or (
        kinds in _PASSIVES and other.trigger.construction == "passive"
    )


def _is_of_unnamed(ground: Ground, hit: Hit) -> bool:
    """Whether a relative is of somebody without a name: `the guard's cousin, Ana`.

    A role may be of somebody whom the page names.
    """
    sentence, at = ground.sentence, hit.start - 1
    if at < 0 or hit not in sentence.mutual:
        return False
    if any(c.start <= at <= c.end for c in ground.candidates) or any(
        sentence.cue_at(at, role) for role in _CALLED
    ):
        return False
    word = sentence.units[at].word
    if sentence.language == "hbs":
        return _OWNED.fullmatch(word) is not None
    return sentence.language == "en" and word.endswith("'s")


def _is_somebody(ground: Ground, hit: Hit) -> bool:
    """Whether a word for husband or wife only says "a man", "a woman"."""
    sentence = ground.sentence
    if not sentence.cue_at(hit.start, "adult"):
        return False
    owned = any(
        c.type == "PER" and (c.end == hit.start or c.start == hit.end)
        for c in ground.candidates
        if c.named or c.case == "poss"
    )
    near = range(hit.end, hit.end + _OWNER_NEAR)
    owned = owned or (
        sentence.cue_at(hit.end, "of")
        and any(c.type == "PER" and c.start in near for c in ground.candidates)
    )
    before = ("his", "her", "my", "own", "with")
    return not (
        owned
        or any(sentence.cue_at(hit.start - 1, cue) for cue in before)
        or any(sentence.cue_at(hit.end, cue) for cue in _OWNING_DATIVES)
    )


def _settle(fits: Sequence[Fit]) -> Iterator[Fit]:
    """Yield the fits, of those about one number the cheapest only."""
    driven = {f.key for f in fits if f.relation == "vehicle_user" and f.role}
    fits = [f for f in fits if f.role or f.key not in driven]
    cheapest: dict[tuple[str, tuple[str, ...]], int] = {}
    for fit in fits:
        cheapest[fit.key] = min(fit.cost, cheapest.get(fit.key, fit.cost))
    for fit in fits:
        if fit.relation not in _ONE_USER or fit.cost == cheapest[fit.key]:
            yield fit


def _between_people(pair: Pair, users: Mapping[Mention, Mention]) -> Pair | None:
    """Return a call between people where the sentence says whose the number is."""
    name, source, target = pair
    if name != "call" or source.type == target.type:
        return pair
    source, target = users.get(source, source), users.get(target, target)
    return None if source is target else (name, source, target)


def _numbers_of_callers(ground: Ground, pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Yield whose the number is from which a sentence says that somebody called."""
    callers = [s for name, s, _ in pairs if name == "call" and s.type == "PER"]
    for candidate in ground.candidates:
        if candidate.type != "PHONE" or not candidate.named or not callers:
            continue
        number = mention_at(ground.sentence, candidate)
        if "from" in candidate.preps:
            yield "phone_user", callers[0], number
