"""Visible nodes and links from the server; what is hidden never leaves it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from graph.model import Counts, Link, LinkFacet, Node, NodeFacet
from graph.store.base import Edges, Places
from graph.store.facets import (
    group_pairs,
    link_count,
    link_edges,
    link_order,
    merge_link_facets,
    merge_node_facets,
)
from graph.store.neo4j import cypher
from graph.store.neo4j.connection import Connection, Row

NO_LIMIT = 2**62
_SPECIAL = re.compile(r'([+\-!(){}\[\]^"~*?:\\/&|])')


class Neo4jReader:
    """A look for one scope; `seen` numbers the requirements met, None for all."""

    def __init__(
        self,
        connection: Connection,
        seen: list[int] | None,
        names: dict[int, frozenset[str]],
    ) -> None:
        self._connection = connection
        self._seen = seen
        self._names = names

    @property
    def seq(self) -> int:
        """The ledger sequence that the server shows now."""
        rows = self._connection.read(cypher.APPLIED)
        return max(rows[0]["applied"], 0) if rows else 0

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Return the visible ones among `ids`, by id."""
        found: dict[str, Node] = {}
        asked = sorted(set(ids))
        for start in range(0, len(asked), cypher.BATCH):
            rows = self._ask(cypher.NODES, ids=asked[start : start + cypher.BATCH])
            found.update({row["id"]: self._node(row) for row in rows})
        return found

    def links(
        self,
        ids: Sequence[str],
        schemata: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> list[Link]:
        """Return the visible links that touch any of `ids`, by id."""
        rows = self._ask(
            cypher.LINKS,
            ids=_once(ids),
            schemata=_names(schemata),
            limit=NO_LIMIT if limit is None else limit,
        )
        return sorted(map(self._link, rows), key=link_order)

    def links_among(
        self, ids: Sequence[str], schemata: Sequence[str] | None = None
    ) -> list[Link]:
        """Return the visible links with both ends among `ids`, by id."""
        rows = self._ask(cypher.LINKS_AMONG, ids=_once(ids), schemata=_names(schemata))
        return sorted(map(self._link, rows), key=link_order)

    def neighbours(
        self,
        ids: Sequence[str],
        schemata: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> list[str]:
        """Return the ids joined to any of `ids`, sorted, cut by id."""
        rows = self._ask(
            cypher.NEIGHBOURS,
            ids=_once(ids),
            schemata=_names(schemata),
            limit=NO_LIMIT if limit is None else limit,
        )
        return sorted(row["id"] for row in rows)

    def adjacency(
        self,
        ids: Sequence[str],
        schemata: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> dict[str, list[str]]:
        """Return the neighbours of each of `ids`; LimitExceeded above `limit`."""
        rows = self._ask(
            cypher.ADJACENCY,
            ids=_once(ids),
            schemata=_names(schemata),
            limit=NO_LIMIT if limit is None else limit + 1,
        )
        return group_pairs([(row["id"], row["beside"]) for row in rows], limit)

    def places(self, schemata: Sequence[str] | None = None) -> Places | None:
        """Return nothing: the topology is the server's."""

    def degrees(self, ids: Sequence[str]) -> dict[str, dict[str, int]]:
        """Count visible links by schema for each visible id."""
        found: dict[str, dict[str, int]] = {i: {} for i in self.nodes(ids)}
        for row in self._ask(cypher.DEGREES, ids=list(found)):
            found[row["id"]][row["schema"]] = row["links"]
        return found

    def search(
        self,
        words: Sequence[str],
        cases: Sequence[str] | None = None,
        limit: int = 10_000,
    ) -> list[tuple[Node, tuple[str, ...]]]:
        """Return visible nodes with the visible names that match, by id."""
        if not words:
            return []
        lead = max(words, key=len)
        rows = self._ask(
            cypher.SEARCH,
            text=_SPECIAL.sub(r"\\\1", lead) + "*",
            words=list(words),
            exact=" ".join(words),
            cases=_names(cases),
            limit=limit,
        )
        found = [(self._node(r), tuple(sorted(set(r["names"])))) for r in rows]
        return sorted(found, key=lambda hit: hit[0].id)

    def iter_nodes(self, case: str) -> Iterator[Node]:
        """Stream the visible nodes of a case by id."""
        after, prefix = "", f"{case}:"
        while rows := self._ask(cypher.CASE_NODES, prefix=prefix, after=after):
            nodes = sorted(map(self._node, rows), key=lambda node: node.id)
            yield from nodes
            after = nodes[-1].id

    def iter_links(self, case: str) -> Iterator[Link]:
        """Return the visible links of a case by id."""
        found: list[Link] = []
        after, prefix = "", f"{case}:"
        while rows := self._ask(cypher.CASE_LINKS, prefix=prefix, after=after):
            after = max(row["after"] for row in rows)
            found.extend(self._link(row) for row in rows if row["id"] is not None)
        return iter(sorted(found, key=link_order))

    def edges(self, case: str) -> Edges:
        """Return the visible links of a case in bulk."""
        prefix = f"{case}:"
        ids = [row["id"] for row in self._ask(cypher.CASE_IDS, prefix=prefix)]
        rows = (
            (
                row["source"],
                row["target"],
                row["schema"],
                link_count(row["schema"], row["counts"]),
            )
            for row in self._ask(cypher.CASE_EDGES, prefix=prefix)
        )
        return link_edges(ids, rows)

    def counts(self, case: str) -> Counts:
        """Count visible nodes and links of a case."""
        prefix = f"{case}:"
        nodes = self._ask(cypher.COUNT_NODES, prefix=prefix)[0]["found"]
        links = self._ask(cypher.COUNT_LINKS, prefix=prefix)[0]["found"]
        return Counts(nodes, links)

    def _ask(self, query: str, **values: object) -> list[Row]:
        return self._connection.read(query, seen=self._seen, **values)

    def _node(self, row: Row) -> Node:
        return merge_node_facets(
            [
                NodeFacet(
                    row["id"],
                    self._names.get(number, frozenset()),
                    schema,
                    caption,
                    tuple(countries.split()),
                    (),
                    seq,
                )
                for number, schema, caption, countries, seq in row["facets"]
            ]
        )

    def _link(self, row: Row) -> Link:
        ends = (row["schema"], row["source"], row["target"])
        return merge_link_facets(
            [
                LinkFacet(
                    row["id"], self._names.get(number, frozenset()), *ends, *tally
                )
                for number, *tally in row["facets"]
            ]
        )


def _once(ids: Iterable[str]) -> list[str]:
    return sorted(set(ids))


def _names(names: Sequence[str] | None) -> list[str] | None:
    return None if names is None else list(names)
