"""Columns of lists of calls that their cells tell, and names in German."""

from tests.extraction.importers.reading import Found, read

ANA, IVA = "38970555034", "38971555112"


def read_rows(header: str, *rows: str) -> Found:
    """Read a list of calls."""
    return read("list.csv", "\n".join([header, *rows]).encode())


def test_a_column_of_an_unknown_name_is_the_kind_by_its_words() -> None:
    """An SMS is no call, and the device is the called side's where it came in."""
    found = read_rows(
        "Broj A;Broj B;Datum;Vreme;Kod;IMEI",
        f"{ANA};{IVA};04.03.2026;09:05:06;MOC;356938035643809",
        f"{IVA};{ANA};04.03.2026;09:15:06;MTC;356938035643809",
        f"{ANA};{IVA};05.03.2026;10:00:00;SMS-MO;356938035643809",
    )
    assert [len(found.of(kind)) for kind in ("Call", "TextMessage")] == [2, 1]
    assert {card["phone"] for card in found.of("SimCard")} == {f"+{ANA}"}


def test_a_column_with_one_other_word_tells_nothing() -> None:
    """A column of networks is no kind of calls, nor is one of which a word is other."""
    found = read_rows(
        "Broj A;Broj B;Datum;Mreža;Oznaka",
        f"{ANA};{IVA};04.03.2026 09:05:06;LTE;SMS",
        f"{ANA};{IVA};05.03.2026 09:05:06;LTE;nalog 7",
    )
    assert len(found.of("Call")) == 2
    assert not found.rejected


def test_a_list_about_one_number_needs_only_the_words() -> None:
    """Whom, when and `Odlazni poziv` under a name of its own make a list of calls."""
    found = read_rows(
        "Korisnik;Kontakt;Datum;Vrijeme;Dužina trajanja;Opis",
        "38267555111;38269555222;15-Mar-2026;10:11:12;00:02:05;Odlazni poziv",
        "38267555111;38269555222;16-Mar-2026;11:11:12;00:00:00;Dolazni SMS",
    )
    call, text = found.of("Call")[0], found.of("TextMessage")[0]
    assert (call["callerNumber"], call["duration"]) == ("+38267555111", "125")
    assert call["date"] == "2026-03-15T10:11:12"
    assert text["callerNumber"] == "+38269555222"


def test_german_lists_are_known() -> None:
    """Sides, begin, end and cell under German names."""
    found = read_rows(
        "Dienst;Rufnummer A-Teilnehmer;Rufnummer B-Teilnehmer;Beginn (UTC);Ende (UTC);"
        "Dauer in Sekunden;Funkzelle (CGI);Standort",
        "Telefonie;+49 151 23456789;+381 64 5550142;04.03.2026 08:00:00;"
        "04.03.2026 08:01:40;100;262-01-4711-12345;Berlin",
        "SMS;+49 151 23456789;+381 64 5550142;04.03.2026 09:00:00;;;;",
    )
    assert found.of("Call")[0] | {"id": ""} == {
        "id": "",
        "callerNumber": "+4915123456789",
        "receiverNumber": "+381645550142",
        "date": "2026-03-04T08:00:00",
        "endDate": "2026-03-04T08:01:40",
        "duration": "100",
        "description": "cell 262-01-4711-12345; Berlin",
    }
    assert len(found.of("TextMessage")) == 1
