"""Databases of telephones and messengers, known by their tables."""

from collections.abc import Iterator

from extraction.importers.base import ImportOptions
from extraction.importers.phones import (
    dbcalls,
    dbcontacts,
    dbtexts,
    dbviber,
    dbviberphones,
    dbwhatsapp,
    dbwhatsappios,
)
from extraction.importers.phones.dbkinds import Kind, is_of, read_kinds
from extraction.model import Leaf, Rejection
from graph.model import Record

KINDS = (
    Kind(
        "WhatsApp", "message", ("chat_row_id", "key_id", "text_data"), dbwhatsapp.read
    ),
    Kind(
        "WhatsApp",
        "messages",
        ("key_remote_jid", "key_id", "data"),
        dbwhatsapp.read_old,
    ),
    Kind("WhatsApp", "ZWAMESSAGE", ("ZCHATSESSION", "ZSTANZAID"), dbwhatsappios.read),
    Kind(
        "WhatsApp contacts",
        "wa_contacts",
        ("jid", "display_name"),
        dbcontacts.read_whatsapp,
    ),
    Kind(
        "iOS messages", "message", ("handle_id", "is_from_me", "text"), dbtexts.read_ios
    ),
    Kind("Android messages", "sms", ("address", "body", "date"), dbtexts.read_android),
    Kind("iOS calls", "ZCALLRECORD", ("ZADDRESS", "ZDATE"), dbcalls.read_ios),
    Kind("Android contacts", "raw_contacts", ("_id",), dbcontacts.read_android),
    Kind(
        "Android calls",
        "calls",
        ("number", "date", "type"),
        dbcalls.read_android,
        unless="viber_call",
    ),
    Kind("iOS contacts", "ABPerson", ("First", "Last"), dbcontacts.read_ios),
    Kind(
        "Viber", "Events", ("EventID", "TimeStamp", "Direction"), dbviber.read_desktop
    ),
    Kind("Viber", "participants_info", ("_id", "number"), dbviberphones.read_android),
    Kind("Viber calls", "calls", ("date", "viber_call"), dbviberphones.read_calls),
    Kind(
        "Viber contacts",
        "phonebookcontact",
        ("_id", "display_name"),
        dbviberphones.read_contacts,
    ),
    Kind("Viber", "ZVIBERMESSAGE", ("ZCONVERSATION", "ZSTATE"), dbviberphones.read_ios),
)


class PhoneDatabaseImporter:
    """Call logs, address books, text messages and chats as phones keep them.

    Moments are UTC. The phone's own number is taken from the database, from the phone
    that the file belongs to or from the file's name; else its user stands for it.
    """

    name = "phonedb"
    version = "3"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is an SQLite file with the tables of one of the kinds."""
        return is_of(leaf, KINDS)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream records; where the file is damaged, what was read before is kept."""
        yield from read_kinds(leaf, options, KINDS)
