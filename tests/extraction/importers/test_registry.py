"""Which importer takes which file."""

from pathlib import Path
from time import process_time

import pytest

from extraction.importers import REGISTRY, find_importer
from extraction.importers.base import ImportOptions
from extraction.model import Leaf
from graph.errors import InvalidInput

CALLS = b"caller,called,datetime\n+381645550142,+38970555034,2026-03-02 00:46\n"
ENTITY = b'{"id": "a", "schema": "Person", "properties": {"name": ["Ana"]}}\n'


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("calls.csv", CALLS, "cdr"),
        ("calls.txt", CALLS, "cdr"),
        ("calls", CALLS.replace(b",", b"\t"), "cdr"),
        ("entities.txt", ENTITY, "ftm"),
        ("table.csv", b"a,b\n1,2\n", "table"),
        ("table.txt", b"a,b\n1,2\n", None),
        ("mislabelled.csv", b"%PDF-1.4 \x00\x01,;", None),
        ("letter.csv", b"Dear all,\nit is late.\nBye\n", None),
        ("empty.csv", b"", None),
        ("letter.txt", "Поздрав, Ана.\n".encode(), None),
    ],
)
def test_content_decides(name: str, data: bytes, expected: str | None) -> None:
    """The name only helps where plain text could be a table or not."""
    importer = find_importer(Leaf(name, name, data), ImportOptions())
    assert (importer.name if importer else None) == expected


def test_a_mapping_goes_before_guessing(tmp_path: Path) -> None:
    """Even a list of calls is read by the query that names it."""
    path = tmp_path / "m.yaml"
    path.write_text(
        "queries: [{csv_url: calls.csv, entities: {e: {schema: Person, key: caller}}}]"
    )
    options = ImportOptions(mapping=path)
    named = find_importer(Leaf("calls.csv", "calls.csv", CALLS), options)
    other = find_importer(Leaf("more.csv", "more.csv", CALLS), options)
    assert named is not None and named.name == "table"
    assert other is not None and other.name == "cdr"


def test_a_mapping_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    """Not a reason to guess."""
    options = ImportOptions(mapping=tmp_path / "none.yaml")
    with pytest.raises(InvalidInput, match="mapping"):
        find_importer(Leaf("calls.csv", "calls.csv", CALLS), options)


def test_origins_tell_formats_apart() -> None:
    """Every importer has a name and a version for the records' origin."""
    names = {importer.name for importer in REGISTRY}
    assert {"ftm", "table", "cdr", "bank", "camt", "mt940", "ofx", "qif"} <= names
    assert all(importer.version for importer in REGISTRY)


@pytest.mark.parametrize("cell", ["[" * 90_000, ":" * 90_000, "(a" * 45_000])
def test_a_hostile_header_costs_no_time(cell: str) -> None:
    """Every importer looks at it, and each only once."""
    data = f"a,{cell},c\n1,2,3\n4,5,6\n".encode()
    began = process_time()
    found = find_importer(Leaf("a.csv", "a.csv", data), ImportOptions())
    assert found is not None and found.name == "table"
    assert process_time() - began < 3
