"""How far a long computation is, on standard error."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from backend.computing.running import Computation

Watch = Callable[["Computation"], None]

PROGRESS = click.option(
    "--progress",
    type=click.Choice(["auto", "jsonl", "none"]),
    default="auto",
    help="How far a long computation is: a bar on a terminal [auto], or JSON lines.",
)


@contextmanager
def following(progress: str) -> Iterator[Watch]:
    """Show how far a computation is, as asked: a bar, JSON lines, or nothing."""
    if progress == "jsonl":
        yield _print_step
    elif progress == "none" or not sys.stderr.isatty():
        yield lambda _: None
    else:
        with _bar() as watch:
            yield watch


def _print_step(one: "Computation") -> None:
    told = {
        "state": str(one.state),
        "done": one.done,
        "total": one.total,
        "per_second": one.per_second and round(one.per_second, 1),
        "left_s": one.left_s and round(one.left_s, 1),
    }
    sys.stderr.write(json.dumps(told) + "\n")
    sys.stderr.flush()


@contextmanager
def _bar() -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from backend.ingest.progress import clock

    columns = (BarColumn(24), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("computing (Ctrl-C stops)", total=None)

        def watch(one: "Computation") -> None:
            told = f"{one.kind} (Ctrl-C stops)"
            if one.total:
                told += f" {one.done:,} of {one.total:,}"
            if one.left_s is not None:
                told += f", {one.per_second:,.1f}/s, {clock(one.left_s)} left"
            progress.update(task, completed=one.done, total=one.total, description=told)

        yield watch
