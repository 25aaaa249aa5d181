"""Mentions of a text → windows of pieces with marks."""

import pytest

from extraction.recognition.pieces import PieceCutter
from extraction.recognition.settings import Setting
from extraction.relation.learned.marking import (
    CLOSE,
    ENTITIES,
    TYPES,
    WINDOW,
    Place,
    mark,
)

FIRST = 65_536
TOKENIZER = Setting.ACCURATE.folder / "klupko_encoder" / "tokenizer.json"


@pytest.fixture(scope="module")
def cutter() -> PieceCutter:
    return PieceCutter.load(TOKENIZER)


def places(text: str, *rows: tuple[str, str, int]) -> list[Place]:
    return [Place(text.index(n), text.index(n) + len(n), t, e) for n, t, e in rows]


def test_a_mention_stands_between_marks_of_its_type_and_its_end(
    cutter: PieceCutter,
) -> None:
    text = "Marko Perić vozi BG-123-AB."
    given = places(text, ("Marko Perić", "PER", 5), ("BG-123-AB", "VEHICLE", 2))
    (window,) = mark(text, given, cutter, FIRST)
    assert window.mentions == [0, 1]
    assert [window.ids[p] - FIRST for p in window.places] == [
        TYPES.index("PER"),
        TYPES.index("VEHICLE"),
    ]
    entities = [window.ids[p + 1] - FIRST - CLOSE - 1 for p in window.places]
    assert entities == [0, 1]
    assert window.ids.count(FIRST + CLOSE) == 2
    plain = [n for n in window.ids if n < FIRST]
    assert len(window.ids) == len(plain) + 2 * 3


def test_mentions_of_one_entity_have_one_mark(cutter: PieceCutter) -> None:
    text = "Ana Anić zna Peru. Anić ćuti."
    given = places(text, ("Ana Anić", "PER", 0), ("Peru", "PER", 1))
    given.append(Place(19, 23, "PER", 0))
    (window,) = mark(text, given, cutter, FIRST)
    marks = [window.ids[place + 1] for place in window.places]
    assert marks[0] == marks[2] != marks[1]


def test_a_long_text_is_read_in_windows_that_overlap(cutter: PieceCutter) -> None:
    text = " ".join(f"Ana Anić {n} vidi Peru Perića." for n in range(200))
    given: list[Place] = []
    for number, word in enumerate(("Ana Anić", "Peru Perića") * 200):
        after = given[-1].end if given else 0
        start = text.index(word, after)
        given.append(Place(start, start + len(word), "PER", number % 2))
    windows = mark(text, given, cutter, FIRST)
    assert {m for window in windows for m in window.mentions} == set(range(400))
    assert all(len(window.ids) <= WINDOW + 2 for window in windows)
    for one, other in zip(windows, windows[1:], strict=False):
        assert set(one.mentions) & set(other.mentions)


def test_more_entities_than_marks_use_them_again(cutter: PieceCutter) -> None:
    names = [f"P{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(ENTITIES + 3)]
    text = " ".join(names)
    given = places(text, *((name, "PER", n) for n, name in enumerate(names)))
    ids = mark(text, given, cutter, FIRST)[0].ids
    assert max(ids) < FIRST + CLOSE + 1 + ENTITIES


@pytest.mark.parametrize("text", ["", "Ana", "\x00\x01 \u200b"])
def test_nothing_to_pair_is_no_window(cutter: PieceCutter, text: str) -> None:
    given = [Place(0, len(text), "PER", 0)]
    assert mark(text, given, cutter, FIRST) == []


def test_one_endless_word_is_cut(cutter: PieceCutter) -> None:
    text = "Ana " + "x1" * 50_000 + " Pera"
    given = [Place(0, 3, "PER", 0), Place(len(text) - 4, len(text), "PER", 1)]
    (window,) = mark(text, given, cutter, FIRST)
    assert len(window.ids) <= WINDOW + 2
