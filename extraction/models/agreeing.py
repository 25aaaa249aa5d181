"""`python -m extraction.models.agreeing FOLDER`: how far two markings agree.

`again.json` of a folder of gold has the relations of some of its documents as they
were marked a second time: with the mentions and corpus/README.md, without sight of
the first answer. What two markings differ in, no reader can get right.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extraction.evaluation.marked import parse_marked
from extraction.relation.learned.pairing import NAMES, one_way

AGAIN = "again.json"
Related = tuple[str, str, str]
"""A relation's type and the names of its two entities, mutual ones in their order."""


class Agreement(NamedTuple):
    """Relations that both markings have, only the second, only the first."""

    both: int
    second: int
    first: int

    def f1(self) -> float:
        """Return the F1 of one against the other, in percent."""
        there = 2 * self.both + self.second + self.first
        return 200 * self.both / there if there else 100.0


def read_pairs(folder: Path) -> Iterator[tuple[set[Related], set[Related]]]:
    """Yield what a document states by its gold, and by the second marking."""
    marked = json.loads((folder / AGAIN).read_text("utf-8"))
    for name, rows in sorted(marked.items()):
        path = folder / f"{name}.gold"
        gold = parse_marked(name, path.read_text("utf-8"))
        first = {one_way(r.type, r.source, r.target) for r in gold.relations}
        yield first, {one_way(*row) for row in rows}


def agree(folder: Path) -> dict[str, Agreement]:
    """Return the agreement by type of relation, and of `all`."""
    pairs = list(read_pairs(folder))

    def count(names: frozenset[str]) -> Agreement:
        rows = [
            ({r for r in one if r[0] in names}, {r for r in other if r[0] in names})
            for one, other in pairs
        ]
        return Agreement(
            sum(len(one & other) for one, other in rows),
            sum(len(other - one) for one, other in rows),
            sum(len(one - other) for one, other in rows),
        )

    found = {name: count(frozenset((name,))) for name in NAMES}
    return found | {"all": count(frozenset(NAMES))}


def main() -> None:
    """Print a line for each type of relation, and for all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path("corpus/train"))
    for name, one in agree(parser.parse_args().folder).items():
        sys.stdout.write(
            f"{name:13} both {one.both:3}  second {one.second:2}  "
            f"first {one.first:2}  F1 {one.f1():.1f}\n"
        )


if __name__ == "__main__":
    main()
