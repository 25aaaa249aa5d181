"""Files of short notes with gold."""

from pathlib import Path

import pytest

from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.notes import parse_notes
from extraction.evaluation.reading import read_gold
from extraction.model import Rejection
from graph.errors import InvalidInput

TWO = """sr
[[Марко|PER|Marko]] зна [[Јована|PER|Jovan]].
> associate: Marko -- Jovan

en
[[Ana|PER]] did not call
[[Mia|PER]].
"""


def test_notes_are_documents_of_their_own() -> None:
    one, other = parse_notes("file", TWO)
    assert (one.name, one.language, one.script) == ("file-0", "sr", "Cyrl")
    assert [(r.type, r.source, r.target) for r in one.relations] == [
        ("associate", "Marko", "Jovan")
    ]
    assert (other.name, other.script) == ("file-1", "Latn")
    assert other.text == "Ana did not call\nMia."
    assert not other.relations


def test_a_bad_note_is_told_by_its_number() -> None:
    with pytest.raises(InvalidInput, match="note 2: .*no relation type"):
        list(parse_notes("file", TWO + "> knows: Ana -> Mia"))


def test_a_folder_with_notes_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.notes").write_text(TWO, "utf-8")
    (tmp_path / "b.notes").write_text("xx\nAna", "utf-8")
    one, other, bad = read_gold([tmp_path])
    assert isinstance(one, GoldDocument)
    assert isinstance(other, GoldDocument)
    assert isinstance(bad, Rejection)
    assert "note 1" in bad.reason
