"""A number that stands beside a name, without a verb: whose it is."""

from collections.abc import Iterator, Sequence

from extraction.relation.candidates import Candidate
from extraction.relation.matching import Ground, Pair
from extraction.relation.sentence import Sentence

_NUMBERS = {"PERSONAL_ID": "identified_by", "PASSPORT": "identified_by"}
_FAR = 30
_PHONE_NEAR = 4


def stands_beside(ground: Ground, stated: Sequence[Pair]) -> Iterator[Pair]:
    """Yield the person with each number beside the name or after the person's data.

    Numbers that a sentence ties to somebody in words are left out.
    """
    sentence = ground.sentence
    told = {(name, target) for name, _, target in stated}
    for candidate in ground.candidates:
        if not candidate.named:
            continue
        number = candidate.mentions[0]
        name = _NUMBERS.get(candidate.type)
        if name and (name, number) not in told:
            owner = _owner(ground, candidate)
            if owner is not None:
                yield name, owner.mentions[0], number
        if candidate.type == "PHONE" and ("phone_user", number) not in told:
            owner = _caller(ground, candidate)
            if owner is not None:
                for each in candidate.mentions:
                    yield "phone_user", owner.mentions[0], each
    assert sentence is ground.sentence


def _people(ground: Ground, number: Candidate) -> list[Candidate]:
    return [
        c
        for c in ground.candidates
        if c.type == "PER" and 0 <= c.start and c.end <= number.start
    ]


def _owner(ground: Ground, number: Candidate) -> Candidate | None:
    """Return the last person before a document's number, its data in between."""
    sentence = ground.sentence
    people = _people(ground, number)
    if not people:
        return None
    owner = people[-1]
    if sentence.words_between(owner.end, number.start) > _FAR:
        return None
    denied = sentence.has("negation", owner.end, number.start)
    return None if denied else owner


def _caller(ground: Ground, number: Candidate) -> Candidate | None:
    """Return the person just before a telephone number, but for words that announce it."""
    sentence = ground.sentence
    people = _people(ground, number)
    if not people:
        return None
    owner = people[-1]
    gap = range(owner.end, number.start)
    words = [at for at in gap if sentence.units[at].word]
    if len(words) > _PHONE_NEAR or not all(_announces(sentence, at) for at in words):
        return None
    return None if any(sentence.units[at].mention for at in gap) else owner


def _announces(sentence: Sentence, at: int) -> bool:
    """Whether a word is one of those between a name and its telephone number."""
    if sentence.cue_at(at, "to") or sentence.cue_at(at, "at"):
        return True
    return any(
        hit.start <= at < hit.end
        and hit.trigger is not None
        and hit.trigger.construction == "label"
        and "phone_user" in hit.trigger.relations
        for hit in sentence.hits
    )
