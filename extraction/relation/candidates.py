"""What can be an end of a relation: mentions, and words that stand for one."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from os.path import commonprefix
from typing import NamedTuple

from extraction.model import Mention
from extraction.relation.lexicon import plain
from extraction.relation.sentence import Sentence

NAMED = frozenset({"PER", "ORG"})
_PLACES = frozenset({"LOC", "ADDRESS"})
_DATA = frozenset({"PERSONAL_ID", "PASSPORT", "DATE", "PHONE"})
_KIN = frozenset({"family", "associate"})
_QUOTES = frozenset("\"„“”«»'’‘")
_POSSESSIVE = re.compile(r"(?:c?ev|ov|in)(?:a|e|i|o|u|og|oj|om|im|ih)?")
_NATIONAL = re.compile(r"(?:sk|ck)(?:i|a|e|u|og|om|oj|im)$")
_FLEETING = 2
_UNCASED = frozenset({"mk", "en"})
_BEFORE_NAMES = frozenset("role org his her my group client titles of".split())
_BACK = 5
_CASED = frozenset({"hbs", "sq"})
_ROLE_ENDINGS = (
    ("oga", "gen"), ("og", "gen"), ("oj", "dat"), ("om", "dat"), ("im", "ins"),
    ("aocu", "dat"), ("acu", "dat"), ("aoca", "gen"), ("aca", "gen"), ("oca", "gen"),
)  # fmt: skip
_VERBAL = frozenset({"active", "with", "give", "receive", "seen", "goes", "says"})
_WITH_NOMINATIVE = ("te", "tek")
_TITLES = frozenset({"noun", "post", "mutual"})
_TITLE_ENDINGS = (
    ("om", "ins"), ("em", "ins"), ("ici", "dat"), ("inji", "dat"), ("zi", "dat"),
    ("stri", "dat"), ("e", "gen"), ("u", "obl"),
)  # fmt: skip
_GENITIVES = ([("'", ""), ("", "s")], [("’", ""), ("", "s")])
PREPOSITIONS = tuple("from to at with by of between via other near".split())
"""The senses of prepositions, in the order in which they are told to what learns."""
_SENSES = frozenset(PREPOSITIONS)


WEAK = 8
"""What an unstressed pronoun costs, which often doubles a name that follows."""


class Candidate(NamedTuple):
    """A possible end at the units [start:end]: a mention, or a list of them.

    `preps` are the senses of the preposition before it, `case` what its ending says:
    nom, gen, dat, ins, obl or nothing; `cost` is what it costs to take it, for a word
    that only stands for a mention; it `speaks` as "I", or is a word for a `role`.
    """

    start: int
    end: int
    type: str
    mentions: tuple[Mention, ...]
    preps: frozenset[str] = frozenset()
    case: str = ""
    cost: int = 0
    named: bool = True
    speaks: bool = False
    along: tuple[Mention, ...] = ()
    role: bool = False


def named_candidates(sentence: Sentence) -> list[Candidate]:
    """Return the mentions of a sentence in order, each with the list it stands in."""
    units = sentence.units
    single = [
        _single(sentence, at)
        for at, unit in enumerate(units)
        if unit.mention is not None
    ]
    groups = _groups(sentence, single)
    wider = _groups(sentence, single, kin=True)
    return [
        one._replace(
            mentions=groups.get(number, one.mentions), along=wider.get(number, ())
        )
        for number, one in enumerate(single)
    ]


def _single(sentence: Sentence, at: int) -> Candidate:
    mention = sentence.units[at].mention
    assert mention is not None
    case = case_of(mention, sentence.language)
    if mention.type == "PER":
        case = _case_beside(sentence, at, case)
    preps = prepositions(sentence, at, adjacent=case == "nom")
    apposed = at > 0 and sentence.units[at - 1].mark == ","
    if case == "nom" and sentence.language == "sq" and "by" not in preps:
        governed = at > 0 and sentence.units[at - 1].word in _WITH_NOMINATIVE
        preps = preps if apposed or governed else frozenset()
    return Candidate(at, at + 1, mention.type, (mention,), preps, case)


def with_partners(
    sentence: Sentence, candidates: Sequence[Candidate]
) -> list[Candidate]:
    """Return the candidates, "he" and the name that an "and" joins to it as a list."""
    people = [c for c in candidates if c.type == "PER" and len(c.mentions) == 1]
    starts = {c.start: c for c in people if c.named and c.case in ("", "nom")}
    ends = {c.end: c for c in starts.values()}
    lists: dict[Candidate, tuple[Mention, ...]] = {}
    for one in people:
        if one.named or one.start < 0 or one.cost > 1 or one.case not in ("", "nom"):
            continue
        end = one.end + one.speaks
        behind = starts.get(end + 1) if sentence.cue_at(end, "and") else None
        before = (
            ends.get(one.start - 1) if sentence.cue_at(one.start - 1, "and") else None
        )
        other = behind or before
        if other is not None and not may_be_same(one.mentions[0], other.mentions[0]):
            both = (*one.mentions, *other.mentions)
            lists |= {one: both, other: both}
    return [c._replace(mentions=lists.get(c, c.mentions)) for c in candidates]


def _announces_name(sentence: Sentence, at: int) -> bool:
    """Whether a word may stand between a preposition and the name that it governs."""
    if sentence.cues_at(at, _BEFORE_NAMES):
        return True
    return any(
        hit.start <= at < hit.end
        and hit.trigger is not None
        and hit.trigger.construction in ("noun", "post", "mutual", "head")
        for hit in sentence.hits
    )


def _case_beside(sentence: Sentence, at: int, case: str) -> str:
    """Return a person's case, as far as the words beside the name tell it.

    The role before a family name that is not declined has an ending; `'s` follows a
    possessive.
    """
    units = sentence.units
    if sentence.language == "en":
        marks = [(u.mark, u.word) for u in units[at + 1 : at + 3]]
        owns = sentence.text_of(units[at]).endswith(("'s", "’s"))
        return "poss" if owns or marks in _GENITIVES else case
    if case != "nom" or sentence.language != "hbs" or at == 0:
        return case
    if sentence.cue_at(at - 1, "role"):
        return word_case(units[at - 1].word) or case
    return _title_case(sentence, at) or case


def _title_case(sentence: Sentence, at: int) -> str:
    """Return what the word before a name says of its case: `suvlasnice Perić`."""
    for hit in sentence.hits:
        if hit.end == at and hit.trigger and hit.trigger.construction in _TITLES:
            word = sentence.units[hit.start].word
            return next((c for e, c in _TITLE_ENDINGS if word.endswith(e)), "")
    return ""


def word_case(word: str) -> str:
    """Return what the ending of a role in Serbo-Croatian says of its case."""
    for ending, case in _ROLE_ENDINGS:
        if word.endswith(ending):
            return case
    return ""


def kin_case(word: str) -> str:
    """Return what the ending of a word for a relative in Serbo-Croatian says."""
    if word.endswith(("om", "em")):
        return "ins"
    return "dat" if word.endswith(("u", "i")) else ""


def prepositions(
    sentence: Sentence, at: int, *, adjacent: bool = False
) -> frozenset[str]:
    """Return the senses of the preposition that governs the unit at a position."""
    position = at - 1
    steps = 0
    found: frozenset[str] = frozenset()
    named = sentence.units[at].mention
    strict = sentence.language in _UNCASED and named is not None and named.type in NAMED
    while position >= 0 and steps < _BACK:
        unit = sentence.units[position]
        apposed = unit.mark == "," and position == at - 1
        if apposed and not _names_relative(sentence, position - 1):
            kin = sentence.kin_of(position - 1, position) if position else None
            if kin is None:
                break
            position = kin.start - 1
            continue
        other = unit.mark and unit.mark not in _QUOTES and not apposed
        if unit.mention is not None or other:
            break
        if sentence.cue_at(position, "named"):
            break
        senses = sentence.cues_at(position, _SENSES)
        if unit.word == "te" and sentence.text_of(unit).lower() == "te":
            senses = frozenset({"to", "at"})
        if senses == {"of"} and _begins_verb(sentence, position):
            senses = frozenset()
        if any(
            hit.end - hit.start > 1 and hit.start <= position < hit.end
            for hit in sentence.cues.get("by", ())
        ):
            return frozenset({"by", "from"})
        if unit.word == "me" and sentence.text_of(unit).lower() != "me":
            break
        if senses and not sentence.cue_at(position + 1, "plate"):
            apart = "other" in senses and steps > 0
            found = frozenset({"other"}) if apart else senses
            if found != {"of"}:
                return found
        if unit.word:
            steps += 1
            if adjacent or (strict and not _announces_name(sentence, position)):
                break
        position -= 1
    return found


def _begins_verb(sentence: Sentence, at: int) -> bool:
    """Whether Albanian `i` or `e` is a verb's pronoun, no article: `i afrohet Ana`."""
    return sentence.language == "sq" and any(
        hit.start == at < hit.end - 1 and hit.trigger.construction in _VERBAL
        for hit in sentence.hits
        if hit.trigger is not None
    )


def _names_relative(sentence: Sentence, at: int) -> bool:
    """Whether a word for a relative or a role ends at a unit: `his father, Hasan`."""
    return sentence.cue_at(at, "role") or any(
        hit.end == at + 1
        and hit.trigger is not None
        and hit.trigger.construction == "mutual"
        and hit.trigger.relations[0] in _KIN
        for hit in sentence.hits
    )


def case_of(mention: Mention, language: str) -> str:
    """Return what the ending of a person's name says, where the language has cases."""
    if language not in _CASED or mention.type not in NAMED:
        return ""
    text, value = plain(mention.text).split(), plain(mention.value).split()
    if mention.type == "ORG":
        return "" if text == value or len(text) != len(value) else "obl"
    if text == value:
        return "nom"
    if len(text) != len(value):
        return ""
    pairs = [(one, other) for one, other in zip(text, value, strict=True)]
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    if not changed or sorted(text) == sorted(value):
        return "nom"
    return _ending(*changed[0], language)


def _ending(word: str, base: str, language: str) -> str:
    if language == "sq":
        if word[len(base) :] in ("i", "u") and word.startswith(base):
            return "nom"
        return "acc" if word.endswith("n") else "dat"
    stem = commonprefix([word, base])
    if len(stem) >= len(base) - _FLEETING and _POSSESSIVE.fullmatch(word[len(stem) :]):
        return "poss"
    if base.endswith("a"):
        endings = {"u": "acc", "i": "dat", "e": "gen", "om": "ins", "oj": "dat"}
    else:
        endings = {"a": "gen", "u": "dat", "om": "ins", "em": "ins", "og": "gen"}
        if base.endswith(("o", "e")):
            endings |= {"i": "dat", "e": "gen"}
    for ending in ("om", "em", "og", "oj", "u", "a", "i", "e"):
        if word.endswith(ending):
            return endings.get(ending, "obl")
    return "obl"


def _groups(
    sentence: Sentence, rows: Sequence[Candidate], *, kin: bool = False
) -> dict[int, tuple[Mention, ...]]:
    """Return for each member of a list its whole list, by the candidate's number.

    With `kin` a list goes on over "and his brother" and the numbers behind a name.
    """
    found: dict[int, tuple[Mention, ...]] = {}
    run = [0] if rows else []
    closed = False
    for number in range(1, len(rows) + 1):
        if kin and number < len(rows) and rows[number].type in _DATA:
            continue
        joint = number < len(rows) and _joint(
            sentence, rows[run[-1]], rows[number], kin=kin
        )
        if joint:
            run.append(number)
            closed = closed or joint != ","
            continue
        if len(run) > 1 and closed:
            members = tuple(rows[n].mentions[0] for n in run)
            found.update((n, members) for n in run)
        run, closed = [number], False
    return found


def _joint(
    sentence: Sentence, one: Candidate, other: Candidate, *, kin: bool = False
) -> str:
    """Return how two neighbours are joined in a list: `,`, `and`, or not at all."""
    place = {one.type, other.type} == _PLACES
    if one.type != other.type and not place:
        return ""
    cases = {one.case, other.case} - {""}
    if "poss" in cases or (len(cases) > 1 and "nom" in cases):
        return ""
    joined = ""
    for at in _outside(sentence, one.end, other.start):
        unit = sentence.units[at]
        if unit.mark == ",":
            joined = joined or ","
        elif sentence.cue_at(at, "and"):
            joined = "and"
        elif unit.mark in _QUOTES and unit.mark:
            continue
        elif place and (sentence.cue_at(at, "street") or unit.mark == "."):
            continue
        elif kin and _is_beside_kin(sentence, at):
            continue
        elif not (sentence.cue_at(at, "role") or _is_of_nation(sentence, at)):
            return ""
    return "and" if place and joined else joined


def _is_of_nation(sentence: Sentence, at: int) -> bool:
    """Whether a unit is an adjective before a role: `italijanski državljanin`."""
    word = sentence.units[at].word
    return _NATIONAL.search(word) is not None and sentence.cue_at(at + 1, "role")


def _is_beside_kin(sentence: Sentence, at: int) -> bool:
    """Whether a unit is "his", a word for a relative, or data of the person before."""
    mention = sentence.units[at].mention
    if mention is not None:
        return mention.type in _DATA
    if any(sentence.cue_at(at, cue) for cue in ("his", "her", "their", "own")):
        return True
    return any(
        hit.start <= at < hit.end
        and hit.trigger is not None
        and (hit.trigger.construction == "label" or hit.trigger.relations[0] in _KIN)
        for hit in sentence.hits
    )


def _outside(sentence: Sentence, start: int, end: int) -> Iterator[int]:
    """Yield the positions that are not inside parentheses."""
    depth = 0
    for at in range(start, end):
        mark = sentence.units[at].mark
        depth += mark == "("
        if depth == 0:
            yield at
        depth -= mark == ")" and depth > 0


def may_be_same(one: Mention, other: Mention, relation: str = "") -> bool:
    """Whether two mentions may name one person: `M. Perić` and `Marko Perić`.

    A surname alone may be that of a relative, where the relation is `family`.
    """
    if one.type != "PER" or other.type != "PER":
        return one.value == other.value
    short, long = sorted((_parts(one.value), _parts(other.value)), key=len)
    if relation == "family" and len(short) != len(long):
        return False
    return all(any(_agree(part, whole) for whole in long) for part in short)


@lru_cache(maxsize=10_000)
def _parts(value: str) -> tuple[str, ...]:
    return tuple(plain(part) for part in value.split())


def _agree(one: str, other: str) -> bool:
    """Whether two parts of a name are one: an initial stands for what it begins."""
    short, long = sorted((one, other), key=len)
    return one == other or (short.endswith(".") and long.startswith(short[:-1]))


def mention_at(sentence: Sentence, candidate: Candidate) -> Mention:
    """Return the mention that a named candidate stands at."""
    mention = sentence.units[candidate.start].mention
    assert mention is not None
    return mention
