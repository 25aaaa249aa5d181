"""Code names that a document gives to people are no names of their own."""

from extraction.model import Mention, Page
from extraction.recognition.codes import without_codes

TEXT = """Target: Ana Perić, hereafter CRANE
Also: Ilir Duka (LARK), Hans Veber (BKA)
07:31 CRANE meets LARK. CRANE's car."""


def mention(name: str, label: str, nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(name, start + 1)
    return Mention(f"{start}", 1, start, start + len(name), name, label, name)


def kept(text: str) -> list[str]:
    rows = [
        mention("Ana Perić", "PER"),
        mention("CRANE", "PER"),
        mention("Ilir Duka", "PER"),
        mention("LARK", "ORG", 1),
        mention("CRANE's", "PER"),
        mention("CRANE", "PER", 1),
    ]
    return [m.text for m in without_codes([Page(1, text)], rows)]


def test_code_names_are_left_out() -> None:
    """By the words before them, and in brackets behind a person."""
    assert kept(TEXT) == ["Ana Perić", "Ilir Duka"]


def test_letters_in_brackets_alone_are_an_office() -> None:
    """Where no words say that the document gives code names, nothing is left out."""
    assert len(kept(TEXT.replace("hereafter", "known to"))) == 6
