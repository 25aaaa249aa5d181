"""Who a sentence is about, who speaks in it, and whether it is an entry of a log."""

import re
from collections.abc import Sequence

from extraction.model import Mention
from extraction.relation.candidates import Candidate, mention_at
from extraction.relation.sentence import Sentence
from extraction.relation.units import is_roman_item

_DAY = r"\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}\.?)?,?\s+(?:(?:u|vo|ne ora)\s+)?"
_HOUR = re.compile(rf"\s*[-\[(]?\s*(?:{_DAY})?\d{{1,2}}[:.]\d{{2}}(?!\d|[.:]\d)")
_AT = re.compile(r"^(?:u|at|vo|ne|ora|ne ora)\s")
_ITEM = 3
_ASIDE = 8
_CLAUSES = frozenset(",;:.")
_OPENING = frozenset('"„“«')


def find_subject(
    sentence: Sentence, candidates: Sequence[Candidate]
) -> Candidate | None:
    """Return the first person of a sentence whose form may be that of its subject."""
    for candidate in candidates:
        if candidate.type != "PER" or candidate.start < 0:
            continue
        if candidate.named and is_item(sentence, candidate):
            return candidate
        nominative = candidate.case == "nom" or (candidate.named and not candidate.case)
        inside = is_inside(sentence, candidate) or is_source(sentence, candidate)
        if nominative and not candidate.preps and not inside:
            return candidate
    return None


def is_source(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether somebody is only named as whose word it is: `, kako ona tvrdi,`."""
    units, start, end = sentence.units, candidate.start, candidate.end
    first = next((at for at in range(start - 1, -1, -1) if units[at].mark == ","), None)
    last = next((at for at in range(end, len(units)) if units[at].mark == ","), None)
    if first is None or last is None or last - first > _ASIDE:
        return False
    opened = any(sentence.cue_at(first + 1, cue) for cue in ("that", "other"))
    return opened and sentence.has("assessment", first, last)


def is_inside(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether somebody is named in a relative clause: `koju vodi Perić`."""
    for hit in sentence.cues.get("rel_of", ()):
        if hit.end <= candidate.start:
            gap = sentence.units[hit.end : candidate.start]
            if not any(unit.mark in _CLAUSES and unit.mark for unit in gap):
                return True
    return False


def is_item(sentence: Sentence, candidate: Candidate) -> bool:
    """Whether a person heads an item of a list, `1. Perić` or `(a) Perić`."""
    units = sentence.units[: candidate.start]
    if sentence.head is not None and candidate.mentions[0] is sentence.head:
        return True
    if candidate.start > _ITEM or not units:
        return False
    if is_roman_item(sentence.units) and sentence.scene.capital(units[0].start):
        return True
    if units[0].mark == "(":
        return candidate.start == _ITEM and len(units[1].word) <= 2
    return units[0].word.isdigit() and units[-1].mark in (".", ")")


def is_entry(sentence: Sentence) -> bool:
    """Whether a sentence begins an entry of a log: an hour, a date and hour, a call."""
    folded, units = sentence.scene.folded, sentence.units
    if _HOUR.match(folded):
        return True
    if sentence.cue_at(0, "entry") and len(units) > 2:
        return any(unit.word.isdigit() for unit in units[1:4])
    numbered = (
        len(units) > 2 and units[0].word.isdigit() and units[1].mark in (".", ")")
    )
    first = units[2 if numbered else 0].mention if units else None
    if first is None or first.type != "DATE":
        return False
    behind = folded[first.end - sentence.scene.start :].lstrip(". ,(")
    return _HOUR.match(_AT.sub("", behind)) is not None


def is_call(sentence: Sentence) -> bool:
    """Whether an entry says which way a call went, by a word."""
    return "outgoing" in sentence.cues or "incoming" in sentence.cues


def find_speaker(sentence: Sentence, named: Sequence[Candidate]) -> Mention | None:
    """Return who says what a sentence quotes: the person before its colon."""
    units = sentence.units
    colon = next((at for at, unit in enumerate(units) if unit.mark == ":"), None)
    if colon is None:
        return None
    before = [c for c in named if c.type == "PER" and c.end <= colon]
    if before and before[-1].end == colon:
        return mention_at(sentence, before[-1])
    quoted = any(unit.mark in _OPENING for unit in units[colon : colon + 2])
    subject = find_subject(sentence, before) if quoted else None
    return subject.mentions[0] if subject else None
