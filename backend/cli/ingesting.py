"""ingest and extract: files in."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session, command, print_json, print_json_line, say

if TYPE_CHECKING:
    from backend.ingest import IngestOptions
    from backend.ingest.progress import Step

Follow = Callable[["Step"], None] | None


@command(
    "ingest",
    "klupko ingest documents/ --case konac\n"
    "klupko ingest calls.csv --case konac --from-country RS --source B\n"
    "klupko ingest persons.csv --case pole --mapping mappings/pole.yaml --json\n"
    "klupko ingest calls.csv --case konac --rejects rejects/  # correct them there\n"
    "klupko ingest rejects/ --case konac                      # and feed it back",
)
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--case", required=True, help="The case; a missing one is opened.")
@click.option("--title", default="", help="Title of a case that is opened.")
@click.option("--compartment", default="case", help="Who may see it [default: all].")
@click.option("--handling", default="", metavar="H1,H2", help="Handling codes.")
@click.option("--source", default="X", help="Reliability of the source: A B C X.")
@click.option("--information", default="4", help="Of the information: 1 2 3 4.")
@click.option("--from-country", metavar="RS", help="Country of local phone numbers.")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="FollowTheMoney mapping for tables.",
)
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    metavar="PLACE",
    help="Write records that were refused into a new folder, or FILE.zip: corrected "
    "there, they are taken by ingesting it.",
)
@click.option("--progress", type=click.Choice(["bar", "jsonl", "none"]), default="bar")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that read.")
def ingest(
    session: Session, paths: tuple[str, ...], progress: str, **given: Any
) -> int:
    """Take files, folders and archives into a case; stopped, run it again."""
    from backend.ingest import ingest as run
    from backend.passengers.importing import settle_ingested

    with session.open(make=True) as (workspace, principal):
        chosen = options(given, given["workers"] or workspace.settings.workers)
        with following(progress) as follow:
            files = [Path(path) for path in paths]
            before = workspace.ledger.last_seq()
            report = run(workspace, principal, files, chosen, follow)
        settle_ingested(workspace, principal, chosen.case, before)
    told = report.as_json()
    if session.as_json:
        print_json(told)
    else:
        print_report(told)
    say_rejects(report.to_correct, given["rejects"])
    return 1 if report.rejected else 0


def say_rejects(count: int, place: Path | None) -> None:
    """Say where refused records wait to be corrected, if any do."""
    if count:
        say(f"{count} rejects are in {place}: correct them there and import it")


def options(given: dict[str, Any], workers: int) -> "IngestOptions":
    """Return what was said of the files. Raises InvalidInput."""
    from backend.ingest import IngestOptions
    from graph.errors import InvalidInput
    from graph.model import (
        Evaluation,
        check_case,
        check_compartment,
        parse_handling,
    )

    country = given["from_country"]
    if country is not None and not (len(country) == 2 and country.isalpha()):
        raise InvalidInput("--from-country is a code of two letters, as RS")
    return IngestOptions(
        case=check_case(given["case"]),
        title=given["title"],
        compartment=check_compartment(given["compartment"]),
        evaluation=Evaluation(given["source"].upper(), given["information"]),
        handling=parse_handling(given["handling"].split(",")),
        country=country.lower() if country else None,
        mapping=given["mapping"],
        workers=workers,
        rejects=given["rejects"],
    )


@contextmanager
def following(progress: str) -> Iterator[Follow]:
    """Show how far an import is, as asked: a bar, JSON lines, or nothing."""
    if progress == "jsonl":
        yield _print_step
    elif progress == "none" or not sys.stderr.isatty():
        yield None
    else:
        with _bar() as follow:
            yield follow


def _print_step(step: "Step") -> None:
    sys.stderr.write(json.dumps(asdict(step)) + "\n")
    sys.stderr.flush()


@contextmanager
def _bar() -> Iterator[Follow]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(24), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=None)

        def follow(step: "Step") -> None:
            told = f"{step.done}/{step.total} files, {step}"
            progress.update(
                task,
                completed=step.bytes,
                total=step.total_bytes,
                description=told,
            )

        yield follow


def print_report(told: dict[str, Any]) -> None:
    """Write what became of each file, for people."""
    from backend.cli.printing import print_pairs, print_rejected

    names = (
        "files", "documents", "structured", "containers", "duplicates", "records",
        "statements", "entities", "relationships",
    )  # fmt: skip
    print_pairs(
        {name: told[name] for name in names} | {"rejected": len(told["rejected"])}
    )
    if told["rejected"]:
        print_rejected(told["rejected"])


@command("extract", "klupko extract report.pdf\nklupko extract folder/ > found.jsonl")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option("--from-country", metavar="RS", help="Country of local phone numbers.")
def extract(session: Session, paths: tuple[str, ...], from_country: str | None) -> int:
    """Say what is in files, without a store: JSON lines, one a leaf file."""
    from backend.extracting import extract_all

    rejected = False
    for line in extract_all([Path(path) for path in paths], from_country):
        rejected = rejected or "rejected" in line
        print_json_line(line)
        sys.stdout.flush()
    return 1 if rejected else 0
