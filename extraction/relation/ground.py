"""A sentence with all that can be an end of a relation in it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extraction.relation.candidates import Candidate
from extraction.relation.lexicon import Hit
from extraction.relation.sentence import Sentence
from extraction.relation.subjects import find_subject, is_item

_GENITIVE = 2
KIN = frozenset({"family", "associate"})
"""The relations of people by which others are called: "his brother"."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A sentence with all that can be an end in it, in order."""

    sentence: Sentence
    candidates: Sequence[Candidate]
    subject: Candidate | None = None
    item: bool = False
    starts: Sequence[int] = ()

    @classmethod
    def of(cls, sentence: Sentence, candidates: Iterable[Candidate]) -> "Ground":
        """Put the candidates in order, and find the subject among them."""
        rows = sorted(candidates, key=lambda c: c.start)
        subject = find_subject(sentence, rows)
        item = subject is not None and subject.named and is_item(sentence, subject)
        return cls(sentence, rows, subject, item, [c.start for c in rows])

    def between(self, low: int, high: int) -> Sequence[Candidate]:
        """Return the candidates that begin behind one place and before another."""
        first = bisect_right(self.starts, low)
        return self.candidates[first : bisect_left(self.starts, high)]


def is_of_kin(sentence: Sentence, candidate: Candidate, but: Hit | None = None) -> bool:
    """Whether "his" is only said of a relative or friend, another word than `but`."""
    behind = candidate.case == "poss" and any(
        0 <= hit.start - candidate.end <= _GENITIVE and hit.trigger.relations[0] in KIN
        for hit in sentence.hits
        if hit.trigger is not None and not (but and but.start <= hit.start < but.end)
    )
    apposed = sentence.kin_of(candidate.start, candidate.end)
    return behind or (apposed is not None and apposed != but)
