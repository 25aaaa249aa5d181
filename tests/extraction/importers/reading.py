"""What tests of importers share: read bytes, and take records and rejections apart."""

from dataclasses import dataclass

from extraction.importers import find_importer
from extraction.importers.base import ImportOptions
from extraction.model import Leaf, Rejection
from graph.model import Record


@dataclass(frozen=True)
class Found:
    """What an importer made of a file."""

    importer: str
    records: list[Record]
    rejected: list[Rejection]

    def of(self, schema: str) -> list[dict[str, str]]:
        """Return the values of each record of a schema, its id as `id`."""
        return [
            {"id": r.entity, **{v.prop: v.value for v in r.values}}
            for r in self.records
            if r.schema == schema
        ]

    def reasons(self) -> list[tuple[str | None, str]]:
        """Return (place, reason) of each rejection."""
        return [(r.record, r.reason) for r in self.rejected]


def read(name: str, data: bytes, country: str | None = None) -> Found:
    """Read a file by the importer that knows it. Raises InvalidInput."""
    leaf, options = Leaf(name, name, data), ImportOptions(country=country)
    importer = find_importer(leaf, options)
    assert importer is not None
    rows = list(importer.read(leaf, options))
    return Found(
        importer.name,
        [row for row in rows if isinstance(row, Record)],
        [row for row in rows if isinstance(row, Rejection)],
    )
