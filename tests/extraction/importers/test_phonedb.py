"""Databases of telephones and messengers, and backups of text messages."""

import sqlite3
from pathlib import Path

import pytest

from extraction.importers import ImportOptions, find_importer
from extraction.importers.phones.sqlitefile import Database
from extraction.model import Leaf, Rejection
from extraction.reading import iter_leaves
from extraction.reading.limits import Limits
from graph.errors import InvalidInput
from graph.model import Record
from tests.extraction.importers import databases as db

RS = ImportOptions(country="rs")
MINE, THEIRS, THIRD = "+381641110001", "+381652220002", "+38970333444"
Read = tuple[list[Record], list[Rejection]]


def read(data: bytes, name: str, expected: str = "phonedb") -> Read:
    """Return records and rejections of the importer that knows the file."""
    leaf = Leaf(name, name, data)
    importer = find_importer(leaf, RS)
    assert importer is not None and importer.name == expected
    found = list(importer.read(leaf, RS))
    records = [item for item in found if isinstance(item, Record)]
    return records, [item for item in found if isinstance(item, Rejection)]


def of(records: list[Record], schema: str) -> list[dict[str, str]]:
    """Return what the records of a schema say."""
    return [{v.prop: v.value for v in r.values} for r in records if r.schema == schema]


def said(records: list[Record], entity: str) -> dict[str, str]:
    """Return all that is said of an entity."""
    return {v.prop: v.value for r in records if r.entity == entity for v in r.values}


def pairs(
    records: list[Record], schema: str, source: str, target: str
) -> list[tuple[str, str]]:
    """Return the numbers or names at both ends of each record."""
    found = []
    for about in of(records, schema):
        ends = (said(records, about.get(end, "")) for end in (source, target))
        first, second = (e.get("phone") or e.get("name") or "" for e in ends)
        found.append((first, second))
    return found


def test_whatsapp_is_read_between_accounts_and_groups() -> None:
    """The user's own number in the file's name makes the user's account."""
    records, rejected = read(db.MSGSTORE, "381641110001.db")
    ends = pairs(records, "Message", "senderAccount", "recipientAccount")
    assert ends == [(THEIRS, MINE), (MINE, THEIRS), (THIRD, "Roba")]
    first, _, third = of(records, "Message")
    assert first["date"] == "2026-03-02T09:00:00" and first["bodyText"] == "Gde si?"
    assert third["fileName"] == "IMG-1.jpg"
    [call] = of(records, "AppCall")
    assert call["duration"] == "61" and call["description"] == "answered"
    members = [
        r for r in records if r.schema == "ChatGroup" and r.values[0].prop == "member"
    ]
    assert len(members) == 2
    assert [item.record for item in rejected] == ["message 5"]


def test_older_tables_of_whatsapp_give_the_same_messages() -> None:
    """The same message has the same id; locations are noted."""
    newer = {r.entity for r in read(db.MSGSTORE, "msgstore.db")[0]}
    records, rejected = read(db.MSGSTORE_OLD, "msgstore.db")
    first, second = (r for r in records if r.schema == "Message")
    assert first.entity in newer and not rejected
    assert dict(v[:2] for v in second.values)["description"] == "location 42.43, 19.26"


def test_whatsapp_of_ios_gives_the_same_messages() -> None:
    """As Android's: the same ids, accounts and groups."""
    android, _ = read(db.MSGSTORE, "381641110001.db")
    records, rejected = read(db.CHATSTORAGE, "381641110001.sqlite")
    ends = pairs(records, "Message", "senderAccount", "recipientAccount")
    assert ends == [(THEIRS, MINE), (MINE, THEIRS), (THIRD, "Roba")] and not rejected
    ids = {r.entity for r in records if r.schema == "Message"}
    assert ids == {r.entity for r in android if r.schema == "Message"}
    assert of(records, "Message")[1]["date"] == "2026-03-02T09:01:01"


def test_the_user_of_a_later_copy_is_the_same() -> None:
    """What the database begins with tells the phone."""
    tables = dict(db.MSGSTORE_TABLES)
    columns, rows = tables["message"]
    more = (9, 1, 1, "3EB0C431C26A1916E0FF", 0, db.T, 0, "još")
    tables["message"] = (columns, [*rows, more])
    one, other = (
        read(data, "msgstore.db")[0] for data in (db.MSGSTORE, db.database(tables))
    )
    mine = {about["senderAccount"] for about in of(one, "Message")}
    assert mine == {about["senderAccount"] for about in of(other, "Message")}


def test_android_calls_are_calls_between_numbers() -> None:
    """Directions, missed ones, withheld numbers; a row without date is rejected."""
    records, rejected = read(db.CALLLOG, "calllog_0641110001.db")
    first, second, third = of(records, "Call")
    assert (first["callerNumber"], first["receiverNumber"]) == (MINE, THEIRS)
    assert first["duration"] == "61" and first["description"] == "Mile"
    assert second["callerNumber"] == THIRD and second["description"] == "missed"
    assert "callerNumber" not in third and third["receiverNumber"] == MINE
    assert [item.record for item in rejected] == ["calls 4"]


def test_without_a_number_the_phones_user_stands_for_it() -> None:
    """As an entity that says whose log it is."""
    records, _ = read(db.CALLLOG, "calllog.db")
    caller = of(records, "Call")[0]["caller"]
    assert said(records, caller) == {"name": "User of calllog.db"}


def test_ios_calls_are_read_with_facetime_apart() -> None:
    """FaceTime runs between accounts."""
    records, rejected = read(db.CALLHISTORY, "CallHistory.storedata")
    [call] = of(records, "Call")
    assert call["receiverNumber"] == THEIRS and call["date"] == "2026-03-02T09:00:00"
    assert call["duration"] == "61"
    [facetime] = of(records, "AppCall")
    assert said(records, facetime["callerAccount"])["email"] == "mile@example.com"
    assert len(rejected) == 1


def test_address_books_are_people() -> None:
    """With numbers, addresses, work; an empty entry is rejected."""
    records, rejected = read(db.CONTACTS2, "contacts2.db")
    [mile, deleted] = of(records, "Person")
    assert mile["phone"] == THEIRS and mile["position"] == "vozač, Prevoz d.o.o."
    assert deleted == {"notes": "deleted"} and not rejected
    records, _ = read(db.ADDRESSBOOK, "AddressBook.sqlitedb")
    mile, taxi = of(records, "Person")
    assert mile["name"] == "Mile Kum" and mile["address"] == "Glavna 1, Bar"
    assert taxi["name"] == "Taxi" and taxi["notes"] == "telephone 19 80"
    records, _ = read(db.WA, "wa.db")
    [owned] = [r for r in records if r.values[0].prop == "owner"]
    assert said(records, owned.values[0].value)["name"] == "Mile Kum"


def test_moments_may_be_written_out() -> None:
    """In UTC, or with their zone; what is no moment stays none."""
    stamps = ("2026-03-02 10:00:00", "2026-03-02T11:00:00+01:00", "2.3.2026", "2026")
    rows = [(n, "+38970333444", stamp, 1, 2) for n, stamp in enumerate(stamps)]
    calls = ("_id, number, date, duration, type", rows)
    records, rejected = read(db.database({"calls": calls}), "calllog.db")
    dates = [call["date"] for call in of(records, "Call")]
    assert dates[:3] == ["2026-03-02T10:00:00", "2026-03-02T10:00:00", "2026-03-02"]
    assert len(dates) + len(rejected) == len(stamps)


def test_ios_messages_are_texts_or_imessages() -> None:
    """SMS between numbers; text out of archived strings; groups with members."""
    records, rejected = read(db.SMS_DB, "sms.db")
    [text] = of(records, "TextMessage")
    assert text["receiverNumber"] == MINE and text["body"] == "Kod 1234"
    ends = pairs(records, "Message", "senderAccount", "recipientAccount")
    assert ends == [(MINE, THEIRS), (MINE, "Ekipa")]
    assert of(records, "Message")[0]["bodyText"] == "Zdravo"
    assert [item.record for item in rejected] == ["message 4"]


def test_android_messages_are_texts() -> None:
    """SMS both ways, and MMS with their text and files."""
    records, rejected = read(db.MMSSMS, "381641110001.db")
    first, second, mms = of(records, "TextMessage")
    assert (first["callerNumber"], first["receiverNumber"]) == (THEIRS, MINE)
    assert second["callerNumber"] == MINE
    assert mms["body"] == "Slika\nvidi" and mms["attachment"] == "a.jpg"
    assert mms["callerNumber"] == THEIRS and mms["receiverNumber"] == MINE
    assert [item.record for item in rejected] == ["sms 3"]


def test_viber_is_read() -> None:
    """Messages, a group with members, a call."""
    records, rejected = read(db.VIBER, "381641110001.db")
    ends = pairs(records, "Message", "senderAccount", "recipientAccount")
    assert ends == [(THEIRS, MINE), (MINE, THEIRS), (THIRD, "Roba")]
    assert of(records, "Message")[2]["fileName"] == "a.jpg"
    assert pairs(records, "AppCall", "callerAccount", "receiverAccount") == [
        (MINE, THEIRS)
    ]
    assert [item.record for item in rejected] == ["Events 5"]


def test_backups_of_texts_and_calls_are_read() -> None:
    """Emoji in halves, MMS to several, names of contacts."""
    records, rejected = read(db.SMS_BACKUP, "sms-381641110001.xml", "smsbackup")
    sms, mms = of(records, "TextMessage")
    assert sms["body"] == "Gde si? \U0001f600" and sms["callerNumber"] == THEIRS
    assert mms["body"] == "vidi" and mms["attachment"] == "a.jpg"
    receivers = [
        v.value for r in records for v in r.values if v.prop == "receiverNumber"
    ]
    assert receivers == [MINE, THEIRS, THIRD]
    [contact] = of(records, "Person")
    assert contact == {"name": "Mile Kum", "phone": THEIRS}
    assert [item.record for item in rejected] == ["sms 3"]
    records, rejected = read(db.CALL_BACKUP, "calls.xml", "smsbackup")
    [call] = of(records, "Call")
    assert (
        call["receiverNumber"] == THEIRS and call["duration"] == "61" and not rejected
    )


def test_emoji_may_stand_anywhere_in_a_backup() -> None:
    """Also where one piece of the file ends and the next begins."""
    begin, _, end = db.SMS_BACKUP.partition(b"Gde si? ")
    for filling in range(32_300, 32_420, 7):
        data = begin + b"x" * filling + b"&#55357;&#56832;" * 9 + end
        records, rejected = read(data, "sms.xml", "smsbackup")
        assert len(of(records, "TextMessage")) == 2 and len(rejected) == 1


def test_a_cut_backup_keeps_what_stands_before() -> None:
    """With the line where it breaks off."""
    records, rejected = read(db.SMS_BACKUP[:-60], "sms.xml", "smsbackup")
    assert len(of(records, "TextMessage")) == 2
    assert rejected[-1].record is not None and "cut off" in rejected[-1].reason


def test_damaged_databases_keep_what_was_read() -> None:
    """A page of zeros in the middle is one rejection."""
    rows = [(n, "+381652220002", db.T + n * 1000, 5, 2, "x" * 200) for n in range(400)]
    columns = "_id, number, date, duration, type, name"
    data = bytearray(db.database({"calls": (columns, rows)}))
    data[4096 * 9 : 4096 * 10] = bytes(4096)
    records, rejected = read(bytes(data), "calllog.db")
    assert 0 < len(of(records, "Call")) < 400
    assert [item.reason for item in rejected] == [
        "Android calls: damaged: its tables cannot be read"
    ]


def test_views_and_virtual_tables_are_never_used(tmp_path: Path) -> None:
    """Only plain tables are known, and nothing but reading is allowed."""
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE plain (a, b)")
    connection.execute("CREATE VIEW calls AS SELECT 1 AS number, 2 AS date, 3 AS type")
    connection.execute("CREATE VIRTUAL TABLE sms USING fts5(address, body, date)")
    connection.commit()
    connection.close()
    data = path.read_bytes()
    with Database(data) as database:
        assert "plain" in database.tables
        assert not {"calls", "sms"} & set(database.tables)
        assert list(database.rows("calls", "number")) == []
    assert find_importer(Leaf("a.db", "a.db", data), RS) is None


def test_what_is_no_database_is_refused() -> None:
    """One reason, whatever the bytes."""
    with (
        pytest.raises(InvalidInput, match="damaged"),
        Database(b"SQLite format 3\0" * 9),
    ):
        pass


@pytest.mark.parametrize(
    "path",
    [
        "msgstore.db.crypt15",
        "x/signal-2026-03-02-10-15-00.backup",
        "Signal/sql/db.sqlite",
    ],
)
def test_encrypted_backups_say_what_opens_them(path: str) -> None:
    """Their bytes tell nothing."""
    leaf = Leaf(path, path.rpartition("/")[2], bytes(range(256)) * 16)
    importer = find_importer(leaf, RS)
    assert importer is not None and importer.name == "encrypted"
    with pytest.raises(InvalidInput, match="decrypt it"):
        list(importer.read(leaf, RS))


def test_a_message_of_sqlite_may_hold_what_is_no_text() -> None:
    """It quotes the name of a table that its schema does not define as it should."""
    columns = "_id, number, date, duration, type, name"
    data = db.database({"calls": (columns, [(1, "+381652220002", db.T, 5, 2, "x")])})
    broken = data.replace(b"calls", b"c\xffll\xfe").replace(b"CREATE T", b"CREATE X")
    with pytest.raises(InvalidInput, match="damaged"), Database(broken):
        pass


def test_a_database_too_large_to_hold_is_read_from_a_map(tmp_path: Path) -> None:
    """As lists of calls are."""
    path = tmp_path / "msgstore.db"
    path.write_bytes(db.MSGSTORE)
    (leaf,) = iter_leaves([path], Limits(leaf_bytes=2048))
    assert isinstance(leaf, Leaf) and leaf.is_large
    importer = find_importer(leaf, RS)
    assert importer is not None and importer.name == "phonedb"
    found = [one for one in importer.read(leaf, RS) if isinstance(one, Record)]
    assert {r.entity for r in found} == {
        r.entity for r in read(db.MSGSTORE, "msgstore.db")[0]
    }
