"""`python -m extraction.models.calibrating`: how far values go → the steps of bytes.

The graphs that ship read documents of corpus/train with steps of each text's own; what
these are is written into the graphs, for texts to come. Done twice, nothing changes.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from extraction.models.card import renew_digests
from extraction.models.cases import CASES
from extraction.models.parts import step_of
from extraction.models.passages import Passage, read_passages, with_standing
from extraction.recognition.encoder import (
    LOWER_FILE,
    NAME,
    TOKENIZER_FILE,
    UPPER_FILE,
    windows_of,
)
from extraction.recognition.graphs import open_graph
from extraction.recognition.pieces import BEGIN, END, PieceCutter, split_words
from extraction.recognition.sentences import find_frame, split_sentences
from extraction.recognition.settings import Setting
from extraction.relation.labelling import add_labels
from extraction.relation.learned.encoder import TOP_FILE
from extraction.relation.learned.marking import mark
from extraction.relation.referents import LearnedReferents

EVERY = 3
"""Of how many texts one is read."""
Span = tuple[float, float]


def main() -> None:
    """Write the steps into the graphs of a pipeline's recognizer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Setting.ACCURATE.folder)
    options = parser.parse_args()
    folder = options.folder / NAME
    calibrate(folder)
    if (folder / TOP_FILE).is_file():
        cutter = PieceCutter.load(folder / TOKENIZER_FILE)
        referents = LearnedReferents.load()
        passages = (with_standing(p, referents) for p in read_passages([CASES]))
        calibrate_top(folder, folder, list(_marked(passages, cutter))[::EVERY])
    renew_digests(options.folder)


def calibrate(folder: Path) -> None:
    """Write the steps into the names' graphs of a recognizer."""
    lower = _Watched(folder / LOWER_FILE)
    for ids in _read_windows(folder):
        lower.read(**_given(ids))
    lower.write()
    calibrate_upper(folder)


def calibrate_upper(folder: Path) -> None:
    """Write the steps into the upper of the names' graphs; the lower one stays."""
    lower, upper = open_graph(folder / LOWER_FILE), _Watched(folder / UPPER_FILE)
    for ids in _read_windows(folder):
        (middle,) = lower.run(None, _given(ids))
        upper.read(middle=middle, **_asked(ids))
    upper.write()


def _read_windows(folder: Path) -> list[list[int]]:
    """Return the windows that the names' graphs are watched with."""
    cutter = PieceCutter.load(folder / TOKENIZER_FILE)
    return list(_sentences(list(read_passages([CASES])), cutter))[::EVERY]


def calibrate_top(folder: Path, names: Path, windows: Iterable[Sequence[int]]) -> None:
    """Write the steps of windows into a folder's graph of relations.

    Those of the names' graphs stay.
    """
    lower, top = open_graph(names / LOWER_FILE), _Watched(folder / TOP_FILE)
    for ids in windows:
        (middle,) = lower.run(None, _given(ids))
        top.read(middle=middle, **_asked(ids))
    top.write()


class _Watched:
    """A graph with steps of each text's own, which are noted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._spans: defaultdict[str, list[Span]] = defaultdict(list)
        model = onnx.load(str(path))
        self._made = _loosen(model.graph)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3  # of constants that nothing reads now
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, ["CPUExecutionProvider"]
        )
        self._inputs = {one.name for one in self._session.get_inputs()}

    def read(self, **given: NDArray[Any]) -> NDArray[np.float32]:
        """Read a text; return what the graph makes of it."""
        used = {name: value for name, value in given.items() if name in self._inputs}
        answer, *found = self._session.run(None, used)
        for name, step, zero in zip(self._made, found[::2], found[1::2], strict=True):
            span = -float(zero) * float(step), (255.0 - float(zero)) * float(step)
            self._spans[name.partition("@")[0]].append(span)
        states: NDArray[np.float32] = answer
        return states

    def write(self) -> None:
        """Write the steps of how far values went in all that was read."""
        model = onnx.load(str(self._path))
        steps = {
            name: value
            for part, spans in self._spans.items()
            for name, value in step_of(
                part, min(low for low, _ in spans), max(high for _, high in spans)
            ).items()
        }
        for constant in model.graph.initializer:
            if constant.name in steps:
                value = numpy_helper.from_array(steps[constant.name], constant.name)
                constant.CopyFrom(value)
        onnx.save(model, str(self._path))


def _loosen(graph: onnx.GraphProto) -> list[str]:
    """Let a graph find the steps itself, and tell them; return the parts' names.

    Behind an @ of a name stands which of several nodes has the part's steps.
    """
    made: dict[str, str] = {}
    for number, node in enumerate(graph.node):
        if node.op_type == "QuantizeLinear":
            part, output = node.input[1].removesuffix(".step"), node.output[0]
            made[output] = f"{part}@{number}"
            outputs = [output, f"{made[output]}.step", f"{made[output]}.zero"]
            node.CopyFrom(
                helper.make_node("DynamicQuantizeLinear", [node.input[0]], outputs)
            )
        elif node.op_type == "MatMulIntegerToFloat":
            part = made[node.input[0]]
            node.input[2], node.input[4] = f"{part}.step", f"{part}.zero"
    for name in made.values():
        for kind, number in (("step", TensorProto.FLOAT), ("zero", TensorProto.UINT8)):
            info = helper.make_tensor_value_info(f"{name}.{kind}", number, [])
            graph.output.append(info)
    return list(made.values())


def _sentences(passages: Sequence[Passage], cutter: PieceCutter) -> Iterator[list[int]]:
    """Yield the windows that the names' graphs read."""
    for passage in passages:
        for sentence in split_sentences(passage.text, find_frame([passage.text])):
            text = passage.text[sentence.start : sentence.end].replace("\n", " ")
            ids = cutter.cut(text, split_words(text)).ids
            for window in windows_of(len(ids)):
                yield [BEGIN, *ids[window.start : window.end], END]


def _marked(passages: Iterable[Passage], cutter: PieceCutter) -> Iterator[list[int]]:
    """Yield the windows that the relations' graphs read."""
    for passage in passages:
        places, _ = add_labels(passage.text, passage.places, passage.standing)
        for window in mark(passage.text, places, cutter, cutter.size):
            yield window.ids


def _given(ids: Sequence[int]) -> dict[str, NDArray[Any]]:
    count = len(ids)
    return {
        "pieces": np.array([ids]),
        "positions": np.arange(count)[None],
        "texts": np.zeros((1, count), np.int64),
    }


def _asked(ids: Sequence[int]) -> dict[str, NDArray[Any]]:
    given = _given(ids)
    return {"texts": given["texts"], "asked": np.arange(len(ids))}


if __name__ == "__main__":
    main()
