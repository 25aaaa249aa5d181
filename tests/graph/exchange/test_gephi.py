"""Graph files opened by Gephi itself: what we write, and what its own tests read."""

import csv
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph.exchange import GraphFile, gexf, graphml, read_graph_bytes, spreadsheet
from graph.exchange.outgoing import Drawing, OutEdge, OutNode, write_cell
from tests.gephi import Open, Opened
from tests.graph.exchange.test_writing import EDGES, NODES, drawing


def by_id(elements: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return nodes or edges by their ids, which are unique."""
    found = {element["id"]: element for element in elements}
    assert len(found) == len(elements)
    return found


def complaints(opened: Opened) -> list[str]:
    """Return what Gephi found wrong with the files."""
    return [one for one in opened["issues"] if not one.startswith("INFO")]


def saved(path: Path, write: Callable[..., None], made: Drawing, **how: bool) -> Path:
    """Write a drawing into a file and return its path."""
    with path.open("wb") as file:
        write(made, file, **how)
    return path


def same_edges(opened: Opened, edges: tuple[OutEdge, ...]) -> dict[str, dict[str, Any]]:
    """Return the edges by id, seen to have the ends, labels and weights given."""
    found = by_id(opened["edges"])
    assert {
        i: (e["source"], e["target"], e["label"], e["weight"]) for i, e in found.items()
    } == {e.id: (e.source, e.target, e.label, e.weight) for e in edges}
    return found


@pytest.mark.parametrize("mixed", [False, True])
def test_gephi_reads_gexf(gephi: Open, tmp_path: Path, mixed: bool) -> None:
    """Ids, labels, lists of values, figures, kinds, directions, times and colours."""
    path = saved(tmp_path / "a.gexf", gexf.write, drawing(NODES, EDGES), mixed=mixed)
    opened = gephi(path)
    assert complaints(opened) == []
    nodes = by_id(opened["nodes"])
    assert {i: n["label"] for i, n in nodes.items()} == {n.id: n.label for n in NODES}
    assert nodes["ana"]["values"]["name"] == ["Ana", "Ана | A\\"]
    assert nodes["alone"]["values"] == {"schema": "Person", "name": ["Сам"]}
    red, green, blue = gexf.COLOURS["rs"]
    assert nodes["ana"]["color"] & 0xFFFFFF == red << 16 | green << 8 | blue
    assert nodes["b&b"]["times"] == "<[1706745600000.0, 1709164800000.0]>"
    edges = same_edges(opened, EDGES)
    assert {i: e["kind"] for i, e in edges.items()} == {e.id: e.label for e in EDGES}
    directed = {e.id: e.directed or not mixed for e in EDGES}
    assert {i: e["directed"] for i, e in edges.items()} == directed
    told = {i: e["values"]["directed"] for i, e in edges.items()}
    assert told == {e.id: e.directed for e in EDGES}
    assert edges["e2"]["values"]["count"] == 1
    assert edges["e3"]["values"]["cross_border"] is True
    assert edges["e3"]["values"]["total"] == 2.5
    assert edges["e4"]["times"] == "<[1714608000000.0, Infinity]>"


def test_gephi_reads_graphml(gephi: Open, tmp_path: Path) -> None:
    """But what holds for the file, which it leaves out and says so."""
    opened = gephi(saved(tmp_path / "a.graphml", graphml.write, drawing(NODES, EDGES)))
    assert all("Graph attributes" in one for one in complaints(opened))
    nodes = by_id(opened["nodes"])
    assert {i: n["label"] for i, n in nodes.items()} == {n.id: n.label for n in NODES}
    assert nodes["ana"]["values"]["name"] == write_cell(NODES[0].cells["name"])
    edges = same_edges(opened, EDGES)
    assert edges["e3"]["values"]["total"] == 2.5
    assert edges["e2"]["values"] == {"directed": False, "count": 1}


def test_gephi_reads_the_tables(gephi: Open, tmp_path: Path) -> None:
    """Nodes, then edges into the same workspace, each with its direction."""
    made = drawing(NODES, EDGES)
    opened = gephi(
        saved(tmp_path / "nodes.csv", spreadsheet.write_nodes, made),
        saved(tmp_path / "edges.csv", spreadsheet.write_edges, made),
    )
    assert complaints(opened) == []
    nodes = by_id(opened["nodes"])
    assert {i: n["label"] for i, n in nodes.items()} == {n.id: n.label for n in NODES}
    assert nodes["alone"]["values"] == {"schema": "Person", "name": "Сам"}
    edges = same_edges(opened, EDGES)
    assert {i: e["directed"] for i, e in edges.items()} == {
        e.id: e.directed for e in EDGES
    }


LETTERS = "aA zŽђЂќ ë\u0301<>&\"';,|\t\n=+@漢🧶‮"


def odd(chance: random.Random) -> str:
    """Return a text of letters that files stumble over, with ends that are seen."""
    return f"x{''.join(chance.choices(LETTERS, k=12))}x"


@pytest.mark.parametrize("form", ["gexf", "graphml", "csv"])
def test_any_text_reaches_gephi(gephi: Open, tmp_path: Path, form: str) -> None:
    """Both scripts, marks, quotes, separators, breaks and signs of other planes."""
    chance = random.Random(3)
    texts = {f"n{at}{odd(chance)}": odd(chance) for at in range(60)}
    nodes = [OutNode(i, odd(chance), cells={"name": (t,)}) for i, t in texts.items()]
    made = drawing(nodes, [])
    write = {
        "gexf": gexf.write, "graphml": graphml.write, "csv": spreadsheet.write_nodes,
    }[form]  # fmt: skip
    opened = gephi(saved(tmp_path / f"odd.{form}", write, made))
    harmless = spreadsheet.harmless if form == "csv" else str
    joined = str if form == "gexf" else lambda text: write_cell((text,))
    assert {
        (n["id"], n["label"], n["values"]["name"]) for n in opened["nodes"]
    } == {
        (harmless(n.id), harmless(n.label), harmless(joined(texts[n.id])))
        for n in nodes
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "gexf/basic.gexf",
        "gexf/data.gexf",
        "gexf/zeroweight.gexf",
        "cdata.graphml",
        "withdesc.graphml",
        "label.gml",
        "emojis.gml",
    ],
)
def test_we_read_its_files_as_it_does(
    gephi: Open, shared_data: Callable[[str], Path], name: str
) -> None:
    """The same nodes with the same labels, the same edges with the same weights."""
    path = shared_data("cases/exchange") / "gephi" / "file" / name
    weight = "weight" if b"weight=" in path.read_bytes() else None
    theirs, ours = gephi(path), read_graph_bytes(path.read_bytes(), name, weight)
    assert Counter(n["id"] for n in theirs["nodes"]) == Counter(ours.plain.ids)
    labels = dict(zip(ours.plain.ids, ours.plain.labels, strict=True))
    assert {n["id"]: n["label"] or "" for n in theirs["nodes"]} == labels
    assert Counter(
        (e["source"], e["target"], e["weight"]) for e in theirs["edges"]
    ) == edges_of(ours)


@pytest.mark.parametrize(
    ("table", "known"),
    [
        ("edges_table_repeated_without_ids", "RepeatedWithoutIds_Merge_Disabled"),
        ("edges_table_types_test", "TypesTest"),
    ],
)
def test_we_read_its_tables_as_it_does(
    shared_data: Callable[[str], Path], table: str, known: str
) -> None:
    """Each row an edge, with the ends and the weight that Gephi's tests expect."""
    folder = shared_data("cases/exchange") / "gephi" / "file" / "spreadsheet"
    data = (folder / f"{table}.csv").read_bytes()
    path = folder / "expected" / f"testEdgesTable{known}_edges.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        expected = Counter(
            (row["Source"], row["Target"], float(row["Weight"]))
            for row in csv.DictReader(file)
        )
    assert edges_of(read_graph_bytes(data, f"{table}.csv", "weight")) == expected


def edges_of(graph: GraphFile) -> Counter[tuple[str, str, float]]:
    """Return the ends and weights of our edges."""
    plain = graph.plain
    ends = zip(plain.source, plain.target, strict=True)
    named = ((plain.ids[a], plain.ids[b]) for a, b in ends)
    weights = map(float, plain.weight)
    return Counter((a, b, w) for (a, b), w in zip(named, weights, strict=True))
