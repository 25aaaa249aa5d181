"""One phase of the training: its steps, its rates, and where it can be taken up."""

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from extraction.models.bert import Tagger
from extraction.models.drawing import Batch, Drawing
from extraction.models.examples import IGNORED
from extraction.models.phases import Phase
from extraction.recognition.pieces import PAD

HEAD_RATE = 2.5
"""The last map's learning rate, in those of the topmost layer."""
LAYER_DECAY = 0.9
AVERAGED, EVERY = 0.25, 8
"""The last part of a phase whose weights are averaged, every so many batches."""
WARM = 0.06
TEMPERATURE = 2.0
"""How far the teachers' scores are evened."""
SAVED = 600.0
"""Seconds after which the state is written."""


@dataclass
class Run:
    """A phase as it goes: its state is in the work folder and is taken up there."""

    tagger: Tagger
    drawing: Drawing
    phase: Phase
    work: Path
    device: torch.device
    teachers: Sequence[Tagger] = ()
    workers: int = 0

    def __post_init__(self) -> None:
        groups = _parameter_groups(self.tagger, self.phase.rate)
        self.optimizer = torch.optim.AdamW(groups, fused=True)
        self.epoch = self.done = 0
        self.mean = Mean(self.tagger.parameters())

    def train(self) -> None:
        """Go through the epochs that are left; the tagger has the mean in the end."""
        checkpoint = self.work / f"{self.phase.name}.part"
        if checkpoint.is_file():
            self._resume(checkpoint)
        saved = time.monotonic()
        epochs = self.drawing.epochs(self.phase, self.epoch, self.workers)
        for number, batches in enumerate(epochs, self.epoch):
            self.epoch = number
            losses = torch.zeros((), device=self.device)
            started, first = time.monotonic(), self.done
            for number in range(self.done, len(batches)):
                self._step(
                    batches[number], (self.epoch + number / len(batches)), losses
                )
                self.done = number + 1
                if time.monotonic() - saved > SAVED:
                    self._save(checkpoint)
                    saved = time.monotonic()
            loss = float(losses) / max(1, len(batches) - first)
            seconds = time.monotonic() - started
            say(f"{self.phase.name} {self.epoch + 1}: loss {loss:.4f}, {seconds:.1f} s")
            self.done = 0
        self.mean.apply()
        checkpoint.unlink(missing_ok=True)

    def _step(self, batch: Batch, epochs: float, losses: Tensor) -> None:
        done = epochs / self.phase.epochs
        self._set_rate(done)
        losses += self._learn(batch)
        if done >= 1 - AVERAGED and self.done % EVERY == 0:
            self.mean.add()

    def _learn(self, batch: Batch) -> Tensor:
        self.tagger.train()
        ids = torch.from_numpy(batch.ids).to(self.device, non_blocking=True)
        tags = torch.from_numpy(batch.tags).to(self.device, non_blocking=True)
        with torch.autocast(self.device.type, torch.bfloat16):
            scores = self.tagger(ids, ids != PAD).float()
        loss = functional.cross_entropy(
            scores.flatten(0, 1), tags.flatten(), ignore_index=IGNORED
        )
        if self.teachers:
            soft = self._soft_loss(scores, ids, tags != IGNORED)
            share = self.phase.soft
            loss = (1 - share) * loss + share * soft
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.tagger.parameters(), 1.0)
        self.optimizer.step()
        return loss.detach()

    def _soft_loss(self, scores: Tensor, ids: Tensor, known: Tensor) -> Tensor:
        """Return how far the scores are from the teachers' mean distribution."""
        wanted = torch.zeros_like(scores)
        with torch.no_grad(), torch.autocast(self.device.type, torch.bfloat16):
            for teacher in self.teachers:
                said = teacher(ids, ids != PAD).float() / TEMPERATURE
                wanted += said.softmax(-1) / len(self.teachers)
        given = (scores / TEMPERATURE).log_softmax(-1)
        apart = functional.kl_div(given, wanted, reduction="none").sum(-1)
        return (apart * known).sum() / known.sum() * TEMPERATURE**2

    def _set_rate(self, done: float) -> None:
        """Up for the first part, then down in a line to nothing."""
        share = min(done / WARM, (1 - done) / (1 - WARM))
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * max(share, 1e-3)

    def _save(self, path: Path) -> None:
        state = {
            "tagger": self.tagger.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "random": torch.get_rng_state(),
            "mean": (self.mean.sums, self.mean.count),
            "progress": (self.epoch, self.done),
        }
        save_state(path, state)

    def _resume(self, path: Path) -> None:
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.tagger.load_state_dict(state["tagger"])
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"].cpu())
        self.mean.sums, self.mean.count = state["mean"]
        self.epoch, self.done = state["progress"]


def save_state(path: Path, state: Mapping[str, Any]) -> None:
    """Write a training's state: the one before stands until this one is whole."""
    torch.save(dict(state), path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


class Mean:
    """The mean of the weights over batches: it generalizes better than the last.

    As in stochastic weight averaging (Izmailov et al., 2018).
    """

    def __init__(self, trained: Iterable[nn.Parameter]) -> None:
        self._trained = list(trained)
        self.sums = [torch.zeros_like(p) for p in self._trained]
        self.count = 0

    @torch.no_grad()
    def add(self) -> None:
        """Count the weights as they are."""
        torch._foreach_add_(self.sums, self._trained)
        self.count += 1

    @torch.no_grad()
    def apply(self) -> None:
        """Put the mean into what is trained, if there is one."""
        for parameter, total in zip(self._trained, self.sums, strict=True):
            if self.count:
                parameter.copy_(total / self.count)


def _parameter_groups(tagger: Tagger, peak: float) -> list[dict[str, Any]]:
    """Return the head, each layer, the lower the slower, and the embeddings.

    Embeddings do not decay: a piece that no text has stays as it was pretrained.
    """
    top = len(tagger.layers)
    groups = [(HEAD_RATE, 0.01, tagger.head.parameters())]
    for number, layer in enumerate(tagger.layers, 1):
        groups.append((LAYER_DECAY ** (top - number), 0.01, layer.parameters()))
    below = [*tagger.words.parameters(), *tagger.norm.parameters(), tagger.places]
    groups.append((LAYER_DECAY**top, 0.0, iter(below)))
    return [
        {"params": list(own), "peak": rate * peak, "weight_decay": decay}
        for rate, decay, own in groups
    ]


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
