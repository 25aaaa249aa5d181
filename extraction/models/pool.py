"""Stories with what the rules find in them, made once and kept in a file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extraction.models.finetune import SEED
from extraction.models.passages import Passage, with_rules
from extraction.models.stories import StoryTeller
from extraction.relation.labelling import Word
from extraction.relation.learned.marking import Place
from extraction.relation.referents import LearnedReferents

TOLD = 14_000
"""Passages of which epochs are drawn; each half has a seed of its own."""


def pool_of(path: Path, lists: Path) -> list[Passage]:
    """Return the passages of a file, which is made with lists of names if it lacks."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        referents = LearnedReferents.load()
        told = [
            with_rules(passage, referents)
            for half in (0, 1)
            for passage in StoryTeller(lists, SEED + half).passages(TOLD // 2)
        ]
        rows = [_row(passage) for passage in told]
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    return [_passage(row) for row in json.loads(path.read_text("utf-8"))]


def _row(passage: Passage) -> dict[str, Any]:
    values = asdict(passage).items()
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in values
    }


def _passage(row: dict[str, Any]) -> Passage:
    return Passage(
        row["name"],
        row["text"],
        tuple(Place(*place) for place in row["places"]),
        tuple(row["entities"]),
        frozenset((r, s, t) for r, s, t in row["relations"]),
        row["language"],
        row["script"],
        tuple(row["values"]),
        frozenset((r, s, t) for r, s, t in row["stated"]),
        tuple(Word(*word) for word in row["standing"]),
    )
