"""The ontology: FollowTheMoney's schemata, ours, and what they become in the graph."""

from graph.schema.cleaning import clean_date, clean_phone, clean_value
from graph.schema.identifiers import (
    identifier_country,
    identifier_id,
    identifier_schema,
    is_identifier,
    normal_identifier,
)
from graph.schema.ontology import (
    check_property,
    common_schema,
    edge_ends,
    get_property,
    get_schema,
    is_directed,
    is_edge,
    is_entity_property,
    is_event,
    is_tally,
    ontology,
    tally_of,
)

__all__ = [
    "check_property",
    "clean_date",
    "clean_phone",
    "clean_value",
    "common_schema",
    "edge_ends",
    "get_property",
    "get_schema",
    "identifier_country",
    "identifier_id",
    "identifier_schema",
    "is_directed",
    "is_edge",
    "is_entity_property",
    "is_event",
    "is_identifier",
    "is_tally",
    "normal_identifier",
    "ontology",
    "tally_of",
]
