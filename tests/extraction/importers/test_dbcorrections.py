"""Refused rows of databases cut out, corrected by hand and read where they stood."""

from collections.abc import Callable

import pytest

from extraction.importers import ImportOptions, Phone
from extraction.importers.corrections.cells import Rounded, correct_cell, show_row
from extraction.importers.corrections.sheet import Shape
from extraction.model import Cell, Leaf, Rejection
from graph.model import Record
from tests.extraction.importers import databases as db
from tests.extraction.importers import vibers
from tests.extraction.importers.databases import (
    COCOA,
    MSGSTORE_TABLES,
    Rows,
    T,
    database,
)
from tests.extraction.importers.test_corrections import correct, cut_out, feed
from tests.extraction.importers.test_phonedb import read

CALL_COLUMNS = (
    "_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, "
    "type INTEGER, name TEXT"
)
CALLS = database(
    {
        "calls": (
            CALL_COLUMNS,
            [
                (1, "+381651111111", "no date", 61, 2, "Mile"),
                (2, "+38970333444", T, 0, 3, None),
                (3, "0652220002", None, 5, 1, 'Ana; "dr"\nAnić'),
                (4, "+38267123456", T + 60_000, 7, 99, None),
                (5, "-2", T, 5, 1, None),
            ],
        )
    }
)
CALL_LOG = Leaf("phone/calllog.db", "calllog.db", CALLS)
CONTACTS = database(
    {
        "raw_contacts": (
            "_id INTEGER PRIMARY KEY, display_name TEXT, deleted INTEGER",
            [(1, None, 0), (2, "Taxi", 0)],
        ),
        "mimetypes": ("_id, mimetype", [(5, "vnd.android.cursor.item/phone_v2")]),
        "data": ("raw_contact_id, mimetype_id, data1, data4", [(2, 5, "1980", None)]),
    }
)


def by_place(items: list[Record | Rejection]) -> dict[str, list[str]]:
    """Return for each place what was said or refused there."""
    found: dict[str, list[str]] = {}
    for item in items:
        if isinstance(item, Record):
            found.setdefault(str(item.place.record), []).append(item.schema)
        else:
            found.setdefault(str(item.record), []).append(item.reason)
    return found


def values(items: list[Record | Rejection], schema: str) -> dict[str, str]:
    """Return the properties of the one record of a schema."""
    [record] = [i for i in items if isinstance(i, Record) and i.schema == schema]
    return {value.prop: value.value for value in record.values}


def edit(leaf: Leaf, change: Callable[[str], str]) -> list[Record | Rejection]:
    """Cut out the one sheet of a file, change its text and read it."""
    [sheet] = cut_out(leaf)
    return feed(leaf, change(sheet.as_bytes().decode()).encode())


def test_a_sheet_has_what_was_read_of_each_refused_row() -> None:
    """Under the columns that the table has, with the place that the report gives."""
    [sheet] = cut_out(CALL_LOG)
    assert sheet.origin.shape is Shape.DATABASE and sheet.origin.sheet == "calls"
    assert sheet.columns == ("_id", "number", "date", "duration", "type", "name")
    assert [(e.place, e.reason) for e in sheet.entries] == [
        ("calls 1", "Android calls: no date"),
        ("calls 3", "Android calls: no date"),
        ("calls 4", "Android calls: neither incoming nor outgoing"),
    ]
    assert sheet.entries[1].cells == (
        "3", "0652220002", "", "5", "1", 'Ana; "dr"\nAnić',
    )  # fmt: skip


def test_a_corrected_call_is_one_of_the_same_user() -> None:
    """Though the first row, which tells whose the log is, is the one corrected."""
    records, _ = read(CALLS, "phone/calllog.db")
    [known] = [r for r in records if r.schema == "Call" and r.place.record == "calls 5"]
    mine = {value.value for value in known.values if value.prop == "receiver"}
    said = edit(CALL_LOG, lambda text: text.replace("no date;", f"{T};"))
    assert by_place(said) == {
        "calls 1, corrected": ["Call"],
        "calls 3": ["Android calls: no date"],
        "calls 4": ["Android calls: neither incoming nor outgoing"],
    }
    call = values(said, "Call")
    assert {call["caller"]} == mine and call["date"] == "2026-03-02T09:00:00"
    assert call["receiverNumber"] == "+381651111111" and call["duration"] == "61"


def test_a_moment_may_be_written_out() -> None:
    """In UTC, as a table has it; a number that no spreadsheet rounded, too."""
    said = edit(CALL_LOG, lambda text: text.replace("no date;", "2026-03-02 10:30:00;"))
    assert values(said, "Call")["date"] == "2026-03-02T10:30:00"
    said = edit(CALL_LOG, lambda text: text.replace("no date;", "2.3.2026 10:30;"))
    assert values(said, "Call")["date"] == "2026-03-02T10:30"
    said = edit(CALL_LOG, lambda text: text.replace("no date;", "1,77244E+12;"))
    assert by_place(said)["calls 1"] == [
        "date: 1,77244E+12 is rounded: write the number out"
    ]
    assert not any(isinstance(item, Record) for item in said)


def test_a_row_left_out_stays_refused_and_a_wrong_one_is_told() -> None:
    """Nothing is read at a place that the sheet has not, or the file."""

    def cut(text: str) -> str:
        head = text.partition("calls 3;")[0]
        return head.replace("no date;", "2026-03-02;") + "calls 77;;77;x;1;1;1;\r\n"

    assert by_place(edit(CALL_LOG, cut)) == {
        "calls 1, corrected": ["Call"],
        "calls 77": ["the file has no such row"],
    }
    said = by_place(edit(CALL_LOG, lambda text: text.replace(";type;", ";kind;")))
    reason = "the sheet's columns are not those that the file was read by"
    assert said == {f"calls {number}": [reason] for number in (1, 3, 4)}


def test_a_contact_is_corrected() -> None:
    """An entry is put together of several tables; its own row is what stands there."""
    leaf = Leaf("contacts2.db", "contacts2.db", CONTACTS)
    [sheet] = cut_out(leaf)
    assert sheet.entries[0].cells == ("1", "", "0")
    said = correct(leaf, "contact;1;;0", "contact;1;Mile Kum;0")
    assert by_place(said) == {"raw_contacts 1, corrected": ["Person"]}
    assert values(said, "Person") == {"name": "Mile Kum"}


def test_a_message_in_a_group_gets_its_sender() -> None:
    """A column that names a row of another table takes that row's key, as a number."""
    leaf = Leaf("msgstore.db", "msgstore.db", db.MSGSTORE)
    said = correct(
        leaf, "message 5;WhatsApp: no sender in a group;5;2;0;3EB0C431C26A1916E07E;0;",
        "message 5;;5;2;0;3EB0C431C26A1916E07E;2;",
    )  # fmt: skip
    assert by_place(said)["message 5, corrected"][-1] == "Message"
    message = values(said, "Message")
    assert message["bodyText"] == "od nikoga"
    records, _ = read(db.MSGSTORE, "msgstore.db")
    senders = {
        r.entity
        for r in records
        if r.schema == "UserAccount"
        and any(v.value == "+38970333444" for v in r.values)
    }
    assert {message["senderAccount"]} <= senders


@pytest.mark.parametrize(
    ("data", "place", "wrong", "right"),
    [
        (
            database(
                {
                    "messages": (
                        "_id, key_remote_jid, key_from_me, key_id, remote_resource, "
                        "timestamp, status, data",
                        [(7, "38165-160@g.us", 0, "A2", None, T, 0, "ko?")],
                    )
                }
            ),
            "messages 7",
            ";A2;;",
            ";A2;38970333444@s.whatsapp.net;",
        ),
        (
            database(
                {
                    "ZWACHATSESSION": (
                        "Z_PK, ZCONTACTJID, ZPARTNERNAME",
                        [(2, "38165-160@g.us", "Roba")],
                    ),
                    "ZWAGROUPMEMBER": (
                        "Z_PK, ZMEMBERJID, ZCONTACTNAME, ZCHATSESSION",
                        [(1, "38970333444@s.whatsapp.net", "Goce", 2)],
                    ),
                    "ZWAMESSAGE": (
                        "Z_PK INTEGER, ZCHATSESSION INTEGER, ZISFROMME INTEGER, "
                        "ZSTANZAID VARCHAR, ZGROUPMEMBER INTEGER, "
                        "ZMESSAGEDATE TIMESTAMP, ZMESSAGETYPE INTEGER, ZTEXT VARCHAR",
                        [(3, 2, 0, "A2", None, COCOA, 0, "ko?")],
                    ),
                }
            ),
            "ZWAMESSAGE 3",
            ";A2;;",
            ";A2;1;",
        ),
    ],
)
def test_other_tables_of_whatsapp(
    data: bytes, place: str, wrong: str, right: str
) -> None:
    """A row is named by the table that it stands in."""
    said = correct(Leaf("a.db", "a.db", data), wrong, right)
    assert by_place(said)[f"{place}, corrected"][-1] == "Message"
    assert values(said, "Message")["bodyText"] == "ko?"


def test_a_message_of_viber_gets_its_other_side() -> None:
    """Each table has a sheet of its own; what is not corrected is told again."""
    leaf = Leaf("viber_messages", "viber_messages", vibers.MESSAGES)
    said = correct(leaf, ";1;99;5004", ";1;12;5004")
    assert values(said, "Message")["bodyText"] == "od nikoga"
    leaf = Leaf("viber_data", "viber_data", vibers.DATA)
    calls, contacts = cut_out(leaf)
    assert (calls.origin.sheet, contacts.origin.sheet) == ("calls", "phonebookcontact")
    said = feed(leaf, calls.as_bytes().replace(b"4;;;", b"4;381652220002;;"))
    assert by_place(said)["calls 4, corrected"][-1] == "AppCall"
    assert by_place(feed(leaf, contacts.as_bytes())) == {
        "phonebookcontact 2": ["Viber: an empty contact"]
    }


def test_a_first_call_in_a_service_is_of_the_phone() -> None:
    """What the file says as a whole is said of it, where a correction brings it."""
    tables = {key: MSGSTORE_TABLES[key] for key in ("jid", "chat")}
    tables |= {"message": (MSGSTORE_TABLES["message"][0], [])}
    columns, _ = MSGSTORE_TABLES["call_log"]
    tables["call_log"] = (columns, [(1, 99, 1, T, 61, 5, "call:1")])
    phone = Phone("device-1", "user-1", "a phone", (), (), "rs", "SM-A525F")
    leaf = Leaf("msgstore.db", "msgstore.db", database(tables))
    options = ImportOptions(country="rs", phone=phone)
    said = correct(leaf, "nobody;1;99;", "nobody;1;1;", options)
    owners = [
        value.value
        for item in said
        if isinstance(item, Record) and item.place.record is None
        for value in item.values
        if value.prop == "owner"
    ]
    assert owners == ["user-1"]
    assert by_place(said)["call_log 1, corrected"][-1] == "AppCall"


def test_bytes_stay_as_they_are() -> None:
    """A message whose text lies in an archive is corrected without it."""
    columns = (
        "ROWID INTEGER, guid TEXT, text TEXT, handle_id INTEGER, date INTEGER, "
        "is_from_me INTEGER, service TEXT, attributedBody BLOB, "
        "destination_caller_id TEXT"
    )
    row = (4, "G4", None, 0, COCOA * 10**9, 0, "SMS", db.PACKED, "+381641110001")
    tables: dict[str, tuple[str, Rows]] = {
        "message": (columns, [row]),
        "handle": ("ROWID, id", [(2, "+381652220002")]),
    }
    leaf = Leaf("sms.db", "sms.db", database(tables))
    said = correct(leaf, "side;4;;0;", "side;4;;2;")
    assert values(said, "TextMessage")["body"] == "Zdravo"


def test_rows_that_no_key_tells_apart_are_listed_only() -> None:
    """A correction must not fall on another row."""
    columns = "number TEXT, date INTEGER, type INTEGER"
    rows = [("+381651111111", None, 1), ("+381651111112", None, 1)]
    leaf = Leaf("a.db", "a.db", database({"calls": (columns, rows)}))
    assert cut_out(leaf) == []
    one = database({"calls": (f"_id, {columns}", [(None, *rows[0]), (None, *rows[1])])})
    assert cut_out(Leaf("a.db", "a.db", one)) == []


@pytest.mark.parametrize(
    ("cell", "text", "declared", "meant"),
    [
        (1, "12", "INTEGER", 12),
        (None, "12", "BIGINT", 12),
        (None, "+12", "INTEGER", 12),
        ("abc", "12", "", 12),
        ("abc", "012", "", "012"),
        ("abc", "12", "VARCHAR(20)", "12"),
        (1, "abc", "INTEGER", "abc"),
        (1, "", "INTEGER", None),
        ("", "", "TEXT", ""),
        (1.5, "2,25", "REAL", 2.25),
        (None, "2.25", "", 2.25),
        (b"\x00\x01", "12", "BLOB", b"\x00\x01"),
        ("a\r\nb", "a\nb", "TEXT", "a\r\nb"),
        ("a\ufffdb", "a?b", "TEXT", "a\ufffdb"),
        ("x" * 40_000, "", "TEXT", "x" * 40_000),
        (1_772_442_000_000, "1.77244E+12", "INTEGER", 1_772_442_000_000),
        ("+38970333444", "38970333444", "TEXT", "+38970333444"),
        ("38970333444", "+38970333444", "TEXT", "+38970333444"),
        ("0652220002", "652220002", "", "0652220002"),
        (794_134_861.123456, "794134861,1", "REAL", 794_134_861.123456),
        (794_134_861.123456, "794134862", "REAL", 794_134_862),
        (0.4, "0", "REAL", 0),
    ],
)
def test_values_keep_their_types(
    cell: Cell, text: str, declared: str, meant: Cell
) -> None:
    """What a person did not change is as it was; what they did is as declared."""
    [shown] = show_row([cell])
    found = correct_cell("c", cell, shown, text, declared)
    assert found == meant and type(found) is type(meant)


def test_a_rounded_number_is_refused() -> None:
    """Nobody knows any more which moment it was."""
    with pytest.raises(Rounded):
        correct_cell("date", 1_772_442_000_000, "1772442000000", "1.9E+12", "INTEGER")


def test_what_no_spreadsheet_holds_is_not_shown() -> None:
    """Of a row with too many lines the cells that have them are left out."""
    assert show_row(["a\tb\x00c", "x\n" * 300, "y\n" * 300, 1]) == (
        "a b c", "x\n" * 300, "", "1",
    )  # fmt: skip
