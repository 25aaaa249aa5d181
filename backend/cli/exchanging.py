"""export: what leaves the system."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from backend.cli.session import Session, command, print_json, say

FORMATS = (
    "ftm", "graphml", "gexf", "csv", "cypher", "stix", "case", "i2", "svg", "html",
)  # fmt: skip
TERMINATED = 128 + signal.SIGTERM


@command(
    "export",
    "klupko export --case konac --format ftm -o konac.ftm.json\n"
    "klupko export --case konac --format gexf -o konac.gexf --as ana\n"
    "klupko export --case konac --format csv -o konac.zip --json\n"
    "klupko export --case konac --format graphml --entity person-1 --hops 2 "
    "-o near.graphml",
)
@click.option("--case", required=True, help="The case.")
@click.option(
    "--format", "form", required=True, type=click.Choice(FORMATS), help="File format."
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file. csv: edges here, nodes in FILE-nodes; .zip: both.",
)
@click.option(
    "--entity", "entities", multiple=True, help="Only what lies around this entity."
)
@click.option("--hops", type=click.IntRange(0, 10), help="How far  [default: 1]")
@click.option(
    "--limit", type=click.IntRange(1, 5000), help="Most entities  [default: 300]"
)
@click.option("--schema", "schemata", multiple=True, help="Only these relationships.")
@click.option(
    "--mixed",
    is_flag=True,
    help="Direction edge by edge in graphml and gexf; networkx refuses that.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def export(session: Session, case: str, output: Path, force: bool, **how: Any) -> None:
    """Write what you see of a case to a file, for its owner's eyes (mode 0600)."""
    from backend.exporting import ExportAsk
    from backend.exporting import export as run

    if not how["entities"] and (how["hops"] is not None or how["limit"] is not None):
        raise click.UsageError("--hops and --limit say how far around an --entity")
    given = {name: value for name, value in how.items() if value is not None}
    ask = ExportAsk(case, **given)
    with _ending() as check, session.open(make=True) as (workspace, principal):
        with _following() as show:

            def follow(done: int, total: int) -> None:
                check()
                show(done, total)

            report = run(workspace, principal, ask, output, force=force, follow=follow)
    told = report.as_json()
    if report.truncated:
        say("klupko: there is more around it: narrow it, or raise --limit")
    if report.handling:
        say(f"klupko: handling codes {' '.join(report.handling)} go with the file")
    if session.as_json:
        print_json(told)
        return
    from backend.cli.printing import print_pairs

    names = ("entities", "relationships", "statements", "bytes")
    files = {f"file {n}": name for n, name in enumerate(told["files"], 1)}
    print_pairs(files | {name: told[name] for name in names})


@contextmanager
def _ending() -> Iterator[Callable[[], None]]:
    """End on SIGTERM as on any error: nothing half stays behind.

    What a signal raises may be lost where a library calls back into Python: the check
    that is handed out raises it again.
    """
    ended = False

    def end(*_: object) -> None:
        nonlocal ended
        ended = True
        sys.exit(TERMINATED)

    def check() -> None:
        if ended:
            sys.exit(TERMINATED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield check
    finally:
        signal.signal(signal.SIGTERM, before)
        check()


@contextmanager
def _following() -> Iterator[Callable[[int, int], None]]:
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("writing"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)

        def follow(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total or None)

        yield follow
