"""`python -m extraction.models.finetune`: the pretrained encoder → our recognizer.

Fine-tuned on the public corpora and on our own sentences, in bfloat16 on a GPU or one
core: first teachers, then a student of what they say together. Seeded; what is done
lies in build/ and is not done again. Nothing of the corpora is kept.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import torch

from extraction.models.bert import Tagger
from extraction.models.corpora import (
    Sentence,
    Span,
    iter_sentences,
    without_handles,
)
from extraction.models.drawing import Drawing, to_batch
from extraction.models.examples import Example
from extraction.models.generating import Generator
from extraction.models.initial import Initial, read_initial
from extraction.models.learning import Run, say
from extraction.models.phases import PHASES, Phase
from extraction.models.scoring import Scores
from extraction.models.varying import collect_names, in_cyrillic
from extraction.models.vocabulary import choose_pieces, pruned_tokenizer
from extraction.recognition.pieces import BEGIN, END, PAD, PieceCutter, split_words
from extraction.recognition.tagging import TAGS, decode

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "data" / "corpora"
WORK = Path("build/encoder")
SEED = 20250101
PIECES_KEPT = 65_536


def main() -> None:
    """Train what is not trained yet; print its development scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--device", choices=("cpu", "cuda"), default=best_device())
    parser.add_argument(
        "--phase",
        action="append",
        choices=[phase.name for phase in PHASES],
        help="only this one; phases without teachers can run beside each other",
    )
    options = parser.parse_args()
    if not options.corpora.is_dir():
        sys.exit(f"no corpora at {options.corpora}: name their folder with --corpora")
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    initial = read_initial()
    sentences = list(iter_sentences(options.corpora))
    drawing, kept = prepare(sentences, options.corpora, initial, options.work)
    for phase in PHASES:
        path = weights_of(options.work, phase.name)
        if phase.name not in (options.phase or [phase.name]) or path.is_file():
            continue
        torch.manual_seed(SEED + phase.seed)
        taggers = _Taggers(initial, kept, options.work, torch.device(options.device))
        tagger = taggers.train(phase, drawing)
        scores = score_tagger(tagger, drawing.cutter, development_of(sentences))
        say(f"{phase.name}: {scores.line()}")
        torch.save(tagger.state_dict(), path)


def best_device() -> str:
    """Return `cuda` where there is such a GPU."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def weights_of(work: Path, phase: str) -> Path:
    """Return the file of a phase's trained weights."""
    return work / f"{phase}.pt"


class _Taggers:
    """Makes taggers of the pretrained encoder, and reads trained ones."""

    def __init__(
        self, initial: Initial, kept: Sequence[int], work: Path, device: torch.device
    ) -> None:
        self.initial, self.kept = initial, kept
        self.work, self.device = work, device

    def train(self, phase: Phase, drawing: Drawing) -> Tagger:
        """Return a phase's trained tagger. Its teachers must be there."""
        teachers = [self.trained((name,)) for name in phase.teachers]
        workers = (os.cpu_count() or 1) // 2 if self.device.type == "cuda" else 0
        tagger = self.trained(phase.start) if phase.start else self.pretrained()
        Run(tagger, drawing, phase, self.work, self.device, teachers, workers).train()
        return tagger

    def pretrained(self) -> Tagger:
        """Return the encoder as it was pretrained, with an untaught last map."""
        tagger: Tagger = Tagger(self.initial, self.kept, len(TAGS)).to(self.device)
        return tagger

    def trained(self, phases: Sequence[str]) -> Tagger:
        """Return what earlier phases have left, on average."""
        tagger: Tagger = self.pretrained().eval()
        tagger.load_state_dict(mean_weights(self.work, phases))
        return tagger


def mean_weights(work: Path, phases: Sequence[str]) -> dict[str, torch.Tensor]:
    """Return the mean of phases' trained weights. Ends the program where one lacks."""
    total: dict[str, torch.Tensor] = {}
    for phase in phases:
        path = weights_of(work, phase)
        if not path.is_file():
            sys.exit(f"no weights of {phase} in {work}: train it first")
        state = torch.load(path, weights_only=True, map_location="cpu")
        for name, values in state.items():
            total[name] = total.get(name, 0) + values / len(phases)
    return total


def prepare(
    sentences: Sequence[Sentence], corpora: Path, initial: Initial, work: Path
) -> tuple[Drawing, Sequence[int]]:
    """Return what is drawn from, and the old ids of the kept pieces.

    Writes the pieces and their tokenizer to the work folder.
    """
    training = [without_handles(s) for s in sentences if s.part == "train"]
    generated = Generator(corpora, SEED).sentences(20_000)
    names = collect_names([*training, *generated])
    kept_file = work / "pieces.txt"
    if kept_file.is_file():
        kept = [int(line) for line in kept_file.read_text("ascii").split()]
    else:
        texts = [s.text for s in [*training, *generated]]
        cyrillic = [in_cyrillic(s).text for s in training if s.language != "en"]
        kept = choose_pieces(initial, [*texts, *cyrillic], PIECES_KEPT)
        kept_file.write_text("\n".join(map(str, kept)), encoding="ascii")
    tokenizer = pruned_tokenizer(initial, kept)
    tokenizer.save(str(work / "tokenizer.json"), pretty=False)
    return Drawing(training, corpora, PieceCutter(tokenizer), names), kept


def development_of(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return what a phase is scored on in the end."""
    wanted = ("uner_sr_set", "uner_hr_set", "comtext_sr_legal", "uner_en_ewt")
    return [s for s in sentences if s.part == "dev" and s.corpus in wanted]


@torch.no_grad()
def score_tagger(
    tagger: Tagger, cutter: PieceCutter, sentences: Sequence[Sentence]
) -> Scores:
    """Return the scores of the weights in training, before they are quantized."""
    tagger.eval()
    device = tagger.places.device
    scores = Scores()
    ordered = sorted(sentences, key=lambda s: len(s.text))
    for at in range(0, len(ordered), 32):
        part = ordered[at : at + 32]
        cut = [(words := split_words(s.text), cutter.cut(s.text, words)) for s in part]
        examples = [Example([BEGIN, *pieces.ids[:500], END], []) for _, pieces in cut]
        ids = torch.from_numpy(to_batch(examples).ids).to(device)
        with torch.autocast(device.type, torch.bfloat16):
            found = tagger(ids, ids != PAD).float().cpu().numpy()
        for row, (sentence, (words, pieces)) in enumerate(zip(part, cut, strict=True)):
            known = [n for n, f in enumerate(pieces.firsts) if 0 <= f < 500]
            rows = found[row][[pieces.firsts[n] + 1 for n in known]]
            spans = [
                Span(words[known[a]][0], words[known[b - 1]][1], label)
                for a, b, label in decode(rows)
            ]
            scores.add(sentence, spans)
    return scores


if __name__ == "__main__":
    main()
