"""`python -m extraction.models.finetune`: the pretrained encoder → our recognizer.

Fine-tuned on the public corpora and on our own sentences, in bfloat16 on one core;
seeded, and resumed from build/ where it was stopped. Nothing of the corpora is kept.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from extraction.models.bert import FROZEN_LAYERS, Tagger
from extraction.models.corpora import Sentence, Span, iter_sentences
from extraction.models.examples import IGNORED, Example, batches, to_examples
from extraction.models.generating import Generator
from extraction.models.initial import Initial, read_initial
from extraction.models.phases import PHASES, Phase
from extraction.models.scoring import Scores
from extraction.models.varying import (
    Names,
    collect_names,
    in_cyrillic,
    vary,
)
from extraction.models.vocabulary import choose_pieces, pruned_tokenizer
from extraction.recognition.pieces import BEGIN, END, PAD, PieceCutter, split_words
from extraction.recognition.tagging import TAGS, decode

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "data" / "corpora"
WORK = Path("build/encoder")
SEED = 20250101
PIECES_KEPT = 65_536
HEAD_RATE = 2.5
"""The last map's learning rate, in those of the topmost layer."""
LAYER_DECAY = 0.9
AVERAGED = 0.3
"""The last part of a phase whose weights are averaged, and that average is scored."""
WARM = 0.06
BEST = "best.pt"


@dataclass(frozen=True, slots=True)
class Task:
    """What is learnt from, and what is scored."""

    training: Sequence[Sentence]
    development: Sequence[Sentence]
    lists: Path
    cutter: PieceCutter
    names: Names


def main() -> None:
    """Train, print development scores, leave the best weights in the work folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--work", type=Path, default=WORK)
    options = parser.parse_args()
    if not options.corpora.is_dir():
        sys.exit(f"no corpora at {options.corpora}: name their folder with --corpora")
    options.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    initial = read_initial()
    task, kept = prepare_task(options.corpora, initial, options.work)
    tagger = Tagger(initial, kept, len(TAGS))
    for number, phase in enumerate(PHASES):
        _say(f"# {phase.name}")
        Run(tagger, task, options.work, phase, SEED + number).train()


def prepare_task(
    corpora: Path, initial: Initial, work: Path
) -> tuple[Task, Sequence[int]]:
    """Return the task and the old ids of the kept pieces; writes the tokenizer."""
    sentences = list(iter_sentences(corpora))
    training = [s for s in sentences if s.part == "train"]
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
    task = Task(
        training,
        development_of(sentences),
        corpora,
        PieceCutter(tokenizer),
        names,
    )
    return task, kept


def development_of(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return what choosing between checkpoints looks at: a part of each corpus."""
    wanted = {"uner_sr_set": 1, "uner_hr_set": 2, "comtext_sr_legal": 4}
    wanted["uner_en_ewt"] = 3
    chosen: list[Sentence] = []
    for corpus, step in wanted.items():
        dev = [s for s in sentences if s.part == "dev" and s.corpus == corpus]
        chosen += dev[::step]
    return chosen


@dataclass
class Run:
    """A phase as it goes: its state is in the work folder and is taken up there."""

    tagger: Tagger
    task: Task
    work: Path
    phase: Phase
    seed: int

    def __post_init__(self) -> None:
        groups = _parameter_groups(self.tagger, self.phase.rate)
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self.done = 0
        self.seconds = 0.0
        self.finished = False
        self.mean = Mean(self.tagger)

    def train(self) -> None:
        """Go through the batches that are left; score and save in the end."""
        checkpoint = self.work / f"{self.phase.name}.pt"
        if checkpoint.is_file():
            self._resume(checkpoint)
        if self.finished:
            return
        batches = list(self._plan())
        started = time.monotonic() - self.seconds
        losses: list[float] = []
        for number in range(self.done, len(batches)):
            self._set_rate(number / len(batches))
            losses.append(self._learn(batches[number]))
            self.done = number + 1
            if self.done >= len(batches) * (1 - AVERAGED):
                self.mean.add()
            self.seconds = time.monotonic() - started
            if self.done % 50 == 0:
                mean = sum(losses) / len(losses)
                minutes, losses = self.seconds / 60, []
                _say(f"{self.done}/{len(batches)} {minutes:.1f} min loss {mean:.4f}")
            if self.done % 200 == 0:
                self._save(checkpoint)
        self.mean.apply()
        self._score()
        self.finished = True
        self._save(checkpoint)

    def _plan(self) -> Iterator[list[Example]]:
        """Yield every batch of the run: drawn, varied and ordered by the seed."""
        chooser = random.Random(self.seed)
        generator = Generator(self.task.lists, self.seed)
        left = self.phase.epochs
        while left > 0:
            drawn = [
                s
                for s in self.task.training
                if chooser.random() < self.phase.shares.get(s.corpus, 1.0)
            ]
            drawn += generator.sentences(self.phase.generated)
            chooser.shuffle(drawn)
            drawn = drawn[: int(len(drawn) * min(1.0, left))]
            examples = [
                example
                for s in drawn
                for example in to_examples(
                    vary(s, self.task.names, chooser), self.task.cutter
                )
            ]
            yield from batches(examples, chooser)
            left -= 1

    def _learn(self, batch: Sequence[Example]) -> float:
        self.tagger.train()
        ids, mask, tags = to_tensors(batch)
        with torch.autocast("cpu", torch.bfloat16):
            scores = self.tagger(ids, mask)
        loss = functional.cross_entropy(
            scores.float().flatten(0, 1), tags.flatten(), ignore_index=IGNORED
        )
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.tagger.parameters(), 1.0)
        self.optimizer.step()
        return float(loss.detach())

    def _set_rate(self, done: float) -> None:
        """Up for the first part, then down in a line to nothing."""
        share = min(done / WARM, (1 - done) / (1 - WARM))
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * max(share, 1e-3)

    def _score(self) -> None:
        scores = score_tagger(self.tagger, self.task.cutter, self.task.development)
        corpora = {corpus for corpus, _ in scores.corpora()}
        mean = sum(scores.f1(c).f1 for c in corpora) / len(corpora)
        _say(f"{self.done}: {scores.line()} mean {mean:.2f}")
        best = self.work / BEST
        if not best.is_file() or mean > torch.load(best, weights_only=True)["mean"]:
            torch.save({"mean": mean, "tagger": self.tagger.state_dict()}, best)

    def _save(self, path: Path) -> None:
        state = {
            "tagger": self.tagger.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "random": torch.get_rng_state(),
            "mean": (self.mean.sums, self.mean.count),
            "progress": (self.done, self.seconds, self.finished),
        }
        torch.save(state, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def _resume(self, path: Path) -> None:
        state = torch.load(path, weights_only=True)
        self.tagger.load_state_dict(state["tagger"])
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        self.mean.sums, self.mean.count = state["mean"]
        self.done, self.seconds, self.finished = state["progress"]


class Mean:
    """The mean of the trained weights over batches: it generalizes better than the last.

    As in stochastic weight averaging (Izmailov et al., 2018).
    """

    def __init__(self, tagger: Tagger) -> None:
        self._trained = [p for p in tagger.parameters() if p.requires_grad]
        self.sums = [torch.zeros_like(p) for p in self._trained]
        self.count = 0

    @torch.no_grad()
    def add(self) -> None:
        """Count the weights as they are."""
        torch._foreach_add_(self.sums, self._trained)
        self.count += 1

    @torch.no_grad()
    def apply(self) -> None:
        """Put the mean into the tagger."""
        for parameter, total in zip(self._trained, self.sums, strict=True):
            parameter.copy_(total / max(1, self.count))


def _parameter_groups(tagger: Tagger, peak: float) -> list[dict[str, Any]]:
    """Return a group for each trained layer: the lower, the slower."""
    groups = [{"params": list(tagger.head.parameters()), "peak": HEAD_RATE * peak}]
    top = len(tagger.layers) - 1
    for number, layer in enumerate(tagger.layers):
        if number >= FROZEN_LAYERS:
            rate = peak * LAYER_DECAY ** (top - number)
            groups.append({"params": list(layer.parameters()), "peak": rate})
    return groups


def to_tensors(
    batch: Sequence[Example],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return ids, mask and tags, padded to the longest sequence."""
    longest = max(len(example.ids) for example in batch)
    ids = torch.full((len(batch), longest), PAD)
    tags = torch.full((len(batch), longest), IGNORED)
    for row, example in enumerate(batch):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        tags[row, : len(example.tags)] = torch.tensor(example.tags)
    return ids, ids != PAD, tags


@torch.no_grad()
def score_tagger(
    tagger: Tagger, cutter: PieceCutter, sentences: Sequence[Sentence]
) -> Scores:
    """Return the scores of the weights in training, before they are quantized."""
    tagger.eval()
    scores = Scores()
    ordered = sorted(sentences, key=lambda s: len(s.text))
    for at in range(0, len(ordered), 32):
        part = ordered[at : at + 32]
        cut = [
            (words := split_words(s.text), cutter.cut(s.text, words)) for s in part
        ]
        examples = [
            Example([BEGIN, *pieces.ids[:500], END], []) for _, pieces in cut
        ]
        ids, mask, _ = to_tensors(examples)
        with torch.autocast("cpu", torch.bfloat16):
            found = tagger(ids, mask).float().numpy()
        for row, (sentence, (words, pieces)) in enumerate(zip(part, cut, strict=True)):
            known = [n for n, f in enumerate(pieces.firsts) if 0 <= f < 500]
            rows = found[row][[pieces.firsts[n] + 1 for n in known]]
            spans = [
                Span(words[known[a]][0], words[known[b - 1]][1], label)
                for a, b, label in decode(rows)
            ]
            scores.add(sentence, spans)
    return scores


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
