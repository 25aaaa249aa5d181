"""How likely a relationship is, by the codes of what it rests on."""

from collections.abc import Callable
from typing import Any

import pytest

from backend import confidence
from backend.confidence import policy, weigh_links
from backend.workspace import Workspace
from graph.errors import LimitExceeded
from graph.model import Scope

Query = Callable[..., dict[str, Any]]
EVERYTHING = Scope("tests", everything=True)


def test_the_policy_is_whole_and_in_order() -> None:
    """Sixteen codes; a better source or better information is never less likely."""
    table = policy().evaluation
    assert len(table) == 16
    assert all(0 < worth < 1 for worth in table.values())
    for source in "ABCX":
        row = [table[f"{source}{i}"] for i in range(1, 5)]
        assert row == sorted(row, reverse=True)
    for information in "1234":
        column = [table[f"{s}{information}"] for s in "ABC"]
        assert column == sorted(column, reverse=True)


def test_links_are_weighed(case: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every relationship of a case has its probability; too many are refused."""
    with case.view(EVERYTHING) as view:
        links = list(view.iter_links("konac"))
    probability = weigh_links(case.ledger, EVERYTHING, links)
    assert len(probability) == len(links) > 0
    assert ((probability > 0) & (probability < 1)).all()
    monkeypatch.setattr(confidence, "MAX_LINKS", 1)
    with pytest.raises(LimitExceeded):
        weigh_links(case.ledger, EVERYTHING, links)


def test_two_documents_are_more_than_one(case: Workspace) -> None:
    """Independent sources add up; saying it twice in one does not."""
    said = [
        one
        for _, some in case.ledger.iter_entities(EVERYTHING, "konac")
        for one in some
        if one.context.document
    ]
    one = said[0]
    other = next(s for s in said if s.context.document != one.context.document)
    rules = policy()
    assert rules.weigh([one, one]) == rules.weigh([one])
    assert rules.weigh([one, other]) > max(rules.weigh([one]), rules.weigh([other]))
    assert rules.weigh([one, other]) <= rules.most


def test_a_ranking_has_its_intervals(ask: Query) -> None:
    """In GraphQL: bounds of score and rank, the share at the top, how it was drawn."""
    text = """query($samples: Int) { centrality(case: "konac", metric: DEGREE,
        samples: $samples, missing: 0.1, seed: 3) {
      parameters warnings scores { entity { id } score low high rank rankLow rankHigh
        topShare } } }"""
    ranking = ask(text, samples=50)["data"]["centrality"]
    assert ranking["parameters"]["samples"] == 50
    assert ranking["parameters"]["policy"] == policy().version
    first = ranking["scores"][0]
    assert first["low"] <= first["high"]
    assert 1 <= first["rankLow"] <= first["rankHigh"]
    assert 0 < first["topShare"] <= 1
    assert ask(text, samples=50)["data"]["centrality"] == ranking
    plain = ask(text, samples=None)["data"]["centrality"]["scores"][0]
    assert plain["low"] is plain["rankLow"] is plain["topShare"] is None
    assert plain["score"] == first["score"]
    wrong = ask(text, samples=100_000)
    assert wrong["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
