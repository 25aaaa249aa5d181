"""What one run did: every leaf file as exactly one of five kinds."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from extraction.model import Rejection
from graph.errors import Unavailable
from graph.model import Counts

RECORDED = "all is recorded, and the graph catches up by itself when it can"


class Form(StrEnum):
    """What a leaf file ended as."""

    DOCUMENT = "document"
    STRUCTURED = "structured"
    CONTAINER = "container"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"


@dataclass(slots=True)
class IngestReport:
    """Counts of this run, and of the whole case after it."""

    case: str
    files: int = 0
    forms: dict[Form, int] = field(default_factory=lambda: dict.fromkeys(Form, 0))
    records: int = 0
    statements: int = 0
    entities: int = 0
    relationships: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    case_totals: dict[str, int] = field(default_factory=dict)
    to_correct: int = 0
    """How many are listed among the rejects that were written."""

    def count(self, form: Form) -> None:
        """Account for one leaf file."""
        self.files += 1
        self.forms[form] += 1

    def reject(self, rejection: Rejection) -> None:
        """Account for a leaf file that was not taken."""
        self.count(Form.REJECTED)
        self.rejected.append(rejection)

    def as_json(self) -> dict[str, Any]:
        """Return the contract's JSON object."""
        return {
            "case": self.case,
            "files": self.files,
            "documents": self.forms[Form.DOCUMENT],
            "structured": self.forms[Form.STRUCTURED],
            "containers": self.forms[Form.CONTAINER],
            "duplicates": self.forms[Form.DUPLICATE],
            "records": self.records,
            "statements": self.statements,
            "entities": self.entities,
            "relationships": self.relationships,
            "rejected": [
                {"path": r.path, "record": r.record, "reason": r.reason}
                for r in self.rejected
            ],
            "case_totals": self.case_totals,
        }


def counted(found: Counts | Unavailable) -> Counts:
    """Return what was counted; raise Unavailable where the graph did not answer."""
    if isinstance(found, Unavailable):
        raise Unavailable(f"{RECORDED}: {found}") from found
    return found
