"""What is measured with: made-up persons, calls and graphs, the same in every run."""

import csv
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import igraph
import numpy as np
from numpy.typing import NDArray

from graph.ledger import Ledger
from graph.model import (
    Context,
    Delta,
    LinkFacet,
    NodeFacet,
    Record,
    Scope,
    Subgraph,
    Value,
)
from graph.store.base import GraphStore

OPERATOR = Scope("operator", everything=True)
VALUES = 6
BATCH = 5_000
"""Records a commit, as an import makes them."""
CASE = "c"


def people(count: int, first: int = 0) -> list[Record]:
    """Return persons with six statements each, phones shared by some."""
    return [
        Record(
            f"p{i}",
            "Person",
            (
                Value("name", f"Ime{i} Prezime{i % 977}"),
                Value("birthDate", f"19{i % 50 + 50}-01-{i % 28 + 1:02d}"),
                Value("phone", f"+38164{1_000_000 + i % 5_000}"),
                Value("nationality", "rs"),
                Value("idNumber", f"{i:013d}"),
                Value("notes", "x" * 20),
            ),
        )
        for i in range(first, first + count)
    ]


def batches(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """Yield the records of one commit after the other."""
    for start in range(0, len(records), BATCH):
        yield records[start : start + BATCH]


def record_all(ledger: Ledger, records: Sequence[Record]) -> None:
    """Commit records in batches to a case that is open."""
    for batch in batches(records):
        with ledger.commit(kind="import", case=CASE, actor="bench") as tx:
            tx.append(Context(CASE, "bench/1"), batch)


def write_people(path: Path, count: int) -> None:
    """Write the persons as FollowTheMoney's JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for record in people(count):
            properties = {value.prop: [value.value] for value in record.values}
            line = {
                "id": record.entity,
                "schema": record.schema,
                "properties": properties,
            }
            file.write(json.dumps(line) + "\n")


def write_calls(path: Path, count: int) -> None:
    """Write an operator's list of calls among 2,000 numbers."""
    draw = random.Random(5)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["caller", "callee", "date", "time", "duration", "cell"])
        for i in range(count):
            caller, called = draw.sample(range(2_000), 2)
            rows.writerow(
                [
                    f"+38164{1_000_000 + caller}",
                    f"+38265{1_000_000 + called}",
                    f"2026-{i % 12 + 1:02d}-{i % 28 + 1:02d}",
                    f"{i % 24:02d}:{i % 60:02d}:{i // 60 % 60:02d}",
                    draw.randrange(600),
                    f"BG{draw.randrange(50)}",
                ]
            )


def power_law(nodes: int, edges: int, seed: int) -> list[tuple[int, int]]:
    """Return distinct pairs of a Barabási-Albert graph, about `edges` of them."""
    random.seed(seed)
    igraph.set_random_number_generator(random)
    graph = igraph.Graph.Barabasi(nodes, max(1, edges // nodes))
    return sorted({(min(e), max(e)) for e in graph.get_edgelist()})


def subgraph(nodes: int, ends: NDArray[np.int32]) -> Subgraph:
    """Return edges as a view gives them."""
    ids = tuple(f"c:n{i:07}" for i in range(nodes))
    source, target = (np.ascontiguousarray(ends[:, i]) for i in (0, 1))
    return Subgraph(ids, ids, source, target, np.ones(len(ends)))


def fill(store: GraphStore, nodes: int, pairs: Sequence[tuple[int, int]]) -> None:
    """Write a graph as facets, in deltas of 200,000 links."""
    nothing: frozenset[str] = frozenset()
    writer, step = store.writer(), 200_000
    put = [
        NodeFacet(f"c:n{i}", nothing, "Person", f"N {i}", (), (f"n {i}",), 1)
        for i in range(nodes)
    ]
    for seq, start in enumerate(range(0, max(len(pairs), 1), step), 1):
        links = [
            LinkFacet(f"c:l{start + k}", nothing, "Associate", f"c:n{a}", f"c:n{b}")
            for k, (a, b) in enumerate(pairs[start : start + step])
        ]
        delta = Delta(after=seq - 1, seq=seq, put_nodes=put, put_links=links)
        writer.apply(delta)
        put = []
