"""Networks as tables: sets of entities and links, in the dialects of several tools."""

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from extraction.importers.networks.tablecolumns import open_network
from extraction.importers.tables.grid import Grid, Row
from tests.extraction.importers.reading import Found, read

Find = Callable[[str], Path]

ENTITIES = """Entity Type,Identity,Label,Date of Birth,Icon
Person,P1,Ana Anić,12.03.1978,Woman
Company,C1,Trgo-Promet d.o.o.,,Office
Phone,T1,+381 64 123 4567,,Phone
Vehicle,V1,BG 123-AB,,Car
"""
LINKS = """Link Type,End1,End2,Direction,Date,Time,Strength,Link ID
Owner,P1,C1,->,01.02.2020,,Confirmed,L1
Director,C1,P1,<-,,,Confirmed,L2
Called,T1,T2,,5.3.2024,14:05,,L3
Uses,P1,V1,,,,,L4
Kupio,P1,C2,,,,,L5
"""


def pair(path: str, data: str) -> Found:
    """Read one table of a set in a folder."""
    return read(path, data.encode(), "rs")


def test_entities_and_links_of_two_files_meet() -> None:
    """A link's ends are the entities that the other file tells of."""
    entities, links = pair("set/entities.csv", ENTITIES), pair("set/links.csv", LINKS)
    assert (entities.importer, links.importer) == ("network", "network")
    ids = {r.values[0].value: r.entity for r in entities.records}
    (own,) = links.of("Ownership")
    assert (own["owner"], own["asset"]) == (ids["Ana Anić"], ids["Trgo-Promet d.o.o."])
    assert own["date"] == "2020-02-01"
    (post,) = links.of("Directorship")
    assert (post["director"], post["organization"]) == (own["owner"], own["asset"])
    (call,) = links.of("Call")
    assert call["caller"] == ids["+381641234567"]
    assert call["date"] == "2024-03-05T14:05:00"
    (use,) = links.of("VehicleUse")
    assert use["vehicle"] == entities.of("Vehicle")[0]["id"]
    assert links.of("UnknownLink")[0]["role"] == "Kupio"
    assert not links.rejected and not entities.rejected
    assert Counter(r.schema for r in links.records) == Counter(
        ("Ownership", "Directorship", "Call", "VehicleUse", "UnknownLink")
    )


def test_a_number_under_a_code_is_borne_by_a_card() -> None:
    """The links name the code; the number is a node by the card's phone."""
    found = pair("set/entities.csv", ENTITIES)
    (card,) = found.of("SimCard")
    assert card["phone"] == "+381641234567" and card["id"].startswith("node-")


@pytest.mark.parametrize(
    "header",
    [
        "Entity 1 Type,Entity 1 Identity,Link Type,Entity 2 Type,Entity 2 Identity",
        "End1Type;End1Label;LinkType;End2Type;End2Label",
        "Tip osobe 1,Osoba 1,Vrsta veze,Tip osobe 2,Osoba 2",
        "Ентитет 1 тип,Ентитет 1,Врста везе,Ентитет 2 тип,Ентитет 2",
        "Lloji 1,Entiteti 1,Lloji i lidhjes,Lloji 2,Entiteti 2",
        "Source Type\tSource\tRelation\tTarget Type\tTarget",
        "Izvor tip|Izvor|Odnos|Odredište tip|Odredište",
    ],
)
def test_links_that_tell_of_their_ends(header: str) -> None:
    """One table alone, in other words and with other delimiters."""
    mark = next(m for m in ",;\t|" if m in header)
    rows = [
        header,
        mark.join(("Person", "Ana Anić", "vlasnik", "Company", "Beta d.o.o.")),
        mark.join(("Person", "Ana Anić", "poznaje", "Person", "Marko Marić")),
    ]
    found = pair("veze.csv", "\n".join(rows))
    assert found.importer == "network"
    kinds = Counter(r.schema for r in found.records)
    assert kinds == {"Person": 2, "Company": 1, "Ownership": 1, "Associate": 1}
    (own,) = found.of("Ownership")
    assert own["owner"] == next(p["id"] for p in found.of("Person"))
    assert found.records[0].place.record == "row 2"


def test_a_list_of_edges_alone(shared_data: Find) -> None:
    """Names are entities, as their own table says them; weights stay with the links."""
    folder = shared_data("cases/covert_networks")
    name = "covert_13_Cocaine_Dealing_Natarajan"
    links = read(f"{name}.edges.csv", (folder / f"{name}.edges.csv").read_bytes())
    nodes = read(f"{name}.nodes.csv", (folder / f"{name}.nodes.csv").read_bytes())
    told = {(r.entity, r.schema) for r in links.records if r.schema != "UnknownLink"}
    assert told <= {(r.entity, r.schema) for r in nodes.records}
    rows = (folder / f"{name}.edges.csv").read_text().splitlines()[1:]
    assert len(links.of("UnknownLink")) == len(rows)
    assert links.of("UnknownLink")[0]["description"] == "weight: 2.0"


def test_what_neo4j_exports() -> None:
    """One table a kind, its name or `:LABEL` says which; ids count over all of them."""
    persons = pair(
        "x/slucaj.nodes.Person.csv", ":ID,name,surname,born:date\n1,Ana,Anić,1.2.1980\n"
    )
    cars = pair("x/slucaj.nodes.v.csv", ":ID,reg,:LABEL\n2,BG 123-AB,Vehicle\n")
    phones = pair("x/slucaj.nodes.p.csv", ":ID,phoneNo,:LABEL\n3,+381641234567,Phone\n")
    knows = pair("x/slucaj.relationships.K.csv", ":START_ID,:END_ID,:TYPE\n1,2,KNOWS\n")
    ana = persons.of("Person")[0]
    assert (ana["name"], ana["birthDate"]) == ("Ana Anić", "1980-02-01")
    assert cars.of("Vehicle")[0]["registrationNumber"] == "BG123AB"
    assert phones.of("SimCard")[0]["phone"] == "+381641234567"
    (link,) = knows.of("Associate")
    ids = persons.of("Person")[0]["id"], cars.of("Vehicle")[0]["id"]
    assert (link["person"], link["associate"]) == ids


def test_codes_are_entities_unless_a_set_has_them() -> None:
    """A table of links that is not named as half of a set stands for itself."""
    text = "Source,Target,Type\nP1,C1,owner\n"
    assert [r.schema for r in pair("set/links.csv", text).records] == ["Ownership"]
    alone = pair("mreza.csv", text)
    assert [one["name"] for one in alone.of("LegalEntity")] == ["P1", "C1"]
    assert alone.of("UnknownLink")[0]["role"] == "owner"


def test_a_workbook_of_two_sheets() -> None:
    """Entities are read first, wherever their sheet stands."""
    book, out = Workbook(), io.BytesIO()
    links, entities, other = book.active, book.create_sheet("E"), book.create_sheet("x")
    assert links is not None
    for row in (("Source", "Target", "Type"), ("P1", "C1", "owner")):
        links.append(row)
    for row in (("Id", "Label", "Type"), ("P1", "Ana", "person"), ("C1", "B", "firma")):
        entities.append(row)
    other.append(("sadržaj", "1"))
    book.save(out)
    found = read("mreza.xlsx", out.getvalue())
    assert [r.schema for r in found.records] == ["Person", "Company", "Ownership"]
    assert found.reasons() == [("sheet x", "neither entities nor links")]


def test_bad_rows_are_listed() -> None:
    """A row without a key or an end costs only itself."""
    found = pair("nodes.csv", "Id,Label,Type\n,Ana,person\n2,Bo,person\n")
    assert found.reasons() == [("row 2", "its key is empty")]
    found = pair("edges.csv", "source,target\na,\nb,c\n")
    assert found.reasons() == [("row 2", "one of its ends is empty")]
    assert len(found.of("UnknownLink")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "from,to,price\n1.1.2020,2.2.2020,5\n",
        "id,name,born\n1,Ana,1980\n",
        "type,count\nperson,5\n",
        "id,type\n1,circle\n2,square\n",
    ],
)
def test_other_tables_are_none(text: str) -> None:
    """Periods, lists and drawings are not taken for networks."""
    assert find(text) == "table"


def find(text: str) -> str:
    """Return the importer that takes a table."""
    from extraction.importers import ImportOptions, find_importer
    from extraction.model import Leaf

    importer = find_importer(Leaf("a.csv", "a.csv", text.encode()), ImportOptions())
    return importer.name if importer else ""


def test_a_head_of_very_many_columns_is_no_network() -> None:
    """Nobody's table has them; looking at each for its meaning would take long."""
    for count, known in ((1_000, True), (200_000, False)):
        cells = ["End1", *[""] * count, "End2"]
        grid = Grid(iter([Row(1, cells), Row(2, ["P1", *cells[1:-1], "P2"])]))
        assert (open_network(grid, "links.csv") is not None) == known


def test_the_date_of_a_link_is_its_own() -> None:
    """`Link Date` and `Link Time` are one moment of the link."""
    text = (
        "End1 Label,End1 Type,End2 Label,End2 Type,Link Type,Link Date,Link Time\n"
        "Ana Anić,Person,Petar Perić,Person,Meeting,03.03.2026,10:00:00\n"
    )
    found = read("links.csv", text.encode())
    moments = [v.value for r in found.records for v in r.values if "T10" in v.value]
    assert moments == ["2026-03-03T10:00:00"]


def test_the_number_of_an_end_may_stand_behind() -> None:
    """`Tip entiteta 1` is the kind of the first end."""
    text = (
        "Entitet 1;Tip entiteta 1;Entitet 2;Tip entiteta 2;Vrsta veze\n"
        "Ana Anić;Osoba;Delta;Firma;zaposlen\n"
    )
    found = read("links.csv", text.encode())
    assert found.of("Company")[0]["name"] == "Delta"
    assert "description" not in found.of("Employment")[0]
