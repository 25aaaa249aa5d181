"""Gold of re3d: a folder with documents.json, entities.json and relations.json."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extraction.evaluation.gold import (
    RELATIONS,
    GoldDocument,
    GoldMention,
    GoldRelation,
)
from extraction.models.corpora import TAGS
from graph.errors import InvalidInput

DOCUMENTS, ENTITIES, LINKS = "documents.json", "entities.json", "relations.json"
RELATION_OF = {
    "BelongsTo": "membership",
    "InChargeOf": "directorship",
    "AlliesOf": "associate",
}
"""re3d's relations that are ours where their ends are: a person and an organization."""


def is_re3d(folder: Path) -> bool:
    """Whether a folder holds re3d's files."""
    return all((folder / name).is_file() for name in (DOCUMENTS, ENTITIES))


def parse_re3d(folder: Path) -> Iterator[GoldDocument]:
    """Yield the folder's documents. Of nested entities the outermost is kept.

    Entities that have no capital are descriptions ("the members"), not names.
    Raises InvalidInput where a line is not what re3d has.
    """
    mentions: dict[str, list[GoldMention]] = {}
    links: dict[str, list[dict[str, Any]]] = {}
    try:
        for row in _rows(folder / ENTITIES):
            label = TAGS.get(row["type"])
            if label and any(c.isupper() for c in row["value"]):
                found = GoldMention(row["begin"], row["end"], label, row["value"])
                mentions.setdefault(row["documentId"], []).append(found)
        if (folder / LINKS).is_file():
            for row in _rows(folder / LINKS):
                links.setdefault(row["documentId"], []).append(row)
        for row in _rows(folder / DOCUMENTS):
            kept = _outermost(mentions.get(row["_id"], []))
            yield GoldDocument(
                f"{folder.name}#{row['_id']}",
                row["text"],
                tuple(kept),
                frozenset({"PER", "LOC", "ORG"}),
                tuple(_relations(links.get(row["_id"], []), kept)),
                frozenset(RELATION_OF.values()),
                language="en",
                script="Latn",
                corpus="re3d",
            )
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidInput("a line lacks what re3d has in each") from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                reason = f"{path.name}, line {number}: this is no JSON"
                raise InvalidInput(reason) from error


def _outermost(mentions: list[GoldMention]) -> list[GoldMention]:
    kept: list[GoldMention] = []
    for one in sorted(set(mentions), key=lambda m: (m.start - m.end, m.start, m.type)):
        if all(one.end <= k.start or k.end <= one.start for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda m: m.start)


def _relations(
    rows: list[dict[str, Any]], mentions: list[GoldMention]
) -> dict[GoldRelation, None]:
    """Return the relations of our types whose ends are kept mentions, each once."""
    at = {(m.start, m.end): m for m in mentions}
    found: dict[GoldRelation, None] = {}
    for row in rows:
        name = RELATION_OF.get(row["type"])
        source = at.get((row["sourceBegin"], row["sourceEnd"]))
        target = at.get((row["targetBegin"], row["targetEnd"]))
        if name and source and target:
            allowed = RELATIONS[name]
            if source.type in allowed.source and target.type in allowed.target:
                found[GoldRelation(name, source.entity, target.entity)] = None
    return found
