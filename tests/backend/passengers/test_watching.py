"""Watch-lists are read as people write them; what cannot be used is named by row."""

from pathlib import Path

import pytest

from backend.passengers.matching import MatchAsk
from backend.passengers.policy import DataKind, Purpose
from backend.passengers.watching import normal, read_watch_list
from graph.errors import InvalidInput


def write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a list and return its path."""
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_list_of_any_columns_is_read(tmp_path: Path, mark: str) -> None:
    """With a byte-order mark, capitals, blank cells and other columns."""
    rows = (
        ("Name", "BIRTH_DATE", "phone", "Card", "note"),
        ("Мира Мирић", "3.7.1981", "", "", "x"),
        ("", "", "+381 64 123-45-67", "4111 11-1234", ""),
    )
    text = "\n".join(mark.join(row) for row in rows)
    first, second = read_watch_list(write(tmp_path, text, "utf-8-sig"))
    assert first.name is not None and first.birth_date == "1981-07-03"
    assert (first.row, first.numbers) == (2, frozenset())
    assert second.name is None
    assert second.numbers == {("phone", "+381641234567"), ("card", "4111111234")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ime,broj\nAna,3\n", "columns of name"),
        ("", "columns of name"),
        ("name,birth_date\nAna,30.2.1980\n", "row 2"),
        (f"name\nAna\n{'x' * 401}\n", "row 3"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, said: str) -> None:
    """The row, or the columns that a list has."""
    with pytest.raises(InvalidInput, match=said):
        read_watch_list(write(tmp_path, text))


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    """A name misread would match nobody."""
    with pytest.raises(InvalidInput, match="UTF-8"):
        read_watch_list(write(tmp_path, "name\nŽika\n", "cp1250"))


def test_numbers_are_compared_in_one_form() -> None:
    """Of a card too few digits are none."""
    assert normal("passport", "ab 123-45") == "ab12345"
    assert normal("email", " Ana@Primer.RS ") == "ana@primer.rs"
    assert normal("card", "1234") == ""


def test_a_search_says_what_it_is_for(tmp_path: Path) -> None:
    """An offence, or a border check, and reads what may be used for it alone."""
    path = tmp_path / "list.csv"
    with pytest.raises(InvalidInput, match="Annex II"):
        MatchAsk(path)
    with pytest.raises(InvalidInput, match="border check"):
        MatchAsk(path, "drugs", Purpose.BORDER)
    police = MatchAsk(path, "drugs")
    assert [police.may_read(kind) for kind in DataKind] == [True, True, False]
    border = MatchAsk(path, purpose=Purpose.BORDER)
    assert [border.may_read(kind) for kind in DataKind] == [False, False, True]
