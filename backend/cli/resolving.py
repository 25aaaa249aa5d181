"""resolve: who is who."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session, command, print_json, say

if TYPE_CHECKING:
    from backend.resolving import ResolveReport, Step
    from backend.resolving.explaining import Explanation
    from backend.resolving.queue import Queue

_READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@command(
    "resolve",
    "klupko resolve --case konac\n"
    "klupko resolve --case konac --dry-run --json\n"
    "klupko resolve --case konac --explain person-1 person-2\n"
    "klupko resolve --case konac --review --limit 20\n"
    "klupko resolve --case konac --export-judgements judgements.jsonl\n"
    "klupko resolve --case konac --import-judgements judgements.jsonl\n"
    "klupko resolve --evaluate pairs.jsonl --json",
)
@click.option("--case", help="The case.")
@click.option(
    "--dry-run", is_flag=True, help="Say what would be judged; record nothing."
)
@click.option("--explain", nargs=2, metavar="A B", help="Say why two are one or not.")
@click.option("--review", is_flag=True, help="List what waits for a person's word.")
@click.option(
    "--limit",
    default=50,
    show_default=True,
    type=click.IntRange(0, 10_000),
    help="Lines of --review.",
)
@click.option(
    "--export-judgements",
    "outgoing",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the judgements as nomenklatura's resolver does.",
)
@click.option(
    "--import-judgements",
    "incoming",
    type=_READABLE,
    metavar="FILE",
    help="Take judgements from such a file; twice is once.",
)
@click.option(
    "--evaluate",
    type=_READABLE,
    metavar="PAIRS.jsonl",
    help="Score labelled pairs, without a store.",
)
@click.option("--progress", type=click.Choice(["bar", "jsonl", "none"]), default="bar")
def resolve(session: Session, case: str | None, **given: Any) -> int:
    """Judge likely duplicates of a case: what changed since the last run.

    Likely pairs are judged to be one, doubtful ones wait for review. People's words are
    never overruled, and what a person took back is not said again.
    """
    modes = ("explain", "review", "outgoing", "incoming", "evaluate", "dry_run")
    if sum(bool(given[mode]) for mode in modes) > 1:
        raise click.UsageError("ask for one thing at a time")
    if given["evaluate"] is not None:
        return _evaluate(session, given["evaluate"])
    if case is None:
        raise click.UsageError("say which --case")
    if given["explain"]:
        return _explain(session, case, given["explain"])
    if given["review"]:
        return _review(session, case, given["limit"])
    if given["outgoing"]:
        return _export(session, case, given["outgoing"])
    if given["incoming"]:
        return _import(session, case, given["incoming"])
    return _run(session, case, given["progress"], dry_run=given["dry_run"])


def _run(session: Session, case: str, progress: str, *, dry_run: bool) -> int:
    from backend.resolving import resolve as run

    with session.open() as (workspace, principal), _following(progress) as follow:
        report = run(workspace, principal, case, follow, dry_run=dry_run)
    if session.as_json:
        print_json(report.as_json())
    else:
        _print_report(report)
    return 0


def _print_report(report: "ResolveReport") -> None:
    from backend.cli.printing import print_pairs, print_table

    if report.dry_run:
        rows = [
            (one["left"], one["right"], one["verdict"], f"{one['score']:.2f}",
             one["explanation"])
            for one in report.as_json()["pairs"]
        ]  # fmt: skip
        print_table(["left", "right", "verdict", "score", "because"], rows)
    print_pairs(
        {
            "taken for one": report.judgements,
            "for review": report.for_review,
            "withdrawn": report.withdrawn,
            "entities compared": report.compared,
        }
    )
    if report.dry_run:
        say("nothing was recorded")


@contextmanager
def _following(progress: str) -> "Iterator[Callable[[Step], None] | None]":
    if progress == "jsonl":
        yield _print_step
    elif progress == "none" or not sys.stderr.isatty():
        yield None
    else:
        with _bar() as follow:
            yield follow


def _print_step(step: "Step") -> None:
    """Write a line for each durable batch."""
    if step.durable:
        line = {"committed": step.committed, "done": step.done, "total": step.total}
        sys.stderr.write(json.dumps(line) + "\n")
        sys.stderr.flush()


@contextmanager
def _bar() -> "Iterator[Callable[[Step], None]]":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("comparing"),
        BarColumn(),
        TextColumn("{task.completed} pairs, {task.fields[committed]} judgements"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None, committed=0)

        def follow(step: "Step") -> None:
            progress.update(
                task, completed=step.done, total=step.total, committed=step.committed
            )

        yield follow


def _explain(session: Session, case: str, pair: tuple[str, str]) -> int:
    from backend.resolving import explain_pair

    with session.open() as (workspace, principal):
        found = explain_pair(workspace, principal, case, pair)
    if session.as_json:
        print_json(found.as_json())
    else:
        _print_explanation(found)
    return 0


def _print_explanation(found: "Explanation") -> None:
    from backend.cli.printing import print_line, print_table

    print_line(f"{found.verdict.value} ({found.score:.2f})")
    rows = [(f"{one.weight:+.1f}", one.feature, one.text) for one in found.evidence]
    print_table(["bits", "feature", "evidence"], rows)
    said = [
        (
            one.verdict.value,
            "resolver" if one.automatic else one.author,
            one.at.isoformat(timespec="seconds"),
            one.event,
            one.explanation,
        )
        for one in found.judgements
    ]
    if said:
        print_table(["word", "by", "at", "event", "because"], said)
    state = "one entity" if found.together else "two entities"
    refused = "; a word that joins them contradicts another" * found.contradicted
    print_line(f"as it stands: {state}{refused}")


def _review(session: Session, case: str, limit: int) -> int:
    from backend.resolving.queue import read_queue

    with session.open() as (workspace, principal):
        queue = read_queue(workspace, principal, case, limit)
    if session.as_json:
        print_json(queue.as_json())
    else:
        _print_queue(queue)
    return 0


def _print_queue(queue: "Queue") -> None:
    from backend.cli.printing import print_line, print_table

    told = queue.as_json()
    rows = [
        (
            f"{one.score:.2f}" if one.score is not None else "",
            shown["left"],
            queue.caption(one.left),
            shown["right"],
            queue.caption(one.right),
            one.explanation,
        )
        for one, shown in zip(queue.waiting, told["waiting"], strict=True)
    ]
    print_table(["score", "left", "", "right", "", "because"], rows)
    print_line(f"{len(rows)} of {queue.total} that wait")
    if told["contradictions"]:
        against = [
            (one["left"], one["right"], " ≠ ".join(one["against"]))
            for one in told["contradictions"]
        ]
        print_table(["said to be one", "", "not followed, for"], against)


def _export(session: Session, case: str, path: Path) -> int:
    from backend.resolving.transfer import export_judgements, write_lines

    with session.open() as (workspace, principal):
        lines = export_judgements(workspace, principal, case)
        count = write_lines(path, lines)
    told = {"case": case, "file": str(path), "judgements": count}
    if session.as_json:
        print_json(told)
    else:
        say(f"{count} judgements written")
    return 0


def _import(session: Session, case: str, path: Path) -> int:
    from backend.resolving.transfer import import_judgements, read_lines

    with session.open() as (workspace, principal):
        told = import_judgements(workspace, principal, case, read_lines(path)).as_json()
    if session.as_json:
        print_json(told)
    else:
        _print_import(told)
    return 1 if told["rejected"] else 0


def _print_import(told: dict[str, Any]) -> None:
    from backend.cli.printing import print_pairs, print_table

    names = ("taken", "known", "deleted")
    print_pairs({n: told[n] for n in names} | {"rejected": len(told["rejected"])})
    if told["rejected"]:
        rows = [(one["line"], one["reason"]) for one in told["rejected"][:20]]
        print_table(["line", "not taken, for"], rows)


def _evaluate(session: Session, path: Path) -> int:
    from extraction.resolution import evaluate_pairs

    with path.open(encoding="utf-8") as lines:
        told = evaluate_pairs(lines).to_json()
    if session.as_json:
        print_json(told)
        return 0
    from backend.cli.printing import print_pairs

    print_pairs({k: v for k, v in told.items() if isinstance(v, int | float | str)})
    return 0
