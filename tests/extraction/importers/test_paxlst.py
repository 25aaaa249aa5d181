"""Lists of passengers and crew: who is on which flight with which document."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import InvalidInput
from tests.extraction.importers.flights import OTHER, PAXLST, PERSON, paxlst
from tests.extraction.importers.reading import read


def test_who_is_on_the_flight() -> None:
    """A person, their document, and the journey with seat and baggage."""
    found = read("pax.edi", PAXLST)
    assert (found.importer, found.rejected) == ("passenger-messages", [])
    milan, arben = found.of("Passenger")
    assert milan["name"] == "MILAN JOVAN PETROVIĆ"
    assert (milan["birthDate"], milan["gender"]) == ("1978-03-12", "male")
    assert (milan["nationality"], milan["passportNumber"]) == ("rs", "012345678")
    assert arben["birthDate"] == "1990-07-05"
    assert "passportNumber" not in arben
    [passport] = found.of("Passport")
    assert (passport["holder"], passport["country"]) == (milan["id"], "rs")
    assert passport["endDate"] == "2030-01-01"
    [card] = found.of("Identification")
    assert (card["type"], card["number"]) == ("identity card", "AL998877")
    first = found.of("Journey")[0]
    assert (first["origin"], first["destination"]) == ("airport-beg", "airport-vie")
    assert (first["seat"], first["captured"]) == ("14C", "verified")
    tags = [v.value for r in found.records for v in r.values if v.prop == "baggageTag"]
    assert tags == ["JU501200", "JU501201"]
    [flight] = found.of("Flight")
    assert flight["name"] == "JU540 BEG–VIE 2026-03-10"
    assert flight["startDate"] == "2026-03-10T07:05"


def test_each_person_is_a_passenger_record() -> None:
    """All that is said of one stands under one key, with system and moment."""
    found = read("pax.edi", PAXLST)
    one, other = found.of("PassengerRecord")
    assert (one["system"], one["date"]) == ("API", "2026-03-10T05:00")
    assert one["function"] == "passenger list"
    assert one["messageType"] == "PAXLST:D:02B:UN:IATA"
    assert one["id"] != other["id"]
    personal = {"Passenger", "Passport", "Identification", "Journey", "Booking"}
    for record in found.records:
        key = (record.place.record or "").split(", segment")[0]
        if record.schema in personal:
            assert key in ("message 1, person 1", "message 1, person 2")
        elif record.schema in ("Flight", "Airport"):
            assert key == "message 1"


def test_what_the_list_may_not_hold_is_removed() -> None:
    """Residence and birth place are no elements of Article 4; they are counted."""
    found = read("pax.edi", PAXLST)
    said = " ".join(v.value for r in found.records for v in r.values)
    assert "NIS" not in said
    [note] = found.of("Note")
    assert "removed: 2 outside the list" in note["description"]


def test_counts_that_do_not_add_up_are_told() -> None:
    data = re.sub(rb"UNT\+\d+", b"UNT+152", paxlst(PERSON, count=8))
    found = read("pax.edi", data)
    reasons = [reason for _, reason in found.reasons()]
    assert "CNT announces 8 passengers, 1 were read" in reasons
    assert any("it counts 152 segments" in reason for reason in reasons)
    assert len(found.of("Passenger")) == 1


def test_a_bad_person_costs_only_itself() -> None:
    bad = PERSON.replace("PETROVIĆ:MILAN:JOVAN", "").replace("780312", "781345")
    found = read("pax.edi", paxlst(bad, OTHER))
    assert [one["name"] for one in found.of("Passenger")] == ["ARBEN HOXHA"]
    places = [place for place, _ in found.reasons()]
    assert any("DTM" in (place or "") for place in places)
    assert "the person has no name: left out" in [r for _, r in found.reasons()]
    raw = found.rejected[0].raw
    mended = raw.replace("NAD+FL+++", "NAD+FL+++PETROVIĆ:MILAN").replace("7813", "7803")
    again = read("part.edi", mended.encode())
    assert [one["name"] for one in again.of("Passenger")] == ["MILAN PETROVIĆ"]
    assert again.of("Flight") == found.of("Flight")


def test_legs_and_who_travels_which() -> None:
    """Who embarks later is not on the first leg."""
    data = PAXLST.decode().replace(
        "LOC+87+VIE'\nDTM+232:2603100835:201'",
        "LOC+92+ZAG'\nDTM+232:2603100735:201'\nTDT+20+JU0540+++JU'\nLOC+92+ZAG'\n"
        "DTM+189:2603100800:201'\nLOC+87+VIE'\nDTM+232:2603100835:201'",
    )
    data = data.replace(OTHER.replace("'", "'\n"), "")
    second = OTHER.replace("LOC+178+BEG", "LOC+178+ZAG").replace("'", "'\n")
    data = data.replace("CNT+42", second + "CNT+42")
    found = read("pax.edi", data.encode())
    flights = [one["name"] for one in found.of("Flight")]
    assert flights == ["JU540 BEG–ZAG 2026-03-10", "JU540 ZAG–VIE 2026-03-10"]
    assert len(found.of("Journey")) == 3


def test_carriers_and_moments_as_some_write_them() -> None:
    """TN506 is TN's flight 506; a moment may stand one element too far."""
    data = PAXLST.replace(b"TDT+20+JU0540+++JU", b"TDT+20+TN506")
    data = data.replace(b"UNB+UNOA:4+JUAPIS", b"UNB+UNOA:4++JUAPIS")
    found = read("pax.edi", data)
    assert found.of("Flight")[0]["flightNumber"] == "TN506"
    assert found.of("PassengerRecord")[0]["date"] == "2026-03-10T05:00"
    assert found.reasons() == []


def test_no_message_is_an_error() -> None:
    with pytest.raises(InvalidInput, match="no PAXLST or PNRGOV"):
        read("pax.edi", b"UNB+UNOA:4+A+B+260310:0500+PAXLST'UNZ+0+PAXLST'")


def test_known_files(shared_data: Callable[[str], Path]) -> None:
    """The published lists: eight crew, and two passengers over three legs."""
    folder = shared_data("cases/flight/gtas")
    crew = read("Test1.txt", (folder / "Test1.txt").read_bytes())
    assert len(crew.of("Passenger")) == 8
    assert {one["passengerType"] for one in crew.of("Passenger")} == {"crew"}
    name = "multiple_flight_leg_apis.txt"
    legs = read(name, (folder / name).read_bytes())
    assert len(legs.of("Flight")) == 3
    assert len(legs.of("Journey")) == 6
    assert [one["nationality"] for one in legs.of("Passenger")] == ["fr", "es"]
