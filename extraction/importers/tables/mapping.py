"""FollowTheMoney's mapping YAML, read by an interpreter of our own.

Files are matched by name and never fetched; databases, environment variables and YAML
anchors are refused; an unknown word is an error, not an oversight.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from graph.errors import InvalidInput
from graph.schema import (
    check_property,
    get_schema,
    is_identifier,
    is_tally,
)

MAX_BYTES = 1 << 20
MAX_ITEMS = 2_000

_QUERY_WORDS = {"csv_url", "csv_urls", "sheet", "filters", "filters_not", "entities"}
_ENTITY_WORDS = {"schema", "key", "keys", "key_literal", "id_column", "properties"}
_PROPERTY_WORDS = {
    "column",
    "columns",
    "literal",
    "literals",
    "join",
    "split",
    "template",
    "entity",
    "format",
    "fuzzy",
    "required",
}
_DATABASE_WORDS = {"database", "table", "tables", "joins"}
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")


class _Loader(yaml.BaseLoader):
    """Every scalar is text (no `NO` read as false); anchors and twins are refused."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose a node unless it is an alias."""
        if self.check_event(yaml.AliasEvent):
            raise InvalidInput("mapping: YAML anchors are not read; write it out")
        return super().compose_node(parent, index)


def _distinct(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    made: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    if len(made) != len(node.value):
        line = node.start_mark.line + 1
        raise InvalidInput(f"mapping: a name occurs twice below line {line}")
    return made


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null",
    re.compile(r"(?:~|null|Null|NULL|)\Z"),
    ["~", "n", "N", ""],
)
_Loader.add_constructor("tag:yaml.org,2002:null", lambda loader, node: None)
_Loader.add_constructor("tag:yaml.org,2002:map", _distinct)


@dataclass(frozen=True, slots=True)
class PropertyMapping:
    """How one property gets its values from a row.

    With `template`, of its text; else of `literals` and `columns`, joined by `join`
    and split by `split` where given; with `entity`, the id of that entity.
    """

    prop: str
    columns: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()
    join: str | None = None
    split: str | None = None
    template: str | None = None
    entity: str | None = None
    format: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class EntityMapping:
    """How a row makes an entity: its schema, the columns of its key, its properties."""

    name: str
    schema: str
    keys: tuple[str, ...] = ()
    key_literal: str = ""
    id_column: str | None = None
    properties: tuple[PropertyMapping, ...] = ()

    @property
    def columns(self) -> set[str]:
        """Names of all columns that this entity reads."""
        found = {*self.keys, *((self.id_column,) if self.id_column else ())}
        return found.union(*(p.columns for p in self.properties))


@dataclass(frozen=True, slots=True)
class Filter:
    """A column whose cell must be, or must not be, one of these; None is empty."""

    column: str
    values: frozenset[str]
    wanted: bool


@dataclass(frozen=True, slots=True)
class Query:
    """Which files (by name, `*` allowed) and sheet give which entities."""

    files: tuple[str, ...]
    entities: tuple[EntityMapping, ...]
    filters: tuple[Filter, ...] = ()
    sheet: str | None = None
    prefix: str = ""

    @property
    def columns(self) -> set[str]:
        """Names of all columns that this query reads."""
        filtered = {f.column for f in self.filters}
        return filtered.union(*(e.columns for e in self.entities))

    def reads(self, name: str) -> bool:
        """Whether the query is for files of this name, whatever its case."""
        return any(fnmatchcase(name.casefold(), f.casefold()) for f in self.files)


@dataclass(frozen=True, slots=True)
class Mapping:
    """All queries of a mapping file."""

    queries: tuple[Query, ...]

    def queries_for(self, name: str) -> tuple[Query, ...]:
        """Return the queries that read files of this name; may be empty."""
        return tuple(q for q in self.queries if q.reads(name))


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file; raises InvalidInput where it cannot be used."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidInput("mapping: the file cannot be opened") from error
    return parse_mapping(data)


def parse_mapping(data: bytes) -> Mapping:
    """Read a mapping: `queries:` at the top or below the names of data sets.

    Raises InvalidInput that names the query, entity and property at fault.
    """
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"mapping: larger than {MAX_BYTES} bytes")
    try:
        content = yaml.load(data, Loader=_Loader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidInput("mapping: not valid YAML") from error
    queries = tuple(_queries(content))
    if not queries:
        raise InvalidInput("mapping: it has no queries")
    return Mapping(queries)


def _queries(content: object) -> Iterable[Query]:
    top = _dict(content, "mapping")
    if "queries" in top or "query" in top:
        yield from _queries_of("", top)
    elif "entities" in top:
        yield _query("mapping: query 1", "", top)
    else:
        for name, part in top.items():
            yield from _queries_of(name, _dict(part, f"mapping: {name}"))


def _queries_of(prefix: str, part: Dict[str, object]) -> Iterable[Query]:
    listed = part.get("queries", part.get("query"))
    where = f"mapping: {prefix} query" if prefix else "mapping: query"
    for number, query in enumerate(_list(listed, where), start=1):
        yield _query(f"{where} {number}", prefix, _dict(query, f"{where} {number}"))


def _query(where: str, prefix: str, query: Dict[str, object]) -> Query:
    if _DATABASE_WORDS & set(query):
        raise InvalidInput(f"{where}: databases are not read; export tables as CSV")
    _known(where, query, _QUERY_WORDS)
    files = tuple(_file(where, f) for f in _texts(where, query, "csv_url", "csv_urls"))
    if not files:
        raise InvalidInput(f"{where}: csv_url does not name a file")
    entities = tuple(
        _entity(f"{where}, entity {name}", name, _dict(spec, f"{where}, entity {name}"))
        for name, spec in _dict(query.get("entities"), f"{where}: entities").items()
    )
    _check_references(where, entities)
    return Query(files, entities, _filters(where, query), _text(query, "sheet"), prefix)


def _file(where: str, url: str) -> str:
    scheme, colon, rest = url.partition("://")
    if colon and scheme.lower() != "file":
        raise InvalidInput(f"{where}: addresses are not fetched; name a file")
    return (rest if colon else url).replace("\\", "/").rsplit("/", 1)[-1]


def _filters(where: str, query: Dict[str, object]) -> tuple[Filter, ...]:
    found = []
    for word, wanted in (("filters", True), ("filters_not", False)):
        for column, values in _dict(query.get(word) or {}, f"{where}: {word}").items():
            listed = values if isinstance(values, list) else [values]
            texts = frozenset("" if v is None else _scalar(where, v) for v in listed)
            found.append(Filter(column, texts, wanted))
    return tuple(found)


def _entity(where: str, name: str, spec: Dict[str, object]) -> EntityMapping:
    _known(where, spec, _ENTITY_WORDS)
    schema = _text(spec, "schema")
    if schema is None:
        raise InvalidInput(f"{where}: it names no schema")
    if get_schema(_named(where, schema)).abstract:
        raise InvalidInput(f"{where}: schema {schema} is abstract")
    keys, id_column = _texts(where, spec, "key", "keys"), _text(spec, "id_column")
    if bool(keys) == bool(id_column):
        raise InvalidInput(f"{where}: give either keys or id_column")
    listed = _dict(spec.get("properties") or {}, f"{where}: properties")
    properties = tuple(
        _property(f"{where}, property {prop}", schema, prop, value)
        for prop, value in listed.items()
    )
    literal = _text(spec, "key_literal") or ""
    return EntityMapping(name, schema, keys, literal, id_column, properties)


def _property(where: str, schema: str, prop: str, spec: object) -> PropertyMapping:
    words = {"column": spec} if isinstance(spec, str) else _dict(spec, where)
    _known(where, words, _PROPERTY_WORDS)
    _check_known(where, schema, prop)
    template = _text(words, "template")
    columns = _texts(where, words, "column", "columns")
    if template is not None:
        columns += tuple(c.strip() for c in PLACEHOLDER.findall(template))
    mapped = PropertyMapping(
        prop,
        columns,
        _texts(where, words, "literal", "literals"),
        _text(words, "join"),
        _text(words, "split"),
        template,
        _text(words, "entity"),
        _text(words, "format"),
        (_text(words, "required") or "").lower() in ("true", "yes", "1"),
    )
    if not (mapped.columns or mapped.literals or mapped.entity):
        raise InvalidInput(f"{where}: it names no column, literal or entity")
    return mapped


def _check_known(where: str, schema: str, prop: str) -> None:
    try:
        check_property(schema, prop)
    except InvalidInput as error:
        raise InvalidInput(f"{where}: {error}") from error


def _check_references(where: str, entities: tuple[EntityMapping, ...]) -> None:
    schemata = {entity.name: entity.schema for entity in entities}
    for entity in entities:
        for spec in entity.properties:
            at = f"{where}, entity {entity.name}, property {spec.prop}"
            if spec.entity is None:
                continue
            if spec.entity not in schemata:
                raise InvalidInput(f"{at}: no entity {spec.entity} in this query")
            _check_range(at, entity.schema, spec.prop, schemata[spec.entity])


def _check_range(where: str, schema: str, prop: str, target: str) -> None:
    wanted = get_schema(schema).properties[prop].range
    if wanted is None:
        raise InvalidInput(f"{where}: it holds text, not an entity")
    # in what is counted, a number stands for whoever holds it
    if is_tally(schema) and is_identifier(target):
        return
    if not get_schema(target).is_a(wanted):
        raise InvalidInput(f"{where}: it must be a {wanted.name}, not a {target}")


def _named(where: str, schema: str) -> str:
    try:
        get_schema(schema)
    except InvalidInput as error:
        raise InvalidInput(f"{where}: unknown schema {schema}") from error
    return schema


def _dict(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict) or len(value) > MAX_ITEMS:
        raise InvalidInput(f"{where}: expected names with values below")
    return {str(name): item for name, item in value.items()}


def _list(value: object, where: str) -> list[object]:
    items = value if isinstance(value, list) else [value] if value else []
    if len(items) > MAX_ITEMS:
        raise InvalidInput(f"{where}: more than {MAX_ITEMS}")
    return items


def _scalar(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise InvalidInput(f"{where}: expected text")
    return value


def _text(spec: Dict[str, object], word: str) -> str | None:
    value = spec.get(word)
    return None if value is None else _scalar(word, value)


def _texts(where: str, spec: Dict[str, object], *words: str) -> tuple[str, ...]:
    return tuple(
        _scalar(where, item)
        for word in words
        for item in _list(spec.get(word), f"{where}, {word}")
    )


def _known(where: str, spec: Dict[str, object], words: set[str]) -> None:
    unknown = sorted(set(spec) - words)
    if unknown:
        raise InvalidInput(f"{where}: unknown word {unknown[0]}")
