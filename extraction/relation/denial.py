"""Whether what a word states is denied in its sentence, only asked or planned."""

from extraction.relation.lexicon import Hit
from extraction.relation.minutes import is_question
from extraction.relation.sentence import Sentence

_NEAR = 5
_AMID_NEAR = 4
_AMID = ("with", "he_acc", "she_acc", "his", "her", "role", "unknown", "suspect")
_EVENT_REACH = 12
_EVENTS = frozenset({"meeting", "call", "payment", "travel", "membership"})
_PLANNED = frozenset({"meeting", "call", "payment", "travel"})
_NAMING = frozenset({"mutual", "noun", "given", "called"})
_ENDS_SENTENCE = frozenset('?.!„“”»«"')
_ENDS_QUESTION = frozenset(",:;“")


def is_denied(sentence: Sentence, hit: Hit) -> bool:
    """Whether a word is denied in its clause, or by a verb that governs it.

    A question states nothing; an event that was planned or called off was none.
    """
    if _is_asked(sentence, hit) and not _is_presupposed(sentence, hit):
        return True
    if _is_unreal(sentence, hit):
        return True
    for verb in sentence.cues.get("denial", ()):
        if verb.end <= hit.start and _governs(sentence, verb.end, hit.start):
            return True
    for word in sentence.cues.get("negation", ()):
        if hit.start <= word.start < hit.end:
            return True
        if word.end <= hit.start and _denies(sentence, word.end, hit.start):
            return True
        if word.start >= hit.end and _denies_behind(sentence, hit, word.start):
            return True
    return False


def is_bare(sentence: Sentence, hit: Hit) -> bool:
    """Whether a phrase for a meeting has nobody behind it: `udio u društvu`."""
    if not sentence.cue_at(hit.start, "amid"):
        return False
    behind = sentence.units[hit.end : hit.end + _AMID_NEAR]
    return not any(u.mention and u.mention.type == "PER" for u in behind) and not any(
        sentence.has(cue, hit.end, hit.end + _AMID_NEAR) for cue in _AMID
    )


def _is_asked(sentence: Sentence, hit: Hit) -> bool:
    """Whether a word stands in a question, or behind "whether" in its clause."""
    if sentence.affirmed:
        return False
    if is_question(sentence.scene.folded):
        return True
    behind = sentence.units[hit.end :]
    asks = next((unit.mark for unit in behind if unit.mark in _ENDS_SENTENCE), "")
    if asks == "?":
        return True
    return any(
        word.end <= hit.start
        and not any(
            unit.mark in _ENDS_QUESTION and unit.mark
            for unit in sentence.units[word.end : hit.start]
        )
        for word in sentence.cues.get("whether", ())
    )


def _is_presupposed(sentence: Sentence, hit: Hit) -> bool:
    """Whether a question names a relative by the way: "did my brother Luka call?"."""
    behind = sentence.units[hit.end : hit.end + 1]
    named = bool(behind) and behind[0].mention is not None
    mutual = hit.trigger is not None and hit.trigger.relations == ("family",)
    return mutual and named and sentence.cue_at(hit.start - 1, "my")


def _is_unreal(sentence: Sentence, hit: Hit) -> bool:
    """Whether an event is said to have been planned only, or called off."""
    trigger = hit.trigger
    if trigger is None or not _PLANNED & set(trigger.relations):
        return False
    for plan in sentence.cues.get("plan", ()):
        near = sentence.words_between(plan.end, hit.start) <= _EVENT_REACH
        if plan.start <= hit.start and near and _governs(sentence, plan.end, hit.start):
            return True
    if trigger.construction not in _NAMING:
        return False
    return any(
        void.start >= hit.end and _governs(sentence, hit.end, void.start)
        for void in sentence.cues.get("void", ())
    )


def _governs(sentence: Sentence, start: int, end: int) -> bool:
    return not any(
        sentence.units[at].mark in (";", ":") or sentence.cue_at(at, "but")
        for at in range(start, end)
    )


def _denies(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word of denial just before reaches the word behind it."""
    near = sentence.words_between(start, end) <= _NEAR
    return near and sentence.runs_on(start, end) and not sentence.has("and", start, end)


def _denies_behind(sentence: Sentence, hit: Hit, start: int) -> bool:
    """Whether an event named before is said not to have been."""
    trigger = hit.trigger
    if sentence.words_between(hit.end, start) <= 1 and _plain(sentence, hit.end, start):
        return True
    if trigger is None or not _EVENTS & set(trigger.relations):
        return False
    if trigger.construction not in _NAMING:
        return False
    near = sentence.words_between(hit.end, start) <= _EVENT_REACH
    return near and sentence.runs_on(hit.end, start)


def _plain(sentence: Sentence, start: int, end: int) -> bool:
    """Whether there is neither a mention nor a mark in the units [start:end]."""
    return all(unit.word for unit in sentence.units[start:end])
