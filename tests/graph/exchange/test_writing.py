"""Graph files that we write, opened by those that others use and by our own reader."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import IO

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from graph.exchange import gexf, graphml, read_graph_bytes, spreadsheet
from graph.exchange.outgoing import (
    About,
    Drawing,
    OutEdge,
    OutNode,
    legal,
    legal_id,
    split_values,
    write_cell,
)

Write = Callable[[Drawing, IO[bytes]], None]
XML: dict[str, Write] = {"graphml": graphml.write, "gexf": gexf.write}
NODES = (
    OutNode("ana", "Ana „Zmija“ <Anić>", ("rs",), cells={"name": ("Ana", "Ана | A\\")}),
    OutNode("b&b", "Bojan\nBojić", ("me", "rs"), "2024-02", "2024-02"),
    OutNode("alone", "Сам", cells={"schema": "Person", "name": ("Сам",)}),
)
EDGES = (
    OutEdge("e1", "ana", "b&b", "Call", weight=3.0, first="2024", last="2025-02"),
    OutEdge("e2", "b&b", "ana", "Family", directed=False, cells={"count": 1}),
    OutEdge("e3", "ana", "b&b", "owner", cells={"cross_border": True, "total": 2.5}),
    OutEdge("e4", "ana", "ana", "Call", first="2024-05-02", last="2024-05-01"),
)


def drawing(nodes: Sequence[OutNode], edges: Sequence[OutEdge]) -> Drawing:
    """Return a graph laid down, with what its file says of it."""
    made = Drawing((io.BytesIO(), io.BytesIO()), (("schema",), ("count",)))
    made.about = About("Konac", "H2 -- stay here --", {"handling": "H2"})
    for node in nodes:
        made.add_node(node)
    for edge in edges:
        made.add_edge(edge)
    return made


def written(write: Write, nodes: Sequence[OutNode], edges: Sequence[OutEdge]) -> bytes:
    """Return what a writer writes."""
    file = io.BytesIO()
    write(drawing(nodes, edges), file)
    return file.getvalue()


READ = {
    "graphml": lambda data: nx.read_graphml(io.BytesIO(data)),
    "gexf": lambda data: nx.read_gexf(io.BytesIO(data)),
}


@pytest.mark.parametrize("kind", XML)
def test_networkx_reads_what_we_write(kind: str) -> None:
    """Nodes, edges, parallel ones too, and every attribute come back."""
    graph = READ[kind](written(XML[kind], NODES, EDGES))
    assert set(graph.nodes) == {"ana", "b&b", "alone"}
    assert graph.nodes["ana"]["label"] == "Ana „Zmija“ <Anić>"
    assert graph.nodes["b&b"]["label"] == "Bojan\nBojić"
    assert graph.nodes["alone"]["schema"] == "Person"
    edges = {
        data.get("id", key): (source, target, data)
        for source, target, key, data in graph.edges(keys=True, data=True)
    }
    assert {i: e[:2] for i, e in edges.items()} == {
        e.id: (e.source, e.target) for e in EDGES
    }
    assert edges["e1"][2]["weight"] == 3.0 and edges["e1"][2]["label"] == "Call"
    assert edges["e2"][2]["count"] == 1 and edges["e2"][2]["directed"] is False
    assert edges["e3"][2]["cross_border"] is True and edges["e3"][2]["total"] == 2.5


def test_several_values_are_told_apart() -> None:
    """GraphML joins them reversibly; GEXF lists them as JSON."""
    data = written(graphml.write, NODES, EDGES)
    graph = READ["graphml"](data)
    assert split_values(graph.nodes["ana"]["name"]) == ("Ana", "Ана | A\\")
    graph = READ["gexf"](written(gexf.write, NODES, EDGES))
    assert graph.nodes["ana"]["name"] == '["Ana","Ана | A\\\\"]'
    assert graph.nodes["alone"]["name"] == '["Сам"]'
    graph = READ["gexf"](written(gexf.write, NODES[2:], []))
    assert graph.nodes["alone"]["name"] == "Сам"


@pytest.mark.parametrize("kind", XML)
def test_a_graph_of_both_kinds_of_edges(kind: str) -> None:
    """Each edge says its own direction where asked, and our reader obeys."""
    file = io.BytesIO()
    write = {"graphml": graphml.write, "gexf": gexf.write}[kind]
    write(drawing(NODES, EDGES), file, mixed=True)
    found = read_graph_bytes(file.getvalue())
    assert found.one_way == (True, False, True, True)
    with pytest.raises(nx.NetworkXError):
        READ[kind](file.getvalue())
    plain = read_graph_bytes(written(XML[kind], NODES, EDGES[1:2]))
    assert plain.one_way == (False,) and plain.directed is False


def test_gexf_keeps_its_structure() -> None:
    """Every value has its declaration, every edge its ends; times run forward."""
    tree = etree.fromstring(written(gexf.write, NODES, EDGES))
    space = {"g": gexf.NAMESPACE, "viz": gexf.VIZ}
    assert tree.get("version") == "1.3"
    graph = tree.find("g:graph", space)
    assert graph is not None
    told = ("mode", "timeformat", "defaultedgetype")
    assert [graph.get(name) for name in told] == ["dynamic", "date", "directed"]
    for kind, count in (("node", 3), ("edge", 4)):
        declared = graph.find(f"g:attributes[@class='{kind}']", space)
        assert declared is not None
        known = {one.get("id"): one.get("type") for one in declared}
        used = {
            one.get("for") for one in graph.iterfind(f".//g:{kind}//g:attvalue", space)
        }
        assert used == known.keys()
        assert set(known.values()) <= {
            "string", "liststring", "long", "double", "boolean",
        }  # fmt: skip
        holder = graph.find(f"g:{kind}s", space)
        assert holder is not None and holder.get("count") == str(count) == str(
            len(holder)
        )
    ids = [node.get("id") for node in graph.iterfind(".//g:node", space)]
    assert len(set(ids)) == len(ids)
    edges = {e.get("id"): e for e in graph.iterfind(".//g:edge", space)}
    assert all(
        e.get("source") in ids and e.get("target") in ids for e in edges.values()
    )
    assert (edges["e1"].get("start"), edges["e1"].get("end")) == (
        "2024-01-01",
        "2025-02-28",
    )
    assert (edges["e4"].get("start"), edges["e4"].get("end")) == ("2024-05-02", None)
    node = graph.find(".//g:node[@id='b&b']", space)
    assert node is not None
    assert (node.get("start"), node.get("end")) == ("2024-02-01", "2024-02-29")
    colours = [c.items() for c in graph.iterfind(".//viz:color", space)]
    assert dict(colours[0]) == {"r": "0", "g": "114", "b": "178"} and len(colours) == 3
    assert "H2" in (tree.findtext("g:meta/g:description", "", space))


def test_graphml_says_what_holds_for_it() -> None:
    """As data of the graph, which networkx keeps, and as a comment for people."""
    data = written(graphml.write, NODES, EDGES)
    assert READ["graphml"](data).graph["handling"] == "H2"
    assert data.count(b"<!--") == 1 and b"H2 - - stay here" in data


def rows(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a table with a byte order mark."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_tables_have_the_headings_of_gephi() -> None:
    """Id and Label; Source, Target, Type, Kind and on; then the attributes."""
    nodes = rows(written(spreadsheet.write_nodes, NODES, EDGES))
    assert list(nodes[0]) == ["Id", "Label", "schema", "name"]
    assert split_values(nodes[0]["name"]) == ("Ana", "Ана | A\\")
    edges = rows(written(spreadsheet.write_edges, NODES, EDGES))
    told = ["Source", "Target", "Type", "Kind", "Id", "Label", "Weight"]
    assert list(edges[0])[:7] == told
    assert all(edge["Kind"] == edge["Label"] for edge in edges)
    assert [e["Type"] for e in edges[:2]] == ["Directed", "Undirected"]
    found = read_graph_bytes(written(spreadsheet.write_edges, NODES, EDGES), "e.csv")
    assert found.one_way == (True, False, True, True)


def test_networkx_reads_the_table_of_edges_as_a_list() -> None:
    """Where no cell needs quotes, its plain reader of edge lists takes it."""
    lines = written(spreadsheet.write_edges, NODES, EDGES).decode("utf-8-sig")
    names = ("Type", "Kind", "Id", "Label", "Weight", "count", "cross_border", "total")
    graph = nx.parse_edgelist(
        lines.splitlines()[1:],
        delimiter=",",
        create_using=nx.MultiDiGraph,
        data=[(name, str) for name in names],
    )
    edges = {data["Id"]: (a, b, data) for a, b, data in graph.edges(data=True)}
    assert {i: e[:2] for i, e in edges.items()} == {
        e.id: (e.source, e.target) for e in EDGES
    }
    assert edges["e1"][2]["Weight"] == "3.0" and edges["e3"][2]["total"] == "2.5"


def test_an_archive_holds_both_tables_and_says_what_holds() -> None:
    """Written twice it is the same to the byte."""
    data = written(spreadsheet.write_archive, NODES, EDGES)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["nodes.csv", "edges.csv", "README.txt"]
        assert rows(archive.read("edges.csv"))[0]["Source"] == "ana"
        assert "handling: H2" in archive.read("README.txt").decode()
    assert data == written(spreadsheet.write_archive, NODES, EDGES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+381641234567", "+381641234567"),
        ("+381 (0)64/123-45-67", "+381 (0)64/123-45-67"),
        ("+381641234567 | +38267111222", "+381641234567 | +38267111222"),
        ("-12.5", "-12.5"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("+A1", "'+A1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "\t'=1"),
        ("Ulica 1; =cmd", "Ulica 1; '=cmd"),
        ("Ulica 1;+381641234567", "Ulica 1;+381641234567"),
        ("'=1", "''=1"),
        ("ana@example.org", "ana@example.org"),
        ("a-b = c", "a-b = c"),
    ],
)
def test_no_cell_runs_as_a_formula(text: str, expected: str) -> None:
    """And numbers with a sign stay what they are."""
    assert spreadsheet.harmless(text) == expected


LOCAL = st.text(min_size=1, max_size=8).filter(
    lambda s: not any(c.isspace() for c in s)
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
GRAPHS = st.lists(
    st.tuples(LOCAL, TEXTS, st.lists(TEXTS, min_size=1, max_size=3)),
    min_size=1,
    max_size=5,
    unique_by=lambda node: legal_id(node[0]),
)


def as_drawn(
    found: list[tuple[str, str, list[str]]],
) -> tuple[list[OutNode], list[OutEdge]]:
    """Return nodes with any text in them, and a ring of edges."""
    nodes = [OutNode(i, t, cells={"name": tuple(v)}) for i, t, v in found]
    ends = zip(nodes, nodes[1:] + nodes[:1], strict=True)
    edges = [
        OutEdge(f"{a.id}~{b.id}", a.id, b.id, "Call", cells=a.cells) for a, b in ends
    ]
    return nodes, edges


@settings(max_examples=60, deadline=None)
@given(GRAPHS)
@pytest.mark.parametrize("kind", XML)
def test_any_text_comes_back(
    kind: str, found: list[tuple[str, str, list[str]]]
) -> None:
    """Only what XML forbids is replaced; ids stay different."""
    nodes, edges = as_drawn(found)
    data = written(XML[kind], nodes, edges)
    graph = READ[kind](data)
    assert set(graph.nodes) == {legal_id(n.id) for n in nodes}
    assert graph.number_of_edges() == len(edges)
    for node in nodes:
        attributes = graph.nodes[legal_id(node.id)]
        assert (attributes["label"] or "") == legal(node.label)
        if kind == "graphml":
            assert (attributes["name"] or "") == write_cell(node.cells["name"])
    ours = read_graph_bytes(data)
    assert set(ours.plain.ids) == set(graph.nodes)


@settings(max_examples=60, deadline=None)
@given(GRAPHS)
def test_any_text_comes_back_from_tables(
    found: list[tuple[str, str, list[str]]],
) -> None:
    """But for the apostrophe before a formula."""
    nodes, edges = as_drawn(found)
    table = rows(written(spreadsheet.write_nodes, nodes, edges))
    assert [row["Id"] for row in table] == [
        spreadsheet.harmless(legal_id(n.id)) for n in nodes
    ]
    assert [row["Label"] for row in table] == [
        spreadsheet.harmless(legal(n.label)) for n in nodes
    ]
    assert len(rows(written(spreadsheet.write_edges, nodes, edges))) == len(edges)


@given(st.lists(st.text(st.sampled_from("a|\\ ;"), max_size=6), min_size=1))
def test_joined_values_come_apart(values: list[str]) -> None:
    """Whatever separators they hold."""
    assert split_values(write_cell(tuple(values))) == tuple(values)
