"""What an export is asked for, what it looks at, and what it reports."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.ledger import Ledger
from graph.model import Scope
from graph.store.view import View

Follow = Callable[[int, int], None]
"""Told how much of how much is done; what it raises ends the export."""


@dataclass(frozen=True, slots=True)
class ExportAsk:
    """A case, or what lies within some hops of entities; `schemata` of relationships.

    `mixed` says directions edge by edge in GraphML and GEXF.
    """

    case: str
    form: str
    entities: tuple[str, ...] = ()
    hops: int = 1
    limit: int = 300
    schemata: tuple[str, ...] = ()
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """One look at graph and ledger by one scope."""

    ledger: Ledger
    scope: Scope
    view: View


@dataclass(slots=True)
class ExportReport:
    """What was written: of entities and relationships those in the file."""

    case: str
    form: str
    files: list[Path] = field(default_factory=list)
    entities: int = 0
    relationships: int = 0
    statements: int = 0
    handling: list[str] = field(default_factory=list)
    truncated: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command prints it; `bytes` of all files."""
        return {
            "case": self.case,
            "format": self.form,
            "path": str(self.files[0]),
            "files": [str(path) for path in self.files],
            "entities": self.entities,
            "relationships": self.relationships,
            "statements": self.statements,
            "bytes": sum(path.stat().st_size for path in self.files),
            "handling": self.handling,
            "truncated": self.truncated,
        }
