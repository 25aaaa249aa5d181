"""`python -m extraction.models.relating`: upper layers of the encoder learn relations.

They learn from gold documents, notes and our own stories; the lower layers stay the
names' own. Several learn side by side of the same bundles: one of all documents, which
is what ships, and for each part of the documents one that has seen nothing of it. What
these say of their part is what is known of documents to come: `extraction.models.
weighing` learns from it, `extraction.models.crossing` makes figures of it.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from extraction.models.bundles import Bundle, Drawer, bundle, to_item
from extraction.models.cases import CORPUS, PARTS
from extraction.models.choosing import without_parts
from extraction.models.finetune import CORPORA, best_device
from extraction.models.learning import LAYER_DECAY, Mean, save_state, say
from extraction.models.loading import load_tagger
from extraction.models.passages import (
    STORY,
    Passage,
    read_passages,
    with_standing,
)
from extraction.models.phases import Draw, Plan
from extraction.models.pool import pool_of
from extraction.models.relater import NEVER, Given, Lower, Relater, given
from extraction.models.restoring import (
    SHIPPED,
    TOKENIZER,
    restore,
    restore_marks,
    restore_relater,
)
from extraction.recognition.pieces import PieceCutter
from extraction.recognition.tagging import TAGS
from extraction.relation.learned.pairing import NAMES

GOLD = CORPUS / "train", CORPUS / "notes", CORPUS / "dev"
WORK = Path("build/relater")
MARKS = "marks.pt"
ALL = -1
"""The part that is left out where none is."""
WARM, AVERAGED = 0.08, 0.3
"""Parts of the training: with a rate that rises, and whose weights are averaged."""
SAVED = 600.0
"""Seconds after which the state is written."""


def weights_of(part: int) -> str:
    """Return the name of the file with what was learnt without a part."""
    return "relations.pt" if part == ALL else f"relations-{part}.pt"


class Learner:
    """A relater as it learns from all parts but one, with its optimizer."""

    def __init__(self, relater: Relater, part: int, plan: Plan) -> None:
        """Choose how fast what learns: each layer, the lower the slower."""
        self.relater, self.part, self.weight = relater, part, plan.weight
        layers = relater.layers
        new = [p for n, p in relater.named_parameters() if not n.startswith("layers.")]
        groups: list[dict[str, Any]] = [{"params": new, "peak": plan.head_rate}]
        for number, layer in enumerate(layers, 1):
            rate = plan.rate * LAYER_DECAY ** (len(layers) - number)
            groups.append({"params": list(layer.parameters()), "peak": rate})
        self.begin(groups)

    def begin(self, groups: Sequence[dict[str, Any]]) -> None:
        """Let some groups of weights learn."""
        self.trained = [p for group in groups for p in group["params"]]
        self.optimizer = torch.optim.AdamW(
            [dict(group, weight_decay=0.01) for group in groups], fused=True
        )
        self.mean = Mean(self.trained)

    def step(self, middle: Tensor, made: Given, done: float) -> Tensor:
        """Learn from one batch; `done` is the part of the training before it."""
        share = min(done / WARM, (1 - done) / (1 - WARM))
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * max(share, 1e-3)
        loss = self.loss(middle, made)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        if done >= 1 - AVERAGED:
            self.mean.add()
        return loss.detach()

    def loss(self, middle: Tensor, made: Given) -> Tensor:
        """Return the loss of what is not of the part left out."""
        scores = self.relater(middle, made)
        weights = torch.where(made.parts == STORY, 1.0, self.weight)
        if self.part != ALL:
            weights = weights * (made.parts != self.part)
        return pairs_loss(scores, made.wanted, weights)

    def state(self) -> dict[str, Any]:
        """Return what is needed to go on."""
        return {
            "trained": [p.detach() for p in self.trained],
            "optimizer": self.optimizer.state_dict(),
            "mean": (self.mean.sums, self.mean.count),
        }

    @torch.no_grad()
    def put(self, state: dict[str, Any]) -> None:
        """Go on from a state."""
        for parameter, value in zip(self.trained, state["trained"], strict=True):
            parameter.copy_(value)
        self.optimizer.load_state_dict(state["optimizer"])
        self.mean.sums, self.mean.count = state["mean"]


def pairs_loss(scores: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    """Return the cross-entropy of all that may be, for each relation that is.

    `weights` are those of the pairs of entities.
    """
    may = (scores > NEVER / 2) * weights[:, None]
    each = functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none")
    return (each * may).sum() / (wanted * weights[:, None]).sum().clamp(min=1)


@dataclass
class Training:
    """Trains learners side by side; each has its weights' mean in the end."""

    lower: Lower
    learners: Sequence[Learner]
    plan: Plan
    work: Path
    epochs: int = 0

    def step(self, made: Bundle, done: float) -> Tensor:
        """Let each learn from one batch; return their mean loss."""
        device = self.lower.marks.weight.device
        own = given(made, device)
        losses = torch.zeros((), device=device)
        with torch.autocast(device.type, torch.bfloat16):
            middle = self.lower(own.ids)
        for learner in self.learners:
            with torch.autocast(device.type, torch.bfloat16):
                losses += learner.step(middle, own, done)
        return losses / len(self.learners)

    def run(self, drawer: Drawer, epochs: int, workers: int) -> None:
        """Go through the epochs that are left; now and then the state is kept."""
        part = self.work / f"relations-{len(self.learners)}.part"
        self._take_up(part)
        started = saved = time.monotonic()
        self.lower.train()
        for learner in self.learners:
            learner.relater.train()
        drawn = _epochs(drawer, range(self.epochs, epochs), workers)
        for number, rows in enumerate(drawn, self.epochs):
            losses = torch.zeros((), device=self.lower.marks.weight.device)
            for at, row in enumerate(rows):
                losses += self.step(row, (number + at / len(rows)) / epochs)
            loss, spent = float(losses) / len(rows), time.monotonic() - started
            self.epochs = number + 1
            say(f"epoch {self.epochs}: loss {loss:.3f}, {spent:.0f} s")
            if time.monotonic() - saved > SAVED:
                self._save(part)
                saved = time.monotonic()
        for learner in self.learners:
            learner.mean.apply()
        part.unlink(missing_ok=True)

    def _save(self, path: Path) -> None:
        """Write the state after an epoch, so that a training that ends is taken up."""
        state = {
            "plan": str(self.plan),
            "random": torch.get_rng_state(),
            "learners": [learner.state() for learner in self.learners],
            "epochs": self.epochs,
        }
        save_state(path, state)

    def _take_up(self, path: Path) -> None:
        """Go on where a training by the same plan ended, if one did."""
        if not path.is_file():
            return
        device = self.lower.marks.weight.device
        state = torch.load(path, weights_only=True, map_location=device)
        if state["plan"] != str(self.plan):
            return
        for learner, one in zip(self.learners, state["learners"], strict=True):
            learner.put(one)
        torch.set_rng_state(state["random"].cpu())
        self.epochs = state["epochs"]


_drawers: list[Drawer] = []
"""What the processes that draw ahead draw from."""


def _draw(number: int) -> list[Bundle]:
    return _drawers[0].epoch(number)


def _epochs(
    drawer: Drawer, numbers: Sequence[int], workers: int
) -> Iterator[list[Bundle]]:
    """Yield the epochs, drawn ahead by other processes where there are any."""
    _drawers[:] = [drawer]
    if not workers:
        yield from map(_draw, numbers)
        return
    with get_context("fork").Pool(workers, os.nice, (10,)) as pool:
        yield from pool.imap(_draw, numbers)


@torch.no_grad()
def judge(
    lower: Lower, relater: Relater, passages: Sequence[Passage], cutter: PieceCutter
) -> dict[str, list[tuple[str, int, int, float, bool]]]:
    """Return for each passage every relation that may be, its score, and if it is."""
    lower.eval()
    relater.eval()
    found = {}
    for passage in passages:
        item = to_item(passage, cutter)
        rows: list[tuple[str, int, int, float, bool]] = []
        if len(item.pairs):
            made = given(bundle([item]), lower.marks.weight.device)
            scores = relater(lower(made.ids), made).cpu().numpy()
            for pair, relation in zip(*np.nonzero(scores > NEVER / 2), strict=True):
                score = round(float(scores[pair, relation]), 3)
                wanted = bool(item.wanted[pair, relation])
                rows.append((NAMES[relation], *item.ends[pair], score, wanted))
        found[passage.name] = rows
    return found


def teach_marks(
    lower: Lower, relater: Relater, plan: Plan, drawer: Drawer, options: Any
) -> None:
    """Let marks be learnt that do not ship: by a relater that is not kept."""
    learner = Learner(relater, ALL, plan)
    groups = [
        {"params": learner.trained, "peak": plan.rate},
        {"params": list(lower.marks.parameters()), "peak": plan.head_rate},
    ]
    learner.begin(groups)
    training = Training(lower, [learner], plan, options.work)
    training.run(drawer, plan.marking, options.workers)
    lower.marks.requires_grad_(False)
    torch.save(lower.marks.state_dict(), options.work / MARKS)


def learn(plan: Plan, parts: Sequence[int], options: Any) -> None:
    """Learn without each of some parts; keep the weights and what is left out."""
    device = torch.device(options.device)
    torch.manual_seed(plan.draw.seed)
    tagger = load_tagger(restore(SHIPPED), len(TAGS))
    cutter = PieceCutter.load(TOKENIZER)
    choosers = without_parts()
    read = read_passages(options.gold)
    passages = [with_standing(p, choosers[p.part]) for p in read]
    told = pool_of(options.work / "stories.json", options.corpora)
    drawer = Drawer(passages, told, cutter, plan.draw)
    say(f"{len(passages)} documents and notes, {len(told)} stories, {plan}")
    lower = Lower(tagger, restore_marks(SHIPPED)).to(device)
    if lower.marks.weight.requires_grad:
        teach_marks(lower, Relater(tagger).to(device), plan, drawer, options)
    relaters = [Relater(tagger) for _ in parts]
    if options.further:
        for relater in relaters:
            relater.load_state_dict(restore_relater(SHIPPED))
    learners = [
        Learner(relater.to(device), part, plan)
        for relater, part in zip(relaters, parts, strict=True)
    ]
    training = Training(lower, learners, plan, options.work)
    training.run(drawer, plan.epochs, options.workers)
    for learner in learners:
        save(learner.relater, options.work / weights_of(learner.part))
    for learner in learners:
        if learner.part != ALL:
            left = [p for p in passages if p.part == learner.part]
            found = judge(lower, learner.relater, left, cutter)
            path = options.work / f"left-out-{learner.part}.json"
            path.write_text(json.dumps(found), "utf-8")


def save(relater: nn.Module, path: Path) -> None:
    """Write a relater's weights in half precision."""
    weights = {n: p.detach().cpu().half() for n, p in relater.named_parameters()}
    torch.save(weights, path)


def main() -> None:
    """Learn on the gold documents, all of them and all but each part."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="lists of names")
    parser.add_argument("--gold", type=Path, nargs="+", default=[*GOLD])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--device", choices=("cpu", "cuda"), default=best_device())
    parser.add_argument("--workers", type=int, default=0, help="processes that draw")
    parser.add_argument("--threads", type=int, default=1, help="that a CPU learns with")
    parser.add_argument(
        "--parts",
        type=int,
        nargs="+",
        default=[ALL, *range(PARTS)],
        help="parts left out, one training each; -1 leaves out none",
    )
    parser.add_argument(
        "--further",
        action="store_true",
        help="go on from what ships (of all documents: use --parts -1)",
    )
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--rate", type=float, default=Plan().rate)
    parser.add_argument("--head-rate", type=float, default=Plan().head_rate)
    for name, value in asdict(Draw()).items():
        parser.add_argument(f"--{name}", type=type(value), default=value)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    draw = Draw(**{name: getattr(options, name) for name in asdict(Draw())})
    plan = replace(
        Plan(),
        epochs=options.epochs,
        rate=options.rate,
        head_rate=options.head_rate,
        draw=draw,
    )
    if options.further and options.parts != [ALL]:
        parser.error("what ships has learnt of all parts: --further needs --parts -1")
    learn(plan, options.parts, options)


if __name__ == "__main__":
    main()
