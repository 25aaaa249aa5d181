"""Words that stand for somebody: roles, pronouns, `the latter`, with whom they mean."""

import pytest

from extraction.model import Document, Mention, Page
from extraction.relation.finding import apply_rules


def words_in(text: str, language: str, *names: str) -> list[tuple[str, str]]:
    """Return the words that stand for persons, with the names of whom they mean."""
    mentions = [
        Mention(
            f"m{n}", 1, text.index(one), text.index(one) + len(one), one, "PER", one
        )
        for n, one in enumerate(names)
    ]
    document = Document("0" * 64, "a.txt", "text/plain", (Page(1, text),), language)
    found = apply_rules(document, mentions).standing
    assert all(one.page == 1 for one in found)
    return [(text[one.start : one.end], one.mention.value) for one in found]


@pytest.mark.parametrize(
    ("language", "text", "names", "wanted"),
    [
        (
            "sr",
            "Osumnjičeni Marko Perić sreo je Jovana Jovića. Novac je ovom predao"
            " osumnjičeni, a svedok je gledao.",
            ("Marko Perić", "Jovana Jovića"),
            ("osumnjičeni", "Marko Perić"),
        ),
        (
            "en",
            "Marko Perić met Jovan Jović in a bar. The latter paid.",
            ("Marko Perić", "Jovan Jović"),
            ("The latter", "Jovan Jović"),
        ),
        (
            "en",
            "Ana Kovač owns the flat. Her tenant is Petar Ilić.",
            ("Ana Kovač", "Petar Ilić"),
            ("Her", "Ana Kovač"),
        ),
        (
            "sr",
            "Javio se stočar Marko Perić i optužio Jovu. Od stočara ne zna više.",
            ("Marko Perić", "Jovu"),
            ("stočara", "Marko Perić"),
        ),
        (
            "mk",
            "Го викна Бранко Илиев, пекар, кај Ана. Пекарот не дојде.",
            ("Бранко Илиев", "Ана"),
            ("Пекарот", "Бранко Илиев"),
        ),
    ],
)
def test_words(
    language: str, text: str, names: tuple[str, ...], wanted: tuple[str, str]
) -> None:
    assert wanted in words_in(text, language, *names)


@pytest.mark.parametrize(
    "text",
    [
        "Kaže Marko Perić da Ana ne zna. Kaže i drugo.",
        "Stočar Marko Perić i stočar Jovan Jović se znaju. Stočar ćuti.",
    ],
)
def test_what_is_no_trade_of_one_stands_for_nobody(text: str) -> None:
    names = [name for name in ("Marko Perić", "Jovan Jović", "Ana") if name in text]
    last = text.split(". ")[1].split()[0]
    assert last not in {word for word, _ in words_in(text, "sr", *names)}


def test_a_relative_pronoun_is_not_marked() -> None:
    """The name that it stands for is beside it."""
    found = words_in("Perić Marko, koji vozi kombi, stanuje sam.", "sr", "Perić Marko")
    assert all(word != "koji" for word, _ in found)
