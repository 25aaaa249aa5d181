"""What was said on pairs of a case before a run: by people, and by the resolver."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from backend.resolving.engine import Judged
from extraction.resolution import CandidatePair
from graph.ledger.judgements import PastJudgement
from graph.model import WHOLE_CASE, Judgement, Verdict, split_id

Pair = tuple[str, str]


class Change(NamedTuple):
    """What a run says of one pair: a new word, an earlier one withdrawn, or both."""

    pair: CandidatePair | None
    earlier: Judgement | None


@dataclass(slots=True)
class Words:
    """What stands, and what people took back, by pair.

    `given` are not the run's to change: people's live words, what other authorities'
    resolvers said, automatic ones that a person restored; and each automatic word that
    a person took back, as a negative one. `own` are the live words of earlier runs,
    `fresh` those of this one.
    """

    given: dict[str, dict[Pair, list[Verdict]]] = field(default_factory=dict)
    own: dict[str, dict[Pair, Judgement]] = field(default_factory=dict)
    fresh: dict[str, dict[Pair, Verdict]] = field(default_factory=dict)

    def judged(self, part: str, again: Collection[str] | None) -> Iterator[Judged]:
        """Yield the words that a run within a compartment must respect.

        Of its own earlier ones those on pairs that it does not compare `again` (None:
        it compares all), and the whole case's where it is another part.
        """
        for visible in dict.fromkeys((WHOLE_CASE, part)):
            for (left, right), verdicts in self.given.get(visible, {}).items():
                for verdict in verdicts:
                    yield left, right, verdict
            for pair, one in self.own.get(visible, {}).items():
                if visible != part or not touches(pair, again):
                    yield (*pair, one.verdict)
            for pair, verdict in self.fresh.get(visible, {}).items():
                yield (*pair, verdict)

    def compared(
        self, part: str, again: Collection[str] | None
    ) -> dict[Pair, Judgement]:
        """Return the resolver's own words that a run within a compartment renews."""
        known = self.own.get(part, {})
        return {pair: one for pair, one in known.items() if touches(pair, again)}

    def renew(self, part: str, changes: Iterable[Change]) -> None:
        """Take up what a run within a compartment has said and withdrawn."""
        fresh = self.fresh.setdefault(part, {})
        known = self.own.setdefault(part, {})
        for pair, earlier in changes:
            if earlier is not None:
                del known[earlier.left, earlier.right]
            if pair is not None:
                fresh[pair.left, pair.right] = pair.verdict

    def reach(self, changed: Iterable[str]) -> set[str]:
        """Return `changed` and all that automatic words tie to them, through others."""
        beside: dict[str, list[str]] = defaultdict(list)
        for words in self.own.values():
            for left, right in words:
                beside[left].append(right)
                beside[right].append(left)
        reached = set(changed)
        waiting = list(reached)
        while waiting:
            for other in beside.get(waiting.pop(), ()):
                if other not in reached:
                    reached.add(other)
                    waiting.append(other)
        return reached


def touches(pair: Pair, entities: Collection[str] | None) -> bool:
    """Whether a pair has one of some entities; None stands for all."""
    return entities is None or pair[0] in entities or pair[1] in entities


def read_words(past: Iterable[PastJudgement]) -> Words:
    """Return what a case's judgements, live or not, mean for the next run.

    People's words on a pair stand over every automatic one there.
    """
    words = Words()
    people: dict[str, dict[Pair, list[Verdict]]] = {}
    automatic: dict[str, dict[Pair, list[Verdict]]] = {}
    for said, live, dropped, undone in past:
        pair = (said.left, said.right)
        if split_id(said.left)[0] != split_id(said.right)[0]:
            continue
        if not said.automatic:
            if live:
                _add(people, said, said.verdict)
        elif undone:
            _add(automatic, said, Verdict.NEGATIVE)
        elif live and (dropped or said.authority):
            _add(automatic, said, said.verdict)
        elif live:
            words.own.setdefault(said.compartment, {})[pair] = said
    for part, given in automatic.items():
        for pair, verdicts in given.items():
            if pair not in people.get(part, {}):
                people.setdefault(part, {})[pair] = verdicts
    words.given = people
    for part, known in words.own.items():
        settled = {*people.get(part, ()), *people.get(WHOLE_CASE, ())}
        for pair in settled & known.keys():
            del known[pair]
    return words


def _add(
    into: dict[str, dict[Pair, list[Verdict]]], said: Judgement, verdict: Verdict
) -> None:
    part = into.setdefault(said.compartment, {})
    part.setdefault((said.left, said.right), []).append(verdict)
