"""`make train`: public corpora and our own sentences → the recognizer's weights.

One core, about a quarter of an hour. Nothing of the corpora is kept; the weights and a
model card go to extraction/models/names-tok2vec.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.training import Example
from spacy.util import filter_spans
from thinc.api import fix_random_seed

from extraction.models.card import write_card
from extraction.models.corpora import LABELS, Sentence, iter_sentences
from extraction.models.generating import Generator
from extraction.models.scoring import score
from extraction.recognition.preparing import prepare
from extraction.recognition.recognizers import Recognizer
from extraction.recognition.settings import Setting

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "data" / "corpora"
SEED = 20250101
WORDS_A_BATCH = 1200
LEARN_RATE = 0.0015
DROPOUT = 0.2
GENERATED = 7000
UPPER_SHARE = 0.04

CONFIG = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 96,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": 128,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
                "rows": [8000, 1500, 4000, 2500],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": 128,
                "window_size": 1,
                "maxout_pieces": 3,
                "depth": 4,
            },
        },
    },
}


def main() -> None:
    """Train, print the development scores of every epoch, write model and card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--out", type=Path, default=Setting.FAST.folder)
    parser.add_argument("--epochs", type=int, default=4)
    options = parser.parse_args()
    if not options.corpora.is_dir():
        sys.exit(f"no corpora at {options.corpora}: name their folder with --corpora")
    sentences = list(iter_sentences(options.corpora))
    training = [s for s in sentences if s.part == "train"]
    development = [s for s in sentences if s.part == "dev"]
    generator = Generator(options.corpora, SEED)
    for nlp in _train(training, development, generator, options.epochs):
        _save(nlp, options.out)
    found = score(Recognizer(nlp, Setting.FAST), development)
    write_card(options.out, Counter(s.corpus for s in training), SEED, found)
    _say(found.table())


def _train(
    training: Sequence[Sentence],
    development: Sequence[Sentence],
    generator: Generator,
    epochs: int,
) -> Iterator[Any]:
    """Yield the pipeline after each epoch: the learning rate falls to nothing."""
    fix_random_seed(SEED)
    chooser = random.Random(SEED)
    nlp = spacy.blank("xx")
    ner: Any = nlp.add_pipe("ner", config=CONFIG)
    for label in LABELS:
        ner.add_label(label)
    sample = [_to_example(nlp, s) for s in training[:50]]
    optimizer = nlp.initialize(lambda: sample)
    optimizer.grad_clip = 1.0
    started = time.monotonic()
    for epoch in range(epochs):
        drawn = [*training, *generator.sentences(GENERATED)]
        chooser.shuffle(drawn)
        batches = list(_batches(drawn, WORDS_A_BATCH))
        losses: dict[str, float] = {}
        for number, batch in enumerate(batches):
            done = (epoch + number / len(batches)) / epochs
            optimizer.learn_rate = LEARN_RATE * _schedule(done)
            examples = [_to_example(nlp, _vary(s, chooser)) for s in batch]
            nlp.update(examples, sgd=optimizer, drop=DROPOUT, losses=losses)
        minutes = (time.monotonic() - started) / 60
        line = score(Recognizer(nlp, Setting.FAST), development).line()
        _say(f"epoch {epoch + 1} {minutes:.1f} min loss {losses['ner']:.0f} {line}")
        yield nlp


def _save(nlp: Any, folder: Path) -> None:
    """Write the weights without the words that training met: hashes are enough."""
    nlp.to_disk(folder)
    strings = folder / "vocab" / "strings.json"
    strings.write_text(json.dumps(sorted(LABELS)), encoding="utf-8")


def _schedule(done: float) -> float:
    """Return the share of the learning rate: up for the first part, then down."""
    warm = 0.02
    return done / warm if done < warm else max(0.02, (1 - done) / (1 - warm))


def _vary(sentence: Sentence, chooser: random.Random) -> Sentence:
    """Return a few sentences in capitals, as headings and forms have them."""
    if chooser.random() >= UPPER_SHARE:
        return sentence
    upper = sentence.text.upper()
    if len(upper) != len(sentence.text):
        return sentence
    return Sentence(
        upper, sentence.spans, sentence.corpus, sentence.language, sentence.part
    )


def _to_example(nlp: Any, sentence: Sentence) -> Example:
    """Return the sentence as the recognizer will read it, with its entities."""
    prepared = prepare(sentence.text)
    doc = nlp.make_doc(prepared.text)
    back = {source: i for i, source in reversed(list(enumerate(prepared.offsets)))}
    spans = []
    for start, end, label in sentence.spans:
        span = doc.char_span(back[start], back[end], label, alignment_mode="expand")
        if span is not None and span.text.strip():
            spans.append(span)
    reference = doc.copy()
    reference.set_ents(filter_spans(spans))
    return Example(doc, reference)


def _batches(sentences: Sequence[Sentence], words: int) -> Iterator[list[Sentence]]:
    batch: list[Sentence] = []
    size = 0
    for sentence in sentences:
        batch.append(sentence)
        size += sentence.text.count(" ") + 1
        if size >= words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
