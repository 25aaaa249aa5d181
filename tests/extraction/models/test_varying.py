"""Sentences varied for training keep saying the same of the same words."""

import random

from extraction.models.corpora import Sentence, Span
from extraction.models.varying import (
    collect_names,
    in_cyrillic,
    vary,
    without_marks,
)

TEXT = "Juče je Đorđe Njegošević iz Ljubljane stigao u Čačak."
SPANS = (Span(8, 24, "PER"), Span(28, 37, "LOC"), Span(47, 52, "LOC"))
SENTENCE = Sentence(TEXT, SPANS, "own", "sr", "train")


def said(sentence: Sentence) -> list[tuple[str, str]]:
    """Return the labelled words."""
    return [(sentence.text[a:b], label) for a, b, label in sentence.spans]


def test_spans_follow_into_cyrillic() -> None:
    """Digraphs shorten the text: labels stay on their words."""
    assert said(in_cyrillic(SENTENCE)) == [
        ("Ђорђе Његошевић", "PER"),
        ("Љубљане", "LOC"),
        ("Чачак", "LOC"),
    ]


def test_spans_follow_the_loss_of_marks() -> None:
    """`đ` becomes two letters: labels stay on their words."""
    assert said(without_marks(SENTENCE)) == [
        ("Djordje Njegosevic", "PER"),
        ("Ljubljane", "LOC"),
        ("Cacak", "LOC"),
    ]


def test_persons_are_exchanged_for_others_of_the_same_ending() -> None:
    """Endings are kept, so that the case fits; the other labels stay."""
    other = Sentence("Miloš Đorđe Knežević", (Span(6, 20, "PER"),), "own", "sr", "")
    names = collect_names([SENTENCE, other])
    chooser = random.Random(1)
    persons = set()
    for _ in range(200):
        varied = vary(SENTENCE, names, chooser)
        kinds = [label for _, label in said(varied)]
        assert kinds == ["PER", "LOC", "LOC"]
        persons.add(said(varied)[0][0])
    assert {"Đorđe Knežević", "Đorđe Njegošević", "Ђорђе Кнежевић"} <= persons


def test_equal_seeds_vary_alike() -> None:
    """Training can be repeated."""
    runs = [
        [vary(SENTENCE, {}, chooser) for _ in range(20)]
        for chooser in (random.Random(3), random.Random(3))
    ]
    assert runs[0] == runs[1]
