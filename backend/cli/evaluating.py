"""evaluate: how well extraction reads, against gold."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session, command, print_json, say

if TYPE_CHECKING:
    from extraction.evaluation import Evaluation
    from extraction.evaluation.gold import GoldDocument
    from extraction.model import Rejection
    from extraction.pipeline import Pipeline

_SHOWN = 15
_FORMS = ("text", "scanned")
_COLUMNS = ("all", "names", "PER", "LOC", "ORG", "ADDRESS", "identifiers")


@command(
    "evaluate",
    "klupko evaluate corpus/dev\n"
    "klupko evaluate gold/news.iob2 gold/legal.conllu --json\n"
    "klupko evaluate corpus/dev --confusions 40\n"
    "klupko evaluate --held-out ../shared/data/corpora\n"
    "klupko evaluate --scanned corpus/dev\n"
    "klupko evaluate --scanned --skew 2 --noise 0.3 corpus/dev --json",
)
@click.argument("gold", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--held-out",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="What the training holds out of its corpora, which lie here.",
)
@click.option(
    "--given-mentions",
    is_flag=True,
    help="Find relations between the gold's own mentions.",
)
@click.option(
    "--scanned",
    is_flag=True,
    help="Print the gold, scan and read it by OCR, and compare with the text.",
)
@click.option(
    "--skew",
    type=click.FloatRange(-4, 4),
    default=0.0,
    help="Degrees that scanned pages are turned by.",
)
@click.option(
    "--noise",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="How grainy and blurred scanned pages are.",
)
@click.option(
    "--confusions",
    type=click.IntRange(0, 1000),
    default=_SHOWN,
    show_default=True,
    help="How many kinds of error to list.",
)
def evaluate(
    session: Session, gold: tuple[Path, ...], held_out: Path | None, **how: Any
) -> int:
    """Score extraction on gold: precision, recall, F1 by type, language, script, genre.

    GOLD is files or folders: .gold (corpus/README.md says how it is written), IOB2,
    CoNLL, CoNLL-U with NER in MISC, folders of re3d. A mention is right with the same
    span and type; only the types that a file labels count.
    """
    from itertools import chain

    from extraction.evaluation import evaluate as run
    from extraction.evaluation import read_gold, read_held_out
    from extraction.pipeline import Pipeline
    from graph.errors import InvalidInput

    if not gold and held_out is None:
        raise InvalidInput("name files or folders of gold, or --held-out FOLDER")
    documents = chain(read_gold(gold), read_held_out(held_out) if held_out else ())
    with _following() as follow:
        chosen = session.settings()
        pipeline = Pipeline.load(chosen.recognizer, chosen.stock)
        if how["scanned"]:
            return _evaluate_scanned(session, documents, pipeline, how, follow)
        result = run(documents, pipeline, follow, given=how["given_mentions"])
    if not result.documents and not result.rejected:
        raise InvalidInput("there is no gold in it")
    if session.as_json:
        print_json(result.as_json())
    else:
        _print(result, how["confusions"])
    return 1 if result.rejected else 0


def _evaluate_scanned(
    session: Session,
    documents: "Iterable[GoldDocument | Rejection]",
    pipeline: "Pipeline",
    how: dict[str, Any],
    follow: Callable[[int], None],
) -> int:
    from extraction.evaluation.printing import Scanner
    from extraction.evaluation.scanned import evaluate_scanned

    scanner = Scanner(how["skew"], how["noise"])
    result = evaluate_scanned(documents, pipeline, scanner, follow)
    if session.as_json:
        print_json(result.as_json())
    else:
        _print_scanned(result.as_json())
    return 1 if result.rejected else 0


@contextmanager
def _following() -> Iterator[Callable[[int], None]]:
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading") as status:
        yield lambda done: status.update(f"{done} documents")


def _print(result: "Evaluation", confusions: int) -> None:
    from backend.cli.printing import print_line, print_rejected, print_table

    told = result.as_json()
    named, related = told["mentions"], told["relations"]
    print_line(f"{told['documents']:,} documents, {told['words']:,} words")
    columns = ["", "P", "R", "F1", "right", "found", "there"]
    rows = [_row(name, named[name]) for name in ("names", "identifiers", "all")]
    rows += [_row(name, score) for name, score in named["by_type"].items()]
    print_table(["mentions", *columns[1:]], rows)
    if related["all"]["there"]:
        rows = [_row("all", related["all"])]
        rows += [_row(name, score) for name, score in related["by_type"].items()]
        print_line("")
        print_table(["relations", *columns[1:]], rows)
    for dimension in ("corpus", "language", "script", "genre"):
        _print_places(dimension, named, related)
    _print_shares("values", told["values"])
    _print_shares("kind of relations", told["kinds"])
    for group in ("mentions", "relations"):
        _print_confusions(group, told["confusions"][group][:confusions])
    if told["rejected"]:
        print_rejected(told["rejected"])
    if told["cpu_s"]:
        say(f"klupko: {told['words'] / told['cpu_s']:,.0f} words a CPU second")


def _print_scanned(told: dict[str, Any]) -> None:
    """Write the character error rates, then F1 as text and as scanned."""
    from backend.cli.printing import print_line, print_rejected, print_table

    rows = [
        [f"{c['language']} {c['script']}", c["pages"], c["characters"], c["errors"],
         f"{100 * c['rate']:.2f}"]
        for c in told["characters"]
    ]  # fmt: skip
    print_table(["characters", "pages", "printed", "misread", "%"], rows)
    print_line("")
    places = {"all": told["mentions"], **told["by_language"]}
    columns = [(group, form) for group in told["mentions"] for form in _FORMS]
    figures = [
        [place, *(_percent(scores[group][form]) for group, form in columns)]
        for place, scores in places.items()
    ]
    print_table(["F1", *(f"{group}, {form}" for group, form in columns)], figures)
    ends = [_percent(told["relations"][form]) for form in _FORMS]
    print_line(f"relations: {ends[0]} as text, {ends[1]} scanned")
    if told["rejected"]:
        print_rejected(told["rejected"])


def _row(name: str, score: dict[str, Any]) -> list[object]:
    ratios = [_percent(score[key]) for key in ("precision", "recall", "f1")]
    return [name, *ratios, score["right"], score["found"], score["there"]]


def _percent(ratio: float | None) -> str:
    return "-" if ratio is None else f"{100 * ratio:.1f}"


def _print_places(
    dimension: str, named: dict[str, Any], related: dict[str, Any]
) -> None:
    """Write F1 by place: of the groups, of each type of name, and of relations."""
    from backend.cli.printing import print_line, print_table

    rows = []
    for place, scores in named[f"by_{dimension}"].items():
        linked = related[f"by_{dimension}"].get(place, {"all": {"f1": None}})
        cells = [scores[name]["f1"] for name in _COLUMNS if name in scores]
        rows.append([place, *map(_percent, [*cells, linked["all"]["f1"]])])
    if rows:
        columns = [name for name in _COLUMNS if name in scores]
        print_line("")
        print_table([f"F1 by {dimension}", *columns, "relations"], rows)


def _print_shares(title: str, shares: dict[str, dict[str, int]]) -> None:
    from backend.cli.printing import print_line, print_table

    if shares:
        print_line("")
        rows = [(name, n["right"], n["of"]) for name, n in shares.items()]
        print_table([title, "right", "of"], rows)


def _print_confusions(group: str, rows: list[dict[str, Any]]) -> None:
    from backend.cli.printing import print_line, print_table

    if rows:
        print_line("")
        keys = ("kind", "gold", "found", "count")
        cells = [[*(r[k] for k in keys), " | ".join(r["examples"][:3])] for r in rows]
        print_table([f"errors in {group}", *keys[1:], "examples"], cells)
