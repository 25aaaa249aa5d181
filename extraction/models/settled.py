"""`python -m extraction.models.settled`: the settled names' upper layers → what ships.

The graph of the lower layers stays; the upper one is written anew and scored, and the
card has both scores.
"""

import argparse
import shutil
import sys
from pathlib import Path

import torch

from extraction.models.calibrating import calibrate_upper
from extraction.models.card import settle_card
from extraction.models.cases import CASES, NOTES, read_cases
from extraction.models.corpora import iter_sentences
from extraction.models.examples import to_examples
from extraction.models.exporting import write_upper
from extraction.models.finetune import CORPORA
from extraction.models.initial import Shape
from extraction.models.loading import EPSILON, HEADS, load_tagger, resume
from extraction.models.parts import Reach, to_parts
from extraction.models.restoring import SHIPPED, TOKENIZER, restore
from extraction.models.scoring import Scores, score
from extraction.models.settling import PHASE, SHARE, WEIGHTS, WORK
from extraction.models.shipping import EVERY, development_of, find_reach
from extraction.recognition.pieces import PieceCutter
from extraction.recognition.recognizers import Recognizer
from extraction.recognition.settings import Setting
from extraction.recognition.tagging import TAGS


def main() -> None:
    """Write the upper graph and its scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--weights", type=Path, default=WORK / WEIGHTS)
    options = parser.parse_args()
    torch.set_num_threads(1)
    tagger = load_tagger(restore(SHIPPED), len(TAGS)).eval()
    resume(tagger, options.weights)
    cutter = PieceCutter.load(TOKENIZER)
    cases = [s for f in (CASES, NOTES) for rows in read_cases(f).values() for s in rows]
    learnt = [s for s in iter_sentences(options.corpora) if s.part == "train"]
    sample = [*learnt[::EVERY], *cases[:: EVERY // 10]]
    ids = [example.ids for s in sample for example in to_examples(s, cutter)]
    weights = {name: value.numpy() for name, value in tagger.state_dict().items()}
    width = tagger.words.embedding_dim
    shape = Shape(width, len(tagger.layers), HEADS, 4 * width, EPSILON)
    reach = find_reach(tagger, ids)

    def scored(folder: Path, known: Reach) -> Scores:
        write_upper(to_parts(weights, known), shape, folder / SHIPPED.name)
        if known:
            calibrate_upper(folder / SHIPPED.name)
        recognizer = Recognizer.load(Setting.ACCURATE, folder)
        found = score(recognizer, development_of(options.corpora))
        sys.stdout.write(f"{folder.name}\n{found.table()}\n")
        sys.stdout.flush()
        return found

    single = WORK / "single"
    shutil.rmtree(single, ignore_errors=True)
    shutil.copytree(SHIPPED.parent, single)
    before = scored(single, {})
    after = scored(SHIPPED.parent, reach)
    settle_card(SHIPPED.parent, PHASE, SHARE, len(cases), before, after)


if __name__ == "__main__":
    main()
