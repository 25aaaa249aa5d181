"""Numbers in the purposes of payments: found, joined to the payer, told where."""

import pytest

from extraction.importers.money.purposes import ROLE, find_numbers
from tests.extraction.importers.reading import read

TABLE = (
    "Vlasnik:;Ana Anić;;;;\nBroj računa:;RS35260005601001611379;;;;\nDatum knjiženja;"
    "Naziv partnera;Račun partnera;Zaduženje;Odobrenje;Svrha plaćanja\n"
    "02.03.2026.;Marko;160-1-40;1.250,00;;{}\n"
)


def test_a_number_in_a_purpose_is_joined_to_the_payer() -> None:
    """In the country of the account, with the words and the row that name it."""
    text = TABLE.format("pozajmica, javi se na 064/123-4567 ili a@b.rs")
    found = read("izvod.csv", text.encode())
    assert found.importer == "bank" and not found.rejected
    phone, mail = found.of("UnknownLink")
    payer = found.of("Payment")[0]["payer"]
    assert (phone["subject"], phone["object"]) == (payer, "phone-381641234567")
    assert (phone["role"], phone["date"]) == (ROLE, "2026-03-02")
    assert phone["summary"] == "064/123-4567" and mail["summary"] == "a@b.rs"
    link = next(r for r in found.records if r.entity == phone["id"])
    assert link.place.record == "row 4"
    again = read("izvod.csv", text.encode())
    assert [r.entity for r in again.records] == [r.entity for r in found.records]


@pytest.mark.parametrize(
    "purpose",
    [
        "zakup mart 2026",
        "faktura 2024-0012345/6",
        "model 97 poziv na broj 12-345-6789012",
        "po fakturi br. 064-123-4567",
        "Позив на број: 064/1234567",
        "ugovor 0641234567",
        "",
    ],
)
def test_references_are_no_numbers(purpose: str) -> None:
    """Invoices, months and references name nobody."""
    found = read("izvod.csv", TABLE.format(purpose).encode())
    assert not found.of("UnknownLink")


def test_the_payers_own_account_and_bad_numbers_are_left() -> None:
    """Nobody is told to have named what he pays from; a wrong checksum is none."""
    assert find_numbers("sa RS35260005601001611379", "rs")
    own = TABLE.format("sa RS35260005601001611379")
    assert not read("izvod.csv", own.encode()).of("UnknownLink")
    assert not find_numbers("na RS36260005601001611379", "rs")
    assert not find_numbers("JMBG 0101990710007", "rs")
