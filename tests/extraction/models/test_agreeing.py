"""How far two markings of the same document agree."""

import json
from pathlib import Path

from extraction.models.agreeing import agree

GOLD = """language: sr
script: Latn
genre: official note
part: train
=== text
[[Ana|PER]] i [[Bojan|PER]] su brat i sestra. [[Ana|PER]] radi u [[Vihor d.o.o.|ORG]].
=== relations
family: Ana -- Bojan
employment: Ana -> Vihor d.o.o.
"""


def test_agreement(tmp_path: Path) -> None:
    """Mutual relations have no direction, the others do."""
    (tmp_path / "a.gold").write_text(GOLD, "utf-8")
    again = [
        ["family", "Bojan", "Ana"],
        ["employment", "Bojan", "Vihor d.o.o."],
        ["membership", "Ana", "Vihor d.o.o."],
    ]
    (tmp_path / "again.json").write_text(json.dumps({"a": again}), "utf-8")
    found = agree(tmp_path)
    assert found["family"] == (1, 0, 0) and found["family"].f1() == 100.0
    assert found["employment"] == (0, 1, 1) and found["employment"].f1() == 0.0
    assert found["all"] == (1, 2, 1) and round(found["all"].f1()) == 40


def test_the_corpus_was_marked_twice() -> None:
    """Documents of all six languages were; they agree, or gold would be guesswork."""
    folder = Path(__file__).resolve().parents[3] / "corpus" / "train"
    names = json.loads((folder / "again.json").read_text("utf-8"))
    assert {name.partition("-")[0] for name in names} == {
        "sr", "bs", "cnr", "mk", "sq", "en",
    }  # fmt: skip
    assert agree(folder)["all"].f1() > 90
