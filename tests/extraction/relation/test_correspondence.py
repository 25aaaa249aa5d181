"""Mail as entities: who wrote to whom, threads, and the same people everywhere."""

import pytest

from extraction.importers.base import ImportOptions
from extraction.importers.people.ical import IcalImporter
from extraction.model import Leaf
from extraction.relation.correspondence import read_correspondence
from graph.model import Record

FIRST = (
    b"From: =?utf-8?b?QW5hIEFuacSH?= <Ana@Example.com>\nTo: Iva <iva@example.com>, "
    b"undisclosed:;\nCc: ana@example.com\nSubject: Dogovor\nMessage-ID: <1@x>\n"
    b"Date: Mon, 2 Mar 2026 10:11:12 +0100\n\nZdravo\n"
)
REPLY = (
    b"From: iva@example.com\nTo: Ana <ana@example.com>\nSubject: Re: Dogovor\n"
    b"Message-ID: <2@x>\nReferences: <0@x> <1@x>\nDate: nikad\n\nMoze\n"
)


def records(data: bytes, name: str = "a.eml") -> list[Record]:
    """Return what a message's headers say."""
    return read_correspondence(Leaf(name, name, data))


def said(record: Record) -> dict[str, str]:
    """Return a record's values by property."""
    return {v.prop: v.value for v in record.values}


def test_a_message_says_who_wrote_to_whom() -> None:
    """In UTC, with names decoded; a group without members is nobody."""
    email, *people = records(FIRST)
    values = said(email)
    assert email.schema == "Email" and values["subject"] == "Dogovor"
    assert values["date"] == "2026-03-02T09:11:12"
    assert [said(p)["email"] for p in people] == [
        "ana@example.com",
        "iva@example.com",
        "ana@example.com",
    ]
    assert said(people[0])["name"] == "Ana Anić"
    assert values["emitters"] == people[0].entity
    recipients = {v.value for v in email.values if v.prop == "recipients"}
    assert recipients == {people[0].entity, people[1].entity}


def test_an_answer_is_tied_to_what_it_answers() -> None:
    """By In-Reply-To or the last of References, whatever file each lies in."""
    answer = said(records(REPLY)[0])
    assert answer["inReplyToEmail"] == records(FIRST)[0].entity
    assert answer["inReplyTo"] == "1@x" and "date" not in answer
    direct = REPLY.replace(b"References: <0@x>", b"In-Reply-To:")
    assert said(records(direct)[0])["inReplyTo"] == "1@x"


def test_one_message_in_two_mailboxes_is_one() -> None:
    """Its Message-ID decides; without it the bytes do."""
    more = b"Received: elsewhere\n" + FIRST
    assert records(FIRST)[0].entity == records(more)[0].entity
    bare = FIRST.replace(b"Message-ID: <1@x>\n", b"")
    assert records(bare)[0].entity != records(bare + b"x")[0].entity


def test_calendars_know_the_same_people() -> None:
    """A mail address is the same person's in an invitation."""
    data = b"BEGIN:VEVENT\nSUMMARY:x\nATTENDEE:mailto:IVA@example.com\nEND:VEVENT\n"
    rows = list(IcalImporter().read(Leaf("a.ics", "a.ics", data), ImportOptions()))
    ids = {row.entity for row in rows if isinstance(row, Record)}
    assert records(REPLY)[1].entity in ids


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.rs" + b"(" * 60_000 + b"\nTo: \nSubject: x\n\ny",
        b"just a text",
        b"From: nobody\nTo: \n\nx",
        b"%PDF-1.4",
        b"\xff\xfe\x00",
    ],
)
def test_what_names_nobody_gives_nothing(data: bytes) -> None:
    """Other documents, and messages without an address."""
    assert records(data) == []
