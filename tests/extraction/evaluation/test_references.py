"""Gold of whom words mean is read, and what is none is refused with its line."""

from pathlib import Path

import pytest

from extraction.evaluation.references import Reference, read_references
from graph.errors import InvalidInput

HEAD = "document\tstart\tword\twho\n"


def test_words_and_what_is_left_out(tmp_path: Path) -> None:
    rows = 'a\t0\t\tAna Ko\na\t12\tnjega\t\nb\t3\t"oni\tAna Ko + Ivo Rak\n'
    (tmp_path / "sr.tsv").write_text(HEAD + rows, "utf-8")
    assert read_references(tmp_path) == {
        "a": [
            Reference(0, "", frozenset({"Ana Ko"})),
            Reference(12, "njega", frozenset()),
        ],
        "b": [Reference(3, '"oni', frozenset({"Ana Ko", "Ivo Rak"}))],
    }


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "sr.tsv: the columns"),
        ("document\tstart\n", "sr.tsv: the columns"),
        (HEAD + "a\t0\tWe\tAna\na\tx\tWe\tAna\n", "sr.tsv:3"),
        (HEAD + "a\t0\tWe\n", "sr.tsv:2"),
    ],
)
def test_what_is_no_reference(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "sr.tsv").write_text(content, "utf-8")
    with pytest.raises(InvalidInput, match=told):
        read_references(tmp_path)
