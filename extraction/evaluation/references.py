"""Gold of whom words stand for: `corpus/references/*.tsv`."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from graph.errors import InvalidInput

_COLUMNS = ["document", "start", "word", "who"]
JOINT = " + "
"""What parts the names of several."""


class Reference(NamedTuple):
    """The word that begins at `start`, empty where a sentence leaves its subject out.

    `who` are the entities that it stands for, none where it is nobody who is named.
    """

    start: int
    word: str
    who: frozenset[str]


def read_references(folder: Path) -> dict[str, list[Reference]]:
    """Return the references of each document, in order.

    Raises InvalidInput with the line for a row that is none.
    """
    found: dict[str, list[Reference]] = {}
    for path in sorted(folder.glob("*.tsv")):
        for name, reference in _rows(path):
            found.setdefault(name, []).append(reference)
    return found


def _rows(path: Path) -> Iterator[tuple[str, Reference]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if next(rows, None) != _COLUMNS:
            raise InvalidInput(f"{path.name}: the columns are not {_COLUMNS}")
        for number, row in enumerate(rows, 2):
            if len(row) != len(_COLUMNS) or not row[1].isdigit():
                raise InvalidInput(f"{path.name}:{number}: {row} is no reference")
            name, start, word, who = row
            names = frozenset(who.split(JOINT)) if who else frozenset[str]()
            yield name, Reference(int(start), word, names)
