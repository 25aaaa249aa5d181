"""Viber on phones."""

from extraction.importers import learn_phone
from extraction.importers.base import ImportOptions, Phone
from extraction.importers.phones.phonedb import PhoneDatabaseImporter
from extraction.model import Leaf
from graph.model import Record
from tests.extraction.importers import vibers
from tests.extraction.importers.databases import T, database
from tests.extraction.importers.reading import Found, read

MINE, THEIRS = "+381641110001", "+381652220002"


def ends(found: Found, schema: str, source: str, target: str) -> list[tuple[str, str]]:
    """Return number or name at both ends of each record."""
    about: dict[str, dict[str, str]] = {}
    for kind in ("UserAccount", "ChatGroup"):
        for one in found.of(kind):
            about.setdefault(one["id"], {}).update(one)
    shown = {key: one.get("phone") or one.get("name", "") for key, one in about.items()}
    return [(shown[one[source]], shown[one[target]]) for one in found.of(schema)]


def test_android_messages_are_between_accounts_and_groups() -> None:
    """The database says which participant is the user."""
    found = read("viber_messages", vibers.MESSAGES, "rs")
    pairs = ends(found, "Message", "senderAccount", "recipientAccount")
    assert pairs == [(THEIRS, MINE), (MINE, THEIRS), ("Goce", "Roba")]
    first, _, third = found.of("Message")
    assert first["bodyText"] == "Gde si?" and first["date"] == "2026-03-02T09:00:00"
    assert third["fileName"] == "a.jpg" and third["threadTopic"] == "Roba"
    members = [one for one in found.of("ChatGroup") if "member" in one]
    assert len(members) == 2
    assert found.reasons() == [("messages 4", "Viber: nobody on the other side")]


def test_android_calls_are_vibers_or_the_networks() -> None:
    """By the mark that each has; the address book is read, too."""
    found = read("381641110001 viber_data", vibers.DATA, "rs")
    pairs = ends(found, "AppCall", "callerAccount", "receiverAccount")
    assert pairs == [(MINE, THEIRS), (THEIRS, MINE)]
    made, missed = found.of("AppCall")
    assert made["duration"] == "61" and missed["description"] == "missed"
    [call] = found.of("Call")
    assert (call["callerNumber"], call["receiverNumber"]) == (THEIRS, MINE)
    [contact] = found.of("Person")
    assert contact["name"] == "Mile Kum" and contact["phone"] == THEIRS
    reasons = {reason for _, reason in found.reasons()}
    assert reasons == {"Viber: a call with nobody", "Viber: an empty contact"}


def test_calls_of_a_phone_without_number_are_one_users() -> None:
    """However many there are, the log is one person's."""
    log = "_id, number, canonized_number, viber_call, date, duration, type"
    calls = [(n, "065 222 0002", "381652220002", 0, T + n, 7, 1) for n in (1, 2)]
    found = read("viber_data", database({"calls": (log, calls)}), "rs")
    assert len(found.of("Call")) == 2
    assert len({call["receiver"] for call in found.of("Call")}) == 1


def test_ios_gives_the_same_messages() -> None:
    """With calls by their message."""
    found = read("381641110001 Contacts.data", vibers.IOS, "rs")
    pairs = ends(found, "Message", "senderAccount", "recipientAccount")
    assert pairs == [(THEIRS, MINE), (MINE, THEIRS), ("+38970333444", "Roba")]
    assert found.of("Message")[1]["date"] == "2026-03-02T09:01:01"
    [call] = ends(found, "AppCall", "callerAccount", "receiverAccount")
    assert call == (MINE, THEIRS)
    reason = "Viber: nobody on the other side"
    assert found.reasons() == [("ZVIBERMESSAGE 5", reason)]
    android = {
        m["senderAccount"]
        for m in read("viber_messages", vibers.MESSAGES).of("Message")
    }
    assert {m["senderAccount"] for m in found.of("Message")} & android


def test_the_user_is_the_phones() -> None:
    """Where the extraction tells which phone it is."""
    phone = Phone("device-1", "user-1", "User of the examined device", (MINE,))
    leaf = Leaf("viber_messages", "viber_messages", vibers.MESSAGES)
    rows = PhoneDatabaseImporter().read(leaf, ImportOptions(phone=phone))
    records = [row for row in rows if isinstance(row, Record)]
    owners = [v.value for r in records for v in r.values if v.prop == "owner"]
    assert owners == ["user-1"]


def test_vibers_settings_tell_the_number() -> None:
    """Of iOS."""
    leaf = Leaf("Settings.data", "Settings.data", vibers.SETTINGS)
    told = learn_phone(leaf)
    assert told is not None and told.accounts == [("Viber", MINE)]
