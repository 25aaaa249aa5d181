"""Mentions of a document: the spans that the statements made from it rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import Statement, scoped_id
from graph.schema import identifier_id, identifier_schema, is_edge

_BY_IDENTIFIER = {
    "PhoneNumber": "PHONE",
    "EmailAddress": "EMAIL",
    "Iban": "IBAN",
    "BankAccount": "IBAN",
    "PersonalNumber": "PERSONAL_ID",
    "PassportNumber": "PASSPORT",
    "LicencePlate": "VEHICLE",
    "Imei": "IMEI",
    "Wallet": "CRYPTO",
}
_BY_SCHEMA = {
    "Person": "PER",
    "LegalEntity": "ORG",
    "Company": "ORG",
    "Organization": "ORG",
    "PublicBody": "ORG",
    "Address": "ADDRESS",
    "Vehicle": "VEHICLE",
    "CryptoWallet": "CRYPTO",
    "BankAccount": "IBAN",
}
_NAMES = ("name", "alias", "weakAlias", "full", "previousName")
_DATES = ("birthDate", "date", "startDate", "endDate", "deathDate", "incorporationDate")
_PLACES = ("country", "nationality", "birthPlace", "jurisdiction", "location", "city")


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A span with the contract's mention type and the scoped entity it names."""

    page: int
    start: int
    end: int
    text: str
    type: str
    entity: str


def find_mentions(
    pages: Sequence[tuple[int, str]], statements: Iterable[Statement]
) -> list[FoundMention]:
    """Return the spans of live statements in reading order, once each.

    A span that states a relationship is a sentence, not a mention, and is left out.
    """
    texts = dict(pages)
    found = {
        mention
        for said in statements
        if not said.withdrawn and not is_edge(said.schema)
        for mention in _mention(texts, said)
    }
    return sorted(found, key=lambda m: (m.page, m.start, m.end, m.type, m.entity))


def _mention(texts: dict[int, str], said: Statement) -> Iterable[FoundMention]:
    page, start, end = said.place.page, said.place.start, said.place.end
    text = texts.get(page) if page is not None else None
    if text is None or page is None or start is None or end is None:
        return
    if not 0 <= start < end <= len(text):
        return
    kind, entity = _type(said), said.entity
    identifier = identifier_schema(said.schema, said.value.prop)
    if identifier is not None:
        local = identifier_id(identifier, said.value.value)
        entity = scoped_id(said.context.case, local)
    yield FoundMention(page, start, end, text[start:end], kind, entity)


def _type(said: Statement) -> str:
    identifier = identifier_schema(said.schema, said.value.prop)
    if identifier is not None:
        return _BY_IDENTIFIER.get(identifier, identifier.upper())
    if said.value.prop in _DATES:
        return "DATE"
    if said.value.prop in _PLACES:
        return "LOC"
    if said.value.prop in _NAMES or said.schema in _BY_SCHEMA:
        return _BY_SCHEMA.get(said.schema, said.schema.upper())
    return said.value.prop.upper()
