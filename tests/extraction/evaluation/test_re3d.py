"""Gold of re3d: JSON lines with offsets, entities and relations."""

import json
from pathlib import Path
from typing import Any

import pytest

from extraction.evaluation.gold import GoldRelation
from extraction.evaluation.re3d import is_re3d, parse_re3d
from graph.errors import InvalidInput

TEXT = "Ann Lee of the Red Unit met the members."


def entity(begin: int, end: int, kind: str) -> dict[str, Any]:
    """Return an entity as re3d writes it."""
    row = {"begin": begin, "end": end, "type": kind, "value": TEXT[begin:end]}
    return row | {"documentId": "d"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of re3d with one document."""
    link = {"sourceBegin": 0, "sourceEnd": 7, "targetBegin": 11, "targetEnd": 23}
    files = {
        "documents.json": [{"_id": "d", "text": TEXT}],
        "entities.json": [
            entity(0, 7, "Person"),
            entity(11, 23, "Organisation"),
            entity(15, 18, "Location"),
            entity(28, 39, "Organisation"),
            entity(0, 3, "Temporal"),
        ],
        "relations.json": [
            link | {"type": "BelongsTo", "documentId": "d"},
            link | {"type": "Likes", "documentId": "d"},
        ],
    }
    for name, rows in files.items():
        (tmp_path / name).write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return tmp_path


def test_names_and_relations(folder: Path) -> None:
    """Outermost names of our types; relations of ours between a person and a group."""
    assert is_re3d(folder)
    (gold,) = parse_re3d(folder)
    assert [gold.text[m.start : m.end] for m in gold.mentions] == [
        "Ann Lee", "the Red Unit",
    ]  # fmt: skip
    assert gold.relations == (GoldRelation("membership", "Ann Lee", "the Red Unit"),)
    assert gold.types == {"PER", "LOC", "ORG"}


@pytest.mark.parametrize("line", ["{", "{}", "[1]"])
def test_broken_lines(folder: Path, line: str) -> None:
    """They are refused, not passed over."""
    (folder / "entities.json").write_text(line, "utf-8")
    with pytest.raises(InvalidInput):
        list(parse_re3d(folder))
