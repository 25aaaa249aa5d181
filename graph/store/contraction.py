"""Identity over a reader: what is judged to be one is shown as one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from graph.model import Link, Node
from graph.store.base import Clusters, Places, Reader
from graph.store.facets import merge_members


class Contraction:
    """Maps stored ids to canonical ones; holds what it learns for one look."""

    def __init__(self, reader: Reader, clusters: Clusters) -> None:
        self._reader = reader
        self._clusters = clusters
        self.alone = not any(True for _ in clusters.groups())
        self._merged: dict[str, Node | None] = {}

    def marked(self, places: Places) -> NDArray[np.bool_]:
        """Return for each position of a topology whether its id is in a cluster."""
        return places.marked(self._clusters)

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Return the contracted nodes of the visible ones among `ids`, by id asked."""
        asked = list(dict.fromkeys(ids))
        if self.alone:
            found = self._reader.nodes(asked)
            return {i: found[i] for i in asked if i in found}
        plain = [i for i in asked if len(self._clusters.members(i)) == 1]
        found = self.merge(self._reader.nodes(plain).values())
        if len(plain) < len(asked):
            self._learn(asked)
            for entity in asked:
                merged = self._merged.get(self._clusters.root(entity))
                if merged is not None and entity in merged.members:
                    found[entity] = merged
        return {i: found[i] for i in asked if i in found}

    def merge(self, nodes: Iterable[Node]) -> dict[str, Node]:
        """Return the contracted nodes of visible stored ones, by stored id."""
        found = {node.id: node for node in nodes}
        if not self.alone:
            self._learn(found)
            for entity in found:
                merged = self._merged.get(self._clusters.root(entity))
                found[entity] = merged or found[entity]
        return found

    def canonical(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the canonical id of each of `ids`, which must be visible ones."""
        asked = list(ids)
        if self.alone:
            return dict(zip(asked, asked, strict=True))
        self._learn(asked)
        result = {}
        for entity in asked:
            merged = self._merged.get(self._clusters.root(entity))
            result[entity] = merged.id if merged else entity
        return result

    def members(self, ids: Iterable[str]) -> list[str]:
        """Return the visible stored ids behind canonical `ids`, sorted."""
        asked = list(ids)
        if self.alone:
            return sorted(set(asked))
        self._learn(asked)
        result: set[str] = set()
        for entity in asked:
            merged = self._merged.get(self._clusters.root(entity))
            result.update(merged.members if merged else (entity,))
        return sorted(result)

    def links(self, links: Sequence[Link]) -> list[Link]:
        """Return the links between canonical ends.

        A link whose two ends are judged to be one is left out.
        """
        if self.alone:
            return list(links)
        ends = {link.source for link in links} | {link.target for link in links}
        to = self.canonical(ends)
        return [
            link
            if to[link.source] == link.source and to[link.target] == link.target
            else replace(link, source=to[link.source], target=to[link.target])
            for link in links
            if link.source == link.target or to[link.source] != to[link.target]
        ]

    def merged(self) -> list[Node]:
        """Return every contracted node of two or more visible members, by id."""
        self._learn(entity for group in self._clusters.groups() for entity in group)
        nodes = [n for n in self._merged.values() if n and len(n.members) > 1]
        return sorted(nodes, key=lambda node: node.id)

    def _learn(self, ids: Iterable[str]) -> None:
        groups: dict[str, tuple[str, ...]] = {}
        for entity in ids:
            members = self._clusters.members(entity)
            if len(members) > 1:
                root = self._clusters.root(entity)
                if root not in self._merged:
                    groups[root] = members
        if not groups:
            return
        visible = self._reader.nodes([m for group in groups.values() for m in group])
        for root, members in groups.items():
            seen = [visible[m] for m in members if m in visible]
            self._merged[root] = merge_members(seen) if seen else None
