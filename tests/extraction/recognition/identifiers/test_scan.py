"""What stands above a cell: the head of its table."""

import pytest

from extraction.recognition.identifiers.scan import head_of

PAGE = "title\nname | plate\nana | aa123bb\niva | cc456dd\n\na | b | c\nlone | row\n"


@pytest.mark.parametrize(
    ("cell", "head"),
    [("aa123bb", "plate"), ("iva", "name"), ("cc456dd", "plate")],
)
def test_a_cell_has_its_columns_head(cell: str, head: str) -> None:
    """However far below."""
    assert head_of(PAGE, PAGE.index(cell)) == head


@pytest.mark.parametrize("cell", ["title", "plate", "c\n", "lone", "row"])
def test_what_is_no_cell_below_a_head_has_none(cell: str) -> None:
    """Text outside tables, the head itself, a row by itself."""
    assert head_of(PAGE, PAGE.index(cell)) == ""
