"""Bookings pushed to an authority: what Annex I lists is kept, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.extraction.importers.flights import (
    FIRST,
    PNR_XML,
    PNRGOV,
    SECOND,
    pnrgov,
)
from tests.extraction.importers.reading import Found, read


def values(found: Found, schema: str, prop: str) -> list[str]:
    return [
        v.value
        for r in found.records
        if r.schema == schema
        for v in r.values
        if v.prop == prop
    ]


@pytest.fixture(scope="module")
def found() -> Found:
    return read("pnr.edi", PNRGOV)


def test_the_message_is_read_without_complaint(found: Found) -> None:
    assert (found.importer, found.reasons()) == ("passenger-messages", [])


def test_the_booking(found: Found) -> None:
    first = next(b for b in found.of("Booking") if b["locator"] == "K7TQ2M")
    assert first["date"] == "2026-03-01T11:30"
    assert first["changedAt"] == "2026-03-09T22:10"
    assert first["ticketIssued"] == "2026-03-02T09:00"
    assert first["otherLocator"] == "ZZ9QQ1"
    assert first["contactPhone"] == "+381113334444"
    assert first["fare"] == "base 150.00 EUR, total 198.40 EUR"
    assert first["billingAddress"] == "MILAN PETROVIC, KNEZA MILOSA 10 BEOGRAD"
    [agency] = found.of("TravelAgency")
    assert (agency["agencyNumber"], agency["office"]) == ("77001234", "BEGJU2100")
    assert first["agent"] == "A1234RT"


def test_the_travellers(found: Found) -> None:
    milan, sara, arben, drita = found.of("Passenger")
    assert (milan["name"], milan["title"]) == ("MILAN PETROVIC", "MR")
    assert milan["frequentFlyerNumber"] == "JU880012345"
    assert milan["passportNumber"] == "012345678"
    assert "NIS" not in str(found.of("Identification"))
    assert arben["email"] == "arben_hoxha@example.org"
    assert (sara["passengerType"], sara["birthDate"]) == ("infant", "2025-01-05")
    assert sara["accompaniedBy"] == milan["id"]
    assert drita["passengerType"] == "unaccompanied minor"
    assert values(found, "Booking", "remark") == ["UM08 TO BE MET BY AUNT VJOSA"]


def test_the_journeys(found: Found) -> None:
    """Seats, baggage, check-in and code share are those of the traveller."""
    milan, _, arben = found.of("Journey")[:3]
    assert (milan["seat"], arben["seat"]) == ("14C", "14B")
    assert milan["soldAs"] == "OS8841"
    assert milan["checkIn"] == "2026-03-10T05:30"
    assert values(found, "Journey", "baggageTag") == ["1150000501200", "1150000501201"]
    assert "31 kg" in str(values(found, "Journey", "baggage"))
    assert "wait-listed" in values(found, "Journey", "status")


@pytest.mark.parametrize(
    ("paid", "vendor", "expires"),
    [
        ("CC:::198.40:VI:4111111111111111:0927", "VI", "2027-09"),
        ("CC:198.40:VI:411111XXXXXX1111:0927", "VI", "2027-09"),
        ("CC:4111 1111 1111 1111", "", ""),
    ],
)
def test_a_card_elsewhere_is_found_and_cut(
    paid: str, vendor: str, expires: str
) -> None:
    """A component too many or too few; not whole in what is refused either."""
    wrong = PNRGOV.replace(
        b"CC::198.40:VI:4111111111111111:0927", paid.encode()
    ).replace(b"::010326:1130", b"::310226:1130")
    found = read("pnr.edi", wrong)
    [card] = found.of("PaymentCard")
    assert (card["firstDigits"], card["lastDigits"]) == ("411111", "1111")
    assert card.get("expires", "") == expires and vendor in str(card)
    said = str([r.values for r in found.records]) + str(found.rejected)
    assert "4111111111111111" not in said.replace(" ", "")
    raw = "".join(one.raw for one in found.rejected)
    assert "4111111111111111" not in raw.replace(" ", "")
    assert "411111XXXXXX1111" in raw


def test_a_card_is_never_whole(found: Found) -> None:
    [card] = found.of("PaymentCard")
    assert (card["firstDigits"], card["lastDigits"]) == ("411111", "1111")
    assert card["expires"] == "2027-09"
    said = str([r.values for r in found.records])
    assert "4111111111111111" not in said


def test_what_is_protected_is_removed_and_counted(found: Found) -> None:
    """Meals and assistance (Article 13(4)), and free remarks (Article 6(1))."""
    said = str([r.values for r in found.records if r.schema != "Note"])
    for word in ("WCHR", "MOML", "VIP", "WINDOW"):
        assert word not in said
    told = values(found, "Note", "description")
    assert "removed: 1 special meals (religion or health)" in told
    assert "removed: 2 assistance and health" in told
    assert "removed: 1 free remarks that are no element of Annex I" in told


def test_changes_and_splits(found: Found) -> None:
    changes = found.of("BookingChange")
    assert [(c["date"], c["action"], c["element"]) for c in changes] == [
        ("2026-03-09T22:00", "cancelled", "segment"),
        ("2026-03-09T22:00", "added", "segment"),
    ]
    split = next(b for b in found.of("Booking") if b["locator"] == "SPLIT1")
    first = next(b for b in found.of("Booking") if b["locator"] == "K7TQ2M")
    assert split["splitWith"] == first["id"]


def test_the_same_booking_sent_again_is_the_same() -> None:
    """Ids stay; the transfer is another, with its own moment."""
    again = PNRGOV.replace(b"260309:0705+5150", b"260310:0600+5151")
    again = again.replace(b"UNZ+1+5150", b"UNZ+1+5151")
    one, other = read("a.edi", PNRGOV), read("b.edi", again)
    for schema in ("Booking", "Passenger", "Journey", "Flight"):
        assert [r["id"] for r in one.of(schema)] == [r["id"] for r in other.of(schema)]
    before = {r["id"] for r in one.of("PassengerRecord")}
    assert not before & {r["id"] for r in other.of("PassengerRecord")}


def test_good_bookings_of_a_bad_message_are_kept() -> None:
    empty = ("SRC", "DAT+700:999999:0800")
    found = read("pnr.edi", pnrgov(empty, SECOND, announced=7))
    assert [b["locator"] for b in found.of("Booking")] == ["M4NN0P"]
    reasons = dict(found.reasons())
    assert "the booking is empty" in reasons["message 1, booking 1"]
    assert reasons["message 1"] == "EQN announces 7 bookings, 2 were read"
    assert any("none of the calendar" in r for r in reasons.values())


def test_a_bad_booking_comes_alone_to_be_corrected() -> None:
    """Its message holds it and nothing else, without what may not be kept."""
    bad = tuple(s.replace("::010326:1130", "::310226:1130") for s in FIRST)
    found = read("pnr.edi", pnrgov(SECOND, bad))
    (told,) = found.rejected
    assert told.record is not None and told.record.startswith("message 1, booking 2")
    for word in ("WCHR", "MOML", "WINDOW", "4111111111111111", "KRASNIQI"):
        assert word not in told.raw
    mended = told.raw.replace("::310226:1130", "::010326:1130").encode()
    again = read("part.edi", mended)
    assert again.reasons() == []
    good = read("pnr.edi", pnrgov(SECOND, FIRST))
    for schema in ("Passenger", "Journey", "Passport"):
        known = {r["id"] for r in good.of(schema)}
        assert {r["id"] for r in again.of(schema)} <= known
    assert again.of("PassengerRecord")[0]["date"] == "2026-03-09T07:05"


def test_several_interchanges_and_a_cut_end() -> None:
    """What ends nowhere is told; bookings before the cut are kept."""
    cut = pnrgov(FIRST, SECOND)[: -len(b"UNT+00+1'\nUNZ+1+5150'\n")]
    found = read("pnr.edi", pnrgov(SECOND) + cut.rstrip())
    assert len(found.of("PassengerRecord")) == 3
    reasons = [reason for _, reason in found.reasons()]
    assert any("it may be cut short" in reason for reason in reasons)


def test_other_messages_and_versions_are_told() -> None:
    other = b"UNH+2+GOVREQ:11:1:IA'MSG+:22'UNT+3+2'UNZ+2+5150'"
    data = PNRGOV.replace(b"UNZ+1+5150'", other).replace(b"PNRGOV:13:1", b"PNRGOV:99:1")
    reasons = [reason for _, reason in read("pnr.edi", data).reasons()]
    assert "a message of type GOVREQ: no passenger data, not read" in reasons
    assert "version 99:1 of PNRGOV is not known: read as the others" in reasons


def test_a_message_without_envelope() -> None:
    """It is read, and said to have none."""
    body = "'\n".join(("MSG+:22", "TVL+100326:0705+BEG+VIE+JU+540", "EQN+1", *SECOND))
    found = read("pnr.txt", body.encode() + b"'")
    assert [b["locator"] for b in found.of("Booking")] == ["M4NN0P"]
    assert "no UNH begins this message: read as PNRGOV" in [
        reason for _, reason in found.reasons()
    ]


def test_history_as_lines_of_text() -> None:
    lines = (
        "LTS+0/O/NM/KRASNIQI/DRITAMISS",
        "LTS+14/A/SR/SSR WCHRJUHK1",
        "LTS+14/X/SS/JU 540 Y 10MAR 1 BEGVIE HK1",
        "LTS+14/Z/BEGJU 1 CR-BEG JU 1 09MAR2330Z",
    )
    found = read("pnr.edi", pnrgov((*SECOND, *lines)))
    changes = found.of("BookingChange")
    assert [(c["date"], c["action"]) for c in changes] == [
        ("2026-03-05T08:00", "original"),
        ("2026-03-09T23:30", "cancelled"),
    ]
    assert "flight" in changes[1]
    assert "WCHR" not in str([r.values for r in found.records])


def test_as_xml(found: Found) -> None:
    """The same booking as XML has the same ids, and loses the same."""
    xml = read("pnr.xml", PNR_XML)
    assert (xml.importer, xml.reasons()) == ("pnr-xml", [])
    assert xml.of("Flight")[0]["id"] == found.of("Flight")[0]["id"]
    assert xml.of("Booking")[0]["id"] == found.of("Booking")[0]["id"]
    milan, arben = xml.of("Passenger")
    assert milan["id"] == found.of("Passenger")[0]["id"]
    assert (milan["birthDate"], milan["passportNumber"]) == ("1978-03-12", "012345678")
    assert arben["passportNumber"] == "BA11"
    assert xml.of("Journey")[0]["seat"] == "14C"
    assert xml.of("Journey")[0]["soldAs"] == "OS8841"
    assert xml.of("PaymentCard")[0]["lastDigits"] == "1111"
    assert "+381641234567" in values(xml, "Booking", "contactPhone")
    assert xml.of("PassengerRecord")[0]["date"] == "2026-03-09T07:05"
    said = str([r.values for r in xml.records])
    assert "KSML" not in said
    assert "WINDOW" not in said
    assert "4111111111111111" not in said


def test_broken_xml_keeps_what_stands_before() -> None:
    data = PNR_XML.replace(b"</i:PNRs>", b"<i:PNR><i:Passenger></i:PNRs>")
    found = read("pnr.xml", data)
    assert len(found.of("Passenger")) == 2
    assert found.reasons()[-1][0] in ("the rest", "message 1")


KNOWN = {
    "pnrMessagePg75.txt": (2, 2),
    "pnrMessagePg76.txt": (1, 2),
    "pnrMessageExample.txt": (1, 5),
    "pnr_split.edi": (2, 3),
    "adult_and_infant.edi": (1, 2),
    "codeshare.edi": (2, 2),
    "pnrWithBags.txt": (127, 268),
    "pnrWithDoco.txt": (1, 1),
    "pnrSeatFormats.txt": (1, 1),
    "pnrBadFormat.txt": (1, 2),
}
"""Bookings and travellers of the published messages, counted by their SRC and TIF."""


@pytest.mark.parametrize("name", KNOWN)
def test_known_files(shared_data: Callable[[str], Path], name: str) -> None:
    data = (shared_data("cases/flight/gtas") / name).read_bytes()
    found = read(name, data)
    bookings = len(found.of("PassengerRecord"))
    assert (bookings, len(found.of("Passenger"))) == KNOWN[name]


def test_known_answers(shared_data: Callable[[str], Path]) -> None:
    """The published example has 18 bags, and page 76 was booked on 15 February."""
    folder = shared_data("cases/flight/gtas")
    example = read("a", (folder / "pnrMessageExample.txt").read_bytes())
    assert len(values(example, "Journey", "baggageTag")) == 18
    page = read("b", (folder / "pnrMessagePg76.txt").read_bytes())
    assert page.of("Booking")[0]["date"].startswith("2013-02-15")
    quoted = read("c", (folder / "pnrMessagePg75.txt").read_bytes())
    told = [reason for _, reason in quoted.reasons()]
    assert sum("typographic quote" in reason for reason in told) == 3
    split = read("d", (folder / "pnr_split.edi").read_bytes())
    assert "ZLMXXX" in values(split, "Booking", "locator")
