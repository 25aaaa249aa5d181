"""How a sentence names: nicknames, fathers, code names, a log's person, a leader."""

from collections.abc import Iterator, Mapping, Sequence

from extraction.model import Mention
from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.lexicon import Hit, plain
from extraction.relation.sentence import Sentence
from extraction.relation.units import Unit

_QUOTES = frozenset("\"„“”«»'")
_OPENING = frozenset(",(-")
_NEAR = 3
_LEADER_NEAR = 6
_GROUP_NEAR = 12
_FOCUS_NEAR = 5


def told_apart(sentence: Sentence, named: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without nicknames, and with whose child somebody is as KIN.

    A name behind "known as" is the person before; the father in "son of …" is only an
    end of a family relation.
    """
    kept: list[Candidate] = []
    previous: Candidate | None = None
    parent: Candidate | None = None
    for candidate in named:
        if candidate.type != "PER":
            kept.append(candidate)
            continue
        if previous is not None and _is_alias(sentence, previous, candidate):
            continue
        if previous is not None and _is_parent(sentence, previous, candidate):
            kept.append(
                candidate._replace(type="KIN", mentions=_own(sentence, candidate))
            )
            parent = candidate
            continue
        if parent is not None and _is_second(sentence, parent, candidate):
            if candidate.start - parent.end == 1:
                both = *kept[-1].mentions, *_own(sentence, candidate)
                kept[-1] = kept[-1]._replace(mentions=both, end=candidate.end)
                continue
            kept.append(
                candidate._replace(type="KIN", mentions=_own(sentence, candidate))
            )
            continue
        kept.append(candidate)
        previous = candidate
    return _without_parents(kept)


def _without_parents(rows: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates, the lists of others without those who are parents only."""
    parents = {m.id for c in rows if c.type == "KIN" for m in c.mentions}
    return [
        c
        if c.type == "KIN" or not c.along
        else c._replace(along=tuple(m for m in c.along if m.id not in parents))
        for c in rows
    ]


def _is_alias(sentence: Sentence, previous: Candidate, candidate: Candidate) -> bool:
    """Whether a word like "known as" stands just before a name, behind another."""
    at = _skip_back(sentence, candidate.start)
    return any(
        hit.end == at and hit.start >= previous.end
        for hit in sentence.cues.get("alias", ())
    )


def _is_parent(sentence: Sentence, previous: Candidate, candidate: Candidate) -> bool:
    for hit in sentence.cues.get("parent", ()):
        if hit.end != candidate.start or hit.start <= previous.end - 1:
            continue
        before = sentence.units[hit.start - 1]
        if before.mark in _OPENING and before.mark:
            return sentence.words_between(previous.end, hit.start) <= _LEADER_NEAR
    return False


def _is_second(sentence: Sentence, parent: Candidate, candidate: Candidate) -> bool:
    """Whether the other parent follows: "father A and mother B", "son of A and B"."""
    gap = candidate.start - parent.end
    if gap == 1 and sentence.cue_at(parent.end, "and"):
        undeclined = parent.case == "nom" and candidate.case == "gen"
        return undeclined or parent.case == candidate.case
    return gap <= _NEAR and sentence.has("parent", parent.end, candidate.start)


def _own(sentence: Sentence, candidate: Candidate) -> tuple[Mention, ...]:
    return (mention_at(sentence, candidate),)


def _skip_back(sentence: Sentence, at: int) -> int:
    """Return the place behind the last word before a unit, over quotes and dots."""
    while at > 0 and sentence.units[at - 1].mark in {*_QUOTES, ".", ":"}:
        at -= 1
    return at


def find_focus(
    sentence: Sentence, named: Sequence[Candidate], *, wire: bool = False
) -> Mention | None:
    """Return the person whom a log says that it is about: an intercept's, the user."""
    users = sentence.cues.get("line_user", ()) if wire else ()
    for hit in (*sentence.cues.get("focus", ()), *users):
        for candidate in named:
            if candidate.type == "PER" and candidate.start >= hit.end:
                gap = sentence.words_between(hit.end, candidate.start)
                return mention_at(sentence, candidate) if gap <= _FOCUS_NEAR else None
    return None


def find_aliases(
    sentence: Sentence, named: Sequence[Candidate]
) -> Iterator[tuple[str, Mention]]:
    """Yield nicknames of one word with the person before them whose they are."""
    previous: Candidate | None = None
    for candidate in (c for c in named if c.type == "PER"):
        if previous is not None and _is_alias(sentence, previous, candidate):
            alias = plain(mention_at(sentence, candidate).value)
            if " " not in alias:
                yield alias, mention_at(sentence, previous)
        else:
            previous = candidate


def find_codes(
    sentence: Sentence, named: Sequence[Candidate], codes: Sequence[Candidate]
) -> Mapping[str, Mention]:
    """Return code names and letters that a sentence gives to its one person.

    `codes` are the code names that were taken for names, the others are `named`.
    """
    people = [c for c in named if c.type == "PER"]
    found = dict(_bracketed(sentence, people))
    if len(people) != 1:
        return found
    mention = mention_at(sentence, people[0])
    if _coded(sentence):
        found |= dict.fromkeys(_quoted(sentence), mention)
    for code in codes:
        found[plain(mention_at(sentence, code).value)] = mention
    units = sentence.units
    if sentence.scene.row and len(units) > 3 and units[2].mark == ":":
        letter = units[1]
        if len(letter.word) == 1 and sentence.scene.capital(letter.start):
            found[letter.word] = mention
    return found


def _bracketed(
    sentence: Sentence, people: Sequence[Candidate]
) -> Iterator[tuple[str, Mention]]:
    """Yield words in brackets behind names: `Perić („Beli“)`, `Perić (CRANE)`."""
    units = sentence.units
    for candidate in people:
        inside = units[candidate.end : candidate.end + 5]
        marks = [unit.mark for unit in inside]
        if len(inside) == 5 and (marks[0], marks[4]) == ("(", ")"):
            code = inside[2]
            if code.word and {marks[1], marks[3]} <= _QUOTES:
                yield code.word, mention_at(sentence, candidate)
        elif marks[:3:2] == ["(", ")"] and _in_capitals(sentence, inside[1]):
            yield inside[1].word, mention_at(sentence, candidate)


def code_names(sentence: Sentence, named: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the names in quotes of a sentence that says whose code names they are."""
    if not _coded(sentence):
        return ()
    people = [c for c in named if c.type == "PER"]
    quoted = tuple(c for c in people if in_quotes(sentence, c.start, c.end))
    return quoted if len(people) - len(quoted) == 1 else ()


def in_quotes(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the units [start:end] stand in quotation marks."""
    units = sentence.units
    if start == 0 or end >= len(units):
        return False
    marks = units[start - 1].mark, units[end].mark
    return all(mark in _QUOTES and mark for mark in marks)


def _coded(sentence: Sentence) -> bool:
    return "focus" in sentence.cues or "alias" in sentence.cues


def _quoted(sentence: Sentence) -> Iterator[str]:
    """Yield single words with a capital in quotes, or in capitals as aliases."""
    units = sentence.units
    ends = {hit.end for hit in sentence.cues.get("alias", ())}
    for at, unit in enumerate(units):
        if unit.word and in_quotes(sentence, at, at + 1):
            if sentence.scene.capital(unit.start):
                yield unit.word
        elif at in ends and _in_capitals(sentence, unit):
            yield unit.word


def _in_capitals(sentence: Sentence, unit: Unit) -> bool:
    text = sentence.text_of(unit)
    return len(text) >= _NEAR and text.isalpha() and text.isupper()


def find_leader(sentence: Sentence, named: Sequence[Candidate]) -> Mention | None:
    """Return the person whom a sentence says to lead a group that it does not name."""
    if sentence.scene.row:
        return None
    for candidate in named:
        near = candidate.end, candidate.end + _NEAR
        if candidate.case == "poss" and sentence.has("group", *near):
            return mention_at(sentence, candidate)
    for hit in sentence.hits:
        if hit.trigger is None or "leading" not in hit.trigger.relations:
            continue
        if not sentence.has("group", hit.start - _GROUP_NEAR, hit.end + _GROUP_NEAR):
            continue
        leader = _leads(sentence, named, hit)
        if leader is not None:
            return leader.mentions[0] if leader.role else mention_at(sentence, leader)
    return None


def _leads(
    sentence: Sentence, named: Sequence[Candidate], hit: Hit
) -> Candidate | None:
    assert hit.trigger is not None
    people = [c for c in named if c.type == "PER"]
    after = [c for c in people if c.start >= hit.end]
    if hit.trigger.construction == "passive":
        reach = _NEAR
        return _first(sentence, after, hit, reach)
    close = _first(sentence, after, hit, _NEAR - 1)
    if close is not None and close.case in ("", "nom"):
        return close
    before = [c for c in people if c.end <= hit.start and not c.preps]
    subjects = [c for c in before if c.case in ("", "nom")]
    return subjects[-1] if subjects else _first(sentence, after, hit, _LEADER_NEAR)


def _first(
    sentence: Sentence, rows: Sequence[Candidate], hit: Hit, reach: int
) -> Candidate | None:
    if not rows or sentence.words_between(hit.end, rows[0].start) > reach:
        return None
    breaks = sentence.breaks_between(hit.end, rows[0].start)
    return rows[0] if breaks <= 1 else None
