"""What may be stated on a page: the rules' relations, and what the encoder adds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from extraction.model import Mention, Page, Relation
from extraction.relation.learned.among import Likely
from extraction.relation.learned.circumstances import Circumstances
from extraction.relation.learned.encoder import Lower, RelationEncoder
from extraction.relation.learned.grouping import group
from extraction.relation.learned.judging import Found, Head, Triple
from extraction.relation.learned.labelling import add_labels
from extraction.relation.learned.marking import Place, mark
from extraction.relation.learned.pairing import MUTUAL, one_way
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
        stated: Sequence[Relation],
        language: str | None,
    ) -> Candidates:
        """Return what rules state on a page, and what else is not unlikely."""
        numbers = group([(m.type, m.value) for m in mentions])
        entities = {m.id: n for m, n in zip(mentions, numbers, strict=True)}
        rules = {key_of(relation, entities): relation for relation in stated}
        judged = self._judge(page, mentions, entities, rules)
        likely = list(_likely(judged, rules, {m.id: m for m in mentions}, entities))
        scenes, lexicon = read_scenes(page, mentions, language)
        around = Circumstances(scenes, lexicon, mentions, entities)
        return Candidates([one for one in likely if around.has(one)], around)

    def _judge(
        self,
        page: Page,
        mentions: Sequence[Mention],
        entities: Mapping[str, int],
        rules: Mapping[Triple, Relation],
    ) -> dict[Triple, tuple[Found, Mention, Mention]]:
        """Return what is not unlikely, with the mentions that speak for it most."""
        named = [Place(m.start, m.end, m.type, entities[m.id]) for m in mentions]
        places, names = add_labels(page.text, named)
        back = {(r, t, s) for r, s, t in rules if r in MUTUAL}
        windows = mark(page.text, places, self.encoder.cutter, self.encoder.vocabulary)
        judged = self.head.judge(
            windows, places, frozenset({*rules, *back}), self.encoder.read_states
        )
        return {
            one_way(*key): (
                found,
                mentions[names[found.source]],
                mentions[names[found.target]],
            )
            for key, found in judged.items()
        }


def _likely(
    judged: Mapping[Triple, tuple[Found, Mention, Mention]],
    rules: Mapping[Triple, Relation],
    known: Mapping[str, Mention],
    entities: Mapping[str, int],
) -> Iterator[Likely]:
    """Yield what may be stated; its ends are the rules' mentions if they state it."""
    for key in [*rules, *(key for key in judged if key not in rules)]:
        score, free, kind = None, None, None
        if key in judged:
            found, source, target = judged[key]
            score, free = found.score, found.free
        if key in rules:
            rule = rules[key]
            source, target, kind = known[rule.source], known[rule.target], rule.kind
        ends = entities[source.id], entities[target.id]
        yield Likely(key[0], source, target, ends, score, free, kind)


def key_of(relation: Relation, entities: Mapping[str, int]) -> Triple:
    """Return what a relation states of entities, a mutual one with them in order."""
    ends = entities[relation.source], entities[relation.target]
    return one_way(relation.type, *ends)
