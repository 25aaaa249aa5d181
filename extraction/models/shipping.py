"""`python -m extraction.models.shipping`: the trained weights → what ships.

The graph is quantized, packed as a spaCy pipeline, and scored before and after; the
scores go to the model card beside it.
"""

import argparse
import shutil
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import torch
from torch import nn

from extraction.models.bert import Tagger
from extraction.models.calibrating import calibrate
from extraction.models.card import Training, write_encoder_card
from extraction.models.corpora import Sentence, iter_sentences
from extraction.models.examples import to_examples
from extraction.models.exporting import export
from extraction.models.finetune import CORPORA, SEED, WORK, mean_weights
from extraction.models.initial import read_initial
from extraction.models.parts import Reach
from extraction.models.phases import PHASES, SHIPPED
from extraction.models.scoring import Scores, score
from extraction.models.varying import in_cyrillic
from extraction.recognition.encoder import NAME, TOKENIZER_FILE
from extraction.recognition.pieces import PieceCutter
from extraction.recognition.recognizers import Recognizer
from extraction.recognition.settings import Setting
from extraction.recognition.tagging import TAGS

EVERY = 100
"""Of how many training sentences one is looked at to find how far values go."""


def development_of(corpora: Path) -> list[Sentence]:
    """Return what no recognizer learns from, the Serbian news in both scripts."""
    found = [s for s in iter_sentences(corpora) if s.part == "dev"]
    cyrillic = [
        replace(in_cyrillic(s), corpus="… in Cyrillic")
        for s in found
        if s.corpus == "uner_sr_set"
    ]
    return [*found, *cyrillic]


def main() -> None:
    """Write the model's folder and print its scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--out", type=Path, default=Setting.ACCURATE.folder)
    options = parser.parse_args()
    torch.set_num_threads(1)
    initial = read_initial()
    kept = [int(n) for n in (options.work / "pieces.txt").read_text("ascii").split()]
    tagger = Tagger(initial, kept, len(TAGS)).eval()
    tagger.load_state_dict(mean_weights(options.work, SHIPPED))
    learnt = [s for s in iter_sentences(options.corpora) if s.part == "train"]
    cutter = PieceCutter.load(options.work / TOKENIZER_FILE)
    examples = [e for s in learnt[::EVERY] for e in to_examples(s, cutter)]
    reach = find_reach(tagger, [example.ids for example in examples])
    development = development_of(options.corpora)
    scores: list[Scores] = []
    for folder, known in ((options.work / "single", {}), (options.out, reach)):
        target = make_pipeline(folder)
        weights = {name: t.numpy() for name, t in tagger.state_dict().items()}
        export(weights, initial.shape, target, known)
        shutil.copyfile(options.work / TOKENIZER_FILE, target / TOKENIZER_FILE)
        if known:
            calibrate(target)
        found = score(Recognizer.load(Setting.ACCURATE, folder), development)
        sys.stdout.write(f"{folder.name}\n{found.table()}\n")
        sys.stdout.flush()
        scores.append(found)
    facts = Training(
        Counter(s.corpus for s in learnt),
        PHASES,
        SEED,
        initial.sha256,
        f"{len(kept):,} of {len(initial.pieces):,}",
    )
    size = sum(p.stat().st_size for p in options.out.rglob("*") if p.is_file())
    write_encoder_card(options.out, facts, size, *scores)


def make_pipeline(folder: Path) -> Path:
    """Write a pipeline of our tokenizer and recognizer; return the latter's folder."""
    nlp = spacy.blank(
        "xx", config={"nlp": {"tokenizer": {"@tokenizers": "klupko.words.v1"}}}
    )
    nlp.add_pipe(NAME)
    shutil.rmtree(folder, ignore_errors=True)
    nlp.to_disk(folder, exclude=[NAME])
    (folder / NAME).mkdir()
    return folder / NAME


def find_reach(tagger: Tagger, texts: Sequence[Sequence[int]]) -> Reach:
    """Return for each map of the layers how far the values of each column go."""

    def read(ids: Sequence[int]) -> None:
        pieces = torch.tensor([ids])
        tagger(pieces, torch.ones_like(pieces, dtype=torch.bool))

    reach: Reach = watched(tagger, texts, read)
    return reach


@torch.no_grad()
def watched(
    tagger: Tagger,
    texts: Sequence[Sequence[int]],
    read: Callable[[Sequence[int]], None],
) -> Reach:
    """Return how far the values go that each map is given while texts are read."""
    reach: defaultdict[str, Any] = defaultdict(float)

    def watch(name: str) -> Callable[[nn.Module, tuple[torch.Tensor]], None]:
        def look(_: nn.Module, given: tuple[torch.Tensor]) -> None:
            most = given[0].abs().flatten(0, -2).amax(0).numpy()
            reach[name] = np.maximum(reach[name], most)

        return look

    handles = [
        part.register_forward_pre_hook(watch(name))
        for name, part in tagger.layers.named_modules(prefix="layers")
        if isinstance(part, nn.Linear)
    ]
    for ids in texts:
        read(ids)
    for handle in handles:
        handle.remove()
    return {_fused(name): values for name, values in reach.items()}


def _fused(name: str) -> str:
    """Return the name that a map has in the graph: q, k and v are one there."""
    layer, _, part = name.rpartition(".")
    return f"{layer}.qkv" if part in ("q", "k", "v") else name


if __name__ == "__main__":
    main()
