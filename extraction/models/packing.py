"""`python -m extraction.models.packing`: what relations were learnt → what ships of it.

The lower layers and the pieces are the names' own; marks that were learnt are put
behind the pieces. The upper layers become a graph of their own, the head a file of
NumPy; so does what was learnt without each part of the documents, which does not ship:
`extraction.models.weighing` reads with it.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from extraction.models.bundles import to_item
from extraction.models.calibrating import calibrate, calibrate_top
from extraction.models.card import add_relations
from extraction.models.cases import PARTS
from extraction.models.exporting import export_top
from extraction.models.initial import Shape
from extraction.models.learning import say
from extraction.models.loading import EPSILON, HEADS, load_tagger, resume
from extraction.models.parts import Floats
from extraction.models.passages import read_passages, with_standing
from extraction.models.phases import Plan
from extraction.models.quantizing import quantize_rows
from extraction.models.relater import Lower, Relater
from extraction.models.relating import ALL, GOLD, MARKS, WORK, weights_of
from extraction.models.restoring import SHIPPED, TOKENIZER, restore, restore_marks
from extraction.models.shipping import watched
from extraction.recognition.encoder import LOWER_FILE
from extraction.recognition.pieces import PieceCutter
from extraction.recognition.tagging import TAGS
from extraction.relation.learned.judging import PARTS as HEAD_PARTS
from extraction.relation.learned.likely import HEAD_FILE
from extraction.relation.referents import LearnedReferents

EVERY = 5
"""Of how many windows one is looked at to find how far values go."""

FEW = 3
"""Of how many of these one is, to find how far they go within a column."""


def folder_of(part: int, work: Path = WORK) -> Path:
    """Return where the graph and head are that were learnt without a part."""
    return SHIPPED if part == ALL else work / f"without-{part}"


def main() -> None:
    """Write the files that ship, and those of each part that is left out."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--parts", type=int, nargs="+", default=[ALL, *range(PARTS)])
    options = parser.parse_args()
    torch.set_num_threads(1)
    if (options.work / MARKS).is_file():
        marks = torch.load(options.work / MARKS, weights_only=True)["weight"]
        extend(SHIPPED / LOWER_FILE, marks.numpy())
        calibrate(SHIPPED)
        (options.work / MARKS).unlink()
    referents = LearnedReferents.load()
    passages = [with_standing(p, referents) for p in read_passages(GOLD)]
    cutter = PieceCutter.load(TOKENIZER)
    windows = [ids for p in passages for ids in to_item(p, cutter).windows]
    tagger = load_tagger(restore(SHIPPED), len(TAGS))
    lower = Lower(tagger, restore_marks(SHIPPED)).eval()
    for part in options.parts:
        relater = Relater(tagger).eval()
        resume(relater, options.work / weights_of(part))
        folder = folder_of(part, options.work)
        folder.mkdir(parents=True, exist_ok=True)
        pack(lower, relater, windows[::EVERY], folder)
        say(f"{weights_of(part)} is packed")
    if ALL in options.parts:
        add_relations(SHIPPED.parent, len(passages), Plan())


def pack(
    lower: Lower, relater: Relater, windows: Sequence[Sequence[int]], folder: Path
) -> None:
    """Write a relater's graph and head; its steps of bytes are those of the windows."""

    def read(ids: Sequence[int]) -> None:
        pieces = torch.tensor([ids])
        relater.read(lower(pieces), pieces)

    reach = watched(relater, windows[::FEW], read)
    width = lower.marks.embedding_dim
    shape = Shape(width, len(relater.layers), HEADS, 4 * width, EPSILON)
    weights: Mapping[str, Floats] = {
        name: value.detach().numpy()
        for name, value in relater.named_parameters()
        if name.startswith("layers.")
    }
    export_top(weights, shape, folder, reach)
    calibrate_top(folder, SHIPPED, windows)
    parts = dict(relater.named_parameters())
    head = {name: parts[name].detach().half().numpy() for name in HEAD_PARTS}
    np.savez(folder / HEAD_FILE, **head)


def extend(path: Path, marks: Floats) -> None:
    """Put marks behind the pieces of the names' lower graph."""
    model = onnx.load(str(path))
    graph = model.graph
    small, scale = quantize_rows(marks)
    count = len(numpy_helper.to_array(_constant(graph, "words")))
    vocabulary = PieceCutter.load(TOKENIZER).size
    for name, rows in (("words", small), ("words.scale", scale)):
        constant = _constant(graph, name)
        table = numpy_helper.to_array(constant)[: min(count, vocabulary)]
        constant.CopyFrom(numpy_helper.from_array(np.concatenate([table, rows]), name))
    onnx.save(model, str(path))


def _constant(graph: onnx.GraphProto, name: str) -> onnx.TensorProto:
    return next(c for c in graph.initializer if c.name == name)


if __name__ == "__main__":
    main()
