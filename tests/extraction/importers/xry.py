"""Small reports as MSAB XRY writes them as text."""


def report(kind: str, *entries: str, title: str = "") -> bytes:
    """Return a report of a type with these entries, numbered, in UTF-16."""
    head = f"XRY Export\r\n\r\n{kind}\r\n\r\n\r\n"
    numbered = (
        f"{title or kind} #\t{n} \r\n{entry.strip()} \r\n".replace("\n", "\r\n")
        for n, entry in enumerate(entries, start=1)
    )
    return (head + "\r\n".join(numbered)).replace("\r\r", "\r").encode("utf-16")


CALLS = report(
    "Calls",
    """Call Type:\tMissed
Time:\t3/2/2026 9:00:05 AM UTC+1 (Device)
From
Tel:         +381652220002
Name (Matched):\tMile Kum""",
    """Call Type:\tDialed
Time:\t3/2/2026 1:23:45 PM UTC (Network)
Duration:\t00:01:01
To
Tel:\t+38970333444""",
    """Direction:\tIncoming
Time:\t3/25/2026 1:00:00 PM
Number:\t+381652220002
Deleted:\tYes""",
    """Time:\t3/2/2026 1:23:45 PM
Storage:\tDevice""",
)
SMS = report(
    "Messages/SMS",
    """Type:\tDeliver
Time:\t12.3.2026 14:05:09 UTC+01:00 (Network)
From
Tel:\t+381652220002
Text:\tGde si?
Čekam: dole.

Messages/SMS nije kraj""",
    """Folder:\tSent
Time:\t13.3.2026 10:00:00 (Device)
To: +381652220002
Text:\tDug tekst, pr
Reference Number:\t77
Segments:\t2
Segment Number:\t1""",
    """Folder:\tSent
Time:\t13.3.2026 10:00:00 (Device)
To: +381652220002
Text:\tvi deo i drugi.
Reference Number:\t77
Segments:\t2
Segment Number:\t2""",
    "Text:\tničije",
)
CHAT = report(
    "Messages/Chat",
    """Related Application:\tWhatsApp Messenger
Direction:\tOutgoing
Time:\t2026-03-12 10:00:00 UTC
To
Identifier:\t381652220002@s.whatsapp.net
Name:\tMile Kum
Text:\tStižem""",
)
CONTACTS = report(
    "Contacts/Contacts",
    """Name:\tMile Kum
Mobile:\t065 222 0002
Email Home:\tmile@example.com
Related Application:\tWhatsApp
Account Name:\t381652220002@s.whatsapp.net
Storage:\tDevice""",
    "Storage:\tSIM",
)
DEVICE = report(
    "Device/General Information",
    "Data:\tSamsung\nAttribute:\tManufacturer",
    "Attribute:\tModel\nData:\tSM-A525F",
    "Attribute:\tMobile Id (IMEI)\nData:\t356938035643809",
    "Attribute:\tSubscriber Id (IMSI)\nData:\t220031234567890",
    "Attribute:\tUnlock Code\nData:\t1234",
)
BOOKMARKS = report(
    "Web/Bookmarks", "Web Address:\thttps://www.example.com/a\nTitle:\tA"
)
HISTORY = report(
    "Web/History",
    "Web Address:\thttp://example.org/x\nTime:\t3/2/2026 9:00:05 AM UTC\nTitle:\tX",
    "Title:\tnowhere",
)
XRY = (CALLS, SMS, CHAT, CONTACTS, DEVICE, BOOKMARKS, HISTORY)


def node(*said: tuple[str, str]) -> str:
    """Return a node of an export as XML."""
    listed = "".join(
        f'<property type="{kind}">{text}</property>' for kind, text in said
    )
    return f"<node><properties>{listed}</properties></node>\n"


def view(kind: str, *nodes: str) -> str:
    """Return a view of an export as XML."""
    return f'<view type="{kind}"><nodes>{"".join(nodes)}</nodes></view>\n'


def export(*views: str) -> bytes:
    """Return an export as XML with these views, as XRY writes it."""
    return (
        '\ufeff<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<xryfile>'
        f"<images><image><views>\n{''.join(views)}</views></image></images></xryfile>"
    ).encode()


XML = export(
    view(
        "general_view",
        node(("field_name", "Manufacturer"), ("field_data", "Samsung")),
        node(("field_name", "IMEI"), ("field_data", "356938035643809")),
        node(("field_name", "MSISDN"), ("field_data", "+381641110001")),
        node(("field_name", "Boja"), ("field_data", "crna")),
    ),
    view(
        "accounts_view",
        node(("related_application", "WhatsApp"), ("account", "+381641110001")),
        node(("related_application", "WhatsApp")),
    ),
    view(
        "contacts_view",
        node(("name", "Mile Kum"), ("tel", "+381652220002"), ("grupa", "posao")),
        node(("name", "Vesna"), ("tel", "+381652220003"), ("deleted", "Recovered")),
        node(("storage", "SIM")),
    ),
    view("apps_view", node(("name", "Viber")), node(("name", "Signal"))),
)
