"""What is in files, without a store: the lines of `klupko extract`."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from backend.ingest.preparing import KeptLeaf, read_mentions
from backend.ingest.workers import Workers
from extraction.importers import ImportOptions
from extraction.model import Extraction, Rejection
from extraction.reading import Container, iter_files
from graph.errors import InvalidInput
from graph.ledger import Blobs


def extract_all(paths: Iterable[Path], country: str | None) -> Iterator[dict[str, Any]]:
    """Yield the contract's object for every leaf file, in order.

    The bytes of leaves wait in a folder of the system's temporary ones meanwhile.
    """
    with tempfile.TemporaryDirectory(prefix="klupko-") as folder:
        options = ImportOptions(country=country)
        with Workers(1, Blobs(Path(folder) / "blobs"), options) as workers:
            for path in iter_files(paths):
                if isinstance(path, Rejection):
                    yield {"path": path.path, "rejected": path.reason}
                else:
                    yield from _extract_file(path, workers)


def _extract_file(path: Path, workers: Workers) -> Iterator[dict[str, Any]]:
    for found in workers.unpack(path):
        if isinstance(found, Rejection):
            yield {"path": found.path, "rejected": found.reason}
        elif not isinstance(found, Container):
            yield _extract(found, workers)


def _extract(leaf: KeptLeaf, workers: Workers) -> dict[str, Any]:
    try:
        importer = workers.identify(leaf)
        if importer is not None:
            return _line(leaf, None, importer.name)
        return _line(leaf, workers.submit(read_mentions, leaf).result(), None)
    except InvalidInput as error:
        return {"path": leaf.path, "rejected": str(error)}


def _line(
    leaf: KeptLeaf, found: Extraction | None, importer: str | None
) -> dict[str, Any]:
    document = found.document if found else None
    return {
        "path": leaf.path,
        "sha256": leaf.sha256,
        "media_type": leaf.media_type,
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
