"""vCard and iCalendar: contacts, appointments, zones, broken ones."""

from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.importers.people.ical import read_time
from graph.errors import InvalidInput
from tests.extraction.importers.reading import read

CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana Anić\r\nN:Anić;Ana;;;\r\n"
    "TEL;TYPE=CELL:064/123-4567\r\nitem1.EMAIL:Ana@Example.com\r\n"
    "NICKNAME:Anči\r\nBDAY:19900214\r\nADR:;;Ul. 1;Niš;;18000;RS\r\n"
    "ORG:Firma\\, doo;Prodaja\r\nTITLE:direktor\r\nNOTE:prvi red\\ndrugi\r\n"
    "  i dalje\r\nX-SKYPE:ana.s\r\nEND:VCARD\r\n"
)
OLD = (
    "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ani=C4=\n"
    "=87;Ana\nTEL;CELL:+381641234567\nEMAIL;INTERNET:ana@example.com\nEND:VCARD\n"
)


def test_a_contact_is_a_person_with_what_reaches_them() -> None:
    """Names apart, number in E.164, and whom they work for."""
    found = read("a.vcf", CARDS.encode(), "rs")
    (ana,) = found.of("Person")
    assert ana["name"] == "Ana Anić" and ana["lastName"] == "Anić"
    assert (ana["phone"], ana["email"]) == ("+381641234567", "ana@example.com")
    assert (ana["birthDate"], ana["alias"]) == ("1990-02-14", "Anči")
    assert ana["address"] == "Ul. 1, 18000 Niš, RS"
    notes = {v.value for v in found.records[0].values if v.prop == "notes"}
    assert notes == {"prvi red\ndrugi i dalje", "skype ana.s"}
    (firm,) = found.of("Organization")
    (work,) = found.of("Employment")
    assert firm["name"] == "Firma, doo"
    assert (work["employee"], work["employer"]) == (ana["id"], firm["id"])
    assert work["role"] == "direktor" and not found.rejected


def test_the_same_contact_in_another_book_is_the_same() -> None:
    """Name, numbers and addresses decide; the version of the format does not."""
    one = read("a.vcf", CARDS.encode(), "rs").of("Person")[0]
    other = read("b.vcf", OLD.replace("Ana\n", "Ana\nFN:Anić ANA\n").encode())
    renamed = read("c.vcf", OLD.replace("Ana\n", "Ana\nFN:ANA ANIĆ\n").encode())
    assert one["id"] == renamed.of("Person")[0]["id"] != other.of("Person")[0]["id"]


def test_names_alone_never_join_two_books() -> None:
    """A `Mama` without a number is another one in every file."""
    card = "BEGIN:VCARD\nFN:Mama\nEND:VCARD\n"
    one, other = read("a.vcf", card.encode()), read("b.vcf", (card * 2).encode())
    assert one.of("Person")[0]["id"] != other.of("Person")[0]["id"]


def test_bad_cards_are_named_and_the_others_stay() -> None:
    """Empty, broken off, or with a number that is none."""
    bad = (
        "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\nBEGIN:VCARD\nFN:Iva\nTEL:12\nEND:VCARD\n"
    )
    found = read("a.vcf", (bad + OLD + "BEGIN:VCARD\nFN:x\n").encode())
    assert len(found.of("Person")) == 2
    assert found.reasons() == [
        ("line 1", "a card without name, phone or mail"),
        ("line 4: phone", "not a valid phone"),
        ("line 15", "the file breaks off inside it"),
    ]
    assert found.of("Person")[0]["notes"] == "phone 12"


ODD = """BEGIN:VCARD
VERSION:3.0
FN:Ana
BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-17
IMPP;X-SERVICE-TYPE=Telegram;type=HOME:x-apple:ana_tg
IMPP:xmpp:ana@jabber.example
X-SOCIALPROFILE;type=twitter;x-user=a:http://twitter.com/a
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Iva
BDAY:--0412
RELATED;TYPE=spouse;VALUE=text:Ana A
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Eva
BDAY:1985
END:VCARD
"""


def test_days_without_a_year_and_accounts_are_notes() -> None:
    """Nobody was born in 1604; a year alone is no day of a month."""
    found = read("a.vcf", ODD.encode())
    notes = [[v.value for v in r.values if v.prop == "notes"] for r in found.records]
    assert notes == [
        [
            "birthday --05-17",
            "telegram ana_tg",
            "xmpp ana@jabber.example",
            "twitter http://twitter.com/a",
        ],
        ["birthday --04-12", "related: Ana A"],
        [],
    ]
    days = [person.get("birthDate") for person in found.of("Person")]
    assert days == [None, None, "1985"] and not found.rejected


EVENT = (
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Belgrade:20260302T101112\n"
    'DTEND:20260302T111112Z\nSUMMARY:Sastanak\nLOCATION:Niš\nORGANIZER;CN="Ana: A":'
    "mailto:ana@example.com\nATTENDEE:MAILTO:iva@example.com\nEND:VEVENT\n"
    "BEGIN:VEVENT\nUID:2\nEND:VEVENT\nEND:VCALENDAR\n"
)


def test_an_appointment_says_who_where_and_when() -> None:
    """In UTC, with its organizer and those asked by their mail addresses."""
    found = read("a.ics", EVENT.encode())
    (event,) = found.of("Event")
    assert (event["name"], event["location"]) == ("Sastanak", "Niš")
    assert event["startDate"] == "2026-03-02T09:11:12"
    assert event["endDate"] == "2026-03-02T11:11:12"
    people = {p["id"]: p for p in found.of("LegalEntity")}
    assert people[event["organizer"]]["name"] == "Ana: A"
    assert people[event["involved"]]["email"] == "iva@example.com"
    assert found.reasons() == [("line 11", "it says neither what nor when")]


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("20260302T101112", "Europe/Belgrade", "2026-03-02T09:11:12"),
        ("20260702T101112", "Europe/Belgrade", "2026-07-02T08:11:12"),
        ("20260702T101112", "W. Europe Standard Time", "2026-07-02T08:11:12"),
        ("20260702T101112", "/citadel.org/1/Europe/Skopje", "2026-07-02T08:11:12"),
        ("20260302T101112", "Home", "2026-03-02T10:11:12"),
        ("20260302T101112", "../../etc/passwd", "2026-03-02T10:11:12"),
        ("20260302T101112Z", "", "2026-03-02T10:11:12"),
        ("20260302", "", "2026-03-02"),
        ("20260230", "", ""),
        ("00010101T000000", "Asia/Tokyo", ""),
    ],
)
def test_times(text: str, zone: str, expected: str) -> None:
    """A zone that is known is applied, any other leaves the local time."""
    assert read_time(text, zone) == expected


@pytest.mark.parametrize(
    ("start", "long", "end"),
    [
        ("DTSTART:20260302T230000Z", "PT1H30M", "2026-03-03T00:30:00"),
        ("DTSTART;VALUE=DATE:20260302", "P1D", "2026-03-03"),
        ("DTSTART;VALUE=DATE:20260302", "P2W", "2026-03-16"),
        ("DTSTART:99991231T230000Z", "P9999W", None),
        ("DTSTART:20260302T230000Z", "soon", None),
        ("SUMMARY:x", "PT1H", None),
    ],
)
def test_an_appointment_ends_when_it_has_lasted(
    start: str, long: str, end: str | None
) -> None:
    """Where it has no end but a duration, as RFC 5545 has it."""
    text = f"BEGIN:VEVENT\nUID:1\n{start}\nDURATION:{long}\nEND:VEVENT\n"
    (event,) = read("a.ics", text.encode()).of("Event")
    assert event.get("endDate") == end


def test_the_corpus(shared_data: Callable[[str], Path]) -> None:
    """Every file is taken, but those that only define zones."""
    counts = {}
    for path in sorted(shared_data("cases/contacts/vobject").iterdir()):
        try:
            found = read(path.name, path.read_bytes())
        except InvalidInput as error:
            counts[path.name] = str(error)
            continue
        assert not found.rejected
        counts[path.name] = str(len(found.of("Event")) or len(found.of("Person")))
    nothing = "ical: it holds no appointment and no task"
    assert counts == {
        "ms_tzid.ics": "1",
        "radicale-0816.ics": "1",
        "radicale-0827.ics": "3",
        "radicale-1587.vcf": "1",
        "ruby_rrule.ics": "1",
        "simple_test.ics": "1",
        "timezones.ics": nothing,
        "tz_us_eastern.ics": nothing,
        "tzid_8bit.ics": "1",
        "vobject_0050.ics": "1",
        "vtodo.ics": "1",
    }
    london = shared_data("cases/contacts/vobject") / "radicale-0816.ics"
    (event,) = read(london.name, london.read_bytes()).of("Event")
    assert event["startDate"] == "2016-06-16T08:00:00"
