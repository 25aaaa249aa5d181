"""`python -m extraction.models.crossing`: what was learnt, on documents left out of it.

Reads what `extraction.models.relating` wrote of each part that a training left out, and
says precision, recall and F1 of the rules alone (their answers from before the
documents were read) and with it.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from extraction.models.passages import Passage, Triple, read_passages
from extraction.models.relating import GOLD, WORK
from extraction.models.scoring import figures
from extraction.relation.learned.pairing import one_way

KEPT, ADDED = -4.0, 0.0
"""The log odds from which a relation of the rules stays, and another is added, where
no trees weigh them."""
Scores = Mapping[Triple, float]


def main() -> None:
    """Print a line for the rules, for both together, and for each language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--gold", type=Path, nargs="+", default=[*GOLD])
    parser.add_argument("--kept", type=float, default=KEPT)
    parser.add_argument("--added", type=float, default=ADDED)
    options = parser.parse_args()
    known = read_scores(options.work)
    asked = [p for p in read_passages(options.gold) if p.stated is not None]
    left = [p for p in asked if p.name in known]
    if not left:
        sys.exit(f"no left-out-N.json in {options.work}: run relating first")
    groups = {"all": left}
    for passage in left:
        groups.setdefault(passage.language, []).append(passage)
    for name, rows in groups.items():
        rules = [(once(p.stated or ()), once(p.relations)) for p in rows]
        both = [
            (fused(p, known[p.name], options.kept, options.added), once(p.relations))
            for p in rows
        ]
        said = f"rules {figures(rules)}  with what was learnt {figures(both)}"
        sys.stdout.write(f"{name:4} {len(rows):3} documents  {said}\n")


def read_scores(work: Path) -> dict[str, Scores]:
    """Return the log odds of each document's relations, mutual ones as their mean."""
    found: dict[str, Scores] = {}
    for path in sorted(work.glob("left-out-*.json")):
        for name, rows in json.loads(path.read_text("utf-8")).items():
            sums: dict[Triple, list[float]] = {}
            for relation, source, target, score, _ in rows:
                sums.setdefault(one_way(relation, source, target), []).append(score)
            found[name] = {key: sum(all_) / len(all_) for key, all_ in sums.items()}
    return found


def once(triples: Iterable[Triple]) -> set[Triple]:
    """Return relations, mutual ones one way only."""
    return {one_way(*triple) for triple in triples}


def fused(passage: Passage, scores: Scores, kept: float, added: float) -> set[Triple]:
    """Return what stays of the rules' relations, with what is added to them.

    What denials keep from being added in a reading is counted here.
    """
    stays = {k for k in once(passage.stated or ()) if scores.get(k, kept) >= kept}
    return stays | {key for key, score in scores.items() if score > added}


if __name__ == "__main__":
    main()
