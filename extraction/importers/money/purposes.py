"""Numbers in the purpose of a payment: telephones, accounts and others it names."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from extraction.importers.keys import derive_id
from extraction.model import Page
from extraction.recognition.identifiers import find_identifiers
from graph.model import Place, Record, Value
from graph.schema import identifier_id

ROLE = "named in the purpose of a payment"
MAX_PURPOSE = 2_000
_MAY_NAME = re.compile(r"@|\d[\d /.()-]{5,}\d|\b[A-Z]{2}\d{2}[ A-Z0-9]{8}|\b0x|\bbc1")
_REFERENCE = re.compile(
    r"(?:\b(?:model|poziv(?: na br(?:oj|\.)?)?|pnb|ref(?:erenc\w*|\.)?|invoice|inv|"
    r"fakt\w*|fatur\w*|ra[cč]un(?:u|a)? br\w*|predra[cč]un\w*|ugovor\w*|po[zž]iv\w*|"
    r"модел|позив(?: на број)?|повикување на број|фактур\w*|рачун(?:у|а)? бр\w*|"
    r"уговор\w*|договор\w*|kontrat\w*)\b[\s.:#]*(?:br(?:oj)?\.?|бр(?:ој)?\.?|nr\.?|no\.?)?"
    r"[\s.:#]*[\d/-]*\d[\d/ -]*)+",
    re.IGNORECASE,
)
"""What names an invoice, a contract or the payer's own reference, with its number."""
_SCHEMATA = {
    "PHONE": "PhoneNumber",
    "EMAIL": "EmailAddress",
    "IBAN": "Iban",
    "PERSONAL_ID": "PersonalNumber",
    "PASSPORT": "PassportNumber",
    "CRYPTO": "WalletAddress",
    "VEHICLE": "LicencePlate",
}


class Number(NamedTuple):
    """A number that a purpose names: its identifier's schema, its value, its words."""

    schema: str
    value: str
    text: str


@lru_cache(maxsize=1 << 14)
def find_numbers(purpose: str, country: str | None) -> tuple[Number, ...]:
    """Return the valid numbers that a purpose names, in its order.

    `country` (ISO alpha-2) says where local numbers are at home.
    """
    text = _REFERENCE.sub(lambda found: " " * len(found[0]), purpose[:MAX_PURPOSE])
    if not _MAY_NAME.search(text):
        return ()
    return tuple(
        Number(_SCHEMATA[found.type], found.value, found.text)
        for found in find_identifiers(Page(1, text), None, country)
        if found.valid and found.type in _SCHEMATA
    )


def purpose_records(
    numbers: Iterable[Number], who: str, day: str, place: Place
) -> Iterator[Record]:
    """Yield each number's record, and that whoever wrote the purpose named it.

    `who` is the payer's id, a party's or an account's; `day` when it was paid.
    """
    for schema, value, text in numbers:
        node = identifier_id(schema, value)
        yield Record(node, schema, (Value("number", value),), place)
        said = (
            ("subject", who),
            ("object", node),
            ("role", ROLE),
            ("date", day),
            ("summary", text),
        )
        key = derive_id([who, node, day, text], "purpose", "money")
        values = tuple(Value(prop, said_of) for prop, said_of in said if said_of)
        yield Record(f"named-{key}", "UnknownLink", values, place)
