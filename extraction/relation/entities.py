"""Which entity of a document each mention is, under ids that stay the same."""

import hashlib
from collections.abc import Iterable

from extraction.model import Extraction, Mention
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
"""Mention types whose entity is an identifier node of the case."""

LEGAL_FORMS = frozenset(
    "doo dooel ad dd shpk sha sh shp ltd llc gmbh inc jp szr str".split()
)


class Entities:
    """The entities of one document: people and firms by name, identifiers by value.

    A person named by the surname alone is the one full name that ends so, where there
    is just one in the document.
    """

    def __init__(self, extraction: Extraction) -> None:
        self._sha = extraction.document.sha256[:12]
        people = {fold(m.value) for m in extraction.mentions if m.type == "PER"}
        self._full = sorted(name for name in people if " " in name)

    def id_of(self, mention: Mention) -> str | None:
        """Return the local id of the mention's entity, None where it has none."""
        if not mention.valid:
            return None
        if mention.type in IDENTIFIERS:
            return identifier_id(IDENTIFIERS[mention.type], mention.value)
        if mention.type == "VEHICLE":
            return f"vehicle-{mention.value}"
        if mention.type in ("PER", "ORG", "ADDRESS", "LOC"):
            return self._named(mention)
        return None

    def _named(self, mention: Mention) -> str:
        name = fold(mention.value)
        if mention.type == "PER" and " " not in name:
            same = [full for full in self._full if full.split()[-1] == name]
            name = same[0] if len(same) == 1 else name
        kind = {"PER": "per", "ORG": "org", "ADDRESS": "adr", "LOC": "loc"}
        return self.made(kind[mention.type], [name])

    def made(self, kind: str, parts: Iterable[str]) -> str:
        """Return a local id of this document for something with these parts."""
        digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
        return f"doc-{self._sha}-{kind}-{digest}"


def schema_of(mention: Mention) -> str:
    """Return the schema of a mention's entity: companies by their legal form."""
    if mention.type == "PER":
        return "Person"
    if mention.type == "ORG":
        words = fold(mention.value).replace(".", "").split()
        joined = fold(mention.value).replace(" ", "").replace(".", "")
        legal = LEGAL_FORMS.intersection(words) or "doo" in joined or "shpk" in joined
        return "Company" if legal else "Organization"
    if mention.type == "VEHICLE":
        return "Vehicle"
    if mention.type in ("ADDRESS", "LOC"):
        return "Address"
    return IDENTIFIERS[mention.type]
