"""Files in which a phone says what it is, and the phone that they tell of together."""

import plistlib

import pytest

from extraction.importers import (
    find_importer,
    holds,
    learn_phone,
    make_phone,
    root_of,
)
from extraction.importers.base import ImportOptions, Phone
from extraction.importers.phones.handset import Handset, Sim
from extraction.model import Leaf, Rejection
from graph.model import Record
from tests.extraction.importers import databases as db
from tests.extraction.importers import handsets, xry
from tests.extraction.importers.phones import UFED
from tests.extraction.importers.reading import Found, read

MINE = "+381641110001"


def told(path: str, data: bytes) -> Handset:
    """Return what a file says of its phone."""
    found = learn_phone(Leaf(path, path.rpartition("/")[2], data))
    assert found is not None
    return found


def phone_of(files: dict[str, bytes]) -> Phone:
    """Return the phone that files tell of together."""
    leaves = (Leaf(path, path.rpartition("/")[2], data) for path, data in files.items())
    handsets_of = [one for leaf in leaves if (one := learn_phone(leaf)) is not None]
    phone = make_phone(handsets_of, "root")
    assert phone is not None
    return phone


def read_of(phone: Phone, name: str, data: bytes) -> Found:
    """Read a file as one of a phone."""
    leaf, options = Leaf(name, name, data), ImportOptions(phone=phone)
    importer = find_importer(leaf, options)
    assert importer is not None
    rows = list(importer.read(leaf, options))
    return Found(
        importer.name,
        [row for row in rows if isinstance(row, Record)],
        [row for row in rows if isinstance(row, Rejection)],
    )


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("a/p.zip!/data/data/com.x/databases/a.db", "a/p.zip!"),
        ("a/Dump/data/user_de/0/com.x/databases/a.db", "a/Dump"),
        ("a/apps/com.android.providers.telephony/db/mmssms.db", "a"),
        ("a/com.android.providers.telephony/databases/telephony.db", "a"),
        ("a/b/private/var/mobile/Library/SMS/sms.db", "a/b"),
        ("a/system/build.prop", "a"),
        ("a/backup/Info.plist", "a/backup"),
        ("Info.plist", ""),
    ],
)
def test_an_extraction_begins_above_the_systems_folders(path: str, root: str) -> None:
    """Whatever archive or folder it lies in."""
    assert root_of(path) == root


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/p/calllog.db", True),
        ("a/p/data/data/com.x/databases/a.db", True),
        ("a/p/5a/5a4935c78a5255723f707230a451d79c540d2741", True),
        ("a/p/files/Database/calllog.db", True),
        ("a/p/dump.zip!/data/data/com.x/databases/a.db", True),
        ("a/p/com.viber.voip/databases/viber_messages", True),
        ("a/p/drugi telefon/calllog.db", False),
        ("a/pp/calllog.db", False),
        ("a/calllog.db", False),
    ],
)
def test_folders_that_may_be_another_phones_do_not_belong(
    path: str, expected: bool
) -> None:
    """Those of systems, tools and backups do."""
    assert holds("a/p", path) is expected
    assert not holds("", f"/{path}")


def test_files_of_android_tell_of_one_phone() -> None:
    """Its model, its cards with their home, its user's accounts."""
    phone = phone_of(handsets.ANDROID)
    assert phone.numbers == (MINE,) and phone.number == MINE
    assert phone.country == "rs" and phone.model == "SM-A525F"
    assert ("1", MINE) in phone.lines and (handsets.ICCID, MINE) in phone.lines
    assert "samsung SM-A525F" in phone.about


def test_files_of_a_backup_tell_of_one_phone() -> None:
    """The IMEI names it; cards known by one of their numbers are one."""
    files = {"Info.plist": handsets.BACKUP_INFO, "a.db": handsets.USAGE}
    phone = phone_of(files | {"com.apple.commcenter.plist": handsets.COMMCENTER})
    assert phone.device == f"device-{handsets.IMEI}" and phone.number == MINE
    assert phone.country == "rs" and phone.model == "iPhone 12"


def test_reports_tell_of_the_phone_beside_which_they_lie() -> None:
    """UFED's before its models, XRY's of general information, Cellebrite's .ufd."""
    imeis = {told("report.xml", UFED).device_id, told("D.txt", xry.DEVICE).device_id}
    assert imeis | {told("a.ufd", handsets.UFD).device_id} == {"device-356938035643809"}


def test_the_identity_is_written_once_for_all_files() -> None:
    """Device, card, user and accounts under the phone's ids."""
    phone = phone_of(handsets.ANDROID)
    found = read_of(phone, "telephony.db", handsets.TELEPHONY)
    [sim], [user] = found.of("SimCard"), found.of("Person")
    assert sim["phone"] == MINE and sim["iccid"] == handsets.ICCID
    assert sim["device"] == phone.device and user["id"] == phone.user
    assert user["phone"] == MINE
    found = read_of(phone, "accounts_ce.db", handsets.ACCOUNTS)
    owners = {one["id"] for one in found.of("UserAccount") if "owner" in one}
    accounts = {one["id"]: one for one in found.of("UserAccount") if "service" in one}
    assert owners == set(accounts)
    given = {(one["service"], one["username"]) for one in accounts.values()}
    assert given == {("E-mail", "ana@example.com"), ("Viber", MINE)}


def test_databases_are_of_the_phone() -> None:
    """Calls from its number, accounts of its user, national numbers of its card."""
    phone = phone_of(handsets.ANDROID)
    calls = read_of(phone, "calllog.db", db.CALLLOG).of("Call")
    assert calls[0]["callerNumber"] == MINE and calls[1]["receiverNumber"] == MINE
    found = read_of(phone, "msgstore.db", db.MSGSTORE)
    [mine] = [one for one in found.of("UserAccount") if one.get("owner")]
    assert mine["owner"] == phone.user
    [account] = [a for a in found.of("UserAccount") if a.get("phone") == MINE]
    assert account["id"] == mine["id"]


def test_of_two_cards_each_call_has_its_own() -> None:
    """By the card's key; without one it is the user's, not either number's."""
    phone = phone_of({"telephony.db": handsets.DUAL_TELEPHONY})
    assert phone.numbers == (MINE, "+38970333444") and not phone.country
    data = db.database(
        {
            "calls": (
                "_id, number, date, duration, type, name, subscription_id",
                [
                    (1, "+381652220002", db.T, 5, 2, "", "89389010000012345678"),
                    (2, "+381652220002", db.T, 5, 2, "", "?"),
                ],
            )
        }
    )
    first, second = read_of(phone, "calllog.db", data).of("Call")
    assert first["callerNumber"] == "+38970333444"
    assert second["caller"] == phone.user and "callerNumber" not in second


def test_two_phones_are_none() -> None:
    """Other serial numbers or IMEIs are other phones; one IMEI in common is one."""
    one, other = Handset(imeis=["356938035643809"]), Handset(imeis=["490154203237518"])
    assert make_phone([one, other], "x") is None
    both = Handset(imeis=["490154203237518", "356938035643809"])
    phone = make_phone([one, both], "x")
    assert phone is not None and phone.device == "device-356938035643809"
    assert make_phone([Handset(serial="A"), Handset(serial="B")], "x") is None
    assert make_phone([], "x") is None


def test_phones_that_name_nothing_of_their_own_stay_apart() -> None:
    """Two of the same model are told apart by where their files lie."""
    here, there = (make_phone([Handset(model="A52")], root) for root in ("a", "b"))
    assert here is not None and there is not None and here.device != there.device
    again = make_phone([Handset(sims=[Sim(iccid=handsets.ICCID)])], "a")
    elsewhere = make_phone([Handset(sims=[Sim(iccid=handsets.ICCID)])], "b")
    assert again == elsewhere


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Info.plist", plistlib.dumps({"CFBundleName": "x", "SerialNumber": "1"})),
        ("Info.plist", b"bplist00\xff\xff"),
        ("build.prop", b"ro.x=1\n"),
        ("a.ufd", b"[General]\nx=1\n"),
        ("settings_secure.xml", b"<settings/>"),
        ("a.db", db.CALLLOG),
        ("a.txt", handsets.BUILD_PROP),
    ],
)
def test_other_files_are_not_of_a_phone(name: str, data: bytes) -> None:
    """They stay what they are."""
    assert learn_phone(Leaf(name, name, data)) is None


def test_binary_settings_tell_what_those_as_text_do() -> None:
    """As Android 12 and later keep them; what stands before a cut is read."""
    name = "data/system/users/0/settings_secure.xml"
    assert told(name, handsets.ABX) == told(name, handsets.SETTINGS)
    assert told(name, handsets.ABX[:120]).install == "9774d56d682e549c"
    assert learn_phone(Leaf("a.xml", "a.xml", handsets.ABX)) is None


def test_a_lone_file_tells_of_its_phone() -> None:
    """Without the rest of the extraction."""
    found = read("Info.plist", handsets.BACKUP_INFO)
    assert found.importer == "phone" and not found.rejected
    [device], [sim] = found.of("Device"), found.of("SimCard")
    assert device["imei"] == handsets.IMEI and sim["phone"] == MINE
    assert device["name"] == "Anin iPhone"
    found = read("a/Accounts3.sqlite", handsets.IOS_ACCOUNTS)
    assert [one["email"] for one in found.of("UserAccount") if "email" in one]


def test_parts_of_a_report_are_of_the_phone_beside_them() -> None:
    """Models without the device's information: their owner is the phone's user."""
    phone = phone_of({"a.ufd": handsets.UFD})
    chat = UFED[UFED.index(b"<modelType") : UFED.rindex(b"</modelType>")]
    found = read_of(phone, "chat.xml", chat + b"</modelType>")
    owners = {one["owner"] for one in found.of("UserAccount") if "owner" in one}
    assert found.importer == "ufed" and owners == {phone.user}


def test_long_runs_of_blank_lines_end() -> None:
    """A file of properties with many blank lines is read in one pass."""
    blanks = b"\n" * 400_000
    found = told("build.prop", b"ro.product.model=A5" + blanks + b"ro.serialno = R58\n")
    assert (found.model, found.serial) == ("A5", "R58")
