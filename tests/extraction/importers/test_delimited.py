"""Delimited text of any delimiter and encoding, and what is wrong in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.importers.tables.delimited import (
    DELIMITERS,
    find_delimiter,
    guess_delimiter,
    read_delimited,
)
from extraction.importers.tables.grid import (
    BadRow,
    Row,
    Table,
    name_columns,
    read_table,
)
from graph.errors import InvalidInput


def open_csv(data: bytes) -> Table:
    """Return the table, whose delimiter must be found."""
    delimiter = find_delimiter(data)
    assert delimiter is not None
    return read_table(read_delimited(data, delimiter))


def cells(table: Table) -> list[list[str]]:
    """Return the cells of the good rows."""
    return [row.cells for row in table.rows if isinstance(row, Row)]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    """Any delimiter in any usual encoding gives the same cells."""
    rows = [["ime", "mesto"], ["Đorđe Šćepanović", "Žabljak"], ["Čedo", "Niš, jug"]]
    rows = [[c.replace(delimiter, "") for c in row] for row in rows]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    if delimiter != ",":
        text = text.replace("Niš, jug", '"Niš, jug"')
    table = open_csv(text.encode(encoding))
    assert table.columns == ("ime", "mesto")
    assert cells(table) == rows[1:]


def test_cyrillic_code_page_is_found() -> None:
    """cp1251 is told from cp1250 by the letters that it gives."""
    table = open_csv("име;место\nЂорђе Шћепановић;Жабљак\n".encode("cp1251"))
    assert table.columns == ("име", "место")


def test_excel_says_its_separator() -> None:
    """`sep=;` on the first line is obeyed and is no header."""
    assert open_csv(b"sep=;\na;b\n1,5;2\n").columns == ("a", "b")


def test_an_open_quote_costs_one_row() -> None:
    """A quotation mark that never closes does not swallow the rest of the file."""
    table = open_csv(b'a,b\n1,x\n2,"never closed\n3,y\n4,z\n')
    rows = list(table.rows)
    assert [row.number for row in rows if isinstance(row, BadRow)] == [3]
    assert [r.cells for r in rows if isinstance(r, Row)] == [
        ["1", "x"],
        ["3", "y"],
        ["4", "z"],
    ]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    """Quoted line ends belong to the cell."""
    table = open_csv(b'a,b\n1,"two\nlines"\n2,y\n')
    assert cells(table) == [["1", "two\nlines"], ["2", "y"]]


def test_rows_longer_than_the_header_are_bad_and_shorter_ones_filled() -> None:
    """No cell without a column is dropped in silence."""
    data = b"a,b,c\n1,2,3,4\n1,2\n1,2,3,\n\n1,2,3\n"
    rows = list(read_table(read_delimited(data, ",")).rows)
    assert [(r.number, isinstance(r, BadRow)) for r in rows] == [
        (2, True),
        (3, False),
        (4, False),
        (6, False),
    ]
    assert rows[1] == Row(3, ["1", "2", ""])


def test_columns_get_distinct_names() -> None:
    """Empty and double headers can still be told apart."""
    assert name_columns(["a", "", "a", " b "]) == ("a", "column 2", "a (2)", "b")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"one word",
        b"Dear colleague,\n\nthe van left at noon. It came back later, empty.\nBye\n",
        b"%PDF-1.4\x00\x01\x02,;,;",
        bytes(range(256)) * 20,
    ],
)
def test_what_is_no_table_has_no_delimiter(data: bytes) -> None:
    """Prose and binary data are left to others."""
    assert find_delimiter(data) is None


def test_an_empty_table_is_refused() -> None:
    """A file of blanks has no header."""
    with pytest.raises(InvalidInput, match="empty"):
        read_table(read_delimited(b"\n\n", ","))


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\ufffd", max_codepoint=0x4FF),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8))
def test_every_row_that_is_not_empty_comes_back(rows: list[list[str]]) -> None:
    """Quoted cells of any content survive, in order."""
    lines = ["a,b,c"]
    lines += [",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows]
    data = "\n".join(lines).encode()
    found = cells(read_table(read_delimited(data, ",")))
    stripped = [[c.strip() for c in row] for row in rows]
    assert found == [row for row in stripped if any(row)]


def test_the_columns_of_a_mapping_tell_the_delimiter() -> None:
    """Rows of another width than the header's, each with a sign that may part cells."""
    data = b"id;name;born\n;;;^\n;;^\n;;;^\n"
    assert guess_delimiter(data) == "^"
    assert guess_delimiter(data, frozenset({"id", "born"})) == ";"
    assert guess_delimiter(data, frozenset({"id", "sex"})) == "^"
    assert guess_delimiter(b"", frozenset({"id"})) == ","
