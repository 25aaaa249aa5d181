"""Small databases of phones, made of their tables as phones have them."""

import sqlite3
from collections.abc import Mapping, Sequence

Rows = Sequence[tuple[object, ...]]


def database(tables: Mapping[str, tuple[str, Rows]]) -> bytes:
    """Return the bytes of an SQLite file with these tables: columns and rows."""
    connection = sqlite3.connect(":memory:")
    for name, (columns, rows) in tables.items():
        connection.execute(f'CREATE TABLE "{name}" ({columns})')
        marks = ", ".join("?" for _ in columns.split(","))
        connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


T = 1_772_442_000_000
"""2026-03-02T09:00:00 UTC in milliseconds."""
COCOA = 794_134_800
"""The same moment as Apple counts it."""
MSGSTORE_TABLES: dict[str, tuple[str, Rows]] = {
    "jid": (
        "_id, user, server, raw_string",
        [
            (1, "381652220002", "s.whatsapp.net", "381652220002@s.whatsapp.net"),
            (2, "38970333444", "s.whatsapp.net", "38970333444@s.whatsapp.net"),
            (3, "38165-160", "g.us", "38165-160@g.us"),
            (4, "991122", "lid", "991122@lid"),
        ],
    ),
    "jid_map": ("lid_row_id, jid_row_id", [(4, 2)]),
    "chat": ("_id, jid_row_id, subject", [(1, 1, None), (2, 3, "Roba")]),
    "message": (
        "_id, chat_row_id, from_me, key_id, sender_jid_row_id, timestamp, "
        "message_type, text_data",
        [
            (1, 1, 0, "3EB0C431C26A1916E07A", 0, T, 0, "Gde si?"),
            (2, 1, 1, "3EB0C431C26A1916E07B", 0, T + 61_000, 0, "Stižem"),
            (3, 2, 0, "3EB0C431C26A1916E07C", 4, T, 1, None),
            (4, 2, 0, "3EB0C431C26A1916E07D", 0, T, 7, "Roba"),
            (5, 2, 0, "3EB0C431C26A1916E07E", 0, T, 0, "od nikoga"),
        ],
    ),
    "message_media": ("message_row_id, file_path", [(3, "Media/IMG-1.jpg")]),
    "group_participant_user": ("group_jid_row_id, user_jid_row_id", [(3, 1), (3, 2)]),
    "call_log": (
        "_id, jid_row_id, from_me, timestamp, duration, call_result, call_id",
        [(1, 1, 1, T, 61, 5, "call:1")],
    ),
}
MSGSTORE = database(MSGSTORE_TABLES)
MSGSTORE_OLD = database(
    {
        "messages": (
            "_id, key_remote_jid, key_from_me, key_id, remote_resource, timestamp, "
            "status, data, media_name, latitude, longitude",
            [
                (1, "-1", 0, "-1", None, 0, -1, None, None, 0, 0),
                (
                    2,
                    "381652220002@s.whatsapp.net",
                    0,
                    "3EB0C431C26A1916E07A",
                    None,
                    T,
                    0,
                    "Gde si?",
                    None,
                    0.0,
                    0.0,
                ),
                (
                    3,
                    "38165-160@g.us",
                    0,
                    "A2",
                    "38970333444@s.whatsapp.net",
                    T,
                    0,
                    None,
                    None,
                    42.43,
                    19.26,
                ),
            ],
        ),
        "chat_list": ("key_remote_jid, subject", [("38165-160@g.us", "Roba")]),
    }
)
CHATSTORAGE = database(
    {
        "ZWACHATSESSION": (
            "Z_PK, ZCONTACTJID, ZPARTNERNAME",
            [
                (1, "381652220002@s.whatsapp.net", "Mile Kum"),
                (2, "38165-160@g.us", "Roba"),
            ],
        ),
        "ZWAGROUPMEMBER": (
            "Z_PK, ZMEMBERJID, ZCONTACTNAME, ZCHATSESSION",
            [(1, "38970333444@s.whatsapp.net", "Goce", 2)],
        ),
        "ZWAMEDIAITEM": ("ZMESSAGE, ZMEDIALOCALPATH", [(3, "Media/x/a.jpg")]),
        "ZWAMESSAGE": (
            "Z_PK, ZCHATSESSION, ZISFROMME, ZSTANZAID, ZGROUPMEMBER, ZMESSAGEDATE, "
            "ZMESSAGETYPE, ZTEXT",
            [
                (1, 1, 0, "3EB0C431C26A1916E07A", None, COCOA, 0, "Gde si?"),
                (2, 1, 1, "3EB0C431C26A1916E07B", None, COCOA + 61.5, 0, "Tu"),
                (3, 2, 0, "3EB0C431C26A1916E07C", 1, COCOA, 1, None),
                (4, 2, 0, "3EB0C431C26A1916E07D", None, COCOA, 6, "Roba"),
            ],
        ),
    }
)
WA = database(
    {
        "wa_contacts": (
            "_id, jid, display_name, number, wa_name, status",
            [
                (
                    1,
                    "381652220002@s.whatsapp.net",
                    "Mile Kum",
                    "+381652220002",
                    "M",
                    "Tu",
                )
            ],
        )
    }
)
CALLLOG = database(
    {
        "calls": (
            "_id, number, date, duration, type, name",
            [
                (1, "065 222 0002", T, 61, 2, "Mile"),
                (2, "+38970333444", T, 0, 3, None),
                (3, "-2", T, 5, 1, None),
                (4, "+38970333444", None, 0, 1, None),
            ],
        )
    }
)
CONTACTS2 = database(
    {
        "raw_contacts": (
            "_id, display_name, deleted",
            [(1, "Mile Kum", 0), (2, None, 1)],
        ),
        "mimetypes": (
            "_id, mimetype",
            [
                (1, "vnd.android.cursor.item/phone_v2"),
                (2, "vnd.android.cursor.item/email_v2"),
                (3, "vnd.android.cursor.item/organization"),
            ],
        ),
        "data": (
            "raw_contact_id, mimetype_id, data1, data4",
            [
                (1, 1, "065 222 0002", "+381652220002"),
                (1, 2, "mile@example.com", None),
                (1, 3, "Prevoz d.o.o.", "vozač"),
            ],
        ),
    }
)
CALLHISTORY = database(
    {
        "ZCALLRECORD": (
            "Z_PK, ZADDRESS, ZDATE, ZDURATION, ZORIGINATED, ZANSWERED, "
            "ZSERVICE_PROVIDER, ZNAME",
            [
                (
                    1,
                    "+381652220002",
                    COCOA + 0.5,
                    61.2,
                    1,
                    0,
                    "com.apple.Telephony",
                    None,
                ),
                (2, "mile@example.com", COCOA, 5.0, 0, 1, "com.apple.FaceTime", None),
                (3, None, None, 5.0, 0, 1, "com.apple.Telephony", None),
            ],
        )
    }
)
ADDRESSBOOK = database(
    {
        "ABPerson": (
            "ROWID, First, Last, Organization, Birthday",
            [(1, "Mile", "Kum", "Prevoz", -315_576_000), (2, None, None, "Taxi", None)],
        ),
        "ABMultiValue": (
            "UID, record_id, property, value",
            [(1, 1, 3, "+381652220002"), (2, 1, 5, None), (3, 2, 3, "19 80")],
        ),
        "ABMultiValueEntry": (
            "parent_id, key, value",
            [(2, 1, "Glavna 1"), (2, 2, "Bar")],
        ),
        "ABMultiValueEntryKey": ("value", [("Street",), ("City",)]),
    }
)
PACKED = (
    b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84"
    b"\x08NSObject\x00\x85\x92\x84\x84\x84\x08NSString\x01\x94\x84\x01+\x06Zdravo\x86\x84"
)
SMS_DB = database(
    {
        "message": (
            "ROWID, guid, text, handle_id, date, is_from_me, service, attributedBody, "
            "destination_caller_id",
            [
                (
                    1,
                    "G1",
                    "Kod 1234",
                    1,
                    COCOA * 10**9,
                    0,
                    "SMS",
                    None,
                    "+381641110001",
                ),
                (
                    2,
                    "0A1B2C3D-0000-4000-8000-000000000001",
                    None,
                    2,
                    COCOA * 10**9,
                    1,
                    "iMessage",
                    PACKED,
                    "+381641110001",
                ),
                (
                    3,
                    "G3",
                    "svima",
                    0,
                    COCOA * 10**9,
                    1,
                    "iMessage",
                    None,
                    "+381641110001",
                ),
                (4, "G4", "ko?", 0, COCOA * 10**9, 0, "SMS", None, None),
            ],
        ),
        "handle": (
            "ROWID, id",
            [(1, "INFO"), (2, "+381652220002"), (3, "+38970333444")],
        ),
        "chat": (
            "ROWID, chat_identifier, display_name, style",
            [(1, "+381652220002", None, 45), (2, "chat77", "Ekipa", 43)],
        ),
        "chat_message_join": ("chat_id, message_id", [(1, 2), (2, 3)]),
        "chat_handle_join": ("chat_id, handle_id", [(2, 2), (2, 3)]),
    }
)
MMSSMS = database(
    {
        "sms": (
            "_id, address, date, type, body",
            [
                (1, "+381652220002", T, 1, "Gde si?"),
                (2, "+381652220002", T, 2, "Tu"),
                (3, None, T, 1, "x"),
            ],
        ),
        "pdu": ("_id, date, msg_box, sub", [(1, T // 1000, 1, "Slika")]),
        "addr": (
            "msg_id, address, type",
            [(1, "+381652220002", 137), (1, "insert-address-token", 151)],
        ),
        "part": (
            "mid, text, name, cl",
            [(1, None, None, "a.jpg"), (1, "vidi", None, None)],
        ),
    }
)
VIBER = database(
    {
        "Contact": (
            "ContactID, Name, Number, MID",
            [(1, "Mile", "+381652220002", "m1"), (2, "Goce", "+38970333444", "m2")],
        ),
        "ChatInfo": ("ChatID, Name, Token", [(1, None, None), (2, "Roba", "5551")]),
        "ChatRelation": ("ChatID, ContactID", [(2, 1), (2, 2)]),
        "Events": (
            "EventID, TimeStamp, Direction, ContactID, ChatID, Token",
            [
                (1, T, 0, 1, 1, "900"),
                (2, T + 1000, 1, 1, 1, "901"),
                (3, T, 0, 2, 2, "902"),
                (4, T, 1, 1, 1, "903"),
                (5, T, 0, None, None, "904"),
            ],
        ),
        "Messages": (
            "EventID, Body, PayloadPath",
            [(1, "Gde si?", None), (2, "Tu", None), (3, "Utre", "C:\\x\\a.jpg")],
        ),
        "Calls": ("EventID, Duration", [(4, 61)]),
    }
)
SMS_BACKUP = (
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"3\">\n"
    f'<sms protocol="0" address="065 222 0002" date="{T}" type="1" body="Gde si? '
    '&#55357;&#56832;" contact_name="Mile Kum" />\n'
    f'<mms date="{T}" msg_box="2" address="+381652220002~+38970333444" sub="null">'
    "<parts>"
    '<part ct="application/smil" text="null" /><part ct="image/jpeg" cl="a.jpg" />'
    '<part ct="text/plain" text="vidi" /></parts><addrs>'
    '<addr address="insert-address-token" type="137" />'
    '<addr address="+381652220002" type="151" />'
    '<addr address="+38970333444" type="151" />'
    "</addrs></mms>\n"
    '<sms address="+381652220002" date="x" type="1" body="" />\n</smses>'
).encode()
CALL_BACKUP = (
    '<?xml version="1.0"?>\n<calls count="1">'
    '<call number="+381652220002" duration="61" '
    f'date="{T}" type="2" contact_name="(Unknown)" /></calls>'
).encode()
