"""Trained weights → the ONNX graph that ships: small, and without PyTorch at run time.

A graph reads one text at a time: there is no padding, and an answer does not depend on
what is read beside it, though activations are quantized by the range that they have.
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
from extraction.models.parting import write_parts
from extraction.models.quantizing import furthest, quantize_rows, smoothing

OPSET = 21
EXTENSION = "com.microsoft"
Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]
Reach = Mapping[str, Floats]


def export(weights: Weights, shape: Shape, folder: Path, reach: Reach) -> None:
    """Write the graph `pieces` (1, length) → `scores` (1, length, tags), in two parts.

    Linear maps (`layers.11.fo`) that `reach` names become bytes; it says how far the
    values go that each column reads. The others stay in single precision; embeddings
    are bytes.
    """
    graph = GraphBuilder(fuse(fold(weights, reach), shape), shape, reach)
    output = graph.build()
    pieces = helper.make_tensor_value_info("pieces", TensorProto.INT64, [1, "length"])
    scores = helper.make_tensor_value_info(
        output, TensorProto.FLOAT, [1, "length", "tags"]
    )
    made = helper.make_graph(
        graph.nodes, "names", [pieces], [scores], initializer=graph.constants
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(EXTENSION, 1)]
    model = helper.make_model(made, opset_imports=opsets, producer_name="klupko")
    model.ir_version = 10
    write_parts(model, folder, shape.hidden)


def fold(weights: Weights, reach: Reach) -> Weights:
    """Return the weights with the values that each `ao` reads made even by its `v`.

    Attention mixes the values of `v` within each column, so that its rows can be
    divided by what the columns of `ao` are multiplied with.
    """
    folded = dict(weights)
    for name in (name for name in reach if name.endswith(".ao")):
        value = f"{name.removesuffix('.ao')}.v"
        factors = smoothing(folded[f"{name}.weight"], reach[name])
        folded[f"{name}.weight"] = folded[f"{name}.weight"] * factors
        folded[f"{value}.weight"] = folded[f"{value}.weight"] / factors[:, None]
        folded[f"{value}.bias"] = folded[f"{value}.bias"] / factors
    return folded


def fuse(weights: Weights, shape: Shape) -> Weights:
    """Return the weights with each layer's maps q, k and v as one, named qkv.

    They read the same values: one quantization and one product are enough.
    """
    fused = dict(weights)
    for number in range(shape.layers):
        for kind in ("weight", "bias"):
            parts = [fused.pop(f"layers.{number}.{part}.{kind}") for part in "qkv"]
            fused[f"layers.{number}.qkv.{kind}"] = np.concatenate(parts)
    return fused


@dataclass
class GraphBuilder:
    """Nodes and constants in the order they are made."""

    weights: Weights
    shape: Shape
    reach: Reach
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def build(self) -> str:
        """Make every node; return the name of the scores."""
        x = self._embed()
        for number in range(self.shape.layers):
            x = self.layer(x, f"layers.{number}")
        return self.linear(x, "head", output="scores")

    def _embed(self) -> str:
        words = self.weights["words.weight"]
        small, scale = quantize_rows(words)
        taken = self.node("Gather", [self._constant("words", small), "pieces"])
        known = self.node("Cast", [taken], to=TensorProto.FLOAT)
        scales = self._constant("words.scale", scale)
        factor = self.node("Gather", [scales, "pieces"])
        states = self.node("Mul", [known, factor])
        shape = self.node("Shape", ["pieces"], start=1, end=2)
        zero = self._constant("zero", np.array([0], dtype=np.int64))
        places = self._constant("places", self.weights["places"])
        placed = self.node("Slice", [places, zero, shape, zero])
        return self._norm(self.node("Add", [states, placed]), "norm")

    def layer(self, x: str, name: str) -> str:
        """Make a layer that reads the states x; return the name of its own."""
        mixed = self.node(
            "MultiHeadAttention",
            self._split(self.linear(x, f"{name}.qkv"), 3),
            domain=EXTENSION,
            num_heads=self.shape.heads,
        )
        mixed = self.linear(mixed, f"{name}.ao")
        x = self._norm(self.node("Add", [x, mixed]), f"{name}.aln")
        inner = self.node("Gelu", [self.linear(x, f"{name}.fi")])
        inner = self.linear(inner, f"{name}.fo")
        return self._norm(self.node("Add", [x, inner]), f"{name}.oln")

    def _split(self, x: str, count: int) -> list[str]:
        outputs = [f"{x}.{number}" for number in range(count)]
        self.nodes.append(
            helper.make_node(
                "Split", [x], outputs, outputs[0], axis=2, num_outputs=count
            )
        )
        return outputs

    def _norm(self, x: str, name: str) -> str:
        scale = self._constant(f"{name}.w", self.weights[f"{name}.weight"])
        bias = self._constant(f"{name}.b", self.weights[f"{name}.bias"])
        return self.node(
            "LayerNormalization", [x, scale, bias], epsilon=self.shape.epsilon
        )

    def linear(self, x: str, name: str, output: str = "") -> str:
        """Make a linear map of the states x; return the name of what it gives."""
        weight = self.weights[f"{name}.weight"]
        bias = self._constant(f"{name}.b", self.weights[f"{name}.bias"])
        if name not in self.reach:
            right = self._constant(f"{name}.w", np.ascontiguousarray(weight.T))
            return self.node("Add", [self.node("MatMul", [x, right]), bias], output)
        if name.endswith(".fo"):
            return self._apart(x, name, weight, bias)
        if name.endswith(".ao"):
            return self._bytes(x, name, weight, bias)
        factors = smoothing(weight, self.reach[name])
        even = self.node("Mul", [x, self._constant(f"{name}.even", 1 / factors)])
        return self._bytes(even, name, weight * factors, bias)

    def _apart(self, x: str, name: str, weight: Floats, bias: str) -> str:
        """Make a map with some columns apart, in single precision.

        Those that are given values far beyond the others' stay out of the bytes (as in
        LLM.int8; Dettmers et al., 2022), and leave the finer steps to the others.
        """
        columns = furthest(self.reach[name])
        narrow = np.ones(weight.shape[1], np.float32)
        narrow[columns] = 0
        rest = self.node("Mul", [x, self._constant(f"{name}.narrow", narrow)])
        most = self._bytes(rest, name, weight * narrow, bias)
        chosen = self._constant(f"{name}.columns", columns)
        taken = self.node("Gather", [x, chosen], axis=2)
        beyond = np.ascontiguousarray(weight[:, columns].T)
        few = self.node("MatMul", [taken, self._constant(f"{name}.wide", beyond)])
        return self.node("Add", [most, few])

    def _bytes(
        self, x: str, name: str, weight: NDArray[np.float32], bias: str
    ) -> str:
        packed, scales = quantize_rows(weight)
        names = [
            self._constant(f"{name}.w", np.ascontiguousarray(packed.T)),
            self._constant(f"{name}.scale", scales[:, 0]),
            self._constant(f"{name}.zero", np.zeros(len(packed), np.int8)),
            bias,
        ]
        return self.node("DynamicQuantizeMatMul", [x, *names], domain=EXTENSION)

    def node(
        self, kind: str, inputs: Sequence[str], output: str = "", **attributes: Any
    ) -> str:
        """Add a node of one output and return the output's name."""
        name = output or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], name, **attributes))
        return name

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name
