"""WhatsApp on Android: msgstore.db, of 2021 and later and of before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extraction.importers.chats.accounts import Account, find_service, make_account
from extraction.importers.chats.chats import ChatCall, ChatMessage, plain
from extraction.importers.epochs import from_unix
from extraction.importers.phones.dbsource import (
    Source,
    row_name,
    seconds_of,
    text_of,
    whole,
)
from extraction.model import Cell, Rejection
from graph.model import Place, Record, Value

WHATSAPP = find_service("WhatsApp")
SYSTEM = 7
_RESULTS = {2: "missed", 3: "unavailable", 4: "rejected", 5: "answered"}


@dataclass(slots=True)
class Row:
    """A message of either schema; addresses as WhatsApp writes them."""

    number: Cell
    chat: str
    mine: bool
    key: str
    sender: str
    stamp: Cell
    kind: int | None
    text: str
    title: str = ""
    name: str = ""
    files: list[str] = field(default_factory=list)
    notes: str = ""


def read(source: Source) -> Iterator[Record | Rejection]:
    """Yield messages, members of groups and calls of the newer tables."""
    addresses = _addresses(source)
    chats = {
        key: (addresses.get(jid, ""), text_of(subject))
        for key, jid, subject in source.database.rows(
            "chat", "_id", "jid_row_id", "subject"
        )
    }
    files, places = _files(source), _places(source)
    columns = (
        "_id",
        "chat_row_id",
        "from_me",
        "key_id",
        "sender_jid_row_id",
        "timestamp",
        "message_type",
        "text_data",
    )
    reader = RowReader(source)
    for number, chat, mine, key, sender, stamp, kind, text in source.database.rows(
        "message", *columns
    ):
        address, title = chats.get(chat, ("", ""))
        row = Row(
            number,
            address,
            bool(mine),
            text_of(key),
            addresses.get(sender, ""),
            stamp,
            whole(kind),
            text_of(text),
            title,
            files=files.get(number, []),
            notes=places.get(number, ""),
        )
        yield from reader.take(row)
    yield from _members(source, addresses, dict(chats.values()))
    yield from _calls(source, addresses, reader)


def read_old(source: Source) -> Iterator[Record | Rejection]:
    """Yield messages of the tables of before 2021."""
    titles = {
        text_of(jid): text_of(subject)
        for jid, subject in source.database.rows(
            "chat_list", "key_remote_jid", "subject"
        )
    }
    columns = (
        "_id",
        "key_remote_jid",
        "key_from_me",
        "key_id",
        "remote_resource",
        "timestamp",
        "status",
        "data",
        "media_name",
        "latitude",
        "longitude",
    )
    reader = RowReader(source, "messages")
    for row in source.database.rows("messages", *columns):
        number, chat, mine, key, sender, stamp, status, text, file, lat, lon = row
        address = text_of(chat)
        if address in ("", "-1"):
            continue
        kind = SYSTEM if whole(status) == 6 else None
        where = location_of(lat, lon) if lat and lon else ""
        names = [text_of(file)] if file else []
        yield from reader.take(
            Row(
                number,
                address,
                bool(mine),
                text_of(key),
                text_of(sender),
                stamp,
                kind,
                text_of(text),
                titles.get(address, ""),
                files=names,
                notes=where,
            )
        )


def location_of(latitude: Cell, longitude: Cell) -> str:
    """Return a place that a message shares, as its note."""
    return f"location {text_of(latitude)}, {text_of(longitude)}"


def _addresses(source: Source) -> dict[Cell, str]:
    """Return addresses by their key; hidden ones (`…@lid`) as numbers where mapped."""
    columns = ("_id", "raw_string", "user", "server")
    found = {
        key: text_of(raw) or f"{text_of(user)}@{text_of(server)}"
        for key, raw, user, server in source.database.rows("jid", *columns)
    }
    for hidden, open_ in source.database.rows("jid_map", "lid_row_id", "jid_row_id"):
        if hidden in found and open_ in found:
            found[hidden] = found[open_]
    return found


def _files(source: Source) -> dict[Cell, list[str]]:
    found: dict[Cell, list[str]] = {}
    for number, path in source.database.rows(
        "message_media", "message_row_id", "file_path"
    ):
        if path:
            found.setdefault(number, []).append(text_of(path).rpartition("/")[2])
    return found


def _places(source: Source) -> dict[Cell, str]:
    columns = ("message_row_id", "latitude", "longitude")
    rows = source.database.rows("message_location", *columns)
    return {number: location_of(lat, lon) for number, lat, lon in rows if lat and lon}


@dataclass(slots=True)
class RowReader:
    """Reads one message after another; whose phone it is, the first one settles."""

    source: Source
    table: str = "message"
    clock: Callable[[object], str | None] = from_unix
    me: Account | None = None

    def owner(self, first: str) -> Account:
        """Return the user's account; what the database begins with settles it."""
        if self.me is None:
            self.me = self.source.account(WHATSAPP, f"whatsapp {first}")
        return self.me

    def take(self, row: Row) -> Iterator[Record | Rejection]:
        """Yield a message with its accounts; nothing of an empty one."""
        where = row_name(self.table, row.number)
        place = Place(record=where)
        if not row.chat or "@" not in row.chat:
            return
        me = self.owner(row.key)
        chat = make_account(WHATSAPP, row.chat, row.title)
        moment = self.clock(row.stamp) or ""
        if row.kind == SYSTEM:
            yield from self._note(chat, moment, row.text, place)
            return
        if not (row.text or row.files or row.notes or row.kind):
            return
        sender = me if row.mine else chat
        if not row.mine and chat.is_group:
            if not row.sender:
                yield self.source.reject("WhatsApp: no sender in a group", where)
                return
            sender = make_account(WHATSAPP, row.sender, row.name)
        recipient = chat if row.mine or chat.is_group else me
        message = ChatMessage(
            sender,
            [recipient],
            moment,
            row.text,
            row.key,
            row.title,
            attachments=row.files,
            notes=row.notes,
        )
        yield from self.source.chats.message(message, place)

    def _note(
        self, chat: Account, moment: str, text: str, place: Place
    ) -> Iterator[Record]:
        if not (chat.is_group and text):
            return
        yield from self.source.book.introduce(chat, place)
        value = Value("notes", plain(f"{moment} {text}")[:4000])
        yield from self.source.book.link(chat.id, "ChatGroup", value, place)


def _members(
    source: Source, addresses: dict[Cell, str], titles: dict[str, str]
) -> Iterator[Record]:
    tables = (
        ("group_participant_user", "group_jid_row_id", "user_jid_row_id"),
        ("group_participants", "gjid", "jid"),
    )
    for table, group_column, user_column in tables:
        for group, user in source.database.rows(table, group_column, user_column):
            address = addresses.get(group, text_of(group))
            member = addresses.get(user, text_of(user))
            if "@" not in address or "@" not in member:
                continue
            place = Place(record=f"{table} {address}"[:200])
            chat = make_account(WHATSAPP, address, titles.get(address, ""))
            account = make_account(WHATSAPP, member)
            for one in (chat, account):
                yield from source.book.introduce(one, place)
            value = Value("member", account.id)
            yield from source.book.link(chat.id, "ChatGroup", value, place)


def _calls(
    source: Source, addresses: dict[Cell, str], reader: RowReader
) -> Iterator[Record | Rejection]:
    columns = (
        "_id",
        "jid_row_id",
        "from_me",
        "timestamp",
        "duration",
        "call_result",
        "call_id",
    )
    for number, jid, mine, stamp, duration, result, key in source.database.rows(
        "call_log", *columns
    ):
        where = row_name("call_log", number)
        address = addresses.get(jid, "")
        if "@" not in address:
            yield source.reject("WhatsApp: a call with nobody", where)
            continue
        me, other = reader.owner(text_of(key)), make_account(WHATSAPP, address)
        caller, called = (me, other) if mine else (other, me)
        notes = _RESULTS.get(whole(result) or 0, "")
        call = ChatCall(
            caller, [called], from_unix(stamp) or "", seconds_of(duration), notes
        )
        yield from source.chats.call(call, Place(record=where))
