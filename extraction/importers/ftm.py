"""FollowTheMoney entities as JSON: one a line, an array, or statements one a line."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeGuard

from extraction.importers.base import ImportOptions
from extraction.importers.clean import clean_text, type_name
from extraction.importers.jsonitems import first_items, iter_items
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value, check_local
from graph.schema import check_property, get_schema

MAX_NESTING = 4
MAX_VALUE = 1 << 20

Json = Mapping[str, object]


class FtmImporter:
    """Entities with id, schema and properties; ids stay as they are."""

    name = "ftm"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether one of the first JSON objects is an entity or a statement."""
        return any(_is_ours(item) for item in first_items(leaf.content))

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream a record an entity; what is not valid is a rejection by line.

        Raises InvalidInput where a JSON array breaks off or is too large.
        """
        for item in iter_items(leaf.content):
            if item.error:
                yield Rejection(leaf.path, item.error, item.where)
            else:
                reader = _Reader(leaf.path, item.where, options.country)
                yield from reader.read(item.value)


def read_entity(
    path: str, where: str, country: str | None, entity: Json
) -> Iterator[Record | Rejection]:
    """Yield the record of one entity (id, schema, properties) found in another format.

    Values that are not valid are rejections at `where`.
    """
    yield from _Reader(path, where, country).read(entity)


def _is_ours(item: object) -> bool:
    if not isinstance(item, dict):
        return False
    if item.get("op") in ("ADD", "MOD", "DEL"):
        return isinstance(item.get("entity"), dict)
    return _is_entity(item) or _is_statement(item)


def _is_entity(item: object) -> TypeGuard[Json]:
    return (
        isinstance(item, dict)
        and "id" in item
        and isinstance(item.get("schema"), str)
        and isinstance(item.get("properties"), dict)
    )


def _reverse(schema: str, prop: str) -> str:
    """Return the property that nested entities name this one by, empty for others.

    `ownershipOwner` of a person lists Ownerships, whose `owner` is the person.
    """
    found = get_schema(schema).get(prop)
    reverse = found.reverse if found is not None and found.stub else None
    return "" if reverse is None else str(reverse.name)


def _naming(nested: Json, prop: str, entity: str) -> Json:
    """Return a nested entity that names the one around it."""
    properties = nested["properties"]
    assert isinstance(properties, dict)
    listed = properties.get(prop) or []
    named = [*(listed if isinstance(listed, list) else [listed]), entity]
    return {**nested, "properties": {**properties, prop: named}}


def _is_statement(item: Json) -> bool:
    names = ("entity_id", "schema", "prop", "value")
    return all(isinstance(item.get(name), str) for name in names)


@dataclass(slots=True)
class _Reader:
    """Reads one item; nested entities give records of their own."""

    path: str
    where: str
    country: str | None

    def read(self, item: object) -> Iterator[Record | Rejection]:
        """Yield what an item states: an entity, a statement, an operation on one."""
        if not isinstance(item, dict):
            yield self._reject("not a JSON object")
        elif item.get("op") == "DEL":
            yield self._reject("a deletion: withdraw the entity instead")
        elif item.get("op") in ("ADD", "MOD"):
            yield from self.read(item.get("entity"))
        elif _is_statement(item):
            yield from self._statement(item)
        else:
            yield from self._entity(item, 0)

    def _reject(self, reason: str, prop: str = "") -> Rejection:
        return Rejection(self.path, reason, f"{self.where}: {prop}".rstrip(": "))

    def _problem(self, entity: object, schema: object, properties: object) -> str:
        """Return why an item is no entity, or an empty string."""
        if not (isinstance(entity, str) and isinstance(schema, str)):
            return "it has no id or no schema"
        if not isinstance(properties, dict):
            return "it has no properties"
        try:
            check_local(entity)
            abstract = get_schema(schema).abstract
        except InvalidInput as error:
            return str(error)
        return f"schema {schema} is abstract" if abstract else ""

    def _statement(self, item: Json) -> Iterator[Record | Rejection]:
        if item["prop"] == "id":
            return
        body = {item["prop"]: [item["value"]]}
        entity = {"id": item["entity_id"], "schema": item["schema"], "properties": body}
        language = str(item.get("lang") or "")
        for made in self._entity(entity, 0):
            if isinstance(made, Record) and language:
                values = tuple(value._replace(lang=language) for value in made.values)
                made = Record(made.entity, made.schema, values, made.place)
            yield made

    def _entity(self, item: Json, depth: int) -> Iterator[Record | Rejection]:
        entity, schema, properties = (
            item.get(name) for name in ("id", "schema", "properties")
        )
        if problem := self._problem(entity, schema, properties):
            yield self._reject(problem)
            return
        assert isinstance(properties, dict)
        values: dict[Value, None] = {}
        country = self._country_of(str(schema), properties)
        for prop, listed in properties.items():
            lost: Counter[str] = Counter()
            back = _reverse(str(schema), str(prop))
            for given in listed if isinstance(listed, list) else [listed]:
                if _is_entity(given) and depth < MAX_NESTING:
                    nested = replace(self, where=f"{self.where}: {prop}")
                    inner = _naming(given, back, str(entity)) if back else given
                    yield from nested._entity(inner, depth + 1)
                    given = given["id"]
                if given is None or given == "" or back:
                    continue
                value = self._value(str(schema), str(prop), given, country)
                if isinstance(value, Value):
                    values[value] = None
                else:
                    lost[value] += 1
            for reason, count in lost.items():
                times = f" ({count} values)" if count > 1 else ""
                yield self._reject(reason + times, str(prop))
        if values:
            place = Place(record=self.where)
            yield Record(str(entity), str(schema), tuple(values), place)
        else:
            yield self._reject("it states nothing: no property has a valid value")

    def _value(
        self, schema: str, prop: str, given: object, country: str | None
    ) -> Value | str:
        """Return the value made valid, or why it is lost."""
        if isinstance(given, bool) or not isinstance(given, str | int | float):
            return "not a text or a number"
        text = str(given).strip()
        try:
            check_property(schema, prop)
        except InvalidInput as error:
            return str(error)
        if len(text) > MAX_VALUE:
            return f"longer than {MAX_VALUE} characters"
        clean = clean_text(schema, prop, text, country)
        if clean is None:
            return f"not a valid {type_name(schema, prop)}"
        return Value(prop, clean, "", text if clean != text else "")

    def _country_of(self, schema: str, properties: Json) -> str | None:
        for prop in ("country", "jurisdiction", "mainCountry"):
            listed = properties.get(prop)
            first = listed[0] if isinstance(listed, list) and listed else listed
            if isinstance(first, str) and get_schema(schema).get(prop) is not None:
                clean = clean_text(schema, prop, first, None)
                if clean is not None:
                    return clean
        return self.country
