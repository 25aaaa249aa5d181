"""FollowTheMoney entities as JSON."""

import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.importers.base import ImportOptions
from extraction.importers.ftm import FtmImporter
from extraction.importers.jsonitems import first_items
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Record, Value

OPTIONS = ImportOptions()


def leaf_of(*lines: object) -> Leaf:
    """Return a file with a line for each item; texts stay as they are."""
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return Leaf("x.json", "x.json", "\n".join(texts).encode())


def read(
    leaf: Leaf, options: ImportOptions = OPTIONS
) -> tuple[list[Record], list[Rejection]]:
    """Return the records and the rejections."""
    importer = FtmImporter()
    assert importer.recognizes(leaf, options)
    found = list(importer.read(leaf, options))
    records = [item for item in found if isinstance(item, Record)]
    return records, [item for item in found if isinstance(item, Rejection)]


def person(**properties: object) -> dict[str, object]:
    """Return an entity."""
    return {"id": "p1", "schema": "Person", "properties": properties}


@pytest.mark.parametrize(
    ("name", "count"),
    [("parteispenden/entities.ftm.json", 475), ("zala/entities.ftm.json", 91)],
)
def test_real_data_sets_come_whole(
    shared_data: Callable[[str], Path], name: str, count: int
) -> None:
    """Every line is an entity under its own id, every value kept or reported."""
    path = shared_data("cases/ftm") / "yente" / "dataset" / name
    records, rejected = read(Leaf(str(path), path.name, path.read_bytes()))
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(records) == len(lines) == count
    assert [record.entity for record in records] == [line["id"] for line in lines]
    distinct = sum(
        len(set(values)) for line in lines for values in line["properties"].values()
    )
    assert sum(len(record.values) for record in records) + len(rejected) == distinct


def test_sanctions_of_the_document_set_are_read(
    shared_data: Callable[[str], Path],
) -> None:
    """A file among documents is known by its content."""
    path = shared_data("cases/documents/ingest-file") / "ofac.json"
    records, rejected = read(Leaf(str(path), path.name, path.read_bytes()))
    assert Counter(record.schema for record in records) == {
        "Sanction": 5,
        "UnknownLink": 3,
        "Ownership": 1,
        "Passport": 1,
    }
    assert not rejected


def test_values_are_cleaned_and_what_is_lost_is_reported() -> None:
    """A regional date is kept with its original; an impossible one is named."""
    leaf = leaf_of(
        person(name=["Ana"], birthDate=["12.03.1978", "31.31.1978"], shoe=["42"])
    )
    records, rejected = read(leaf)
    assert records[0].values == (
        Value("name", "Ana"),
        Value("birthDate", "1978-03-12", "", "12.03.1978"),
    )
    assert [item.record for item in rejected] == ["line 1: birthDate", "line 1: shoe"]
    assert "31.31" not in "".join(item.reason for item in rejected)


def test_local_numbers_are_read_in_the_entity_s_country() -> None:
    """The entity's own country goes before that of the import."""
    own = person(phone=["064 555 01 42"], country=["rs"])
    other = person(name=["Iva"], phone=["064 555 01 42"])
    records, rejected = read(leaf_of(own, other), ImportOptions(country="mk"))
    assert Value("phone", "+381645550142", "", "064 555 01 42") in records[0].values
    assert all(value.value != "+381645550142" for value in records[1].values)


def test_a_bad_line_costs_only_itself() -> None:
    """Broken JSON, unknown and abstract schemata and bad ids are rejected by line."""
    good = person(name=["Ana"])
    leaf = leaf_of(
        good,
        '{"id": "p2", "schema": "Per',
        "[]",
        {**good, "schema": "Persn"},
        {**good, "schema": "Thing"},
        {**good, "id": "two words"},
        {**good, "id": 7},
        good,
    )
    records, rejected = read(leaf)
    assert [record.place.record for record in records] == ["line 1", "line 8"]
    assert [item.record for item in rejected] == [f"line {n}" for n in range(2, 8)]


def test_an_entity_that_states_nothing_is_named() -> None:
    """Without one valid value there is no statement, so the line is rejected."""
    records, rejected = read(leaf_of(person(), person(birthDate=["soon"])))
    assert not records
    assert [item.record for item in rejected] == [
        "line 1",
        "line 2: birthDate",
        "line 2",
    ]


def test_arrays_and_wrapped_entities_are_read() -> None:
    """A JSON array, pretty-printed or not, and `entities` give the same records."""
    entities = [person(name=["Ana"]), {**person(name=["Iva"]), "id": "p2"}]
    for text in (
        json.dumps(entities),
        json.dumps(entities, indent=2),
        json.dumps({"entities": entities}, indent=1),
    ):
        records, rejected = read(leaf_of(text))
        assert [(r.entity, r.place.record) for r in records] == [
            ("p1", "item 1"),
            ("p2", "item 2"),
        ]
        assert not rejected


def test_an_array_that_breaks_off_is_refused_whole() -> None:
    """Of a damaged array no member is safe."""
    text = json.dumps([person(name=["Ana"])] * 3)[:-5]
    with pytest.raises(InvalidInput, match="breaks off"):
        read(leaf_of(text))


def test_nested_entities_are_records_of_their_own() -> None:
    """An entity inside a property is referred to by its id and read as well."""
    company = {"id": "c1", "schema": "Company", "properties": {"name": ["Vardar"]}}
    owner = {
        "id": "o1",
        "schema": "Ownership",
        "properties": {"owner": ["p1"], "asset": [company]},
    }
    records, rejected = read(leaf_of(owner))
    assert {record.entity: record.values for record in records} == {
        "c1": (Value("name", "Vardar"),),
        "o1": (Value("owner", "p1"), Value("asset", "c1")),
    }
    assert not rejected


def test_statements_and_changes_are_read() -> None:
    """One statement a line, and the additions of a delta file; deletions are named."""
    statement = {
        "entity_id": "p1",
        "schema": "Person",
        "prop": "name",
        "value": "Ана",
        "lang": "mkd",
    }
    records, rejected = read(
        leaf_of(
            statement,
            {**statement, "prop": "id", "value": "p1"},
            {"op": "ADD", "entity": {**person(name=["Iva"]), "id": "p2"}},
            {"op": "DEL", "entity": {"id": "p3"}},
        )
    )
    assert [(record.entity, record.values) for record in records] == [
        ("p1", (Value("name", "Ана", "mkd"),)),
        ("p2", (Value("name", "Iva"),)),
    ]
    assert [item.record for item in rejected] == ["line 4"]


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'{"type": "object", "properties": {"id": {}}}', b"text", b"\0"],
)
def test_other_json_is_not_taken(data: bytes) -> None:
    """Only objects with id, schema and properties are entities."""
    assert not FtmImporter().recognizes(Leaf("x", "x", data), OPTIONS)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "schema", "name"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(JSON, max_size=4), JSON)
def test_every_line_is_accounted_for(items: list[object], value: object) -> None:
    """Whatever JSON a line holds, it gives one record or one rejection of the line."""
    lines = [person(name=["Ana"]), *items, {**person(), "properties": {"name": value}}]
    records, rejected = read(leaf_of(*map(json.dumps, lines)))
    whole = [item.record for item in rejected if item.record and ":" not in item.record]
    places = {record.place.record for record in records}
    assert len(places) + len(whole) == len(lines)


def test_blanks_cost_no_more_than_letters() -> None:
    """A million blanks behind a brace are looked at once, not from each of them."""
    for blank in ("\r", " ", "\n"):
        head = '{"id": "a", "sc' + blank * 1_000_000
        begun = time.process_time()
        assert [item for item in first_items(head.encode()) if item] == []
        assert time.process_time() - begun < 2.0
