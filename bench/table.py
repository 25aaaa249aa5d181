"""The report for a reader: a table a section."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bench.measuring import Figure


def show(console: Console, title: str, figures: Sequence[Figure]) -> None:
    """Print the figures of one section, nothing where there are none."""
    if not figures:
        return
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("what")
    for name in ("ours", "unit", "peer's", "ratio", "CPU ratio"):
        table.add_column(name, justify="left" if name == "unit" else "right")
    table.add_column("peer")
    for one in figures:
        table.add_row(
            one.what, _number(one.ours), one.unit, _number(one.theirs),
            _number(one.ratio), _number(one.cpu_ratio), one.peer,
        )  # fmt: skip
    console.print(table)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:g}"
