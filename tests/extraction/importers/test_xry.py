"""MSAB XRY's reports as text."""

import pytest

from extraction.importers import ImportOptions, find_importer
from extraction.importers.phones.xry import read_device
from extraction.model import Leaf
from graph.errors import InvalidInput
from tests.extraction.importers import xry
from tests.extraction.importers.reading import read

THEIRS, MINE = "+381652220002", "+381641110001"


def test_calls_are_between_numbers() -> None:
    """Who is not named is the user; zones are applied, AM says month first."""
    found = read("381641110001 Calls.txt", xry.CALLS, "rs")
    assert found.importer == "xry"
    missed, dialed, number = found.of("Call")
    assert missed["callerNumber"] == THEIRS and missed["receiverNumber"] == MINE
    assert missed["date"] == "2026-03-02T08:00:05"
    assert missed["description"] == "missed; Mile Kum"
    assert dialed["receiverNumber"] == "+38970333444" and dialed["duration"] == "61"
    assert dialed["date"] == "2026-03-02T13:23:45"
    assert number["callerNumber"] == THEIRS and number["description"] == "deleted"
    assert number["date"] == "2026-03-25T13:00:00"
    assert found.reasons() == [("Calls #4", "xry: nobody, or no direction")]


def test_a_report_without_an_entry_says_so() -> None:
    """Else it would seem to have been read."""
    found = read("Calls.txt", xry.report("Calls") + "Time: 1\r\n".encode("utf-16-le"))
    assert not found.records
    assert found.reasons() == [("Calls", "xry: no entry (`Calls #1`) is in it")]


def test_messages_keep_lines_and_join_parts() -> None:
    """A text may have lines like keys and blank ones; parts of one become one."""
    found = read("Messages-SMS.txt", xry.SMS, "rs")
    first, second = found.of("TextMessage")
    assert first["body"] == "Gde si?\nČekam: dole.\n\nMessages/SMS nije kraj"
    assert first["date"] == "2026-03-12T13:05:09" and first["callerNumber"] == THEIRS
    assert second["body"] == "Dug tekst, prvi deo i drugi."
    assert second["receiverNumber"] == THEIRS and second["caller"] == first["receiver"]
    assert found.reasons() == [("Messages/SMS #4", "xry: nobody, or no direction")]


def test_chats_are_between_accounts() -> None:
    """Of the application that the entry names."""
    found = read("Chat.txt", xry.CHAT, "rs")
    [message] = found.of("Message")
    accounts = {one["id"]: one for one in found.of("UserAccount")}
    assert accounts[message["recipientAccount"]]["phone"] == THEIRS
    assert message["bodyText"] == "Stižem" and not found.rejected


def test_contacts_have_numbers_addresses_and_accounts() -> None:
    """An empty one is rejected."""
    found = read("Contacts.txt", xry.CONTACTS, "rs")
    [person] = found.of("Person")
    assert person["phone"] == THEIRS and person["email"] == "mile@example.com"
    owners = [one["owner"] for one in found.of("UserAccount") if "owner" in one]
    assert owners == [person["id"]]
    assert found.reasons() == [("Contacts/Contacts #2", "xry: an empty contact")]


def test_the_device_is_an_entity_with_its_card() -> None:
    """Attribute and data stand in either order; what is no identity is left."""
    found = read("Device-General Information.txt", xry.DEVICE)
    [device], [sim] = found.of("Device"), found.of("SimCard")
    assert device["imei"] == "356938035643809" and device["model"] == "SM-A525F"
    assert device["make"] == "Samsung" and sim["imsi"] == "220031234567890"
    handset = read_device(xry.DEVICE)
    assert handset is not None and handset.device_id == device["id"]
    assert read_device(xry.CALLS) is None


def test_pages_are_visits_or_kept() -> None:
    """A bookmark is a link to the site, not a visit."""
    found = read("Web-History.txt", xry.HISTORY)
    [visit], [site] = found.of("WebVisit"), found.of("WebSite")
    assert visit["site"] == site["id"] and visit["date"] == "2026-03-02T09:00:05"
    assert found.reasons() == [("Web/History #2", "xry: a page without an address")]
    found = read("Web-Bookmarks.txt", xry.BOOKMARKS)
    [kept], [user] = found.of("UnknownLink"), found.of("LegalEntity")
    assert kept["subject"] == user["id"] and kept["role"] == "bookmark"


def test_other_types_are_counted() -> None:
    """What is not taken is said once."""
    found = read("Files.txt", xry.report("Files & Media/Audio", "Name:\ta", "Name:\tb"))
    assert not found.records
    reason = "xry: 2 entries of this type are not taken"
    assert found.reasons() == [("Files & Media/Audio", reason)]


def test_utf8_and_broken_ends_are_read() -> None:
    """Encoding is found; what stands before a cut stays."""
    text = xry.CALLS.decode("utf-16")
    found = read("Calls.txt", text[: text.index("To\r")].encode(), "rs")
    assert len(found.of("Call")) == 1 and len(found.rejected) == 1


def test_the_container_is_refused_with_what_to_do() -> None:
    """XRY's own file is not public."""
    leaf = Leaf("a.xry", "a.xry", bytes(range(256)))
    importer = find_importer(leaf, ImportOptions())
    assert importer is not None
    with pytest.raises(InvalidInput, match="export it from XAMN"):
        list(importer.read(leaf, ImportOptions()))


def test_an_export_as_xml_gives_device_accounts_and_contacts() -> None:
    """Fields that no list knows are notes; what is marked as deleted says so."""
    found = read("izvoz.xml", xry.XML, "rs")
    assert found.importer == "xryxml"
    [device] = found.of("Device")
    assert (device["imei"], device["make"]) == ("356938035643809", "Samsung")
    mile, vesna, user = found.of("Person")
    assert (mile["name"], mile["phone"]) == ("Mile Kum", THEIRS)
    assert mile["notes"] == "grupa: posao" and vesna["notes"] == "deleted"
    made, owned = found.of("UserAccount")
    assert (made["phone"], owned["owner"]) == (MINE, user["id"])
    assert owned["id"] == made["id"] and device["user"] == user["id"]


def test_other_views_of_an_export_are_counted() -> None:
    """With what to do; an empty contact and an account of nobody are told."""
    found = read("izvoz.xml", xry.XML, "rs")
    assert found.reasons() == [
        ("accounts_view #6", "xry: an account without a name"),
        ("contacts_view #9", "xry: an empty contact"),
        ("apps_view", "xry: 2 nodes of this view are not taken: export it as text"),
    ]


def test_an_export_that_breaks_off_keeps_what_stands_before() -> None:
    """The rest is told; one without anything is an error."""
    found = read("izvoz.xml", xry.XML[: xry.XML.index(b"Vesna")], "rs")
    assert len(found.of("Device")) == 1 and found.of("Person")[0]["name"] == "Mile Kum"
    assert found.reasons()[1][0] == "the rest"
    with pytest.raises(InvalidInput, match="no views"):
        read("izvoz.xml", xry.export())
