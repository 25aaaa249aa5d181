"""`python -m bench.linkage.region`: the region's labelled pairs, ours beside matchers.

splink is not asked: it links tables, and two records that are each other's only
neighbours give it nothing to learn from.
"""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.linkage.beside import MATCHERS, PYTHON, run_peer
from extraction.resolution import evaluate_pairs
from graph.model import Verdict

PAIRS = Path(__file__).resolve().parents[2] / "corpus" / "pairs"
HEAD = "| part | method | precision | recall | F1 | kin: precision | recall | F1 |"
KIN = ("fathers_sons", "brothers", "feminine", "namesakes")
"""Groups of people who are easily taken for each other."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one method says of each pair, in the file's order."""

    method: str
    same: Sequence[bool]
    cpu_s: float


def ask_all(lines: Sequence[str]) -> Iterator[Said]:
    """Yield what we say, then what each of nomenklatura's matchers does."""
    begin = time.process_time()
    found = evaluate_pairs(lines)
    spent = time.process_time() - begin
    same = [one.verdict is Verdict.POSITIVE for one in found.decisions]
    yield Said("klupko", same, spent)
    if not PYTHON.exists():
        return
    pairs = [json.loads(line) for line in lines]
    entities: dict[str, Any] = {}
    asked: list[tuple[str, str]] = []
    for number, pair in enumerate(pairs):
        names = f"l{number}", f"r{number}"
        asked.append(names)
        for name, side in zip(names, ("left", "right"), strict=True):
            entities[name] = {**pair[side], "id": name}
    given = {"entities": entities, "pairs": asked, "matchers": list(MATCHERS)}
    told: dict[str, Any] = json.loads(
        run_peer("nomenklatura_pairs.py", json.dumps(given))
    )
    for name, least in MATCHERS.items():
        same = [score >= least for score in told[name]["scores"]]
        yield Said(f"nomenklatura {name}", same, told[name]["cpu_s"])


def line(part: str, said: Said, pairs: Sequence[dict[str, Any]]) -> str:
    """Return a method's figures as a line of the table."""
    truth = [pair["judgement"] == "positive" for pair in pairs]
    kin = [pair.get("group") in KIN for pair in pairs]
    both = list(zip(truth, said.same, strict=True))
    of_kin = [one for one, is_kin in zip(both, kin, strict=True) if is_kin]
    cells = (*_figures(both), *_figures(of_kin), f"{1e6 * said.cpu_s / len(both):.0f}")
    return f"| {part} | {said.method} | {' | '.join(cells)} |"


def _figures(both: Sequence[tuple[bool, bool]]) -> tuple[str, str, str]:
    hits = sum(true and found for true, found in both)
    found, there = sum(f for _, f in both), sum(t for t, _ in both)
    precision, recall = hits / max(found, 1), hits / max(there, 1)
    f1 = 2 * hits / max(found + there, 1)
    return f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}"


def main() -> None:
    """Print the table; without the peers' environment, ours alone."""
    sys.stdout.write(f"{HEAD} µs a pair, read |\n{'|---' * 9}|\n")
    for part in ("dev", "test"):
        lines = (PAIRS / f"{part}.jsonl").read_text("utf-8").splitlines()
        pairs = [json.loads(one) for one in lines]
        for said in ask_all(lines):
            sys.stdout.write(f"{line(part, said, pairs)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
