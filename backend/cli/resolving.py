"""resolve: who is who."""

from pathlib import Path
from typing import Any

import click

from backend.cli.session import Session, command, print_json


@command(
    "resolve",
    "klupko resolve --case konac\n"
    "klupko resolve --case konac --explain person-1 person-2\n"
    "klupko resolve --evaluate pairs.jsonl --json",
)
@click.option("--case", help="The case.")
@click.option("--explain", nargs=2, metavar="A B", help="Say why two are one or not.")
@click.option(
    "--evaluate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PAIRS.jsonl",
    help="Score labelled pairs, without a store.",
)
def resolve(
    session: Session,
    case: str | None,
    explain: tuple[str, str] | None,
    evaluate: Path | None,
) -> None:
    """Judge likely duplicates of a case; likely ones, and ones for review."""
    if evaluate is not None:
        _show(session, _evaluate(evaluate))
    elif case is None:
        raise click.UsageError("say which --case")
    elif explain:
        from backend.resolving import explain_pair

        with session.open() as (workspace, principal):
            reasons = explain_pair(workspace, principal, case, explain)
        left, right = explain
        _show(session, {"left": left, "right": right, "reasons": reasons})
    else:
        from backend.resolving import resolve as run

        with session.open() as (workspace, principal):
            told = run(workspace, principal, case).as_json()
        _show(session, told)


def _evaluate(path: Path) -> dict[str, Any]:
    from extraction.resolution import evaluate_pairs

    with path.open(encoding="utf-8") as lines:
        return evaluate_pairs(lines).to_json()


def _show(session: Session, told: dict[str, Any]) -> None:
    if session.as_json:
        print_json(told)
        return
    from backend.cli.printing import print_line, print_pairs

    for reason in told.get("reasons", ()):
        print_line(reason)
    print_pairs({k: v for k, v in told.items() if isinstance(v, int | float | str)})
