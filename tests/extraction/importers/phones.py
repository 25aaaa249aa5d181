"""Small files of phones and chats, as services and extraction tools write them."""

import json

NS = "http://pa.cellebrite.com/report/2.0"
IMEI, IMSI, ICCID = "356938035643809", "220031234567890", "8938103000012345678"
MINE, THEIRS = "381641110001", "381652220002"
MESSAGE_ID = "3EB0C431C26A1916E07A"


def field(name: str, value: str) -> str:
    """Return a field of a model."""
    return f'<field name="{name}" type="String"><value type="String"><![CDATA[{value}]]></value></field>'  # noqa: E501


def model(kind: str, number: int, *parts: str) -> str:
    """Return a model with an id that its number gives."""
    return (
        f'<model type="{kind}" id="00000000-0000-4000-8000-{number:012d}" '
        f'deleted_state="Intact" source_index="{number}" extractionId="0">'
        f"{''.join(parts)}</model>"
    )


def many(name: str, *models: str) -> str:
    """Return a list of models."""
    return (
        f'<multiModelField name="{name}" type="x">{"".join(models)}</multiModelField>'
    )


def one(name: str, held: str) -> str:
    """Return a single model."""
    return f'<modelField name="{name}" type="x">{held}</modelField>'


def party(number: str, name: str, *, owner: bool = False, role: str = "") -> str:
    """Return a party of WhatsApp or the telephone."""
    return model(
        "Party",
        9,
        field("Identifier", number),
        field("Name", name),
        field("Role", role) if role else "",
        field("IsPhoneOwner", str(owner)),
    )


def message(number: int, sender: str, body: str, given: str = "") -> str:
    """Return a message of a chat."""
    return model(
        "InstantMessage",
        number,
        one("From", sender),
        field("Body", body),
        field("Identifier", given),
        f'<field name="TimeStamp" type="TimeStamp"><value type="TimeStamp">'
        f"2026-03-02T10:15:{number % 60:02d}.000+01:00</value></field>",
    )


def report(*types: str, imei: str = IMEI) -> bytes:
    """Return a report with the device's information before these models."""
    items = (
        ("IMEI", imei),
        ("DeviceInfoDetectedPhoneVendor", "Samsung"),
        ("DeviceInfoDetectedPhoneModel", "SM-G991B"),
        ("IMSI", IMSI),
        ("ICCID", ICCID),
        ("MSISDN", f"+{MINE}"),
    )
    info = "".join(
        f'<item name="{name}" sourceExtraction="0"><![CDATA[{value}]]></item>'
        for name, value in items
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><project id="1" name="x" xmlns="{NS}">'
        f'<metadata section="Device Info">{info}</metadata><taggedFiles><file id="f">'
        '<metadata section="File"><item name="Tags">Image</item></metadata></file>'
        f"</taggedFiles><decodedData>{''.join(types)}</decodedData></project>"
    ).encode()


def models(kind: str, *held: str) -> str:
    """Return the section of one type."""
    return f'<modelType type="{kind}">{"".join(held)}</modelType>'


OWNER = party(f"{MINE}@s.whatsapp.net", "Ja", owner=True)
OTHER = party(f"{THEIRS}@s.whatsapp.net", "Mile")
CHAT = model(
    "Chat",
    1,
    field("Source", "WhatsApp"),
    field("Id", f"{THEIRS}@s.whatsapp.net"),
    many("Participants", OTHER, OWNER),
    many(
        "Messages",
        message(2, OTHER, "Gde si?", MESSAGE_ID),
        message(3, OWNER, "Stižem"),
    ),
)
GROUP = model(
    "Chat",
    4,
    field("Source", "Viber"),
    field("Id", "group-77"),
    field("Name", "Roba"),
    many(
        "Participants",
        party(f"+{MINE}", "Ja", owner=True),
        party(f"+{THEIRS}", "Mile"),
        party("+38970333444", "Goce"),
    ),
    many(
        "Messages",
        message(5, party("+38970333444", "Goce"), "Utre"),
        message(6, party("System message", "System message"), "Goce joined"),
    ),
)
CALL = model(
    "Call",
    7,
    field("Direction", "Incoming"),
    field("TimeStamp", "2026-03-02T09:00:00.000+00:00"),
    field("Duration", "00:01:05"),
    many("Parties", party(f"+{THEIRS}", "Mile", role="From")),
)
APP_CALL = model(
    "Call",
    17,
    field("Source", "WhatsApp"),
    field("Direction", "Outgoing"),
    field("TimeStamp", "2026-03-02T09:00:00.000+00:00"),
    many(
        "Parties",
        party(f"{MINE}@s.whatsapp.net", "Ja", owner=True, role="From"),
        party(f"{THEIRS}@s.whatsapp.net", "Mile", role="To"),
    ),
)
SMS = model(
    "SMS",
    8,
    field("Folder", "Inbox"),
    field("Body", "Kod je 1234"),
    field("TimeStamp", "2026-03-02T09:05:00.000+00:00"),
    many("Parties", party("INFO", "", role="From")),
)
CONTACT = model(
    "Contact",
    10,
    field("Source", "Phone"),
    field("Name", "Mile Kum"),
    many(
        "Entries",
        model("PhoneNumber", 11, field("Value", "065 222 0002")),
        model("PhoneNumber", 12, field("Value", "1298")),
        model("EmailAddress", 13, field("Value", "mile@example.com")),
    ),
)
LOCATION = model(
    "Location",
    14,
    one(
        "Position",
        model(
            "Coordinate",
            15,
            field("Latitude", "42.4304"),
            field("Longitude", "19.2594"),
        ),
    ),
    field("TimeStamp", "2026-03-02T12:00:00.000+00:00"),
)
VISIT = model(
    "VisitedPage",
    16,
    field("Url", "https://www.example.com/karte?x=1"),
    field("Title", "Karte"),
    field("LastVisited", "2026-03-02T12:30:00+00:00"),
)
UFED = report(
    models("Chat", CHAT, GROUP),
    models("Call", CALL, APP_CALL),
    models("SMS", SMS),
    models("Contact", CONTACT),
    models("Location", LOCATION),
    models("VisitedPage", VISIT),
    models("Cookie", model("Cookie", 20), model("Cookie", 21)),
)
WHATSAPP = (
    b"12.3.2026. 14:05 - Ana: Gde si?\n12.3.2026. 14:06 - Bojan: Tu\nsam\n",
    "\ufeff[01/02/26, 9:05:00 PM] Ana: a\n"
    "\u200e[02/13/26, 9:06:00 PM] +381 64 111 0001: "
    "\u200e<attached: 00000012-PHOTO.jpg>\n".encode(),
    "12/3/26, 2:05 e pasdites - Arben krijoi grupin “Mall”\n"
    "12/3/26, 2:06 e pasdites - Arben: mirë\n".encode(),
)
TELEGRAM = json.dumps(
    {
        "name": "Roba",
        "type": "private_supergroup",
        "id": 55,
        "messages": [
            {
                "id": 1,
                "type": "service",
                "date_unixtime": "1772442000",
                "actor": "Ana",
                "actor_id": "user1",
                "action": "topic_created",
                "title": "Cene",
            },
            {
                "id": 2,
                "type": "message",
                "date_unixtime": "1772442060",
                "from": "Ana",
                "from_id": "user1",
                "text": ["vidi:", {"type": "link", "text": "https://example.com"}],
                "reply_to_message_id": 1,
                "file": "files/cenovnik.pdf",
            },
        ],
    }
).encode()
INSTAGRAM = json.dumps(
    {
        "participants": [{"name": "Ana"}, {"name": "\u00c5\u00a0eki"}],
        "messages": [
            {"sender_name": "Ana", "timestamp_ms": 1772442000000, "content": "zdravo"},
            {
                "sender_name": "\u00c5\u00a0eki",
                "timestamp_ms": 1772442060000,
                "photos": [{"uri": "your_instagram_activity/x/1.jpg"}],
            },
        ],
        "title": "\u00c5\u00a0eki",
        "thread_path": "inbox/seki_1",
    }
).encode()
