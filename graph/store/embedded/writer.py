"""Deltas into graph.db: worked out in memory, written in one transaction."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice, repeat
from typing import Any

from graph.errors import Conflict
from graph.model import Delta, FacetKey, LinkFacet, NodeFacet
from graph.store.embedded.tables import DATA_TABLES, translated, write
from graph.store.facets import next_links, next_nodes

CHUNK = 10_000

Connect = Callable[[], AbstractContextManager[sqlite3.Connection]]
Rows = Iterable[Sequence[Any]]


class EmbeddedWriter:
    """Applies deltas, each whole and durable or not at all."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def applied(self) -> int:
        """Return the ledger sequence applied so far."""
        with self._connect() as connection, translated():
            return _applied(connection)

    def apply(self, delta: Delta) -> None:
        """Apply a delta. Raises Conflict where it does not follow, Unavailable."""
        with self._connect() as connection, translated(), write(connection):
            if _applied(connection) != delta.after:
                raise Conflict("the store has applied another sequence")
            _Step(connection).apply(delta)
            connection.execute(
                "UPDATE meta SET value = ? WHERE key = 'applied'", (delta.seq,)
            )

    def clear(self) -> None:
        """Forget everything, and leave nothing of it in the file."""
        with self._connect() as connection, translated():
            with write(connection):
                for table in DATA_TABLES:
                    connection.execute(f"DELETE FROM {table}")
                connection.execute("UPDATE meta SET value = 0 WHERE key = 'applied'")
                connection.execute(NEW_ERA)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _applied(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT value FROM meta WHERE key = 'applied'").fetchone()
    return int(row[0])


class _Step:
    """One delta on its way into the tables."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._requirements: dict[tuple[str, frozenset[str]], int] = {}
        self._known: dict[int, frozenset[str]] = {}
        self._nodes: dict[str, int] = {}
        self._first_new = 0

    def apply(self, delta: Delta) -> None:
        """Write the delta's nodes and links, and drop nodes left with nothing."""
        held = self._held_nodes(delta.add_nodes)
        nodes = next_nodes(delta, held)
        links = next_links(delta, self._held_links(delta.add_links))
        self._number(nodes, links)
        self._put_nodes(nodes, {key: set(one.names) for key, one in held.items()})
        loose = self._put_links(links)
        gone = [key.id for key, facet in nodes.items() if facet is None]
        self._sweep(loose | {self._nodes[i] for i in gone if i in self._nodes})

    def _requirement(self, entity: str, names: frozenset[str]) -> int:
        key = (entity.partition(":")[0], names)
        if key not in self._requirements:
            row = (key[0], json.dumps(sorted(names), ensure_ascii=False))
            self._db.execute(
                "INSERT OR IGNORE INTO requirement (case_id, names) VALUES (?, ?)", row
            )
            found = self._db.execute(
                "SELECT pk FROM requirement WHERE case_id = ? AND names = ?", row
            )
            self._requirements[key] = int(found.fetchone()[0])
        return self._requirements[key]

    def _names(self, number: int) -> frozenset[str]:
        if number not in self._known:
            row = self._db.execute(NAMES_OF, (number,)).fetchone()
            self._known[number] = frozenset(json.loads(row[0]))
        return self._known[number]

    def _held_nodes(self, adds: list[NodeFacet]) -> dict[FacetKey, NodeFacet]:
        """Return the present facets, all of them, of the nodes that are added to."""
        held = {}
        for entity, number, *said, countries, texts in self._asked(HELD_NODES, adds):
            key = FacetKey(entity, self._names(number))
            schema, caption, seq, count = said
            lands = tuple(countries.split())
            names = tuple(sorted(json.loads(texts)))
            held[key] = NodeFacet(*key, schema, caption, lands, names, seq, count)
        return held

    def _held_links(self, adds: list[LinkFacet]) -> dict[FacetKey, LinkFacet]:
        """Return the present facets, all of them, of the links that are added to."""
        held = {}
        for name, number, *said in self._asked(HELD_LINKS, adds):
            key = FacetKey(name, self._names(number))
            held[key] = LinkFacet(*key, *said)
        return held

    def _asked(
        self, query: str, adds: Iterable[NodeFacet | LinkFacet]
    ) -> Iterator[tuple[Any, ...]]:
        for chunk in _chunks({facet.id for facet in adds}):
            yield from self._db.execute(query, (_json(chunk),))

    def _number(
        self,
        nodes: dict[FacetKey, NodeFacet | None],
        links: dict[FacetKey, LinkFacet | None],
    ) -> None:
        """Find the numbers of all node ids named, and give the new ones theirs."""
        wanted = {key.id for key, facet in nodes.items() if facet}
        for link in links.values():
            if link:
                wanted.update((link.source, link.target))
        named = wanted | {key.id for key in nodes}
        for chunk in _chunks(named):
            self._nodes.update(self._db.execute(NUMBERS, (_json(chunk),)).fetchall())
        fresh = sorted(wanted - self._nodes.keys())
        self._first_new = self._next("node")
        self._nodes.update({i: self._first_new + n for n, i in enumerate(fresh)})
        rows = [(self._nodes[i], i) for i in fresh]
        self._many("INSERT INTO node (pk, id) VALUES (?, ?)", rows)

    def _next(self, table: str) -> int:
        row = self._db.execute(
            "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)
        ).fetchone()
        return (row[0] if row else 0) + 1

    def _put_nodes(
        self,
        nodes: dict[FacetKey, NodeFacet | None],
        held: dict[FacetKey, set[str]],
    ) -> None:
        """Write facets; `held` are names already there, which stay where they are."""
        old: list[tuple[int, int]] = []
        counted: list[tuple[int, int]] = []
        facets: list[tuple[Any, ...]] = []
        names: list[tuple[int, int, int, str]] = []
        words: set[tuple[str, int]] = set()
        pk = self._next("name")
        for key, facet in nodes.items():
            node = self._nodes.get(key.id)
            if node is None:
                continue
            number = self._requirement(*key)
            named = facet is not None and held.get(key) == set(facet.names)
            if node < self._first_new:
                (counted if named else old).append((node, number))
            if facet is not None:
                facets.append((node, number, *_node_row(facet)))
                for text in () if named else facet.names:
                    names.append((pk, node, number, text))
                    words.update(zip(text.split(), repeat(pk), strict=False))
                    pk += 1
        self._drop_node_facets(old)
        self._many(DROP_FACET, counted)
        self._many("INSERT INTO node_facet VALUES (?, ?, ?, ?, ?, ?, ?)", facets)
        self._many("INSERT INTO name VALUES (?, ?, ?, ?)", names)
        self._many("INSERT INTO word VALUES (?, ?)", sorted(words))

    def _drop_node_facets(self, keys: list[tuple[int, int]]) -> None:
        words = [
            (word, name)
            for key in keys
            for name, text in self._db.execute(NAMES, key)
            for word in text.split()
        ]
        self._many("DELETE FROM word WHERE text = ? AND name = ?", words)
        self._many("DELETE FROM name WHERE node = ? AND requirement = ?", keys)
        self._many(DROP_FACET, keys)

    def _put_links(self, links: dict[FacetKey, LinkFacet | None]) -> set[int]:
        """Write the links; return the nodes that may have lost their last one."""
        rows: dict[tuple[str, str, int, int], int] = {}
        held: dict[str, list[tuple[int, int, int]]] = {}
        for chunk in _chunks({key.id for key in links}):
            for pk, entity, schema, source, target in self._db.execute(
                LINK_ROWS, (_json(chunk),)
            ):
                rows[(entity, schema, source, target)] = pk
                held.setdefault(entity, []).append((pk, source, target))
        fresh: list[tuple[Any, ...]] = []
        facets: list[tuple[Any, ...]] = []
        old: list[tuple[int, int]] = []
        next_pk = self._next("link")
        for key, facet in links.items():
            number = self._requirement(*key)
            old.extend((pk, number) for pk, *_ in held.get(key.id, ()))
            if facet is None:
                continue
            ends = (self._nodes[facet.source], self._nodes[facet.target])
            row = (facet.id, facet.schema, *ends)
            pk = rows.setdefault(row, next_pk)
            if pk == next_pk:
                fresh.append((pk, *row))
                next_pk += 1
            facets.append((pk, number, *_link_row(facet)))
        self._many("DELETE FROM link_facet WHERE link = ? AND requirement = ?", old)
        self._many("INSERT INTO link VALUES (?, ?, ?, ?, ?)", fresh)
        self._many("INSERT INTO link_facet VALUES (?, ?, ?, ?, ?, ?)", facets)
        self._many(DROP_EMPTY_LINK, [(link[0],) for link in sorted(set(old))])
        return {end for links_ in held.values() for _, *ends in links_ for end in ends}

    def _sweep(self, nodes: set[int]) -> None:
        """Forget the ids of nodes that nothing asserts or refers to any more."""
        self._many(DROP_EMPTY_NODE, [(node,) for node in sorted(nodes)])

    def _many(self, statement: str, rows: Rows) -> None:
        self._db.executemany(statement, rows)


def _node_row(facet: NodeFacet) -> tuple[str, str, str, int, int]:
    countries = " ".join(facet.countries)
    return facet.schema, facet.caption, countries, facet.seq, facet.count


def _link_row(facet: LinkFacet) -> tuple[int, str, str, float]:
    return facet.count, facet.first, facet.last, facet.total


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(sorted(ids))
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _json(ids: Sequence[str]) -> str:
    return json.dumps(ids, ensure_ascii=False)


NEW_ERA = "UPDATE meta SET value = abs(random()) WHERE key = 'era'"
"""After a rebuild equal sequences need not mean equal content."""
NUMBERS = """
SELECT node.id, node.pk FROM json_each(?) AS asked
CROSS JOIN node ON node.id = asked.value
"""
LINK_ROWS = """
SELECT link.pk, link.id, link.schema, link.source, link.target
FROM json_each(?) AS asked CROSS JOIN link ON link.id = asked.value
"""
NAMES_OF = "SELECT names FROM requirement WHERE pk = ?"
HELD_NODES = """
SELECT node.id, fact.requirement, schema, caption, seq, count, countries, (
  SELECT json_group_array(text) FROM name
  WHERE name.node = fact.node AND name.requirement = fact.requirement
)
FROM json_each(?) AS asked CROSS JOIN node ON node.id = asked.value
CROSS JOIN node_facet AS fact ON fact.node = node.pk
"""
HELD_LINKS = """
SELECT link.id, fact.requirement, link.schema, source.id, target.id,
  count, first, last, total
FROM json_each(?) AS asked CROSS JOIN link ON link.id = asked.value
CROSS JOIN link_facet AS fact ON fact.link = link.pk
CROSS JOIN node AS source ON source.pk = link.source
CROSS JOIN node AS target ON target.pk = link.target
"""
DROP_FACET = "DELETE FROM node_facet WHERE node = ? AND requirement = ?"
NAMES = "SELECT pk, text FROM name WHERE node = ? AND requirement = ?"
DROP_EMPTY_LINK = """
DELETE FROM link WHERE pk = ?1
AND NOT EXISTS (SELECT 1 FROM link_facet WHERE link = ?1)
"""
DROP_EMPTY_NODE = """
DELETE FROM node WHERE pk = ?1
AND NOT EXISTS (SELECT 1 FROM node_facet WHERE node = ?1)
AND NOT EXISTS (SELECT 1 FROM link WHERE source = ?1)
AND NOT EXISTS (SELECT 1 FROM link WHERE target = ?1)
"""
