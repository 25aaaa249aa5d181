"""Drawn entities and links as records: what each is, under which id, joined how."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from extraction.importers.bearers import account_id, vehicle_id
from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from extraction.importers.money.bankaccounts import read_iban
from extraction.importers.networks.ends import (
    End,
    draw,
    is_number,
    property_of,
    role_of,
)
from extraction.importers.networks.kinds import (
    entity_schema,
    find_column,
    guess_schema,
    link_ways,
    read_word,
    words,
)
from extraction.importers.networks.values import (
    MAX_TEXT,
    Said,
    Split,
    read_values,
)
from extraction.model import Rejection
from graph.errors import InvalidInput
from graph.exchange.outgoing import split_values
from graph.model import Kind, Place, Record, Value, check_local
from graph.schema import (
    get_schema,
    identifier_id,
    is_edge,
    is_identifier,
    ontology,
)

Row = Record | Rejection
_NUMBERS = {
    "PhoneNumber": "phone",
    "EmailAddress": "email",
    "Iban": "iban",
    "PersonalNumber": "idNumber",
    "PassportNumber": "passportNumber",
    "LicencePlate": "registrationNumber",
    "Imei": "imei",
    "Imsi": "imsi",
    "WalletAddress": "publicKey",
    "IpAddress": "ipAddress",
}
BEARERS = {
    "PhoneNumber": ("SimCard", "phone"),
    "EmailAddress": ("UserAccount", "email"),
    "Iban": ("BankAccount", "iban"),
    "PersonalNumber": ("Person", "idNumber"),
    "PassportNumber": ("Passport", "passportNumber"),
    "LicencePlate": ("Vehicle", "registrationNumber"),
    "Imei": ("Device", "imei"),
    "Imsi": ("SimCard", "imsi"),
    "WalletAddress": ("CryptoWallet", "publicKey"),
    "IpAddress": ("UserAccount", "ipAddress"),
}
MOST_KEPT = 1_000_000
"""How many ends are remembered where their ids follow from keys anyway."""
CODE = re.compile(r"(?=\S*\d)[\w:./#-]{1,40}")
"""A key that names nothing by itself: in one piece, with a digit."""
_HELD = ("Ownership", "Ownership<", ".owner<", ".owner", ".user<", ".user", ".holder<")
_HELD_KINDS = frozenset(
    ("BankAccount", "UserAccount", "Device", "SimCard", "CryptoWallet")
)


class Drawn(NamedTuple):
    """A link as drawn: its ends by their keys, attributes, and where it stands.

    `name` is its own id, `position` its place among the links, `label` its caption.
    """

    source: str
    target: str
    cells: Mapping[str, str]
    where: str
    position: int
    name: str = ""
    label: str = ""


@dataclass(slots=True)
class NetworkWriter:
    """Writes one network; remembers what stands under which key.

    `scope` parts its keys from those of other networks. An entity whose attribute
    `schema` names one of our schemata keeps its key as its id, as exports have it.
    `parted` where entities and links may stand in files of their own: then ids follow
    from keys alone. `coded` where another file tells of the entities: then a key that
    is only a code stands for what it says there.
    """

    path: str
    scope: str
    country: str | None = None
    split: Split = split_values
    parted: bool = False
    coded: bool = False
    _ends: dict[str, End] = field(default_factory=dict)

    def knows(self, key: str) -> bool:
        """Whether an entity was written under the key."""
        return key in self._ends

    def entity(
        self,
        key: str,
        label: str,
        cells: Mapping[str, str],
        where: str,
        kind: str = "",
    ) -> Iterator[Row]:
        """Yield the record of an entity, and a rejection for each bad value.

        `kind` is its schema where no attribute names one.
        """
        rest = dict(cells)
        ours = _is_ours(rest, edge=False)
        if not label:
            column = find_column(rest, words().label_columns)
            label = rest[column].strip() if column else ""
        if not ours:
            _drop_label(rest, label)
        schema = (
            rest.pop("schema") if ours else self._take_schema(rest, label or key, kind)
        )
        said = read_values(schema, rest, self.country, self.split if ours else None)
        if label or not (self.parted and CODE.fullmatch(key)):
            self._name(said, schema, label or key, ours=ours)
        elif not any(map(said.first, ("name", *get_schema(schema).caption))):
            said.values[Value("name", key)] = None
        if not ours:
            said.join_names()
        if self.parted and not ours:
            schema = self._bear(key, schema, said)
        values = said.all_values("notes")
        end = self._end(key, schema, said, ours)
        if self.parted and len(self._ends) >= MOST_KEPT:
            self._ends.clear()
        self._ends.setdefault(key, end)
        if values:
            yield Record(
                end.id, schema, values, Place(record=where), _kind(cells, ours)
            )
        for column, reason in said.lost:
            yield Rejection(self.path, reason, f"{where}: {column}")

    def _take_schema(self, cells: dict[str, str], label: str, kind: str) -> str:
        """Return the schema, and drop the attribute that says no more than it."""
        folded = {read_word(name): name for name, text in cells.items() if text}
        for name in words().kind_columns:
            column = folded.get(name)
            schema = entity_schema(cells[column]) if column else None
            if column and schema:
                if name != "role":
                    del cells[column]
                return schema
        return kind or guess_schema(label, self.country)

    def _name(self, said: Said, schema: str, label: str, *, ours: bool) -> None:
        """Say what it is called, unless an export's other values say it."""
        if ours and said.values:
            return
        prop = "number" if is_identifier(schema) else words().labels.get(schema, "name")
        if schema == "BankAccount" and read_iban(label, self.country):
            prop = "iban"
        found = read_values(schema, {prop: label[:MAX_TEXT]}, self.country)
        if not found.values and get_schema(schema).get("name"):
            found.values[Value("name", label[:MAX_TEXT])] = None
        said.values = {**found.values, **said.values}

    def _bear(self, key: str, schema: str, said: Said) -> str:
        """Return the schema; of a number under a code the one of what bears it.

        Another file joins it to others by the code, and the number is a node besides.
        """
        if not is_identifier(schema):
            return schema
        number = said.first("number")
        if number and self._number_id(key) == identifier_id(schema, number):
            return schema
        bearer, prop = BEARERS[schema]
        values = dict.fromkeys(v for v in said.values if v.prop != "number")
        said.values = {Value(prop, number): None, **values} if number else values
        return bearer

    def _number_id(self, key: str) -> str:
        """Return the id of the number or account that a key is, empty for others."""
        schema = guess_schema(key, self.country)
        if is_identifier(schema):
            found = clean_text(schema, "number", key, self.country)
            return identifier_id(schema, found or key)
        return account_id(key, self.country) if schema == "BankAccount" else ""

    def _end(self, key: str, schema: str, said: Said, ours: bool) -> End:
        if self.parted and not (ours and _is_local(key)):
            number = said.first("number") if is_identifier(schema) else ""
            return End(self._number_id(key) or self._node_id(key), schema, number)
        if is_identifier(schema):
            number = said.first("number")
            return End(identifier_id(schema, number), schema, number)
        if ours and _is_local(key):
            return End(key, schema)
        if schema == "Vehicle" and said.first("registrationNumber"):
            return End(vehicle_id(said.first("registrationNumber")), schema)
        if schema == "BankAccount":
            number = said.first("iban") or said.first("accountNumber")
            if found := account_id(number, self.country):
                return End(found, schema)
        return End(self._node_id(key), schema)

    def _node_id(self, key: str) -> str:
        return f"node-{derive_id([self.scope, key], 'entity', 'network')}"

    def link(self, drawn: Drawn) -> Iterator[Row]:
        """Yield the record of a link; ends not written before are written now."""
        cells = dict(drawn.cells)
        ours = _is_ours(cells, edge=True)
        for key in dict.fromkeys((drawn.source, drawn.target)):
            if key in self._ends:
                continue
            if self.parted and (ours or (self.coded and CODE.fullmatch(key))):
                local = key if ours and _is_local(key) else self._node_id(key)
                self._ends[key] = End(local, "")
            else:
                yield from self.entity(key, "", {}, drawn.where)
        ends = self._ends[drawn.source], self._ends[drawn.target]
        if ours:
            yield from self._own_link(drawn, cells.pop("schema"), cells, *ends)
            return
        column, text = self._take_kind(cells, drawn.label)
        if found := self._number_of(text, *ends):
            yield Record(*found, place=Place(record=drawn.where))
            return
        ways = (*link_ways(text), *self._held(text, *ends))
        if not (ends[0].schema and ends[1].schema):
            ways = tuple(way for way in ways if not way.startswith("."))
        for way in ways:
            if made := draw(way, *ends):
                yield from self._write(drawn, *made, cells, text)
                return
        made = (
            "UnknownLink",
            (Value("subject", ends[0].id), Value("object", ends[1].id)),
        )
        yield from self._write(drawn, *made, cells, text)

    def _take_kind(self, cells: dict[str, str], label: str) -> tuple[str, str]:
        """Return the column and text that say what kind of link it is."""
        listed = [(name, text) for name, text in cells.items() if text.strip()]
        folded = {read_word(name): (name, text) for name, text in listed}
        names = (*words().kind_columns, *words().label_columns)
        found = [folded[name] for name in names if name in folded]
        found.append(("", label.strip()))
        known = (one for one in found if link_ways(one[1]))
        column, text = next(known, next((one for one in found if one[1]), ("", "")))
        cells.pop(column, None)
        return column, text.strip()

    def _number_of(
        self, text: str, one: End, other: End
    ) -> tuple[str, str, tuple[Value, ...]] | None:
        """Return who has a number, where the link says no more than that."""
        if not (one.schema and other.schema):
            return None
        bearer, number = (one, other) if is_identifier(other.schema) else (other, one)
        if is_identifier(bearer.schema) or not is_identifier(number.schema):
            return None
        prop = _NUMBERS.get(number.schema, "")
        if read_word(text) not in words().having or not number.number:
            return None
        if prop and get_schema(bearer.schema).get(prop) is not None:
            return bearer.id, bearer.schema, (Value(prop, number.number),)
        return None

    def _held(self, text: str, one: End, other: End) -> tuple[str, ...]:
        held = {one.schema, other.schema} & _HELD_KINDS
        return _HELD if held and read_word(text) in words().having else ()

    def _own_link(
        self, drawn: Drawn, schema: str, cells: dict[str, str], one: End, other: End
    ) -> Iterator[Row]:
        """Yield a link of an export; that an entity bears a number is said already."""
        if schema[:1].isupper():
            made = draw(schema, one, other) or draw(f"{schema}<", one, other)
            if made is None:
                reason = f"its ends cannot be those of {schema}"
                yield Rejection(self.path, reason, drawn.where)
            else:
                yield from self._write(drawn, *made, cells, "", ours=True)
        elif made := draw(f".{schema}", one, other):
            yield from self._write(drawn, *made, {}, "", ours=True)
        elif not one.schema and not is_number(schema):
            reason = "which entity has it only its own table says: give GraphML"
            yield Rejection(self.path, reason, drawn.where)

    def _write(
        self,
        drawn: Drawn,
        schema: str,
        ends: tuple[Value, ...],
        cells: dict[str, str],
        text: str,
        *,
        ours: bool = False,
    ) -> Iterator[Row]:
        place = Place(record=drawn.where)
        if not is_edge(schema):
            yield Record(*property_of(schema, ends), place=place)
            return
        split = self.split if ours else None
        said = read_values(schema, _unweighed(cells, ours), self.country, split)
        values = [*ends, *role_of(schema, text), *said.all_values("description")]
        named = ours and _is_local(drawn.name)
        local = drawn.name if named else self._link_id(drawn)
        yield Record(local, schema, tuple(values), place, _kind(drawn.cells, ours))
        for column, reason in said.lost:
            yield Rejection(self.path, reason, f"{drawn.where}: {column}")

    def _link_id(self, drawn: Drawn) -> str:
        parts = [
            self.scope,
            drawn.source,
            drawn.target,
            drawn.name or f"#{drawn.position}",
        ]
        return f"link-{derive_id(parts, 'link', 'network')}"


def _drop_label(cells: dict[str, str], label: str) -> None:
    """Drop attributes that only repeat the label under a name for labels."""
    for name in [n for n, text in cells.items() if text.strip() == label]:
        if read_word(name) in words().label_columns:
            del cells[name]


def _is_ours(cells: Mapping[str, str], *, edge: bool) -> bool:
    """Whether the attribute `schema` is one of our schemata, as exports write it."""
    name = cells.get("schema", "")
    if edge and name[:1].islower():
        return "count" in cells and "cross_border" in cells
    found = ontology().get(name)
    return found is not None and not found.abstract and is_edge(name) is edge


def _is_local(text: str) -> bool:
    try:
        return bool(check_local(text))
    except InvalidInput:
        return False


def _kind(cells: Mapping[str, str], ours: bool) -> Kind:
    said = cells.get("kind") if ours else ""
    return Kind.ASSESSMENT if said == "assessment" else Kind.FACT


def _unweighed(cells: dict[str, str], ours: bool) -> dict[str, str]:
    """Return the attributes without a weight of one, which every drawing gives."""
    weights = () if ours else words().weights
    return {
        name: text
        for name, text in cells.items()
        if not (read_word(name) in weights and text.strip() in ("", "1", "1.0"))
    }
