"""Field 86 of a statement's entry: who, which account and what for, in three dialects.

`?20…` and the like are German and Polish banks' (DFÜ agreement of the German banking
industry, annex 3), `/EREF/…` the Dutch ones' and others', else it is plain text. What
stands in field NS is UniCredit's and those that follow it.
"""

import re
from dataclasses import dataclass

from extraction.importers.money.bankaccounts import (
    NO_ACCOUNT,
    Account,
    read_account,
    read_bic,
)
from extraction.importers.money.payments import NOBODY, Party

_STRUCTURED = re.compile(r"\s*(\d{3})\s*([?<>~^])(?=\d\d)")
_WIDTH = 25
_FULL_LINE = 65
_PURPOSE = (*(f"{n}" for n in range(20, 30)), *(f"{n}" for n in range(60, 66)))
_SEPA = re.compile(
    r"(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|COAM|OAMT|PURP|MDAT|SQTP|IBAN|BIC )\+"
)
_CODES = (
    "ABWA|ACCT|ACCW|BENM|BIC|CHGS|CNTP|CREF|CSID|EREF|IBAN|IREF|ISDT|KREF|MARF|NAME|OCMT|"
    "ORDP|ORIG|PREF|PURP|REMI|RTRN|SVCL|SWOC|TRTP|TRCD|ULTB|ULTC|ULTD|USTD|ADDR"
)
_CODED = re.compile(rf"/({_CODES})/")


@dataclass(frozen=True, slots=True)
class Details:
    """What the details of an entry say of the other side and of the payment."""

    party: Party = NOBODY
    purpose: str = ""
    reference: str = ""
    kind: str = ""
    holder: str = ""
    notes: tuple[str, ...] = ()


def read_details(text: str, country: str | None = None) -> Details:
    """Return what a field 86 says, whatever its dialect."""
    joined = text.replace("\n", "")
    if start := _STRUCTURED.match(joined):
        return _read_structured(joined, start, country)
    if len(_CODED.findall(joined)) > 0 and joined.lstrip().startswith("/"):
        return _read_coded(_join_lines(text), country)
    return Details(purpose=" ".join(text.split()))


def _join_lines(text: str) -> str:
    """Join lines: one that is full was cut at its width, a shorter one at a blank."""
    joined, full = "", False
    for line in text.split("\n"):
        whole = joined.endswith(("/", " ")) or line.startswith(("/", " "))
        joined += "" if whole or not joined or full else " "
        joined += line
        full = len(line) >= _FULL_LINE
        full |= joined == line and len(line) == _FULL_LINE - len(":86:")
    return joined


def _read_structured(text: str, start: re.Match[str], country: str | None) -> Details:
    mark = re.escape(start[2])
    pieces = re.split(rf"{mark}(\d\d)", text[start.end(1) :].lstrip())
    parts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    sepa = _split_sepa(_join([parts[n] for n in _PURPOSE if n in parts]))
    code = parts.get("30", "").strip()
    number = parts.get("38") or sepa.get("IBAN") or parts.get("31", "")
    bank = sepa.get("BIC ") or code
    return Details(
        Party(
            _join([parts.get("32", ""), parts.get("33", "")]),
            _account(number, bank, country),
        ),
        sepa.get("SVWZ") or sepa.get("", ""),
        sepa.get("EREF") or sepa.get("KREF", ""),
        " ".join(x for x in (start[1], parts.get("00", "").strip()) if x),
        notes=tuple(_sepa_notes(sepa, parts)),
    )


def _account(number: str, bank: str, country: str | None) -> Account:
    number = number.strip()
    return read_account(number, country, bank) if number else NO_ACCOUNT


def _join(pieces: list[str]) -> str:
    """Join parts of a text that was cut at a width; a shorter one ended by itself."""
    text = last = ""
    for piece in pieces:
        whole = text and len(piece) and not text.endswith(" ")
        text += (" " if whole and len(last) < _WIDTH else "") + piece
        last = piece
    return " ".join(text.split())


def _split_sepa(text: str) -> dict[str, str]:
    pieces = _SEPA.split(text)
    found = {"": pieces[0].strip()}
    for key, value in zip(pieces[1::2], pieces[2::2], strict=True):
        found.setdefault(key, value.strip())
    return found


def _sepa_notes(sepa: dict[str, str], parts: dict[str, str]) -> list[str]:
    known = (
        ("MREF", "mandate"),
        ("CRED", "creditor id"),
        ("DEBT", "debtor id"),
        ("ABWA", "on behalf of"),
        ("ABWE", "in favour of"),
        ("OAMT", "original amount"),
        ("COAM", "charges"),
        ("PURP", "purpose code"),
    )
    notes = [f"{word} {sepa[key]}" for key, word in known if sepa.get(key)]
    if parts.get("34", "").strip() and sepa.get("OAMT"):
        notes.append(f"return code {parts['34'].strip()}")
    return notes


def _read_coded(text: str, country: str | None) -> Details:
    pieces = _CODED.split(text)
    codes: dict[str, str] = {}
    for key, value in zip(pieces[1::2], pieces[2::2], strict=True):
        codes.setdefault(key, value.strip("/ "))
    counter = [part.strip() for part in codes.get("CNTP", "").split("/")]
    counter += [""] * (3 - len(counter))
    name = codes.get("NAME") or counter[2] or codes.get("BENM") or codes.get("ORDP", "")
    number = (
        codes.get("IBAN")
        or counter[0]
        or codes.get("ACCT")
        or codes.get("ACCW", "").split(",")[0]
    )
    bank = read_bic(codes.get("BIC", "")) or read_bic(counter[1])
    purpose = codes.get("REMI") or codes.get("USTD", "")
    notes = [
        f"{word} {codes[key]}"
        for key, word in (
            ("MARF", "mandate"),
            ("CSID", "creditor id"),
            ("RTRN", "return reason"),
            ("ULTB", "in favour of"),
            ("ULTC", "in favour of"),
            ("ULTD", "on behalf of"),
        )
        if codes.get(key)
    ]
    return Details(
        Party(" ".join(name.split()), _account(number, bank, country)),
        _remittance(purpose) or pieces[0].strip("/ "),
        codes.get("EREF", ""),
        codes.get("TRTP") or codes.get("TRCD", ""),
        notes=tuple(notes),
    )


def _remittance(text: str) -> str:
    """Return the free text; `USTD//text` and `STRD/CUR/ref` have codes before it."""
    return " ".join(re.sub(r"^(?:USTD|STRD/(?:CUR|ISO))/+", "", text).split())


def read_non_swift(text: str, country: str | None = None) -> Details:
    """Return what a field NS says: lines that begin with the number of their part."""
    parts: dict[str, str] = {}
    last = ""
    for line in text.split("\n"):
        if found := re.match(r"(\d\d)(.*)", line):
            last = found[1]
            parts[last] = found[2].strip()
        elif last:
            parts[last] += line.strip()
    number = parts.get("34", "")
    purpose = " ".join(parts[f"{n:02}"] for n in range(1, 15) if f"{n:02}" in parts)
    return Details(
        Party(
            _join([parts.get("15", ""), parts.get("16", "")]),
            _account(number, parts.get("33", ""), country),
        ),
        purpose,
        kind=parts.get("17", ""),
        holder=" ".join(parts.get(n, "") for n in ("22", "23")),
    )
