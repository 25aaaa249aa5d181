"""The Cypher of the Neo4j store.

    (:Entity:Person {id, requirements, schemata, captions, countries, names, seqs,
                     counts})
    -[:OWNERSHIP {id, schema, requirements, counts, firsts, lasts, totals}]->

A node's and a relationship's facets lie side by side in lists; `requirements` numbers
the (:Requirement {number, case, names}) that each stands under, and every query drops
what the asker's numbers, $seen, do not hold. Without facets a node is a placeholder
for an end that has not come yet. Names are one string a facet, split by line ends.
"""

BATCH = 10_000

SCHEMA = (
    """CREATE CONSTRAINT klupko_entity IF NOT EXISTS
    FOR (n:Entity) REQUIRE n.id IS UNIQUE""",
    """CREATE CONSTRAINT klupko_requirement IF NOT EXISTS
    FOR (n:Requirement) REQUIRE n.number IS UNIQUE""",
    """CREATE CONSTRAINT klupko_projection IF NOT EXISTS
    FOR (n:Projection) REQUIRE n.name IS UNIQUE""",
    """CREATE FULLTEXT INDEX klupko_names IF NOT EXISTS
    FOR (n:Entity) ON EACH [n.names]
    OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}}""",
)
AWAIT = "CALL db.awaitIndexes(300)"


def type_index(kind: str) -> str:
    """Return the command that indexes the ids of one relationship type."""
    return (
        f"CREATE INDEX klupko_{kind.lower()} IF NOT EXISTS "
        f"FOR ()-[r:`{kind}`]-() ON (r.id)"
    )


TYPE_INDEXES = """
SHOW INDEXES YIELD name, entityType, labelsOrTypes
WHERE name STARTS WITH 'klupko_' AND entityType = 'RELATIONSHIP'
RETURN labelsOrTypes[0] AS kind
"""

REQUIREMENTS = """
MATCH (q:Requirement)
RETURN q.number AS number, q.case AS case, q.names AS names
"""
ADD_REQUIREMENTS = """
UNWIND $rows AS row
CREATE (:Requirement {number: row.number, case: row.case, names: row.names})
"""

APPLIED = "MATCH (p:Projection {name: 'klupko'}) RETURN p.applied AS applied"
LOCK = """
MERGE (p:Projection {name: 'klupko'})
ON CREATE SET p.applied = 0
SET p.locked = true
RETURN p.applied AS applied
"""
ADVANCE = "MATCH (p:Projection {name: 'klupko'}) SET p.applied = $seq REMOVE p.locked"

HELD_NODES = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
RETURN n.id AS id, labels(n) AS labels, n.requirements AS requirements,
  n.schemata AS schemata, n.captions AS captions, n.countries AS countries,
  n.names AS names, n.seqs AS seqs, n.counts AS counts
"""
MAKE_ENDS = "UNWIND $ids AS id MERGE (:Entity {id: id})"


def add_nodes(label: str) -> str:
    """Return the command that makes nodes which carry `label`."""
    return (
        f"UNWIND $rows AS row CREATE (n:Entity:`{label}` {{id: row.id}}) "
        "SET n += row.facets"
    )


def set_nodes(label: str) -> str:
    """Return the command that writes nodes which are there and carry `label` then."""
    return (
        "UNWIND $rows AS row MATCH (n:Entity {id: row.id}) "
        f"SET n:`{label}`, n += row.facets"
    )


def drop_label(label: str) -> str:
    """Return the command that takes `label` from nodes."""
    return f"UNWIND $ids AS id MATCH (n:Entity {{id: id}}) REMOVE n:`{label}`"


CLEAR_NODES = """
UNWIND $ids AS id
MATCH (n:Entity {id: id})
SET n = {id: id}
"""
SWEEP = """
UNWIND $ids AS id
MATCH (n:Entity {id: id}) WHERE n.requirements IS NULL AND NOT (n)--()
DELETE n
"""


def any_links(kind: str) -> str:
    """Return the query, quick on any graph, for how many relationships a type has."""
    return f"MATCH ()-[r:`{kind}`]->() RETURN count(r) AS found"


def held_links(kind: str) -> str:
    """Return the query for the relationships of one type with the ids asked for."""
    return f"""
UNWIND $ids AS id
MATCH (a)-[r:`{kind}`]->(b) USING INDEX SEEK r:`{kind}`(id) WHERE r.id = id
RETURN elementId(r) AS element, r.id AS id, r.schema AS schema, a.id AS source,
  b.id AS target, r.requirements AS requirements, r.counts AS counts,
  r.firsts AS firsts, r.lasts AS lasts, r.totals AS totals
"""


def add_links(kind: str) -> str:
    """Return the command that makes relationships of one type."""
    return f"""
UNWIND $rows AS row
MATCH (a:Entity {{id: row.source}})
MATCH (b:Entity {{id: row.target}})
CREATE (a)-[r:`{kind}`]->(b)
SET r = row.facets
"""


SET_LINKS = """
UNWIND $rows AS row
MATCH ()-[r]->() WHERE elementId(r) = row.element
SET r = row.facets
"""
DROP_LINKS = """
UNWIND $elements AS element
MATCH ()-[r]->() WHERE elementId(r) = element
DELETE r
"""

MARK_CLEARING = """
MERGE (p:Projection {name: 'klupko'}) SET p.applied = -1
"""
CLEAR = (
    f"""MATCH (:Entity)-[r]->(:Entity)
    CALL {{ WITH r DELETE r }} IN TRANSACTIONS OF {BATCH} ROWS""",
    f"""MATCH (n:Entity)
    CALL {{ WITH n DETACH DELETE n }} IN TRANSACTIONS OF {BATCH} ROWS""",
    "MATCH (q:Requirement) DELETE q",
    "MATCH (p:Projection {name: 'klupko'}) SET p.applied = 0",
)


def _seen(item: str) -> str:
    """Return the condition that any facet of `item` is one the asker sees."""
    return (
        f"{item}.requirements IS NOT NULL AND "
        f"($seen IS NULL OR any(q IN {item}.requirements WHERE q IN $seen))"
    )


def _facets(item: str, *lists: str) -> str:
    """Return the expression for the visible facets of `item`, each a list."""
    values = ", ".join(f"{item}.{name}[i]" for name in ("requirements", *lists))
    return (
        f"[i IN range(0, coalesce(size({item}.requirements), 0) - 1) "
        f"WHERE $seen IS NULL OR {item}.requirements[i] IN $seen | [{values}]]"
    )


_NODE = _facets("n", "schemata", "captions", "countries", "seqs")
_LINK = (
    "r.id AS id, r.schema AS schema, startNode(r).id AS source, "
    "endNode(r).id AS target, "
    f"{_facets('r', 'counts', 'firsts', 'lasts', 'totals')} AS facets"
)
_SCHEMATA = "($schemata IS NULL OR r.schema IN $schemata)"
_VISIBLE = f"{_seen('a')} AND {_seen('b')} AND {_seen('r')}"

NODES = f"""
UNWIND $ids AS id
MATCH (n:Entity {{id: id}}) WHERE {_seen("n")}
RETURN n.id AS id, {_NODE} AS facets
"""

LINKS = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}})-[r]-(b:Entity)
WHERE {_SCHEMATA} AND {_VISIBLE}
WITH DISTINCT r ORDER BY r.id LIMIT $limit
RETURN {_LINK}
"""

LINKS_AMONG = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}})-[r]->(b:Entity)
WHERE b.id IN $ids AND {_SCHEMATA} AND {_VISIBLE}
RETURN {_LINK} ORDER BY id
"""

NEIGHBOURS = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}})-[r]-(b:Entity)
WHERE a <> b AND {_SCHEMATA} AND {_VISIBLE}
WITH DISTINCT b
RETURN b.id AS id ORDER BY id LIMIT $limit
"""

ADJACENCY = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}})-[r]-(b:Entity)
WHERE a <> b AND {_SCHEMATA} AND {_VISIBLE}
WITH DISTINCT id, b LIMIT $limit
RETURN id, b.id AS beside
"""

DEGREES = f"""
UNWIND $ids AS id
MATCH (a:Entity {{id: id}})-[r]-(b:Entity)
WHERE {_VISIBLE}
RETURN id, r.schema AS schema, count(DISTINCT r) AS links
"""

SEARCH = f"""
CALL db.index.fulltext.queryNodes('klupko_names', $text) YIELD node AS n
WHERE {_seen("n")}
  AND ($cases IS NULL OR any(case IN $cases WHERE n.id STARTS WITH case + ':'))
WITH n, [i IN range(0, size(n.requirements) - 1)
  WHERE $seen IS NULL OR n.requirements[i] IN $seen | n.names[i]] AS lines
WITH n, reduce(found = [], line IN lines | found + [
  name IN split(line, '\\n')
  WHERE all(word IN $words WHERE (' ' + name) CONTAINS (' ' + word))]) AS names
WHERE size(names) > 0
WITH n, names ORDER BY NOT $exact IN names, n.id LIMIT $limit
RETURN n.id AS id, names, {_NODE} AS facets
"""

CASE_NODES = f"""
MATCH (n:Entity)
WHERE n.id STARTS WITH $prefix AND n.id > $after AND {_seen("n")}
WITH n ORDER BY n.id LIMIT {BATCH}
RETURN n.id AS id, {_NODE} AS facets
"""

CASE_LINKS = f"""
MATCH (a:Entity)
WHERE a.id STARTS WITH $prefix AND a.id > $after AND {_seen("a")}
WITH a ORDER BY a.id LIMIT {BATCH}
OPTIONAL MATCH (a)-[r]->(b:Entity)
WHERE r.id STARTS WITH $prefix AND {_seen("b")} AND {_seen("r")}
RETURN a.id AS after, {_LINK}
"""

CASE_EDGES = f"""
MATCH (a:Entity)-[r]->(b:Entity)
WHERE a.id STARTS WITH $prefix AND r.id STARTS WITH $prefix AND {_VISIBLE}
RETURN a.id AS source, b.id AS target, r.schema AS schema,
  [i IN range(0, size(r.requirements) - 1)
   WHERE $seen IS NULL OR r.requirements[i] IN $seen | r.counts[i]] AS counts
"""
CASE_IDS = f"""
MATCH (n:Entity) WHERE n.id STARTS WITH $prefix AND {_seen("n")} RETURN n.id AS id
"""

COUNT_NODES = f"""
MATCH (n:Entity) WHERE n.id STARTS WITH $prefix AND {_seen("n")}
RETURN count(n) AS found
"""
COUNT_LINKS = f"""
MATCH (a:Entity)-[r]->(b:Entity)
WHERE a.id STARTS WITH $prefix AND r.id STARTS WITH $prefix AND {_VISIBLE}
RETURN count(r) AS found
"""

EVERY_NODE = f"""
MATCH (n:Entity) WHERE n.id > $after AND n.requirements IS NOT NULL
WITH n ORDER BY n.id LIMIT {BATCH}
RETURN n.id AS id, n.requirements AS requirements, n.schemata AS schemata,
  n.captions AS captions, n.countries AS countries, n.names AS names,
  n.seqs AS seqs, n.counts AS counts ORDER BY id
"""
EVERY_LINK = f"""
MATCH (a:Entity) WHERE a.id > $after
WITH a ORDER BY a.id LIMIT {BATCH}
OPTIONAL MATCH (a)-[r]->(b:Entity)
RETURN a.id AS after, r.id AS id, r.schema AS schema, a.id AS source,
  b.id AS target, r.requirements AS requirements, r.counts AS counts,
  r.firsts AS firsts, r.lasts AS lasts, r.totals AS totals
"""

GDS_VERSION = "RETURN gds.version() AS version"
GDS_PROJECT = """
UNWIND $rows AS row
WITH gds.graph.project(
  $graph, row[0], row[1], {relationshipProperties: {w: row[2]}}) AS made
RETURN made.nodeCount AS nodes
"""
GDS_DROP = "CALL gds.graph.drop($graph, false) YIELD graphName RETURN graphName"


def _stream(procedure: str, value: str = "score") -> str:
    return (
        f"CALL gds.{procedure}.stream($graph, $config) YIELD nodeId, {value} "
        f"RETURN nodeId AS node, {value} AS value"
    )


GDS = {
    "pagerank": _stream("pageRank"),
    "betweenness": _stream("betweenness"),
    "degree": _stream("degree"),
    "closeness": _stream("closeness"),
    "harmonic": _stream("closeness.harmonic"),
    "eigenvector": _stream("eigenvector"),
    "components": _stream("wcc", "componentId"),
}
"""What the server computes, by the names that we give it."""
