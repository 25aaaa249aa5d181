"""Everything that graph.db keeps, facet by facet."""

import json
import sqlite3
from collections.abc import Iterator

from graph.model import LinkFacet, NodeFacet

_NODES = """
SELECT node.id, requirement.names, schema, caption, countries, seq, count, (
  SELECT json_group_array(text) FROM name
  WHERE name.node = fact.node AND name.requirement = fact.requirement
)
FROM node_facet AS fact
JOIN node ON node.pk = fact.node JOIN requirement ON requirement.pk = fact.requirement
ORDER BY node.id
"""
_LINKS = """
SELECT link.id, requirement.names, schema, source.id, target.id,
  count, first, last, total
FROM link_facet AS fact
JOIN link ON link.pk = fact.link JOIN requirement ON requirement.pk = fact.requirement
JOIN node AS source ON source.pk = link.source
JOIN node AS target ON target.pk = link.target
ORDER BY link.id
"""


def iter_facets(connection: sqlite3.Connection) -> Iterator[NodeFacet | LinkFacet]:
    """Yield every node's facets by id, then every link's."""
    for entity, needed, schema, caption, lands, seq, count, texts in connection.execute(
        _NODES
    ):
        yield NodeFacet(
            id=entity,
            requirement=frozenset(json.loads(needed)),
            schema=schema,
            caption=caption,
            countries=tuple(lands.split()),
            names=tuple(sorted(json.loads(texts))),
            seq=seq,
            count=count,
        )
    for name, needed, *rest in connection.execute(_LINKS):
        yield LinkFacet(name, frozenset(json.loads(needed)), *rest)
