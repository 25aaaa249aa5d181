"""Numbers, days and accounts that databases of phones tell in full."""

import pytest

from extraction.importers import ImportOptions, find_importer
from extraction.importers.epochs import birthday_from_cocoa
from extraction.model import Leaf
from graph.model import Record
from tests.extraction.importers.databases import COCOA, T, database

MINE, THEIRS = "+38267111222", "+38267333444"


def read(
    data: bytes, name: str, country: str | None = None, kind: str = "phonedb"
) -> list[Record]:
    """Return the records of a file that was given without its phone."""
    leaf, options = Leaf(name, name, data), ImportOptions(country=country)
    importer = find_importer(leaf, options)
    assert importer is not None and importer.name == kind
    found = list(importer.read(leaf, options))
    return [item for item in found if isinstance(item, Record)]


def of(records: list[Record], schema: str) -> list[dict[str, str]]:
    """Return what the records of a schema say."""
    return [{v.prop: v.value for v in r.values} for r in records if r.schema == schema]


def call_log(*rows: tuple[object, ...]) -> bytes:
    """Return Android's call log: number, its full form, own number, country."""
    columns = (
        "_id, date, duration, type, number, normalized_number, "
        "phone_account_address, countryiso"
    )
    return database(
        {"calls": (columns, [(n, T, 5, 1, *row) for n, row in enumerate(rows)])}
    )


def test_a_call_has_the_number_that_the_phone_tells_in_full() -> None:
    """Whatever country the import names; the row's own card is the other end."""
    log = call_log(
        ("067333444", THEIRS, MINE, "ME"), ("067 333-444", THEIRS, None, "ME")
    )
    first, second = of(read(log, "calllog.db", "rs"), "Call")
    assert (first["callerNumber"], first["receiverNumber"]) == (THEIRS, MINE)
    assert second["callerNumber"] == THEIRS and "receiverNumber" not in second


def test_the_country_of_a_call_reads_it_where_no_other_is_known() -> None:
    """The country that was named, or the SIM card's, goes before it."""
    log = call_log(("067333444", None, None, "ME"))
    assert of(read(log, "calllog.db"), "Call")[0]["callerNumber"] == THEIRS
    assert "callerNumber" not in of(read(log, "calllog.db", "rs"), "Call")[0]
    columns = "Z_PK, ZADDRESS, ZDATE, ZISO_COUNTRY_CODE"
    ios = database({"ZCALLRECORD": (columns, [(1, "067333444", COCOA, "me")])})
    [call] = of(read(ios, "CallHistory.storedata"), "Call")
    assert call["callerNumber"] == THEIRS


CONTACTS = database(
    {
        "raw_contacts": (
            "_id, contact_id, display_name, deleted",
            [(1, 7, "Mile", 0), (2, 7, "Mile", 0), (3, None, "Ana", 0)]
            + [(4, None, "Iva", 0)],
        ),
        "mimetypes": (
            "_id, mimetype",
            [
                (1, "vnd.android.cursor.item/phone_v2"),
                (2, "vnd.android.cursor.item/vnd.com.whatsapp.profile"),
            ],
        ),
        "data": (
            "raw_contact_id, mimetype_id, data1, data4",
            [(1, 1, "067 333-444", THEIRS), (2, 2, "38267333444@s.whatsapp.net", None)]
            + [(3, 1, "1976", "1976")],
        ),
    }
)


def test_what_android_shows_as_one_contact_is_one_person_with_accounts() -> None:
    """Its entry of WhatsApp's is no second person; entries of no contact stay apart."""
    records = read(CONTACTS, "contacts2.db")
    mile, ana, iva = of(records, "Person")
    assert mile == {"name": "Mile", "phone": THEIRS}
    assert ana == {"name": "Ana", "notes": "telephone 1976"} and iva == {"name": "Iva"}
    person = next(r.entity for r in records if r.schema == "Person")
    account, owned = of(records, "UserAccount")
    assert (account["service"], account["phone"]) == ("WhatsApp", THEIRS)
    assert owned == {"owner": person}


def test_what_was_not_sent_is_its_writers_and_says_so() -> None:
    """A draft never came in from the number that it was written to."""
    rows = [(n, THEIRS, T + n, n, "a") for n in (1, 2, 3, 5)]
    sms = database({"sms": ("_id, address, date, type, body", rows)})
    backup = "".join(
        f'<sms address="{THEIRS}" date="{T + n}" type="{n}" body="a" />'
        for n in (1, 2, 3, 5)
    )
    xml = f'<smses count="4">{backup}</smses>'.encode()
    for records in (read(sms, "mmssms.db"), read(xml, "sms.xml", kind="smsbackup")):
        texts = of(records, "TextMessage")
        assert [t.get("callerNumber") for t in texts] == [THEIRS, None, None, None]
        states = [t.get("description") for t in texts]
        assert states == [None, None, "draft, not sent", "failed"]


def test_an_iphones_whatsapp_tells_places_and_contacts_that_were_shared() -> None:
    """Coordinates of other messages are those of no place."""
    media = [(1, 44.8, 20.4, None), (2, 0.5, 0.7, None), (3, None, None, "Mile Kum")]
    messages = [(n, 1, 0, COCOA, kind, f"S{n}") for n, kind in ((1, 5), (2, 1), (3, 4))]
    storage = database(
        {
            "ZWACHATSESSION": (
                "Z_PK, ZCONTACTJID",
                [(1, "38267333444@s.whatsapp.net")],
            ),
            "ZWAMEDIAITEM": ("ZMESSAGE, ZLATITUDE, ZLONGITUDE, ZVCARDNAME", media),
            "ZWAMESSAGE": (
                "Z_PK, ZCHATSESSION, ZISFROMME, ZMESSAGEDATE, ZMESSAGETYPE, ZSTANZAID",
                messages,
            ),
        }
    )
    found = of(read(storage, "ChatStorage.sqlite"), "Message")
    told = [message.get("description") for message in found]
    assert told == ["location 44.8, 20.4", None, "contact Mile Kum"]


@pytest.mark.parametrize(
    ("kept", "day"),
    [
        ("-495979200.0", "1985-04-14"),
        (-495_979_200, "1985-04-14"),
        ("0", "2001-01-01"),
        ("-12516984000", "--05-09"),
        ("soon", ""),
        ("nan", ""),
        (1e300, ""),
    ],
)
def test_birthdays_of_ios_may_lie_before_2001(kept: object, day: str) -> None:
    """As numbers or text; without the year where Apple keeps none."""
    assert birthday_from_cocoa(kept) == day
