"""Exports: what they carry, for whom, and that they are whole or not there."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from followthemoney import model
from followthemoney.proxy import EntityProxy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.access import Principal, local_operator, scope_of
from backend.exporting import ExportAsk, ExportReport, export
from backend.ingest import IngestOptions, IngestReport, ingest
from backend.workspace import Workspace
from graph.errors import Conflict, InvalidInput, NotFound, Unavailable, Unsupported
from graph.ledger import Ledger
from graph.model import Verdict, split_id
from graph.schema import ontology
from tests.backend.conftest import CASE, OPEN, entity, write_entities

Take = Callable[..., IngestReport]
BUILT = ("ftm", "case", "graphml", "gexf", "csv")


def write(
    workspace: Workspace, path: Path, form: str, user: str | None = None, **how: Any
) -> ExportReport:
    """Export the case as a user, the operator by default."""
    principal = workspace.accounts.principal(user) if user else local_operator()
    force = how.pop("force", False)
    given_case = how.pop("case", CASE)
    return export(
        workspace, principal, ExportAsk(given_case, form, **how), path, force=force
    )


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the entities of an export."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def values_of(ledger: Ledger, case: str) -> dict[str, set[tuple[str, str]]]:
    """Return what is said of each entity of a case, by local id."""
    return {
        split_id(name)[1]: {(s.value.prop, s.value.value) for s in said}
        for name, said in ledger.iter_entities(scope_of(local_operator()), case)
    }


def read_in(workspace: Workspace, path: Path, case: str) -> IngestReport:
    """Take a file into another case."""
    return ingest(workspace, local_operator(), [path], IngestOptions(case=case))


def shape(workspace: Workspace, case: str) -> tuple[set[Any], set[Any]]:
    """Return nodes and links of a case as everyone there may see them."""
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


CALLS = (
    entity("c1", "Call", callerNumber="+381641234567", receiverNumber="+38267111222",
           date="2024-01-05T10:00", duration="60"),
    entity("c2", "Call", callerNumber="+381641234567", receiverNumber="+38267111222",
           date="2024-02-05T10:00", duration="30"),
    entity("sprava", "Device", name="Telefon", imei="490154203237518"),
    entity("sreli", "Meeting", person="ana", participant="bojan", date="2024-06"),
)  # fmt: skip


def test_entities_come_back_as_they_were_given(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """Ingested into a new case an export gives the same values and the same graph."""
    take("open.json", OPEN)
    take("calls.json", CALLS, handling=frozenset({"H1"}))
    report = write(workspace, tmp_path / "a.ftm.json", "ftm")
    lines = read_lines(tmp_path / "a.ftm.json")
    assert report.entities + report.relationships == len(lines) == 10
    assert {one["id"] for one in lines} == {one["id"] for one in (*OPEN, *CALLS)}
    call = next(one for one in lines if one["id"] == "c1")
    assert call["handling"] == ["H1"] == report.handling and call["kind"] == ["fact"]
    assert not read_in(workspace, tmp_path / "a.ftm.json", "copy").rejected
    assert values_of(workspace.ledger, "copy") == values_of(workspace.ledger, CASE)
    assert shape(workspace, "copy") == shape(workspace, CASE)


def test_followthemoney_takes_every_line(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """With our schemata beside its own; lines of its own it takes alone."""
    take("open.json", (*OPEN, *CALLS))
    write(workspace, tmp_path / "a.ftm.json", "ftm")
    for line in read_lines(tmp_path / "a.ftm.json"):
        read = EntityProxy(ontology()[line["schema"]], line, cleaned=False)
        stated = {prop: sorted(v) for prop, v in line["properties"].items()}
        assert {p: sorted(v) for p, v in read.to_dict()["properties"].items()} == stated
        if line["schema"] not in ("Device", "Meeting"):
            assert model.get_proxy(line).id == line["id"]


def test_an_id_that_two_unlike_things_bear_is_two_lines(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """A narrower schema takes the wider one's values along."""
    take("one.json", [entity("x", "LegalEntity", name="X", country="rs")])
    take("two.json", [entity("x", "Person", name="X", birthDate="1980")])
    take("three.json", [entity("x", "Vessel", name="X", imoNumber="9074729")])
    write(workspace, tmp_path / "x.json", "ftm")
    lines = read_lines(tmp_path / "x.json")
    assert [one["schema"] for one in lines] == ["Person", "Vessel"]
    assert lines[0]["properties"]["country"] == ["rs"]
    assert not read_in(workspace, tmp_path / "x.json", "copy").rejected
    assert values_of(workspace.ledger, "copy") == values_of(workspace.ledger, CASE)
    assert shape(workspace, "copy") == shape(workspace, CASE)


@pytest.mark.parametrize("form", BUILT)
def test_an_export_shows_what_its_user_may_see(
    case: Workspace, tmp_path: Path, form: str
) -> None:
    """Nothing of a compartment that the user is not in, in any of the files."""
    hidden = ("cvetko", "Cvet", "Zmija", "tajno", "Tajno", "link")
    for user, sees in (("ana", False), ("rada", False), ("boris", True)):
        path = tmp_path / f"{user}.{form}"
        report = write(case, path, form, user)
        text = "".join(file.read_text("utf-8-sig") for file in report.files)
        assert [word for word in hidden if word in text] == (
            list(hidden) if sees else []
        )
        assert "Ana Anić" in text
    with pytest.raises(NotFound):
        write(case, tmp_path / "gost", form, "gost")
    with pytest.raises(NotFound):
        write(case, tmp_path / "ana2", form, "ana", entities=("cvetko",))
    assert not (tmp_path / "gost").exists() and not (tmp_path / "ana2").exists()


def test_a_graph_has_numbers_tallies_and_conditions(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """What a number rests on says its conditions, and the file's are all of them."""
    take("open.json", OPEN, handling=frozenset({"H2"}))
    take("calls.json", CALLS, handling=frozenset({"H1"}))
    report = write(workspace, tmp_path / "a.graphml", "graphml")
    graph = nx.read_graphml(tmp_path / "a.graphml")
    assert report.handling == ["H1", "H2"] and graph.graph["handling"] == "H1 H2"
    phone, other = "phone-381641234567", "phone-38267111222"
    assert graph.nodes[phone]["handling"] == "H1 H2"
    assert graph.nodes[other]["handling"] == "H1"
    assert graph.nodes["ana"]["handling"] == "H2"
    assert graph.nodes["ana"]["phone"] == "+381641234567"
    (call,) = graph.get_edge_data(phone, other).values()
    told = ("count", "total", "first", "last", "cross_border", "handling")
    assert [call[name] for name in told] == [
        2, 90.0, "2024-01-05T10:00", "2024-02-05T10:00", True, "H1",
    ]  # fmt: skip
    own = graph.get_edge_data("bojan", "firma")
    assert next(iter(own.values()))["first"] == "2024-03"
    assert graph.graph["title"] == CASE
    counted = workspace.ledger.counts(scope_of(local_operator()), CASE)
    assert report.statements == counted.statements


def test_a_number_alone_says_its_conditions(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """Though none of the links that state it is in the file."""
    take("open.json", OPEN, handling=frozenset({"H2"}))
    around: dict[str, Any] = {"entities": ("phone-381641234567",), "hops": 0}
    report = write(workspace, tmp_path / "a.gexf", "gexf", **around)
    assert (report.entities, report.relationships) == (1, 0)
    assert report.handling == ["H2"]


def test_who_is_judged_to_be_one_is_one_node(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """With both one's values; FollowTheMoney lines stay two."""
    take("open.json", OPEN)
    take("twin.json", [entity("anica", "Person", name="Anica", email="a@b.rs")])
    with workspace.ledger.commit(kind="judge", case=CASE, actor="test") as tx:
        tx.judge(f"{CASE}:ana", f"{CASE}:anica", Verdict.POSITIVE)
    write(workspace, tmp_path / "a.graphml", "graphml")
    graph = nx.read_graphml(tmp_path / "a.graphml")
    assert "anica" not in graph.nodes
    assert graph.nodes["ana"]["merged_from"] == "ana anica"
    assert graph.nodes["ana"]["name"] == "Ana Anić | Anica"
    assert graph.nodes["ana"]["email"] == "a@b.rs"
    write(workspace, tmp_path / "a.json", "ftm")
    assert {"ana", "anica"} <= {one["id"] for one in read_lines(tmp_path / "a.json")}


def test_a_neighbourhood(take: Take, workspace: Workspace, tmp_path: Path) -> None:
    """Only what lies within the hops, by the relationships asked for; cuts are said."""
    take("open.json", (*OPEN, *CALLS))
    near: dict[str, Any] = {"entities": ("firma",), "hops": 2}
    report = write(workspace, tmp_path / "a.graphml", "graphml", **near)
    assert set(nx.read_graphml(tmp_path / "a.graphml").nodes) == {
        "firma", "bojan", "ana",
    }  # fmt: skip
    assert not report.truncated
    write(workspace, tmp_path / "b.json", "ftm", **near)
    ids = [one["id"] for one in read_lines(tmp_path / "b.json")]
    assert ids == ["ana", "bojan", "fam", "firma", "own", "sreli"]
    near = {"entities": ("ana",), "schemata": ("Family",)}
    write(workspace, tmp_path / "c.json", "ftm", **near)
    assert [one["id"] for one in read_lines(tmp_path / "c.json")] == [
        "ana", "bojan", "fam",
    ]  # fmt: skip
    cut: dict[str, Any] = {"entities": (f"{CASE}:ana",), "limit": 2}
    assert write(workspace, tmp_path / "d.gexf", "gexf", **cut).truncated


def test_only_some_relationships(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """And the entities that they join; behind a tally stand its events."""
    take("open.json", (*OPEN, *CALLS))
    report = write(workspace, tmp_path / "a.gexf", "gexf", schemata=("Call",))
    assert (report.entities, report.relationships) == (2, 1)
    write(workspace, tmp_path / "b.json", "ftm", schemata=("Call",))
    assert [one["id"] for one in read_lines(tmp_path / "b.json")] == ["c1", "c2"]


def test_tables(take: Take, workspace: Workspace, tmp_path: Path) -> None:
    """Two files beside each other, or one archive."""
    take("open.json", OPEN)
    report = write(workspace, tmp_path / "a.csv", "csv")
    assert [file.name for file in report.files] == ["a.csv", "a-nodes.csv"]
    write(workspace, tmp_path / "a.zip", "csv")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("edges.csv") == (tmp_path / "a.csv").read_bytes()
        assert archive.read("nodes.csv") == (tmp_path / "a-nodes.csv").read_bytes()


@pytest.mark.parametrize("form", BUILT)
def test_an_export_is_private_whole_and_replaces_nothing(
    take: Take, workspace: Workspace, tmp_path: Path, form: str
) -> None:
    """Mode 0600; what is there stays without force; twice is the same to the byte."""
    take("open.json", OPEN)
    out = tmp_path / "out"
    out.mkdir()
    report = write(workspace, out / "a", form)
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in report.files)
    first = {file: file.read_bytes() for file in report.files}
    for file in report.files:
        file.write_bytes(b"kept")
        with pytest.raises(Conflict):
            write(workspace, out / "a", form)
        assert file.read_bytes() == b"kept"
    write(workspace, out / "a", form, force=True)
    assert {file: file.read_bytes() for file in report.files} == first
    assert sorted(out.iterdir()) == sorted(report.files)


def test_what_fails_leaves_nothing(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """No file, no half of one, and what is no file is not replaced."""
    take("open.json", OPEN)
    out = tmp_path / "out"
    out.mkdir()

    def stop(done: int, total: int) -> None:
        raise OSError(28, os.strerror(28))

    ask = ExportAsk(CASE, "graphml")
    with pytest.raises(Unavailable, match="No space left"):
        export(workspace, local_operator(), ask, out / "a", follow=stop)
    with pytest.raises(InvalidInput, match="folder"):
        write(workspace, out / "none" / "a", "ftm")
    with pytest.raises(InvalidInput, match="ordinary"):
        write(workspace, Path("/dev/null"), "ftm", force=True)
    with pytest.raises(Unsupported, match="stix"):
        write(workspace, out / "a", "stix")
    with pytest.raises(NotFound):
        write(workspace, out / "a", "gexf", case="none")
    assert not list(out.iterdir())


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
LOCAL = st.text(
    st.characters(codec="utf-8", exclude_categories=("Zs", "Zl", "Zp", "Cc")),
    min_size=1,
    max_size=12,
).filter(lambda s: not any(c.isspace() for c in s))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.dictionaries(LOCAL, st.lists(TEXT, min_size=1, max_size=3), min_size=1))
def test_any_names_and_ids_come_back(
    workspace: Workspace,
    operator: Principal,
    tmp_path: Path,
    found: dict[str, list[str]],
) -> None:
    """An export of an export says the same, whatever letters it has."""
    number = len(list(tmp_path.iterdir()))
    case, copy = f"a{number}", f"b{number}"
    people = [entity(i, "Person", name=names) for i, names in found.items()]
    path = write_entities(tmp_path / f"{number}.json", people)
    ingest(workspace, operator, [path], IngestOptions(case=case))
    try:
        write(workspace, tmp_path / f"{case}.json", "ftm", case=case)
    except NotFound:
        return
    lines = read_lines(tmp_path / f"{case}.json")
    if not lines:
        return
    assert not read_in(workspace, tmp_path / f"{case}.json", copy).rejected
    assert values_of(workspace.ledger, copy) == values_of(workspace.ledger, case)
    write(workspace, tmp_path / f"{copy}.graphml", "graphml", case=copy)
    graph = nx.read_graphml(tmp_path / f"{copy}.graphml")
    assert len(graph.nodes) == len(lines)
