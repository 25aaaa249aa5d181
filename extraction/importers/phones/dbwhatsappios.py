"""WhatsApp on iOS: ChatStorage.sqlite."""

from collections.abc import Iterator

from extraction.importers.chats.accounts import make_account
from extraction.importers.epochs import from_cocoa
from extraction.importers.phones.dbsource import Source, row_name, text_of, whole
from extraction.importers.phones.dbwhatsapp import (
    SYSTEM,
    WHATSAPP,
    Row,
    RowReader,
    location_of,
)
from extraction.model import Cell, Rejection
from graph.model import Place, Record, Value

_CONTACT, _LOCATION, _GROUP_EVENT, _NOTICE = 4, 5, 6, 10
_MEDIA = ("ZMESSAGE", "ZMEDIALOCALPATH", "ZLATITUDE", "ZLONGITUDE", "ZVCARDNAME")
_MEMBER = ("Z_PK", "ZMEMBERJID", "ZCONTACTNAME", "ZCHATSESSION")
_MESSAGE = (
    "Z_PK",
    "ZCHATSESSION",
    "ZISFROMME",
    "ZSTANZAID",
    "ZGROUPMEMBER",
    "ZMESSAGEDATE",
    "ZMESSAGETYPE",
    "ZTEXT",
)


def read(source: Source) -> Iterator[Record | Rejection]:
    """Yield messages, and groups with their members."""
    chats = {
        key: (text_of(jid), text_of(name))
        for key, jid, name in source.database.rows(
            "ZWACHATSESSION", "Z_PK", "ZCONTACTJID", "ZPARTNERNAME"
        )
    }
    members = {
        key: (text_of(jid), text_of(name), chat)
        for key, jid, name, chat in source.database.rows("ZWAGROUPMEMBER", *_MEMBER)
    }
    files: dict[Cell, list[str]] = {}
    shared: dict[tuple[Cell, int | None], str] = {}
    for message, path, latitude, longitude, card in source.database.rows(
        "ZWAMEDIAITEM", *_MEDIA
    ):
        if path:
            files.setdefault(message, []).append(text_of(path).rpartition("/")[2])
        if latitude and longitude:
            shared[message, _LOCATION] = location_of(latitude, longitude)
        if card:
            shared[message, _CONTACT] = f"contact {text_of(card)[:400]}"
    reader = RowReader(source, "ZWAMESSAGE", from_cocoa)
    for row in source.database.rows("ZWAMESSAGE", *_MESSAGE):
        key, chat, mine, stanza, member, stamp, kind, text = row
        address, title = chats.get(chat, ("", ""))
        sender, name, _ = members.get(member, ("", "", None))
        number = whole(kind)
        event = number in (_GROUP_EVENT, _NOTICE)
        yield from reader.take(
            Row(
                key,
                address,
                bool(mine),
                text_of(stanza),
                sender,
                stamp,
                SYSTEM if event else number,
                text_of(text),
                title,
                name,
                files.get(key, []),
                shared.get((key, number), ""),
            )
        )
    yield from _members(source, chats, members)


def _members(
    source: Source,
    chats: dict[Cell, tuple[str, str]],
    members: dict[Cell, tuple[str, str, Cell]],
) -> Iterator[Record]:
    for key, (jid, name, chat) in members.items():
        address, title = chats.get(chat, ("", ""))
        if "@" not in jid or "@" not in address:
            continue
        place = Place(record=row_name("ZWAGROUPMEMBER", key))
        group = make_account(WHATSAPP, address, title)
        account = make_account(WHATSAPP, jid, name)
        for one in (group, account):
            yield from source.book.introduce(one, place)
        value = Value("member", account.id)
        yield from source.book.link(group.id, "ChatGroup", value, place)
