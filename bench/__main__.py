"""`make bench`: the document to standard output, the table to standard error."""

import json
import shlex
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from bench.measuring import Figure
from bench.options import parse
from bench.plot import draw
from bench.report import measure
from bench.server import neo4j

WIDTH = 140


def main(arguments: list[str]) -> None:
    """Measure what is asked for; print the document and the table."""
    options, given = parse(arguments)
    console = Console(stderr=True, width=None if sys.stderr.isatty() else WIDTH)
    with neo4j(options.neo4j) as url:
        report = measure(replace(options, neo4j=url), console)
    report["command"] = shlex.join(["python", "-m", "bench", *arguments])
    if given.plot and "growth" in report["sections"]:
        lines = [Figure(**one) for one in report["sections"]["growth"]["figures"]]
        title = "Processor time an item while everything doubles"
        Path(given.plot).write_text(draw(lines, title), encoding="utf-8")
    sys.stdout.write(json.dumps(report, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
