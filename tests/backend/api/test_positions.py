"""Bridges, brokers and the like of a case, as its asker sees it."""

from collections.abc import Callable
from typing import Any

import pytest

Query = Callable[..., dict[str, Any]]

ASKED = {
    "bridges": """{ bridges(case: "konac") {
      source { id } target { id } sourceSide targetSide } }""",
    "brokerage": """{ brokerage(case: "konac", directed: true) { nodes edges unknown
      warnings brokers { entity { id caption } group coordinator itinerant gatekeeper
        representative liaison total pairs { from to count } } } }""",
    "assortativity": """{ assortativity(case: "konac") { coefficient nodes edges unknown
      pairs { from to count } } }""",
    "triads": '{ triads(case: "konac", directed: false) { name count } }',
    "equivalence": """{ equivalence(case: "konac", cut: 0.2) {
      size members { id } } }""",
    "onion": """{ centrality(case: "konac", metric: ONION) { scores { score
      entity { id } } } }""",
}


@pytest.mark.parametrize("name", ASKED)
def test_the_hidden_is_not_in_it(ask: Query, name: str) -> None:
    """Who sees more gets another answer; who does not gets nothing of the hidden."""
    more, less = ask(ASKED[name], "boris"), ask(ASKED[name], "ana")
    assert "errors" not in more and "errors" not in less
    assert more["data"] != less["data"]
    assert "cvetko" not in str(less) and "al" not in lands(less["data"])


def lands(data: dict[str, Any]) -> set[str]:
    """Return the countries that an answer names."""
    found = data.get("assortativity") or {"pairs": []}
    brokers = (data.get("brokerage") or {"brokers": []})["brokers"]
    named = {pair[end] for pair in found["pairs"] for end in ("from", "to")}
    named |= {one["group"] for one in brokers}
    named |= {
        pair[end] for b in brokers for pair in b["pairs"] for end in ("from", "to")
    }
    return {part for one in named for part in one.split("+")}


def test_a_broker_has_several_countries(ask: Query) -> None:
    """Who is of two is of a group of its own, for who sees both."""
    found = ask(ASKED["brokerage"], "boris")["data"]["brokerage"]
    groups = {one["entity"]["id"]: one["group"] for one in found["brokers"]}
    assert groups["konac:ana"] == "al+rs"
    for one in found["brokers"]:
        assert sum(pair["count"] for pair in one["pairs"]) == one["total"]
    assert found["unknown"] > 0 and "left out" in found["warnings"][0]


def test_bridges_that_cut_most_come_first(ask: Query) -> None:
    """With both sides; of the whole tree, ends told."""
    found = ask(ASKED["bridges"], "ana")["data"]["bridges"]
    cut = [min(one["sourceSide"], one["targetSide"]) for one in found]
    assert cut == sorted(cut, reverse=True) and cut


def test_a_part_of_the_case(ask: Query) -> None:
    """Kinds of relationships, persons alone; unknown ones are refused."""
    text = """query($part: Part) { triads(case: "konac", part: $part) { count } }"""
    whole = ask(text)["data"]["triads"]
    for part in ({"layers": ["Ownership"]}, {"persons": "Person"}):
        assert ask(text, part=part)["data"]["triads"] != whole
    wrong = ask(text, part={"layers": ["Fame"]})
    assert wrong["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
