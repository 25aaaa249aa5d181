"""Mapping files: what is understood, and the traps that are refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.importers.tables.mapping import Mapping, load_mapping, parse_mapping
from graph.errors import InvalidInput

PEOPLE = """
queries:
  - csv_url: people.csv
    entities:
      person: {schema: Person, key: id, properties: {name: {column: name}}}
"""


def reason(text: str) -> str:
    """Return why a mapping is refused."""
    with pytest.raises(InvalidInput) as caught:
        parse_mapping(text.encode())
    return str(caught.value)


def entity(text: str) -> str:
    """Return a mapping of one entity."""
    return f"queries: [{{csv_url: a.csv, entities: {{e: {text}}}}}]"


def test_a_published_mapping_is_understood(
    shared_data: Callable[[str], Path],
) -> None:
    """FollowTheMoney's own test mapping: four queries for one file."""
    path = shared_data("cases/ftm") / "nomenklatura" / "donations.yml"
    mapping = load_mapping(path)
    queries = mapping.queries_for("donations.csv")
    assert len(queries) == 4
    assert [e.name for e in queries[0].entities] == [
        "party",
        "donor",
        "address",
        "donation",
    ]
    assert queries[0].prefix == "donations"
    assert queries[1].filters[0].values == {"ORG"}


def test_databases_are_refused(shared_data: Callable[[str], Path]) -> None:
    """A mapping that reads a database says so instead of opening it."""
    path = shared_data("cases/ftm") / "followthemoney" / "kek.yml"
    with pytest.raises(InvalidInput, match="databases are not read"):
        load_mapping(path)


@pytest.mark.parametrize(
    ("url", "name", "reads"),
    [
        ("people.csv", "people.csv", True),
        ("people.csv", "PEOPLE.CSV", True),
        ("file:///data/people.csv", "people.csv", True),
        (r"C:\data\people.csv", "people.csv", True),
        ("calls-*.csv", "calls-03.csv", True),
        ("people.csv", "other.csv", False),
        ("$HOME/people.csv", "people.csv", True),
        ("$FILE", "people.csv", False),
        ("${FILE}", "people.csv", False),
    ],
)
def test_files_are_matched_by_name(url: str, name: str, reads: bool) -> None:
    """Only the last part of the name counts; nothing is expanded."""
    mapping = parse_mapping(PEOPLE.replace("people.csv", url).encode())
    assert bool(mapping.queries_for(name)) is reads


@pytest.mark.parametrize("url", ["http://x/a.csv", "https://x/a.csv", "ftp://x/a.csv"])
def test_addresses_are_refused(url: str) -> None:
    """Nothing is fetched."""
    assert "not fetched" in reason(PEOPLE.replace("people.csv", url))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "expected names"),
        ("[]", "expected names"),
        ("a: [", "not valid YAML"),
        ("queries: []", "no queries"),
        ("queries: [{entities: {}}]", "does not name a file"),
        ("queries: [{csv_url: a.csv, colour: red, entities: {}}]", "unknown word"),
        (entity("{schema: Persn, key: id}"), "unknown schema Persn"),
        (entity("{schema: Thing, key: id}"), "abstract"),
        (entity("{schema: Person}"), "keys or id_column"),
        (entity("{schema: Person, key: a, id_column: b}"), "keys or id_column"),
        (entity("{schema: Person, key: a, properties: {x: {column: b}}}"), "x"),
        (
            entity("{schema: Person, key: a, properties: {name: {colum: b}}}"),
            "unknown word colum",
        ),
        (
            entity("{schema: Person, key: a, properties: {name: {}}}"),
            "no column, literal or entity",
        ),
        (
            entity("{schema: Person, key: a, properties: {name: {entity: e}}}"),
            "holds text",
        ),
        (
            entity("{schema: Ownership, key: a, properties: {owner: {entity: x}}}"),
            "no entity x",
        ),
        (
            entity("{schema: Ownership, key: a, properties: {owner: {entity: e}}}"),
            "must be a LegalEntity",
        ),
        ("queries: &q []\nother: *q", "anchors"),
        (entity("{schema: Person, key: a, schema: Company}"), "occurs twice"),
    ],
)
def test_mistakes_are_named(text: str, expected: str) -> None:
    """Every mistake is an error that says where, not a value that vanishes."""
    assert expected in reason(text)


def test_errors_say_where() -> None:
    """The data set, query, entity and property at fault are named."""
    text = f"set: {entity('{schema: Person, key: a, properties: {x: {column: b}}}')}"
    assert reason(text.replace("set: queries", "set: {queries") + "}").startswith(
        "mapping: set query 1, entity e, property x: "
    )


def test_words_stay_words() -> None:
    """Norway's code is no `false`, a date no date, and `null` filters empty cells."""
    mapping = parse_mapping(
        b"""
queries:
  - csv_url: a.csv
    filters: {country: NO, since: 2020-01-01, end: [null, ~]}
    entities:
      e: {schema: Person, key: id, properties: {country: {literal: NO}}}
"""
    )
    (query,) = mapping.queries
    assert [(f.column, set(f.values)) for f in query.filters] == [
        ("country", {"NO"}),
        ("since", {"2020-01-01"}),
        ("end", {""}),
    ]
    assert query.entities[0].properties[0].literals == ("NO",)


def test_numbers_may_call_numbers() -> None:
    """In what is counted, a phone number may stand for whoever holds it."""
    mapping = parse_mapping(
        b"""
queries:
  - csv_url: a.csv
    entities:
      phone: {schema: PhoneNumber, key: a}
      call: {schema: Call, key: id, properties: {caller: {entity: phone}}}
"""
    )
    assert isinstance(mapping, Mapping)


def test_a_mapping_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A missing, binary or huge file is refused with its reason."""
    with pytest.raises(InvalidInput, match="cannot be opened"):
        load_mapping(tmp_path / "none.yaml")
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"\x00\xff\xfe")
    with pytest.raises(InvalidInput, match="not valid YAML"):
        load_mapping(path)
    path.write_bytes(b"#" * (2 << 20))
    with pytest.raises(InvalidInput, match="larger than"):
        load_mapping(path)
