"""Every section in a process of its own, put together as one document."""

import os
import platform
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module
from typing import Any

from rich.console import Console

from bench.measuring import Figure, in_child
from bench.options import Options
from bench.table import show
from graph.schema import ontology

MEASURES: Mapping[str, str] = {
    "ledger": "bench.ledger:measure",
    "embedded": "bench.stores:measure_embedded",
    "neo4j": "bench.stores:measure_neo4j",
    "ingest": "bench.ingesting:measure",
    "importers": "bench.importers:measure",
    "extraction": "bench.extracting:measure",
    "passengers": "bench.passengers:measure",
    "audit": "bench.auditing:measure",
    "reading": "bench.reading:measure",
    "snapshot": "bench.sharing:measure",
    "centrality": "bench.centralities:measure",
    "memory": "bench.memory:measure",
    "growth": "bench.growth:measure",
    "resolution": "bench.resolution:measure",
}
"""What measures each section, loaded in the process that runs it."""


def measure(options: Options, console: Console) -> dict[str, Any]:
    """Return the document; show each section as soon as it is there."""
    sections: dict[str, Any] = {}
    for name in options.sections:
        begin = time.perf_counter()
        figures, peak_mb = in_child(run, name, options)
        show(console, name, figures)
        sections[name] = {
            "seconds": round(time.perf_counter() - begin, 1),
            "peak_mb": round(peak_mb),
            "figures": [asdict(figure) for figure in figures],
        }
    return {
        "machine": {
            "cores": os.cpu_count(),
            "load": [round(one, 1) for one in os.getloadavg()],
            "python": platform.python_version(),
            "sqlite": sqlite3.sqlite_version,
        },
        "sizes": {k: v for k, v in asdict(options).items() if k != "neo4j"},
        "sections": sections,
    }


def run(name: str, options: Options) -> list[Figure]:
    """Return the figures of a section; what is loaded once is loaded before."""
    ontology()
    module, _, function = MEASURES[name].partition(":")
    found: list[Figure] = getattr(import_module(module), function)(options)
    return found
