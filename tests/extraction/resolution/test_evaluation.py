"""The figures of labelled pairs."""

import json
from typing import Any

import pytest

from extraction.resolution import evaluate_pairs
from graph.errors import InvalidInput


def entity(id: str, schema: str = "Person", **values: Any) -> dict[str, Any]:
    """Return a FollowTheMoney entity."""
    return {"id": id, "schema": schema, "properties": values}


def line(left: dict[str, Any], right: dict[str, Any], same: bool, **more: str) -> str:
    """Return a labelled pair as a line."""
    judgement = "positive" if same else "negative"
    return json.dumps({"left": left, "right": right, "judgement": judgement, **more})


ANA = entity("a", name=["Ana Anić"], birthDate=["1978-03-12"], unknown=["x"])
ANA_TOO = entity("b", name=["Ана Анић"], birthDate=["12.3.1978"])
ONLY_ANA = entity("c", name=["Ana Anić"])
PETAR = entity("d", name="Petar Perić")


def test_figures() -> None:
    """Positive decisions are counted against the labels, whole and by group."""
    found = evaluate_pairs(
        [
            line(ANA, ANA_TOO, True, group="script"),
            "",
            line(ANA, ONLY_ANA, True, group="name"),
            line(ANA, PETAR, False, group="name").encode(),
            line(ANA, ANA_TOO, False),
        ]
    ).to_json()
    assert list(found) == [
        "pairs",
        "threshold",
        "precision",
        "recall",
        "f1",
        "by_group",
        "decisions",
    ]
    assert (found["pairs"], found["threshold"]) == (4, 0.5)
    assert (found["precision"], found["recall"], found["f1"]) == (0.5, 0.5, 0.5)
    assert found["by_group"]["script"] == {
        "pairs": 1,
        "precision": 1.0,
        "recall": 1.0,
        "f1": 1.0,
    }
    assert found["by_group"]["name"]["precision"] is None
    assert [d["decision"] for d in found["decisions"]] == [
        "positive",
        "unsure",
        "negative",
        "positive",
    ]
    assert all(0 <= d["score"] <= 1 for d in found["decisions"])


def test_nothing_has_no_figures() -> None:
    """Without pairs the figures are undefined."""
    found = evaluate_pairs([])
    assert (found.pairs, found.precision, found.recall, found.f1) == (
        0,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "7",
        '{"left": {}, "right": {}, "judgement": "positive"}',
        '{"left": null, "right": null, "judgement": "negative"}',
        line(ANA, ANA_TOO, True).replace("positive", "maybe"),
        line(ANA, entity("x", "Nonsense"), True),
        line(ANA, {"id": "x", "schema": "Person", "properties": []}, True),
    ],
)
def test_bad_lines_are_told_by_number(bad: str) -> None:
    """The number of the line is told, its content is not."""
    with pytest.raises(InvalidInput, match="line 2"):
        evaluate_pairs([line(ANA, ANA_TOO, True), bad])
