"""What words of a drawn network mean: kinds of entities and links, names of columns."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from graph.errors import InvalidInput
from graph.names import fold, read_organization, read_person
from graph.schema import (
    clean_value,
    edge_ends,
    get_schema,
    is_edge,
    ontology,
)

_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of kinds.yaml, turned round for looking up folded words."""

    entities: Mapping[str, str]
    links: Mapping[str, tuple[str, ...]]
    properties: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    having: frozenset[str]
    kind_columns: tuple[str, ...]
    label_columns: tuple[str, ...]
    drawing: frozenset[str]
    weights: tuple[str, ...]
    own: frozenset[str]


@cache
def words() -> Words:
    """Return what kinds.yaml lists."""
    path = Path(__file__).with_name("kinds.yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    properties: dict[str, list[str]] = {}
    for prop, names in data["properties"].items():
        for name in names:
            properties.setdefault(name, []).append(prop)
    return Words(
        {
            word: schema
            for schema, listed in data["entities"].items()
            for word in listed
        },
        {word: tuple(one["to"]) for one in data["links"] for word in one["words"]},
        {name: tuple(listed) for name, listed in properties.items()},
        data["labels"],
        frozenset(data["having"]),
        tuple(data["kind_columns"]),
        tuple(data["label_columns"]),
        frozenset(data["drawing"]),
        tuple(data["weights"]),
        frozenset(data["own"]),
    )


@lru_cache(maxsize=1 << 14)
def read_word(text: str) -> str:
    """Return a word or name of a column as the lists have it: `EntityType` too."""
    return fold(_CAMEL.sub(" ", text[:_LONGEST]))


@lru_cache(maxsize=1 << 12)
def entity_schema(text: str) -> str | None:
    """Return the schema that a word for a kind of entity means, None for none.

    Names of schemata are themselves where no list has the word; of `Person:Suspect` or
    `Human > Man` the first known part counts, of a plural its singular.
    """
    known = words().entities
    parts = (read_word(part) for part in [text, *re.split(r"[:;,/|>\\]+", text)[:8]])
    forms = (form for part in parts for form in (part, part.removesuffix("s")))
    found = next((known[form] for form in forms if form in known), None)
    own = _is_concrete(text) and not is_edge(text)
    return text if found is None and own else found


@lru_cache(maxsize=1 << 12)
def link_ways(text: str) -> tuple[str, ...]:
    """Return what a link's word may be drawn as, in order; empty for no known word.

    A way is a schema, or `.property`; one that ends with `<` runs backwards.
    """
    if _is_concrete(text) and is_edge(text):
        return (text, f"{text}<")
    known = words().links
    word = read_word(text)
    return known.get(word) or known.get(word.removesuffix("s"), ())


@lru_cache(maxsize=1 << 12)
def property_names(text: str) -> tuple[str, ...]:
    """Return the properties that a column may hold, its own name first."""
    bare = text.removeprefix("ftm:")
    return (bare, *words().properties.get(read_word(text), ()))


def find_column(cells: Mapping[str, str], names: Iterable[str]) -> str | None:
    """Return the first column of `names`, in their order, that is filled."""
    folded = {read_word(name): name for name, text in cells.items() if text.strip()}
    return next((folded[name] for name in names if name in folded), None)


@lru_cache(maxsize=1 << 14)
def guess_schema(label: str, country: str | None) -> str:
    """Return what a label by itself shows: a number, a company, a person.

    LegalEntity where it shows nothing, or a first name alone: whoever it is, it acts.
    """
    text = label.strip()
    if _MAIL.fullmatch(text):
        return "EmailAddress"
    if text[:1] == "+" and clean_value("Call", "callerNumber", text, country):
        return "PhoneNumber"
    if text[:2].isalpha() and text[2:4].isdigit():
        if clean_value("BankAccount", "iban", text):
            return "BankAccount"
    organization = read_organization(text)
    if organization.form:
        return "Company"
    if organization.kinds:
        return "Organization"
    return "Person" if _names_person(text) else "LegalEntity"


def _names_person(text: str) -> bool:
    if not 2 <= len(text.split()) <= 5 or any(c.isdigit() for c in text):
        return False
    name = read_person(text)
    return bool(name.family) and any(word.known.names for word in name.given)


def _is_concrete(name: str) -> bool:
    found = ontology().get(name)
    return found is not None and not found.abstract


@lru_cache(maxsize=1 << 12)
def fits(schema: str, prop: str, target: str) -> bool:
    """Whether entities of `target` may stand as values of an entity property."""
    found = get_schema(schema).get(prop)
    if found is None or found.stub or found.range is None:
        return False
    return bool(get_schema(target).is_a(found.range))


def ends_of(schema: str) -> tuple[str, str]:
    """Return the properties of a link's ends. Raises InvalidInput where it has none."""
    found = edge_ends(schema)
    if found is None:
        raise InvalidInput(f"schema {schema} is no relationship")
    return found
