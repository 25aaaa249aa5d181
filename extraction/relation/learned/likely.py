"""What may be stated on a page: the rules' relations, and what the encoder adds."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from extraction.model import Mention, Page, Relation
from extraction.relation.finding import Denied, Findings
from extraction.relation.grouping import group
from extraction.relation.labelling import Labelled, Word, add_labels
from extraction.relation.learned.among import Likely
from extraction.relation.learned.circumstances import Circumstances
from extraction.relation.learned.encoder import Lower, RelationEncoder
from extraction.relation.learned.judging import Found, Head, Triple
from extraction.relation.learned.marking import Place, mark
from extraction.relation.learned.pairing import MUTUAL, one_way
from extraction.relation.standing import StandIn
from extraction.relation.units import read_scenes

HEAD_FILE = "relations.npz"


class Candidates(NamedTuple):
    """What may be stated on a page, and what it stands in."""

    likely: list[Likely]
    around: Circumstances


@dataclass(frozen=True, slots=True)
class Judge:
    """The encoder of relations with its head."""

    encoder: RelationEncoder
    head: Head

    @classmethod
    def load(cls, lower: Lower, folder: Path) -> "Judge":
        """Find the weights in a folder. Raises Unavailable where they lack."""
        return cls(RelationEncoder(lower, folder), Head.load(folder / HEAD_FILE))

    def candidates(
        self,
        page: Page,
        mentions: Sequence[Mention],
        found: Findings,
        language: str | None,
    ) -> Candidates:
        """Return what rules state on a page, and what else is not unlikely.

        `found` is what the rules find on it.
        """
        numbers = group([(m.type, m.value) for m in mentions])
        entities = {m.id: n for m, n in zip(mentions, numbers, strict=True)}
        rules = {key_of(relation, entities): relation for relation in found.relations}
        named = [Place(m.start, m.end, m.type, entities[m.id]) for m in mentions]
        marked = add_labels(page.text, named, words_in(mentions, found.standing))
        judged = self._judge(page, marked, rules)
        denied = {
            key_of(one, entities) for one in found.denied if _known(one, entities)
        }
        likely = list(_likely(judged, rules, denied, mentions, marked, entities))
        scenes, lexicon = read_scenes(page, mentions, language)
        words = list(_words(marked, mentions, found.standing))
        around = Circumstances(scenes, lexicon, mentions, entities, words)
        placed = (around.place(one) for one in likely)
        return Candidates([one for one in placed if one is not None], around)

    def _judge(
        self, page: Page, marked: Labelled, rules: Iterable[Triple]
    ) -> dict[Triple, Found]:
        """Return what is not unlikely, with the places that speak for it most."""
        back = {(r, t, s) for r, s, t in rules if r in MUTUAL}
        encoder = self.encoder
        windows = mark(page.text, marked.places, encoder.cutter, encoder.vocabulary)
        judged = self.head.judge(
            windows, marked.places, frozenset({*rules, *back}), encoder.read_states
        )
        return {one_way(*key): found for key, found in judged.items()}


def _likely(
    judged: Mapping[Triple, Found],
    rules: Mapping[Triple, Relation],
    denied: Container[Triple],
    mentions: Sequence[Mention],
    marked: Labelled,
    entities: Mapping[str, int],
) -> Iterator[Likely]:
    """Yield what may be stated; its ends are the rules' mentions if they state it."""
    known = {mention.id: mention for mention in mentions}
    for key in [*rules, *(key for key in judged if key not in rules)]:
        score, free, kind, at = None, None, None, None
        if key in judged:
            found = judged[key]
            score, free, both = found.score, found.free, (found.source, found.target)
            source, target = (mentions[marked.names[n]] for n in both)
            at = marked.places[both[0]].start, marked.places[both[1]].start
        if key in rules:
            rule = rules[key]
            source, target, kind = known[rule.source], known[rule.target], rule.kind
        ends = entities[source.id], entities[target.id]
        if at is None:
            at = source.start, target.start
        elif ends != key[1:]:
            at = at[1], at[0]
        untrue = kind is None and key in denied
        yield Likely(key[0], source, target, ends, score, free, kind, at, untrue)


def _words(
    marked: Labelled, mentions: Sequence[Mention], standing: Iterable[StandIn]
) -> Iterator[StandIn]:
    """Yield the words that are marked, labels too: what the rules know of them."""
    known: dict[int, StandIn] = {}
    for one in standing:
        known.setdefault(one.start, one)
    for place, name in islice(zip(*marked, strict=True), len(mentions), None):
        label = StandIn(mentions[name].page, place.start, place.end, mentions[name])
        yield known.get(place.start, label)._replace(mention=mentions[name])


def words_in(
    mentions: Sequence[Mention], standing: Iterable[StandIn]
) -> Iterator[Word]:
    """Yield the words that stand for some mentions, by the number of the mention.

    A nickname may stand for somebody of another page: such words are left out. What a
    word was first understood as is what it stands for.
    """
    numbers = {mention.id: number for number, mention in enumerate(mentions)}
    taken = set[int]()
    for one in standing:
        span = range(one.start, one.end)
        if one.mention.id in numbers and taken.isdisjoint(span):
            taken.update(span)
            yield Word(one.start, one.end, numbers[one.mention.id])


def _known(one: Denied, entities: Mapping[str, int]) -> bool:
    """Whether both ends are of the page."""
    return one.source in entities and one.target in entities


def key_of(relation: Relation | Denied, entities: Mapping[str, int]) -> Triple:
    """Return what a relation states of entities, a mutual one with them in order."""
    ends = entities[relation.source], entities[relation.target]
    return one_way(relation.type, *ends)
