"""Boosted trees → a graph of ONNX, which runs without the library that grew them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import onnx
from onnx import TensorProto, helper

_OPSETS = (("", 21), ("ai.onnx.ml", 3))
_IR = 10


class _Nodes:
    """The nodes of all trees, side by side."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Any]] = {
            name: []
            for name in (
                "treeids", "nodeids", "featureids", "values", "modes", "truenodeids",
                "falsenodeids",
            )
        }  # fmt: skip
        self.leaves: dict[str, list[Any]] = {
            name: [] for name in ("treeids", "nodeids", "ids", "weights")
        }

    def add(self, tree: int, node: Mapping[str, Any]) -> None:
        """Take a tree, numbering its nodes from its root."""
        self._add(tree, node, 0)

    def _add(self, tree: int, node: Mapping[str, Any], number: int) -> int:
        """Take a node and what is below it; return the next free number."""
        if "leaf_value" in node:
            self._row(tree, number, 0, 0.0, "LEAF", 0, 0)
            leaf = tree, number, 0, node["leaf_value"]
            for name, value in zip(self.leaves, leaf, strict=True):
                self.leaves[name].append(value)
            return number + 1
        assert node["decision_type"] == "<="
        place = self._row(
            tree,
            number,
            node["split_feature"],
            _below(node["threshold"]),
            "BRANCH_LEQ",
            number + 1,
            0,
        )
        other = self._add(tree, node["left_child"], number + 1)
        self.rows["falsenodeids"][place] = other
        return self._add(tree, node["right_child"], other)

    def _row(self, *values: Any) -> int:
        for name, value in zip(self.rows, values, strict=True):
            self.rows[name].append(value)
        return len(self.rows["values"]) - 1


def _below(threshold: float) -> float:
    """Return the greatest single-precision number that is not above a threshold."""
    near = np.float32(threshold)
    if float(near) > threshold:
        near = np.nextafter(near, np.float32(-np.inf))
    return float(near)


def plant(trees: lightgbm.Booster, path: Path) -> None:
    """Write a graph: `rows` (count, features) → `stated` (count, 1), a probability."""
    nodes = _Nodes()
    for number, tree in enumerate(trees.dump_model()["tree_info"]):
        nodes.add(number, tree["tree_structure"])
    count = trees.num_feature()
    grown = helper.make_node(
        "TreeEnsembleRegressor",
        ["rows"],
        ["odds"],
        domain="ai.onnx.ml",
        n_targets=1,
        **{f"nodes_{name}": values for name, values in nodes.rows.items()},
        **{f"target_{name}": values for name, values in nodes.leaves.items()},
    )
    likely = helper.make_node("Sigmoid", ["odds"], ["stated"])
    rows = helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, count])
    stated = helper.make_tensor_value_info("stated", TensorProto.FLOAT, [None, 1])
    graph = helper.make_graph([grown, likely], "weigher", [rows], [stated])
    sets = [helper.make_opsetid(*row) for row in _OPSETS]
    onnx.save(helper.make_model(graph, opset_imports=sets, ir_version=_IR), str(path))
