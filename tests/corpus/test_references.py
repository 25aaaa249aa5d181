"""Whom words mean: each stands where it says, and names people of its document."""

from collections import Counter

from extraction.evaluation.marked import parse_marked
from extraction.evaluation.references import read_references
from tests.corpus.test_gold import CORPUS

REFERENCES = CORPUS / "references"
NAMED = frozenset({"PER", "ORG"})


def test_words_stand_in_their_documents_and_mean_who_is_named() -> None:
    """A word lies at its place outside all names; nobody but who is named is meant."""
    for name, rows in read_references(REFERENCES).items():
        gold = parse_marked(name, (CORPUS / f"train/{name}.gold").read_text("utf-8"))
        named = {m.entity for m in gold.mentions if m.type in NAMED}
        inside = {at for m in gold.mentions for at in range(m.start, m.end)}
        for row in rows:
            end = row.start + len(row.word)
            found = gold.text[row.start : end].replace("\n", " ").replace("\t", " ")
            assert found == row.word, (name, row)
            assert inside.isdisjoint(range(row.start, end)), (name, row)
            assert row.who <= named, (name, row)


def test_no_word_is_told_twice() -> None:
    for name, rows in read_references(REFERENCES).items():
        assert max(Counter((r.start, bool(r.word)) for r in rows).values()) == 1, name


def test_each_language_has_a_share() -> None:
    languages = Counter(name.partition("-")[0] for name in read_references(REFERENCES))
    assert languages.total() > 700
    assert min(languages.values()) > 110
    assert set(languages) == {"sr", "bs", "cnr", "mk", "sq", "en"}
