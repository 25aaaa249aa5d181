"""Bank accounts as extracts write them: IBANs, national numbers, and the rest."""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from extraction.importers.clean import clean_text
from extraction.importers.keys import derive_id
from graph.model import Value

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}")
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_DROPPED = re.compile(r"[\s.]+")
_PARTS = re.compile(r"\d+(?:-\d+)+")
_NOT_ALNUM = re.compile(r"[\W_]+")
MAX_NUMBER = 64


class _Form(NamedTuple):
    digits: int
    check: str
    parts: tuple[int, ...]


@cache
def _forms() -> dict[str, _Form]:
    data = yaml.safe_load(
        Path(__file__).with_name("bankaccounts.yaml").read_text("utf-8")
    )
    return {
        country: _Form(form["digits"], form["check"], tuple(form["parts"]))
        for country, form in data.items()
    }


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `number` as written; `iban` where it is one; `bank` its BIC or code.

    `name` is what the extract calls it. An account without any of them is none.
    `id` is the same for the same account in every extract, empty where it is none;
    without an IBAN the number counts together with the bank that is named.
    """

    number: str = ""
    iban: str = ""
    bank: str = ""
    name: str = ""
    id: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        made = _account_id(self.iban, self.bank, self.number or self.name)
        object.__setattr__(self, "id", made)

    @property
    def bic(self) -> str:
        """The bank's BIC, empty where only a national code is known."""
        return self.bank if _BIC.fullmatch(self.bank) else ""

    def values(self) -> tuple[Value, ...]:
        """Return what a BankAccount's record says."""
        given = "" if self.number == self.iban else self.number[:MAX_NUMBER]
        number = "" if given.startswith("file ") else given
        said = (("iban", self.iban), ("accountNumber", number), ("bic", self.bic))
        named = (("name", self.name), ("bankName", "" if self.bic else self.bank))
        return tuple(Value(p, v) for p, v in (*said, *named) if v)


@lru_cache(maxsize=1 << 16)
def _account_id(iban: str, bank: str, number: str) -> str:
    if iban:
        return f"account-{iban}"
    plain = _NOT_ALNUM.sub("", number.upper())
    plain = plain.lstrip("0") or plain
    if not plain:
        return ""
    code = bank[:8] if _BIC.fullmatch(bank) else _NOT_ALNUM.sub("", bank.upper())
    derived = derive_id([code, plain], "account", "money")
    return f"account-{derived}"


NO_ACCOUNT = Account()


@lru_cache(maxsize=1 << 16)
def read_account(
    text: str, country: str | None = None, bank: str = "", name: str = ""
) -> Account:
    """Return the account that a text names; `country` is where it is written.

    A national number of the region becomes its IBAN. A bank may stand before the
    number (`BIC/number`), a currency after it.
    """
    text = text.strip()
    bank = read_bic(bank) or bank.strip()
    if "/" in text:
        before, _, after = text.partition("/")
        if after.strip() and _is_bank(before.strip()):
            text, bank = after.strip(), read_bic(before) or before.strip()
    iban = read_iban(text, country)
    return Account(text, iban, bank if _NOT_ALNUM.sub("", bank) else "", name.strip())


def _is_bank(text: str) -> bool:
    return bool(_BIC.fullmatch(text.upper())) or (text.isdigit() and len(text) >= 4)


def read_bic(text: str) -> str:
    """Return the BIC in capitals, or an empty string where it is none."""
    text = text.strip().upper()
    return text if _BIC.fullmatch(text) else ""


@lru_cache(maxsize=1 << 16)
def read_iban(text: str, country: str | None = None) -> str:
    """Return the valid IBAN that a text is, or that a national number has, else ''."""
    plain = _DROPPED.sub("", text).upper()
    if plain.startswith("IBAN"):
        plain = plain[4:].lstrip(":")
    if _IBAN.fullmatch(plain):
        return clean_text("BankAccount", "iban", plain, None) or _short_iban(plain)
    form = _forms().get((country or "").lower())
    if form is None:
        return ""
    digits = _national_digits(plain, form)
    iban = f"{(country or '').upper()}{form.check}{digits}"
    return clean_text("BankAccount", "iban", iban, None) or "" if digits else ""


def _short_iban(plain: str) -> str:
    """Return an IBAN behind which a currency stands, else an empty string."""
    if plain[-3:].isalpha() and len(plain) > 15:
        return clean_text("BankAccount", "iban", plain[:-3], None) or ""
    return ""


def _national_digits(text: str, form: _Form) -> str:
    if text.isdigit() and text.isascii():
        return text if len(text) == form.digits else ""
    if not (_PARTS.fullmatch(text) and text.isascii()):
        return ""
    parts = text.split("-")
    if len(parts) != len(form.parts):
        digits = "".join(parts)
        return digits if len(digits) == form.digits else ""
    pairs = zip(parts, form.parts, strict=True)
    digits = "".join(part.zfill(length) for part, length in pairs)
    return digits if len(digits) == form.digits else ""


def country_of(account: Account) -> str | None:
    """Return the country that an account's IBAN names, as an ISO code, or None."""
    return account.iban[:2].lower() or None
