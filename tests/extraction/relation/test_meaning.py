"""Whom a word may mean is told in numbers, and what was learnt chooses among them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from extraction.model import Document, Mention, Page
from extraction.recognition.identifiers.scan import fold
from extraction.relation.finding import Findings, apply_rules
from extraction.relation.gender import gender_of_verb
from extraction.relation.lexicon import load_lexicon
from extraction.relation.meaning import ABSENT, FIRM, NOUN, RULE
from extraction.relation.nouns import DEFINITE, definiteness
from extraction.relation.referents import LearnedReferents, likeliest
from extraction.relation.scanning import Scene
from extraction.relation.sentence import Sentence
from extraction.relation.stems import stems_of
from extraction.relation.trees import Floats

Row = list[float]


@dataclass
class Chosen:
    """Chooses the person of a number for words of one kind, else as rules do."""

    kind: str = ""
    number: int | None = None
    asked: list[tuple[str, int, Floats, list[int]]] = field(default_factory=list)

    def choose(
        self, rows: Floats, numbers: Sequence[int], at: tuple[int, str]
    ) -> int | None:
        """Keep what is asked; rows are finite, one for each person and for nobody."""
        start, kind = at
        assert len(rows) - 1 == len(numbers) == len(set(numbers))
        assert np.isfinite(rows).all()
        self.asked.append((kind, start, rows, [*numbers]))
        if kind == self.kind:
            return self.number
        ruled = np.flatnonzero(rows[:-1, RULE])
        return numbers[ruled[0]] if len(ruled) else None


def read(text: str, chosen: object, language: str = "sr", *names: str) -> Findings:
    """Return what rules find between persons, with something that chooses."""
    mentions = [
        Mention(
            f"m{n}",
            1,
            text.index(one),
            text.index(one) + len(one),
            one,
            "ORG" if "„" in one else "PER",
            one,
        )
        for n, one in enumerate(names)
    ]
    document = Document("0" * 64, "a.txt", "text/plain", (Page(1, text),), language)
    return apply_rules(document, mentions, chosen)  # type: ignore[arg-type]


MET = "Marko Perić i Jovan Jović došli su u Bar. On je platio Ani Ko."
PEOPLE = ("Marko Perić", "Jovan Jović", "Ani Ko")
FAMILY = "Marko Perić vodi firmu. Jovan Jović ćuti. Njegov brat je Ivo Rak."
BROTHERS = ("Marko Perić", "Jovan Jović", "Ivo Rak")


def test_without_anything_that_chooses_rules_do() -> None:
    """Who chooses as they do changes nothing."""
    for text, names in ((MET, PEOPLE), (FAMILY, BROTHERS)):
        assert read(text, Chosen(), "sr", *names) == read(text, None, "sr", *names)


def test_what_a_word_means_is_what_is_chosen() -> None:
    for number, name in enumerate(PEOPLE[:2]):
        found = read(MET, Chosen("he", number), "sr", *PEOPLE)
        meant = {
            MET[w.start : w.end]: w.mention.value for w in found.standing if w.mention
        }
        assert meant["On"] == name
    assert not read(MET, Chosen("he", None), "sr", *PEOPLE).standing


def test_a_relation_follows_the_word() -> None:
    """`his brother` is the brother of whom "his" means."""
    for number, name in enumerate(BROTHERS[:2]):
        found = read(FAMILY, Chosen("his", number), "sr", *BROTHERS)
        ends = {
            frozenset(BROTHERS[int(end[1:])] for end in (one.source, one.target))
            for one in found.relations
            if one.type == "family"
        }
        assert ends == {frozenset({name, "Ivo Rak"})}


def test_who_signs_may_be_meant_before_being_named() -> None:
    """`I`, in a note whose author stands below it."""
    text = "Dana 3. maja razgovarao sam sa Ivom Rakom.\n\nInspektor Marko Perić"
    chosen = Chosen("me", 1)
    found = read(text, chosen, "sr", "Ivom Rakom", "Marko Perić")
    (numbers,) = [n for kind, _, _, n in chosen.asked if kind == "me"]
    assert set(numbers) == {0, 1}
    assert [w.mention.value for w in found.standing] == ["Marko Perić"]


def test_what_is_left_out_is_asked_for_at_its_sentence() -> None:
    chosen = Chosen()
    text = "Marko Perić je došao. Platio je Ani Ko."
    read(text, chosen, "sr", "Marko Perić", "Ani Ko")
    starts = [start for kind, start, *_ in chosen.asked if kind == ABSENT]
    assert text.index("Platio") in starts


@pytest.mark.parametrize(
    ("language", "words", "gender"),
    [
        ("hbs", "papir sam drzala u ruci", "f"),
        ("hbs", "vozio je polako", "m"),
        ("hbs", "vozi polako", ""),
        ("hbs", "bio je tu i platila je", "f"),
        ("mk", "sum videla", "f"),
        ("mk", "sum videl", "m"),
        ("sq", "kam pare", ""),
        ("en", "she came", ""),
    ],
)
def test_verbs_tell_a_man_from_a_woman(language: str, words: str, gender: str) -> None:
    assert gender_of_verb(language, words.split()) == gender


def test_where_nobody_has_the_highest_score_nobody_is_meant() -> None:
    scores = np.array([0.1, 0.6, 0.0, 0.7], np.float32)
    assert likeliest(scores, [4, 7, 9]) is None
    scores[1] = 0.8
    assert likeliest(scores, [4, 7, 9]) == 7


def test_nouns_that_stand_alone_are_asked_for() -> None:
    """Not those beside a name; the one whose word it was is told to have had it."""
    text = "Konobar Marko Perić i gazda Jovan Jović su došli. Gazda je platio konobaru."
    chosen = Chosen(NOUN, 0)
    found = read(text, chosen, "sr", "Marko Perić", "Jovan Jović")
    asked = [row for row in chosen.asked if row[0] == NOUN]
    assert [text[start:][:5] for _, start, *_ in asked] == ["Gazda", "konob"]
    assert {text[w.start : w.end] for w in found.standing} == {"Gazda", "konobaru"}
    assert {w.mention.value for w in found.standing} == {"Marko Perić"}
    boss, waiter = (
        dict(zip(numbers, rows, strict=False)) for *_, rows, numbers in asked
    )
    stood = [
        column
        for column in range(len(boss[0]))
        if (boss[0][column], boss[1][column]) == (0, 2)
        and (waiter[0][column], waiter[1][column]) == (2, 0)
    ]
    assert len(stood) == 1


def test_nouns_for_organizations_are_asked_for_among_these() -> None:
    """The one whose name has the noun is told to have it."""
    text = "Klub „Bura“ i udruženje „Sunce“ rade. Marko Perić je platio udruženju."
    names = "Klub „Bura“", "udruženje „Sunce“", "Marko Perić"
    for number, name in enumerate(names[:2]):
        chosen = Chosen(FIRM, number)
        found = read(text, chosen, "sr", *names)
        ((_, start, rows, numbers),) = (r for r in chosen.asked if r[0] == FIRM)
        assert text[start:] == "udruženju."
        assert sorted(numbers) == [0, 1]
        club, society = (rows[numbers.index(n)] for n in (0, 1))
        assert ((club == 0) & (society == 2)).any()
        assert {w.mention.value for w in found.standing} == {name}


@pytest.mark.parametrize(
    ("language", "text", "noun", "told"),
    [
        ("en", "Marko Perić came. The waiter paid.", "waiter", "the"),
        ("en", "Marko Perić came. A man paid.", "man", "a"),
        ("en", "Marko Perić came. His brother paid.", "brother", "his"),
        ("en", "Marko Perić came. The same man paid.", "man", "this"),
        ("sr", "Marko Perić je došao. Neki čovek je platio.", "čovek", "a"),
        ("sr", "Marko Perić je došao. Čovek je platio.", "Čovek", ""),
        ("mk", "Марко Периќ дојде. Човекот плати.", "Човекот", "article"),
        ("mk", "Марко Периќ дојде. Плати брат му.", "брат", "his"),
        ("sq", "Marko Periç erdhi. Burri pagoi.", "Burri", "article"),
    ],
)
def test_a_noun_says_whether_somebody_known_is_meant(
    language: str, text: str, noun: str, told: str
) -> None:
    lexicon = load_lexicon({"sr": "hbs"}.get(language, language))
    scene = Scene(1, 0, len(text), False, text, fold(text), ())
    sentence = Sentence.of(scene, lexicon)
    at = next(n for n, u in enumerate(sentence.units) if u.start == text.index(noun))
    assert at in sentence.nouns
    assert DEFINITE[definiteness(sentence, at, at + 1)] == told


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("hbs", "direktora", "direktorom"),
        ("hbs", "kupac", "kupca"),
        ("hbs", "otac", "ocu"),
        ("mk", "stranecot", "stranci"),
        ("sq", "burri", "burrin"),
        ("en", "man", "man"),
    ],
)
def test_forms_of_a_noun_share_a_stem(language: str, one: str, other: str) -> None:
    assert stems_of(one, language) & stems_of(other, language)
    assert not stems_of(one, language) & stems_of("x" + other, language)


@pytest.mark.parametrize(
    ("language", "text", "names", "wanted"),
    [
        (
            "sr",
            "Marko Perić i Ana Ko žive u Baru. Ona je direktorka. On vozi kamion.",
            ("Marko Perić", "Ana Ko"),
            [("Ona", "Ana Ko"), ("On", "Marko Perić")],
        ),
        (
            "sr",
            "SVJEDOK: Ana Ko.\nMarko Perić je vlasnik. Ja sam mu prodala stan.",
            ("Ana Ko", "Marko Perić"),
            [("Ja", "Ana Ko"), ("mu", "Marko Perić")],
        ),
        (
            "en",
            "Marko Perić met Ana Ko in Bar. She gave him money.",
            ("Marko Perić", "Ana Ko"),
            [("him", "Marko Perić"), ("She", "Ana Ko")],
        ),
    ],
)
def test_what_ships_understands_plain_words(
    language: str, text: str, names: tuple[str, ...], wanted: list[tuple[str, str]]
) -> None:
    found = read(text, LearnedReferents.load(), language, *names)
    meant = {(text[w.start : w.end], w.mention.value) for w in found.standing}
    assert meant >= {*wanted}
