"""Bank statements as tables: columns in seven languages, sides, sums, refused rows."""

from pathlib import Path

import pytest

from extraction.importers import find_importer
from extraction.importers.base import ImportOptions
from extraction.model import Leaf
from tests.extraction.importers.reading import read

OWN = "RS35260005601001611379"
HEADERS = {
    "sr": "Datum knjiženja;Naziv partnera;Račun partnera;Zaduženje;Odobrenje;Svrha",
    "sr-Cyrl": "Датум књижења;Назив партнера;Рачун партнера;Задужење;Одобрење;Сврха",
    "bs": "Datum transakcije;Naziv komitenta;Račun komitenta;Isplata;Uplata;Svrha",
    "hr": "Datum izvršenja;Naziv partnera;IBAN partnera;Isplate;Uplate;Opis plaćanja",
    "cnr": "Datum promjene;Komitent;Broj računa partnera;Duguje;Potražuje;Opis",
    "mk": "Датум на книжење;Назив на комитент;Сметка на комитент;Должи;Побарува;"
    "Цел на дознака",
    "sq": "Data e transaksionit;Emri;Llogaria e kundrapalës;Debi;Kredi;Përshkrimi",
    "en": "Booking date;Counterparty;Counterparty IBAN;Debit;Credit;Details",
}
ROWS = (
    "02.03.2026.;Marko Marković;DE89370400440532013000;1.250,00;;zakup\n"
    "03.03.2026.;Firma;;;12.000,5;po ugovoru\n"
)


@pytest.mark.parametrize("language", HEADERS)
def test_columns_are_found_in_every_language(language: str) -> None:
    """The same rows under headers of each language are the same payments."""
    text = f"Vlasnik:;Ana\nIBAN:;{OWN}\nValuta:;RSD\n{HEADERS[language]}\n{ROWS}"
    found = read("izvod.csv", text.encode())
    assert found.importer == "bank" and not found.rejected
    paid, came = found.of("Payment")
    assert paid["payerAccount"] == f"account-{OWN}" == came["beneficiaryAccount"]
    assert paid["beneficiaryAccount"] == "account-DE89370400440532013000"
    assert (paid["amount"], paid["currency"]) == ("1250.00", "RSD")
    assert (paid["date"], paid["purpose"]) == ("2026-03-02", "zakup")
    assert came["amount"] == "12000.5"
    names = [p["name"] for p in found.of("LegalEntity")]
    assert names == ["Ana", "Marko Marković", "Firma"]


def test_a_table_of_payments_names_both_sides() -> None:
    """National numbers become IBANs where the country is said."""
    data = (
        "Date,Payer,Payer account,Beneficiary,Beneficiary account,Amount,Currency\n"
        '2026-03-02,Ana,260-56010016113-79,Iva,4711,"1,200.00",EUR\n'
    )
    found = read("p.csv", data.encode(), "rs")
    (paid,) = found.of("Payment")
    assert paid["payerAccount"] == f"account-{OWN}"
    assert (paid["amount"], paid["currency"]) == ("1200.00", "EUR")
    assert len(found.of("Ownership")) == 2


@pytest.mark.parametrize(
    ("header", "rows", "flows"),
    [
        ("Amount", ("-5.00", "6.00"), ("out", "in")),
        ("Amount,Dr/Cr", ("5.00,DR", "6.00,CR"), ("out", "in")),
        ("Debit,Credit", ("5.00,0.00", ",6.00"), ("out", "in")),
        ("Debit,Credit", ("-5.00,", "0,6.00"), ("out", "in")),
    ],
)
def test_who_pays(header: str, rows: tuple[str, str], flows: tuple[str, str]) -> None:
    """By sign, by a word, or by the column in which the sum stands."""
    text = f"Date,Description,Balance,{header}\n"
    text += "".join(f"2026-03-02,x,1.00,{row}\n" for row in rows)
    paid = read("a.csv", text.encode()).of("Payment")
    got = tuple("out" if "payerAccount" in p else "in" for p in paid)
    assert got == flows and [p["amount"] for p in paid] == ["5.00", "6.00"]


def test_bad_rows_are_named_and_the_others_stay() -> None:
    """A total at the end is no payment either."""
    text = f"{HEADERS['sr']}\n{ROWS}04.03.2026;P;;abc;;x\n05.03.2026;P;;1,00;2,00;x\n"
    text += ";Ukupno;;1.250,00;;\n06.03.2026;P;;;;x\n"
    found = read("a.csv", text.encode())
    assert len(found.of("Payment")) == 2
    assert found.reasons() == [
        ("row 4", "its debit is not a number"),
        ("row 5", "it is debited and credited at once"),
        ("row 6", "its date is missing or cannot be read"),
        ("row 7", "its amount is missing"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "date,amount\n2026-03-02,5\n",
        "date,name,amount\n2026-03-02,Ana,5\n",
        "date,balance,amount,purpose\nsoon,x,many,y\n",
    ],
)
def test_other_tables_are_left_to_a_mapping(text: str) -> None:
    """A date and a sum alone are not a bank's statement."""
    importer = find_importer(Leaf("a.csv", "a.csv", text.encode()), ImportOptions())
    assert importer is not None and importer.name == "table"


def test_a_mapping_goes_first(tmp_path: Path) -> None:
    """What a person saved for a bank's own columns is not guessed at."""
    path = tmp_path / "m.yaml"
    path.write_text(
        "queries: [{csv_url: a.csv, entities: {e: {schema: Person, key: Date}}}]"
    )
    text = "Date,Description,Balance,Amount\n2026-03-02,x,1,5\n"
    leaf = Leaf("a.csv", "a.csv", text.encode())
    importer = find_importer(leaf, ImportOptions(mapping=path))
    assert importer is not None and importer.name == "table"


def test_empty_rows_above_the_header_are_no_labels() -> None:
    """Nor are rows without a value behind the label."""
    text = f";;;;;\nVlasnik:;;;;;\n;;;;;\n{HEADERS['sr']}\n{ROWS}"
    assert len(read("a.csv", text.encode()).of("Payment")) == 2


def test_an_account_behind_the_partner_is_the_partners() -> None:
    """`Сметка` that differs from row to row is no account of the statement's own."""
    text = (
        "Датум;Налогодавач / Примач;Сметка;Долгува;Побарува;Цел на дознака\n"
        "15.03.2026;ТРАНСКОП;300000000012345;12.000,00;;Фактура 12\n"
        "16.03.2026;Петре Петревски;200000000054321;;5.500,00;Заем\n"
    )
    paid, came = read("a.csv", text.encode()).of("Payment")
    assert paid["payerAccount"] == came["beneficiaryAccount"]
    assert paid["beneficiaryAccount"] != paid["payerAccount"]
    assert came["payerAccount"] != came["beneficiaryAccount"]


def test_what_was_not_carried_out_is_no_payment() -> None:
    """A bank's own word for it is the reason."""
    text = (
        "Type,Completed Date,Description,Amount,Currency,State,Balance\n"
        "TRANSFER,2026-03-01 10:11:13,To Ana,-100.00,EUR,COMPLETED,400.00\n"
        "TRANSFER,2026-03-01 10:12:13,To Ana,-200.00,EUR,REVERTED,400.00\n"
    )
    found = read("a.csv", text.encode())
    assert [p["amount"] for p in found.of("Payment")] == ["100.00"]
    assert found.reasons() == [("row 3", "it was not carried out")]


def test_a_german_statement() -> None:
    """Names of columns as savings banks write them, with both accounts."""
    text = (
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Verwendungszweck";'
        '"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";'
        '"Betrag";"Waehrung"\n"DE89370400440532013000";"05.03.26";"05.03.26";"Miete";'
        '"Haus GmbH";"DE75512108001245126199";"DEUTDEFF";"-39,95";"EUR"\n'
    )
    (payment,) = read("a.csv", text.encode()).of("Payment")
    assert payment["payerAccount"] == "account-DE89370400440532013000"
    assert payment["beneficiaryAccount"] == "account-DE75512108001245126199"
    assert (payment["amount"], payment["purpose"]) == ("39.95", "Miete")


def test_the_account_above_is_the_statements_and_the_other_the_partners() -> None:
    """Both names in columns, one `IBAN`: each account goes to its side, by the sign."""
    own = "DE02120300000000202051"
    text = (
        f'"Girokonto";"{own}"\n"Zeitraum:";"März 2026"\n"Buchungsdatum";'
        '"Wertstellung";"Zahlungspflichtige*r";"Zahlungsempfänger*in";'
        '"Verwendungszweck";"IBAN";"Betrag (€)"\n'
        '"05.03.26";"05.03.26";"Max";"Huber";"Miete";"DE75512108001245126199";'
        '"-650,00"\n"06.03.26";"06.03.26";"Firma AG";"Max";"Lohn";'
        '"DE89370400440532013000";"2.000,00"\n'
    )
    paid, came = read("a.csv", text.encode()).of("Payment")
    assert paid["payerAccount"] == came["beneficiaryAccount"] == f"account-{own}"
    assert paid["beneficiaryAccount"] == "account-DE75512108001245126199"
    assert came["payerAccount"] == "account-DE89370400440532013000"
    assert paid["currency"] == "EUR"


def test_the_statements_own_account_stays_its_own() -> None:
    """A column that has the account above the header is not the partner's."""
    text = (
        "Račun: 160-123456-78;;;\nDatum;Naziv;Račun;Iznos\n"
        "05.03.2026;Ana;160-123456-78;-5,00\n06.03.2026;Iva;160-999-11;-6,00\n"
    )
    first = read("a.csv", text.encode()).of("Payment")[0]
    assert "beneficiaryAccount" not in first


def test_valuta_with_dates_is_the_value_date() -> None:
    """The word means a currency as well; a currency's sign becomes its code."""
    text = (
        "Datum;Valuta;Opis;Isplata;Uplata;Stanje\n"
        "02.03.2026.;03.03.2026.;Struja;120,40;;900,10\n"
    )
    (paid,) = read("a.csv", text.encode()).of("Payment")
    assert "currency" not in paid and paid["description"] == "value date 2026-03-03"
    text = "Datum;Opis;Iznos;Valuta;Stanje\n02.03.2026;Struja;-5,00;KM;5,00\n"
    (paid,) = read("a.csv", text.encode()).of("Payment")
    assert paid["currency"] == "BAM"
