"""Visible nodes and links out of graph.db, in one read transaction."""

import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from graph.errors import LimitExceeded
from graph.model import Counts, Link, LinkFacet, Node, NodeFacet
from graph.store.base import Edges, Places
from graph.store.embedded import queries
from graph.store.embedded.snapshot import State
from graph.store.embedded.tables import translated
from graph.store.embedded.topology import Snapshots, Topology
from graph.store.facets import (
    group_pairs,
    link_order,
    merge_link_facets,
    merge_node_facets,
)

TIMEOUT_S = 20.0
CHECK_EVERY = 20_000
"""SQLite steps between two looks at the clock."""
PAGE = 500


class EmbeddedReader:
    """One consistent look; `seen` numbers the requirements met, None for all."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        seen: frozenset[int] | None,
        names: dict[int, frozenset[str]],
        snapshots: Snapshots,
    ) -> None:
        self._db = connection
        self._names = names
        self._snapshots = snapshots
        self._seen = seen
        self._known_state: State | None = None
        self._met = {"seen": None if seen is None else json.dumps(sorted(seen))}
        self._queries = queries.ALL if seen is None else queries.SOME

    @property
    def seq(self) -> int:
        """The ledger sequence that this look shows."""
        return self._state()[1]

    def nodes(self, ids: Iterable[str]) -> dict[str, Node]:
        """Return the visible ones among `ids`, by id."""
        rows = self._rows(self._queries.nodes, ids=_json(ids))
        return {node.id: node for node in self._merge_nodes(rows)}

    def links(
        self,
        ids: Sequence[str],
        schemata: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> list[Link]:
        """Return the visible links that touch any of `ids`, by id."""
        rows = self._rows(
            self._queries.touching, ids=_json(ids), schemata=_names(schemata)
        )
        found: list[Link] = []
        for start in range(0, len(rows), PAGE):
            if limit is not None and len(found) >= limit:
                break
            numbers = json.dumps([pk for pk, _ in rows[start : start + PAGE]])
            facets = self._rows(self._queries.links, links=numbers)
            found.extend(self._merge_links(facets))
        return sorted(found, key=link_order)[:limit]

    def links_among(
        self, ids: Sequence[str], schemata: Sequence[str] | None = None
    ) -> list[Link]:
        """Return the visible links with both ends among `ids`, by id."""
        topology = self._topology()
        if topology:
            numbers = json.dumps(topology.links_among(ids, schemata))
            rows = self._rows(self._queries.links, links=numbers)
            return sorted(self._merge_links(rows), key=link_order)
        rows = self._rows(
            self._queries.among, ids=_json(ids), schemata=_names(schemata)
        )
        return sorted(self._merge_links(rows), key=link_order)

    def neighbours(
        self,
        ids: Sequence[str],
        schemata: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> list[str]:
        """Return the ids joined to any of `ids`, sorted, cut by id."""
        topology = self._topology()
        if topology:
            return topology.neighbours(ids, schemata, limit)
        rows = self._rows(
            self._queries.neighbours,
            ids=_json(ids),
            schemata=_names(schemata),
            limit=-1 if limit is None else limit,
        )
        return [entity for (entity,) in rows]

    def adjacency(
        self,
        ids: Sequence[str],
        schemata: Sequence[str] | None = None,
        limit: int | None = None,
    ) -> dict[str, list[str]]:
        """Return the neighbours of each of `ids`; LimitExceeded above `limit`."""
        topology = self._topology()
        if topology:
            return group_pairs(topology.pairs(ids, schemata), limit)
        rows = self._rows(
            self._queries.adjacency,
            ids=_json(ids),
            schemata=_names(schemata),
            limit=-1 if limit is None else limit + 1,
        )
        return group_pairs(rows, limit)

    def places(self, schemata: Sequence[str] | None = None) -> Places | None:
        """Return the topology over links of some kinds, where it is in memory."""
        topology = self._topology()
        return topology.over(schemata) if topology else None

    def degrees(self, ids: Sequence[str]) -> dict[str, dict[str, int]]:
        """Count visible links by schema for each visible id."""
        found: dict[str, dict[str, int]] = {i: {} for i in self.nodes(ids)}
        rows = self._rows(self._queries.degrees, ids=_json(found))
        for entity, schema, count in rows:
            found[entity][schema] = found[entity].get(schema, 0) + count
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
        rows = self._rows(
            self._queries.search,
            low=lead,
            high=lead + "\U0010ffff",
            words=_json(words),
            cases=_names(cases),
            exact=" ".join(words),
            limit=limit,
        )
        names = {entity: tuple(sorted(json.loads(texts))) for entity, texts in rows}
        nodes = self.nodes(names)
        return [(nodes[i], names[i]) for i in sorted(nodes)]

    def iter_nodes(self, case: str) -> Iterator[Node]:
        """Stream the visible nodes of a case by id."""
        return self._merge_nodes(self._stream(self._queries.case_nodes, case))

    def iter_links(self, case: str) -> Iterator[Link]:
        """Stream the visible links of a case by id."""
        return self._merge_links(self._stream(self._queries.case_links, case))

    def edges(self, case: str) -> Edges:
        """Return the visible links of a case in bulk."""
        return Topology(self._snapshots.get(self._db, self._state()), self._seen).edges(
            case
        )

    def counts(self, case: str) -> Counts:
        """Count visible nodes and links of a case, however long it takes.

        It reads each of them once, as views of all do.
        """
        topology = self._topology()
        if topology:
            return topology.counts(case)
        ((nodes, links),) = self._stream(self._queries.counts, case)
        return Counts(nodes, links)

    def _state(self) -> State:
        if self._known_state is None:
            ((era, applied),) = self._rows(queries.STATE)
            self._known_state = (era, applied)
        return self._known_state

    def _topology(self) -> Topology | None:
        """Return the topology in memory where there is one at this sequence."""
        snapshot = self._snapshots.find(self._db, self._state())
        return Topology(snapshot, self._seen) if snapshot else None

    def _rows(self, query: str, **values: Any) -> list[Any]:
        """Run a query to its end within the time that one may take."""
        end = time.monotonic() + TIMEOUT_S
        self._db.set_progress_handler(lambda: time.monotonic() > end, CHECK_EVERY)
        try:
            with translated():
                return self._db.execute(query, values | self._met).fetchall()
        except sqlite3.OperationalError as error:
            raise LimitExceeded("the question takes too long; narrow it") from error
        finally:
            self._db.set_progress_handler(None, 0)

    def _stream(self, query: str, case: str) -> Iterator[Any]:
        with translated():
            yield from self._db.execute(query, _range(case) | self._met)

    def _merge_nodes(self, rows: Iterable[Any]) -> Iterator[Node]:
        for _, group in groupby(rows, itemgetter(0)):
            yield merge_node_facets([self._node_facet(*row) for row in group])

    def _node_facet(self, entity: str, number: int, *rest: Any) -> NodeFacet:
        schema, caption, countries, seq = rest
        lands = tuple(countries.split())
        return NodeFacet(entity, self._names[number], schema, caption, lands, (), seq)

    def _merge_links(self, rows: Iterable[Any]) -> Iterator[Link]:
        for _, group in groupby(rows, itemgetter(0)):
            facets = [LinkFacet(i, self._names[r], *rest) for _, i, r, *rest in group]
            yield merge_link_facets(facets)


def _json(names: Iterable[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False)


def _names(names: Sequence[str] | None) -> str | None:
    return None if names is None else _json(names)


def _range(case: str) -> dict[str, str]:
    """Return the bounds of a case's ids: ';' comes right after ':'."""
    return {"low": f"{case}:", "high": f"{case};"}
