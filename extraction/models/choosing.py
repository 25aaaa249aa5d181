"""`python -m extraction.models.choosing`: whom a word means, of those spoken of.

Boosted trees learn it from gold (`corpus/references`), by what the rules know of each
person where they read a word (`extraction.relation.meaning`). Says first how often
rules and trees are right in documents left out, a quarter at a time; then writes what
ships.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import lightgbm
import numpy as np

from extraction.evaluation.giving import Given, give
from extraction.evaluation.gold import GoldDocument
from extraction.evaluation.references import Reference, read_references
from extraction.models.card import choose_card
from extraction.models.cases import CASES, CORPUS, PARTS, part_of, read_documents
from extraction.models.growing import Bools, Floats, chances_of, grow, ship
from extraction.models.scoring import figures
from extraction.relation.finding import apply_rules
from extraction.relation.grouping import group
from extraction.relation.learned.pairing import one_way
from extraction.relation.meaning import ABSENT, FIRM, KIN, NOUN, RULE
from extraction.relation.referents import (
    FOLDER,
    REFERENTS_FILE,
    Referents,
    likeliest,
)

REFERENCES = CORPUS / "references"
TREES = 200
SETTINGS = {
    "objective": "lambdarank",
    "learning_rate": 0.08,
    "num_leaves": 63,
    "min_data_in_leaf": 20,
    "feature_fraction": 0.5,
    "lambda_l2": 2.0,
    "bagging_freq": 0,
}
ROUNDS = 2
"""How often the documents are read: by the rules, then by what was learnt of that."""
Gold = Mapping[str, Sequence[Reference]]


class Asked(NamedTuple):
    """A word of which it was asked whom it means.

    `right` says of each person and of nobody, with a row each, whether it is the one;
    `ruled` who it is to the rules.
    """

    kind: str
    rows: Floats
    right: Bools
    ruled: int | None

    def is_right(self, chosen: int | None) -> bool:
        """Whether the gold says so."""
        return bool(self.right[-1 if chosen is None else chosen])


@dataclass
class Recorder:
    """Chooses as something else does, and keeps what was asked of the gold's words."""

    references: Sequence[Reference]
    names: Mapping[int, frozenset[str]]
    chooser: Referents | None
    asked: list[Asked] = field(default_factory=list)

    def choose(
        self, rows: Floats, numbers: Sequence[int], at: tuple[int, str]
    ) -> int | None:
        """Return who is meant, by what chooses or else by the rules."""
        start, kind = at
        told = np.flatnonzero(rows[: len(numbers), RULE])
        ruled = int(told[0]) if len(told) else None
        who = self._told(start, kind)
        if who is not None and len(who) < 2:
            people = [bool(who & self.names[n]) for n in numbers]
            right = np.array([*people, not any(people)])
            self.asked.append(Asked(kind, rows, right, ruled))
        if self.chooser is not None:
            return self.chooser.choose(rows, numbers, at)
        return None if ruled is None else numbers[ruled]

    def _told(self, start: int, kind: str) -> frozenset[str] | None:
        """Return whom the gold has a word mean, None where it does not say.

        Nouns that it passes over mean nobody.
        """
        rows = [r for r in self.references if bool(r.word) == (kind != ABSENT)]
        if kind not in (KIN, NOUN, FIRM):
            return next((r.who for r in reversed(rows) if r.start == start), None)
        over = (
            r.who for r in reversed(rows) if r.start <= start < r.start + len(r.word)
        )
        return next(over, frozenset())


@dataclass(frozen=True, slots=True)
class Grown:
    """Chooses by trees that have just been learnt."""

    trees: lightgbm.Booster

    def choose(
        self, rows: Floats, numbers: Sequence[int], at: tuple[int, str]
    ) -> int | None:
        """Return the number of who is meant, None for nobody who is known."""
        return likeliest(chances_of(self.trees, rows), numbers)


def ask(
    given: Given, references: Sequence[Reference], chooser: Referents | None
) -> list[Asked]:
    """Return what the reading of a document asks, where the gold knows the answer."""
    document, mentions, entities = given
    numbers = group([(m.type, m.value) for m in mentions])
    names: dict[int, set[str]] = {}
    for mention, number in zip(mentions, numbers, strict=True):
        names.setdefault(number, set()).add(entities[mention.id])
    recorder = Recorder(
        references,
        {number: frozenset(some) for number, some in names.items()},
        chooser,
    )
    apply_rules(document, mentions, recorder)
    return recorder.asked


def learn(documents: Iterable[GoldDocument], references: Gold) -> lightgbm.Booster:
    """Return the trees; equal documents give equal ones."""
    given = [(give(gold), references[gold.name]) for gold in documents]
    asked, chooser = list[Asked](), None
    for _ in range(ROUNDS):
        for one, told in given:
            asked += ask(one, told, chooser)
        rows, wanted = [a.rows for a in asked], [a.right for a in asked]
        chooser = Grown(grow(rows, wanted, TREES, **SETTINGS))
    assert chooser is not None
    return chooser.trees


def read_known() -> tuple[list[GoldDocument], Gold]:
    """Return the documents of which it is known whom their words mean, and that."""
    references = read_references(REFERENCES)
    known = [gold for gold in read_documents(CASES) if gold.name in references]
    return known, references


def without_parts() -> list[Referents]:
    """Return for each part of the documents what has not learnt from it."""
    known, references = read_known()
    parts = ([g for g in known if part_of(g.name) != part] for part in range(PARTS))
    return [Grown(learn(some, references)) for some in parts]


def main() -> None:
    """Say what documents get that are left out, and write the trees of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    known, references = read_known()
    print_left_out(known, references)
    if options.dry:
        return
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / REFERENTS_FILE
    asked = ask(give(known[0]), references[known[0].name], None)
    rows = np.concatenate([a.rows for a in asked])
    ship(learn(known, references), path, rows)
    words = sum(len(references[gold.name]) for gold in known)
    choose_card(path, len(known), words)


def print_left_out(known: Sequence[GoldDocument], references: Gold) -> None:
    """Print how often words are understood, and what rules state by that."""
    right: dict[str, Counter[str]] = {"rules": Counter(), "trees": Counter()}
    count = Counter[str]()
    choosers = without_parts()
    for gold in known:
        chooser = choosers[part_of(gold.name)]
        for one in ask(give(gold), references[gold.name], None):
            count[one.kind] += 1
            people = range(len(one.rows) - 1)
            picked = chooser.choose(one.rows, people, (0, one.kind))
            right["rules"][one.kind] += one.is_right(one.ruled)
            right["trees"][one.kind] += one.is_right(picked)
    for kind, words in [("all", count.total()), *count.most_common()]:
        shares = (
            f"{name} {(some.total() if kind == 'all' else some[kind]) / words:.3f}"
            for name, some in right.items()
        )
        sys.stdout.write(f"{kind:9} {words:5} words  {'  '.join(shares)}\n")
    for name, some in (("rules", [None] * PARTS), ("trees", choosers)):
        rows = _stated(known, some)
        sys.stdout.write(f"what rules state, words by {name}: {figures(rows)}\n")


Stated = tuple[set[tuple[str, str, str]], frozenset[tuple[str, str, str]]]


def _stated(
    known: Iterable[GoldDocument], choosers: Sequence[Referents | None]
) -> Iterator[Stated]:
    """Yield what rules state of each document, and what is true."""
    for gold in known:
        document, mentions, names = give(gold)
        found = apply_rules(document, mentions, choosers[part_of(gold.name)])
        stated = {
            one_way(r.type, names[r.source], names[r.target]) for r in found.relations
        }
        true = frozenset(one_way(r.type, r.source, r.target) for r in gold.relations)
        yield stated, true


if __name__ == "__main__":
    main()
