"""CASE/UCO as JSON-LD: who and what a digital investigation found, and how joined."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from extraction.importers.base import ImportOptions
from extraction.importers.caseuco.caseevents import read_call, read_message
from extraction.importers.caseuco.caseids import Ids, locate
from extraction.importers.caseuco.caselinks import relate
from extraction.importers.caseuco.caseobjects import KLUPKO, Objects, vocabulary
from extraction.importers.caseuco.casevalues import Reading
from extraction.importers.caseuco.jsonld import Node, parse_json, read_graph
from extraction.importers.ftm import read_entity
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput, LimitExceeded
from graph.model import Place, Record, Value

_ABOUT = re.compile(rb"(?:unifiedcyberontology|caseontology)\.org")
_ENTITY, _DERIVED = f"{KLUPKO}EntityFacet", f"{KLUPKO}Derived"

Item = Record | Rejection


class CaseUcoImporter:
    """Objects of UCO under ids made of theirs; relationships as links."""

    name = "case-uco"
    version = "1"
    streams = False

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is JSON-LD whose names are UCO's or CASE's."""
        if leaf.is_large:
            return False
        data = leaf.data
        head = data[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        if not head.startswith((b"{", b"[")):
            return False
        if b"\0" in data[:4]:
            data = data.replace(b"\0", b"")
        return b'"@context"' in data and _ABOUT.search(data) is not None

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Item]:
        """Yield records of the objects taken, and last a note of those that are not.

        Raises InvalidInput where the file is no JSON, LimitExceeded where it is too
        large.
        """
        digest = sha256(leaf.data).hexdigest()
        graph = read_graph(
            parse_json(leaf.data), vocabulary()["prefixes"], f"urn:file:{digest}"
        )
        for item, reason in graph.problems:
            yield Rejection(leaf.path, reason, f"item {item}")
        if not graph.nodes and not graph.problems:
            raise InvalidInput("CASE/UCO: the file has no objects")
        yield from _File(leaf, options.country, Objects(graph), digest).read()


@dataclass(slots=True)
class _File:
    leaf: Leaf
    country: str | None
    objects: Objects
    digest: str
    left: Counter[str] = field(default_factory=Counter)
    reading: Reading = field(init=False)
    ids: Ids = field(init=False)

    def read(self) -> Iterator[Item]:
        """Yield what each object states, then a note of what was not taken."""
        nodes = list(self.objects.graph.nodes.values())
        self.reading = Reading(self.objects, self.country, self._threads(nodes))
        schemata = {
            node.id: schema for node in nodes if (schema := self.objects.schema(node))
        }
        self.ids = Ids(self.reading, schemata)
        for node in nodes:
            yield from self._node(node)
        if self.left:
            yield self._note()

    def _note(self) -> Record:
        """Return what says which objects of the file were not taken."""
        told = ", ".join(f"{name} {count}" for name, count in sorted(self.left.items()))
        name = f"Not taken of {self.leaf.name}"
        values = (Value("name", name), Value("description", told))
        return Record(f"case-left-{self.digest[:40]}", "Note", values)

    def _threads(self, nodes: list[Node]) -> dict[str, str]:
        """Return the name of the thread of each message in one."""
        found: dict[str, str] = {}
        for node in nodes:
            if "MessageThread" not in self.objects.classes(node):
                continue
            texts = self.objects.texts(node, ("name", "identifier", "displayName"))
            title = texts[0] if texts else node.label
            members = self.objects.refs(node, ("messageThread",))
            for ref in members:
                thread = self.objects.get(ref)
                if thread is None:
                    continue
                for message in self.objects.refs(thread, ("element",)):
                    found[message.id] = title
                for part in self.objects.refs(thread, ("item",)):
                    content = self.objects.get(part)
                    if content is not None:
                        for message in self.objects.refs(content, ("itemContent",)):
                            found[message.id] = title
        return found

    def _node(self, node: Node) -> Iterator[Item]:
        own = [f for f in self.objects.facets(node) if _ENTITY in f.types]
        if own:
            for facet in own:
                yield from self._own(node, facet)
        elif _DERIVED in node.types:
            return
        elif self._is_relationship(node):
            try:
                made = list(relate(self.ids, node))
            except LimitExceeded as error:
                yield Rejection(self.leaf.path, str(error), locate(node))
                return
            if not made:
                kind = self.objects.texts(node, ("kindOfRelationship",))
                self.left[" ".join(["Relationship", *kind[:1]])] += 1
            yield from made
        elif schema := self.ids.schemata.get(node.id):
            self._count_facets(node)
            yield from self._object(node, schema)
        else:
            self._count(node)

    def _is_relationship(self, node: Node) -> bool:
        names = self.objects.classes(node)
        return "ObservableRelationship" in names or "Relationship" in names

    def _own(self, node: Node, facet: Node) -> Iterator[Item]:
        """Yield what an export of this project says in its own words."""
        texts = {
            key.removeprefix(KLUPKO): [v for v in values if isinstance(v, str)]
            for key, values in facet.values.items()
            if key.startswith(KLUPKO)
        }
        properties = {
            key.removeprefix("prop-"): values
            for key, values in texts.items()
            if key.startswith("prop-")
        }
        entity = {
            "id": "".join(texts.get("id", ())[:1]) or None,
            "schema": "".join(texts.get("schema", ())[:1]) or None,
            "properties": properties,
        }
        where = locate(node)
        yield from read_entity(self.leaf.path, where, self.country, entity)

    def _count(self, node: Node) -> None:
        if self.objects.is_facet(node):
            return
        names = [
            n for n in self.objects.classes(node) if n not in vocabulary()["parts"]
        ]
        if names:
            self.left[names[0]] += 1
        elif not node.types and node.values:
            self.left["(no class)"] += 1

    def _count_facets(self, node: Node) -> None:
        for facet in self.objects.facets(node):
            names = self.objects.classes(facet)
            if not any(name in vocabulary()["facets"] for name in names):
                self.left["/".join(names) or "Facet"] += 1

    def _object(self, node: Node, schema: str) -> Iterator[Item]:
        values: dict[Value, None] = {}
        for value in self.reading.values(node, schema):
            if isinstance(value, Value):
                values[value] = None
            else:
                where = f"{locate(node)}: {value[0]}"
                yield Rejection(self.leaf.path, value[1], where)
        if schema == "Call":
            yield from read_call(self.ids, node, values)
        elif schema == "Message":
            yield from read_message(self.ids, node, values)
        else:
            if schema == "Email":
                self._add_addresses(node, values)
            if schema == "Person" and not any(v.prop == "name" for v in values):
                _add_name(values)
            if not values:
                values[Value("notes", node.label)] = None
            place = Place(record=locate(node))
            yield Record(self.ids.of(node), schema, tuple(values), place)

    def _add_addresses(self, node: Node, values: dict[Value, None]) -> None:
        for prop in ("from", "sender", "to", "cc", "bcc"):
            for ref in self.objects.refs(node, (prop,)):
                other = self.objects.get(ref)
                for text in self.reading.emails(other) if other is not None else ():
                    values[Value(prop, text)] = None
                    values[Value("emailMentioned", text.lower())] = None


def _add_name(values: dict[Value, None]) -> None:
    """Name a person of whom first and last name alone are given."""
    parts = [
        value.value
        for prop in ("firstName", "middleName", "lastName")
        for value in values
        if value.prop == prop
    ]
    if parts:
        values[Value("name", " ".join(parts))] = None
