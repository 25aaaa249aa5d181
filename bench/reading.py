"""Questions of a graph: the embedded store and Neo4j against igraph in memory.

igraph answers with the same cut: the first 300 ids up to two hops away and the links
among them. It knows no scope, no identity and no captions, which ours looks up.
"""

import random
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import igraph

from bench.material import CASE, OPERATOR, fill, power_law
from bench.measuring import Figure, asked, clock, latency
from bench.options import Options
from graph.identity import Clusters
from graph.store import open_store
from graph.store.base import GraphStore, Reader
from graph.store.view import View

IGRAPH = "igraph in memory"
CUT = 300
Pairs = Sequence[tuple[int, int]]


def measure(options: Options) -> list[Figure]:
    """Return p50 and p95 by graph and store; first the time to a view of it."""
    found: list[Figure] = []
    for nodes, edges in options.graphs:
        pairs = power_law(nodes, edges, 7)
        with tempfile.TemporaryDirectory() as folder:
            url = f"embedded:{folder}"
            _fill(url, nodes, pairs)
            found += _cold(url, nodes, pairs)
            found += _questions("embedded", url, nodes, pairs, options.questions)
    if options.neo4j:
        nodes, edges = (size // 10 for size in options.graphs[0])
        pairs = power_law(nodes, edges, 7)
        store = open_store(options.neo4j)
        store.writer().clear()
        fill(store, nodes, pairs)
        store.close()
        found += _questions("Neo4j", options.neo4j, nodes, pairs, options.questions)
    return found


def _fill(url: str, nodes: int, pairs: Pairs) -> None:
    store = open_store(url)
    fill(store, nodes, pairs)
    store.close()


def _cold(url: str, nodes: int, pairs: Pairs) -> list[Figure]:
    """Return how long the whole topology takes from a new process's first question."""
    size = f"{nodes} nodes, {len(pairs)} edges"
    igraph_s = clock(lambda: igraph.Graph(nodes, pairs)).wall_s
    store = open_store(url)

    def edges() -> object:
        with store.reader(OPERATOR) as reader:
            return reader.edges(CASE)

    cold, warm = clock(edges).wall_s, clock(edges).wall_s
    store.close()
    peer = "igraph from a list in memory"
    return [
        Figure(
            f"a view of all, {name}: {size}", "ms", round(1e3 * own, 1), peer,
            round(1e3 * igraph_s, 1), round(igraph_s / own, 3),
        )
        for name, own in (("cold", cold), ("warm", warm))
    ]  # fmt: skip


def _questions(
    name: str, url: str, nodes: int, pairs: Pairs, rounds: int
) -> list[Figure]:
    plain = igraph.Graph(nodes, pairs)
    draw = random.Random(11)
    starts = [draw.randrange(nodes) for _ in range(rounds)]
    couples = [(draw.randrange(nodes), draw.randrange(nodes)) for _ in range(rounds)]
    size = f"{nodes} nodes, {len(pairs)} edges"

    def near(start: int) -> object:
        found = sorted(plain.neighborhood(start, 2))[:CUT]
        return plain.induced_subgraph(found).get_edgelist()

    def way(ends: tuple[int, int]) -> object:
        return plain.get_shortest_path(*ends)

    with ExitStack() as closing:
        store: GraphStore = open_store(url)
        closing.callback(store.close)
        reader = closing.enter_context(store.reader(OPERATOR))
        expand, path = _ours(reader)
        first = asked(expand, starts[:1]) + asked(path, couples[:1])
        if name == "embedded":
            reader.edges(CASE)
        own_near, own_way = asked(expand, starts), asked(path, couples)
        own_cpu = asked(path, couples, time.process_time)
    way_cpu = asked(way, couples, time.process_time)
    return [
        *(
            Figure(f"{name}, first {what}: {size}", "ms", round(1e3 * spent, 1))
            for what, spent in zip(("2-hop", "path"), first, strict=True)
        ),
        *latency(f"{name}, 2-hop: {size}", own_near, IGRAPH, asked(near, starts)),
        *latency(f"{name}, path: {size}", own_way, IGRAPH, asked(way, couples)),
        *latency(f"{name}, path, CPU: {size}", own_cpu, IGRAPH, way_cpu),
    ]


def _ours(reader: Reader) -> tuple[Any, Any]:
    def view() -> View:
        return View(reader, OPERATOR, Clusters())

    def expand(start: int) -> object:
        return view().expand([f"{CASE}:n{start}"], 2, limit=CUT)

    def path(ends: tuple[int, int]) -> object:
        one, other = (f"{CASE}:n{end}" for end in ends)
        return view().paths(one, other, max_hops=8, k=1)

    return expand, path
