"""Mentions → the entities they name: schema, local id and properties of each."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from extraction.model import Document, Mention
from extraction.recognition.gazetteer import find_place, find_places
from extraction.recognition.inflection import oblique_forms
from extraction.recognition.wording import load
from graph.names import fold
from graph.schema import identifier_id

IDENTIFIERS = {
    "PHONE": "PhoneNumber",
    "EMAIL": "EmailAddress",
    "IBAN": "Iban",
    "PERSONAL_ID": "PersonalNumber",
    "PASSPORT": "PassportNumber",
    "IMEI": "Imei",
    "CRYPTO": "WalletAddress",
}
_KINDS = {
    "PER": "per",
    "ORG": "org",
    "LOC": "place",
    "ADDRESS": "addr",
    "WEAPON": "gun",
}
_PROPERTIES = {"Address": "full", "Vehicle": "registrationNumber"}


class Entity(NamedTuple):
    """What a mention names: local id, schema, and the property its value is of."""

    id: str
    schema: str
    prop: str
    value: str


def name_entities(
    document: Document, mentions: Iterable[Mention], owned: frozenset[str]
) -> Mapping[str, Entity]:
    """Return mention id → entity, for the mentions that name one.

    `owned` are ids of mentions that somebody owns or directs: those organizations are
    companies. A single name stands for the one person of the document that bears it.
    """
    rows = list(mentions)
    full = _full_names(rows)
    companies = {fold(m.value) for m in rows if m.type == "ORG" and m.id in owned}
    found: dict[str, Entity] = {}
    for m in rows:
        entity = _entity(document, m, full, companies)
        if entity is not None:
            found[m.id] = entity
    return found


def document_id(document: Document, kind: str, key: str) -> str:
    """Return a local id that is the document's own: `doc-<sha>-<kind>-<hash>`."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:12]
    return f"doc-{document.sha256[:12]}-{kind}-{digest}"


def country_of(text: str) -> str | None:
    """Return the country of the last place that a text names with one, or None."""
    found = [f.place.country for f in find_places(text) if f.place.country]
    return found[-1] if found else None


def _entity(
    document: Document,
    mention: Mention,
    full: Mapping[str, str],
    companies: set[str],
) -> Entity | None:
    kind = mention.type
    if kind in IDENTIFIERS:
        schema = IDENTIFIERS[kind]
        return Entity(
            identifier_id(schema, mention.value), schema, "number", mention.value
        )
    if kind == "VEHICLE":
        local = identifier_id("LicencePlate", mention.value).replace(
            "plate", "vehicle", 1
        )
        return Entity(local, "Vehicle", "registrationNumber", mention.value)
    if kind not in _KINDS or not fold(mention.value):
        return None
    value = (
        full.get(fold(mention.value), mention.value) if kind == "PER" else mention.value
    )
    local = document_id(document, _KINDS[kind], fold(value))
    if kind == "LOC" and (place := find_place(value)):
        digest = hashlib.sha256(fold(place.name).encode()).hexdigest()[:12]
        local = f"place-{place.country or 'xx'}-{digest}"
    schema = _schema(kind, value, companies)
    return Entity(local, schema, _PROPERTIES.get(schema, "name"), value)


def _schema(kind: str, value: str, companies: set[str]) -> str:
    if kind == "ORG":
        owned = fold(value) in companies
        return "Company" if owned or _has_legal_form(value) else "Organization"
    return {"PER": "Person", "WEAPON": "Weapon"}.get(kind, "Address")


@cache
def _legal_form() -> re.Pattern[str]:
    forms = "|".join(load("cues")["legal_forms"])
    return re.compile(rf"(?:\A|\s)(?:{forms})(?:\s|\Z)")


def _has_legal_form(value: str) -> bool:
    return _legal_form().search(value.lower()) is not None


def _full_names(mentions: Iterable[Mention]) -> dict[str, str]:
    """Return single name → the one full name of the document that has it."""
    values = {m.value for m in mentions if m.type == "PER"}
    whole = sorted(v for v in values if len(v.split()) > 1)
    keys = {fold(v) for v in whole}
    bearers: dict[str, set[str]] = {}
    for value in (v for v in values if len(v.split()) == 1):
        for name in whole:
            words = name.split()
            if any(fold(w) == fold(value) or value in oblique_forms(w) for w in words):
                bearers.setdefault(fold(value), set()).add(name)
    return {
        one: next(iter(names))
        for one, names in bearers.items()
        if len(names) == 1 and one not in keys
    }
