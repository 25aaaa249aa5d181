"""What the person who imports says of the files."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from extraction.importers.base import Importer, ImportOptions
from extraction.importers.corrections.sheet import Origin
from graph.errors import InvalidInput
from graph.model import (
    WHOLE_CASE,
    Context,
    Evaluation,
    check_compartment,
    parse_handling,
)


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """Where statements go and under which conditions.

    `country` (ISO alpha-2) reads local phone numbers; `root` is left out of reported
    paths; `workers` read documents side by side; `rejects` is where records that were
    refused are written, to be corrected.
    """

    case: str
    title: str = ""
    compartment: str = WHOLE_CASE
    evaluation: Evaluation = Evaluation()
    handling: frozenset[str] = frozenset()
    country: str | None = None
    mapping: Path | None = None
    root: Path | None = None
    workers: int = 1
    rejects: Path | None = None

    @classmethod
    def asked(cls, case: str, given: Mapping[str, Any]) -> Self:
        """Return what a job says of its files. Raises InvalidInput."""
        return cls(
            case=case,
            compartment=given["compartment"],
            evaluation=Evaluation.parse(given["evaluation"]),
            handling=parse_handling(given["handling"].split(",")),
            country=given["country"] or None,
        )

    def conditions(self) -> str:
        """Return a digest of all that makes an import of a file another one."""
        parts = [
            self.compartment,
            str(self.evaluation),
            ",".join(sorted(self.handling)),
        ]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]

    def context(self, sha256: str, origin: str) -> Context:
        """Return the conditions of what one file says."""
        return Context(
            case=self.case,
            origin=origin,
            document=sha256,
            compartment=self.compartment,
            evaluation=self.evaluation,
            handling=self.handling,
        )

    def of(self, origin: Origin) -> "IngestOptions":
        """Return these options under the conditions of a file that is corrected.

        Handling codes unite. Raises InvalidInput where it is another case's.
        """
        if origin.case != self.case:
            raise InvalidInput(
                f"corrections of a file of case {origin.case}: ingest them there"
            )
        return replace(
            self,
            compartment=check_compartment(origin.compartment),
            evaluation=Evaluation.parse(origin.evaluation),
            handling=self.handling | parse_handling(origin.handling.split(",")),
            country=origin.country or None,
        )

    def for_importers(self) -> ImportOptions:
        """Return what importers are told."""
        return ImportOptions(mapping=self.mapping, country=self.country)

    def lane(self, importer: Importer) -> str:
        """Return what names an importer with its mapping, version left out."""
        if self.mapping is None:
            return importer.name
        try:
            digest = hashlib.sha256(self.mapping.read_bytes()).hexdigest()
        except OSError as error:
            raise InvalidInput("the mapping file cannot be read") from error
        return f"{importer.name}#{digest[:16]}"
