"""`python -m extraction.models.settling`: the names' upper layers learn case documents.

They go on from what ships, with the gold of corpus/train and corpus/notes beside the
corpora and our own sentences; what ships is also their teacher, so that nothing else is
forgotten. The lower layers, which relations read too, stay as they are. With `--fold N`
a third of the documents is left out and scored.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from extraction.models.bert import Tagger
from extraction.models.cases import CASES, NOTES, part_of, read_cases
from extraction.models.corpora import Sentence, iter_sentences, without_handles
from extraction.models.drawing import Drawing
from extraction.models.exporting import LOWER_LAYERS
from extraction.models.finetune import (
    CORPORA,
    SEED,
    best_device,
    development_of,
    score_tagger,
)
from extraction.models.generating import Generator
from extraction.models.learning import Run, say
from extraction.models.loading import load_tagger
from extraction.models.phases import Phase
from extraction.models.restoring import SHIPPED, TOKENIZER, restore
from extraction.models.varying import collect_names
from extraction.recognition.pieces import PieceCutter
from extraction.recognition.tagging import TAGS

WORK = Path("build/settling")
WEIGHTS = "names.pt"
REPEATED = 3
"""How often an epoch draws each sentence of the gold, varied anew each time."""
SHARES = {"en_btc": 0.3, "en_wnut17": 0.6, "re3d": 0.0}
SHARE = 0.7
"""How far the weights go from those before to those after: between the two, little
is forgotten and most is learnt (Wortsman et al., Robust fine-tuning, 2022)."""
PHASE = Phase("settled", 5, 5, 1e-4, 9_000, SHARES, 21, soft=0.4)


def upper_weights(
    tagger: Tagger, before: Mapping[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    """Return the layers above the lower ones and the last map: SHARE of the way."""
    return {
        name: torch.lerp(before[name], value.detach().cpu(), SHARE).half()
        for name, value in tagger.named_parameters()
        if value.requires_grad
    }


def freeze_lower(tagger: Tagger) -> None:
    """Let only the upper layers and the last map learn."""
    learning = [*tagger.layers[LOWER_LAYERS:], tagger.head]
    tagger.requires_grad_(False)
    for part in learning:
        part.requires_grad_(True)


def settle(
    weights: dict[str, torch.Tensor],
    sentences: Sequence[Sentence],
    cases: Sequence[Sentence],
    options: argparse.Namespace,
) -> Tagger:
    """Return the tagger of the weights, taught the cases; they are its teacher too."""
    cutter = PieceCutter.load(TOKENIZER)
    device = torch.device(options.device)
    teacher = load_tagger(weights, len(TAGS)).to(device).eval()
    tagger: Tagger = load_tagger(weights, len(TAGS)).to(device)
    freeze_lower(tagger)
    training = [without_handles(s) for s in sentences if s.part == "train"]
    generated = Generator(options.corpora, SEED).sentences(20_000)
    names = collect_names([*training, *generated, *cases])
    drawing = Drawing(
        [*training, *(list(cases) * REPEATED)], options.corpora, cutter, names
    )
    Run(
        tagger, drawing, PHASE, options.work, device, [teacher], options.workers
    ).train()
    return tagger


def main() -> None:
    """Learn, print the scores before and after, keep the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--gold", type=Path, nargs="+", default=[CASES, NOTES])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--device", choices=("cpu", "cuda"), default=best_device())
    parser.add_argument("--workers", type=int, default=0, help="processes that draw")
    parser.add_argument("--fold", type=int, default=-1, help="the part left out")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1, help="that a CPU learns with")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(SEED + PHASE.seed)
    documents = {n: s for f in options.gold for n, s in read_cases(f).items()}
    left = [n for n in documents if part_of(n, options.folds) == options.fold]
    cases = [s for n, rows in documents.items() if n not in left for s in rows]
    apart = [s for name in left for s in documents[name]]
    sentences = list(iter_sentences(options.corpora))
    scored = [*development_of(sentences), *apart]
    cutter = PieceCutter.load(TOKENIZER)
    start = restore(SHIPPED)
    before = load_tagger(start, len(TAGS)).to(options.device)
    say(f"before\n{score_tagger(before, cutter, scored).table()}")
    tagger = settle(start, sentences, cases, options)
    say(f"after\n{score_tagger(tagger, cutter, scored).table()}")
    if not left:
        torch.save(upper_weights(tagger, start), options.work / WEIGHTS)


if __name__ == "__main__":
    main()
