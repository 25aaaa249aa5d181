"""Files that break off or weigh badly, in every format: the line is named."""

import re

import pytest

from graph.errors import InvalidInput
from graph.exchange import read_graph_bytes
from graph.exchange.reading import find_text_format

WHOLE = {
    "csv": "source,target,weight\na,b,1\nb,c,{}\nc,d,2\n",
    "bare": "1 2 1\n2 3 {}\n3 4 2\n",
    "gml": "graph [\n node [ id 1 ]\n node [ id 2 ]\n"
    " edge [ source 1 target 2 weight {} ]\n]",
    "net": '*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Edges\n1 2 {}\n2 3 1\n',
    "dot": 'graph g {{\n a;\n b;\n a -- b [weight="{}"];\n}}',
    "graphml": '<graphml>\n<key id="d" for="edge" attr.name="weight"/>\n<graph>\n'
    '<edge source="a" target="b"><data key="d">{}</data></edge>\n</graph>\n</graphml>',
    "gexf": '<gexf>\n<graph>\n<edges>\n<edge source="a" target="b" weight="{}"/>\n'
    "</edges>\n</graph>\n</gexf>",
}
BAD_LINE = {"csv": 3, "bare": 2, "gml": 4, "net": 6, "dot": 4, "graphml": 4, "gexf": 4}


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("weight", ["nan", "inf", "-1", "0"])
def test_bad_weights_name_their_line(kind: str, weight: str) -> None:
    """No number, endless, negative, and nothing: nothing is computed from it."""
    text = WHOLE[kind].format(weight)
    with pytest.raises(InvalidInput, match=f"line {BAD_LINE[kind]}: a weight must be"):
        read_graph_bytes(text.encode(), weight="weight").subgraph()


@pytest.mark.parametrize("kind", ["gml", "dot", "graphml", "gexf"])
def test_what_breaks_off_is_refused(kind: str) -> None:
    """Wherever a format with an end is cut, with the line once its kind is told."""
    whole = WHOLE[kind].format("2")
    lines = set()
    for end in range(1, len(whole)):
        with pytest.raises(InvalidInput) as caught:
            read_graph_bytes(whole[:end].encode(), f"x.{kind}", "weight")
        lines.add(bool(re.match(r"line \d+: ", str(caught.value))))
        if end > 30:
            assert lines >= {True}
    assert len(read_graph_bytes(whole.encode(), f"x.{kind}").plain.source) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("source,target,weight\na,b,1\nb,c", "line 3: the file breaks off"),
        ("source,target,weight\na,b,1\nb,", "line 3: source or target is missing"),
        ("source,target,weight\na,b,1,5\n", "line 2: more cells"),
        ('source,target,weight\na,b,1\nb,"c\nd,e\n', "not readable as CSV"),
        ("1 2 1\n2 3 1 5\n", "line 2"),
        ('*Vertices 4\n1 "a"\n2 "b"\n', "line 3: the file breaks off"),
    ],
)
def test_rows_that_do_not_fit(text: str, reason: str) -> None:
    """A decimal comma, a quote without end, a last row or list that is not whole."""
    with pytest.raises(InvalidInput, match=reason):
        read_graph_bytes(text.encode(), weight="weight")


def test_a_graph_without_anything_is_a_graph() -> None:
    """A header alone; ids that are numbers beside ids that are words."""
    assert read_graph_bytes(b"source,target\n").subgraph().ids == ()
    mixed = read_graph_bytes(b"source,target\n1,a\n01,1\n1.0,a\n").subgraph()
    assert mixed.ids == ("01", "1", "1.0", "a")


@pytest.mark.parametrize("begin", ["strict digraph ", "version 1 ", "%\n", "#\n"])
@pytest.mark.parametrize("blank", [" ", "\r", "\n", " \n"])
def test_long_runs_of_blanks_end(begin: str, blank: str) -> None:
    """What format it is, is told in one pass over them."""
    assert find_text_format(begin + blank * 200_000) is None
