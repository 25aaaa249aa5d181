"""Trained weights → the ONNX graphs that ship: small, and without PyTorch at run time.

The names' graph is in two: lower layers, whose states relations read too, and upper
ones. Texts are read side by side without padding: a piece attends to those of its own
text, and bytes have steps known beforehand, so that an answer does not depend on what
is read beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from extraction.models.initial import Shape
from extraction.models.parts import Reach, Weights, to_parts
from extraction.recognition.encoder import LOWER_FILE, UPPER_FILE
from extraction.relation.learned.encoder import TOP_FILE

OPSET = 23
EXTENSION = "com.microsoft"
LOWER_LAYERS = 7
NEVER = -60.0
"""What is added to attention to another text: nothing is left of it in
single precision, yet it is no number so small (subnormal) that processors take long
over it."""
INPUTS = {
    "pieces": TensorProto.INT64,
    "positions": TensorProto.INT64,
    "texts": TensorProto.INT64,
    "middle": TensorProto.FLOAT,
    "asked": TensorProto.INT64,
}
"""What graphs are given: a piece's id, its place in its text and the text's number;
states; and the places of the pieces whose answers are asked for."""


def export(weights: Weights, shape: Shape, folder: Path, reach: Reach) -> None:
    """Write the names' two graphs; with `reach` as bytes (see `to_parts`).

    The lower one makes of `pieces`, `positions` and `texts` (1, length) the states
    `middle` (1, length, width), the upper one of these, `texts` and `asked` (count) the
    `scores` (1, count, tags).
    """
    write_names(to_parts(weights, reach), shape, folder)


def write_names(parts: Mapping[str, NDArray[Any]], shape: Shape, folder: Path) -> None:
    """Write the names' two graphs of their parts."""
    lower = GraphBuilder(parts, shape)
    lower.embed()
    lower.layers(range(LOWER_LAYERS), lower.mask(), "middle")
    lower.write(folder / LOWER_FILE, ["pieces", "positions", "texts"], "middle")
    write_upper(parts, shape, folder)


def write_upper(parts: Mapping[str, NDArray[Any]], shape: Shape, folder: Path) -> None:
    """Write the upper of the names' two graphs of their parts."""
    upper = GraphBuilder(parts, shape, "middle")
    upper.layers(range(LOWER_LAYERS, shape.layers), upper.mask(), asked="asked")
    upper.node("Add", [upper.product("head"), upper.constant("head.b")], "scores")
    upper.write(folder / UPPER_FILE, ["middle", "texts", "asked"], "scores")


def export_top(weights: Weights, shape: Shape, folder: Path, reach: Reach) -> None:
    """Write the relations' graph `middle`, `asked` → `states` (1, count, width)."""
    write_top(to_parts(weights, reach), shape, folder)


def write_top(parts: Mapping[str, NDArray[Any]], shape: Shape, folder: Path) -> None:
    """Write the relations' graph of its parts."""
    top = GraphBuilder(parts, shape, "middle")
    top.layers(range(shape.layers), "", "states", asked="asked")
    top.write(folder / TOP_FILE, ["middle", "asked"], "states")


@dataclass
class GraphBuilder:
    """Nodes in the order they are made; `x` is the name of the states so far."""

    parts: Mapping[str, NDArray[Any]]
    shape: Shape
    x: str = ""
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, onnx.TensorProto] = field(default_factory=dict)

    def embed(self) -> None:
        """Begin with the pieces' embeddings."""
        taken = self.node("Gather", [self.constant("words"), "pieces"])
        known = self.node("Cast", [taken], to=TensorProto.FLOAT)
        factor = self.node("Gather", [self.constant("words.scale"), "pieces"])
        states = self.node("Mul", [known, factor])
        placed = self.node("Gather", [self.constant("places"), "positions"])
        self.x = self.norm(self.node("Add", [states, placed]), "norm")

    def mask(self) -> str:
        """Make what is added to attention (1, 1, length, length): own text alone."""
        rows, columns = (
            self.node("Unsqueeze", ["texts", self.constant(f"axes.{n}", np.array(at))])
            for n, at in enumerate(([1, 3], [1, 2]))
        )
        none = self.constant("none", np.array(0, np.float32))
        never = self.constant("never", np.array(NEVER, np.float32))
        return self.node("Where", [self.node("Equal", [rows, columns]), none, never])

    def layers(
        self, numbers: Sequence[int], mask: str, output: str = "", asked: str = ""
    ) -> None:
        """Make layers, the last one only for the pieces that are asked for."""
        for number in numbers:
            last = number == numbers[-1]
            self.layer(
                f"layers.{number}",
                mask,
                output if last else "",
                asked if last else "",
            )

    def layer(self, name: str, mask: str, output: str = "", asked: str = "") -> None:
        """Make a layer; where there is a mask it is added to its attention."""
        own = self.x
        read = answering = self.quantize(own, f"{name}.qkv")
        if asked:
            own = self.node("Gather", [self.x, asked], axis=1)
            answering = self.quantize(own, f"{name}.qkv")
            mask = mask and self.node("Gather", [mask, asked], axis=2)
        given = [
            self.linear(answering if kind == "q" else read, f"{name}.{kind}")
            for kind in "qkv"
        ]
        heads = self.shape.heads
        mixed = self.node(
            "Attention",
            [*given, mask] if mask else given,
            q_num_heads=heads,
            kv_num_heads=heads,
        )
        mixed = self.linear(self.quantize(mixed, f"{name}.ao"), f"{name}.ao")
        self.x = self.norm(self.node("Add", [own, mixed]), f"{name}.aln")
        inner = self.linear(self.quantize(self.x, f"{name}.fi"), f"{name}.fi")
        inner = self.quantize(self.node("Gelu", [inner]), f"{name}.fo")
        total = self.node("Add", [self.x, self.linear(inner, f"{name}.fo")])
        if f"{name}.fi.wide.w" in self.parts:
            few = self.node("Gelu", [self.linear(self.x, f"{name}.fi.wide")])
            self.x = few
            total = self.node("Add", [total, self.product(f"{name}.fo.wide")])
        self.x = self.norm(total, f"{name}.oln", output)

    def quantize(self, x: str, name: str) -> str:
        """Make bytes of what a map reads, evened out; nothing where it reads floats."""
        if f"{name}.step" not in self.parts:
            return x
        if f"{name}.even" in self.parts:
            x = self.node("Mul", [x, self.constant(f"{name}.even")])
        return self.node("QuantizeLinear", [x, *self._step(name)])

    def linear(self, x: str, name: str) -> str:
        """Make a map: of bytes where its weights are bytes."""
        bias = self.constant(f"{name}.b")
        if f"{name}.scale" not in self.parts:
            right = self.constant(f"{name}.w")
            return self.node("Add", [self.node("MatMul", [x, right]), bias])
        layer, _, kind = name.rpartition(".")
        step, zero = self._step(f"{layer}.qkv" if kind in "qkv" else name)
        weight, scale = self.constant(f"{name}.w"), self.constant(f"{name}.scale")
        inputs = [x, weight, step, scale, zero, "", bias]
        return self.node("MatMulIntegerToFloat", inputs, domain=EXTENSION)

    def product(self, name: str) -> str:
        """Make a product of the states with weights in single precision."""
        return self.node("MatMul", [self.x, self.constant(f"{name}.w")])

    def norm(self, x: str, name: str, output: str = "") -> str:
        """Make a normalization."""
        scale, bias = self.constant(f"{name}.w"), self.constant(f"{name}.b")
        epsilon = self.shape.epsilon
        inputs = [x, scale, bias]
        return self.node("LayerNormalization", inputs, output, epsilon=epsilon)

    def node(
        self, kind: str, inputs: Sequence[str], output: str = "", **attributes: Any
    ) -> str:
        """Add a node of one output and return the output's name."""
        name = output or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name, **attributes))
        return name

    def constant(self, name: str, value: NDArray[Any] | None = None) -> str:
        """Add a constant, by default the part of that name, once; return its name."""
        if name not in self.constants:
            found = self.parts[name] if value is None else value
            self.constants[name] = numpy_helper.from_array(np.asarray(found), name)
        return name

    def write(self, path: Path, inputs: Sequence[str], output: str) -> None:
        """Write the graph of what was made."""
        sizes: dict[str, list[str | int]] = {
            "middle": [1, "length", self.shape.hidden],
            "asked": ["count"],
        }
        given = [
            helper.make_tensor_value_info(
                name, INPUTS[name], sizes.get(name, [1, "length"])
            )
            for name in inputs
        ]
        rows = helper.make_tensor_value_info(
            output, TensorProto.FLOAT, [1, "rows", "columns"]
        )
        constants = list(self.constants.values())
        graph = helper.make_graph(
            self.nodes, path.stem, given, [rows], initializer=constants
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(EXTENSION, 1)]
        model = helper.make_model(graph, opset_imports=opsets, producer_name="klupko")
        model.ir_version = 10
        onnx.save(model, str(path))

    def _step(self, name: str) -> tuple[str, str]:
        return self.constant(f"{name}.step"), self.constant(f"{name}.zero")
