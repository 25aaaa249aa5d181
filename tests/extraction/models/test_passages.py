"""Gold documents as passages, and other ways to write them."""

import random
from pathlib import Path

from extraction.models.cases import PARTS
from extraction.models.passages import (
    collect_words,
    read_passages,
    vary_passage,
    with_rules,
    with_standing,
)

CORPUS = Path(__file__).resolve().parents[3] / "corpus"


def test_rules_answers_are_known_of_every_training_document() -> None:
    train = list(read_passages([CORPUS / "train"]))
    assert len(train) == len(list((CORPUS / "train").glob("*.gold")))
    assert all(p.stated is not None for p in train)
    assert all(p.stated is None for p in read_passages([CORPUS / "dev"]))
    right = sum(len((p.stated or frozenset()) & p.relations) for p in train)
    found = sum(len(p.stated or ()) for p in train)
    assert 0.5 < right / found < 0.75, "answers from after the documents were read"
    assert all(p.stated is not None for p in read_passages([CORPUS / "notes"]))


def test_parts_are_by_name_and_of_about_one_size() -> None:
    parts = [p.part for p in read_passages([CORPUS / "train", CORPUS / "notes"])]
    sizes = [parts.count(part) for part in range(PARTS)]
    assert sum(sizes) == len(parts)
    assert min(sizes) > len(parts) / PARTS * 0.8


def test_a_varied_passage_keeps_its_mentions() -> None:
    passages = list(read_passages([CORPUS / "dev"]))
    words = collect_words(passages)
    chooser = random.Random(3)
    changed = standing = 0
    for passage in map(with_standing, passages):
        other = vary_passage(passage, words, chooser)
        standing += len(passage.standing)
        assert len(other.standing) == len(passage.standing)
        assert [w.name for w in sorted(other.standing)] == [
            w.name for w in sorted(passage.standing)
        ]
        changed += other.text != passage.text
        assert [p.type for p in other.places] == [p.type for p in passage.places]
        assert other.relations == passage.relations
        for place in other.places:
            inside = other.text[place.start : place.end]
            assert inside
            assert inside == inside.strip()
    assert changed > len(passages) // 3
    assert standing > 5 * len(passages)


def test_what_the_rules_find_now_is_asked() -> None:
    passage = next(read_passages([CORPUS / "dev"]))
    asked = with_rules(passage).stated
    assert asked
    assert len(asked & passage.relations) > len(asked) / 2
