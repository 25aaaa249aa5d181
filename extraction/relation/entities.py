"""Mentions → the entities they name: schema, local id and properties of each."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from extraction.model import Document, Mention
from extraction.recognition.gazetteer import find_place, find_places
from extraction.recognition.particulars import find_described
from extraction.recognition.persons import Bearer, find_bearers
from extraction.recognition.wording import load, pattern
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
    companies. A short name or nickname is the one person's who bears it there.
    """
    rows = list(mentions)
    described = find_described(document.pages, rows, document.language)
    bearers = find_bearers(rows, described)
    companies = {fold(m.value) for m in rows if m.type == "ORG" and m.id in owned}
    found: dict[str, Entity] = {}
    for m in rows:
        entity = _entity(document, m, bearers.get(m.id), companies)
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
    bearer: Bearer | None,
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
    value = bearer.name if bearer else mention.value
    key = bearer.key if bearer else value
    local = document_id(document, _KINDS[kind], fold(key))
    if kind == "LOC" and (place := find_place(value)):
        digest = hashlib.sha256(fold(place.name).encode()).hexdigest()[:12]
        local = f"place-{place.country or 'xx'}-{digest}"
    schema = _schema(kind, value, companies)
    if bearer and bearer.prop != "name":
        return Entity(local, schema, bearer.prop, mention.value)
    return Entity(local, schema, _PROPERTIES.get(schema, "name"), value)


def _schema(kind: str, value: str, companies: set[str]) -> str:
    if kind == "ORG":
        owned = fold(value) in companies
        return "Company" if owned or is_company(value) else "Organization"
    return {"PER": "Person", "WEAPON": "Weapon"}.get(kind, "Address")


@cache
def _legal_form() -> re.Pattern[str]:
    forms = "|".join(load("cues")["legal_forms"])
    return re.compile(rf"(?:\A|\s)(?:{forms})(?:\s|\Z)")


def is_office(value: str) -> bool:
    """Whether a name is of a public office, which nobody owns: a court, police."""
    known = pattern("institutions", "offices")
    named = any(known.fullmatch(word) for word in fold(value).split())
    return named and not is_company(value)


def is_company(value: str) -> bool:
    """Whether a name has the legal form of a company."""
    return _legal_form().search(value.lower()) is not None
