"""What the weights that ship add to the rules' relations, and what they need."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from extraction.model import Document, Extraction, Mention, Page
from extraction.pipeline import Pipeline
from extraction.recognition.encoder import LONGEST
from extraction.recognition.settings import Setting
from extraction.relation.finding import Findings, find_relations
from extraction.relation.learned.encoder import TOP_FILE, RelationEncoder
from extraction.relation.learned.judging import Head
from extraction.relation.learned.likely import HEAD_FILE
from extraction.relation.learned.pairing import RELATIONS
from extraction.relation.learned.reading import (
    VERSION,
    WEIGHER_FILE,
    LearnedRelations,
)
from graph.errors import InvalidInput, Unavailable
from graph.model import Kind

HIDDEN = """Pomoć je imala cenu. Jovan Jović se Marku Periću odužio sa 5.000 evra. Tog
jutra je Marko Perić seo u autobus za Sarajevo."""


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


def read(pipeline: Pipeline, *pages: str) -> Extraction:
    rows = tuple(Page(n, text) for n, text in enumerate(pages, 1))
    return pipeline.extract(Document("0" * 64, "note", "text/plain", rows))


def told(found: Extraction) -> set[tuple[str, str, str]]:
    value = {m.id: m.value for m in found.mentions}
    return {(r.type, value[r.source], value[r.target]) for r in found.relations}


def test_what_no_rule_knows_is_found(pipeline: Pipeline) -> None:
    found = read(pipeline, HIDDEN)
    payment = "payment", "Jovan Jović", "Marko Perić"
    stated = find_relations(found.document, found.mentions)
    rules = {r.type for r in stated}
    assert "payment" not in rules
    assert payment in told(found)
    (relation,) = (r for r in found.relations if r.type == "payment")
    assert relation.by == VERSION
    assert "Marku Periću odužio" in HIDDEN[relation.start : relation.end]


@pytest.mark.parametrize(
    "text",
    [
        "Predmet razgovora nije bio dug Marka Perića prema Jovanu Joviću.",
        "Da li je Marko Perić dužan Jovanu Joviću?",
        "Marko Perić je hodao. Jovan Jović je čitao novine.",
        pytest.param(
            "Marko Perić hodao je sam. Jovan Jović je čitao novine.",
            marks=pytest.mark.xfail(strict=True, reason="a call is made of it"),
        ),
    ],
)
def test_nothing_is_added_of_what_is_denied_asked_or_apart(
    pipeline: Pipeline, text: str
) -> None:
    assert all(r.by != VERSION for r in read(pipeline, text).relations)


def test_what_is_doubted_takes_more(pipeline: Pipeline) -> None:
    """A sentence that plans or denies something may still state another thing."""
    text = "Predmet razgovora nije bio dug Marka Perića prema Jovanu Joviću."
    for doubted, any_added in ((-100.0, True), (100.0, False)):
        eager = replace(pipeline.learned, added=-5.0, doubted=doubted)  # type: ignore[type-var]
        found = read(replace(pipeline, learned=eager), text)
        assert any(r.by == VERSION for r in found.relations) is any_added


def test_every_added_relation_has_ends_of_its_types(pipeline: Pipeline) -> None:
    eager = replace(pipeline.learned, added=-2.0)  # type: ignore[type-var]
    found = read(replace(pipeline, learned=eager), HIDDEN, HIDDEN)
    mention = {m.id: m for m in found.mentions}
    added = [r for r in found.relations if r.by == VERSION]
    assert added
    for relation in added:
        source, target = mention[relation.source], mention[relation.target]
        sources, targets = RELATIONS[relation.type]
        assert source.type in sources.split()
        assert target.type in targets.split()
        assert source.page == target.page == relation.page
        assert relation.start <= source.start < relation.end
        assert relation.start <= target.start < relation.end


def test_what_is_believed_is_an_assessment(pipeline: Pipeline) -> None:
    text = HIDDEN.replace("Jovan Jović se", "Navodno se Jovan Jović")
    kinds = {r.kind for r in read(pipeline, text).relations if r.type == "payment"}
    assert kinds == {Kind.ASSESSMENT}


def test_equal_documents_give_equal_relations(pipeline: Pipeline) -> None:
    alone = read(pipeline, HIDDEN).relations
    assert read(pipeline, HIDDEN).relations == alone
    beside = read(pipeline, "Ana Anić zna Peru Perića.", HIDDEN).relations
    assert [r.type for r in beside if r.page == 2] == [r.type for r in alone]


def test_the_fast_recognizer_has_the_rules_alone() -> None:
    assert Pipeline.load(Setting.FAST).learned is None


def test_a_document_without_mentions_has_no_relation(pipeline: Pipeline) -> None:
    learned = pipeline.learned
    assert learned is not None
    document = Document("0" * 64, "x", "text/plain", (Page(1, ""), Page(2, "\x00")))
    assert learned.find(document, [], Findings([], [], [])) == []


WEIGHTS = {TOP_FILE, HEAD_FILE, WEIGHER_FILE}


@pytest.mark.parametrize("name", sorted(WEIGHTS))
def test_weights_that_lack_are_said(
    pipeline: Pipeline, tmp_path: Path, name: str
) -> None:
    component = pipeline.names.recognizer.nlp.get_pipe("klupko_encoder")
    for file in WEIGHTS - {name}:
        shutil.copy(component.folder / file, tmp_path / file)
    with pytest.raises(Unavailable, match="weights (for relations|weigher.onnx)"):
        LearnedRelations.load(component, tmp_path)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / HEAD_FILE
    path.write_bytes(b"PK\x03\x04 not an archive")
    with pytest.raises(Unavailable):
        Head.load(path)


def test_more_pieces_than_can_be_read_are_refused(pipeline: Pipeline) -> None:
    component = pipeline.names.recognizer.nlp.get_pipe("klupko_encoder")
    encoder = RelationEncoder(component, component.folder)
    assert encoder.read_states([5] * LONGEST, [0, 7]).shape == (2, 384)
    with pytest.raises(InvalidInput, match=str(LONGEST)):
        encoder.read_states([5] * (LONGEST + 1), [0])


def test_a_page_of_many_mentions_is_read(pipeline: Pipeline) -> None:
    learned = pipeline.learned
    assert learned is not None
    text = " ".join(["Ana"] * 400)
    mentions = [
        Mention(f"m{n}", 1, 4 * n, 4 * n + 3, "Ana", "PER", f"Ana {n}")
        for n in range(400)
    ]
    document = Document("0" * 64, "x", "text/plain", (Page(1, text),), "sr", "Latn")
    found = learned.find(document, mentions, Findings([], [], []))
    assert all(r.by == VERSION for r in found)
