"""The SQL of the embedded reader, once for scopes that see all and once for others.

Where a scope sees all, a facet need only exist; otherwise one must stand under a
requirement that the scope meets. A link needs both ends visible as well.
"""

from dataclasses import dataclass

STATE = """
SELECT era.value, applied.value FROM meta AS era, meta AS applied
WHERE era.key = 'era' AND applied.key = 'applied'
"""

_SEEN = "AND {facet}.requirement IN (SELECT value FROM json_each(:seen))"

_NODE = "EXISTS (SELECT 1 FROM node_facet AS f WHERE f.node = {node} {f_seen})"

_BOTH = f"""
{_NODE.replace("{node}", "link.source")}
AND {_NODE.replace("{node}", "link.target")}
AND EXISTS (SELECT 1 FROM link_facet AS f WHERE f.link = link.pk {{f_seen}})
"""

_ASKED = """
WITH asked AS MATERIALIZED (
  SELECT DISTINCT node.pk FROM json_each(:ids) AS ask
  CROSS JOIN node ON node.id = ask.value
)
"""

_SCHEMATA = """
(:schemata IS NULL OR link.schema IN (SELECT value FROM json_each(:schemata)))
"""

_LINK_COLUMNS = """
link.pk, link.id, fact.requirement, link.schema, source.id, target.id,
fact.count, fact.first, fact.last, fact.total
"""

_LINK_JOINS = """
CROSS JOIN node AS source ON source.pk = link.source
CROSS JOIN node AS target ON target.pk = link.target
CROSS JOIN link_facet AS fact ON fact.link = link.pk {fact_seen}
"""

_NODE_COLUMNS = """
node.id, fact.requirement, fact.schema, fact.caption, fact.countries, fact.seq
"""

NODES = f"""
SELECT {_NODE_COLUMNS}
FROM json_each(:ids) AS ask CROSS JOIN node ON node.id = ask.value
CROSS JOIN node_facet AS fact ON fact.node = node.pk {{fact_seen}}
"""

TOUCHING = f"""
{_ASKED}
SELECT pk, id FROM (
  SELECT link.pk, link.id FROM asked
  CROSS JOIN link ON link.source = asked.pk WHERE {_SCHEMATA}
  UNION
  SELECT link.pk, link.id FROM asked
  CROSS JOIN link ON link.target = asked.pk WHERE {_SCHEMATA}
) ORDER BY id, pk
"""

LINKS = f"""
SELECT {_LINK_COLUMNS}
FROM json_each(:links) AS ask CROSS JOIN link ON link.pk = ask.value
{_LINK_JOINS}
WHERE {_BOTH}
ORDER BY ask.id
"""

AMONG = f"""
{_ASKED}
SELECT {_LINK_COLUMNS}
FROM asked CROSS JOIN link ON link.source = asked.pk
{_LINK_JOINS}
WHERE link.target IN (SELECT pk FROM asked) AND {_SCHEMATA} AND {_BOTH}
ORDER BY link.id, link.pk
"""

NEIGHBOURS = f"""
{_ASKED}, beside (pk) AS MATERIALIZED (
  SELECT link.target FROM asked CROSS JOIN link ON link.source = asked.pk
  WHERE link.source <> link.target AND {_SCHEMATA} AND {_BOTH}
  UNION
  SELECT link.source FROM asked CROSS JOIN link ON link.target = asked.pk
  WHERE link.source <> link.target AND {_SCHEMATA} AND {_BOTH}
)
SELECT node.id FROM beside CROSS JOIN node ON node.pk = beside.pk
ORDER BY node.id LIMIT :limit
"""

ADJACENCY = f"""
{_ASKED}, pairs (pk, beside) AS (
  SELECT asked.pk, link.target FROM asked
  CROSS JOIN link ON link.source = asked.pk
  WHERE link.source <> link.target AND {_SCHEMATA} AND {_BOTH}
  UNION
  SELECT asked.pk, link.source FROM asked
  CROSS JOIN link ON link.target = asked.pk
  WHERE link.source <> link.target AND {_SCHEMATA} AND {_BOTH}
  LIMIT :limit
)
SELECT node.id, other.id FROM pairs
CROSS JOIN node ON node.pk = pairs.pk CROSS JOIN node AS other ON other.pk = beside
"""

DEGREES = f"""
{_ASKED}
SELECT node.id, schema, sum(links) FROM (
  SELECT asked.pk, link.schema, count(*) AS links
  FROM asked CROSS JOIN link ON link.source = asked.pk
  WHERE {_BOTH} GROUP BY asked.pk, link.schema
  UNION ALL
  SELECT asked.pk, link.schema, count(*)
  FROM asked CROSS JOIN link ON link.target = asked.pk
  WHERE link.source <> link.target AND {_BOTH} GROUP BY asked.pk, link.schema
) AS counted CROSS JOIN node ON node.pk = counted.pk
GROUP BY node.id, schema
"""

SEARCH = """
SELECT node.id, json_group_array(DISTINCT name.text)
FROM word
CROSS JOIN name ON name.pk = word.name {name_seen}
CROSS JOIN node ON node.pk = name.node
WHERE word.text >= :low AND word.text < :high
AND NOT EXISTS (
  SELECT 1 FROM json_each(:words) AS asked
  WHERE instr(' ' || name.text, ' ' || asked.value) = 0
)
AND (:cases IS NULL OR substr(node.id, 1, instr(node.id, ':') - 1) IN (
  SELECT value FROM json_each(:cases)
))
GROUP BY node.pk
ORDER BY max(name.text = :exact) DESC, node.id LIMIT :limit
"""

CASE_NODES = f"""
SELECT {_NODE_COLUMNS}
FROM node CROSS JOIN node_facet AS fact ON fact.node = node.pk {{fact_seen}}
WHERE node.id >= :low AND node.id < :high
ORDER BY node.id
"""

CASE_LINKS = f"""
SELECT {_LINK_COLUMNS}
FROM link {_LINK_JOINS}
WHERE link.id >= :low AND link.id < :high AND {_BOTH}
ORDER BY link.id, link.pk
"""

COUNTS = f"""
SELECT
  (SELECT count(*) FROM node WHERE id >= :low AND id < :high
   AND {_NODE.replace("{node}", "node.pk")}),
  (SELECT count(*) FROM link WHERE id >= :low AND id < :high AND {_BOTH})
"""


@dataclass(frozen=True, slots=True)
class Queries:
    """Every query whose answer depends on what a scope sees."""

    nodes: str
    links: str
    touching: str
    among: str
    neighbours: str
    adjacency: str
    degrees: str
    search: str
    case_nodes: str
    case_links: str
    counts: str


def _for(*, filtered: bool) -> Queries:
    def fill(query: str) -> str:
        for facet in ("f", "fact", "name"):
            seen = _SEEN.format(facet=facet) if filtered else ""
            query = query.replace(f"{{{facet}_seen}}", seen)
        return query

    return Queries(
        nodes=fill(NODES),
        links=fill(LINKS),
        touching=fill(TOUCHING),
        among=fill(AMONG),
        neighbours=fill(NEIGHBOURS),
        adjacency=fill(ADJACENCY),
        degrees=fill(DEGREES),
        search=fill(SEARCH),
        case_nodes=fill(CASE_NODES),
        case_links=fill(CASE_LINKS),
        counts=fill(COUNTS),
    )


ALL = _for(filtered=False)
SOME = _for(filtered=True)
