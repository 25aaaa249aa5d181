"""Tables read by a mapping: records, losses, previews, and tables without one."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from extraction.importers import find_importer, parse_mapping, preview
from extraction.importers.base import ImportOptions
from extraction.importers.tables.table import read_mapped
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Record, Value
from tests.extraction.importers.reading import read as read_file

MAPPING = """
queries:
  - csv_url: people.*
    entities:
      person:
        schema: Person
        keys: [id, branch]
        properties:
          name: {columns: [first, last], join: " "}
          birthDate: {column: born}
          phone: {column: phone}
          country: {column: country}
          alias: {column: aliases, split: "|"}
          notes: {template: "Branch {{branch}} of {{ country }}"}
      firm:
        schema: Company
        key: firm
        properties:
          name: {column: firm}
      work:
        schema: Employment
        keys: [id, branch, firm]
        key_literal: work
        properties:
          employee: {entity: person, required: true}
          employer: {entity: firm, required: true}
          role: {literal: driver}
"""
HEADER = "id;branch;first;last;born;phone;country;aliases;firm"


def people(*rows: str, header: str = HEADER) -> Leaf:
    """Return a table of people."""
    return Leaf("d/people.csv", "people.csv", "\n".join([header, *rows]).encode())


def split(
    found: list[Record | Rejection],
) -> tuple[list[Record], list[Rejection]]:
    """Return records and rejections apart."""
    records = [item for item in found if isinstance(item, Record)]
    return records, [item for item in found if isinstance(item, Rejection)]


def read(leaf: Leaf, text: str = MAPPING) -> tuple[list[Record], list[Rejection]]:
    """Return the records and the rejections."""
    return split(list(read_mapped(leaf, parse_mapping(text.encode()))))


def test_a_row_gives_its_entities_and_the_link_between_them() -> None:
    """Columns are joined, split, filled in and cleaned; references are ids."""
    (person, firm, work), rejected = read(
        people("1;2;Ana;Kralj;12.03.1978;064 555 01 42;Srbija;Anči|Anka;Konzor")
    )
    assert not rejected
    assert {(v.prop, v.value) for v in person.values} == {
        ("name", "Ana Kralj"),
        ("birthDate", "1978-03-12"),
        ("phone", "+381645550142"),
        ("country", "rs"),
        ("alias", "Anči"),
        ("alias", "Anka"),
        ("notes", "Branch 2 of Srbija"),
    }
    assert Value("birthDate", "1978-03-12", "", "12.03.1978") in person.values
    assert {(v.prop, v.value) for v in work.values} == {
        ("role", "driver"),
        ("employee", person.entity),
        ("employer", firm.entity),
    }
    assert {r.place.record for r in (person, firm, work)} == {"row 2"}


def test_keys_do_not_run_together() -> None:
    """(12, 3), (3, 12), (1, 23) and (123, ) are four people."""
    rows = ["12;3;A;;;;;;", "3;12;B;;;;;;", "1;23;C;;;;;;", "123;;D;;;;;;"]
    records, _ = read(people(*rows))
    assert len({record.entity for record in records}) == 4


def test_the_same_key_is_the_same_entity_in_every_file() -> None:
    """Ids do not depend on the file or the row."""
    one, _ = read(people("1;2;Ana;;;;;;"))
    two, _ = read(people("7;7;X;;;;;;", "1;2;Ana;;;;;;"))
    assert one[0].entity == two[1].entity


def test_lost_values_are_named_by_row_and_property() -> None:
    """A value that is not valid is reported without being shown; the rest is kept."""
    records, rejected = read(people("1;2;Ana;Kralj;31.02.1978;12;Atlantida;;"))
    assert records[0].values[0].value == "Ana Kralj"
    assert {item.record for item in rejected} == {
        "row 2: person.birthDate",
        "row 2: person.phone",
        "row 2: person.country",
    }
    reasons = " ".join(item.reason for item in rejected)
    assert "31.02" not in reasons and "Atlantida" not in reasons


def test_a_link_to_nothing_is_no_loss_unless_it_says_more() -> None:
    """Without a firm there is no employment; a role that then goes is named."""
    records, rejected = read(people("1;2;Ana;Kralj;;;;;"))
    assert [record.schema for record in records] == ["Person"]
    assert not rejected
    text = MAPPING.replace("literal: driver", "column: aliases")
    records, rejected = read(people("1;2;Ana;Kralj;;;;x;"), text)
    assert [record.schema for record in records] == ["Person"]
    assert [(r.record, r.reason) for r in rejected] == [
        ("row 2: work.employer", "required, but empty")
    ]


def test_a_row_that_only_lends_ids_is_rejected_when_its_link_fails() -> None:
    """A relationship without its other end is a rejected row, not a silent one."""
    text = """
queries:
  - csv_url: people.csv
    entities:
      a: {schema: Person, key: a}
      b: {schema: Person, key: b}
      link:
        schema: Associate
        keys: [a, b]
        properties:
          person: {entity: a, required: true}
          associate: {entity: b, required: true}
"""
    records, rejected = read(people("1;2", "1;", header="a;b"), text)
    assert [(r.schema, r.place.record) for r in records] == [("Associate", "row 2")]
    assert [item.record for item in rejected] == ["row 3"]
    assert "link.associate: required" in rejected[0].reason


def test_a_row_without_any_key_is_rejected() -> None:
    """What has a value but no id is lost, and says so."""
    records, rejected = read(people(";;Ana;Kralj;;;;;"))
    assert not records
    assert rejected[0].record == "row 2"


def test_columns_of_the_mapping_must_be_there() -> None:
    """A table of another shape is refused with the names that are missing."""
    with pytest.raises(InvalidInput, match="not here: aliases, born"):
        read(people("1;2;3;4;5;6;7", header="id;branch;first;last;phone;country;firm"))


def test_filters_choose_rows() -> None:
    """`filters` keeps, `filters_not` drops; rows that no query wants are no loss."""
    text = """
queries:
  - csv_url: people.csv
    filters: {kind: [a, b]}
    filters_not: {state: gone}
    entities: {e: {schema: Person, key: id, properties: {name: {column: id}}}}
"""
    rows = ["1;a;", "2;b;gone", "3;c;", "4;b;here"]
    records, rejected = read(people(*rows, header="id;kind;state"), text)
    assert [record.values[0].value for record in records] == ["1", "4"]
    assert not rejected


def test_a_later_query_may_only_say_what_kind_of_thing_it_is() -> None:
    """Of one id in one row there is one record, of the narrower schema."""
    text = """
queries:
  - csv_url: people.csv
    entities: {e: {schema: LegalEntity, key: id, properties: {name: {column: n}}}}
  - csv_url: people.csv
    filters: {kind: p}
    entities: {e: {schema: Person, key: id}}
"""
    records, rejected = read(people("1;A;p", "2;B;", header="id;n;kind"), text)
    assert [record.schema for record in records] == ["Person", "LegalEntity"]
    assert not rejected


def test_unrelated_schemata_of_one_id_stay_apart() -> None:
    """Each keeps the properties that only it has."""
    text = """
queries:
  - csv_url: people.csv
    entities:
      a: {schema: Person, key: id, properties: {birthDate: {column: born}}}
      b: {schema: Company, key: id, properties: {voenCode: {column: id}}}
"""
    records, _ = read(people("1;1978-03-12", header="id;born"), text)
    assert len({record.entity for record in records}) == 1
    assert [record.schema for record in records] == ["Person", "Company"]


def test_an_entity_that_states_nothing_is_named() -> None:
    """A key alone is no statement."""
    records, rejected = read(people("1;2;Ana;;;;;;;", "1;;;;;;;;"), MAPPING)
    assert [record.schema for record in records] == ["Person"]
    text = MAPPING.replace(
        'notes: {template: "Branch {{branch}} of {{ country }}"}', ""
    )
    records, rejected = read(people("1;;;;;;;;Konzor"), text)
    assert [record.schema for record in records] == ["Company", "Employment"]
    assert [item.record for item in rejected] == ["row 2: person"]


def test_an_id_column_is_taken_as_it_is() -> None:
    """Ids that cannot be ids cost their row."""
    text = """
queries:
  - csv_url: people.csv
    entities: {e: {schema: Person, id_column: id, properties: {name: {column: n}}}}
"""
    records, rejected = read(people("Q1;A", "two words;B", header="id;n"), text)
    assert [record.entity for record in records] == ["Q1"]
    assert [item.record for item in rejected] == ["row 3"]


def test_dates_follow_the_format_of_the_mapping() -> None:
    """With a format nothing else is a date, and precision is the format's."""
    text = """
queries:
  - csv_url: people.csv
    entities:
      e:
        schema: Person
        key: id
        properties:
          name: {column: id}
          birthDate: {column: born, format: "%m/%Y"}
"""
    records, rejected = read(people("1;03/1978", "2;1978", header="id;born"), text)
    assert [v.value for r in records for v in r.values] == ["1", "1978-03", "2"]
    assert [item.record for item in rejected] == ["row 3: e.birthDate"]


def test_templates_are_filled_in_once() -> None:
    """A cell that looks like a placeholder stays what it is."""
    text = MAPPING.replace("Branch {{branch}} of {{ country }}", "{{branch}}/{{first}}")
    records, _ = read(people("1;{{first}};Ana;;;;;;"), text)
    assert Value("notes", "{{first}}/Ana") in records[0].values


def test_a_published_mapping_gives_the_published_entities(
    shared_data: Callable[[str], Path],
) -> None:
    """Donations come out as FollowTheMoney's own reading of the same table has them."""
    folder = shared_data("cases/ftm") / "nomenklatura"
    leaf = Leaf(
        "donations.csv", "donations.csv", (folder / "donations.csv").read_bytes()
    )
    mapping = parse_mapping((folder / "donations.yml").read_bytes())
    records, rejected = split(list(read_mapped(leaf, mapping)))
    by_schema = {
        schema: {r.entity for r in records if r.schema == schema}
        for schema in ("Payment", "Address", "Person")
    }
    # the published file has 290 payments and 89 addresses: equal rows are one
    assert {name: len(ids) for name, ids in by_schema.items()} == {
        "Payment": 290,
        "Address": 89,
        "Person": 22,
    }
    assert not [item for item in rejected if ":" not in str(item.record)]


def test_preview_shows_the_first_rows_and_what_would_be_lost() -> None:
    """Nothing but the asked rows is read; unused columns are named."""
    rows = [f"{n};2;Ana;;{'no date' if n == 1 else ''};;;;Konzor" for n in range(30)]
    leaf = people(*[f"{row};x" for row in rows], header=HEADER + ";extra")
    shown = preview(leaf, parse_mapping(MAPPING.encode()), rows=2)
    assert shown.unused == ("extra",)
    assert [r.schema for r in shown.records] == ["Person", "Company", "Employment"] * 2
    assert [item.record for item in shown.rejected] == ["row 3: person.birthDate"]


def book(**sheets: list[list[object]]) -> Leaf:
    """Return a workbook."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    made.save(data)
    return Leaf("people.xlsx", "people.xlsx", data.getvalue())


SHEETS = """
queries:
  - csv_url: people.xlsx
    entities: {e: {schema: Person, key: id, properties: {name: {column: name}}}}
  - csv_url: people.xlsx
    sheet: Firms
    entities: {e: {schema: Company, key: id, properties: {name: {column: name}}}}
"""


def test_workbooks_are_read_sheet_by_sheet() -> None:
    """A query reads the first sheet or the one it names; others are reported."""
    rows: list[list[object]] = [["id", "name"], [1, "Ana"]]
    leaf = book(People=rows, Firms=rows, Rest=rows, Empty=[])
    records, rejected = read(leaf, SHEETS)
    assert [(r.schema, r.place.record) for r in records] == [
        ("Person", "sheet People row 2"),
        ("Company", "sheet Firms row 2"),
    ]
    assert [item.record for item in rejected] == ["sheet Rest"]


def test_a_sheet_that_is_not_there_is_an_error() -> None:
    """A mapping for another workbook is refused."""
    with pytest.raises(InvalidInput, match="sheet"):
        read(book(People=[["id", "name"], [1, "Ana"]]), SHEETS)


def test_tables_without_a_mapping_say_what_they_need() -> None:
    """The columns are named, so that a mapping can be written."""
    options = ImportOptions()
    leaf = people("1;2;;;;;;;")
    importer = find_importer(leaf, options)
    assert importer is not None
    with pytest.raises(InvalidInput, match="needs a mapping.*columns found: id"):
        list(importer.read(leaf, options))


def test_workbooks_that_nothing_maps_are_documents() -> None:
    """They hold text that people wrote; no importer takes them."""
    leaf = book(A=[["id", "name"], [1, "Ana"]])
    assert find_importer(leaf, ImportOptions()) is None


def test_a_file_that_no_query_names_says_so(tmp_path: Path) -> None:
    """With a mapping, the tables beside it are rejected by name, not lost."""
    path = tmp_path / "m.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    options = ImportOptions(mapping=path)
    leaf = Leaf("other.csv", "other.csv", b"a,b\n1,2\n")
    importer = find_importer(leaf, options)
    assert importer is not None
    with pytest.raises(InvalidInput, match="no query of the mapping names this file"):
        list(importer.read(leaf, options))


def test_data_never_stands_in_the_reason() -> None:
    """Where the first row is data, it is not shown as names of columns."""
    leaf = Leaf("x.csv", "x.csv", b"770000000;Ana Kralj\n770000001;Iva Kralj\n")
    importer = find_importer(leaf, ImportOptions())
    assert importer is not None
    with pytest.raises(InvalidInput) as caught:
        list(importer.read(leaf, ImportOptions()))
    assert "Ana" not in str(caught.value)


def test_a_real_table_is_refused_with_a_reason(
    shared_data: Callable[[str], Path],
) -> None:
    """Delimited text without a mapping is a rejection."""
    path = shared_data("cases/documents/ingest-file") / "countries.csv"
    leaf = Leaf(path.name, path.name, path.read_bytes())
    importer = find_importer(leaf, ImportOptions())
    assert importer is not None
    with pytest.raises(InvalidInput, match="columns found: .*iso2"):
        list(importer.read(leaf, ImportOptions()))


CELL = st.text(
    st.characters(codec="ascii", min_codepoint=32, exclude_characters=';"'), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=9, max_size=10), max_size=8))
def test_every_row_is_accounted_for(rows: list[list[str]]) -> None:
    """Rows that give records and rows that are rejected are all rows with a cell."""
    leaf = people(*[";".join(row) for row in rows])
    records, rejected = read(leaf)
    given = {
        f"row {number}"
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    }
    taken = {str(record.place.record) for record in records}
    refused = [str(item.record) for item in rejected if ":" not in str(item.record)]
    assert taken | set(refused) == given
    assert not taken & set(refused) and len(refused) == len(set(refused))


def test_a_refused_table_is_described_by_its_header_not_its_preamble() -> None:
    """Whoever writes a mapping needs the columns, which stand below some lines."""
    text = "Operater d.o.o.\nIzveštaj;118/26\n\nRed;Opis;Šifra\n1;a;x\n2;b;y\n"
    with pytest.raises(InvalidInput, match="columns found: Red, Opis, Šifra$"):
        read_file("a.csv", text.encode())
