"""Logs of plate readers and of border crossings, in the region's languages."""

import io

import pytest
from openpyxl import Workbook

from graph.errors import InvalidInput
from tests.extraction.importers.reading import read

PLATES = [
    "plate,plate_country,camera,location,direction,lane,timestamp,lat,lon\n"
    "BG 123-AB,SRB,K-7,E75 km 12,in,2,2026-03-12 14:05:09,44.81,20.46\n",
    "Datum;Vreme;Registarska oznaka;Država registracije;Kamera;Lokacija;Smer;Traka\n"
    "12.03.2026.;14:05:09;BG-123-AB;SRB;K-7;E75 km 12;ulaz;2\n",
    "Датум и време;Регистарска таблица;Држава таблице;Камера;Локација;Смер;Трака\n"
    "12.03.2026 14:05:09;БГ 123-АБ;СРБ;К-7;Е75 км 12;улаз;2\n",
    "Датум;Час;Регистарска таблица;Држава на регистрација;Камера;Локација;Насока;"
    "Лента\n"
    "12.03.2026;14:05:09;BG123AB;SRB;K-7;E75 km 12;влез;2\n",
    "Data;Ora;Targa;Shteti i regjistrimit;Kamera;Vendndodhja;Drejtimi;Korsia\n"
    "12.03.2026;14:05:09;BG123AB;SRB;K-7;E75 km 12;hyrje;2\n",
    "PlateNumber;PlateCountry;CameraName;Location;Direction;Lane;Time\n"
    "BG123AB;SRB;K-7;E75 km 12;in;2;12.03.2026 14:05:09\n",
]


@pytest.mark.parametrize("text", PLATES)
def test_plates(text: str) -> None:
    """A vehicle that is the same everywhere, its place, and the sighting."""
    found = read("log.csv", text.encode())
    assert found.importer == "plates" and not found.rejected
    (vehicle,), (place,), (seen,) = map(found.of, ("Vehicle", "Address", "Sighting"))
    assert vehicle["id"] == "vehicle-BG123AB" and vehicle["country"] == "rs"
    assert seen["subject"] == vehicle["id"] and seen["place"] == place["id"]
    assert (seen["date"], seen["summary"]) == ("2026-03-12T14:05:09", "entry")
    assert seen["description"] == "lane: 2"
    assert place["id"] == read("a.csv", PLATES[0].encode()).of("Address")[0]["id"]


def test_bad_rows_of_plates() -> None:
    """An unread plate and a bad time are told; the rest goes on, told once."""
    text = (
        "plate,camera,timestamp\n,K1,2026-03-12 14:05\nUNKNOWN,K1,2026-03-12 14:05\n"
        "NI 001-AA,K1,99.99.2026\nNI 001-AA,K1,2026-03-12 14:05\n"
        "NI 001-AA,K1,2026-03-12 15:05\n"
    )
    found = read("log.csv", text.encode())
    assert found.reasons() == [
        ("row 2", "no plate was read"),
        ("row 3", "no plate was read"),
        ("row 4", "its date or time cannot be read"),
    ]
    counts = [len(found.of(s)) for s in ("Vehicle", "Address", "Sighting")]
    assert counts == [1, 1, 2]


CROSSINGS = [
    "Crossing point,Date and time,Direction,Document number,Document type,Name,"
    "Date of birth,Nationality,Vehicle,Plate country\n"
    "Batrovci,2026-03-12 14:05,exit,P1234567,passport,Ana Anić,12.03.1978,SRB,"
    "BG 123-AB,SRB\n",
    "Granični prelaz;Datum;Vreme;Ulaz/Izlaz;Broj putne isprave;Ime;Prezime;"
    "Datum rođenja;Državljanstvo;Reg. oznaka;Država tablice\n"
    "Batrovci;12.03.2026.;14:05;Izlaz;P1234567;Ana;Anić;12.03.1978.;SRB;BG 123-AB;"
    "SRB\n",
    "Гранични прелаз;Датум и време преласка;Смер;Број пасоша;Име и презиме;"
    "Датум рођења;Држављанство;Регистарска ознака\n"
    "Batrovci;12.03.2026 14:05;излаз;P1234567;Ana Anić;12.03.1978;SRB;BG 123-AB\n",
    "Граничен премин;Датум;Час;Насока;Број на патна исправа;Име и презиме;"
    "Датум на раѓање;Државјанство;Регистарска таблица\n"
    "Batrovci;12.03.2026;14:05;излез;P1234567;Ana Anić;12.03.1978;SRB;BG 123-AB\n",
    "Pika kufitare;Data;Ora;Hyrje/Dalje;Numri i dokumentit;Emri dhe mbiemri;"
    "Datëlindja;Shtetësia;Targa\n"
    "Batrovci;12.03.2026;14:05;Dalje;P1234567;Ana Anić;12.03.1978;SRB;BG 123-AB\n",
    "Granični prelaz: Batrovci;;;;;;;\n\nDatum prelaska;Vreme prelaska;Smjer;Putovnica;"
    "Ime i prezime;Datum rođenja;Državljanstvo;Vozilo\n"
    "12.03.2026;14:05;izlaz;P1234567;Ana Anić;12.03.1978;SRB;BG 123-AB\n",
    "Vrijeme prelaska;Datum prelaska;GP;Smjer;Putovnica;Ime i prezime;Datum rođenja;"
    "Državljanstvo;Vozilo\n"
    "14:05;12.03.2026;Batrovci;izlaz;P1234567;Ana Anić;12.03.1978;SRB;BG 123-AB\n",
]


@pytest.mark.parametrize("text", CROSSINGS)
def test_crossings(text: str) -> None:
    """Who, where, when, which way, on which document and in which vehicle."""
    found = read("prelazi.csv", text.encode())
    assert found.importer == "crossings" and not found.rejected
    (person,), (trip,) = found.of("Person"), found.of("Trip")
    assert (person["name"], person["birthDate"]) == ("Ana Anić", "1978-03-12")
    assert (person["nationality"], person["passportNumber"]) == ("rs", "P1234567")
    assert trip["involved"] == person["id"]
    assert trip["vehicle"] == "vehicle-BG123AB" == found.of("Vehicle")[0]["id"]
    assert trip["startDate"].startswith("2026-03-12T14:05")
    assert (trip["summary"], trip["name"]) == ("exit", "exit Batrovci")
    assert trip["endLocation"] == found.of("Address")[0]["id"]
    assert person["id"] == read("b.csv", CROSSINGS[0].encode()).of("Person")[0]["id"]


def test_a_workbook_and_an_identity_card() -> None:
    """Cells that are dates; a card is no passport."""
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(
        ["GP", "Datum", "Vreme", "Smer", "Vrsta isprave", "Broj isprave", "Prezime"]
    )
    book.active.append(
        ["Batrovci", "12.03.2026", "14:05", "U", "lična karta", "001234567", "Anić"]
    )
    book.save(out)
    found = read("prelazi.xlsx", out.getvalue())
    (person,), (card,) = found.of("Person"), found.of("Identification")
    assert "passportNumber" not in person and card["holder"] == person["id"]
    assert (card["number"], card["type"]) == ("001234567", "lična karta")
    assert found.of("Trip")[0]["summary"] == "entry"


def test_rows_without_anyone_are_told() -> None:
    """Nobody and no vehicle; a bad birth date; a vehicle alone is a trip."""
    header = "Crossing,Date,Time,Direction,Name,Date of birth,Plate\n"
    rows = (
        "Batrovci,12.3.2026,14:05,in,,,\nBatrovci,12.3.2026,14:05,in,Bo,x,\n"
        "Batrovci,12.3.2026,25:05,in,Bo,,\nBatrovci,12.3.2026,14:05,in,,,NI001AA\n"
        "Batrovci,12.3.2026,14:06,in,Bo,,\n"
    )
    found = read("a.csv", (header + rows).encode())
    assert found.reasons() == [
        ("row 2", "it names neither a person nor a vehicle"),
        ("row 3: birth_date", "not a valid value"),
        ("row 4", "its date or time cannot be read"),
    ]
    assert len(found.of("Trip")) == 3


@pytest.mark.parametrize(
    "text",
    [
        "plate,owner\nBG123AB,Ana\n",
        "name,document,date\nAna,P1,1.1.2020\n",
        "camera,date\nK1,1.1.2020\n",
    ],
)
def test_other_tables_are_none(text: str) -> None:
    """A register of vehicles or a list of documents is no log."""
    with pytest.raises(InvalidInput, match="needs a mapping"):
        read("a.csv", text.encode())


def test_the_sex_of_a_traveller_and_german_names() -> None:
    """Letters of the region, in Cyrillic too, say male or female."""
    text = (
        "Граничен премин;Датум и време;Презиме;Име;Пол;Бр. документ\n"
        "Табановце;03.03.2026 14:02;ПЕТРОВСКИ;ПЕТРЕ;М;B1234567\n"
        "Табановце;03.03.2026 14:02;ПЕТРОВСКА;АНА;Ж;B1234568\n"
    )
    found = read("a.csv", text.encode())
    assert [p["gender"] for p in found.of("Person")] == ["male", "female"]
    assert not found.rejected
    text = (
        "Kennzeichen;Land;Erfassungszeitpunkt;Standort;Fahrtrichtung\n"
        "M-AB 1234;D;03.03.2026 10:15:02;A8 Rosenheim;Salzburg\n"
    )
    found = read("a.csv", text.encode())
    assert found.importer == "plates"
    assert found.of("Vehicle")[0]["country"] == "de"
