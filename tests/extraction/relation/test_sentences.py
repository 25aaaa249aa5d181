"""How many of the relations of sentences and short documents are found.

Both were written for these tests; the files beside hold one case a paragraph: the
language, the text with its marks, and behind `>` what it states. The second half of the
sentences is held out: no word of the lexicons was taken from its errors.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from extraction.evaluation.giving import give
from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.notes import parse_note, parse_notes
from extraction.evaluation.running import Evaluation
from extraction.model import Document, Extraction
from extraction.relation.finding import find_relations

RELATIONS = {
    "associate", "call", "directorship", "employment", "family", "identified_by",
    "meeting", "membership", "ownership", "payment", "phone_user", "resides_at",
    "travel", "vehicle_user",
}  # fmt: skip
LANGUAGES = {"sr", "bs", "cnr", "mk", "sq", "en"}
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Given:
    """Finds relations between the mentions of a case, in the case's language."""

    gold: GoldDocument

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return the case's own mentions and the relations between them."""
        _, mentions, _ = give(self.gold)
        language, script = self.gold.language, self.gold.script
        document = replace(document, language=language, script=script)
        return Extraction(document, mentions, tuple(find_relations(document, mentions)))


def judge(rows: Iterable[GoldDocument]) -> Evaluation:
    """Return the evaluation of all cases."""
    result = Evaluation()
    for gold in rows:
        result.add(gold, Given(gold))
    return result


def cases(half: int) -> Iterator[GoldDocument]:
    """Yield every second case of each file: 0 is to learn from, 1 is held out."""
    for path in sorted(_HERE.glob("sentences/*.txt")):
        yield from [*parse_notes(path.stem, path.read_text("utf-8"))][half::2]


def documents() -> Iterator[GoldDocument]:
    """Yield the short documents beside, one a file."""
    for path in sorted(_HERE.glob("documents/*.txt")):
        yield parse_note(path.stem, path.read_text("utf-8").rstrip("\n"))


def test_every_relation_is_tried_in_every_language() -> None:
    """The sentences state each relation ten times at least, and some state none."""
    rows = [*cases(0), *cases(1)]
    stated = [r.type for gold in rows for r in gold.relations]
    assert {gold.language for gold in rows} == LANGUAGES
    assert set(stated) == RELATIONS
    assert min(stated.count(name) for name in RELATIONS) >= 10
    assert sum(not gold.relations for gold in rows) >= 40


@pytest.mark.parametrize(("half", "least"), [(0, 0.95), (1, 0.85)])
def test_sentences(half: int, least: float) -> None:
    """Denied ones included: a relation of a denied sentence counts as a wrong one."""
    found = judge(cases(half)).relations.score()
    assert found.f1 is not None
    assert found.f1 >= least


def test_constructions() -> None:
    """Asides, appositions, shares, inverted subjects: none missed, none wrong."""
    content = (_HERE / "constructions.txt").read_text("utf-8")
    score = judge(parse_notes("constructions", content))
    found = score.relations.score()
    errors = score.as_json()["confusions"]["relations"]
    assert found.right == found.found == found.there, errors


def test_documents() -> None:
    """Pronouns, roles, forms and logs, over several sentences."""
    found = judge(documents())
    score = found.relations.score()
    assert score.f1 is not None
    assert score.f1 >= 0.85
    for language in LANGUAGES:
        own = found.relations.score(None, language=language)
        assert own.f1 is not None
        assert own.f1 >= 0.8
