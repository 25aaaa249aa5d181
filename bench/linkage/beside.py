"""The peers on a set, each in its own process of the peers' environment."""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.linkage.ours import Found, closure, profiles
from bench.linkage.sets import LinkageSet, Pair

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "build" / "peers-venv" / "bin" / "python"
HERE = Path(__file__).parent / "peers"
MATCHERS = {"logic-v2": 0.7, "regression-v1": 0.7, "name-based": 0.7}
"""nomenklatura's matchers, with the score from which its own tools take a match."""
EVEN = 0.5


def splink(data: LinkageSet) -> Iterator[Found]:
    """Yield what splink says, pair by pair and in its groups."""
    rows = "".join(
        json.dumps({"unique_id": name, **row}) + "\n" for name, row in data.rows.items()
    )
    begin = time.perf_counter()
    told = run_peer("splink_pairs.py", rows)
    spent = time.perf_counter() - begin
    scored = [json.loads(line) for line in told.splitlines()]
    compared = {(a, b) for a, b, _ in scored}
    said = {(a, b) for a, b, score in scored if score >= EVEN}
    yield Found("splink, pairs", compared, said, spent)
    yield Found("splink, clusters", compared, closure(said), spent)


def nomenklatura(data: LinkageSet, pairs: Sequence[Pair]) -> Iterator[Found]:
    """Yield what each matcher says of our candidate pairs: it brings no blocking."""
    entities = {
        one.id: {
            "id": one.id,
            "schema": one.schema,
            "properties": {prop: list(values) for prop, values in one.values.items()},
        }
        for one in profiles(data)
    }
    asked = {"entities": entities, "pairs": pairs, "matchers": list(MATCHERS)}
    told: dict[str, Any] = json.loads(
        run_peer("nomenklatura_pairs.py", json.dumps(asked))
    )
    for name, least in MATCHERS.items():
        scores = zip(pairs, told[name]["scores"], strict=True)
        said = {pair for pair, score in scores if score >= least}
        yield Found(f"nomenklatura {name}", set(pairs), said, told[name]["cpu_s"])


def run_peer(script: str, given: str) -> str:
    """Return what a script prints that runs in the peers' environment."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        file.write(given)
        file.flush()
        done = subprocess.run(
            [str(PYTHON), str(HERE / script), file.name],
            check=True,
            capture_output=True,
            text=True,
        )
    return done.stdout
