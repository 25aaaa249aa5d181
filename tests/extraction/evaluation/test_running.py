"""Figures of tiny gold whose precision, recall and F1 are known."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from extraction.evaluation import evaluate, read_gold
from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.marked import parse_marked
from extraction.model import Document, Extraction, Mention, Rejection, Relation
from graph.model import Kind

HEAD = "language: {}\nscript: Latn\ngenre: official note\npart: dev\n=== text\n"
GOLD = """[[Ana Anić|PER]] zove [[Petra Perića|PER|Petar Perić]] iz [[Bara|LOC|Bar]].
[[Perić|PER|Perić=Petar Perić]] ima IMEI [[123456789012345|IMEI!]],
brat mu je [[Ivo|PER]].
=== relations
call: Ana Anić -> Petar Perić
family: Petar Perić -- Ivo
associate?: Ana Anić -- Ivo
"""


@dataclass(frozen=True)
class Answer:
    """An extractor that finds given words, each once, and given relations."""

    mentions: tuple[tuple[str, str, str], ...]
    relations: tuple[tuple[str, int, int, Kind], ...] = ()

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return the words where they first stand."""
        text = document.pages[0].text
        found = []
        for number, (words, kind, value) in enumerate(self.mentions):
            start = text.index(words)
            end = start + len(words)
            found.append(Mention(f"m{number}", 1, start, end, words, kind, value))
        links = tuple(
            Relation(kind, f"m{a}", f"m{b}", 1, 0, len(text), how)
            for kind, a, b, how in self.relations
        )
        return Extraction(document, tuple(found), links)


ANSWER = Answer(
    (
        ("Ana Anić", "PER", "Ana Anić"),
        ("Petra Perića", "PER", "Petra Perića"),
        ("Bara.", "LOC", "Bar"),
        ("IMEI", "ORG", "IMEI"),
        ("123456789012345", "IMEI", "123456789012345"),
        ("Perić ", "LOC", "Perić"),
    ),
    (
        ("call", 0, 1, Kind.FACT),
        ("call", 0, 1, Kind.FACT),
        ("call", 1, 0, Kind.FACT),
        ("travel", 1, 2, Kind.FACT),
    ),
)


def read(language: str = "sr") -> GoldDocument:
    """Return the gold in some language."""
    return parse_marked("a.gold", HEAD.format(language) + GOLD)


def test_mentions() -> None:
    """Exact spans and types: 3 of 6 found are right, of 6 that are there."""
    told = evaluate([read()], ANSWER).as_json()["mentions"]
    assert told["all"] == {
        "precision": 0.5, "recall": 0.5, "f1": 0.5, "right": 3, "found": 6, "there": 6,
    }  # fmt: skip
    assert told["by_type"]["PER"]["precision"] == 1.0
    assert told["by_type"]["PER"]["recall"] == 0.5
    assert told["by_type"]["LOC"]["f1"] == 0.0
    assert told["by_type"]["ORG"]["recall"] is None
    assert told["names"]["there"] == 5 and told["identifiers"]["f1"] == 1.0
    assert told["by_genre"]["official note"]["PER"]["there"] == 4


def test_values() -> None:
    """A normal form counts for exact mentions; the checksum's flag belongs to it."""
    told = evaluate([read()], ANSWER).as_json()["values"]
    assert told == {"PER": {"right": 1, "of": 2}, "IMEI": {"right": 0, "of": 1}}


def test_relations() -> None:
    """Each pair counts once; direction and ends must be right."""
    told = evaluate([read()], ANSWER).as_json()
    assert told["relations"]["all"] == {
        "precision": 0.3333, "recall": 0.3333, "f1": 0.3333,
        "right": 1, "found": 3, "there": 3,
    }  # fmt: skip
    assert told["kinds"] == {"call": {"right": 1, "of": 1}}
    errors = {
        (e["kind"], e["gold"], e["found"]) for e in told["confusions"]["relations"]
    }
    assert errors == {
        ("end not found", "family", None),
        ("end not found", "associate", None),
        ("spurious", None, "call"),
        ("spurious, wrong end", None, "travel"),
    }


def test_confusions() -> None:
    """Each error is told once, with what stands in the text."""
    told = evaluate([read(), read()], ANSWER).as_json()["confusions"]["mentions"]
    rows = {(e["kind"], e["gold"], e["found"]): e for e in told}
    assert set(rows) == {
        ("missed", "PER", None),
        ("wrong type", "PER", "LOC"),
        ("wrong span", "LOC", "LOC"),
        ("spurious", None, "ORG"),
        ("wrong value", "PER", "PER"),
        ("wrong checksum flag", "IMEI", "IMEI"),
    }
    assert rows["missed", "PER", None]["count"] == 2
    assert rows["wrong value", "PER", "PER"]["examples"] == [
        "Petar Perić / Petra Perića"
    ]
    assert "[IMEI]" in rows["spurious", None, "ORG"]["examples"][0]


def test_figures_are_averaged_over_mentions_and_told_by_language() -> None:
    """Two documents of different size weigh by what is in them."""
    small = parse_marked(
        "b.gold", HEAD.format("en") + "[[Ana Anić|PER]]\n=== relations\n"
    )
    told = evaluate(
        [read(), small], Answer((("Ana Anić", "PER", "Ana Anić"),))
    ).as_json()
    assert (
        told["mentions"]["all"]["there"] == 7 and told["mentions"]["all"]["right"] == 2
    )
    assert told["mentions"]["by_language"]["en"]["all"]["f1"] == 1.0
    assert told["mentions"]["by_language"]["sr"]["all"]["recall"] == 0.1667
    assert told["documents"] == 2 and told["words"] == 17


def test_what_is_not_labelled_is_not_spurious(tmp_path: Path) -> None:
    """News without numbers does not count a telephone that is found in it."""
    path = tmp_path / "x.conll"
    path.write_text("Ana\tB-PER\nIMEI\tO\n1\tO\n", "utf-8")
    answer = Answer((("Ana", "PER", "Ana"), ("1", "PHONE", "1")))
    told = evaluate(read_gold([path]), answer).as_json()
    assert (
        told["mentions"]["all"]["f1"] == 1.0 and told["mentions"]["all"]["found"] == 1
    )


def test_rejected_gold_is_told(tmp_path: Path) -> None:
    """In a folder other files are passed over; broken gold is not."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "good.gold").write_text(HEAD.format("sr") + GOLD, "utf-8")
    (tmp_path / "bad.gold").write_text("no head\n", "utf-8")
    (tmp_path / "latin.iob2").write_bytes(b"\xe6\tO\n")
    (tmp_path / "README.md").write_text("nothing", "utf-8")
    found = list(read_gold([tmp_path]))
    assert [isinstance(one, Rejection) for one in found] == [False, True, True]
    result = evaluate(found, ANSWER)
    assert result.documents == 1 and len(result.as_json()["rejected"]) == 2


@pytest.mark.parametrize("dimension", ["corpus", "language", "script", "genre"])
def test_nothing_read(dimension: str) -> None:
    """Without documents there are no figures, and no error."""
    told = evaluate([], ANSWER).as_json()
    assert told["mentions"]["all"]["f1"] is None
    assert told["mentions"][f"by_{dimension}"] == {}
