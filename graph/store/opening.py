"""Which store an address means."""

from pathlib import Path

from graph.errors import InvalidInput
from graph.store.base import GraphStore
from graph.store.embedded import EmbeddedStore
from graph.store.neo4j import Neo4jStore

NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


def open_store(url: str) -> GraphStore:
    """Return the store at `url`, made where it is embedded and new.

    `embedded:PATH` names the folder of graph.db; `neo4j://USER:PASSWORD@HOST:PORT/DB`
    and `bolt://…` a server. Raises InvalidInput, Unavailable.
    """
    scheme, colon, rest = url.partition(":")
    if scheme == "embedded" and rest:
        return EmbeddedStore(Path(rest).expanduser())
    if scheme in NEO4J_SCHEMES and rest.startswith("//"):
        return Neo4jStore(url)
    raise InvalidInput("a store is embedded:FOLDER, neo4j://… or bolt://…")
