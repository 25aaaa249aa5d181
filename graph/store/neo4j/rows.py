"""Rows of the server → facets: the lists that lie side by side, taken apart."""

from collections.abc import Iterator, Mapping
from typing import Any

from graph.model import LinkFacet, NodeFacet

Row = Mapping[str, Any]
Names = Mapping[int, frozenset[str]]
"""The requirements by their numbers."""


def node_facets(row: Row, names: Names) -> Iterator[NodeFacet]:
    """Yield the facets of a node, none for a placeholder."""
    for i, number in enumerate(row["requirements"] or ()):
        yield NodeFacet(
            id=row["id"],
            requirement=names[number],
            schema=row["schemata"][i],
            caption=row["captions"][i],
            countries=tuple(row["countries"][i].split()),
            names=tuple(n for n in row["names"][i].split("\n") if n),
            seq=row["seqs"][i],
            count=row["counts"][i],
        )


def link_facets(row: Row, names: Names) -> Iterator[LinkFacet]:
    """Yield the facets of a relationship."""
    for i, number in enumerate(row["requirements"]):
        yield LinkFacet(
            id=row["id"],
            requirement=names[number],
            schema=row["schema"],
            source=row["source"],
            target=row["target"],
            count=row["counts"][i],
            first=row["firsts"][i],
            last=row["lasts"][i],
            total=row["totals"][i],
        )
