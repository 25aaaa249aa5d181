"""Time an item while everything doubles: it should stay flat.

Processor time of this process, the same whoever shares the machine. The peer of each
line is its own first doubling.
"""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from bench.material import (
    CASE,
    OPERATOR,
    VALUES,
    fill,
    people,
    power_law,
    record_all,
    subgraph,
)
from bench.measuring import Figure, clock
from bench.options import Options
from graph.analytics import centrality, communities, components
from graph.analytics.simple import simplify
from graph.follow import catch_up
from graph.identity import Clusters
from graph.ledger import Ledger
from graph.model import Subgraph
from graph.schema import ontology
from graph.store import open_store
from graph.store.view import View

DOUBLINGS = 4
QUESTIONS = 40
WARM = 10
PART = 8
"""Of a graph so many times smaller what looks at every edge from every node."""
Points = dict[str, list[tuple[int, float]]]


def measure(options: Options) -> list[Figure]:
    """Return a line for each step, its points (size, microseconds an item)."""
    ontology()
    points: Points = {}
    with tempfile.TemporaryDirectory() as folder:
        _statements(Path(folder), options.growth, points)
    for doubling in range(DOUBLINGS, -1, -1):
        size = options.growth >> doubling
        with tempfile.TemporaryDirectory() as folder:
            _edges(Path(folder), size, points)
        _from_everywhere(size // PART, points)
    return [_figure(name, line) for name, line in points.items()]


def _figure(name: str, line: list[tuple[int, float]]) -> Figure:
    first, last = line[0][1], line[-1][1]
    return Figure(
        f"{name}, {line[0][0]} to {line[-1][0]}",
        "µs an item",
        round(last, 2),
        "first doubling",
        round(first, 2),
        round(first / last, 2) if last else None,
        points=tuple((size, round(spent, 3)) for size, spent in line),
    )


def _statements(folder: Path, limit: int, points: Points) -> None:
    """Add to one ledger and its graph until they hold `limit` statements."""
    ledger = Ledger.open(str(folder / "ledger.db"))
    ledger.create_case(CASE, "Bench", None, "bench")
    store = open_store(f"embedded:{folder}")
    record_all(ledger, people(WARM))
    catch_up(ledger, store.writer())
    done = WARM
    for doubling in range(DOUBLINGS, -1, -1):
        size = limit >> doubling
        records = people(size // VALUES - done, done)
        spent = clock(partial(record_all, ledger, records))
        _add(points, "recording a statement", size, spent.cpu_s, len(records) * VALUES)
        spent = clock(lambda: catch_up(ledger, store.writer()))
        _add(points, "projecting one", size, spent.cpu_s, len(records) * VALUES)
        done = size // VALUES
    store.close()
    ledger.close()


def _edges(folder: Path, edges: int, points: Points) -> None:
    """Fill a graph of `edges`, view it, look two hops around, and rank its nodes."""
    nodes = edges // 5
    pairs = power_law(nodes, edges, 7)
    _analyses(subgraph(nodes, np.array(pairs, dtype=np.int32)), edges, points)
    store = open_store(f"embedded:{folder}")
    spent = clock(lambda: fill(store, nodes, pairs))
    _add(points, "writing an edge", edges, spent.cpu_s, len(pairs))
    with store.reader(OPERATOR) as reader:
        spent = clock(lambda: reader.edges(CASE))
        _add(points, "viewing one", edges, spent.cpu_s, len(pairs))

        def near() -> None:
            for i in range(QUESTIONS):
                start = f"{CASE}:n{i * nodes // QUESTIONS}"
                View(reader, OPERATOR, Clusters()).expand([start], 2, limit=300)

        def ways() -> None:
            for i in range(QUESTIONS):
                ends = i * nodes // QUESTIONS, (7 * i + 3) * nodes // (8 * QUESTIONS)
                one, other = (f"{CASE}:n{end}" for end in ends)
                View(reader, OPERATOR, Clusters()).paths(one, other, max_hops=8, k=1)

        _add(points, "a 2-hop question", edges, clock(near).cpu_s, QUESTIONS)
        _add(points, "a way between two", edges, clock(ways).cpu_s, QUESTIONS)
    store.close()


def _analyses(graph: Subgraph, edges: int, points: Points) -> None:
    """Build the graph for analysis, and ask for what costs its edges."""
    count = len(graph.source)
    asked: dict[str, Callable[[], object]] = {
        "building an edge for analysis": lambda: simplify(graph, False).matrix(False),
        "pagerank, an edge": partial(centrality, graph, "pagerank"),
        "core, an edge": partial(centrality, graph, "core"),
        "components, an edge": partial(components, graph),
        "communities, an edge": partial(communities, graph, seed=1),
    }
    for name, run in asked.items():
        _add(points, name, edges, clock(run).cpu_s, count)


def _from_everywhere(edges: int, points: Points) -> None:
    """Ask for scores whose cost is the edges times the nodes."""
    nodes = edges // 5
    pairs = power_law(nodes, edges, 7)
    graph = subgraph(nodes, np.array(pairs, dtype=np.int32))
    for metric in ("betweenness", "closeness"):
        spent = clock(partial(centrality, graph, metric))
        name = f"{metric}, an edge from a node"
        _add(points, name, edges, spent.cpu_s, nodes * len(pairs))


def _add(points: Points, name: str, size: int, seconds: float, count: int) -> None:
    points.setdefault(name, []).append((size, 1e6 * seconds / count))
