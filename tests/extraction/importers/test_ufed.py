"""Reports of Cellebrite UFED."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.importers import ImportOptions, find_importer
from extraction.importers.phones.ufed import UfedImporter
from extraction.importers.phones.ufedfields import read_stamp
from extraction.importers.phones.ufedxml import Model, iter_parts
from extraction.model import Leaf, Rejection
from extraction.relation.correspondence import read_correspondence
from graph.errors import InvalidInput
from graph.model import Record
from tests.extraction.importers.phones import (
    CALL,
    CHAT,
    CONTACT,
    IMEI,
    IMSI,
    MINE,
    THEIRS,
    UFED,
    field,
    many,
    model,
    models,
    one,
    party,
    report,
)

RS = ImportOptions(country="rs")


def read(data: bytes) -> tuple[list[Record], list[Rejection]]:
    """Return the records and the rejections of a report."""
    leaf = Leaf("report.xml", "report.xml", data)
    found = list(UfedImporter().read(leaf, RS))
    records = [item for item in found if isinstance(item, Record)]
    return records, [item for item in found if isinstance(item, Rejection)]


def said(record: Record) -> dict[str, str]:
    """Return a record's values; the last one where a property has several."""
    return {value.prop: value.value for value in record.values}


def of(records: list[Record], schema: str) -> list[dict[str, str]]:
    """Return what the records of a schema say."""
    return [said(record) for record in records if record.schema == schema]


def merged(records: list[Record], entity: str) -> dict[str, str]:
    """Return all that is said of an entity."""
    return {k: v for r in records if r.entity == entity for k, v in said(r).items()}


def test_the_device_its_cards_and_its_user_are_entities() -> None:
    """With IMEI, IMSI and number, whose user holds the accounts."""
    records, _ = read(UFED)
    [device] = of(records, "Device")
    assert device["imei"] == IMEI and device["name"] == "Samsung SM-G991B"
    [sim] = of(records, "SimCard")
    assert (sim["imsi"], sim["phone"], sim["device"]) == (
        IMSI,
        f"+{MINE}",
        f"device-{IMEI}",
    )
    user = merged(records, f"user-{IMEI}")
    assert user["phone"] == f"+{MINE}" and device["user"] == f"user-{IMEI}"
    owned = {
        r.entity
        for r in records
        if ("owner", f"user-{IMEI}") in [v[:2] for v in r.values]
    }
    numbers = {merged(records, account).get("phone") for account in owned}
    assert numbers == {f"+{MINE}"}


def test_messages_run_between_accounts_or_to_the_group() -> None:
    """In UTC; each of two writes to the other, of three to the group."""
    records, rejected = read(UFED)
    first, second, third = of(records, "Message")
    assert first["senderAccount"] == second["recipientAccount"]
    assert first["bodyText"] == "Gde si?" and first["date"] == "2026-03-02T09:15:02"
    assert merged(records, first["senderAccount"])["phone"] == f"+{THEIRS}"
    group = merged(records, third["recipientAccount"])
    assert group["name"] == "Roba" and group["service"] == "Viber"
    assert group["notes"].endswith("Goce joined")
    members = [
        r for r in records if r.schema == "ChatGroup" and r.values[0].prop == "member"
    ]
    assert len(members) == 3
    assert [item.record for item in rejected] == ["Cookie"]


def test_the_same_message_in_another_report_is_the_same() -> None:
    """Its id is the service's, whoever else was in the phone."""
    one = {r.entity for r in read(UFED)[0] if r.schema == "Message"}
    other = {r.entity for r in read(report(models("Chat", CHAT), imei="3" * 15))[0]}
    assert len(one & other) == 2


def test_calls_and_texts_have_the_ids_of_operators_lists() -> None:
    """An operator's list that has the same call gives the same id."""
    records, _ = read(UFED)
    [call] = [r for r in records if r.schema == "Call"]
    assert said(call)["duration"] == "65"
    listed = (
        f"caller;called;datetime;duration\n+{THEIRS};+{MINE};2026-03-02 09:00:00;65\n"
    )
    leaf = Leaf("a.csv", "a.csv", (listed * 1).encode())
    importer = find_importer(leaf, RS)
    assert importer is not None and importer.name == "cdr"
    same = [r.entity for r in importer.read(leaf, RS) if isinstance(r, Record)]
    assert call.entity in same
    [text] = of(records, "TextMessage")
    assert text["body"] == "Kod je 1234" and text["receiverNumber"] == f"+{MINE}"
    assert merged(records, text["caller"])["name"] == "INFO"
    [app] = of(records, "AppCall")
    assert (
        app["summary"] == "WhatsApp" and app["callerAccount"] != app["receiverAccount"]
    )


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("26/04/2013 11:49:39(UTC+2)", "2013-04-26T09:49:39"),
        ("26/04/2013 11:49:39 (GMT+0)", "2013-04-26T11:49:39"),
        ("3/4/2025 10:11:12 PM(UTC+1)", "2025-03-04T21:11:12"),
        ("14.03.2025 10:11:12 (Network)", "2025-03-14T10:11:12"),
        ("N/A", ""),
    ],
)
def test_moments_that_older_versions_write_are_read(stamp: str, moment: str) -> None:
    """Their zone is applied; beside AM and PM the month comes first."""
    assert read_stamp(stamp) == moment


def test_a_call_keeps_the_name_that_the_phone_shows_and_that_it_was_deleted() -> None:
    """The owner's own name is none of the other side's."""
    parties = (
        party(f"+{THEIRS}", "Mile", role="From"),
        party(f"+{MINE}", "Ja", owner=True, role="To"),
    )
    call = model("Call", 7, field("Type", "Incoming"), many("Parties", *parties))
    deleted = call.replace('"Intact"', '"Deleted"', 1)
    for given, notes in (
        (call, "Incoming; Mile"),
        (deleted, "Incoming; deleted; Mile"),
    ):
        [found] = of(read(report(models("Call", given)))[0], "Call")
        assert found["description"] == notes


@pytest.mark.parametrize(
    ("service", "given", "mine"),
    [
        ("WhatsApp", f"{THEIRS}@s.whatsapp.net", f"+{MINE}"),
        ("Telegram", "598765432", "User of the examined device"),
    ],
)
def test_the_end_of_a_call_that_is_not_listed_is_the_users(
    service: str, given: str, mine: str
) -> None:
    """As of calls of the network; a call that lists nobody is still none."""
    other = many("Parties", party(given, "Mile", role="From"))
    call = model("Call", 7, field("Source", service), other)
    empty = model("Call", 8, field("Source", service), many("Parties"))
    records, rejected = read(report(models("Call", call, empty)))
    [made] = of(records, "AppCall")
    own = merged(records, made["receiverAccount"])
    assert mine in (own["username"], own.get("name"))
    assert merged(records, own["owner"])["phone"] == f"+{MINE}"
    assert merged(records, made["callerAccount"])["name"] == "Mile"
    assert len(rejected) == 1


def test_of_two_numbers_none_is_said_to_have_called() -> None:
    """Their user did; the same number, written twice, is one."""
    second = '<item name="MSISDN" sourceExtraction="0">{}</item></metadata>'
    for number, called in (("+38267333444", None), (f"00{MINE}", f"+{MINE}")):
        data = report(models("Call", CALL)).replace(
            b"</metadata>", second.format(number).encode(), 1
        )
        records, _ = read(data)
        [call] = of(records, "Call")
        assert call.get("receiverNumber") == called
        assert called or "Person" in {
            r.schema for r in records if r.entity == call["receiver"]
        }


@pytest.mark.parametrize(
    ("folder", "status", "notes"),
    [
        ("Drafts", "Unsent", "draft, not sent"),
        ("Outbox", "Unsent", "unsent"),
        ("Sent", "Sent", None),
    ],
)
def test_a_text_that_was_not_sent_says_so(
    folder: str, status: str, notes: str | None
) -> None:
    """Its folder and status tell."""
    to = many("Parties", party(f"+{THEIRS}", "", role="To"))
    given = (field("Folder", folder), field("Status", status), field("Body", "a"))
    records, _ = read(report(models("SMS", model("SMS", 7, *given, to))))
    [text] = of(records, "TextMessage")
    assert text.get("description") == notes


def test_an_account_known_by_its_id_keeps_its_user_name() -> None:
    """The name that others see, beside the number that the service gives."""
    entry = model("UserID", 3, field("Category", "User ID"), field("Value", "5333"))
    own = (field("Username", "ana_bg"), field("Source", "Instagram"))
    account = model("UserAccount", 2, *own, many("Entries", entry))
    records, _ = read(report(models("UserAccount", account)))
    [known] = {r.entity for r in records if r.schema == "UserAccount"}
    assert merged(records, known)["username"] == "5333"
    assert merged(records, known)["alias"] == "ana_bg"


def test_contacts_places_and_visits_are_read() -> None:
    """A national number needs the country; a short one stays in the notes."""
    records, _ = read(UFED)
    contact = of(records, "Person")[0]
    assert contact["name"] == "Mile Kum" and contact["phone"] == f"+{THEIRS}"
    assert (
        contact["notes"] == "telephone 1298" and contact["email"] == "mile@example.com"
    )
    [seen] = of(records, "Sighting")
    assert seen["subject"] == f"user-{IMEI}" and seen["date"] == "2026-03-02T12:00:00"
    assert merged(records, seen["place"])["latitude"] == "42.430"
    [visit] = of(records, "WebVisit")
    assert merged(records, visit["site"])["name"] == "example.com"


def test_a_cut_report_keeps_what_stands_before() -> None:
    """With one reason and the line; the device is told all the same."""
    data = UFED[: UFED.index(b'type="Call"') + 40]
    records, rejected = read(data)
    assert len(of(records, "Message")) == 3 and of(records, "Device")
    [cut] = rejected
    assert "cut off" in cut.reason and cut.record == "line 1"


def test_document_types_are_refused() -> None:
    """Reports have none; entities could do harm."""
    data = UFED.replace(b"<project", b'<!DOCTYPE x [<!ENTITY a "b">]><project', 1)
    with pytest.raises(InvalidInput, match="entities"):
        read(data)


def test_models_without_what_they_need_are_rejected_alone() -> None:
    """Each with its type and id; the others stay."""
    bad = (
        models("Contact", model("Contact", 31), CONTACT),
        models("Location", model("Location", 32)),
        models("Call", model("Call", 33), CALL),
        models("VisitedPage", model("VisitedPage", 34)),
        models("UserAccount", model("UserAccount", 35)),
    )
    records, rejected = read(report(*bad))
    assert len(of(records, "Call")) == 1 and len(rejected) == 5
    assert {str(item.record).split()[0] for item in rejected} == {
        "Contact",
        "Location",
        "Call",
        "VisitedPage",
        "UserAccount",
    }


def test_a_mail_is_the_same_as_in_its_mailbox() -> None:
    """Under its Message-ID; who writes under an address is one everywhere."""
    mail = model(
        "Email",
        41,
        one("From", party("ana@example.com", "Ana Anić")),
        many("To", party("mile@example.com", "")),
        field("Subject", "Prevoz"),
        field("Body", "Sutra u pet."),
        field("MessageID", "<1@example.com>"),
    )
    records, rejected = read(report(models("Email", mail, model("Email", 42))))
    [told] = of(records, "Email")
    assert told["bodyText"] == "Sutra u pet." and told["from"].startswith("Ana Anić")
    assert [item.record for item in rejected] == [
        "Email 00000000-0000-4000-8000-000000000042"
    ]
    eml = (
        b"From: Ana <ana@example.com>\nTo: mile@example.com\nSubject: Prevoz\n"
        b"Message-ID: <1@example.com>\nMIME-Version: 1.0\n\nSutra u pet.\n"
    )
    letter, *people = read_correspondence(Leaf("a.eml", "a.eml", eml))
    ids = {r.entity for r in records if r.schema in ("Email", "LegalEntity")}
    assert ids == {letter.entity, *(person.entity for person in people)}


def test_the_real_chat_has_two_participants_and_its_owner(
    shared_data: Callable[[str], Path],
) -> None:
    """Chat 5c1b7590: the account of 5511999998888 belongs to the phone's user."""
    path = shared_data("cases/ufed") / "ufed-model-chat.xml"
    parts = list(iter_parts(path.read_bytes()))
    [chat] = [part for part in parts if isinstance(part, Model) and part.type == "Chat"]
    assert chat.id.startswith("5c1b7590") and len(chat.models["Participants"]) == 2
    records, _ = read(path.read_bytes())
    [account] = [
        r.entity
        for r in records
        if r.schema == "UserAccount"
        and {"service": "WhatsApp", "phone": "+5511999998888"}.items()
        <= said(r).items()
    ]
    owner = merged(records, account)["owner"]
    assert merged(records, owner)["phone"] == "+5511999998888"
    assert Counter(r.schema for r in records)["Message"] == 10


def test_real_accounts_are_read(shared_data: Callable[[str], Path]) -> None:
    """WhatsApp's by its number, with other names as aliases; Instagram's by its id."""
    path = shared_data("cases/ufed") / "ufed-model-useraccount.xml"
    records, rejected = read(path.read_bytes())
    accounts = {r.entity for r in records}
    found = [merged(records, account) for account in sorted(accounts)]
    assert {a["service"] for a in found} == {"WhatsApp", "Instagram"} and not rejected
    assert {a.get("phone") or a.get("username") for a in found} == {
        "+5511999997777",
        "1212121212121212",
    }
