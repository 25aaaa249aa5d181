"""Graph files as cases: what nodes and edges become, in each format."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import InvalidInput
from tests.extraction.importers.reading import Found, read

Find = Callable[[str], Path]

TYPED = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="t" for="node" attr.name="Tip entiteta"/>
<key id="n" for="node" attr.name="ime"/><key id="c" for="node" attr.name="boja"/>
<key id="b" for="node" attr.name="datum_rodjenja"/>
<key id="x" for="node" attr.name="x"/><key id="k" for="edge" attr.name="vrsta veze"/>
<key id="s" for="edge" attr.name="od"/><key id="w" for="edge" attr.name="weight"/>
<graph edgedefault="directed">
<edge id="e1" source="p" target="f"><data key="k">vlasnik</data>
 <data key="s">1.2.2020</data><data key="w">1.0</data></edge>
<node id="p"><data key="t">Osoba</data><data key="n">Ана Анић</data>
 <data key="b">12.03.1978</data>
 <data key="c">crvena</data><data key="x">0.5</data></node>
<node id="f"><data key="t">Firma</data><data key="n">Firma d.o.o.</data></node>
<node id="t"><data key="t">telefon</data><data key="n">064 123 4567</data></node>
<node id="v"><data key="t">vozilo</data><data key="n">BG 123-AB</data></node>
<edge source="p" target="t"><data key="k">koristi</data></edge>
<edge source="p" target="v"><data key="k">vozi</data><data key="w">7</data></edge>
<edge source="f" target="p"><data key="k">director</data></edge>
<edge source="p" target="q"><data key="k">brat</data></edge>
<edge source="p" target="p2"><data key="k">kupio jahtu</data></edge>
<node id="q"><data key="t">person</data><data key="b">99.99.2000</data></node>
</graph></graphml>"""


def by_id(found: Found) -> dict[str, str]:
    """Return the schema of each record's entity."""
    return {record.entity: record.schema for record in found.records}


def test_attributes_say_what_things_are() -> None:
    """Kinds, names and dates in the region's languages; the rest stays as a note."""
    found = read("mreza.graphml", TYPED.encode(), "rs")
    assert found.importer == "graph"
    ana, other = (one for one in found.of("Person") if "notes" in one)
    assert (ana["name"], ana["birthDate"]) == ("Ана Анић", "1978-03-12")
    assert ana["notes"] == "boja: crvena"
    assert other["notes"] == "datum_rodjenja: 99.99.2000"
    assert ("node q: datum_rodjenja", "not a valid date") in found.reasons()
    assert found.of("PhoneNumber") == [
        {"id": "phone-381641234567", "number": "+381641234567"}
    ]
    assert found.of("Vehicle")[0]["id"] == "vehicle-BG123AB"


def test_edges_become_links_that_their_ends_allow() -> None:
    """In the direction that fits; a number in use is a property; others stay."""
    found = read("mreza.graphml", TYPED.encode(), "rs")
    ana, firm = found.of("Person")[0]["id"], found.of("Company")[0]["id"]
    (own,) = found.of("Ownership")
    assert (own["owner"], own["asset"], own["role"]) == (ana, firm, "vlasnik")
    assert own["startDate"] == "2020-02-01" and "description" not in own
    (post,) = found.of("Directorship")
    assert (post["director"], post["organization"]) == (ana, firm)
    (use,) = found.of("VehicleUse")
    assert (use["user"], use["vehicle"]) == (ana, "vehicle-BG123AB")
    assert use["description"] == "weight: 7"
    assert {"id": ana, "phone": "+381641234567"} in found.of("Person")
    (family,) = found.of("Family")
    assert family["relationship"] == "brat"
    (unknown,) = found.of("UnknownLink")
    assert unknown["subject"] == ana and unknown["role"] == "kupio jahtu"
    assert by_id(found)[unknown["object"]] == "LegalEntity"


def test_places_name_nodes_and_edges() -> None:
    """By the file's ids; an edge without one by its number."""
    found = read("mreza.graphml", TYPED.encode(), "rs")
    places = {r.schema: r.place.record for r in reversed(found.records)}
    assert places["Company"] == "node f"
    assert (places["Ownership"], places["Directorship"]) == ("edge e1", "edge 4")


@pytest.mark.parametrize(
    ("label", "schema"),
    [
        ("Marko Marković", "Person"),
        ("Arben Hoxha", "Person"),
        ("Хоџа Агим", "Person"),
        ("Trgo-Promet d.o.o.", "Company"),
        ("Volkan Shpk", "Company"),
        ("Policijska uprava Niš", "Organization"),
        ("+381641234567", "PhoneNumber"),
        ("ana@example.org", "EmailAddress"),
        ("RS35260005601001611379", "BankAccount"),
        ("Blacky", "LegalEntity"),
        ("344", "LegalEntity"),
    ],
)
def test_labels_alone(label: str, schema: str) -> None:
    """Without a kind the label decides, where it shows something."""
    found = read("a.gml", f'graph [ node [ id 1 label "{label}" ] ]'.encode(), "rs")
    assert [record.schema for record in found.records] == [schema]


def test_the_same_number_in_two_networks_is_one_node_and_a_name_is_not() -> None:
    """Keys hold within a file; numbers and accounts everywhere."""
    one, two = (
        read("a.dot", f'graph {{ {a} -- "+381641234567"; {a} -- b }}'.encode())
        for a in ("a", "c")
    )
    assert {r.entity for r in one.records} & {r.entity for r in two.records} == {
        "phone-381641234567"
    }


FORMS = {
    "a.gml": 'graph [ directed 1 node [ id 1 label "Ana Anić" type "Person" ]\n'
    'node [ id 2 label "B" kind "company" ] edge [ source 1 target 2 label "owns" ] ]',
    "a.net": '*Vertices 2\n1 "Ana Anić"\n2 "Beta d.o.o."\n*Arcs :1 "owns"\n1 2 1\n',
    "a.dot": 'digraph { 1 -> 2 [label=owns]; 1 [label="Ana Anić", type=person]; '
    "2 [label=B, type=company] }",
    "a.gexf": '<gexf><graph defaultedgetype="directed"><attributes class="node">'
    '<attribute id="0" title="type"/></attributes><nodes><node id="1" label="Ana Anić">'
    '<attvalues><attvalue for="0" value="person"/></attvalues></node><node id="2" '
    'label="B" start="2019-01-01"><attvalues><attvalue for="0" value="company"/>'
    '</attvalues></node></nodes><edges><edge source="1" target="2" label="owns" '
    'start="2020-05-01"/></edges></graph></gexf>',
}


@pytest.mark.parametrize("name", FORMS)
def test_every_format(name: str) -> None:
    """One network, said in each format, gives the same entities and link."""
    found = read(name, FORMS[name].encode())
    kinds = [r.schema for r in found.records]
    assert (found.importer, kinds) == ("graph", ["Person", "Company", "Ownership"])
    person, company, owns = found.records
    assert [v.value for v in owns.values[:2]] == [person.entity, company.entity]
    assert not found.rejected


def test_old_encodings() -> None:
    """Texts of before Unicode are read as every text is; XML says its encoding."""
    text = '*Vertices 2\n1 "Žarko Čolić"\n2 "Đorđe Šušić"\n*Edges\n1 2\n'
    found = read("a.net", (text + "% mreža poznanstava\n" * 9).encode("cp1250"))
    assert [p["name"] for p in found.of("Person")] == ["Žarko Čolić", "Đorđe Šušić"]
    xml = "<?xml version='1.0' encoding='windows-1250'?><graphml><graph><node id='š'/>"
    found = read("a.graphml", (xml + "</graph></graphml>").encode("cp1250"))
    assert found.of("LegalEntity")[0]["name"] == "š"


def test_what_cannot_be_taken_is_listed_and_the_rest_kept() -> None:
    """A node without id, an edge without end, a line of Pajek, a broken end."""
    text = "<graphml><graph><node/><node id='a'/><edge source='a'/></graph></graphml>"
    found = read("a.graphml", text.encode())
    assert found.reasons() == [
        ("line 1", "a node has no id"),
        ("line 1", "an edge lacks an end"),
    ]
    net = read("a.net", b'*Vertices 2\n1 "a"\nx "b"\n*Edges\n1 2\n1 9\n')
    assert len(net.of("LegalEntity")) == 2 and len(net.of("UnknownLink")) == 1
    assert [where for where, _ in net.reasons()] == ["line 3", "line 6"]
    cut = read(
        "a.graphml", b"<graphml><graph><node id='a'/><edge source='a' target='b'/>"
    )
    assert len(cut.of("LegalEntity")) == 2 and len(cut.of("UnknownLink")) == 1
    assert cut.reasons()[0][0] == "the rest"
    for data in (b"<gexf><graph/></gexf>", b"graph { a -- ", b"*Vertices 0\n"):
        with pytest.raises(InvalidInput):
            read("a", data)


def test_entities_are_refused() -> None:
    """A document type could declare entities without end."""
    text = b'<!DOCTYPE g [<!ENTITY a "b">]><graphml><graph><node id="&a;"/></graph>'
    with pytest.raises(InvalidInput, match="document type"):
        read("a.graphml", text)


@pytest.mark.parametrize(
    ("name", "entities", "links"),
    [
        ("gephi/file/dot/adjacencylist.dot", 4, 5),
        ("gephi/file/dot/labels.dot", 3, 2),
        ("gephi/file/withdesc.graphml", 2, 1),
        ("gephi/file/gexf/dynamicedgeweight.gexf", 2, 1),
        ("gephi/file/label.gml", 3, 2),
        ("gml/media/2020/03/karateclub/karate_club.gml", 34, 78),
        ("gml/media/2020/03/adjandnoun/adjnoun.gml", 112, 425),
        ("gml/front/data/metabolic/metabolic.gml", 453, 2040),
        ("gml/front/data/metabolic/metabolic.gexf", 453, 2040),
    ],
)
def test_files_of_others(
    shared_data: Find, name: str, entities: int, links: int
) -> None:
    """Every node is an entity with a name and every edge a link, whatever they are."""
    data = (shared_data("cases/exchange") / name).read_bytes()
    found = read(Path(name).name, data)
    counts = Counter(record.schema for record in found.records)
    assert counts == {"LegalEntity": entities, "UnknownLink": links}
    assert all("name" in one for one in found.of("LegalEntity"))
    assert len({record.entity for record in found.records}) == entities + links
