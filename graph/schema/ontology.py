"""FollowTheMoney's model with our schemata added, and what each becomes."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from followthemoney.model import Model
from followthemoney.property import Property
from followthemoney.schema import Schema
from followthemoney.settings import MODEL_PATH

from graph.errors import InvalidInput

HERE = Path(__file__).parent


class Ontology(Model):
    """FollowTheMoney's schemata and ours in one model."""

    def __init__(self) -> None:
        """Load both folders, then let FollowTheMoney tie them together."""
        self._ours = sorted((HERE / "schemata").glob("*.yaml"))
        super().__init__(str(MODEL_PATH))

    def generate(self) -> None:
        """Add our schemata before references are resolved."""
        for path in self._ours:
            self._load(str(path))
        super().generate()
        for name, properties in roles()["captions"].items():
            self.schemata[name].caption = properties


@cache
def ontology() -> Ontology:
    """Return the model: FollowTheMoney's schemata and ours; loaded once."""
    return Ontology()


@cache
def roles() -> dict[str, Any]:
    """Return roles.yaml."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / "roles.yaml").read_text("utf-8"))
    return loaded


@cache
def get_schema(name: str) -> Schema:
    """Return a schema by name. Raises InvalidInput for an unknown one."""
    schema = ontology().get(name)
    if schema is None:
        raise InvalidInput("no such schema; names are FollowTheMoney's and our own")
    return schema


@cache
def get_property(schema: str, prop: str) -> Property:
    """Return a property of a schema, inherited ones too. Raises InvalidInput."""
    found = get_schema(schema).get(prop)
    if found is None or found.stub:
        raise InvalidInput(f"schema {schema} has no property of that name")
    return found


def check_property(schema: str, prop: str) -> None:
    """Raise InvalidInput unless the schema is concrete and has the property."""
    if get_schema(schema).abstract:
        raise InvalidInput(f"schema {schema} is abstract: use one that extends it")
    get_property(schema, prop)


@cache
def is_entity_property(schema: str, prop: str) -> bool:
    """Whether values of the property are ids of other entities."""
    return bool(get_property(schema, prop).type.name == "entity")


@cache
def edge_ends(schema: str) -> tuple[str, str] | None:
    """Return the (source, target) properties of an edge schema, None for others."""
    ours = roles()["edges"].get(schema)
    if ours:
        return ours["source"], ours["target"]
    found = get_schema(schema)
    if not found.edge or not found.edge_source or not found.edge_target:
        return None
    return found.edge_source, found.edge_target


def is_edge(schema: str) -> bool:
    """Whether entities of the schema are relationships, not nodes."""
    return edge_ends(schema) is not None


@cache
def is_directed(schema: str) -> bool:
    """Whether a relationship of that name has a direction; property links have."""
    found = ontology().get(schema)
    if found is None or schema in roles()["edges"]:
        return True
    return bool(found.edge_directed)


def is_tally(schema: str) -> bool:
    """Whether relationships of the schema are counted, one for each pair."""
    return schema in roles()["tallies"]


def tally_of(schema: str) -> dict[str, str]:
    """Return the properties that a tally sums and takes numbers from."""
    found: dict[str, str] = roles()["tallies"].get(schema, {})
    return found


@cache
def is_event(schema: str) -> bool:
    """Whether entities of the schema belong on a timeline."""
    found = get_schema(schema)
    return any(found.is_a(name) for name in roles()["events"])


@cache
def common_schema(left: str, right: str) -> str:
    """Return the narrower of two schemata; of unrelated ones the first by name."""
    one, other = get_schema(left), get_schema(right)
    if one.is_a(other):
        return left
    if other.is_a(one):
        return right
    return min(left, right)
