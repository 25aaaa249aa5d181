"""The port of importers: a structured extract's bytes in, records out."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from extraction.model import Leaf, Rejection
from graph.model import Record


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the person importing said: a mapping file, the country of local numbers."""

    mapping: Path | None = None
    country: str | None = None


class Importer(Protocol):
    """One format. `name` and `version` make the records' origin (`ftm/1`).

    `streams` says that it reads files too large to be held (`leaf.content`).
    """

    name: str
    version: str
    streams: bool

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether the content, not only the suffix, is of this format."""
        ...

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream records, and a Rejection for each row that cannot be taken.

        Raises InvalidInput when the file as a whole cannot be read.
        """
        ...
