"""Answers as tables for people; machines ask for JSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from backend.cli.session import visible

if TYPE_CHECKING:
    from backend.doctor import FoundTool

_COLOURS = {"ok": "green", "missing": "red"}


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table on standard output; cells are plain text, whatever they hold."""
    from rich.text import Text

    shown = any(columns)
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=shown)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        texts = (visible("" if cell is None else str(cell)) for cell in row)
        table.add_row(*(Text(text) for text in texts))
    _console().print(table)


def print_pairs(values: Mapping[str, object]) -> None:
    """Write names with their values, one a line."""
    print_table(["", ""], values.items())


def print_line(text: str) -> None:
    """Write one line on standard output, nothing in it obeyed."""
    _console().print(visible(text), markup=False, highlight=False)


def print_findings(findings: "Iterable[FoundTool]") -> None:
    """Write what the doctor found, the missing in red."""
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "what", "version", "without it"):
        table.add_column(name, overflow="fold")
    for finding in findings:
        state = "ok" if finding.found else "missing"
        table.add_row(
            Text(state, style=_COLOURS[state]),
            finding.name,
            finding.version or "",
            "" if finding.found else f"{finding.without} ({finding.package})",
        )
    _console().print(table)


def print_rejected(rejected: Sequence[Mapping[str, Any]], most: int = 20) -> None:
    """Write what was not taken and why; the rest is counted."""
    rows = [(r["path"], r["record"], r["reason"]) for r in rejected[:most]]
    print_table(["not taken", "record", "reason"], rows)
    if len(rejected) > most:
        print_line(f"… and {len(rejected) - most} more (--json lists all)")


def _console() -> Console:
    console = Console()
    if not console.is_terminal:
        console = Console(width=200, soft_wrap=True)
    return console
