"""Lists of masts: cells of operators with their coordinates."""

import pytest

from extraction.importers import find_importer
from extraction.importers.base import ImportOptions
from extraction.model import Leaf, Rejection
from graph.model import Record


def read(text: str) -> list[Record | Rejection]:
    """Return what the importer of the registry makes of a table."""
    leaf = Leaf("masts.csv", "masts.csv", text.encode())
    importer = find_importer(leaf, ImportOptions())
    assert importer is not None and importer.name == "masts"
    return list(importer.read(leaf, ImportOptions()))


def said(record: Record | Rejection) -> dict[str, str]:
    """Return a record's values by property."""
    assert isinstance(record, Record) and record.schema == "Address"
    return {value.prop: value.value for value in record.values}


def test_each_cell_is_an_address() -> None:
    """Named as lists of calls name it, with degrees; a comma may be their point."""
    first, second = read(
        "Spisak baznih stanica, mart 2026\n"
        "LAC;ID ćelije;Geo. širina;Geo. dužina;Adresa bazne stanice\n"
        "22;13084;42,093100;19,100400;Bar, Topolica bb\n"
        "22;13085;42.1;19.2;\n"
    )
    assert said(first) == {
        "name": "LAC 22; cell 13084",
        "latitude": "42.0931",
        "longitude": "19.1004",
        "full": "Bar, Topolica bb",
    }
    assert said(second)["name"] == "LAC 22; cell 13085"


def test_the_same_cell_in_two_lists_is_one() -> None:
    """Its id is its name's: an older list meets a newer one."""
    one, other = (
        read(f"antenna_id,latitude,longitude\n7,{north},19.1\n")[0]
        for north in ("42.3", "42.4")
    )
    assert isinstance(one, Record) and isinstance(other, Record)
    assert one.entity == other.entity and one.values != other.values


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",42.3,19.1", "it names no cell"),
        ("7,north,19.1", "its latitude cannot be read"),
        ("7,42.3,190.5", "its longitude cannot be read"),
    ],
)
def test_rows_that_are_refused(row: str, reason: str) -> None:
    """Each with what is wrong; the others are kept."""
    text = f"antenna_id,latitude,longitude\n8,42.4,19.2\n{row}\n9,42.5,19.3\n"
    kept, refused, last = read(text)
    assert isinstance(kept, Record) and isinstance(last, Record)
    assert refused == Rejection("masts.csv", reason, "row 3")
