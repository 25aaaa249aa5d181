"""Weights learnt from pairs: with labels, and without."""

import json
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from bench.linkage.ours import closure, resolve
from bench.linkage.sets import DATA, read_set
from bench.persons import persons
from extraction.resolution import default_model, read_model
from extraction.resolution.judging import read_traits
from extraction.resolution.learning.__main__ import (
    adapt,
    cross_validate,
    learn,
    main,
    read_pairs,
    start_model,
)
from graph.errors import InvalidInput


def entity(name: str, **values: str) -> dict[str, object]:
    """Return a person as an entity."""
    given = {"name": [name], **{prop: [value] for prop, value in values.items()}}
    return {"id": name, "schema": "Person", "properties": given}


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """Return a file of pairs in which the phone tells who is who."""
    draw = random.Random(3)
    lines = []
    for i in range(120):
        same = bool(i % 2)
        phones = [f"+38164{draw.randint(10**6, 10**7)}" for _ in range(2)]
        name = f"Vukoslav {chr(65 + i % 20)}rnavčević"
        left = entity(name, phone=phones[0])
        right = entity(name, phone=phones[0 if same else 1])
        judgement = "positive" if same else "negative"
        lines.append(json.dumps({"left": left, "right": right, "judgement": judgement}))
    path = tmp_path / "pairs.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_labels_move_weights(pairs: Path) -> None:
    """What parts the labels weighs more than before; the order of levels holds."""
    start = start_model()
    before = start.kinds["person"].weights["phone"]
    learnt = learn(read_pairs([pairs]), start)
    after = learnt.kinds["person"].weights["phone"]
    assert after["same"] - after["different"] > before["same"] - before["different"]
    assert cross_validate(read_pairs([pairs]), start)["f1"] > 0.95
    for name in ("phone", "birth", "address"):
        levels = {
            "phone": ("same", "close", "different"),
            "birth": ("same", "swapped", "near", "far"),
            "address": ("same", "near", "similar", "partly", "little", "different"),
        }[name]
        weights = learnt.kinds["person"].weights[name]
        assert all(weights[a] >= weights[b] - 0.01 for a, b in pairwise(levels))


def test_the_command_writes_what_is_read(pairs: Path, tmp_path: Path) -> None:
    """What is written is a model, the same in every run."""
    found = []
    for name in ("a.json", "b.json"):
        main([str(pairs), "--out", str(tmp_path / name)])
        found.append(json.loads((tmp_path / name).read_text("utf-8")))
    assert found[0] == found[1]
    assert read_model(found[0]).certain == default_model().certain


def test_unlabelled_pairs_move_weights() -> None:
    """EM tells the agreement of the same from that of strangers."""
    traits = read_traits(persons(400))
    learnt = adapt(traits, default_model()).kinds["person"]
    assert learnt.weights["birth"]["same"] > 2 > learnt.weights["birth"]["far"]
    assert learnt.weights["phone"]["same"] > 2
    assert learnt.prior < 0


def test_a_broken_model_is_refused() -> None:
    """What is no model is told, not used."""
    with pytest.raises(InvalidInput):
        read_model({"certain": 0.9})


def test_closure() -> None:
    """All pairs of a group count as said."""
    assert closure([("b", "a"), ("b", "c")]) == {("a", "b"), ("a", "c"), ("b", "c")}


def test_public_sets(shared_data: Callable[[str], Path]) -> None:
    """The aims on the two smallest public sets, without labels."""
    assert shared_data("cases/er") == DATA
    for name, least, recall in (("febrl1", 0.995, 0.996), ("fake_1000", 0.93, 0.95)):
        data = read_set(name)
        for found in resolve(data):
            hits = len(found.said & data.truth)
            f1 = 2 * hits / (len(found.said) + len(data.truth))
            assert f1 >= least, found.method
            assert len(found.compared & data.truth) / len(data.truth) >= recall
