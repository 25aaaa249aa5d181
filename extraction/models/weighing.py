"""`python -m extraction.models.weighing`: how probable what may be stated is.

Boosted trees learn it from gold documents, by what a reading knows of each candidate
(`learned.circumstances`) with an encoder of relations that has not learnt from the
document. Says first what that gives on documents left out, a fifth at a time; then
writes what ships.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product, starmap
from pathlib import Path
from typing import NamedTuple

import lightgbm
import numpy as np

from extraction.evaluation.giving import give
from extraction.evaluation.gold import GoldDocument
from extraction.models.card import weigh_card
from extraction.models.cases import CASES, NOTES, PARTS, lot_of, part_of, read_documents
from extraction.models.choosing import without_parts
from extraction.models.crossing import ADDED as ADDED_ODDS
from extraction.models.crossing import KEPT as KEPT_ODDS
from extraction.models.growing import Bools, Floats, chances_of, grow, ship
from extraction.models.packing import folder_of
from extraction.models.relating import WORK
from extraction.models.scoring import figures
from extraction.recognition.recognizers import ENCODER, Recognizer
from extraction.recognition.settings import Setting
from extraction.relation.candidates import may_be_same
from extraction.relation.finding import apply_rules
from extraction.relation.learned.likely import Judge
from extraction.relation.learned.pairing import one_way
from extraction.relation.learned.reading import ADDED, DOUBTED, KEPT, WEIGHER_FILE
from extraction.relation.referents import Referents

Named = tuple[str, str, str]
"""A relation's type, and the names of the entities that are its source and target."""

TREES = 200
SETTINGS = {
    "learning_rate": 0.05,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.3,
    "lambda_l2": 5.0,
}
ODDS, BY_ODDS = 0, (KEPT_ODDS, ADDED_ODDS, 2.0)
"""Which number of a row the log odds are, and bounds for them alone."""
TRIED = (0.2, 0.25, 0.3), (0.32, 0.36, 0.4), (0.4, 0.5, 0.6)


class Bounds(NamedTuple):
    """How probable a relation is that stays, is added, is added of what is doubted."""

    kept: float = KEPT
    added: float = ADDED
    doubted: float = DOUBTED


@dataclass(frozen=True, slots=True)
class Weighed:
    """A document: its candidates with their rows, and what it states."""

    gold: GoldDocument
    keys: Sequence[Named]
    stated: Bools
    may: Bools
    """Whether a candidate can be added: it is not denied, nor may its ends be one."""
    doubted: Bools
    rows: Floats
    true: frozenset[Named]

    @property
    def wanted(self) -> Bools:
        """Which candidates are stated indeed."""
        return np.array([key in self.true for key in self.keys], dtype=np.bool_)

    @property
    def told(self) -> set[Named]:
        """What the rules state."""
        return {key for key, is_ in zip(self.keys, self.stated, strict=True) if is_}

    def found(self, chances: Floats, bounds: Bounds) -> set[Named]:
        """Return what is found with some bounds."""
        least = np.where(self.doubted, max(bounds[1:]), bounds.added)
        added = self.may & (chances > least)
        taken = np.where(self.stated, chances >= bounds.kept, added)
        return {key for key, take in zip(self.keys, taken, strict=True) if take}


def read_weighed(
    judges: Sequence[Judge], choosers: Sequence[Referents], folder: Path
) -> Iterator[Weighed]:
    """Yield a folder's documents and notes, each judged by what has not learnt it."""
    for gold in read_documents(folder):
        part = part_of(gold.name)
        yield weigh(judges[part], choosers[part], gold)


def weigh(judge: Judge, chooser: Referents, gold: GoldDocument) -> Weighed:
    """Return what may be stated between a document's own mentions."""
    document, mentions, names = give(gold)
    (page,) = document.pages
    found = apply_rules(document, mentions, chooser)
    likely, around = judge.candidates(page, mentions, found, document.language)
    return Weighed(
        gold,
        [one_way(o.relation, names[o.source.id], names[o.target.id]) for o in likely],
        _flags(one.stated is not None for one in likely),
        _flags(
            not (may_be_same(o.source, o.target, o.relation) or o.denied)
            for o in likely
        ),
        _flags(around.is_doubtful(one) for one in likely),
        around.rows(likely) if likely else np.zeros((0, ODDS + 1), np.float32),
        frozenset(one_way(r.type, r.source, r.target) for r in gold.relations),
    )


def _flags(values: Iterable[bool]) -> Bools:
    return np.array([*values], dtype=np.bool_)


def learn(documents: Sequence[Weighed]) -> lightgbm.Booster:
    """Return the trees; equal documents give equal ones."""
    told = [d for d in documents if d.keys]
    rows, wanted = [d.rows for d in told], [d.wanted for d in told]
    return grow(rows, wanted, TREES, **SETTINGS)


def main() -> None:
    """Say what documents get that are left out, and write the trees of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=CASES)
    parser.add_argument("--notes", type=Path, default=NOTES)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    names = Recognizer.load(Setting.ACCURATE).nlp.get_pipe(ENCODER)
    folders = [folder_of(part, options.work) for part in range(PARTS)]
    judges = [Judge.load(names, folder) for folder in folders]
    choosers = without_parts()
    documents = [*read_weighed(judges, choosers, options.folder)]
    notes = [*read_weighed(judges, choosers, options.notes)]
    print_left_out(documents, notes)
    if not options.dry:
        known = [d for d in (*documents, *notes) if d.keys]
        rows = np.concatenate([d.rows for d in known])
        ship(learn(known), names.folder / WEIGHER_FILE, rows)
        weigh_card(names.folder.parent, len(documents), len(notes))


def print_left_out(documents: Sequence[Weighed], notes: Sequence[Weighed]) -> None:
    """Print what the rules, odds alone, and the trees get on documents left out."""
    weighed = left_out([*documents, *notes])
    odds = {d.gold.name: d.rows[:, ODDS] for d in (*documents, *notes)}

    def found(rows: Sequence[Weighed], by: Mapping[str, Floats], bounds: Bounds) -> str:
        return figures((d.found(by[d.gold.name], bounds), d.true) for d in rows)

    for bounds in starmap(Bounds, product(*TRIED)):
        both = (found(rows, weighed, bounds) for rows in (documents, notes))
        sys.stdout.write(f"{bounds}  documents {next(both)}  notes {next(both)}\n")
    groups = {"all": [*documents], "notes": [*notes]}
    for one in documents:
        groups.setdefault(f"lot {lot_of(one.gold.name)}", []).append(one)
        groups.setdefault(one.gold.language, []).append(one)
    for name, rows in groups.items():
        rules = figures((d.told, d.true) for d in rows)
        alone = found(rows, odds, Bounds(*BY_ODDS))
        said = f"rules {rules}  odds {alone}  trees {found(rows, weighed, Bounds())}"
        sys.stdout.write(f"{name:6} {len(rows):3} documents  {said}\n")


def left_out(known: Sequence[Weighed]) -> dict[str, Floats]:
    """Return the probabilities of each document by trees that have not seen it."""
    chances: dict[str, Floats] = {}
    for part in range(PARTS):
        trees = learn([d for d in known if part_of(d.gold.name) != part])
        for one in known:
            if part_of(one.gold.name) == part:
                chances[one.gold.name] = chances_of(trees, one.rows)
    return chances


if __name__ == "__main__":
    main()
