"""How large a run is, and against which server."""

import argparse
from dataclasses import dataclass

SECTIONS = (
    "ledger",
    "embedded",
    "neo4j",
    "ingest",
    "importers",
    "extraction",
    "passengers",
    "audit",
    "reading",
    "snapshot",
    "centrality",
    "memory",
    "growth",
    "resolution",
)


@dataclass(frozen=True)
class Options:
    """Sizes of one run. `people` have six statements each; `graphs` are (nodes, edges).

    `neo4j` is a server's address, whose graph is emptied; empty for none.
    """

    people: int = 20_000
    rounds: int = 3
    graphs: tuple[tuple[int, int], ...] = ((100_000, 500_000),)
    questions: int = 40
    growth: int = 160_000
    records: int = 10_000
    imported: int = 20_000
    vast: bool = False
    neo4j: str = ""
    sections: tuple[str, ...] = SECTIONS


def parse(arguments: list[str]) -> tuple[Options, argparse.Namespace]:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Speed as ratios to named peers, measured in one run.",
    )
    add = parser.add_argument
    add("--people", type=int, default=Options.people, help="six statements each")
    add("--rounds", type=int, default=Options.rounds, help="best of so many")
    add("--nodes", type=int, default=Options.graphs[0][0], help="of the graph read")
    add("--edges", type=int, default=Options.graphs[0][1])
    add("--questions", type=int, default=Options.questions, help="for p50 and p95")
    add(
        "--growth",
        type=int,
        default=Options.growth,
        help="items at the last of four doublings",
    )
    add("--records", type=int, default=Options.records, help="persons resolved")
    add("--imported", type=int, default=Options.imported, help="records an extract")
    add("--vast", action="store_true", help="resolve 10 and 100 times as many too")
    add("--large", action="store_true", help="read 1M nodes / 5M edges as well")
    add("--neo4j", default="", metavar="URL", help="a server to EMPTY, or 'start'")
    add("--only", nargs="+", choices=SECTIONS, default=SECTIONS, metavar="SECTION")
    add("--plot", metavar="FILE", help="draw the growth as SVG")
    given = parser.parse_args(arguments)
    large = ((1_000_000, 5_000_000),) if given.large else ()
    options = Options(
        people=given.people,
        rounds=given.rounds,
        graphs=((given.nodes, given.edges), *large),
        questions=given.questions,
        growth=given.growth,
        records=given.records,
        imported=given.imported,
        vast=given.vast,
        neo4j=given.neo4j,
        sections=tuple(given.only),
    )
    return options, given
