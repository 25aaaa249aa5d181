"""Labels and relationship types that an analyst can read, from the ontology's names.

They are the only words that ever become part of a query's text, so each is checked to
be a plain word; a name that the ontology does not know gets the general one.
"""

import re
from functools import cache

from graph.schema import ontology

GENERAL_LABEL = "Entity"
GENERAL_TYPE = "RELATED"

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{0,63}")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def label(schema: str) -> str:
    """Return the label of a node of `schema`: `Person`; Entity where unknown."""
    known = bool(_WORD.fullmatch(schema)) and ontology().get(schema) is not None
    return schema if known else GENERAL_LABEL


@cache
def relationship_type(schema: str) -> str:
    """Return the type of a link of `schema`: `UNKNOWN_LINK`; RELATED where unknown.

    `schema` is that of an edge or the name of a property.
    """
    if not _WORD.fullmatch(schema) or schema not in _link_names():
        return GENERAL_TYPE
    return _HUMP.sub("_", schema).upper()


@cache
def _link_names() -> frozenset[str]:
    names = set()
    for schema in ontology().schemata.values():
        names.add(schema.name)
        names.update(schema.properties)
    return frozenset(names)
