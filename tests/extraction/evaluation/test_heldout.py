"""What the training holds out of its corpora, as gold."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.evaluation import read_held_out
from extraction.models.corpora import iter_sentences
from graph.errors import NotFound


def test_documents_with_relations_stay_whole(
    shared_data: Callable[[str], Path],
) -> None:
    """Those of re3d that the training did not see; no name begins with an article."""
    found = [g for g in read_held_out(shared_data("corpora")) if g.corpus == "re3d"]
    kept = {s.text for s in iter_sentences(shared_data("corpora")) if s.part == "dev"}
    assert found and all(g.text in kept for g in found)
    assert any(g.relations for g in found)
    names = [g.text[m.start : m.end] for g in found for m in g.mentions]
    assert not any(name.lower().startswith("the ") for name in names)


def test_all_development_sentences_are_there(
    shared_data: Callable[[str], Path],
) -> None:
    """Each entity of them is a mention with its own words; only labels had count."""
    root = shared_data("corpora")
    wanted = [s for s in iter_sentences(root) if s.part == "dev"]
    found = list(read_held_out(root))
    assert sum(len(g.mentions) for g in found) == sum(len(s.spans) for s in wanted)
    lines = [g for g in found if g.corpus != "re3d"]
    assert all(g.text[m.start : m.end] == m.entity for g in lines for m in g.mentions)
    types = {g.corpus: g.types for g in found}
    assert types["uner_sr_set"] == {"PER", "LOC", "ORG"}
    assert "ADDRESS" in types["comtext_sr_legal"]


def test_no_corpora(tmp_path: Path) -> None:
    """Their absence is said."""
    with pytest.raises(NotFound):
        list(read_held_out(tmp_path))
