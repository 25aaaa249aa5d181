"""A mapping applied to one table: rows in, records out, with all that is lost."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from extraction.importers.clean import clean_text, parse_format, type_name
from extraction.importers.keys import derive_id
from extraction.importers.tables.grid import BadRow, Row, Table
from extraction.importers.tables.mapping import (
    PLACEHOLDER,
    EntityMapping,
    PropertyMapping,
    Query,
)
from extraction.model import Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value, check_local
from graph.schema import common_schema, get_schema


class _Loss(NamedTuple):
    """What of an entity was not taken: `.prop` or nothing for all of it, and why.

    `told` where something that the row says is lost, not only a link to nothing.
    """

    at: str
    reason: str
    told: bool = True


@dataclass(slots=True)
class _Made:
    """An entity that a row makes, before it is known whether all it needs is there.

    One that `lends` only its id, to be the end of a relationship, has nothing to state.
    """

    spec: EntityMapping
    id: str = ""
    lends: bool = False
    values: list[Value] = field(default_factory=list)
    lost: list["_Loss"] = field(default_factory=list)


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one table by the queries that name its file.

    Raises InvalidInput where a query reads a column that the table lacks.
    """

    path: str
    table: Table
    queries: Sequence[Query]
    country: str | None = None
    _readers: list["_QueryReader"] = field(init=False)

    def __post_init__(self) -> None:
        missing = set().union(*(q.columns for q in self.queries)) - {
            *self.table.columns
        }
        if missing:
            names = ", ".join(sorted(missing))
            raise InvalidInput(f"table: columns of the mapping are not here: {names}")
        positions = {name: i for i, name in enumerate(self.table.columns)}
        self._readers = [_QueryReader(q, positions, self.country) for q in self.queries]

    def read(self) -> Iterator[Record | Rejection]:
        """Stream records and rejections; a row that gives nothing is a rejection."""
        for row in self.table.rows:
            where = self.table.locate(row.number)
            if isinstance(row, BadRow):
                yield Rejection(self.path, row.reason, where)
            else:
                yield from self._read_row(row, where)

    def _read_row(self, row: Row, where: str) -> Iterator[Record | Rejection]:
        wanted = [r for r in self._readers if r.wants(row.cells)]
        made = [m for r in wanted for m in r.make(row.cells)]
        records = _merge(made, Place(record=where))
        lost = [(m.spec.name, loss) for m in made for loss in m.lost]
        yield from records
        if wanted and not records:
            reasons = dict.fromkeys(f"{name}{x.at}: {x.reason}" for name, x in lost)
            why = "; ".join(reasons) or "its keys or its values are empty"
            yield Rejection(self.path, f"no entity: {why}", where)
            return
        stated = {record.entity for record in records}
        for name, loss in lost:
            if loss.told:
                yield Rejection(self.path, loss.reason, f"{where}: {name}{loss.at}")
        for entity in made:
            if entity.id and not entity.lends and entity.id not in stated:
                reason = "it states nothing: no property has a valid value"
                yield Rejection(self.path, reason, f"{where}: {entity.spec.name}")


def _merge(made: Sequence[_Made], place: Place) -> list[Record]:
    """Return a record for each entity that states something.

    What several queries make of one row under one id is one record of the narrowest
    schema, as a later query may only say what kind of thing an earlier one made.
    """
    records: list[Record] = []
    for entity in made:
        if not entity.id or entity.lends:
            continue
        schema, values = entity.spec.schema, tuple(entity.values)
        for i, known in enumerate(records):
            if known.entity == entity.id and _related(known.schema, schema):
                schema = common_schema(known.schema, schema)
                values = tuple(dict.fromkeys((*known.values, *values)))
                records[i] = Record(entity.id, schema, values, place)
                break
        else:
            records.append(Record(entity.id, schema, values, place))
    return [record for record in records if record.values]


@cache
def _related(one: str, other: str) -> bool:
    left, right = get_schema(one), get_schema(other)
    return bool(left.is_a(right) or right.is_a(left))


class _QueryReader:
    """One query bound to the positions of a table's columns."""

    def __init__(
        self, query: Query, positions: Mapping[str, int], country: str | None
    ) -> None:
        self._query = query
        self._at = positions
        self._country = country
        self._references = {
            prop.entity
            for entity in query.entities
            for prop in entity.properties
            if prop.entity
        }

    def wants(self, cells: Sequence[str]) -> bool:
        """Whether the row passes all filters."""
        return all(
            (cells[self._at[f.column]] in f.values) is f.wanted
            for f in self._query.filters
        )

    def make(self, cells: Sequence[str]) -> list[_Made]:
        """Return what the row makes; one that cannot be made has no id but a loss."""
        made = [self._make(spec, cells) for spec in self._query.entities]
        while dropped := [m for m in made if m.id and self._lacks(m, made, cells)]:
            for entity in dropped:
                entity.id = ""
        ids = {m.spec.name: m.id for m in made if m.id}
        for entity in made:
            for prop in entity.spec.properties:
                if prop.entity in ids and entity.id:
                    entity.values.append(Value(prop.prop, ids[prop.entity]))
        return made

    def _make(self, spec: EntityMapping, cells: Sequence[str]) -> _Made:
        lends = not spec.properties and spec.name in self._references
        made = _Made(spec, lends=lends)
        try:
            made.id = self._id(spec, cells)
        except InvalidInput:
            made.lost.append(_Loss("", "the id column does not hold an id"))
            return made
        if made.id:
            self._fill(made, cells)
        elif self._says_more(spec, cells):
            made.lost.append(_Loss("", "its key columns are empty"))
        return made

    def _id(self, spec: EntityMapping, cells: Sequence[str]) -> str:
        if spec.id_column is None:
            parts = [cells[self._at[key]] for key in spec.keys]
            return derive_id(parts, spec.key_literal, self._query.prefix) or ""
        local = cells[self._at[spec.id_column]]
        return check_local(local) if local else ""

    def _fill(self, made: _Made, cells: Sequence[str]) -> None:
        country = self._country
        # countries first: they say how local phone numbers are read
        for wanted in (True, False):
            for spec in made.spec.properties:
                kind = type_name(made.spec.schema, spec.prop)
                if spec.entity is None and (kind == "country") is wanted:
                    values = self._values(made, spec, cells, country)
                    made.values += values
                    if wanted and values:
                        country = values[0].value

    def _values(
        self,
        made: _Made,
        spec: PropertyMapping,
        cells: Sequence[str],
        country: str | None,
    ) -> list[Value]:
        schema = made.spec.schema
        values: dict[Value, None] = {}
        kind = type_name(schema, spec.prop)
        hint = spec.format if kind == "phone" and spec.format else country
        for text in self._texts(spec, cells):
            read = parse_format(schema, spec, text)
            clean = clean_text(schema, spec.prop, read, hint) if read else None
            if clean is None:
                made.lost.append(_Loss(f".{spec.prop}", f"not a valid {kind}"))
            else:
                original = text if text != clean else ""
                values[Value(spec.prop, clean, "", original)] = None
        return list(values)

    def _texts(self, spec: PropertyMapping, cells: Sequence[str]) -> list[str]:
        found = [cells[self._at[column]] for column in spec.columns]
        if spec.template is not None:
            return [self._fill_in(spec.template, cells)] if any(found) else []
        texts = [*spec.literals, *(text for text in found if text)]
        if spec.join is not None:
            texts = [spec.join.join(texts)]
        if spec.split:
            texts = [part for text in texts for part in text.split(spec.split)]
        return [text.strip() for text in texts if text.strip()]

    def _fill_in(self, template: str, cells: Sequence[str]) -> str:
        def cell(found: re.Match[str]) -> str:
            return cells[self._at[found[1].strip()]]

        return PLACEHOLDER.sub(cell, template).strip()

    def _says_more(self, spec: EntityMapping, cells: Sequence[str]) -> bool:
        """Whether the row has text for a property of the entity."""
        return any(self._texts(p, cells) for p in spec.properties if p.columns)

    def _lacks(
        self, made: _Made, others: Sequence[_Made], cells: Sequence[str]
    ) -> bool:
        """Whether a required property stays empty; says so among what is lost."""
        given = {value.prop for value in made.values}
        ids = {other.spec.name for other in others if other.id}
        for prop in made.spec.properties:
            has = prop.entity in ids if prop.entity else prop.prop in given
            if prop.required and not has:
                told = self._says_more(made.spec, cells)
                made.lost.append(_Loss(f".{prop.prop}", "required, but empty", told))
                return True
        return False
