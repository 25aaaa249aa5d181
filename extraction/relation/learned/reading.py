"""What the encoder has learnt of relations, put together with what rules state."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.model import Document, Mention, Page, Relation
from extraction.relation.candidates import may_be_same
from extraction.relation.finding import Findings
from extraction.relation.learned.among import Likely
from extraction.relation.learned.circumstances import Circumstances
from extraction.relation.learned.encoder import Lower
from extraction.relation.learned.likely import Judge, key_of
from extraction.relation.scanning import by_page
from extraction.relation.trees import Trees
from graph.model import Kind

VERSION = "learned/5"
WEIGHER_FILE = "weigher.onnx"
KEPT, ADDED, DOUBTED = 0.2, 0.36, 0.5
"""How probable a relation of the rules is that stays, another that is added, and one
that is added of a sentence which denies, asks or plans something.

Chosen by what documents of corpus/train got that the trees had not learnt from
(`extraction.models.weighing`).
"""


NOTHING = Findings([], [], [])


@dataclass(frozen=True, slots=True)
class LearnedRelations:
    """Finds what the rules miss, and drops what they state against all odds."""

    judge: Judge
    weigher: Trees
    kept: float = KEPT
    added: float = ADDED
    doubted: float = DOUBTED

    @classmethod
    def load(cls, lower: Lower, folder: Path) -> "LearnedRelations":
        """Find the weights in a folder. Raises Unavailable where they lack."""
        return cls(Judge.load(lower, folder), Trees.load(folder / WEIGHER_FILE))

    def find(
        self,
        document: Document,
        mentions: Sequence[Mention],
        stated: Findings,
    ) -> list[Relation]:
        """Return the relations in the order of the text; those kept are unchanged."""
        here, said = by_page(mentions), _by_page(stated)
        found: list[Relation] = []
        for page in document.pages:
            inside, rules = here.get(page.number, []), said.get(page.number, NOTHING)
            rows = self._read(page, inside, rules, document.language)
            found += sorted(rows, key=lambda r: r.start)
        return found

    def _read(
        self,
        page: Page,
        mentions: Sequence[Mention],
        stated: Findings,
        language: str | None,
    ) -> list[Relation]:
        """Return what of the rules' stays on a page, and what is added."""
        likely, around = self.judge.candidates(page, mentions, stated, language)
        if not likely:
            return [*stated.relations]
        chances = self.weigher.weigh(around.rows(likely))
        weighed = list(zip(likely, map(float, chances), strict=True))
        dropped = {one.key for one, chance in weighed if chance < self.kept}
        added = [
            _told(one, around)
            for one, chance in weighed
            if one.stated is None
            and chance > self.added
            and not one.denied
            and (chance > self.doubted or not around.is_doubtful(one))
            and not may_be_same(one.source, one.target, one.relation)
        ]
        kept = [
            r for r in stated.relations if key_of(r, around.entities) not in dropped
        ]
        return [*kept, *added]


def _told(one: Likely, around: Circumstances) -> Relation:
    """Return the relation: an assessment if one of its sentences is."""
    sentences = around.between(one)
    told = any("assessment" in sentence.cues for sentence in sentences)
    return Relation(
        one.relation,
        one.source.id,
        one.target.id,
        one.source.page,
        sentences[0].scene.start,
        sentences[-1].scene.end,
        Kind.ASSESSMENT if told else Kind.FACT,
        VERSION,
    )


def _by_page(found: Findings) -> dict[int, Findings]:
    pages: dict[int, Findings] = defaultdict(lambda: Findings([], [], []))
    for relation in found.relations:
        pages[relation.page].relations.append(relation)
    for word in found.standing:
        pages[word.page].standing.append(word)
    for denied in found.denied:
        pages[denied.page].denied.append(denied)
    return pages
