"""`python -m extraction.models.relating`: the encoder's upper layers learn relations.

They learn from gold documents and from our own stories; the lower layers stay the
names' own. With `--folds 3 --fold 0` a third of the documents is left out, and how
likely each of their pairs is goes to a file, of which `extraction.models.crossing`
makes figures.
"""

import argparse
import hashlib
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from extraction.models.bert import Tagger
from extraction.models.cases import CASES, WEIGHED, lot_of
from extraction.models.finetune import CORPORA, best_device
from extraction.models.initial import Initial, Shape
from extraction.models.learning import LAYER_DECAY, Mean, save_state, say
from extraction.models.passages import (
    Passage,
    collect_words,
    read_passages,
    vary_passage,
)
from extraction.models.pool import pool_of
from extraction.models.relater import NEVER, Bundle, Item, Relater, bundle, to_item
from extraction.models.restoring import (
    SHIPPED,
    TOKENIZER,
    restore,
    restore_relations,
)
from extraction.recognition.pieces import UNKNOWN, PieceCutter
from extraction.recognition.tagging import TAGS
from extraction.relation.learned.pairing import NAMES

ROOT = Path(__file__).resolve().parents[2]
GOLD = CASES, ROOT / "corpus" / "dev"
WORK = Path("build/relater")
WEIGHTS = "relations.pt"
HEADS, EPSILON = 12, 1e-12
CHOSEN = ("epochs", "rate", "pieces", "stories", "share", "go_on")
"""What of a plan the command line sets."""
WARM, AVERAGED = 0.08, 0.3
"""Parts of the training: with a rate that rises, and whose weights are averaged."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast is learnt, from what, and which layers learn."""

    epochs: int = 90
    rate: float = 3e-4
    head_rate: float = 1e-3
    frozen: int = 7
    """Layers from below that stay as they are, the words' embeddings with them."""
    go_on: bool = False
    """From what ships, whose marks stay as they are too: no layer below learns then."""
    stories: float = 8.0
    """Passages of stories for each gold document in an epoch."""
    share: float = 0.4
    """Share of the gold documents that an epoch draws."""
    hidden: float = 0.1
    """Share of the pieces that are hidden, so that no document is learnt by heart."""
    unasked: float = 0.1
    """Share of passages that are read without the rules' answers."""
    pieces: int = 8_000
    """Pieces of a batch."""
    seed: int = 1


def fold_of(name: str, folds: int) -> int:
    """Return which part a document is in, by its name alone."""
    return int(hashlib.sha256(f"{name}.gold".encode()).hexdigest()[:8], 16) % folds


@dataclass
class Drawer:
    """Draws epochs of bundles, a number each."""

    gold: Sequence[Passage]
    told: Sequence[Passage]
    cutter: PieceCutter
    plan: Plan

    def __post_init__(self) -> None:
        self.words = collect_words(self.gold)

    def epoch(self, number: int) -> list[Bundle]:
        """Return the bundles of an epoch; equal numbers give equal ones."""
        seed = 1_000 * self.plan.seed + number
        chooser = random.Random(seed)
        drawn = [
            vary_passage(p, self.words, chooser)
            for p in self.gold
            if chooser.random() < self.plan.share
        ]
        count = round(self.plan.stories * len(self.gold))
        told = chooser.sample(self.told, min(count, len(self.told)))
        drawn += [vary_passage(p, {}, chooser) for p in told]
        drawn = [
            replace(p, stated=None) if chooser.random() < self.plan.unasked else p
            for p in drawn
        ]
        items = [to_item(p, self.cutter) for p in drawn]
        items = [item for item in items if len(item.pairs)]
        chooser.shuffle(items)
        items.sort(key=lambda item: max(map(len, item.windows)) // 32)
        made = list(_batches(items, self.plan.pieces))
        chooser.shuffle(made)
        hide = np.random.default_rng(seed)
        return [self._hide(bundle(rows), hide) for rows in made]

    def _hide(self, given: Bundle, chooser: np.random.Generator) -> Bundle:
        """Hide a part of the pieces; marks, beginnings and ends are kept."""
        ids = given.ids.numpy()
        may = (ids > UNKNOWN) & (ids < self.cutter.size)
        hidden = may & (chooser.random(ids.shape) < self.plan.hidden)
        return given._replace(ids=torch.from_numpy(np.where(hidden, UNKNOWN, ids)))


def _batches(items: Sequence[Item], pieces: int) -> Iterator[list[Item]]:
    rows: list[Item] = []
    count = longest = 0
    for item in items:
        most = max(longest, *map(len, item.windows))
        if rows and (count + len(item.windows)) * most > pieces:
            yield rows
            rows, count, most = [], 0, max(map(len, item.windows))
        rows.append(item)
        count, longest = count + len(item.windows), most
    yield rows


class Training:
    """Trains a relater; its weights are the mean over the last part in the end."""

    def __init__(self, relater: Relater, plan: Plan, device: torch.device) -> None:
        """Choose what learns, and how fast."""
        self.relater, self.plan, self.device = relater.to(device), plan, device
        groups = _groups(relater, plan)
        self.optimizer = torch.optim.AdamW(groups, fused=True)
        self.trained = [p for group in groups for p in group["params"]]
        self.mean = Mean(self.trained)
        self.epochs = 0

    def step(self, given: Bundle, done: float) -> Tensor:
        """Learn from one batch; `done` is the part of the training before it."""
        share = min(done / WARM, (1 - done) / (1 - WARM))
        for group in self.optimizer.param_groups:
            group["lr"] = group["peak"] * max(share, 1e-3)
        self.relater.train()
        with torch.autocast(self.device.type, torch.bfloat16):
            scores = self.relater(Bundle(*(part.to(self.device) for part in given)))
        loss = pairs_loss(scores, given.wanted.to(self.device))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        if done >= 1 - AVERAGED:
            self.mean.add()
        return loss.detach()

    def save(self, path: Path) -> None:
        """Write the state after an epoch, so that a training that ends is taken up."""
        state = {
            "plan": str(self.plan),
            "trained": [p.detach() for p in self.trained],
            "optimizer": self.optimizer.state_dict(),
            "random": torch.get_rng_state(),
            "mean": (self.mean.sums, self.mean.count),
            "epochs": self.epochs,
        }
        save_state(path, state)

    @torch.no_grad()
    def take_up(self, path: Path) -> None:
        """Go on where a training by the same plan ended, if one did."""
        if not path.is_file():
            return
        state = torch.load(path, weights_only=True, map_location=self.device)
        if state["plan"] != str(self.plan):
            return
        for parameter, value in zip(self.trained, state["trained"], strict=True):
            parameter.copy_(value)
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"].cpu())
        self.mean.sums, self.mean.count = state["mean"]
        self.epochs = state["epochs"]


def pairs_loss(scores: Tensor, wanted: Tensor) -> Tensor:
    """Return the cross-entropy of all that may be, for each relation that is."""
    may = scores > NEVER / 2
    each = functional.binary_cross_entropy_with_logits(
        scores, wanted.float(), reduction="none"
    )
    return (each * may).sum() / wanted.sum().clamp(min=1)


def _groups(relater: Relater, plan: Plan) -> list[dict[str, Any]]:
    """Return what learns: what is new, and each layer, the lower the slower."""
    layers = relater.tagger.layers
    kept = ("tagger.", "marks.") if plan.go_on else ("tagger.",)
    new = [p for n, p in relater.named_parameters() if not n.startswith(kept)]
    groups = [(plan.head_rate, new)]
    for number, layer in enumerate(layers, 1):
        if number > plan.frozen:
            rate = plan.rate * LAYER_DECAY ** (len(layers) - number)
            groups.append((rate, list(layer.parameters())))
    chosen = {id(p) for _, rows in groups for p in rows}
    for parameter in relater.parameters():
        parameter.requires_grad_(id(parameter) in chosen)
    return [
        {"params": rows, "peak": rate, "weight_decay": 0.01} for rate, rows in groups
    ]


_drawers: list[Drawer] = []
"""What the processes that draw ahead draw from."""


def _draw(number: int) -> list[Bundle]:
    """Return an epoch as arrays, which processes hand on faster than tensors."""
    made = _drawers[0].epoch(number)
    return [Bundle(*(part.numpy() for part in one)) for one in made]


def _epochs(drawer: Drawer, first: int, workers: int) -> Iterator[list[Bundle]]:
    """Yield the epochs, drawn ahead by other processes where there are any."""
    _drawers[:] = [drawer]
    numbers = range(first, drawer.plan.epochs)
    if not workers:
        yield from map(_draw, numbers)
        return
    with get_context("fork").Pool(workers, os.nice, (10,)) as pool:
        yield from pool.imap(_draw, numbers)


def train(training: Training, drawer: Drawer, workers: int, part: Path) -> None:
    """Go through the plan's epochs that are left; the state after each is in a file."""
    epochs, started = drawer.plan.epochs, time.monotonic()
    first = training.epochs
    for number, rows in enumerate(_epochs(drawer, first, workers), first):
        losses = torch.zeros((), device=training.device)
        for at, row in enumerate(rows):
            given = Bundle(*(torch.from_numpy(part) for part in row))
            losses += training.step(given, (number + at / len(rows)) / epochs)
        loss, spent = float(losses) / len(rows), time.monotonic() - started
        say(f"epoch {number + 1}: {len(rows)} batches, loss {loss:.3f}, {spent:.0f} s")
        training.epochs = number + 1
        training.save(part)
    training.mean.apply()
    part.unlink(missing_ok=True)


@torch.no_grad()
def judge(
    relater: Relater, passages: Sequence[Passage], cutter: PieceCutter
) -> dict[str, list[tuple[str, int, int, float, bool]]]:
    """Return for each passage every relation that may be, its score, and if it is."""
    relater.eval()
    device = relater.marks.weight.device
    found = {}
    for passage in passages:
        item = to_item(passage, cutter)
        rows: list[tuple[str, int, int, float, bool]] = []
        if len(item.pairs):
            given = Bundle(*(part.to(device) for part in bundle([item])))
            scores = relater(given).cpu().numpy()
            for pair, relation in zip(*np.nonzero(scores > NEVER / 2), strict=True):
                score = round(float(scores[pair, relation]), 3)
                wanted = bool(item.wanted[pair, relation])
                rows.append((NAMES[relation], *item.ends[pair], score, wanted))
        found[passage.name] = rows
    return found


def resume(model: nn.Module, path: Path) -> None:
    """Put weights in that an earlier training wrote. Raises ValueError for others."""
    state = torch.load(path, weights_only=True, map_location="cpu")
    state = {name: value.float() for name, value in state.items()}
    if unknown := model.load_state_dict(state, strict=False).unexpected_keys:
        raise ValueError(f"{path} has weights that the model lacks: {unknown}")


def load_tagger(weights: dict[str, Tensor], tags: int) -> Tagger:
    """Return the tagger of trained weights."""
    width = weights["words.weight"].shape[1]
    layers = 1 + max(int(n.split(".")[1]) for n in weights if n.startswith("layers."))
    inner = weights["layers.0.fi.weight"].shape[0]
    shape = Shape(width, layers, HEADS, inner, EPSILON)
    tagger = Tagger(_empty(shape, weights), range(len(weights["words.weight"])), tags)
    tagger.load_state_dict(weights)
    return tagger


def _empty(shape: Shape, weights: dict[str, Tensor]) -> Initial:
    """Return an encoder of a shape whose weights are to be put in."""
    wide, inner = shape.hidden, shape.feed_forward
    sizes = {"q": (wide, wide), "k": (wide, wide), "v": (wide, wide)}
    sizes |= {"ao": (wide, wide), "fi": (inner, wide), "fo": (wide, inner)}
    zeros: dict[str, NDArray[np.float32]] = {}
    for number in range(shape.layers):
        for name, (rows, columns) in sizes.items():
            zeros[f"l{number}.{name}.w"] = np.zeros((rows, columns), np.float32)
            zeros[f"l{number}.{name}.b"] = np.zeros(rows, np.float32)
        for name in ("aln", "oln"):
            zeros[f"l{number}.{name}.w"] = np.ones(wide, np.float32)
            zeros[f"l{number}.{name}.b"] = np.zeros(wide, np.float32)
    zeros["emb.ln.w"] = np.ones(wide, np.float32)
    zeros["emb.ln.b"] = np.zeros(wide, np.float32)
    zeros["emb.word"] = np.zeros((len(weights["words.weight"]), wide), np.float32)
    zeros["emb.pos"] = np.zeros((len(weights["places"]), wide), np.float32)
    zeros["emb.type"] = np.zeros((1, wide), np.float32)
    return Initial(shape, (), np.zeros(0, np.float32), {}, zeros, "")


def main() -> None:
    """Learn on the gold documents, those of a part left out if one is named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="lists of names")
    parser.add_argument("--gold", type=Path, nargs="+", default=[*GOLD])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--device", choices=("cpu", "cuda"), default=best_device())
    parser.add_argument("--workers", type=int, default=0, help="processes that draw")
    parser.add_argument("--threads", type=int, default=1, help="that a CPU learns with")
    parser.add_argument("--fold", type=int, default=-1, help="the part left out")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument(
        "--kept-back", default=WEIGHED, help="lots that are not learnt from"
    )
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--rate", type=float, default=Plan().rate)
    parser.add_argument("--pieces", type=int, default=Plan().pieces)
    parser.add_argument("--stories", type=float, default=Plan().stories)
    parser.add_argument("--share", type=float, default=Plan().share)
    parser.add_argument(
        "--go-on", action="store_true", help="from what ships, its marks as they are"
    )
    options = parser.parse_args()
    chosen = {f: getattr(options, f) for f in CHOSEN}
    plan = replace(Plan(), **chosen)
    torch.set_num_threads(options.threads)
    torch.manual_seed(plan.seed)
    tagger = load_tagger(restore(SHIPPED), len(TAGS))
    cutter = PieceCutter.load(TOKENIZER)
    passages = [
        passage
        for passage in read_passages(options.gold)
        if lot_of(passage.name) not in options.kept_back
    ]
    left = [p for p in passages if fold_of(p.name, options.folds) == options.fold]
    learnt = [p for p in passages if p not in left]
    relater = Relater(tagger)
    if plan.go_on:
        relater.load_state_dict(restore_relations(SHIPPED), strict=False)
    training = Training(relater, plan, torch.device(options.device))
    part = options.work / f"relations{options.fold}.part"
    training.take_up(part)
    told = pool_of(options.work / "stories.json", options.corpora)
    say(f"{len(learnt)} documents, {len(left)} left out, {plan}")
    train(training, Drawer(learnt, told, cutter, plan), options.workers, part)
    if left:
        found = judge(training.relater, left, cutter)
        path = options.work / f"left-out-{options.fold}.json"
        path.write_text(json.dumps(found), "utf-8")
        return
    learnt_weights = {
        name: value.detach().cpu().half()
        for name, value in training.relater.named_parameters()
        if value.requires_grad or name.startswith("marks.")
    }
    torch.save(learnt_weights, options.work / WEIGHTS)


if __name__ == "__main__":
    main()
