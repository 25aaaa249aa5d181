"""`make bench`: speed as ratios to named peers, measured in one run on one machine.

Ledger and embedded store against plain executemany with one row a statement, three
indexes and the same durability; Neo4j (where KLUPKO_BENCH_NEO4J gives an address)
against a plain UNWIND; 2-hop expansion and shortest path against igraph in memory.
"""

import argparse
import json
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import igraph
import neo4j

from graph.follow import catch_up
from graph.identity import Clusters
from graph.ledger import Ledger
from graph.model import Context, Delta, LinkFacet, NodeFacet, Record, Scope, Value
from graph.store import open_store
from graph.store.base import GraphStore
from graph.store.view import View

OPERATOR = Scope("operator", everything=True)
VALUES = 6


def people(count: int) -> list[Record]:
    """Return persons with six statements each, phones shared by some."""
    return [
        Record(
            f"p{i}",
            "Person",
            (
                Value("name", f"Ime{i} Prezime{i % 977}"),
                Value("birthDate", f"19{i % 50 + 50}-01-{i % 28 + 1:02d}"),
                Value("phone", f"+38164{1_000_000 + i % (count // 4 + 1)}"),
                Value("nationality", "rs"),
                Value("idNumber", f"{i:013d}"),
                Value("notes", "x" * 20),
            ),
        )
        for i in range(count)
    ]


@contextmanager
def timed(figures: dict[str, Any], name: str, count: int) -> Iterator[None]:
    """Note how many of something a second a block does."""
    begin = time.perf_counter()
    yield
    figures[name] = round(count / (time.perf_counter() - begin))


def bench_writing(folder: Path, count: int) -> dict[str, Any]:
    """Return statements a second into ledger, projection and plain executemany."""
    figures: dict[str, Any] = {"statements": count * VALUES}
    records = people(count)
    ledger = Ledger.open(str(folder / "ledger.db"))
    ledger.create_case("c", "Bench", None, "bench")
    with timed(figures, "ledger", count * VALUES):
        for start in range(0, count, 5_000):
            with ledger.commit(kind="import", case="c", actor="bench") as tx:
                tx.append(Context("c", "bench/1"), records[start : start + 5_000])
    with timed(figures, "plain executemany", count * VALUES):
        plain_rows(folder / "plain.db", records)
    stores = {"embedded": open_store(f"embedded:{folder}")}
    address = os.environ.get("KLUPKO_BENCH_NEO4J")
    if address:
        stores["neo4j"] = open_store(address)
        stores["neo4j"].writer().clear()
        with timed(figures, "plain UNWIND", count * VALUES):
            plain_unwind(address, records)
    for name, store in stores.items():
        with timed(figures, name, count * VALUES):
            catch_up(ledger, store.writer())
        store.close()
    size = sum(path.stat().st_size for path in folder.glob("ledger.db*"))
    figures["ledger bytes a statement"] = round(size / count / VALUES)
    figures["ledger / plain"] = ratio(figures, "ledger", "plain executemany")
    figures["embedded / plain"] = ratio(figures, "embedded", "plain executemany")
    if address:
        figures["neo4j / plain"] = ratio(figures, "neo4j", "plain UNWIND")
    ledger.close()
    return figures


def ratio(figures: dict[str, Any], one: str, other: str) -> float:
    """Return how many times as fast one is as the other."""
    return round(float(figures[one]) / float(figures[other]), 3)


def plain_rows(path: Path, records: list[Record]) -> None:
    """Write one row a statement with three indexes, synchronous as the ledger is."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE s (entity, schema, prop, value, origin, at)")
    for column in ("entity", "prop", "value"):
        database.execute(f"CREATE INDEX i_{column} ON s({column})")
    for start in range(0, len(records), 5_000):
        rows = [
            (r.entity, r.schema, v.prop, v.value, "bench/1", "2026-01-01T00:00:00")
            for r in records[start : start + 5_000]
            for v in r.values
        ]
        with database:
            database.executemany("INSERT INTO s VALUES (?,?,?,?,?,?)", rows)
    database.close()


def plain_unwind(address: str, records: list[Record]) -> None:
    """Write one node a person by UNWIND in batches of 10,000, then remove them."""
    user, _, rest = address.partition("://")[2].partition(":")
    password, _, host = rest.rpartition("@")
    rows = [{v.prop: v.value for v in r.values} | {"id": r.entity} for r in records]
    with neo4j.GraphDatabase.driver(f"bolt://{host}", auth=(user, password)) as driver:
        driver.execute_query(
            "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Plain) REQUIRE n.id IS UNIQUE"
        )
        for start in range(0, len(rows), 10_000):
            driver.execute_query(
                "UNWIND $rows AS row MERGE (n:Plain {id: row.id}) SET n += row",
                rows=rows[start : start + 10_000],
            )
        driver.execute_query("MATCH (n:Plain) DETACH DELETE n")


def power_law(nodes: int, edges: int, seed: int) -> list[tuple[int, int]]:
    """Return distinct pairs of a Barabási–Albert graph, about `edges` of them."""
    random.seed(seed)
    igraph.set_random_number_generator(random)
    graph = igraph.Graph.Barabasi(nodes, max(1, edges // nodes))
    return sorted({(min(e), max(e)) for e in graph.get_edgelist()})


def fill(store: GraphStore, nodes: int, pairs: list[tuple[int, int]]) -> None:
    """Write a graph as facets in one delta."""
    nothing: frozenset[str] = frozenset()
    store.writer().apply(
        Delta(
            after=0,
            seq=1,
            put_nodes=[
                NodeFacet(f"c:n{i}", nothing, "Person", f"N {i}", (), (f"n {i}",), 1)
                for i in range(nodes)
            ],
            put_links=[
                LinkFacet(f"c:l{k}", nothing, "Associate", f"c:n{a}", f"c:n{b}")
                for k, (a, b) in enumerate(pairs)
            ],
        )
    )


def quantiles(seconds: list[float]) -> dict[str, float]:
    """Return p50 and p95 in milliseconds."""
    ordered = sorted(seconds)
    at = {"p50": 0.5, "p95": 0.95}
    return {
        k: round(1e3 * ordered[int(q * (len(ordered) - 1))], 2) for k, q in at.items()
    }


def clocked(question: Callable[[Any], object], asked: list[Any]) -> dict[str, float]:
    """Return p50 and p95 in milliseconds over the questions asked."""
    taken = []
    for one in asked:
        begin = time.perf_counter()
        question(one)
        taken.append(time.perf_counter() - begin)
    return quantiles(taken)


def bench_reading(folder: Path, nodes: int, edges: int, rounds: int) -> dict[str, Any]:
    """Return p50 and p95 of expansion and shortest path, ours and igraph's."""
    pairs = power_law(nodes, edges, 7)
    store = open_store(f"embedded:{folder}")
    fill(store, nodes, pairs)
    plain = igraph.Graph(nodes, pairs)
    draw = random.Random(11)
    asked = [draw.randrange(nodes) for _ in range(rounds)]
    couples = [(draw.randrange(nodes), draw.randrange(nodes)) for _ in range(rounds)]
    figures: dict[str, Any] = {"nodes": nodes, "edges": len(pairs)}
    with store.reader(OPERATOR) as reader:

        def expand(i: int) -> object:
            return View(reader, OPERATOR, Clusters()).expand([f"c:n{i}"], 2, limit=300)

        def path(ends: tuple[int, int]) -> object:
            view = View(reader, OPERATOR, Clusters())
            return view.paths(f"c:n{ends[0]}", f"c:n{ends[1]}", max_hops=8, k=1)

        expand(asked[0])
        path(couples[0])
        figures["2-hop expansion ms"] = clocked(expand, asked)
        figures["shortest path ms"] = clocked(path, couples)
    figures["igraph 2-hop ms"] = clocked(lambda i: plain.neighborhood(i, 2), asked)
    figures["igraph path ms"] = clocked(
        lambda e: plain.get_shortest_path(e[0], e[1]), couples
    )
    store.close()
    return figures


def main() -> None:
    """Measure and print one JSON document."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--nodes", type=int, default=100_000)
    parser.add_argument("--edges", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        report = {
            "writing, a second": bench_writing(Path(one), arguments.people),
            "reading": bench_reading(
                Path(other), arguments.nodes, arguments.edges, arguments.rounds
            ),
        }
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
