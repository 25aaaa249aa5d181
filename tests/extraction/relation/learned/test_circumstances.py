"""What the trees are told of a relation that may be stated."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.model import Mention, Page
from extraction.pipeline import Pipeline
from extraction.recognition.recognizers import ENCODER
from extraction.relation.learned.among import NONE, Among, Likely
from extraction.relation.learned.circumstances import Circumstances
from extraction.relation.learned.pairing import NAMES
from extraction.relation.learned.reading import ADDED, DOUBTED, WEIGHER_FILE
from extraction.relation.lexicon import load_lexicon
from extraction.relation.scanning import iter_scenes
from extraction.relation.standing import StandIn
from extraction.relation.trees import Trees
from graph.model import Kind

OWNS = "Marko Perić je vlasnik vozila BG123AB. Jovan Jović nije vozio BG123AB."
WIDTH = 240
SCORE, FREE, STATED = 0, 1, 2
SENTENCES = 38
MOST_OF_TARGET, BETTER_FOR_TARGET = 5, 7


def page_of(text: str, *names: tuple[str, str]) -> Circumstances:
    """Return what a page's mentions stand in; names are told with their types."""
    mentions: list[Mention] = []
    entities: dict[str, int] = {}
    position = 0
    for name, kind in names:
        start = text.index(name, position)
        position = start + len(name)
        mention = Mention(f"m{len(mentions)}", 1, start, position, name, kind, name)
        mentions.append(mention)
        entities[mention.id] = [n for n, _ in names].index(name)
    scenes = [*iter_scenes(Page(1, text), mentions)]
    return Circumstances(scenes, load_lexicon("hbs"), mentions, entities)


@pytest.fixture
def owns() -> Circumstances:
    return page_of(
        OWNS,
        ("Marko Perić", "PER"),
        ("BG123AB", "VEHICLE"),
        ("Jovan Jović", "PER"),
        ("BG123AB", "VEHICLE"),
    )


def likely(
    around: Circumstances,
    relation: str,
    source: int,
    target: int,
    score: float | None = 0.0,
    stated: Kind | None = None,
) -> Likely:
    one, other = around.mentions[source], around.mentions[target]
    ends = around.entities[one.id], around.entities[other.id]
    at = one.start, other.start
    return Likely(relation, one, other, ends, score, score, stated, at, False)


def test_a_row_for_each_and_all_numbers_are_finite(owns: Circumstances) -> None:
    rows = owns.rows(
        [likely(owns, "ownership", 0, 1), likely(owns, "vehicle_user", 2, 3, None)]
    )
    assert rows.shape == (2, WIDTH)
    assert np.isfinite(rows).all()
    assert rows[1, SCORE] == NONE


def test_the_trees_that_ship_take_these_rows(owns: Circumstances) -> None:
    folder = Pipeline.load().names.recognizer.nlp.get_pipe(ENCODER).folder
    trees = Trees.load(folder / WEIGHER_FILE)
    assert trees.session.get_inputs()[0].shape[1] == WIDTH
    sure = likely(owns, "ownership", 0, 1, 4.0, Kind.FACT)
    idle = likely(owns, "vehicle_user", 2, 3, -5.5)
    high, low = trees.weigh(owns.rows([sure, idle]))
    assert 0 <= low < ADDED < DOUBTED < high <= 1


def test_others_for_the_same_end_are_told(owns: Circumstances) -> None:
    """Who else may own the same car, and how many of them are likelier."""
    rows = [
        likely(owns, "ownership", 0, 1, 2.0, Kind.FACT),
        likely(owns, "ownership", 2, 3, -1.0),
    ]
    one, other = (Among(rows).numbers(row) for row in rows)
    assert (one[MOST_OF_TARGET], one[BETTER_FOR_TARGET]) == (-1.0, 0)
    assert (other[MOST_OF_TARGET], other[BETTER_FOR_TARGET]) == (2.0, 1)
    assert (one[STATED], other[STATED]) == (True, False)


@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=1, max_size=8))
def test_others_are_counted_as_if_one_by_one(
    given_odds: list[tuple[int, bool]],
) -> None:
    """Whoever else may own the same car, with equal odds among them."""
    car = Mention("car", 1, 0, 1, "x", "VEHICLE", "x")
    rows = [
        Likely(
            "ownership", Mention(f"{n}", 1, 2, 3, "y", "PER", "y"), car, (n, 99),
            float(odds), None, Kind.FACT if stated else None, (2, 0), False,
        )
        for n, (odds, stated) in enumerate(given_odds)
    ]  # fmt: skip
    for one in rows:
        others = [row for row in rows if row is not one]
        odds = [row.odds for row in others]
        stated = [row.odds for row in others if row.stated is not None]
        most = max(odds, default=NONE)
        better = sum(value > one.odds for value in odds)
        expected = [most, most - one.odds, better, len(stated), len(others)]
        told = Among(rows).numbers(one)
        assert told[MOST_OF_TARGET : MOST_OF_TARGET + 6] == [
            *expected,
            max(stated, default=NONE),
        ]


def test_a_relation_of_the_same_two_is_told_by_its_type(owns: Circumstances) -> None:
    rows = [
        likely(owns, "ownership", 0, 1, 2.0),
        likely(owns, "vehicle_user", 0, 1, 0.5),
    ]
    told = Among(rows).numbers(rows[0])
    assert told.count(0.5) == 2  # the most of any, and at its own place
    assert told[-3 - len(NAMES) :][NAMES.index("vehicle_user")] == 0.5


def test_what_is_denied_is_doubtful(owns: Circumstances) -> None:
    assert not owns.is_doubtful(likely(owns, "ownership", 0, 1))
    assert owns.is_doubtful(likely(owns, "vehicle_user", 2, 3))
    assert owns.is_doubtful(likely(owns, "ownership", 0, 3))


def test_where_a_denial_stands_is_told() -> None:
    """Between the ends or before both: who is denied what differs by it."""
    names = ("Marko Perić", "PER"), ("BG123AB", "VEHICLE")
    rows = []
    for text in ("Marko Perić nije vozio BG123AB.", "Nije Marko Perić vozio BG123AB."):
        around = page_of(text, *names)
        rows.append(around.rows([likely(around, "vehicle_user", 0, 1)])[0])
    assert len(np.flatnonzero(rows[0] != rows[1])) >= 2


def test_words_of_the_relation_count_where_they_stand(owns: Circumstances) -> None:
    """`vlasnik` states ownership; with another word in its place nothing does."""
    other = page_of(
        OWNS.replace("vlasnik", "ljubitelj"),
        ("Marko Perić", "PER"),
        ("BG123AB", "VEHICLE"),
    )
    (told,) = owns.rows([likely(owns, "ownership", 0, 1)])
    (untold,) = other.rows([likely(other, "ownership", 0, 1)])
    changed = np.flatnonzero(told != untold)
    assert len(changed) >= 4


def test_a_mention_inside_another_has_no_place() -> None:
    around = page_of("Ana Anić iz Bara zove.", ("Ana Anić", "PER"), ("Bara", "LOC"))
    inside = Mention("x", 1, 4, 8, "Anić", "PER", "Anić")
    row = Likely(
        "travel", inside, around.mentions[1], (5, 1), 0.0, 0.0, None, (4, 16), False
    )
    assert around.place(row) is None
    whole = likely(around, "travel", 0, 1)
    assert around.place(whole) == whole


def test_an_end_is_where_a_word_for_it_stands() -> None:
    """A word that is no unit of a sentence counts where its mention stands."""
    text = "Ana Anić je ćutala. Ona nije bila u Baru."
    bare = page_of(text, ("Ana Anić", "PER"), ("Baru", "LOC"))
    at = text.index("Ona")
    word = StandIn(1, at, at + 3, bare.mentions[0], frozenset({"at"}), "nom")
    inside = word._replace(start=at + 1)
    around = replace(bare, standing=[word, inside])
    row = likely(around, "travel", 0, 1)
    there = row._replace(at=(at, row.at[1]))
    assert around.place(there) == there
    assert around.place(row._replace(at=(at + 1, row.at[1]))) == row
    assert around.is_doubtful(there)
    assert len(around.between(there)) == 1
    assert len(around.between(row)) == 2
    far, near = around.rows([row, there])
    assert far[SENTENCES] == 2
    assert near[SENTENCES] == 1


@given(st.text("Ana .,?\nnije zove\t|(:", max_size=80), st.integers(0, 40))
def test_any_text_gives_finite_rows(text: str, cut: int) -> None:
    whole = f"Ana {text[:cut]} Mia {text[cut:]}"
    around = page_of(whole, ("Ana", "PER"), ("Mia", "PER"))
    row = likely(around, "call", 0, 1)
    assert around.place(row) == row
    assert np.isfinite(around.rows([row])).all()
