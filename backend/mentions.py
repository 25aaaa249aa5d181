"""Mentions of a document: the spans that the statements made from it rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import Statement

TYPES = {
    "PhoneNumber": "PHONE",
    "EmailAddress": "EMAIL",
    "Iban": "IBAN",
    "BankAccount": "IBAN",
    "PersonalNumber": "PERSONAL_ID",
    "PassportNumber": "PASSPORT",
    "LicencePlate": "VEHICLE",
    "Vehicle": "VEHICLE",
    "Imei": "IMEI",
    "WalletAddress": "CRYPTO",
    "CryptoWallet": "CRYPTO",
    "IpAddress": "IP",
    "Person": "PER",
    "LegalEntity": "ORG",
    "Company": "ORG",
    "Organization": "ORG",
    "PublicBody": "ORG",
    "Address": "ADDRESS",
    "Weapon": "WEAPON",
}
"""The contract's mention type for entities of a schema; others keep its name."""

NAMING = frozenset(
    (
        "name", "alias", "weakAlias", "previousName", "full", "number",
        "registrationNumber", "publicKey",
    )
)  # fmt: skip
"""Properties whose statements stand on the entity's own words in the text."""


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
    """Return the spans of live statements that name something, in reading order.

    What states a relationship or a detail rests on a sentence and is left out.
    """
    texts = dict(pages)
    found = {
        mention
        for said in statements
        if said.value.prop in NAMING and not said.withdrawn
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
    kind = TYPES.get(said.schema, said.schema.upper())
    yield FoundMention(page, start, end, text[start:end], kind, said.entity)
