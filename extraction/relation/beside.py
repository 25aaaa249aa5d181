"""A number that stands beside a name, without a verb: whose it is."""

from collections.abc import Iterator, Sequence

from extraction.model import Mention
from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.ground import Ground, is_of_kin
from extraction.relation.matching import Pair
from extraction.relation.sentence import Sentence
from extraction.relation.subjects import is_call

_NUMBERS = {"PERSONAL_ID": "identified_by", "PASSPORT": "identified_by"}
_DATA = {"ADDRESS": ("resides_at", "street"), "VEHICLE": ("vehicle_user", "vehicle")}
_POSSESSED = {
    "PHONE": "phone_user", "VEHICLE": "ownership", "ORG": "ownership",
    "ADDRESS": "ownership",
}  # fmt: skip
_BE = frozenset("is was be are were been eshte ishte jane ishin asht".split())
_ARTICLES = frozenset("i e te".split())
_BE_NEAR = 3
_THING_NEAR = 8
_APOSTROPHES = ("'", "’")
_FAR = 30
_LABEL_NEAR = 5
_PHONE_NEAR = 4
_MINE_NEAR = 2
_ADDRESS_NEAR = 7
_POST_WORDS = 5


def stands_beside(ground: Ground, stated: Sequence[Pair]) -> Iterator[Pair]:
    """Yield the person with each number beside the name or after the person's data.

    Numbers that a sentence ties to somebody in words are left out.
    """
    told = {(name, target) for name, _, target in stated}
    yield from _apposed(ground, {target for _, _, target in stated})
    yield from _possessed(ground)
    if ground.item and ground.subject is not None:
        yield from _of_head(ground, ground.subject, told)
    for candidate in ground.candidates:
        if not candidate.named:
            continue
        number = mention_at(ground.sentence, candidate)
        name = _NUMBERS.get(candidate.type)
        if name and (name, number) not in told:
            owner = _owner(ground, candidate)
            if owner is not None:
                yield name, owner.mentions[0], number
        if candidate.type == "ADDRESS" and ("resides_at", number) not in told:
            owner = _resident(ground, candidate)
            if owner is not None:
                yield "resides_at", owner.mentions[0], number
        if candidate.type == "PHONE" and ("phone_user", number) not in told:
            owner = _behind(ground, candidate) or _caller(ground, candidate)
            owner = owner or _mine(ground, candidate)
            if owner is not None:
                yield "phone_user", owner.mentions[0], number


def _of_head(
    ground: Ground, head: Candidate, told: set[tuple[str, Mention]]
) -> Iterator[Pair]:
    """Yield the address and vehicle of the one person whom a list's item is about."""
    sentence = ground.sentence
    people = [c for c in ground.candidates if c.type == "PER" and c.named]
    for candidate in ground.candidates if len(people) == 1 else ():
        name, cue = _DATA.get(candidate.type, ("", ""))
        if candidate.type == "PHONE" and candidate.named and sentence.head is not None:
            number = mention_at(sentence, candidate)
            if ("phone_user", number) not in told:
                yield "phone_user", mention_at(sentence, head), number
        if not name or not candidate.named or candidate.start < head.end:
            continue
        mention = mention_at(sentence, candidate)
        near = candidate.start - _LABEL_NEAR, candidate.start
        if (name, mention) not in told and sentence.has(cue, *near):
            yield name, mention_at(sentence, head), mention


def _apposed(ground: Ground, told: set[Mention]) -> Iterator[Pair]:
    """Yield who works where by the words behind a name: `Perić, lekar u bolnici`."""
    sentence = ground.sentence
    people = {c.end: c for c in ground.candidates if c.type == "PER" and c.named}
    for firm in ground.candidates:
        mention = mention_at(sentence, firm) if firm.named else None
        if mention is None or mention.type != "ORG" or mention in told:
            continue
        at = firm.start - 1
        while at >= 0 and (sentence.units[at].word or sentence.units[at].mark in '„“"'):
            at -= 1
        gap = range(at + 1, firm.start)
        person = people.get(at)
        if person is None or at < 0 or sentence.units[at].mark != ",":
            continue
        if _tells_post(sentence, gap):
            yield "employment", mention_at(sentence, person), mention


def _possessed(ground: Ground) -> Iterator[Pair]:
    """Yield whose a number, vehicle or firm is: `the lorry is the yard's`."""
    sentence = ground.sentence
    if sentence.language not in ("en", "sq") or "negation" in sentence.cues:
        return
    things = [c for c in ground.candidates if c.start >= 0 and c.type in _POSSESSED]
    for owner in ground.candidates:
        if owner.type not in ("PER", "ORG") or owner.start < 1:
            continue
        verb = _owning_verb(sentence, owner)
        near = [c for c in things if 0 <= verb - c.end <= _THING_NEAR]
        if near and sentence.runs_on(verb, owner.start):
            relation = _POSSESSED[near[-1].type]
            if owner.type == "PER" or relation == "ownership":
                yield relation, owner.mentions[0], near[-1].mentions[0]


def _owning_verb(sentence: Sentence, owner: Candidate) -> int:
    """Return where "is" stands before a possessive that nothing owned follows, or -1.

    In Albanian that is a name in the genitive, with its article: `është i Zefit`.
    """
    units, start = sentence.units, owner.start
    if sentence.language == "sq":
        genitive = owner.case == "dat" or owner.type == "ORG"
        linked = genitive and units[start - 1].word in _ARTICLES
        is_ = linked and start > 1 and units[start - 2].word in _BE
        return start - 2 if is_ else -1
    if owner.case != "poss" or not _ends(sentence, owner.end):
        return -1
    before = range(max(0, start - _BE_NEAR), start)
    return next((at for at in before if units[at].word in _BE), -1)


def _ends(sentence: Sentence, at: int) -> bool:
    """Whether nothing owned follows a possessive: its clause ends there."""
    units = sentence.units
    while at < len(units) and (units[at].word == "s" or units[at].mark in _APOSTROPHES):
        at += 1
    return at >= len(units) or bool(units[at].mark) or sentence.cue_at(at, "and")


def _tells_post(sentence: Sentence, gap: range) -> bool:
    """Whether words are a post and "in" or "at", and state nothing else."""
    words = [at for at in gap if sentence.units[at].word]
    if not 1 < len(words) <= _POST_WORDS or sentence.has("from", gap.start, gap.stop):
        return False
    other = any(
        hit.trigger is not None
        and gap.start <= hit.start < gap.stop
        and hit.trigger.construction not in ("post", "label")
        for hit in sentence.hits
    )
    placed = any(sentence.cue_at(at, "at") for at in words[1:])
    return placed and not other and not sentence.has("rel", gap.start, gap.stop)


def _people(ground: Ground, number: Candidate) -> list[Candidate]:
    return [
        c
        for c in ground.candidates
        if c.type == "PER"
        and 0 <= c.start
        and c.end <= number.start
        and not is_of_kin(ground.sentence, c)
    ]


def _owner(ground: Ground, number: Candidate) -> Candidate | None:
    """Return the last person before a document's number, its data in between."""
    sentence = ground.sentence
    people = _people(ground, number)
    if not people:
        return None
    owner = people[-1]
    head = ground.item and owner is ground.subject
    if not head and sentence.words_between(owner.end, number.start) > _FAR:
        return None
    denied = sentence.has("negation", owner.end, number.start)
    return None if denied else owner


def _caller(ground: Ground, number: Candidate) -> Candidate | None:
    """Return the person before a telephone number, past words that announce it only."""
    sentence = ground.sentence
    people = _people(ground, number)
    if not people or (sentence.wired and is_call(sentence)):
        return None
    owner = people[-1]
    gap = range(owner.end, number.start)
    words = [at for at in gap if sentence.units[at].word]
    if len(words) > _PHONE_NEAR or not all(_announces(sentence, at) for at in words):
        return None
    return None if any(sentence.units[at].mention for at in gap) else owner


def _mine(ground: Ground, number: Candidate) -> Candidate | None:
    """Return who says "my number is" or "the number is mine"."""
    sentence = ground.sentence
    for owner in ground.candidates:
        if owner.type != "PER" or not sentence.cue_at(owner.start, "my"):
            continue
        low, high = sorted((owner, number), key=lambda c: c.start)
        gap = range(low.end, high.start)
        if sum(bool(sentence.units[at].word) for at in gap) <= _MINE_NEAR:
            return owner
    return None


def _resident(ground: Ground, address: Candidate) -> Candidate | None:
    """Return the person just before an address: `Perić iz Niša, Obilićeva 8`."""
    sentence = ground.sentence
    people = _people(ground, address)
    if not people or not people[-1].named:
        return None
    gap = range(people[-1].end, address.start)
    if len(gap) > _ADDRESS_NEAR or not any(sentence.cue_at(at, "from") for at in gap):
        return None
    return people[-1] if all(_is_of_place(sentence, at) for at in gap) else None


def _is_of_place(sentence: Sentence, at: int) -> bool:
    unit = sentence.units[at]
    if unit.mention is not None:
        return unit.mention.type == "LOC"
    return bool(unit.mark) or any(sentence.cue_at(at, c) for c in ("from", "street"))


def _behind(ground: Ground, number: Candidate) -> Candidate | None:
    """Return the person alone in parentheses behind a number: `+381… (Perić)`."""
    units = ground.sentence.units
    at = number.end
    if at + 2 >= len(units) or (units[at].mark, units[at + 2].mark) != ("(", ")"):
        return None
    return next((c for c in ground.candidates if c.start == at + 1 and c.named), None)


def _announces(sentence: Sentence, at: int) -> bool:
    """Whether a word is one of those between a name and its telephone number."""
    if any(sentence.cue_at(at, sense) for sense in ("to", "at", "with")):
        return True
    return any(
        hit.start <= at < hit.end
        and hit.trigger is not None
        and hit.trigger.construction == "label"
        and "phone_user" in hit.trigger.relations
        for hit in sentence.hits
    )
