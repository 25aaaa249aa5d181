"""Deltas into the server: one transaction each, in batches of statements."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, TypeVar

import neo4j

from graph.errors import Conflict
from graph.model import Delta, FacetKey, LinkFacet, NodeFacet, split_id
from graph.store.facets import facet_order, most_specific, next_links, next_nodes
from graph.store.neo4j import cypher
from graph.store.neo4j.connection import Connection, Row
from graph.store.neo4j.naming import GENERAL_LABEL, label, relationship_type
from graph.store.neo4j.rows import link_facets, node_facets

Facet = TypeVar("Facet", NodeFacet, LinkFacet)

Ends = tuple[str, str, str]
"""Schema, source and target of a link."""


class Neo4jWriter:
    """Applies deltas, each whole or not at all, one at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def applied(self) -> int:
        """Return the ledger sequence applied so far. Raises Unavailable."""
        rows = self._connection.read(cypher.APPLIED)
        applied = rows[0]["applied"] if rows else 0
        if applied < 0:
            self.clear()
        return max(applied, 0)

    def apply(self, delta: Delta) -> None:
        """Apply a delta. Raises Conflict where it does not follow, Unavailable."""
        kinds = self._index_types(delta)
        self._connection.write(lambda tx: _Step(tx, kinds).apply(delta))

    def clear(self) -> None:
        """Forget everything, in batches; one that was broken off is finished."""
        self._connection.write(lambda tx: tx.run(cypher.MARK_CLEARING).consume())
        for command in cypher.CLEAR:
            self._connection.command(command)

    def _index_types(self, delta: Delta) -> list[str]:
        """Return the relationship types known, those that the delta brings indexed."""
        known = {row["kind"] for row in self._connection.read(cypher.TYPE_INDEXES)}
        schemata = {link.schema for link in (*delta.put_links, *delta.add_links)}
        fresh = {relationship_type(schema) for schema in schemata} - known
        for kind in sorted(fresh):
            self._connection.command(cypher.type_index(kind))
        if fresh:
            self._connection.command(cypher.AWAIT)
        return sorted(known | fresh)


class _Step:
    """One delta on its way to the server."""

    def __init__(self, tx: neo4j.ManagedTransaction, kinds: list[str]) -> None:
        self._tx = tx
        self._kinds = kinds
        self._numbers: dict[tuple[str, frozenset[str]], int] = {}
        self._names: dict[int, frozenset[str]] = {}

    def apply(self, delta: Delta) -> None:
        """Write the delta. Raises Conflict unless it follows what is applied."""
        applied = self._rows(cypher.LOCK)[0]["applied"]
        if applied != delta.after:
            raise Conflict("the store has applied another sequence")
        self._number(delta)
        self._put_nodes(delta)
        loose = self._put_links(delta)
        loose.update(key.id for key in delta.remove_nodes)
        loose.update(facet.id for facet in delta.add_nodes)
        self._many(cypher.SWEEP, "ids", sorted(loose))
        self._tx.run(cypher.ADVANCE, seq=delta.seq).consume()

    def _number(self, delta: Delta) -> None:
        """Learn the numbers of all requirements, and give the new ones theirs."""
        for row in self._rows(cypher.REQUIREMENTS):
            self._learn(row["number"], row["case"], frozenset(row["names"]))
        nodes = chain(delta.put_nodes, delta.add_nodes)
        links = chain(delta.put_links, delta.add_links)
        wanted = {(split_id(f.id)[0], f.requirement) for f in nodes}
        wanted.update((split_id(f.id)[0], f.requirement) for f in links)
        fresh = sorted(
            wanted - self._numbers.keys(), key=lambda key: (key[0], facet_order(key[1]))
        )
        rows = []
        for number, (case, names) in enumerate(fresh, max(self._names, default=0) + 1):
            self._learn(number, case, names)
            rows.append({"number": number, "case": case, "names": sorted(names)})
        self._many(cypher.ADD_REQUIREMENTS, "rows", rows)

    def _learn(self, number: int, case: str, names: frozenset[str]) -> None:
        self._numbers[(case, names)] = number
        self._names[number] = names

    def _put_nodes(self, delta: Delta) -> None:
        named = [facet.id for facet in (*delta.put_nodes, *delta.add_nodes)]
        ids = sorted({*named, *(key.id for key in delta.remove_nodes)})
        labels: dict[str, list[str]] = {}
        held: dict[FacetKey, NodeFacet] = {}
        for row in self._batches(cypher.HELD_NODES, ids):
            labels[row["id"]] = [n for n in row["labels"] if n != GENERAL_LABEL]
            held.update(_keyed(node_facets(row, self._names)))
        after: dict[str, list[NodeFacet]] = {i: [] for i in ids}
        for facet in _settle(held, next_nodes(delta, held)).values():
            after[facet.id].append(facet)
        self._write_nodes(after, labels)

    def _write_nodes(
        self, after: Mapping[str, list[NodeFacet]], labels: Mapping[str, list[str]]
    ) -> None:
        fresh: dict[str, list[Row]] = {}
        changed: dict[str, list[Row]] = {}
        stale: dict[str, list[str]] = {}
        for entity, facets in after.items():
            facets.sort(key=lambda f: facet_order(f.requirement))
            new = label(most_specific([f.schema for f in facets])) if facets else ""
            for old in labels.get(entity, ()):
                if old != new:
                    stale.setdefault(old, []).append(entity)
            if facets:
                row = {"id": entity, "facets": self._node_row(facets)}
                rows = changed if entity in labels else fresh
                rows.setdefault(new, []).append(row)
        for old, ids in stale.items():
            self._many(cypher.drop_label(old), "ids", ids)
        empty = [entity for entity, facets in after.items() if not facets]
        self._many(cypher.CLEAR_NODES, "ids", empty)
        for new, batch in fresh.items():
            self._many(cypher.add_nodes(new), "rows", batch)
        for new, batch in changed.items():
            self._many(cypher.set_nodes(new), "rows", batch)

    def _put_links(self, delta: Delta) -> set[str]:
        """Write the links; return the nodes that may have lost their last one."""
        named = [facet.id for facet in (*delta.put_links, *delta.add_links)]
        ids = sorted({*named, *(key.id for key in delta.remove_links)})
        elements: dict[tuple[str, Ends], str] = {}
        held: dict[FacetKey, LinkFacet] = {}
        kinds = [k for k in self._kinds if self._rows(cypher.any_links(k))[0]["found"]]
        for kind in kinds if ids else ():
            for row in self._batches(cypher.held_links(kind), ids):
                ends = (row["schema"], row["source"], row["target"])
                elements[(row["id"], ends)] = row["element"]
                held.update(_keyed(link_facets(row, self._names)))
        after: dict[tuple[str, Ends], list[LinkFacet]] = {}
        for facet in _settle(held, next_links(delta, held)).values():
            ends = (facet.schema, facet.source, facet.target)
            after.setdefault((facet.id, ends), []).append(facet)
        gone = [element for key, element in elements.items() if key not in after]
        self._many(cypher.DROP_LINKS, "elements", gone)
        self._write_links(after, elements)
        return {end for _, (_, *ends) in elements for end in ends}

    def _write_links(
        self,
        after: Mapping[tuple[str, Ends], list[LinkFacet]],
        elements: Mapping[tuple[str, Ends], str],
    ) -> None:
        changed: list[Row] = []
        fresh: dict[str, list[Row]] = {}
        for key, facets in after.items():
            row: Row = {"facets": self._link_row(facets)}
            if key in elements:
                changed.append(row | {"element": elements[key]})
            else:
                schema, source, target = key[1]
                row |= {"source": source, "target": target}
                fresh.setdefault(relationship_type(schema), []).append(row)
        self._many(cypher.SET_LINKS, "rows", changed)
        rows = [row for batch in fresh.values() for row in batch]
        ends = sorted({row[end] for row in rows for end in ("source", "target")})
        self._many(cypher.MAKE_ENDS, "ids", ends)
        for kind, batch in fresh.items():
            self._many(cypher.add_links(kind), "rows", batch)

    def _node_row(self, facets: list[NodeFacet]) -> Row:
        return {
            "requirements": self._numbers_of(facets),
            "schemata": [f.schema for f in facets],
            "captions": [f.caption for f in facets],
            "countries": [" ".join(f.countries) for f in facets],
            "names": ["\n".join(f.names) for f in facets],
            "seqs": [f.seq for f in facets],
            "counts": [f.count for f in facets],
        }

    def _link_row(self, facets: list[LinkFacet]) -> Row:
        return {
            "id": facets[0].id,
            "schema": facets[0].schema,
            "requirements": self._numbers_of(facets),
            "counts": [f.count for f in facets],
            "firsts": [f.first for f in facets],
            "lasts": [f.last for f in facets],
            "totals": [float(f.total) for f in facets],
        }

    def _numbers_of(self, facets: Iterable[NodeFacet | LinkFacet]) -> list[int]:
        return [self._numbers[(split_id(f.id)[0], f.requirement)] for f in facets]

    def _rows(self, query: str, **values: Any) -> list[Row]:
        return self._tx.run(query, values).data()

    def _batches(self, query: str, ids: list[str]) -> Iterator[Row]:
        for start in range(0, len(ids), cypher.BATCH):
            yield from self._rows(query, ids=ids[start : start + cypher.BATCH])

    def _many(self, command: str, name: str, rows: list[Any]) -> None:
        for start in range(0, len(rows), cypher.BATCH):
            values = {name: rows[start : start + cypher.BATCH]}
            self._tx.run(command, values).consume()


def _keyed(facets: Iterable[Facet]) -> Iterator[tuple[FacetKey, Facet]]:
    for facet in facets:
        yield FacetKey(facet.id, facet.requirement), facet


def _settle(
    held: Mapping[FacetKey, Facet], changes: Mapping[FacetKey, Facet | None]
) -> dict[FacetKey, Facet]:
    """Return all facets of the ids touched, as they are after the changes."""
    settled = {**held, **changes}
    return {key: facet for key, facet in settled.items() if facet is not None}
