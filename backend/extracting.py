"""What is in files, without a store: the lines of `klupko extract`."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from backend.ingest.preparing import read_mentions
from extraction.importers import ImportOptions, find_importer
from extraction.model import Extraction, Leaf, Rejection
from extraction.reading import Container, iter_leaves
from extraction.reading.detection import detect_format
from graph.errors import InvalidInput


def extract_all(paths: Iterable[Path], country: str | None) -> Iterator[dict[str, Any]]:
    """Yield the contract's object for every leaf file, in order."""
    for found in iter_leaves(paths):
        if isinstance(found, Rejection):
            yield {"path": found.path, "rejected": found.reason}
        elif not isinstance(found, Container):
            yield _extract(found, country)


def _extract(leaf: Leaf, country: str | None) -> dict[str, Any]:
    try:
        importer = find_importer(leaf, ImportOptions(country=country))
        if importer is not None:
            return _line(leaf, None, importer.name)
        return _line(leaf, read_mentions(leaf, country), None)
    except InvalidInput as error:
        return {"path": leaf.path, "rejected": str(error)}


def _line(leaf: Leaf, found: Extraction | None, importer: str | None) -> dict[str, Any]:
    document = found.document if found else None
    return {
        "path": leaf.path,
        "sha256": hashlib.sha256(leaf.data).hexdigest(),
        "media_type": detect_format(leaf.data, leaf.name).media_type,
        "language": document.language if document else None,
        "script": document.script if document else None,
        "importer": importer,
        "pages": [
            {"number": page.number, "text": page.text}
            for page in (document.pages if document else ())
        ],
        "mentions": [
            {
                "id": m.id,
                "page": m.page,
                "start": m.start,
                "end": m.end,
                "text": m.text,
                "type": m.type,
                "value": m.value,
                "valid": m.valid,
                "by": m.by,
            }
            for m in (found.mentions if found else ())
        ],
        "relations": [
            {
                "type": r.type,
                "source": r.source,
                "target": r.target,
                "page": r.page,
                "start": r.start,
                "end": r.end,
                "kind": r.kind.value,
            }
            for r in (found.relations if found else ())
        ],
    }
