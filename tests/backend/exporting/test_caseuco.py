"""Export as CASE/UCO: what comes back, and what other readers of UCO find."""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from backend.access import local_operator, scope_of
from backend.exporting import ExportAsk, ExportReport, export
from backend.ingest import IngestOptions, IngestReport, ingest
from backend.workspace import Workspace
from graph.model import split_id
from tests.backend.conftest import CASE, OPEN, entity

Take = Callable[..., IngestReport]
Json = dict[str, Any]

MORE = (
    entity("c1", "Call", callerNumber="+381641234567", receiverNumber="+38267111222",
           date="2024-01-05T10:00", duration="60"),
    entity("t1", "TextMessage", callerNumber="+381641234567", caller="ana",
           receiverNumber=["+38267111222", "+38267111333"], date="2024-01-06"),
    entity("nalog", "UserAccount", username="ana1", service="Signal", owner="ana",
           phone="+381641234567", createdAt="2023"),
    entity("drugi", "UserAccount", username="b", email="b@example.org"),
    entity("poruka", "Message", bodyText="Vidimo se", senderAccount="nalog",
           recipientAccount="drugi", date="2024-03-01T12:00:00"),
    entity("mejl", "Email", subject="Ponuda", bodyText="Tekst", to="b@example.org",
           **{"from": "ana@example.org"}, date="2024-03-01T12:00:00"),
    entity("sprava", "Device", name="Telefon", imei="490154203237518", user="ana"),
    entity("kartica", "SimCard", imsi="220011234567890", device="sprava"),
    entity("mesto", "Address", full="Knez Mihailova 1, Beograd", latitude="44.81",
           longitude="20.46", city="Beograd", country="rs"),
    entity("racun", "BankAccount", iban="RS35260005601001611379", owner="firma"),
    entity("uplata", "Payment", payer="ana", payerAccount="racun", amount="100"),
    entity("auto", "Vehicle", registrationNumber="BG123AB", owner="ana"),
    entity("sreli", "Meeting", person="ana", participant="bojan", date="2024-06"),
    entity("pola", "Ownership", owner="ana", startDate="2020"),
    entity("spis", "Document", fileName="a.pdf", fileSize="10"),
    entity("istraga", "Project", name="Istraga", goal="krijumčarenje"),
    entity("dogadjaj", "Event", name="Pretres", startDate="2024-02-02"),
    {**entity("č/ %#", "Person", name='Ime "s" \\ znacima', birthDate="1980-01-02"),
     "id": "č/%#"},
)  # fmt: skip


def write(workspace: Workspace, path: Path, **how: Any) -> tuple[ExportReport, Json]:
    """Export the case; return the report and the file's JSON."""
    report = export(workspace, local_operator(), ExportAsk(CASE, "case", **how), path)
    loaded: Json = json.loads(path.read_bytes())
    return report, loaded


def said(workspace: Workspace, case: str) -> dict[str, set[tuple[str, str, str]]]:
    """Return what is said of each entity of a case, by local id."""
    scope = scope_of(local_operator())
    return {
        split_id(name)[1]: {(s.schema, s.value.prop, s.value.value) for s in found}
        for name, found in workspace.ledger.iter_entities(scope, case)
    }


def shape(workspace: Workspace, case: str) -> tuple[set[Any], set[Any]]:
    """Return nodes and links of a case."""
    with workspace.view(scope_of(local_operator())) as view:
        nodes = {
            (split_id(n.id)[1], n.schema, n.caption) for n in view.iter_nodes(case)
        }
        links = {
            (split_id(k.id)[1], k.schema, k.count, k.first, k.last, k.total)
            for k in view.iter_links(case)
        }
    return nodes, links


def objects(graph: Json, kind: str) -> list[Json]:
    """Return the objects of a class."""
    return [
        node
        for node in graph["@graph"]
        if kind == node["@type"] or kind in list(node["@type"])
    ]


def test_a_case_comes_back_as_it_was(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """Entities, links and values are the same in the case that reads the export."""
    take("open.json", OPEN)
    take("more.json", MORE)
    report, _ = write(workspace, tmp_path / "a.json")
    assert report.entities + report.relationships == len(OPEN) + len(MORE)
    taken = ingest(
        workspace, local_operator(), [tmp_path / "a.json"], IngestOptions(case="copy")
    )
    assert not taken.rejected
    assert said(workspace, "copy") == said(workspace, CASE)
    assert shape(workspace, "copy") == shape(workspace, CASE)


def test_the_same_case_gives_the_same_bytes(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """And an object stands on a line of its own."""
    take("more.json", MORE)
    for name in ("a", "b"):
        write(workspace, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    lines = (tmp_path / "a").read_text("utf-8").splitlines()
    assert all(json.loads(line.rstrip(",")) for line in lines[2:-1])


def test_other_readers_find_uco(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """Calls join numbers, relationships their ends; codes are markings."""
    take("open.json", OPEN)
    take("more.json", MORE, handling=frozenset({"H1"}))
    report, graph = write(workspace, tmp_path / "a.json")
    nodes = {node["@id"]: node for node in graph["@graph"]}
    (call,) = objects(graph, "uco-observable:Call")
    facet = call["uco-core:hasFacet"][1]
    (caller,) = facet["uco-observable:from"]
    number = nodes[caller["@id"]]["uco-core:hasFacet"][0]
    assert number["uco-observable:phoneNumber"] == "+381641234567"
    assert facet["uco-observable:duration"] == 60
    marking = nodes[call["uco-core:objectMarking"][0]["@id"]]
    statement = marking["uco-marking:definition"][0]["uco-marking:statement"]
    assert statement.startswith("H1: ") and report.handling == ["H1"]
    (bundle,) = objects(graph, "uco-core:Bundle")
    assert "H1" in bundle["uco-core:description"]
    assert {one["@id"] for one in bundle["uco-core:object"]} == set(nodes) - {
        bundle["@id"]
    }
    met = next(
        node
        for node in objects(graph, "uco-core:Relationship")
        if node["uco-core:kindOfRelationship"] == "Meeting"
    )
    named = {nodes[met[f"uco-core:{end}"]["@id"]]["uco-core:name"]
             for end in ("target",)}  # fmt: skip
    assert named and met["uco-core:isDirectional"] is False


def test_what_is_named_and_not_there_stands_for_itself(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """Of a neighbourhood too every reference leads somewhere."""
    take("open.json", OPEN)
    take("more.json", MORE)
    _, graph = write(workspace, tmp_path / "a.json", entities=("nalog",), hops=1)
    names = {node["@id"] for node in graph["@graph"]}

    def refs(value: object) -> set[str]:
        if isinstance(value, list):
            return {one for item in value for one in refs(item)}
        if not isinstance(value, dict):
            return set()
        if value.keys() == {"@id"}:
            return {value["@id"]}
        return {one for item in value.values() for one in refs(item)}

    assert refs(graph["@graph"]) <= names


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_shapes_of_uco_hold(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """CASE's own ontology, as case-utils brings it, finds no violation."""
    import pyshacl
    from rdflib import Graph

    take("open.json", OPEN)
    take("more.json", MORE, handling=frozenset({"H1", "H3"}))
    write(workspace, tmp_path / "a.json")
    folder = files("case_utils.ontology")
    ontology, classes = (
        Graph().parse(data=(folder / name).read_text("utf-8"), format="turtle")
        for name in ("case-1.5.0.ttl", "case-1.5.0-subclasses.ttl")
    )
    text = (tmp_path / "a.json").read_text("utf-8")
    wrong = text.replace(
        '"uco-observable:duration":60', '"uco-observable:duration":"x"'
    )
    for given, holds in ((text, True), (wrong, False)):
        data = Graph().parse(data=given, format="json-ld")
        conforms, _, told = pyshacl.validate(
            data, shacl_graph=ontology, ont_graph=classes
        )
        assert conforms is holds, told


def test_names_are_those_of_the_ontology(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """Each name of UCO or CASE is one that version 1.5.0 declares."""
    take("open.json", OPEN)
    take("more.json", MORE, handling=frozenset({"H1"}))
    write(workspace, tmp_path / "a.json")
    known = Path(__file__).with_name("uco_names.txt").read_text("utf-8").split()
    text = (tmp_path / "a.json").read_text("utf-8").split('"@graph"')[1]
    used = set(re.findall(r'"((?:uco|case)-[a-z]+:\w+)"', text))
    assert len(used) > 60
    assert used <= set(known)
