"""The server store: Neo4j, and the only Cypher in the project."""

from graph.store.neo4j.store import Neo4jStore

__all__ = ["Neo4jStore"]
