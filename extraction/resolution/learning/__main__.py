"""Learn the weights again: `python -m extraction.resolution.learning --help`.

With labels: pairs as `klupko resolve --evaluate` reads them, from the weights that
start.json believes before any pair is seen. Without: entities, one a line.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from extraction.resolution.blocking import find_pairs
from extraction.resolution.comparing import Levels, compare_traits
from extraction.resolution.evaluation import read_profile
from extraction.resolution.judging import read_traits
from extraction.resolution.learning.labelled import Labelled, learn_labelled
from extraction.resolution.learning.patterns import read_patterns
from extraction.resolution.learning.unlabelled import learn_unlabelled
from extraction.resolution.rules import rarity_above, weigh
from extraction.resolution.traits import Traits, find_traits
from extraction.resolution.weights import Model, default_model, read_model

KINDS = ("person", "organization")
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair of one kind."""

    left: Traits
    right: Traits
    same: bool

    @property
    def levels(self) -> Levels:
        """Return how far the two agree."""
        return compare_traits(self.left, self.right)

    @property
    def family(self) -> str:
        """Return what pairs of one family or firm have in common, for the folds."""
        names = [n.family or n.given for n in self.left.names]
        titles = [repr(t)[:40] for t in self.left.titles]
        return "".join(names[0])[:4] if names and names[0] else "".join(titles[:1])


def read_pairs(paths: Iterable[Path]) -> list[Pair]:
    """Return the labelled pairs of files whose two are of one kind that is learnt."""
    found = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            given = json.loads(line)
            left, right = (
                find_traits(read_profile(given[side])) for side in ("left", "right")
            )
            if left and right and left.kind == right.kind and left.kind in KINDS:
                found.append(Pair(left, right, given["judgement"] == "positive"))
    return found


def start_model() -> Model:
    """Return what is believed before any pair is seen."""
    text = files("extraction.resolution.learning").joinpath("start.json")
    return read_model(json.loads(text.read_text("utf-8")))


def learn(pairs: Sequence[Pair], start: Model) -> Model:
    """Return the start with weights learnt from labelled pairs, kind by kind."""
    kinds = dict(start.kinds)
    for kind in KINDS:
        some = [p for p in pairs if p.left.kind == kind]
        if some:
            patterns = read_patterns(kind, (p.levels for p in some))
            above = np.array([rarity_above(p.left, p.right, p.levels) for p in some])
            same = np.array([p.same for p in some])
            kinds[kind] = learn_labelled(
                Labelled(patterns, same, above), start.kinds[kind]
            )
    return replace(start, kinds=kinds)


def adapt(traits: Sequence[Traits], start: Model) -> Model:
    """Return the start with weights fitted to the entities' own candidate pairs."""
    kinds = dict(start.kinds)
    pairs = find_pairs(traits).tolist()
    for kind in KINDS:
        levels = [
            compare_traits(traits[a], traits[b])
            for a, b in pairs
            if traits[a].kind == kind
        ]
        if levels:
            kinds[kind] = learn_unlabelled(
                read_patterns(kind, levels), start.kinds[kind]
            )
    return replace(start, kinds=kinds)


def cross_validate(pairs: Sequence[Pair], start: Model) -> dict[str, float]:
    """Return the figures on pairs that the weights have not seen, by family."""
    names = sorted({p.family for p in pairs})
    fold = {name: i % FOLDS for i, name in enumerate(names)}
    hits = said = 0
    for number in range(FOLDS):
        model = learn([p for p in pairs if fold[p.family] != number], start)
        for pair in pairs:
            if fold[pair.family] == number:
                positive = weigh(pair.left, pair.right, model).score >= model.decide
                said += positive
                hits += positive and pair.same
    wanted = sum(p.same for p in pairs)
    return {
        "pairs": len(pairs),
        "precision": round(hits / max(said, 1), 4),
        "recall": round(hits / max(wanted, 1), 4),
        "f1": round(2 * hits / max(said + wanted, 1), 4),
    }


def main(arguments: list[str]) -> None:
    """Learn as told, print the figures, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m extraction.resolution.learning")
    add = parser.add_argument
    add("files", nargs="+", type=Path, metavar="FILE")
    add("--unlabelled", action="store_true", help="entities, not labelled pairs")
    add("--out", type=Path, metavar="FILE", help="where the weights are written")
    given = parser.parse_args(arguments)
    told: dict[str, Any] = {"files": [path.name for path in given.files]}
    if given.unlabelled:
        lines = [x for p in given.files for x in p.read_text("utf-8").splitlines()]
        traits = read_traits(read_profile(json.loads(line)) for line in lines)
        model = adapt(traits, default_model())
        told["entities"] = len(traits)
    else:
        pairs, start = read_pairs(given.files), start_model()
        told |= {"cross_validated": cross_validate(pairs, start)}
        model = learn(pairs, start)
    if given.out:
        text = json.dumps({"learnt": told, **model.to_json()}, indent=1)
        given.out.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
