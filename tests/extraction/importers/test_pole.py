"""The mapping that ships for POLE, on the whole of its tables."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extraction.importers import find_importer, load_mapping
from extraction.importers.base import ImportOptions
from extraction.model import Leaf, Rejection
from graph.model import Record
from graph.schema import edge_ends, is_entity_property

MAPPING = Path(__file__).resolve().parents[3] / "mappings" / "pole.yaml"
NODES, RELATIONSHIPS = 61_521, 105_840


@pytest.fixture(scope="module")
def tables(shared_data: Callable[[str], Path]) -> list[Path]:
    """Return the tables of POLE."""
    return sorted(shared_data("cases/pole").glob("*.csv"))


@pytest.fixture(scope="module")
def found(tables: list[Path]) -> dict[str, list[Record | Rejection]]:
    """Return what each table gives, by the middle of its name."""
    return {path.name.split(".", 1)[1]: list(read(path)) for path in tables}


@pytest.fixture(scope="module")
def records(found: dict[str, list[Record | Rejection]]) -> list[Record]:
    """Return all records."""
    return [
        item for part in found.values() for item in part if isinstance(item, Record)
    ]


def read(path: Path) -> Iterator[Record | Rejection]:
    """Read one table through the registry."""
    options = ImportOptions(mapping=MAPPING)
    leaf = Leaf(path.name, path.name, path.read_bytes())
    importer = find_importer(leaf, options)
    assert importer is not None and importer.name == "table"
    return importer.read(leaf, options)


def test_every_table_has_a_query() -> None:
    """The mapping is one that the interpreter understands, query by query."""
    assert len(load_mapping(MAPPING).queries) == 28


def test_nothing_is_lost(
    tables: list[Path], found: dict[str, list[Record | Rejection]]
) -> None:
    """Each row of each table gives its record, and no value is rejected."""
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        part = found[path.name.split(".", 1)[1]]
        places = [item.place.record for item in part if isinstance(item, Record)]
        assert len(places) == len(part) == rows
        assert places == [f"row {number}" for number in range(2, rows + 2)]


def test_nodes_and_relationships_are_those_of_the_source(
    found: dict[str, list[Record | Rejection]],
) -> None:
    """As many things as nodes, as many links between them as relationships."""
    things: set[str] = set()
    links: set[tuple[str, ...]] = set()
    for name, part in found.items():
        for record in part:
            assert isinstance(record, Record)
            if name.startswith("nodes."):
                things.add(record.entity)
            elif edge_ends(record.schema) and "CALL" not in name:
                links.add((name, record.entity))
            else:
                links |= {(name, record.entity, v.prop, v.value) for v in record.values}
    assert len(things) == NODES
    assert len(links) == RELATIONSHIPS


def test_every_reference_leads_to_a_thing(records: list[Record]) -> None:
    """Entity-valued properties hold ids that some row of a table of nodes describes."""
    described = {r.entity for r in records}
    for record in records:
        for value in record.values:
            if is_entity_property(record.schema, value.prop):
                assert value.value in described


def test_the_crimes_of_chief_inspector_morse(records: list[Record]) -> None:
    """32 offences have him as their investigator."""
    (morse,) = {
        r.entity for r in records for v in r.values if v.value == "Endeavour Morse"
    }
    offences = {
        r.entity
        for r in records
        for v in r.values
        if (r.schema, v.prop, v.value) == ("Offence", "investigator", morse)
    }
    assert len(offences) == 32


def test_the_crime_without_a_type_is_kept(
    found: dict[str, list[Record | Rejection]],
) -> None:
    """All its other cells are stated."""
    crimes = [r for r in found["nodes.Crime.csv"] if isinstance(r, Record)]
    untyped = [r for r in crimes if "type" not in {v.prop for v in r.values}]
    assert len(crimes) == 28_762 and len(untyped) == 1
    assert {v.prop for v in untyped[0].values} >= {"date", "outcome", "recordId"}


def test_calls_join_the_phones_that_persons_have(records: list[Record]) -> None:
    """Each call and message has a time, two phones, and someone at either end."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    schemata: dict[str, set[str]] = defaultdict(set)
    holders = Counter[str]()
    for record in records:
        if record.schema in ("Call", "TextMessage"):
            said[record.entity] |= {v.prop: v.value for v in record.values}
            schemata[record.entity].add(record.schema)
        if record.schema == "UnknownLink":
            values = {v.prop: v.value for v in record.values}
            if values["role"] == "has the phone":
                holders[values["object"]] += 1
    assert len(said) == 534
    assert all(v.keys() >= {"caller", "receiver", "date"} for v in said.values())
    assert sum("TextMessage" in names for names in schemata.values()) == 274
    ends = {v[end] for v in said.values() for end in ("caller", "receiver")}
    assert ends <= set(holders)


def test_numbers_stay_as_they_are_given(
    found: dict[str, list[Record | Rejection]],
) -> None:
    """Fictional numbers that are not E.164 are neither dropped nor changed."""
    numbers = {
        v.value
        for r in found["nodes.Phone.csv"]
        if isinstance(r, Record)
        for v in r.values
    }
    assert len(numbers) == 328 and "0-(070)893-3322" in numbers
