"""An intercept's entries of several lines: who called by the heading, and whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extraction.model import Mention
from extraction.relation.matching import Pair
from extraction.relation.sentence import Sentence
from extraction.relation.subjects import is_entry

_NEAR = 3


@dataclass(slots=True)
class SessionReader:
    """Reads a page's sentences in order; remembers whether the last entry went out."""

    fields: Mapping[str, frozenset[str]]
    _outgoing: bool | None = None
    _number: Mention | None = None

    def read(self, sentence: Sentence, focus: Mention | None) -> Iterator[Pair]:
        """Yield the call of an entry whose line names the other party.

        `focus` is whose telephone is listened to. A call is told once, by the first
        such line.
        """
        if is_entry(sentence):
            self._outgoing = _direction(sentence)
            self._number = _number(sentence, self._outgoing)
        if self._outgoing is None or focus is None:
            return
        other = self._partner(sentence)
        if other is not None and other.value != focus.value:
            ends = (focus, other) if self._outgoing else (other, focus)
            self._outgoing = None
            yield "call", *ends
            if self._number is not None and other.type == "PER":
                yield "phone_user", other, self._number

    def _partner(self, sentence: Sentence) -> Mention | None:
        """Return whom a line labels as the other party, a number without a name."""
        units = sentence.units
        ends = (
            at
            for at, unit in enumerate(units[: _NEAR + 1])
            if unit.mark == ":" or sentence.cue_at(at, "aux")
        )
        label = units[: next(ends, 0)]
        if " ".join(u.word for u in label) not in self.fields["partner"]:
            return None
        named = [u.mention for u in units if u.mention is not None]
        people = [m for m in named if m.type == "PER"]
        numbers = [m for m in named if m.type == "PHONE"]
        return next(iter(people or numbers), None)


def _number(sentence: Sentence, outgoing: bool | None) -> Mention | None:
    """Return the number that a heading says was called, or called from there."""
    side = "to" if outgoing else "from"
    for at, unit in enumerate(sentence.units):
        if unit.mention is not None and unit.mention.type == "PHONE":
            near = range(max(0, at - _NEAR), at)
            return unit.mention if any(sentence.cue_at(n, side) for n in near) else None
    return None


def _direction(sentence: Sentence) -> bool | None:
    """Return whether a heading says that the call went out or came in, else None."""
    found = {cue for cue in ("outgoing", "incoming") if cue in sentence.cues}
    return "outgoing" in found if len(found) == 1 else None
