"""The whole path: files through `ingest` into ledger and graph, against the ledger."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from backend.access import local_operator
from backend.ingest import IngestOptions, ingest
from backend.settings import Settings
from backend.workspace import Workspace
from bench.material import CASE, VALUES, people, record_all, write_calls, write_people
from bench.measuring import Figure, race, speed
from bench.options import Options
from graph.ledger import Ledger

LEDGER = "ledger alone, records in memory"
PERSONS = "ingest, FollowTheMoney"
CALLS = "ingest, call records"


def measure(options: Options) -> list[Figure]:
    """Return statements a second of both kinds of file."""
    count = options.people // 2
    found: dict[str, int] = {}

    def ledger(folder: Path, closing: ExitStack) -> Callable[[], object]:
        made = Ledger.open(str(folder / "ledger.db"))
        closing.callback(made.close)
        made.create_case(CASE, "Bench", None, "bench")
        records = people(count)
        return lambda: record_all(made, records)

    def taking(name: str, write: Callable[[Path, int], Any], file: str) -> Any:
        def prepare(folder: Path, closing: ExitStack) -> Callable[[], object]:
            workspace = Workspace.open(Settings(store=f"embedded:{folder / 'store'}"))
            closing.callback(workspace.close)
            write(folder / file, count)
            asked = IngestOptions(case=CASE, country="rs", workers=1)

            def run() -> None:
                done = ingest(workspace, local_operator(), [folder / file], asked)
                found[name] = done.statements

            return run

        return prepare

    best = race(
        {
            LEDGER: ledger,
            PERSONS: taking(PERSONS, write_people, "people.ftm.json"),
            CALLS: taking(CALLS, write_calls, "calls.csv"),
        },
        max(1, options.rounds - 1),
    )
    return [_figure(name, count * VALUES, found[name], best) for name in found]


def _figure(name: str, plain: int, statements: int, best: dict[str, Any]) -> Figure:
    """Return a speed against the ledger's, each by the statements it took."""
    own = speed(f"{name}, statements", statements, best, (name, LEDGER))
    theirs = round(plain / best[LEDGER].wall_s)
    cpu = best[LEDGER].cpu_s / plain / (best[name].cpu_s / statements)
    return Figure(
        own.what, own.unit, own.ours, LEDGER, theirs, round(own.ours / theirs, 2),
        round(cpu, 2),
    )  # fmt: skip
