"""Words that stand for somebody: roles, pronouns, `the latter`, with whom they mean."""

import pytest

from extraction.model import Document, Mention, Page
from extraction.relation.finding import apply_rules
from extraction.relation.gender import Genders
from extraction.relation.lexicon import load_lexicon


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


def test_a_family_name_has_the_gender_of_who_was_named_first() -> None:
    """Of a man and a woman of one name; before either is named nobody can tell."""
    lexicon = load_lexicon("hbs")

    def person(at: int, name: str) -> Mention:
        return Mention(f"m{at}", 1, at, at + len(name), name, "PER", name)

    named = person(10, "Goran Bjelan"), person(30, "Slavica Bjelan")
    genders = Genders([person(0, "Bjelan"), *named, person(50, "Bjelan")], lexicon)
    assert [genders.of(person(at, "Bjelan")) for at in (0, 20, 50)] == ["", "m", "m"]
    assert Genders(named[1:], lexicon).of(person(50, "Bjelan")) == "f"
    alone = Genders([person(0, "Bjelan"), named[1]], lexicon)
    assert alone.of(person(0, "Bjelan")) == "f"


def test_the_case_of_a_role_tells_who_called_whom() -> None:
    text = "Tu je direktor Ivo Anić. Petar Ilić je pozvao direktora. Direktor je ćutao."
    names = "Ivo Anić", "Petar Ilić"
    starts = [text.index(name) for name in names]
    mentions = [
        Mention(f"m{n}", 1, start, start + len(name), name, "PER", name)
        for n, (start, name) in enumerate(zip(starts, names, strict=True))
    ]
    document = Document("0" * 64, "a.txt", "text/plain", (Page(1, text),), "sr")
    found = apply_rules(document, mentions)
    cases = {text[w.start : w.end]: w.case for w in found.standing}
    assert cases == {"direktora": "gen", "Direktor": "nom"}
    calls = {(r.source, r.target) for r in found.relations if r.type == "call"}
    assert calls == {("m1", "m0")}


def test_the_gender_of_a_role_tells_whom_it_means() -> None:
    """`Optužena` is a woman though only a man was called so, from there on the same."""
    text = (
        "Optuženi Haris Delić je čekao. Došla je Emina Zukić. Optužena je novac uzela."
        " Došla je i Amra Kos. Telefon koristila je optužena, a kuću prodao optuženi."
    )
    found = words_in(text, "bs", "Haris Delić", "Emina Zukić", "Amra Kos")
    assert [row for row in found if row[0].lower().startswith("optužen")] == [
        ("Optužena", "Emina Zukić"),
        ("optužena", "Emina Zukić"),
        ("optuženi", "Haris Delić"),
    ]


def test_first_names_tell_men_from_women() -> None:
    """Mirza is a man; who is in neither list, or both, is told by the ending."""
    genders = Genders([], load_lexicon("hbs"))
    names = "Mirza Kos", "Mirela Kos", "Zumbreta Kos", "Zumbret Kos"
    people = [Mention("m", 1, 0, 9, name, "PER", name) for name in names]
    assert [genders.of(one) for one in people] == ["m", "f", "f", "m"]
