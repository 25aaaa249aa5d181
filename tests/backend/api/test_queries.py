"""Questions over a small case, each answered as its operator sees it."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from backend.workspace import Workspace
from graph.model import Scope

Query = Callable[..., dict[str, Any]]


def code(answer: dict[str, Any]) -> str:
    """Return the code of the first error."""
    return str(answer["errors"][0]["extensions"]["code"])


def test_search_reads_both_scripts(ask: Query) -> None:
    """The same entity is found by Latin and Cyrillic, whole or begun."""
    text = (
        "query($t: String!) { search(text: $t) { totalCount edges { node { id } } } }"
    )
    for name in ("Ana", "ана ани", "ANIC"):
        found = ask(text, t=name)["data"]["search"]
        assert [e["node"]["id"] for e in found["edges"]] == ["konac:ana"]
        assert found["totalCount"] == 1


def test_pages_follow_each_other(ask: Query) -> None:
    """Cursors lead through all entities, none twice."""
    text = """query($after: String) {
      entity(id: "konac:ana") { relationships(first: 2, after: $after) {
        totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } } }"""
    seen, after = [], None
    while True:
        page = ask(text, after=after)["data"]["entity"]["relationships"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == page["totalCount"] == len(set(seen))


@pytest.mark.parametrize("first", [-1, 1001])
def test_pages_are_bounded(ask: Query, first: int) -> None:
    """A page has at most a thousand items."""
    answer = ask(f"{{ cases(first: {first}) {{ totalCount }} }}")
    assert code(answer) == "INVALID_INPUT"


@pytest.mark.parametrize(
    "question",
    [
        'search(text: "ana", case: "none") { totalCount }',
        'centrality(case: "none", metric: DEGREE) { nodes }',
        'crossBorder(case: "none") { matrix { count } }',
        'timeline(case: "none") { totalCount }',
    ],
)
@pytest.mark.parametrize("user", [None, "gost"])
def test_a_case_that_is_not_there_is_not_found(
    ask: Query, question: str, user: str | None
) -> None:
    """Whoever asks is told so, and gets no empty answer."""
    assert code(ask(f"{{ {question} }}", user)) == "NOT_FOUND"


def test_a_bad_cursor_is_refused(ask: Query) -> None:
    """Only cursors that a list gave are taken."""
    assert code(ask('{ cases(after: "x") { totalCount } }')) == "INVALID_INPUT"


def test_an_entity_tells_its_properties_with_their_evidence(ask: Query) -> None:
    """Each value names every statement, its document and the sentence."""
    answer = ask(
        """{ entity(id: "konac:ana") {
          caption schema countries degree { name count } mergedFrom cases { id }
          properties { name values { value caption statements {
            id compartment source { page start end snippet document { name } }
          } } } } }"""
    )
    ana = answer["data"]["entity"]
    assert (ana["caption"], ana["schema"]) == ("Ana Anić", "Person")
    assert ana["countries"] == ["al", "rs"] and ana["mergedFrom"] == []
    values = {p["name"]: p["values"] for p in ana["properties"]}
    country = {v["value"]: v["caption"] for v in values["country"]}
    assert country == {"rs": "Serbia", "al": "Albania"}
    snippets = {s["source"]["snippet"] for s in values["name"][0]["statements"]}
    assert "Ana zna Bojana." in snippets
    assert {"name": "Family", "count": 1} in ana["degree"]


def test_ids_are_accepted_in_both_forms(ask: Query) -> None:
    """The store's own id and Relay's global one name the same."""
    text = "query($id: ID!) { entity(id: $id) { id } node(id: $id) { __typename id } }"
    for given in ("konac:ana", base64.b64encode(b"Entity:konac:ana").decode()):
        answer = ask(text, id=given)["data"]
        assert answer["entity"]["id"] == answer["node"]["id"] == "konac:ana"
        assert answer["node"]["__typename"] == "Entity"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("konac", "Case"),
        ("konac:own", "Relationship"),
        ("d" * 64, "Document"),
        ("konac:ana", "Entity"),
    ],
)
def test_a_node_is_found_by_any_id(ask: Query, number: str, kind: str) -> None:
    """Cases, relationships, documents and entities all have one."""
    answer = ask("query($id: ID!) { node(id: $id) { __typename id } }", id=number)
    assert answer["data"]["node"] == {"__typename": kind, "id": number}


def test_a_statement_is_a_node(ask: Query) -> None:
    """Its id leads back to it."""
    text = (
        '{ entity(id: "konac:ana") { statements(first: 1) { edges { node { id } } } } }'
    )
    edge = ask(text)["data"]["entity"]["statements"]["edges"][0]
    answer = ask(
        "query($id: ID!) { node(id: $id) { ... on Statement { property withdrawn } } }",
        id=edge["node"]["id"],
    )
    assert answer["data"]["node"] == {"property": "alias", "withdrawn": False}


def test_what_is_not_there_is_null(ask: Query) -> None:
    """One answer for every id that names nothing."""
    answer = ask(
        """{ node(id: "konac:nobody") { id } entity(id: "x:y") { id }
             case(id: "other") { id } document(id: "f") { id }
             job(id: "job-1") { id } }"""
    )
    assert answer == {
        "data": dict.fromkeys(("node", "entity", "case", "document", "job"))
    }


def test_expanding_gives_the_network_in_both_forms(ask: Query) -> None:
    """Columns and fields say the same."""
    graph = ask(
        """{ expand(ids: ["konac:bojan"]) { truncated compact
             nodes { id } edges { id source { id } target { id } crossBorder } } }"""
    )["data"]["expand"]
    compact = graph["compact"]
    assert compact["nodes"]["id"] == [node["id"] for node in graph["nodes"]]
    for i, edge in enumerate(graph["edges"]):
        ends = compact["edges"]["source"][i], compact["edges"]["target"][i]
        names = [compact["nodes"]["id"][end] for end in ends]
        assert names == [edge["source"]["id"], edge["target"]["id"]]
    crossing = {e["id"]: e["crossBorder"] for e in graph["edges"]}
    assert crossing["konac:own"] is True and not graph["truncated"]


def test_paths_are_shortest_first(ask: Query) -> None:
    """From Ana to the company over Bojan."""
    paths = ask(
        """{ paths(from: "konac:ana", to: "konac:firma") {
             length nodes { id } edges { schema start } } }"""
    )["data"]["paths"]
    assert paths[0]["length"] == 2
    assert [n["id"] for n in paths[0]["nodes"]] == [
        "konac:ana", "konac:bojan", "konac:firma",
    ]  # fmt: skip
    assert paths[0]["edges"][1] == {
        "schema": "Ownership",
        "start": "2024-03-01T00:00:00+00:00",
    }


def test_a_case_has_figures_and_a_first_picture(ask: Query) -> None:
    """Counts agree with the network that shows all of it."""
    case = ask(
        """{ case(id: "konac") { entities relationships documents statements
             network(limit: 100) { truncated nodes { id } edges { id } } } }"""
    )["data"]["case"]
    assert case["entities"] == len(case["network"]["nodes"])
    assert case["relationships"] == len(case["network"]["edges"])
    assert case["documents"] == 4 and case["statements"] > 10


def test_metrics_rank_entities(ask: Query) -> None:
    """Degree of the best connected, with the way it was computed."""
    ranking = ask(
        """{ centrality(case: "konac", metric: DEGREE, top: 2) {
             metric engine parameters nodes edges warnings
             scores { rank score entity { id caption } } } }"""
    )["data"]["centrality"]
    assert ranking["scores"][0]["rank"] == 1 and len(ranking["scores"]) == 2
    assert ranking["scores"][0]["entity"]["id"] == "konac:ana"
    assert ranking["parameters"]["directed"] is False


def test_the_border_table_counts_pairs_of_countries(ask: Query) -> None:
    """Bojan of Montenegro owns a company in Serbia."""
    found = ask(
        '{ crossBorder(case: "konac") { matrix { from to count } edges { id } } }'
    )
    found = found["data"]["crossBorder"]
    assert {"from": "me", "to": "rs", "count": 2} in found["matrix"]
    assert "konac:own" in {edge["id"] for edge in found["edges"]}


def test_the_timeline_is_in_order_and_within_its_period(ask: Query) -> None:
    """Dated events with those who took part."""
    text = """query($from: DateTime, $to: DateTime) {
      timeline(case: "konac", from: $from, to: $to) { totalCount edges { node {
        id schema caption start entities { id } } } } }"""
    events = [e["node"] for e in ask(text)["data"]["timeline"]["edges"]]
    assert [e["id"] for e in events] == ["konac:sastanak", "konac:tajno"]
    assert {"id": "konac:ana"} in events[0]["entities"]
    cut = ask(text, **{"from": "2024-05-02T00:00:00Z"})["data"]["timeline"]
    assert cut["totalCount"] == 1


def test_a_document_shows_pages_and_mentions(ask: Query) -> None:
    """The spans that statements rest on, with what they name."""
    document = ask(
        """query($id: ID!) { document(id: $id) { name mediaType language script
             pages { number text } mentions { page start end text type entity } } }""",
        id="d" * 64,
    )["data"]["document"]
    assert document["pages"] == [{"number": 1, "text": "Ana zna Bojana. Kraj."}]
    assert document["mentions"] == [
        {
            "page": 1,
            "start": 0,
            "end": 3,
            "text": "Ana",
            "type": "PER",
            "entity": "konac:ana",
        }
    ]


def test_groups_of_a_case(ask: Query) -> None:
    """Each entity in one group, the largest first, with their countries."""
    groups = ask(
        """{ communities(case: "konac", seed: 1) {
             id size members { id } countries { name count } } }"""
    )["data"]["communities"]
    sizes = [group["size"] for group in groups]
    members = [m["id"] for group in groups for m in group["members"]]
    assert sizes == sorted(sizes, reverse=True)
    assert [group["id"] for group in groups] == [*range(1, len(groups) + 1)]
    assert sum(sizes) == len(members) == len(set(members))
    assert "konac:ana" in members
    assert any(c["name"] == "me" for group in groups for c in group["countries"])


def test_key_players_and_removals(ask: Query) -> None:
    """Sets with their value and bound, removals with what is left."""
    answer = ask(
        """{ keyPlayers(case: "konac", size: 1, objective: REACH) {
               objective entities { id } value bound optimal warnings }
             disruption(case: "konac", strategy: BETWEENNESS, top: 2) {
               strategy nodes before steps { removed { id } largestComponent } } }"""
    )["data"]
    (best,) = answer["keyPlayers"]["entities"]
    assert best["id"] == "konac:ana" and answer["keyPlayers"]["optimal"]
    left = [step["largestComponent"] for step in answer["disruption"]["steps"]]
    assert left and left == sorted(left, reverse=True)
    assert left[0] < answer["disruption"]["before"]


def test_patterns(ask: Query) -> None:
    """Kinds, direction and time of what joins; in one case or in all."""
    text = """query($case: ID, $before: DateTime) { pattern(case: $case, steps: [
        {schema: "Person", relationship: "Ownership", direction: OUT, before: $before},
        {schema: "Company"}]) { length nodes { id } edges { id } } }"""
    for case in ("konac", None):
        (found,) = ask(text, case=case)["data"]["pattern"]
        assert [n["id"] for n in found["nodes"]] == ["konac:bojan", "konac:firma"]
        assert [e["id"] for e in found["edges"]] == ["konac:own"]
    early = ask(text, case="konac", before="2024-02-01T00:00:00Z")
    assert early["data"]["pattern"] == []
    assert code(ask("{ pattern(steps: []) { length } }")) == "INVALID_INPUT"
    assert code(ask(text, case="none")) == "NOT_FOUND"


def test_paths_within_a_period(ask: Query) -> None:
    """Only over what happened then."""
    text = """query($after: DateTime, $before: DateTime) {
        paths(from: "konac:bojan", to: "konac:firma", after: $after, before: $before) {
          edges { id } } }"""
    found = ask(text, after="2024-01-01T00:00:00Z")["data"]["paths"]
    assert found[0]["edges"] == [{"id": "konac:own"}]
    assert ask(text, before="2024-01-01T00:00:00Z")["data"]["paths"] == []
    wrong = ask(text, after="2024-02-01T00:00:00Z", before="2024-01-01T00:00:00Z")
    assert code(wrong) == "INVALID_INPUT"


@pytest.mark.parametrize(
    "text", ["{", "{ nothing }", "{ me }", "query($x: Y) { me { id } }"]
)
def test_texts_that_are_no_question_are_refused(ask: Query, text: str) -> None:
    """Syntax and validation errors are the asker's, and nothing is executed."""
    answer = ask(text)
    assert code(answer) == "INVALID_INPUT" and "data" not in answer


def test_an_entity_as_of_an_earlier_time(case: Workspace, ask: Query) -> None:
    """Its statements and links of then; before the first event nothing."""
    text = """query($id: ID!, $at: DateTime) { entity(id: $id, asOf: $at) {
      countries properties { name } degree { name } } }"""
    first = case.ledger.get_event(Scope("o", everything=True), "e-1").at
    then = ask(text, id="konac:ana", at=first.isoformat())["data"]["entity"]
    now = ask(text, id="konac:ana")["data"]["entity"]
    assert then["countries"] == ["rs"] and now["countries"] == ["al", "rs"]
    assert "alias" not in str(then["properties"]) and "alias" in str(now)
    hidden = ask(text, id="konac:cvetko", at=first.isoformat())
    assert hidden["data"]["entity"] is None
    before = ask(text, id="konac:ana", at="2000-01-01T00:00:00")
    assert before["data"]["entity"] is None
    late = ask(text, user="ana", id="konac:ana", at="2100-01-01T00:00:00Z")
    assert late["data"]["entity"]["countries"] == ["rs"]


def test_one_request_asks_for_few_moments(case: Workspace, ask: Query) -> None:
    """Each may cost a rebuild; the same one again does not."""
    everything = Scope("o", everything=True)
    moments = [case.ledger.get_event(everything, f"e-{n}").at for n in (1, 2, 3, 4)]
    parts = [
        f'a{n}: entity(id: "konac:ana", asOf: "{at.isoformat()}") {{ id }}'
        for n, at in enumerate(moments)
    ]
    again = ask("{" + " ".join([*parts[:3], parts[0].replace("a0", "b")]) + "}")
    assert "errors" not in again
    assert code(ask("{" + " ".join(parts) + "}")) == "LIMIT_EXCEEDED"
