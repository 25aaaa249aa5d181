"""Small databases of Viber as phones keep it."""

from tests.extraction.importers.databases import COCOA, T, database

MESSAGES = database(
    {
        "participants_info": (
            "_id, number, display_name, contact_name, viber_name, member_id, "
            "participant_type",
            [
                (1, "+381641110001", "", "", "Ana", "m1", 0),
                (2, "+381652220002", "", "Mile Kum", "mile", "m2", 1),
                (3, None, "", "", "Goce", "m3", 1),
            ],
        ),
        "participants": (
            "_id, conversation_id, participant_info_id",
            [(11, 1, 1), (12, 1, 2), (21, 2, 1), (22, 2, 2), (23, 2, 3)],
        ),
        "conversations": (
            "_id, conversation_type, group_id, name",
            [(1, 0, 0, None), (2, 1, 5544, "Roba")],
        ),
        "messages": (
            "_id, msg_date, body, send_type, conversation_id, participant_id, token, "
            "extra_uri",
            [
                (1, T, "Gde si?", 0, 1, 12, 5001, None),
                (2, T + 61_000, "Stižem", 1, 1, 11, 5002, None),
                (3, T, None, 0, 2, 23, 5003, "content://media/a.jpg"),
                (4, T, "od nikoga", 0, 1, 99, 5004, None),
                (5, T, "", 1, 1, 11, 5005, None),
            ],
        ),
    }
)
DATA = database(
    {
        "calls": (
            "_id, number, canonized_number, viber_call, date, duration, type",
            [
                (1, "065 222 0002", "381652220002", 1, T, 61, 2),
                (2, "065 222 0002", "381652220002", 1, T, 0, 3),
                (3, "065 222 0002", "381652220002", 0, T, 7, 1),
                (4, "", "", 1, T, 0, 1),
            ],
        ),
        "phonebookcontact": ("_id, display_name", [(1, "Mile Kum"), (2, None)]),
        "phonebookdata": (
            "contact_id, data1, data2",
            [(1, "065 222 0002", "+381652220002")],
        ),
    }
)
IOS = database(
    {
        "ZMEMBER": ("Z_PK, ZDISPLAYFULLNAME", [(5, "Mile Kum"), (6, "Goce")]),
        "ZPHONENUMBER": (
            "ZMEMBER, ZCANONIZEDPHONENUM, ZPHONE",
            [(5, "381652220002", "+381652220002"), (6, None, "+38970333444")],
        ),
        "ZCONVERSATION": (
            "Z_PK, ZNAME, ZINTERLOCUTOR, ZGROUPID",
            [(1, None, 5, None), (2, "Roba", None, "5544")],
        ),
        "ZATTACHMENT": ("Z_PK, ZNAME", [(3, "a.jpg")]),
        "ZRECENT": (
            "ZCALLLOGMESSAGE, ZDATE, ZDURATION, ZCALLTYPE",
            [(4, COCOA, 61, "outgoing_viber")],
        ),
        "ZVIBERMESSAGE": (
            "Z_PK, ZTEXT, ZSTATEDATE, ZSTATE, ZCONVERSATION, ZPHONENUMINDEX, "
            "ZATTACHMENT, ZTOKEN",
            [
                (1, "Gde si?", COCOA, "received", 1, 5, None, "5001"),
                (2, "Stižem", COCOA + 61, "delivered", 1, None, None, "5002"),
                (3, None, COCOA, "received", 2, 6, 3, "5003"),
                (4, None, COCOA, "send", 1, None, None, "5004"),
                (5, "?", COCOA, "send", 9, None, None, "5005"),
            ],
        ),
    }
)
SETTINGS = database(
    {
        "Data": (
            "key, value",
            [("_myUserName", "Ana"), ("_myCanonizedPhoneNumber", "381641110001")],
        )
    }
)
VIBERS = (MESSAGES, DATA, IOS)
