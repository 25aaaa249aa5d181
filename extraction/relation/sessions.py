"""An intercept's entries: who called whom, by the heading and the lines behind it.

A heading names both parties (`M1 > M2`, `outgoing from A, to B`), or the line that is
listened to and a number; who talks there a line behind says (`Other party: …`, `on the
line is …`), or stands before what he says.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extraction.model import Mention
from extraction.relation.candidates import Candidate, may_be_same, named_candidates
from extraction.relation.matching import Pair
from extraction.relation.sentence import Sentence
from extraction.relation.subjects import is_entry

_NEAR = 3
_ON_LINE = 4
_LINES = 4
_ARROWS = frozenset(">→»")
_PARTIES = frozenset({"PER", "PHONE"})


@dataclass(slots=True)
class SessionReader:
    """Reads a page's sentences in order; remembers what the last heading left open."""

    fields: Mapping[str, frozenset[str]]
    caller: Mention | None = None
    """Who called by the last heading, where it is known."""
    _outgoing: bool | None = None
    _own: Mention | None = None
    _number: Mention | None = None
    _lines: int = 0

    def read(
        self, sentence: Sentence, focus: Mention | None, *, wire: bool = False
    ) -> Iterator[Pair]:
        """Yield the call of an entry, by the line that names the other party.

        `focus` is whose telephone is listened to, in a `wire` of it. A call is told
        once, by the first such line.
        """
        self.caller = None
        if is_entry(sentence):
            yield from self._open(sentence, focus, wire)
        self._lines += 1
        if self._outgoing is None or self._own is None:
            return
        other = self._partner(sentence)
        if other is not None and not may_be_same(other, self._own):
            yield from self._tell(other)

    def _open(
        self, sentence: Sentence, focus: Mention | None, wire: bool
    ) -> Iterator[Pair]:
        """Read a heading: yield the call where it names both parties."""
        self._outgoing, self._own, self._number, self._lines = None, focus, None, 0
        parties = [c for c in named_candidates(sentence) if c.type in _PARTIES]
        ends = _by_arrow(sentence, parties)
        if ends is not None:
            self.caller = ends[0]
            yield "call", *ends
            return
        self._outgoing = _direction(sentence)
        if self._outgoing is None:
            return
        own, other = _sides(sentence, parties, outgoing=self._outgoing)
        people = [m for m in (own, other) if m is not None and m.type == "PER"]
        if not (wire or focus or people):
            self._outgoing = None
            return
        self._own = own if own is not None and own.type == "PER" else focus
        if other is not None and other.type == "PHONE":
            self._number = other
        elif other is not None and self._own is not None:
            self._number = _number(sentence, self._outgoing)
            yield from self._tell(other)
        if self._outgoing:
            self.caller = self._own

    def _tell(self, other: Mention) -> Iterator[Pair]:
        """Yield the call with the other party, and whose the heading's number is."""
        assert self._own is not None
        ends = (self._own, other) if self._outgoing else (other, self._own)
        self._outgoing, self.caller = None, ends[0]
        yield "call", *ends
        if self._number is not None and other.type == "PER":
            yield "phone_user", other, self._number

    def _partner(self, sentence: Sentence) -> Mention | None:
        """Return whom a line behind a heading says to be the other party."""
        units = sentence.units
        ends = (
            at
            for at, unit in enumerate(units[: _NEAR + 1])
            if unit.mark == ":" or sentence.cue_at(at, "aux")
        )
        label = units[: next(ends, 0)]
        named = [u.mention for u in units if u.mention is not None]
        people = [m for m in named if m.type == "PER"]
        if " ".join(u.word for u in label) in self.fields["partner"]:
            numbers = [m for m in named if m.type == "PHONE"]
            return next(iter(people or numbers), None)
        if len(units) > 1 and units[1].mark == ":" and units[0].mention in people:
            return units[0].mention
        return self._on_line(sentence) if self._lines <= _LINES else None

    def _on_line(self, sentence: Sentence) -> Mention | None:
        """Return who is said to be on the line: `the caller is …`."""
        for hit in sentence.cues.get("on_line", ()):
            near = range(hit.end, min(hit.end + _ON_LINE, len(sentence.units)))
            for at in near:
                mention = sentence.units[at].mention
                if mention is not None and mention.type == "PER":
                    return mention
                if sentence.units[at].mark == ".":
                    break
        return None


def _by_arrow(
    sentence: Sentence, parties: Sequence[Candidate]
) -> tuple[Mention, Mention] | None:
    """Return both ends of an arrow: `M1 > M2`, `Ana Anić → 061 123 456`."""
    for left, right in zip(parties, parties[1:], strict=False):
        gap = sentence.units[left.end : right.start]
        marks = "".join(unit.mark for unit in gap if not unit.word)
        if any(unit.word for unit in gap) or not gap:
            continue
        if set(marks) & _ARROWS and set(marks) <= _ARROWS | set("-=–"):
            return left.mentions[0], right.mentions[0]
    return None


def _sides(
    sentence: Sentence, parties: Sequence[Candidate], *, outgoing: bool
) -> tuple[Mention | None, Mention | None]:
    """Return whose line a heading is of, and the other party, as far as it says."""
    own: Mention | None = None
    other: Mention | None = None
    ours, theirs = ("from", "to") if outgoing else ("to", "from")
    cue = "outgoing" if outgoing else "incoming"
    place = sentence.cues[cue][0].start
    for party in parties:
        mention = party.mentions[0]
        if theirs in party.preps and ours not in party.preps and other is None:
            other = mention
        elif own is None and (ours in party.preps or party.end <= place):
            own = mention
        elif other is None and own is not None and party.type in _PARTIES:
            other = mention
    return own, other


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
