"""One document from bytes to records, in a process of its own; pure."""

import multiprocessing
import os
import threading
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from backend.settings import Settings
from extraction.model import Document, Extraction, Leaf, Rejection
from extraction.reading import read_document
from graph.errors import InvalidInput
from graph.model import Record

if TYPE_CHECKING:
    from extraction.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document with its language found, and what it says."""

    document: Document
    records: tuple[Record, ...]


@cache
def reader_version() -> str:
    """Return what changes when documents may be read otherwise."""
    from extraction.pipeline import version_of

    return version_of(Settings().recognizer)


@cache
def _pipeline() -> "Pipeline":
    from extraction.pipeline import Pipeline

    return Pipeline.load(Settings().recognizer)


def prepare(leaf: Leaf, country: str | None) -> Prepared | Rejection:
    """Return what a document says, or why it cannot be read.

    The pipeline is loaded once a process.
    """
    from extraction.relation.statements import to_records

    try:
        found = read_mentions(leaf, country)
        return Prepared(found.document, tuple(to_records(found, country)))
    except InvalidInput as error:
        return Rejection(leaf.path, str(error))


def read_mentions(leaf: Leaf, country: str | None) -> Extraction:
    """Return all that the pipeline finds in a document. Raises InvalidInput."""
    return _pipeline().extract(read_document(leaf), country)


def end_with_parent() -> None:
    """Let this worker end when the process that made it is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
