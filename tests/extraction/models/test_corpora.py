"""Public corpora as labelled sentences: whose labels are ours, and what is no name."""

from pathlib import Path

import pytest

from extraction.models.corpora import iter_sentences

CORPORA = Path(__file__).resolve().parents[4] / "shared" / "data" / "corpora"
pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="the corpora are not beside the project"
)


def test_a_common_noun_alone_is_no_name() -> None:
    """Contracts call a company `društvo`; a name of several words stays."""
    names = {
        s.text[span.start : span.end].lower()
        for s in iter_sentences(CORPORA)
        if s.corpus == "comtext_sr_legal"
        for span in s.spans
        if span.label == "ORG"
    }
    assert not {"društvo", "društva", "agencija", "agencije"} & names
    assert len(names) > 200
    assert any(" " in name for name in names)


def test_what_is_held_out_is_in_no_training() -> None:
    """hr500k has the development part of uner_hr_set in it, too."""
    sentences = list(iter_sentences(CORPORA))
    held_out = {
        s.text for s in sentences if s.corpus == "uner_hr_set" and s.part == "dev"
    }
    web = [s for s in sentences if s.corpus == "hr500k"]
    assert web
    assert all(s.part == "train" and s.text not in held_out for s in web)
    assert {span.label for s in web for span in s.spans} == {"PER", "LOC", "ORG"}
    assert all(s.part == "dev" for s in sentences if s.corpus == "uner_en_ewt")
