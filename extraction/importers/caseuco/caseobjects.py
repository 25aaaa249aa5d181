"""Objects of a CASE/UCO file: their classes, their facets as one, what they name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extraction.importers.caseuco.jsonld import Graph, Node, Ref, Term
from graph.errors import LimitExceeded

KLUPKO = "urn:klupko:terms:"
"""Namespace of what an export says in this project's own words."""

MAX_STEPS = 5
MAX_SEEN = 50
MAX_VALUES = 5_000_000
"""Of all objects with their facets: more than any file has that shares none."""

FEW = 8

_UCO = re.compile(
    r"https?://(?:ontology\.)?(?:unifiedcyberontology|caseontology)\.org/"
    r"(?:ontology/)?(?:(?:uco|case)/)?(?:[\w-]+)[/#](\w+)"
)
_OTHERS = (
    "http://purl.org/co/",
    "http://www.w3.org/2000/01/rdf-schema#",
)
_FACETS = ("hasFacet", "facets", "propertyBundle")


@cache
def vocabulary() -> dict[str, Any]:
    """Return case_uco.yaml."""
    text = Path(__file__).with_name("case_uco.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _schemata_of() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for schema, spec in vocabulary()["schemata"].items():
        for kind in spec["of"]:
            found.setdefault(kind, []).append(schema)
    return found


@dataclass(slots=True)
class Objects:
    """The nodes of one file as CASE/UCO objects."""

    graph: Graph
    _names: dict[str, str] = field(default_factory=dict)
    _views: dict[str, dict[str, list[Term]]] = field(default_factory=dict)
    _values: int = 0

    def name(self, whole: str) -> str:
        """Return a UCO or CASE name without its namespace; others stay whole.

        Names that a file writes without prefix count as UCO's, as in published files.
        """
        found = self._names.get(whole)
        if found is None:
            found = self._names[whole] = self._short(whole)
        return found

    def _short(self, whole: str) -> str:
        if match := _UCO.fullmatch(whole):
            return match[1]
        for start in (*_OTHERS, self.graph.vocabulary):
            if start and whole.startswith(start):
                return whole.removeprefix(start)
        return whole

    def get(self, term: Term) -> Node | None:
        """Return the node that a value refers to, None for text or one not here."""
        return self.graph.nodes.get(term.id) if isinstance(term, Ref) else None

    def classes(self, node: Node) -> list[str]:
        """Return a node's classes."""
        return [self.name(kind) for kind in node.types]

    def is_facet(self, node: Node) -> bool:
        """Whether a node is a part of others, not an object."""
        names = self.classes(node)
        return bool(names) and all(name.endswith("Facet") for name in names)

    def facets(self, node: Node) -> Iterator[Node]:
        """Yield the facets of an object."""
        for key, values in node.values.items():
            if self.name(key) in _FACETS:
                yield from (n for v in values if (n := self.get(v)) is not None)

    def view(self, node: Node) -> dict[str, list[Term]]:
        """Return an object's values with those of its facets, by name.

        Those of facets stand under `Facet.name`, too.
        """
        found = self._views.get(node.id)
        if found is None:
            found = self._views[node.id] = {}
            for key, values in node.values.items():
                found.setdefault(self.name(key), []).extend(values)
            for facet in self.facets(node):
                self._add_facet(found, facet)
        return found

    def _add_facet(self, found: dict[str, list[Term]], facet: Node) -> None:
        for key, values in facet.values.items():
            name = self.name(key)
            if name in ("comment", "label"):
                continue
            self._spend(len(values) * (1 + len(facet.types)))
            found.setdefault(name, []).extend(values)
            for kind in facet.types:
                found.setdefault(f"{self.name(kind)}.{name}", []).extend(values)

    def _spend(self, count: int) -> None:
        self._values += count
        if self._values > MAX_VALUES:
            raise LimitExceeded("CASE/UCO: too many objects share the same values")

    def schema(self, node: Node) -> str:
        """Return what an object becomes, empty where it is not taken."""
        if self.is_facet(node):
            return ""
        known = _schemata_of()
        parts = [name for facet in self.facets(node) for name in self.classes(facet)]
        parts += [name.removesuffix("Facet") for name in parts]
        for names in (self.classes(node), parts):
            found = {schema for name in names for schema in known.get(name, ())}
            for schema in vocabulary()["schemata"]:
                if schema in found:
                    return str(schema)
        return ""

    def texts(self, node: Node, names: Sequence[str]) -> list[str]:
        """Return the literal values under these names, each once."""
        view = self.view(node)
        found = (v for name in names for v in view.get(name, ()) if isinstance(v, str))
        return list(dict.fromkeys(text.strip() for text in found if text.strip()))

    def refs(self, node: Node, names: Sequence[str]) -> list[Ref]:
        """Return the nodes referred to under these names, each once."""
        view = self.view(node)
        found = (v for name in names for v in view.get(name, ()) if isinstance(v, Ref))
        return list(dict.fromkeys(found))

    def follow(self, node: Node, names: Sequence[str]) -> list[str]:
        """Return texts under these names, here or in what they refer to."""
        found: dict[str, None] = {}
        seen, front = {node.id}, [node]
        for _ in range(MAX_STEPS):
            after: list[Node] = []
            for one in front:
                found |= dict.fromkeys(self.texts(one, names))
                refs = self.refs(one, names)
                self._spend(max(0, len(refs) - FEW))
                for ref in refs:
                    other = self.get(ref)
                    if other and other.id not in seen and len(seen) < MAX_SEEN:
                        seen.add(other.id)
                        after.append(other)
            front = after
        return list(found)

    def called(self, node: Node, names: Sequence[str]) -> list[str]:
        """Return names of what is referred to under these names, or the texts there."""
        found = self.texts(node, names)
        for ref in self.refs(node, names):
            other = self.get(ref)
            if other is not None:
                found += self.texts(other, ("name", "displayName"))
        return found
