"""A fit → those whom the sentence names besides: along, with other sums or shares."""

from collections.abc import Iterator

from extraction.model import Mention
from extraction.relation.candidates import Candidate
from extraction.relation.ground import Ground
from extraction.relation.lexicon import Hit
from extraction.relation.matching import Fit
from extraction.relation.sentence import CLAUSE, Sentence

_GIVING = frozenset({"give", "given"})
_GOING = frozenset({"goes", "passes"})
_SHARED = frozenset({"travel", "resides_at"})
_WITH_NEAR = 8
_SURE = 2
_NEXT_NEAR = 8
_SUM_NEAR = 2
_ANNOUNCED = 3


def find_further(ground: Ground, hit: Hit, fit: Fit) -> Iterator[Fit]:
    """Yield the fits that a sentence adds to one of a word, none where it adds none.

    Those are payments with sums of their own, owners of other shares, and the
    crossing of a journey.
    """
    kind = hit.trigger.construction if hit.trigger else ""
    if kind in _GIVING and fit.relation == "payment":
        yield from _paid_too(ground, fit)
    if fit.relation == "ownership" and ground.sentence.has("share"):
        yield from _sharers(ground, hit, fit)
    if kind in _GOING and fit.relation == "travel":
        yield from _crossed(ground, hit, fit)


def join_along(ground: Ground, hit: Hit, fit: Fit) -> Fit:
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


def find_fellows(ground: Ground, hit: Hit) -> Iterator[Fit]:
    """Yield those whom a sentence calls members of one group that nobody named."""
    if not ground.sentence.has("group", hit.start, hit.end + 5):
        return
    before = [c for c in ground.candidates if c.type == "PER" and c.end <= hit.start]
    if before and len(before[-1].mentions) > 1:
        group = before[-1].mentions
        yield Fit(0, "associate", group, group, before[-1].start)


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


def _paid_too(ground: Ground, fit: Fit) -> Iterator[Fit]:
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
