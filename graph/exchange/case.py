"""CASE/UCO as JSON-LD: objects as UCO knows them, and all that is said beside.

Each entity is an object of UCO's class with UCO's facets, as far as UCO has words for
it, and bears one facet of ours with everything, so that nothing is lost on the way
back. What is there for other readers only (a relationship to each property's entity,
an account to each number) is of our class `Derived`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid5

import orjson
import yaml

from graph.exchange.caseterms import as_literal
from graph.schema import get_schema, is_directed, is_edge, is_entity_property

_SPACE = UUID("8d5b1a52-4e0c-5b0e-9f5c-6f1f6f0c2a77")
_DERIVED = "klupko:Derived"
_CONDITIONS = ("handling", "handling_note", "evaluation", "kind")

Json = dict[str, Any]
Entity = Mapping[str, Any]


@cache
def terms() -> dict[str, Any]:
    """Return case.yaml."""
    loaded: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("case.yaml").read_text("utf-8")
    )
    return loaded


class CaseWriter:
    """Writes the entities of a case to a file, one object a line.

    `case` keeps ids of other cases apart; `meanings` has the words of handling codes.
    """

    def __init__(self, file: IO[bytes], case: str, meanings: Mapping[str, str]) -> None:
        """Begin the file."""
        self._file = file
        self._case = case
        self._meanings = meanings
        self._written: dict[str, None] = {}
        self._named: dict[str, None] = {}
        head = orjson.dumps(terms()["prefixes"])
        file.write(b'{"@context": ' + head + b',\n"@graph": [')

    def add(self, entity: Entity) -> None:
        """Write an entity (id, schema, properties, conditions) as `ftm.entities` has.

        What it needs beside itself is written with it.
        """
        schema, given = entity["schema"], entity["properties"]
        node: Json = {"@id": self._name("entity", entity["id"])}
        edge = _edge_ends(schema, given)
        if edge is not None:
            node |= self._relation(schema, given, edge)
        else:
            node |= {"@type": _lookup("classes", schema)}
        node |= _object_values(schema, given)
        node["uco-core:hasFacet"] = [
            self._own_facet(entity),
            *self._facets(entity["id"], schema, given),
        ]
        if codes := entity.get("handling"):
            node["uco-core:objectMarking"] = self._markings(codes)
        self._write(node)
        self._around(node["@id"], schema, given, edge)

    def finish(self, title: str, notice: str, codes: Sequence[str]) -> None:
        """Write what is named and not there, and the bundle of all; end the file."""
        for name in [name for name in self._named if name not in self._written]:
            self._write(
                {"@id": name, "@type": ["uco-observable:ObservableObject", _DERIVED]}
            )
        marking = {"uco-core:objectMarking": self._markings(codes)} if codes else {}
        if self._written:
            bundle = {
                "@id": self._name("bundle", ""),
                "@type": "uco-core:Bundle",
                "uco-core:name": title,
                "uco-core:description": notice,
                **marking,
                "uco-core:object": [{"@id": name} for name in self._written],
            }
            self._write(bundle)
        self._file.write(b"\n]}\n")

    def _write(self, node: Json) -> None:
        self._file.write((b",\n" if self._written else b"\n") + orjson.dumps(node))
        self._written[node["@id"]] = None

    def _name(self, kind: str, *parts: str) -> str:
        text = "\n".join((self._case, kind, *parts))
        return f"kb:{kind}-{uuid5(_SPACE, text)}"

    def _ref(self, entity: str) -> Json:
        name = self._name("entity", entity)
        self._named[name] = None
        return {"@id": name}

    def _own_facet(self, entity: Entity) -> Json:
        facet: Json = {
            "@id": self._name("facet", entity["id"], entity["schema"]),
            "@type": ["klupko:EntityFacet", "uco-core:Facet"],
            "klupko:id": entity["id"],
            "klupko:schema": entity["schema"],
        }
        for prop, values in entity["properties"].items():
            facet[f"klupko:prop-{prop}"] = list(values)
        for name in _CONDITIONS:
            if entity.get(name):
                facet[f"klupko:{name}"] = list(entity[name])
        return facet

    def _facets(self, entity: str, schema: str, given: Entity) -> Iterator[Json]:
        for kind, values in (_lookup("facets", schema) or {}).items():
            facet: Json = dict(_literals(values, given))
            if kind in ("uco-observable:MessageFacet", "uco-observable:CallFacet"):
                facet |= self._parties(schema, given)
            if kind == "uco-observable:EmailMessageFacet":
                facet |= self._addressed(given)
            if facet:
                name = self._name("facet", entity, schema, kind)
                yield {"@id": name, "@type": kind, **facet}

    def _parties(self, schema: str, given: Entity) -> Iterator[tuple[str, list[Json]]]:
        found = []
        for name, (number, account) in (_lookup("parties", schema) or {}).items():
            refs = [self._phone(text) for text in given.get(number, ())]
            refs += [self._ref(text) for text in given.get(account, ())]
            if refs and not (name == "uco-observable:from" and len(refs) > 1):
                found.append((name, refs))
        yield from found

    def _addressed(self, given: Entity) -> Iterator[tuple[str, list[Json]]]:
        for prop in ("from", "to", "cc", "bcc"):
            refs = [self._mail(text) for text in given.get(prop, ()) if "@" in text]
            if refs and not (prop == "from" and len(refs) > 1):
                yield f"uco-observable:{prop}", refs

    def _phone(self, number: str) -> Json:
        return self._derived(
            "uco-observable:PhoneAccount",
            "uco-observable:PhoneAccountFacet",
            {"uco-observable:phoneNumber": number},
        )

    def _mail(self, address: str) -> Json:
        return self._derived(
            "uco-observable:EmailAddress",
            "uco-observable:EmailAddressFacet",
            {"uco-observable:addressValue": address},
        )

    def _derived(self, kind: str, facet: str, values: Json) -> Json:
        """Return a reference to an account, written once for each number."""
        key = next(iter(values.values()))
        name = self._name("address", kind, key)
        if name not in self._written:
            facets = [{"@id": self._name("facet", kind, key), "@type": facet, **values}]
            self._write(
                {"@id": name, "@type": [kind, _DERIVED], "uco-core:hasFacet": facets}
            )
        return {"@id": name}

    def _markings(self, codes: Sequence[str]) -> list[Json]:
        refs = []
        for code in codes:
            name = self._name("marking", code)
            if name not in self._written:
                statement = {
                    "@id": self._name("statement", code),
                    "@type": "uco-marking:StatementMarking",
                    "uco-marking:definitionType": "statement",
                    "uco-marking:statement": f"{code}: {self._meanings[code]}",
                }
                self._write(
                    {
                        "@id": name,
                        "@type": "uco-marking:MarkingDefinition",
                        "uco-marking:definitionType": "statement",
                        "uco-marking:definition": [statement],
                    }
                )
            refs.append({"@id": name})
        return refs

    def _relation(self, schema: str, given: Entity, ends: tuple[str, str]) -> Json:
        source, target = ends
        roles = given.get("role", ())
        return {
            "@type": "uco-core:Relationship",
            "uco-core:kindOfRelationship": roles[0] if roles else schema,
            "uco-core:isDirectional": is_directed(schema),
            "uco-core:source": [self._ref(name) for name in given[source]],
            "uco-core:target": self._ref(given[target][0]),
        }

    def _around(
        self, name: str, schema: str, given: Entity, edge: tuple[str, str] | None
    ) -> None:
        """Write a relationship to each entity, number and address that is named."""
        kinds = {"phone": self._phone, "email": self._mail}
        taken = _lookup("parties", schema) or {}
        used = {prop for pair in taken.values() for prop in pair}
        for prop, values in given.items():
            if prop in used or (edge is not None and prop in edge):
                continue
            if is_entity_property(schema, prop):
                for value in values:
                    self._join(name, prop, self._ref(value))
            elif make := kinds.get(get_schema(schema).properties[prop].type.name):
                for value in values:
                    self._join(name, "Has_Account", make(value))

    def _join(self, name: str, kind: str, target: Json) -> None:
        relation = self._name("relationship", name, kind, target["@id"])
        if relation in self._written:
            return
        self._write(
            {
                "@id": relation,
                "@type": ["uco-core:Relationship", _DERIVED],
                "uco-core:kindOfRelationship": kind,
                "uco-core:isDirectional": True,
                "uco-core:source": {"@id": name},
                "uco-core:target": target,
            }
        )


@cache
def _lookup(table: str, schema: str) -> Any:
    """Return the entry of the first schema in a table that this one is a kind of."""
    for name, entry in terms()[table].items():
        if get_schema(schema).is_a(name):
            return entry
    return None


def _edge_ends(schema: str, given: Entity) -> tuple[str, str] | None:
    """Return the properties of a relationship's ends where both are stated."""
    found = get_schema(schema)
    if not (is_edge(schema) and found.edge_source and found.edge_target):
        return None
    ends = (str(found.edge_source), str(found.edge_target))
    return ends if all(given.get(end) for end in ends) else None


def _object_values(schema: str, given: Entity) -> Json:
    named: Json = {}
    if given.get("name"):
        named["uco-core:name"] = given["name"][0]
    told = [*given.get("description", ()), *given.get("summary", ())]
    if told:
        named["uco-core:description"] = told
    return named | dict(_literals(_lookup("values", schema) or {}, given))


def _literals(values: Mapping[str, Any], given: Entity) -> Iterator[tuple[str, Any]]:
    for name, (prop, kind) in values.items():
        for text in given.get(prop, ()):
            literal = as_literal(text, kind)
            if literal is not None:
                yield name, literal
                break
