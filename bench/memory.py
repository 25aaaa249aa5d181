"""The most memory that each step takes, each in a process of its own."""

import tempfile
from pathlib import Path

import igraph

from backend.access import local_operator
from backend.ingest import IngestOptions, ingest
from backend.settings import Settings
from backend.workspace import Workspace
from bench.material import (
    BATCH,
    CASE,
    OPERATOR,
    fill,
    people,
    power_law,
    record_all,
    write_people,
)
from bench.measuring import Figure, in_child
from bench.options import Options
from graph.follow import catch_up
from graph.ledger import Ledger
from graph.schema import ontology
from graph.store import open_store


def measure(options: Options) -> list[Figure]:
    """Return peaks in MB; the first line is what a process takes that does nothing."""
    count = options.people
    nodes, edges = options.graphs[0]
    with tempfile.TemporaryDirectory() as folder:
        steps = (
            ("nothing but the imports", in_child(_nothing), ""),
            (f"ledger, {count} persons", in_child(_record, folder, count), ""),
            ("catching up with them", in_child(_catch_up, folder), ""),
            ("ingest of as many", in_child(_ingest, folder, count), ""),
            (f"writing {nodes} nodes", in_child(_fill, folder, nodes, edges), ""),
            ("a view of all of them", in_child(_look, folder), "igraph in memory"),
        )
        theirs = in_child(_igraph, nodes, edges)[1]
    return [
        Figure(
            f"peak memory, {what}", "MB", round(peak), peer,
            round(theirs) if peer else None,
            round(theirs / peak, 2) if peer else None,
        )
        for what, (_, peak), peer in steps
    ]  # fmt: skip


def _nothing() -> None:
    ontology()


def _record(folder: str, count: int) -> None:
    ledger = Ledger.open(f"{folder}/ledger.db")
    ledger.create_case(CASE, "Bench", None, "bench")
    for first in range(0, count, BATCH):
        record_all(ledger, people(min(BATCH, count - first), first))
    ledger.close()


def _catch_up(folder: str) -> None:
    ledger, store = Ledger.open(f"{folder}/ledger.db"), open_store(f"embedded:{folder}")
    catch_up(ledger, store.writer())
    store.close()
    ledger.close()


def _ingest(folder: str, count: int) -> None:
    file = Path(folder) / "people.ftm.json"
    write_people(file, count)
    workspace = Workspace.open(Settings(store=f"embedded:{folder}/ingested"))
    ingest(workspace, local_operator(), [file], IngestOptions(case=CASE, workers=1))
    workspace.close()


def _fill(folder: str, nodes: int, edges: int) -> None:
    store = open_store(f"embedded:{folder}/graph")
    fill(store, nodes, power_law(nodes, edges, 7))
    store.close()


def _look(folder: str) -> None:
    store = open_store(f"embedded:{folder}/graph")
    with store.reader(OPERATOR) as reader:
        reader.edges(CASE)
    store.close()


def _igraph(nodes: int, edges: int) -> int:
    return int(igraph.Graph(nodes, power_law(nodes, edges, 7)).ecount())
