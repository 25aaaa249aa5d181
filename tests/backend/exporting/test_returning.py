"""Graph files that were exported come back as the graph they were."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backend.access import local_operator, scope_of
from backend.exporting import ExportAsk, export
from backend.ingest import IngestOptions, IngestReport, ingest
from backend.workspace import Workspace
from graph.model import Kind, split_id
from graph.schema import is_identifier
from tests.backend.conftest import CASE, OPEN, entity

Take = Callable[..., IngestReport]
FORMS = ("graphml", "gexf")

MORE = (
    entity("nalog", "UserAccount", username="ana1", service="Signal", owner="ana",
           phone="+381641234567", createdAt="2023"),
    entity("sprava", "Device", name="Telefon", imei="490154203237518", user="ana"),
    entity("kartica", "SimCard", imsi="220011234567890", device="sprava"),
    entity("mesto", "Address", full="Knez Mihailova 1, Beograd", latitude="44.81",
           longitude="20.46", country="rs"),
    entity("racun", "BankAccount", iban="RS35260005601001611379"),
    entity("drzi", "Ownership", owner="ana", asset="racun", role="account holder"),
    entity("auto", "Vehicle", registrationNumber="BG123AB", owner="ana"),
    entity("sreli", "Meeting", person="ana", participant="bojan", date="2024-06"),
    entity("veza", "UnknownLink", subject="auto", object="mesto", role="viđen"),
    entity("dete", "Person", name=["Ime | crta", 'Drugo "ime" \\'], alias="a | b",
           phone=["+381641234567", "+38267111222"], addressEntity="mesto"),
    entity("istraga", "Project", name="Istraga", goal="krijumčarenje"),
    entity("zaplena", "Seizure", name="Zaplena", startDate="2024-02-02", amount="1.5"),
)  # fmt: skip


def back(workspace: Workspace, folder: Path, form: str) -> IngestReport:
    """Export the case and take it into another, `copy`."""
    path = folder / "out" / f"a.{form}"
    path.parent.mkdir()
    export(workspace, local_operator(), ExportAsk(CASE, form), path)
    options = IngestOptions(case="copy")
    return ingest(workspace, local_operator(), [path.parent], options)


def said(workspace: Workspace, case: str) -> dict[str, set[tuple[str, str, str]]]:
    """Return what is said of each entity but numbers, which need no statement."""
    found = workspace.ledger.iter_entities(scope_of(local_operator()), case)
    return {
        split_id(name)[1]: {(s.schema, s.value.prop, s.value.value) for s in all_of}
        for name, all_of in found
        if not is_identifier(all_of[0].schema)
    }


def shape(workspace: Workspace, case: str) -> tuple[set[Any], set[Any]]:
    """Return nodes and links of a case."""
    with workspace.view(scope_of(local_operator())) as view:
        nodes = {
            (split_id(n.id)[1], n.schema, n.caption, n.countries)
            for n in view.iter_nodes(case)
        }
        links = {
            (split_id(k.id)[1], k.schema, k.count, k.first, k.last, k.total)
            for k in view.iter_links(case)
        }
    return nodes, links


@pytest.mark.parametrize("form", FORMS)
def test_a_graph_comes_back_as_it_went(
    take: Take, workspace: Workspace, tmp_path: Path, form: str
) -> None:
    """The same entities, values, ids and relationships, odd texts too."""
    take("open.json", (*OPEN, *MORE))
    report = back(workspace, tmp_path, form)
    assert not report.rejected
    assert said(workspace, "copy") == said(workspace, CASE)
    assert shape(workspace, "copy") == shape(workspace, CASE)


def test_tables_come_back(take: Take, workspace: Workspace, tmp_path: Path) -> None:
    """Of both tables: entities, relationships and numbers as they were.

    A relationship that is a property of one of several schemata is told as lost.
    """
    take("open.json", (*OPEN, *MORE))
    report = back(workspace, tmp_path, "csv")
    reasons = {row.reason for row in report.rejected}
    assert reasons == {"which entity has it only its own table says: give GraphML"}
    (nodes, links), (after, kept) = (shape(workspace, c) for c in (CASE, "copy"))
    assert {row[:3] for row in after} == {row[:3] for row in nodes}
    assert kept == {k for k in links if k[1] not in ("owner", "user", "addressEntity")}


@pytest.mark.parametrize("form", FORMS)
def test_what_was_counted_comes_back_as_one(
    take: Take, workspace: Workspace, tmp_path: Path, form: str
) -> None:
    """A graph holds no single calls: one stands for all and tells their number."""
    calls = [
        entity(f"c{day}", "Call", callerNumber="+381641234567", duration="60",
               receiverNumber="+38267111222", date=f"2024-01-0{day}T10:00")
        for day in (1, 2, 3)
    ]  # fmt: skip
    paid = entity("u", "Payment", payer="ana", beneficiary="firma", amount="100",
                  currency="EUR", date="2024-03-01")  # fmt: skip
    take("calls.json", [*OPEN, *calls, paid])
    assert not back(workspace, tmp_path, form).rejected
    found = [v for name, v in said(workspace, "copy").items() if "call" in name.lower()]
    assert found == [
        {
            ("Call", "callerNumber", "+381641234567"),
            ("Call", "receiverNumber", "+38267111222"),
            ("Call", "date", "2024-01-01T10:00"),
            ("Call", "endDate", "2024-01-03T10:00"),
            ("Call", "duration", "180"),
            ("Call", "description", "count: 3"),
        }
    ]
    before, after = (shape(workspace, case)[1] for case in (CASE, "copy"))
    assert {row[:2] for row in before} == {row[:2] for row in after}
    assert {r for r in before if r[1] == "Payment"} <= after


@pytest.mark.parametrize("form", FORMS)
def test_assessments_stay_assessments(
    take: Take, workspace: Workspace, tmp_path: Path, form: str
) -> None:
    """Of all the conditions of use only the kind is each record's own."""
    take("open.json", OPEN)
    path = tmp_path / "b.gexf"
    text = (
        '<gexf><graph><attributes class="node"><attribute id="0" title="schema"/>'
        '<attribute id="1" title="kind"/></attributes><nodes><node id="x" label="X">'
        '<attvalues><attvalue for="0" value="Person"/><attvalue for="1" '
        'value="assessment"/></attvalues></node></nodes></graph></gexf>'
    )
    path.write_text(text)
    ingest(workspace, local_operator(), [path], IngestOptions(case=CASE))
    found = workspace.ledger.find_statements(scope_of(local_operator()), [f"{CASE}:x"])
    assert {one.kind for one in found[f"{CASE}:x"]} == {Kind.ASSESSMENT}
    assert back(workspace, tmp_path, form).entities
    copied = workspace.ledger.find_statements(scope_of(local_operator()), ["copy:x"])
    assert {one.kind for one in copied["copy:x"]} == {Kind.ASSESSMENT}
