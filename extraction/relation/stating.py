"""A sentence's words and candidates → the pairs that it states.

Words inside longer ones, denied ones and roles that only stand for somebody are left
out; a number has one user, a journey takes along who goes with the traveller.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extraction.model import Mention
from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.denial import is_bare, is_denied
from extraction.relation.ground import Ground
from extraction.relation.lexicon import Hit, Trigger
from extraction.relation.matching import Fit, Pair, match, pairs_of
from extraction.relation.sentence import CLAUSE, Sentence

_NAMING = frozenset({"alias", "named", "they", "sake", "void"})
_SHARED = frozenset({"travel", "resides_at"})
_ONE_USER = frozenset({"phone_user", "identified_by", "vehicle_user"})
_WITH_NEAR = 8
_SURE = 2
_OWNING_DATIVES = ("he_dat", "she_dat", "me_dat", "his", "her", "my")
_TALKING = Trigger(("call",), "talks")
_GETTING = Trigger(("payment",), "receive")
_RIDING = Trigger(("vehicle_user",), "rides")
_NOUN_LIKE = frozenset({"noun", "post", "serves", "mutual", "head", "label"})
_ROLES = frozenset({"noun", "post", "serves", "mutual", "head"})
_GOING = frozenset({"goes", "passes"})
_RIVALS = frozenset({"directorship", "vehicle_user"})
_NEXT_NEAR = 8
_OWNER_NEAR = 3
_SUM_NEAR = 2
_ANNOUNCED = 3
_PASSIVES = ({"noun", "passive"}, {"active", "passive"})
_PAID = ("payment",)
_TITLED = {("meeting", "ownership", "phone_user", "identified_by")}
_NOUNS = frozenset({"noun", "head", "post"})
_OWNED = re.compile(
    r".{4,}(?:[ckrtlj]ev|[kr]ov|[ck]in)(?:a|e|i|o|u|og|oga|oj|om|im|ih)?"
)
_GIVING = frozenset({"give", "given"})


def state(ground: Ground, start: int = 0) -> dict[Pair, str]:
    """Return what the words of a sentence state, in order, each with the role it names.

    Words before the unit `start` belong to a form's label. The role is empty where no
    noun names one.
    """
    found: dict[Pair, str] = {}
    for fit in _settle(list(_without_reversed(_fits(ground, start)))):
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


def _fits(ground: Ground, start: int) -> Iterator[Fit]:
    sentence = ground.sentence
    standing = _standing(ground.candidates)
    words = (hit for hit in find_words(sentence) if hit.start >= start)
    told = (_lent(ground, _spoken(sentence, hit)) for hit in words)
    hits = [h for h in told if not is_denied(sentence, h)]
    for hit in hits:
        assert hit.trigger is not None
        kind = hit.trigger.construction
        if kind in ("noun", "mutual") and hit.start in standing:
            continue
        if kind == "mutual" and _is_somebody(ground, hit):
            continue
        if kind == "label" and (_is_callers(hits) or _is_called(sentence, hits, hit)):
            continue
        if kind == "label" and _calls_from(ground, hits, hit):
            continue
        if kind in _NOUNS and _is_owned(sentence, hit):
            continue
        if kind == "talks" and sentence.cue_at(hit.end, "that"):
            continue
        if kind == "says" and not (sentence.wired or sentence.log):
            continue
        if (kind == "together" and _meets(hits)) or is_bare(sentence, hit):
            continue
        found = [f for f in match(ground, hit) if not _is_beaten(ground, hits, hit, f)]
        for fit in found:
            fit = _in_group(ground, fit)
            found_role = _role(ground, hit)
            fit = _joined(ground, hit, fit)
            yield fit._replace(role=found_role, payer=kind == "payer")
            if kind in _GIVING and fit.relation == "payment":
                yield from _further(ground, fit)
            if fit.relation == "ownership" and sentence.has("share"):
                yield from _sharers(ground, hit, fit)
            if kind in _GOING and fit.relation == "travel":
                yield from _crossed(ground, hit, fit)
        if kind in _GOING:
            yield from match(ground, hit._replace(trigger=_RIDING))
        if not found and hit.trigger.relations == ("membership",):
            yield from _fellows(ground, hit)


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


def _joined(ground: Ground, hit: Hit, fit: Fit) -> Fit:
    """Return the fit with those who travel or live with its source."""
    if fit.relation not in _SHARED:
        return fit
    sentence = ground.sentence
    along: list[Mention] = []
    lives = fit.relation == "resides_at"
    for c in ground.candidates:
        if c.type != "PER" or c.cost > _SURE:
            continue
        if not _is_taken_along(sentence, hit, c):
            continue
        low, high = min(c.start, hit.end), max(c.start, hit.end)
        near = sentence.words_between(low, high) <= _WITH_NEAR
        if lives and not sentence.runs_on(low, high - 1):
            continue
        if sentence.has("and", low, high) and sentence.verbs_between(low, high):
            continue
        if near and sentence.breaks_between(low, high) < CLAUSE:
            along += [m for m in c.mentions if m not in fit.source]
    return fit._replace(source=(*fit.source, *along))


def _is_taken_along(sentence: Sentence, hit: Hit, candidate: Candidate) -> bool:
    """Whether somebody is named "with" the traveller, or is whom he drives."""
    if candidate.case == "poss" or (candidate.case == "nom" and not candidate.preps):
        return False
    carried = candidate.case in ("gen", "acc") and not candidate.preps
    escorts = any(h.end == candidate.start for h in sentence.cues.get("escort", ()))
    return (
        escorts
        or "with" in candidate.preps
        or (
            carried
            and sentence.cue_at(hit.start, "carry")
            and candidate.start >= hit.end
        )
    )


def _further(ground: Ground, fit: Fit) -> Iterator[Fit]:
    """Yield payments to those named behind with sums of their own: "and 10 to B"."""
    sentence, position = ground.sentence, fit.at
    for candidate in ground.candidates:
        if candidate.start <= position or not candidate.named:
            continue
        if candidate.type not in ("PER", "ORG"):
            continue
        gap = range(position + 1, candidate.start)
        ands = [at for at in gap if sentence.cue_at(at, "and")]
        last = min(candidate.end + _SUM_NEAR, len(sentence.units))
        near = range(ands[-1], last) if ands else ()
        joined = any(_is_sum(sentence, at) for at in near)
        if not joined or sentence.words_between(gap.start, gap.stop) > _NEXT_NEAR:
            return
        yield fit._replace(target=candidate.mentions, at=candidate.start)
        position = candidate.start


def _sharers(ground: Ground, hit: Hit, fit: Fit) -> Iterator[Fit]:
    """Yield those who hold other shares: `70% by A and 30% by B`."""
    sentence, named = ground.sentence, set(fit.source) | set(fit.target)
    last = max(c.end for c in ground.candidates if named & set(c.mentions))
    for candidate in ground.candidates:
        if candidate.start < max(last, hit.end) or candidate.type not in ("PER", "ORG"):
            continue
        shared = sentence.has("share", last, candidate.start)
        near = sentence.words_between(last, candidate.start) <= _NEXT_NEAR
        if not (candidate.named and shared and near):
            return
        yield fit._replace(source=candidate.mentions)
        last = candidate.end


def _crossed(ground: Ground, hit: Hit, fit: Fit) -> Iterator[Fit]:
    """Yield the crossing that a journey's clause names besides where it goes.

    Where the crossing was taken for the destination, that is the country "to" which.
    """
    sentence = ground.sentence
    over = sentence.has("crossing", fit.at - _ANNOUNCED, fit.at)
    for candidate in ground.candidates:
        if candidate.type != "LOC" or not candidate.named or candidate.start == fit.at:
            continue
        low = min(candidate.end, hit.end)
        high = max(candidate.start, hit.start)
        near = sentence.words_between(low, high) <= _NEXT_NEAR
        start = candidate.start
        crossed = (
            "via" in candidate.preps
            or sentence.has("crossing", start - _ANNOUNCED, start)
            or ("at" in candidate.preps and sentence.has("crossing", low - 1, high))
            or (over and candidate.end <= hit.start and "to" in candidate.preps)
        )
        if crossed and near and sentence.breaks_between(low, high) < CLAUSE:
            yield fit._replace(target=candidate.mentions, at=candidate.start)


def _is_sum(sentence: Sentence, at: int) -> bool:
    mention = sentence.units[at].mention
    return mention is not None and mention.type == "MONEY"


def _fellows(ground: Ground, hit: Hit) -> Iterator[Fit]:
    """Yield those whom a sentence calls members of one group that nobody named."""
    if not ground.sentence.has("group", hit.start, hit.end + 5):
        return
    before = [c for c in ground.candidates if c.type == "PER" and c.end <= hit.start]
    if before and len(before[-1].mentions) > 1:
        group = before[-1].mentions
        yield Fit(0, "associate", group, group, before[-1].start)


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
