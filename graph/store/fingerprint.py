"""A digest of all that a store keeps: equal for equal graphs, whatever keeps them."""

import hashlib
from collections.abc import Iterable

import orjson

from graph.model import LinkFacet, NodeFacet

_TOTAL = ".10g"
"""Digits of a total that are compared: in which order amounts were added is no part of
what a graph says."""


def fingerprint(facets: Iterable[NodeFacet | LinkFacet]) -> str:
    """Return the SHA-256 (hex) of facets in any order, their `seq` left out.

    The sequence is one ledger's own; all else follows from the statements. Holds the
    form of every facet in memory.
    """
    digest = hashlib.sha256()
    for form in sorted(map(_form, facets)):
        digest.update(form)
        digest.update(b"\n")
    return digest.hexdigest()


def _form(facet: NodeFacet | LinkFacet) -> bytes:
    said: list[object] = [facet.id, sorted(facet.requirement), facet.schema]
    if isinstance(facet, NodeFacet):
        lands, names = sorted(facet.countries), sorted(facet.names)
        said += [facet.caption, lands, names, facet.count]
    else:
        said += [facet.source, facet.target, facet.count, facet.first, facet.last]
        said.append(format(facet.total, _TOTAL))
    return orjson.dumps(said)
