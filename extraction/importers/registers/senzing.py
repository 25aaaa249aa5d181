"""Records for Senzing as JSON: features of an entity, and whom it points to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from extraction.importers.base import ImportOptions
from extraction.importers.chats.accounts import (
    AccountBook,
    find_service,
    make_account,
)
from extraction.importers.clean import clean_text, type_name
from extraction.importers.jsonitems import first_items, iter_items
from extraction.importers.keys import derive_id
from extraction.importers.money.bankaccounts import read_account
from extraction.importers.money.payments import ownership
from extraction.importers.networks.ends import End, draw, property_of, role_of
from extraction.importers.networks.kinds import guess_schema, link_ways, read_word
from extraction.model import Leaf, Rejection
from graph.model import Place, Record, Value
from graph.schema import get_schema, is_edge

MAX_TEXT = 10_000
_DIRECTED = re.compile(r".+ (?:of|by|for|at|to|in)")
_LINES = tuple(f"ADDR_LINE{i}" for i in range(1, 7))
_PARTED = ("ADDR_POSTAL_CODE", "ADDR_CITY", "ADDR_STATE", "ADDR_COUNTRY")
_SINGLE = ("NAME_FULL", "NAME_ORG")
_ADDRESS = frozenset(("ADDR_FULL", *_LINES, *_PARTED))
_OF_RECORD = frozenset(("DATA_SOURCE", "RECORD_ID", "RECORD_TYPE", "ENTITY_TYPE"))
_ACCOUNT = frozenset(("ACCOUNT_NUMBER", "ACCOUNT_DOMAIN"))

Row = Record | Rejection
Group = dict[str, str]


@cache
def _lists() -> dict[str, Any]:
    text = Path(__file__).with_name("senzing.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def _attributes() -> re.Pattern[str]:
    """Return what finds an attribute behind the usage type that stands before it."""
    lists = _lists()
    known = {
        *lists["properties"],
        *lists["names"],
        *lists["beside"],
        *lists["accounts"],
    }
    known |= {*_SINGLE, *_ADDRESS, *_ACCOUNT}
    listed = "|".join(sorted(known, key=len, reverse=True))
    return re.compile(rf"(?:([A-Z0-9_]{{1,40}}?)_)?({listed})")


class SenzingImporter:
    """A record an entity: names, dates, numbers, addresses; pointers are links.

    The id follows from the anchor that others point to, else from source and record.
    """

    name = "senzing"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether one of the first JSON objects has a data source and a record."""
        return any(_is_ours(item) for item in first_items(leaf.content))

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Row]:
        """Stream the record of each entity and its links, with what is not valid.

        Raises InvalidInput where a JSON array breaks off or is too large.
        """
        reader = _Reader(leaf, options.country)
        for item in iter_items(leaf.content):
            if item.error:
                yield Rejection(leaf.path, item.error, item.where)
            elif not _is_ours(item.value):
                yield Rejection(leaf.path, "no record of Senzing's", item.where)
            else:
                assert isinstance(item.value, dict)
                yield from reader.read(item.value, item.where)


def _is_ours(item: object) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("DATA_SOURCE"), str):
        return False
    return "RECORD_ID" in item or isinstance(item.get("FEATURES"), list)


@dataclass(slots=True)
class _Reader:
    leaf: Leaf
    country: str | None
    _book: AccountBook = field(default_factory=AccountBook)

    def read(self, item: Mapping[str, object], where: str) -> Iterator[Row]:
        """Yield what an item states, and what of it is not taken."""
        groups, pointers, notes = _take_apart(item)
        schema = _schema_of(item, groups)
        entity = self._id(item, groups, where)
        said = _Said(schema, self.country, notes=notes)
        for group in groups:
            said.read(group)
        place = Place(record=where)
        if values := said.all_values():
            yield Record(entity, schema, values, place)
        else:
            yield Rejection(self.leaf.path, "it states nothing", where)
        for name, reason in said.lost:
            yield Rejection(self.leaf.path, reason, f"{where}: {name}")
        for group in groups:
            yield from self._accounts(group, entity, place)
        for pointer in pointers:
            yield from self._link(pointer, End(entity, schema), place)

    def _id(self, item: Mapping[str, object], groups: list[Group], where: str) -> str:
        anchor = next((g for g in groups if g.get("REL_ANCHOR_KEY")), None)
        if anchor is not None:
            return _entity_id(
                anchor.get("REL_ANCHOR_DOMAIN", ""), anchor["REL_ANCHOR_KEY"]
            )
        record = _text(item.get("RECORD_ID")) or f"{self.leaf.digest(1 << 20)} {where}"
        return _entity_id(_text(item.get("DATA_SOURCE")), record)

    def _accounts(self, group: Group, entity: str, place: Place) -> Iterator[Record]:
        for name in _lists()["accounts"]:
            if given := group.get(name):
                account = make_account(find_service(name), given, "", self.country)
                yield from self._book.introduce(account, place)
                owner = Value("owner", entity)
                yield from self._book.link(account.id, "UserAccount", owner, place)
        if number := group.get("ACCOUNT_NUMBER"):
            held = read_account(number, self.country)
            if held.iban:
                yield Record(held.id, "BankAccount", held.values(), place)
                yield ownership(entity, held.id, place)

    def _link(self, pointer: Group, end: End, place: Place) -> Iterator[Row]:
        key, role = pointer["REL_POINTER_KEY"], pointer.get("REL_POINTER_ROLE", "")
        target = End(_entity_id(pointer.get("REL_POINTER_DOMAIN", ""), key), "")
        word = read_word(role)
        directed = _DIRECTED.fullmatch(word) or word in _lists()["mutual"]
        ways = link_ways(role) if directed else ()
        found = next((made for way in ways if (made := draw(way, end, target))), None)
        ends = Value("subject", end.id), Value("object", target.id)
        schema, values = found or ("UnknownLink", ends)
        if not is_edge(schema):
            yield Record(*property_of(schema, values), place=place)
            return
        local = f"senzing-{derive_id([end.id, target.id, role], 'link', 'senzing')}"
        yield Record(local, schema, (*values, *role_of(schema, role)), place)


def _entity_id(domain: str, key: str) -> str:
    return f"senzing-{derive_id([domain, key], 'entity', 'senzing')}"


def _take_apart(
    item: Mapping[str, object],
) -> tuple[list[Group], list[Group], list[str]]:
    """Return groups of attributes that belong together, pointers, and notes."""
    groups: list[Group] = []
    flat: dict[str, Group] = {}
    notes: list[str] = []
    for name, given in item.items():
        if isinstance(given, list):
            for one in given:
                if isinstance(one, dict):
                    groups.append({k: t for k, v in one.items() if (t := _text(v))})
        elif (text := _text(given)) and name not in _OF_RECORD:
            found = _attributes().fullmatch(name)
            if found:
                flat.setdefault(found[1] or "", {})[found[2]] = text
            elif name.startswith("REL_"):
                flat.setdefault("REL", {})[name] = text
            else:
                notes.append(f"{name}: {text}")
    for usage, group in flat.items():
        if usage and usage != "REL":
            group.setdefault("USAGE_TYPE", usage)
    groups = [*flat.values(), *groups]
    return groups, [g for g in groups if g.get("REL_POINTER_KEY")], notes


def _text(given: object) -> str:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return ""
    return str(given).strip()[:MAX_TEXT]


def _schema_of(item: Mapping[str, object], groups: list[Group]) -> str:
    """Return what a record is: by its type, else by the names that it has."""
    types = [_text(item.get(name)) for name in ("RECORD_TYPE", "ENTITY_TYPE")]
    types += [group["RECORD_TYPE"] for group in groups if "RECORD_TYPE" in group]
    known = _lists()["types"]
    found = next((known[t.upper()] for t in types if t.upper() in known), "")
    org = next((group["NAME_ORG"] for group in groups if "NAME_ORG" in group), "")
    if found in ("", "Organization") and org:
        guessed = guess_schema(org, None)
        return guessed if guessed in ("Company", "Organization") else "Organization"
    if found:
        return str(found)
    if any("NAME_LAST" in group or "NAME_FIRST" in group for group in groups):
        return "Person"
    full = next((group["NAME_FULL"] for group in groups if "NAME_FULL" in group), "")
    guessed = guess_schema(full, None)
    return (
        guessed if guessed in ("Person", "Company", "Organization") else "LegalEntity"
    )


@dataclass(slots=True)
class _Said:
    """Values of one entity; what no property takes is a note, what is bad is lost."""

    schema: str
    country: str | None
    values: dict[Value, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    lost: list[tuple[str, str]] = field(default_factory=list)

    def read(self, group: Group) -> None:
        """Take what one group of attributes says."""
        self._name(group)
        address = _address(group)
        if address:
            self._add(
                "ADDR_FULL",
                ("full",) if self.schema == "Address" else ("address",),
                address,
            )
        properties, lists = _lists()["properties"], _lists()
        for name, text in group.items():
            if name in properties:
                props = tuple(properties[name])
                if name == "NATIONAL_ID_NUMBER" and self.schema != "Person":
                    props = ("registrationNumber", *props)
                self._add(name, props, text)
            elif not _is_elsewhere(name, lists):
                self._note(name, group)
        if (number := group.get("ACCOUNT_NUMBER")) and not read_account(
            number, self.country
        ).iban:
            self._note("ACCOUNT_NUMBER", group)

    def _name(self, group: Group) -> None:
        lists = _lists()
        usage = (group.get("NAME_TYPE") or group.get("USAGE_TYPE", "")).casefold()
        prop = next(
            (p for p, words in lists["name_types"].items() if usage in words), "name"
        )
        parts = ("NAME_FIRST", "NAME_MIDDLE", "NAME_LAST", "NAME_SUFFIX")
        whole = " ".join(group[part] for part in parts if part in group)
        for text in (group.get("NAME_FULL"), group.get("NAME_ORG"), whole):
            if text:
                self._add("NAME", (prop, "name"), text)
        if prop == "name":
            for part, target in lists["names"].items():
                if part in group:
                    self._add(part, (target,), group[part])

    def _add(self, name: str, props: tuple[str, ...], text: str) -> None:
        prop = _taking(self.schema, props)
        if prop is None:
            self.notes.append(f"{name}: {text}")
            return
        clean = clean_text(self.schema, prop, text, self.country)
        if clean is None:
            self.lost.append((name, f"not a valid {type_name(self.schema, prop)}"))
            self.notes.append(f"{name}: {text}")
        else:
            self.values[Value(prop, clean, "", text if clean != text else "")] = None

    def _note(self, name: str, group: Group) -> None:
        """Keep an attribute with what stands beside it (type, country, state)."""
        stem = name.rpartition("_")[0]
        beside = (
            group.get(f"{stem}_{x}") for x in ("TYPE", "COUNTRY", "STATE", "DOMAIN")
        )
        said = " ".join(x for x in beside if x and x != group[name])
        self.notes.append(f"{name}: {group[name]}" + (f" ({said})" if said else ""))

    def all_values(self) -> tuple[Value, ...]:
        """Return all values, the notes as one."""
        if not self.notes or not self.values:
            return tuple(self.values)
        return (*self.values, Value("notes", "; ".join(self.notes)[:MAX_TEXT]))


@lru_cache(maxsize=1 << 10)
def _taking(schema: str, props: tuple[str, ...]) -> str | None:
    known = get_schema(schema)
    return next((prop for prop in props if known.get(prop) is not None), None)


def _is_elsewhere(name: str, lists: Mapping[str, Any]) -> bool:
    """Whether an attribute is read with others, or stands beside one that is."""
    if name in _SINGLE or name in _ADDRESS or name in _ACCOUNT or name in _OF_RECORD:
        return True
    if name in lists["names"] or name in lists["beside"] or name in lists["accounts"]:
        return True
    return name.startswith("REL_") or name.endswith(
        ("_TYPE", "_COUNTRY", "_STATE", "_DOMAIN")
    )


def _address(group: Group) -> str:
    """Return an address on one line, as it stands or of its parts."""
    if full := group.get("ADDR_FULL"):
        return full
    code, city, state, country = (group.get(name, "") for name in _PARTED)
    parts = [*(group.get(line, "") for line in _LINES), f"{code} {city}".strip()]
    return ", ".join(x for x in (*parts, state, country) if x)
