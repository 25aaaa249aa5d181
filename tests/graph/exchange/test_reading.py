"""Graph files of every format, good and bad."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analytics import centrality, components, summary
from graph.errors import InvalidInput, KlupkoError, LimitExceeded, NotFound
from graph.exchange import GraphFile, Limits, find_format, read_graph, read_graph_bytes

Named = dict[tuple[str, str], float]
Find = Callable[[str], Path]


def edges(graph: GraphFile, directed: bool = True) -> Named:
    """Return the edges by the ids of their ends."""
    plain = graph.subgraph(directed)
    ends = zip(plain.source, plain.target, plain.weight, strict=True)
    return {(plain.ids[a], plain.ids[b]): float(w) for a, b, w in ends}


def read(text: str, weight: str | None = None) -> GraphFile:
    """Read a text as a file without a name."""
    return read_graph_bytes(text.encode(), weight=weight)


def make_networkx(directed: bool) -> nx.Graph:
    """Return a small graph with labels, weights, an isolate and a self-loop."""
    graph = nx.DiGraph() if directed else nx.Graph()
    for name in ("a", "b", "c", "d"):
        graph.add_node(name, label=f"Ћ & «{name}»")
    graph.add_edge("a", "b", weight=2.5)
    graph.add_edge("c", "b", weight=1.0)
    graph.add_edge("c", "c", weight=4.0)
    return graph


WRITERS: dict[str, Callable[[nx.Graph, Path], None]] = {
    "graphml": nx.write_graphml,
    "gexf": nx.write_gexf,
}


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("kind", WRITERS)
def test_what_networkx_writes(kind: str, directed: bool, tmp_path: Path) -> None:
    """Ids, labels, weights, directions, isolates and loops come back."""
    path = tmp_path / f"graph.{kind}"
    WRITERS[kind](make_networkx(directed), path)
    found = read_graph(path, weight="weight")
    assert (found.format, found.directed) == (kind, directed)
    assert found.plain.ids == ("a", "b", "c", "d")
    assert found.plain.labels[0] == "Ћ & «a»"
    expected = {("a", "b"): 2.5, ("c", "b"): 1.0, ("c", "c"): 4.0}
    both = expected | {(b, a): w for (a, b), w in expected.items()}
    assert edges(found) == (expected if directed else both)


@pytest.mark.parametrize("directed", [False, True])
def test_gml_and_pajek_of_networkx(directed: bool, tmp_path: Path) -> None:
    """GML and Pajek name nodes by number, with labels beside."""
    graph = make_networkx(directed)
    nx.write_gml(graph, tmp_path / "graph.gml")
    nx.write_pajek(graph, tmp_path / "graph.net")
    for name in ("graph.gml", "graph.net"):
        found = read_graph(tmp_path / name, weight="weight")
        assert found.directed == directed
        ids = dict(zip(found.plain.labels, found.plain.ids, strict=True))
        assert sorted(ids) == ["a", "b", "c", "d"]
        assert edges(found)[(ids["a"], ids["b"])] == 2.5


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv(delimiter: str) -> None:
    """A header in any case and order, the usual delimiters, quotes, blank rows."""
    rows = ["Weight,Target,SOURCE", "2.5,b,a", '1,"c d",a', "", ",a,b"]
    text = "\ufeff" + "\r\n".join(r.replace(",", delimiter) for r in rows)
    found = read(text, weight="weight")
    assert (found.format, found.directed) == ("csv", None)
    assert edges(found) == {("a", "b"): 2.5, ("a", "c d"): 1.0, ("b", "a"): 1.0}


def test_csv_parted_by_blanks() -> None:
    """Blanks part the columns where the header says so."""
    assert edges(read('source target\na b\n"c d"  b\n')) == {
        ("a", "b"): 1.0,
        ("c d", "b"): 1.0,
    }


def test_csv_with_directions() -> None:
    """Gephi's type column says which edges go both ways when read as directed."""
    found = read("source,target,type\na,b,Directed\nb,c,Undirected\n")
    assert found.directed is False
    assert set(edges(found)) == {("a", "b"), ("b", "c"), ("c", "b")}
    assert len(edges(found, directed=False)) == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", " ", "   "])
def test_csv_without_a_header(delimiter: str) -> None:
    """Numbers, or ids that come again; a third column is the weight where asked."""
    text = "# a note\n1,2,5\n\n2,3,7\n".replace(",", delimiter)
    assert edges(read(text)) == {("1", "2"): 1.0, ("2", "3"): 1.0}
    assert edges(read(text, weight="weight")) == {("1", "2"): 5.0, ("2", "3"): 7.0}
    names = "ana,bojan\nbojan,cveta\n".replace(",", delimiter)
    assert set(edges(read(names))) == {("ana", "bojan"), ("bojan", "cveta")}


def test_what_may_be_a_header_is_no_edge() -> None:
    """Other names of columns are not taken for two nodes."""
    for text in ("from,to\n1,2\n", "a,b,weight\n1,2,3\n", "a b\n", "a,b,c,d,e\n"):
        with pytest.raises(InvalidInput, match="must name source and target"):
            read(text)
    with pytest.raises(InvalidInput, match="third column"):
        read("1 2\n2 3\n", weight="weight")
    with pytest.raises(InvalidInput, match="line 1003"):
        read("1 2\n" * 1002 + "1\n")


def test_konect() -> None:
    """Its first line tells directions, and nodes of two kinds are numbered apart."""
    assert read("% asym weighted\n% 2 2\n1 2 1\n2 1 1\n").directed is True
    assert read("% sym\n1 2\n").directed is False
    both = read("% bip unweighted\n1 1\n1 2\n")
    assert set(edges(both, directed=False)) == {("1", "right:1"), ("1", "right:2")}


def test_unweighted_by_default() -> None:
    """Without a weight asked for each row weighs 1, and rows add up when analyzed."""
    found = read("source,target,weight\na,b,7\na,b,5\n")
    assert found.plain.weight.tolist() == [1.0, 1.0]
    assert centrality(found.subgraph(), "strength").scores[0].score == 2.0


def test_pajek_sections() -> None:
    """Vertices without lines, arcs beside edges, lists, comments, other sections."""
    found = read(
        '% a net\n*Vertices 4\n1 "Ana Anić" 0.1 0.2 ellipse\n*Arcs :1 "calls"\n1 2 3\n'
        "*Edges\n2 3\n*Arcslist\n4 1 2\n*Vector 4\n0.5\n",
        weight="weight",
    )
    assert found.plain.labels == ("Ana Anić", "2", "3", "4")
    assert edges(found) == {
        ("1", "2"): 3.0,
        ("2", "3"): 1.0,
        ("3", "2"): 1.0,
        ("4", "1"): 1.0,
        ("4", "2"): 1.0,
    }
    matrix = read("*Vertices 2\n*Matrix\n0 2\n1 0\n", weight="weight")
    assert edges(matrix) == {("1", "2"): 2.0, ("2", "1"): 1.0}
    listed = read("*vertices 3\n*edgeslist\n1 2 3\n")
    assert listed.directed is False and len(edges(listed, directed=False)) == 2


def test_gml_by_hand() -> None:
    """Comments, a creator before, nested lists, entities and edges before nodes."""
    found = read(
        'Creator "x"\n# note\ngraph [ directed 1\n edge [ source 1 target 2 value 3 ]\n'
        ' node [ id 1 label "A &quot;B&quot; [x]" graphics [ x 1 w [ y 2 ] ] ]\n'
        " node [ id 2 ] ]",
        weight="value",
    )
    assert found.plain.labels == ('A "B" [x]', "2")
    assert edges(found) == {("1", "2"): 3.0}


def test_dot_by_hand() -> None:
    """Comments, chains, subgraphs as ends, ports, joined and marked-up labels."""
    found = read(
        '/* a net */\n# of calls\nstrict digraph "G" { rank=same; // line\n'
        'edge [weight=2] a:n:w -> {b; "c d"} -> e [weight="3"];\n'
        'a [label="An" + "a\\n\\N"] b [label=<<b>B &amp; co</b>>, shape=box]\n'
        "subgraph cluster_x { label = X; f } f -> subgraph cluster_x; -1.5 -> .2 }\n",
        weight="weight",
    )
    assert (found.format, found.directed) == ("dot", True)
    assert dict(zip(found.plain.ids, found.plain.labels, strict=True)) == {
        "a": "Ana\na",
        "b": "B & co",
        "c d": "c d",
        "e": "e",
        "f": "f",
        "-1.5": "-1.5",
        ".2": ".2",
    }
    assert edges(found) == {
        ("a", "b"): 3.0,
        ("a", "c d"): 3.0,
        ("b", "e"): 3.0,
        ("c d", "e"): 3.0,
        ("f", "f"): 2.0,
        ("-1.5", ".2"): 2.0,
    }
    mixed = read("graph { a -- b } digraph { b -> c }")
    assert mixed.directed is False and len(edges(mixed)) == 3


def test_graphml_details() -> None:
    """Edge's own direction, default of a key, nested graph, a drawn label."""
    found = read(
        '<graphml xmlns:y="urn:y"><key id="d0" for="edge" attr.name="w"><default>2'
        '</default></key><graph edgedefault="undirected"><node id="a"><data key="d9">'
        "<y:N><y:NodeLabel> Ana </y:NodeLabel></y:N></data>"
        '<graph edgedefault="directed"><node id="c"/></graph></node>'
        '<edge source="a" target="b" directed="true"/>'
        '<edge source="b" target="c"><data key="d0">5</data></edge></graph></graphml>',
        weight="w",
    )
    assert found.plain.labels == ("Ana", "b", "c")
    assert edges(found) == {("a", "b"): 2.0, ("b", "c"): 5.0, ("c", "b"): 5.0}


XML_BOMB = (
    '<!DOCTYPE graphml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    "<graphml><graph><node id='&b;'/></graph></graphml>"
)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("", "", "empty"),
        ("", "  \n", "empty"),
        ("", "a,b\n1,2\n", "source and target"),
        ("", "source,target\na\n", "line 2"),
        ("", "source,target\na,b\n,c\n", "line 3"),
        ("", "<html></html>", "neither GraphML nor GEXF"),
        ("", "<graphml><graph>", "XML"),
        ("", "<x><graphml></graphml></x>", "not graphml"),
        ("", XML_BOMB, "document type"),
        ("", "<graphml><graph><node/></graph></graphml>", "no id"),
        ("", "<graphml><graph><edge source='a'/></graph></graphml>", "end"),
        ("", "<graphml><graph><hyperedge/></graph></graphml>", "hyperedges"),
        ("", "<gexf><graph><nodes><node/></nodes></graph></gexf>", "no id"),
        ("", "<gexf><graph><edges><edge target='a'/></edges></graph></gexf>", "end"),
        ("", "graph [ node [ label 1 ] ]", "no id"),
        ("", "digraph { a -> ", "breaks off"),
        ("", 'digraph { "a }', "line 1"),
        ("", "digraph {\n a -> ; }", "line 2"),
        ("", "digraph { a [label=<b ] }", "angle brackets"),
        ("", "digraph {" + "{" * 99, "too deep"),
        ("", "graph [ edge [ source 1 ] ]", "end"),
        ("", "graph [ node [ id 1 ]", "ends inside"),
        ("", "graph [ ] ]", "bracket"),
        ("", "graph [ [ ] ]", "key"),
        ("", 'graph [ node [ label "x ] ]', "no end"),
        ("", "graph [ " + "a [ " * 80 + "] " * 81, "deep"),
        ("", "<graphml>" + "<graph>" * 80, "deep"),
        ("", "*Vertices x\n", "line 1"),
        ("", "*Vertices 2\n*Arcs\n1 3\n", "line 3"),
        ("", "*Vertices 2\n*Arcs\n1\n", "line 3"),
        ("", "a\x00b", "not text"),
        ("x.gml", "source,target\na,b\n", "named gml"),
        ("x.csv", "graph [ ]", "named csv"),
    ],
)
def test_bad_files_are_told_apart(name: str, text: str, reason: str) -> None:
    """Each gets an error that says what is wrong."""
    with pytest.raises(InvalidInput, match=reason):
        read_graph_bytes(text.encode(), name)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("source,target\na,b\n", "no column"),
        ("source,target,weight\na,b,heavy\n", "line 2"),
        ("source,target,weight\na,b,1\nb,c,inf\n", "line 3"),
        ("graph [ edge [ source 1 target 2 ] ]", "no edge has"),
    ],
)
def test_bad_weights(text: str, reason: str) -> None:
    """A weight that is nowhere, or is no number, is told of."""
    with pytest.raises(InvalidInput, match=reason):
        read(text, weight="weight")


def test_limits(tmp_path: Path) -> None:
    """Too many bytes, nodes or edges are refused."""
    text = "source,target\na,b\nc,d\n"
    path = tmp_path / "graph.csv"
    path.write_text(text)
    for limits in (Limits(bytes=10), Limits(nodes=3), Limits(edges=1)):
        with pytest.raises(LimitExceeded):
            read_graph(path, limits=limits)
        with pytest.raises(LimitExceeded):
            read_graph_bytes(text.encode(), limits=limits)
    with pytest.raises(LimitExceeded):
        read("*Vertices 9999999999\n")


def test_missing_and_unreadable(tmp_path: Path) -> None:
    """A missing file is not found, a folder cannot be read, Latin-1 is not guessed."""
    with pytest.raises(NotFound):
        read_graph(tmp_path / "none.csv")
    with pytest.raises(InvalidInput):
        read_graph(tmp_path)
    with pytest.raises(InvalidInput, match="UTF-8"):
        read_graph_bytes("source,target\nš,ž\n".encode("iso-8859-2"))


def test_wide_encodings() -> None:
    """UTF-16 with its mark is read, text or XML."""
    found = read_graph_bytes("source,target\nЂ,b\n".encode("utf-16"))
    assert found.plain.ids == ("b", "Ђ")
    xml = "<?xml version='1.0' encoding='utf-16'?><graphml><graph><node id='Ђ'/>"
    assert read_graph_bytes((xml + "</graph></graphml>").encode("utf-16")).plain.ids


@settings(deadline=None, max_examples=200)
@given(
    st.sampled_from(
        ["", "source,target\n", "graph [", "*Vertices 3\n", "<graphml>", "graph {a--"]
    ),
    st.text(max_size=60),
)
def test_no_text_breaks_the_readers(start: str, text: str) -> None:
    """Anything is read or refused by an error of ours."""
    try:
        found = read_graph_bytes((start + text).encode("utf-8", "surrogatepass"))
    except KlupkoError:
        return
    assert len(found.plain.source) == len(found.one_way)


def test_montagna(shared_data: Find) -> None:
    """Meetings 101 / 256, phone calls 100 / 124, 47 actors in both."""
    folder = shared_data("cases/montagna")
    seen: list[set[str]] = []
    for name, expected in (("meetings", (101, 256)), ("phonecalls", (100, 124))):
        found = read_graph(folder / f"Montagna_{name}_edgelist.csv", weight="weight")
        result = centrality(found.subgraph(), "betweenness", weighted=True)
        assert (result.nodes, result.edges) == expected
        seen.append(set(found.plain.ids))
    assert len(seen[0] & seen[1]) == 47


def test_moreno_crime(shared_data: Find) -> None:
    """829 persons and 551 crimes, 1,476 rows."""
    path = shared_data("cases/moreno_crime") / "out.moreno_crime_crime"
    found = read_graph(path)
    assert len(found.plain.ids) == 829 + 551
    assert len(found.plain.source) == 1476
    assert sum(name.startswith("right:") for name in found.plain.ids) == 551
    rows = [line.split()[:2] for line in path.read_text().splitlines()[2:]]
    assert len(components(found.subgraph()).groups) == nx.number_connected_components(
        nx.Graph([(a, f"c{b}") for a, b in rows])
    )


def test_covert_networks(shared_data: Find) -> None:
    """Every network has the edges that its index counts."""
    folder = shared_data("cases/covert_networks")
    index = list(csv.DictReader(io.StringIO((folder / "INDEX.csv").read_text())))
    checked = 0
    for row in index[:40]:
        wave = int(row["layer"] or 0) + 1
        paths = list(folder.glob(f"{row['dataset']}_*__{wave}.edges.csv"))
        if not paths or not int(row["edges"]):
            continue
        directed = row["directed"] == "True"
        found = read_graph(paths[0]).subgraph(directed)
        assert summary(found, directed=directed).edges == int(row["edges"])
        checked += 1
    assert checked > 20


@pytest.mark.parametrize(
    ("name", "kind", "nodes", "rows"),
    [
        ("gephi/file/cdata.graphml", "graphml", 2, 1),
        ("gephi/file/withdesc.graphml", "graphml", 2, 1),
        ("gephi/file/gexf/data.gexf", "gexf", 1, 1),
        ("gephi/file/gexf/infinity.gexf", "gexf", 1, 0),
        ("gephi/file/gexf/meta.gexf", "gexf", 0, 0),
        ("gephi/file/emojis.gml", "gml", 1, 0),
        ("gephi/file/label.gml", "gml", 3, 2),
        ("gml/media/2020/03/karateclub/karate_club.gml", "gml", 34, 78),
        ("gml/media/2020/03/adjandnoun/adjnoun.gml", "gml", 112, 425),
        ("gephi/file/dot/adjacencylist.dot", "dot", 4, 5),
        ("gephi/file/dot/basic.dot", "dot", 3, 2),
        ("gephi/file/dot/emptyfields.dot", "dot", 3, 2),
        ("gephi/file/dot/intlabels.dot", "dot", 1, 0),
        ("gephi/file/dot/labels.dot", "dot", 3, 2),
        ("gephi/file/dot/multipleedgesperline.dot", "dot", 4, 3),
        ("gephi/file/dot/multipleedgesperline2.dot", "dot", 4, 3),
        ("gephi/file/dot/namedgraph.dot", "dot", 1, 0),
        ("gephi/file/dot/subgraph.dot", "dot", 2, 1),
        ("gephi/file/dot/undirected.dot", "dot", 2, 1),
        ("gephi/file/spreadsheet/edges_table_types_test.csv", "csv", 2, 2),
    ],
)
def test_files_of_others(
    shared_data: Find, name: str, kind: str, nodes: int, rows: int
) -> None:
    """Files that other programs wrote are read whole."""
    found = read_graph(shared_data("cases/exchange") / name)
    assert found.format == kind
    assert (len(found.plain.ids), len(found.plain.source)) == (nodes, rows)


def test_one_network_in_two_formats(shared_data: Find) -> None:
    """The same network as GML and as GEXF is the same graph."""
    folder = shared_data("cases/exchange") / "gml/front/data/metabolic"
    one, two = (read_graph(folder / f"metabolic.{k}") for k in ("gml", "gexf"))
    assert one.plain.ids == two.plain.ids
    assert one.plain.labels == two.plain.labels
    assert set(edges(one)) == set(edges(two))


def test_dynamic_weights_are_text(shared_data: Find) -> None:
    """Weights that change in time are refused as weights, and not needed otherwise."""
    folder = shared_data("cases/exchange") / "gephi/file/spreadsheet"
    path = folder / "edges_table_dynamic_weights.csv"
    assert len(read_graph(path).plain.source) == 4
    with pytest.raises(InvalidInput, match="line 2: a weight must be a finite number"):
        read_graph(path, weight="weight")


def test_format_is_found_by_content() -> None:
    """The first characters tell."""
    assert find_format(b"<?xml version='1.0'?>\n<g:gexf xmlns:g='x'/>") == "gexf"
    assert find_format(b"% x\n*Network n\n*Vertices 1") == "pajek"
    assert find_format(b"Version 1\ngraph\n[") == "gml"
    assert find_format(b"graph,source") == "csv"
