"""Gold documents become labelled sentences."""

from pathlib import Path

from extraction.models.cases import read_cases

HEAD = "language: sr\nscript: Latn\ngenre: official note\npart: train\n=== text\n"
TEXT = """SLUŽBENA BELEŠKA
[[Petra Ilića|PER|Petar Ilić]] je te večeri dugo čekao [[Sava Kos|PER]] ispred
[[Višeg suda|ORG|Viši sud]]. Živi na dve adrese: [[Niš|LOC]], [[Obilićeva 4|ADDRESS]].
"""
RELATIONS = "=== relations\nmeeting: Petar Ilić -- Sava Kos\n"


def test_sentences_of_gold(tmp_path: Path) -> None:
    """A document is cut into sentences; names keep their places, numbers are none."""
    path = tmp_path / "sr-x.gold"
    path.write_text(HEAD + TEXT + RELATIONS, "utf-8")
    found = read_cases(tmp_path)
    assert list(found) == ["sr-x"]
    texts = [s.text for s in found["sr-x"]]
    assert texts == [
        "SLUŽBENA BELEŠKA",
        "Petra Ilića je te večeri dugo čekao Sava Kos ispred Višeg suda.",
        "Živi na dve adrese: Niš, Obilićeva 4.",
    ]
    names = [[(s.text[a:b], label) for a, b, label in s.spans] for s in found["sr-x"]]
    assert names == [
        [],
        [("Petra Ilića", "PER"), ("Sava Kos", "PER"), ("Višeg suda", "ORG")],
        [("Niš", "LOC"), ("Obilićeva 4", "ADDRESS")],
    ]
    assert {s.language for s in found["sr-x"]} == {"sr"}
