"""Relationships of CASE/UCO: a property, an edge, or an unknown link with its kind."""

from collections.abc import Iterator

from extraction.importers.caseuco.caseids import Ids, locate
from extraction.importers.caseuco.caseobjects import vocabulary
from extraction.importers.caseuco.jsonld import Node, Ref
from extraction.importers.keys import derive_id
from extraction.importers.moments import read_moment
from graph.errors import LimitExceeded
from graph.model import Place, Record, Value

MAX_PAIRS = 10_000
_NO_NODES = {"Call", "TextMessage"}


def relate(ids: Ids, node: Node) -> Iterator[Record]:
    """Yield what a relationship says; nothing where an end of it is not taken."""
    objects = ids.reading.objects
    kinds = objects.texts(node, ("kindOfRelationship",))
    pairs = 0
    for source in objects.refs(node, ("source",)):
        for target in objects.refs(node, ("target",)):
            pairs += 1
            ends = ids.schemata.get(source.id), ids.schemata.get(target.id)
            if pairs > MAX_PAIRS:
                raise LimitExceeded(f"a relationship of more than {MAX_PAIRS} pairs")
            if None in ends or _NO_NODES & set(ends):
                continue
            yield _one(ids, node, kinds[0] if kinds else "", (source, target))


def _one(ids: Ids, node: Node, kind: str, ends: tuple[Ref, Ref]) -> Record:
    source, target = (ids.of_ref(ref) for ref in ends)
    schemata = [ids.schema(ref) for ref in ends]
    place = Place(record=locate(node))
    spec = vocabulary()["relationships"].get(kind)
    if spec and schemata[0] in spec["source"] and schemata[1] == spec["target"]:
        if "property" in spec:
            value = Value(spec["property"], source)
            return Record(target, schemata[1], (value,), place)
        if "of_source" in spec:
            value = Value(spec["of_source"], target)
            return Record(source, schemata[0], (value,), place)
        schema, *props = spec["edge"]
    else:
        schema, props = "UnknownLink", ["subject", "object"]
    values = [Value(props[0], source), Value(props[1], target), *_dates(ids, node)]
    if schema == "UnknownLink" and kind:
        values.append(Value("role", kind.replace("_", " ")))
    link = derive_id([node.id, source, target], "relationship", "case")
    return Record(f"case-{link}", schema, tuple(values), place)


def _dates(ids: Ids, node: Node) -> Iterator[Value]:
    for name, prop in (("startTime", "startDate"), ("endTime", "endDate")):
        for text in ids.reading.objects.texts(node, (name,)):
            if moment := read_moment(text):
                yield Value(prop, moment)
