"""Databases of telephones and messengers, known by their tables."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from extraction.importers.base import ImportOptions
from extraction.importers.phones import (
    dbcalls,
    dbcontacts,
    dbtexts,
    dbviber,
    dbwhatsapp,
    dbwhatsappios,
)
from extraction.importers.phones.dbsource import Source
from extraction.importers.phones.sqlitefile import Database, is_database
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Record


class Kind(NamedTuple):
    """One kind of database: a table and columns that only it has, and its reader."""

    name: str
    table: str
    columns: tuple[str, ...]
    read: Callable[[Source], Iterator[Record | Rejection]]


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
    Kind("Android calls", "calls", ("number", "date", "type"), dbcalls.read_android),
    Kind("iOS contacts", "ABPerson", ("First", "Last"), dbcontacts.read_ios),
    Kind(
        "Viber", "Events", ("EventID", "TimeStamp", "Direction"), dbviber.read_desktop
    ),
)


class PhoneDatabaseImporter:
    """Call logs, address books, text messages and chats as phones keep them.

    Moments are UTC. The phone's own number is taken from the database, from the phone
    that the file belongs to or from the file's name; else its user stands for it.
    """

    name = "phonedb"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is an SQLite file with the tables of one of the kinds."""
        if not is_database(leaf.content):
            return False
        try:
            with Database(leaf.content) as database:
                return any(_kinds(database))
        except InvalidInput:
            return False

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream records; where the file is damaged, what was read before is kept."""
        with Database(leaf.content) as database:
            for kind in _kinds(database):
                source = Source(
                    leaf.path, options.home, options.phone, database=database
                )
                try:
                    yield from kind.read(source)
                except InvalidInput as error:
                    yield Rejection(leaf.path, f"{kind.name}: {error}", kind.table)
                yield from source.owned()


def _kinds(database: Database) -> Iterator[Kind]:
    return (kind for kind in KINDS if database.has(kind.table, *kind.columns))
