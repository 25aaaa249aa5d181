"""Our own sentences: labels on names alone, in their cases, and parts kept apart."""

import json
from pathlib import Path

import pytest

from extraction.models.corpora import LABELS
from extraction.models.generating import Generator
from extraction.models.lists import to_macedonian


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with small lists of names in the public ones' form."""
    folder = tmp_path_factory.mktemp("lists")
    (folder / "names_sq").mkdir()
    (folder / "names_sq/male.json").write_text(json.dumps(["Agron", "Besnik"]))
    (folder / "names_sq/female.json").write_text(json.dumps(["Teuta", "Vjosa"]))
    (folder / "names_sr_surnames").mkdir()
    surnames = folder / "names_sr_surnames/srpska-prezimena.txt"
    surnames.write_text("Петровић\nМарковић\nIlić\n", encoding="utf-8")
    return folder


def test_equal_seeds_give_equal_sentences(lists: Path) -> None:
    """Training can be done again."""
    first, again, other = (Generator(lists, seed).sentences(50) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_every_slot_is_filled_and_every_label_is_on_words(lists: Path) -> None:
    """Nothing of the notation is left; spans are in order and hold no blanks."""
    sentences = Generator(lists, 7).sentences(3_000)
    assert {span.label for s in sentences for span in s.spans} == set(LABELS)
    for sentence in sentences:
        assert not set("{}<>[]") & set(sentence.text), sentence.text
        ends = 0
        for start, end, _ in sentence.spans:
            words = sentence.text[start:end]
            assert ends <= start < end <= len(sentence.text)
            assert words == words.strip()
            ends = end


def test_the_parts_share_no_template(lists: Path) -> None:
    """What is filled for development is in no sentence to learn from."""
    generator = Generator(lists, 3)
    training, development = (
        {row for rows in generator.templates[part].values() for row in rows}
        for part in ("train", "dev")
    )
    assert not training & development
    assert len(training) > 5 * len(development) > 0
    assert all(s.part == "dev" for s in generator.sentences(5, "dev"))


def test_articles_and_kinds_stand_outside_of_a_group(lists: Path) -> None:
    """`the` and quotes belong to no name."""
    names = [
        s.text[span.start : span.end]
        for s in Generator(lists, 11).sentences(3_000)
        for span in s.spans
        if span.label == "ORG" and s.language == "en"
    ]
    assert names
    assert not any(name.lower().startswith("the ") for name in names)


def test_names_are_written_in_macedonian_letters(lists: Path) -> None:
    """Ć and đ become ќ and ѓ: no Latin letter is left in a name."""
    assert to_macedonian("Đorđe Nušić") == "Ѓорѓе Нушиќ"
    people = [
        s.text[a:b]
        for s in Generator(lists, 5).sentences(3_000)
        for a, b, label in s.spans
        if label == "PER" and s.language == "mk" and s.text.isupper() is False
    ]
    assert people
    assert not any("ć" in name or "đ" in name for name in people)
