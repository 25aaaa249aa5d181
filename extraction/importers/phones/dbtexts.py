"""Text messages of Android (mmssms.db) and iOS (sms.db, iMessage with them)."""

from collections.abc import Iterator
from dataclasses import dataclass

from extraction.importers.calls.calls import read_number
from extraction.importers.chats.accounts import (
    Account,
    Service,
    find_service,
    make_account,
    make_group,
)
from extraction.importers.chats.chats import ChatMessage
from extraction.importers.epochs import from_cocoa, from_unix
from extraction.importers.phones.dbsource import Source, row_name, text_of, whole
from extraction.importers.phones.phonecalls import (
    UNSENT,
    End,
    PhoneCall,
    make_end,
)
from extraction.model import Cell, Rejection
from graph.model import Place, Record, Value

_SENT = frozenset((2, *UNSENT))
_FROM = 137
_GROUP = 43
_PLACEHOLDER = "insert-address-token"


def read_android(source: Source) -> Iterator[Record | Rejection]:
    """Yield Android's SMS and MMS."""
    me: End | None = None
    for key, address, stamp, kind, body, sub in source.database.rows(
        "sms", "_id", "address", "date", "type", "body", "sub_id"
    ):
        me = me or source.user(f"sms {text_of(address)} {text_of(stamp)}")
        where = row_name("sms", key)
        place = Place(record=where)
        if not address:
            yield source.reject("Android messages: no number", where)
            continue
        other = make_end(text_of(address), source.country, place)
        box = whole(kind) or 0
        sent = box in _SENT
        mine = source.line(text_of(sub)) or me
        sides = (mine, [other]) if sent else (other, [mine])
        message = PhoneCall(
            *sides,
            from_unix(stamp) or "",
            is_text=True,
            body=text_of(body),
            notes=UNSENT.get(box, ""),
        )
        yield from source.calls.write(message, place)
    yield from _mms(source, me or source.user("mms"))


def _mms(source: Source, me: End) -> Iterator[Record | Rejection]:
    people: dict[Cell, list[tuple[int | None, str]]] = {}
    for message, address, kind in source.database.rows(
        "addr", "msg_id", "address", "type"
    ):
        people.setdefault(message, []).append((whole(kind), text_of(address)))
    texts: dict[Cell, list[str]] = {}
    files: dict[Cell, list[str]] = {}
    for message, text, name, cl in source.database.rows(
        "part", "mid", "text", "name", "cl"
    ):
        if text:
            texts.setdefault(message, []).append(text_of(text))
        elif name or cl:
            files.setdefault(message, []).append(text_of(name or cl))
    for key, stamp, box, subject in source.database.rows(
        "pdu", "_id", "date", "msg_box", "sub"
    ):
        where = row_name("pdu", key)
        place = Place(record=where)
        ends: dict[bool, list[End]] = {True: [], False: []}
        for kind, address in people.get(key, ()):
            mine = address == _PLACEHOLDER
            end = me if mine else make_end(address, source.country, place)
            ends[kind == _FROM].append(end)
        if not (ends[True] or ends[False]):
            yield source.reject("Android messages: an MMS without numbers", where)
            continue
        sent = whole(box) in _SENT
        sender = ends[True][0] if ends[True] else (me if sent else End())
        body = "\n".join(([text_of(subject)] if subject else []) + texts.get(key, []))
        message_of = PhoneCall(
            sender,
            ends[False] or [me],
            from_unix(stamp) or "",
            is_text=True,
            body=body,
            attachments=files.get(key, []),
            notes=UNSENT.get(whole(box) or 0, ""),
        )
        yield from source.calls.write(message_of, place)


@dataclass(frozen=True, slots=True)
class _Chat:
    """A conversation of iOS; a group where its style says so."""

    identifier: str
    name: str
    is_group: bool
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """A message of iOS: whose, with whom, on which own number or address, what."""

    mine: bool
    other: str
    own: str
    moment: str
    body: str
    guid: str
    files: list[str]


def read_ios(source: Source) -> Iterator[Record | Rejection]:
    """Yield iOS's SMS between numbers, and iMessages between accounts."""
    handles = {
        key: text_of(who) for key, who in source.database.rows("handle", "ROWID", "id")
    }
    reader = _Ios(source, handles, _chats(source, handles), _attached(source))
    columns = (
        "ROWID",
        "text",
        "handle_id",
        "date",
        "is_from_me",
        "service",
        "attributedBody",
        "destination_caller_id",
        "guid",
    )
    for row in source.database.rows("message", *columns):
        yield from reader.take(row)


def _chats(source: Source, handles: dict[Cell, str]) -> dict[Cell, _Chat]:
    members: dict[Cell, list[str]] = {}
    for chat, handle in source.database.rows(
        "chat_handle_join", "chat_id", "handle_id"
    ):
        if handles.get(handle):
            members.setdefault(chat, []).append(handles[handle])
    columns = ("ROWID", "chat_identifier", "display_name", "style")
    chats = {
        key: _Chat(
            text_of(who),
            text_of(name),
            whole(style) == _GROUP,
            tuple(members.get(key, ())),
        )
        for key, who, name, style in source.database.rows("chat", *columns)
    }
    rows = source.database.rows("chat_message_join", "message_id", "chat_id")
    return {message: chats[chat] for message, chat in rows if chat in chats}


def _attached(source: Source) -> dict[Cell, list[str]]:
    names = {
        key: text_of(name or path).rpartition("/")[2]
        for key, path, name in source.database.rows(
            "attachment", "ROWID", "filename", "transfer_name"
        )
    }
    found: dict[Cell, list[str]] = {}
    for message, key in source.database.rows(
        "message_attachment_join", "message_id", "attachment_id"
    ):
        if names.get(key):
            found.setdefault(message, []).append(names[key])
    return found


@dataclass(slots=True)
class _Ios:
    source: Source
    handles: dict[Cell, str]
    chats: dict[Cell, _Chat]
    attached: dict[Cell, list[str]]
    first: str = ""

    def take(self, row: tuple[Cell, ...]) -> Iterator[Record | Rejection]:
        """Yield a row's message; one without text and files is passed over."""
        key, text, handle, stamp, mine, service, packed, own, guid = row
        self.first = (
            self.first or text_of(guid) or f"{text_of(handle)} {text_of(stamp)}"
        )
        body = text_of(text) or _unpack(packed)
        place, chat = Place(record=row_name("message", key)), self.chats.get(key)
        other = self.handles.get(handle, "")
        if not other and chat is not None and not chat.is_group:
            other = chat.identifier
        files = self.attached.get(key, [])
        if not (body or files):
            return
        moment = from_cocoa(stamp) or ""
        if not other and not (mine and chat is not None):
            yield self.source.reject(
                "iOS messages: nobody on the other side", row_name("message", key)
            )
            return
        said = _Said(
            bool(mine), other, text_of(own), moment, body, text_of(guid), files
        )
        if text_of(service) == "iMessage":
            yield from self._imessage(chat, said, place)
        else:
            yield from self._sms(chat, said, place)

    def _sms(self, chat: _Chat | None, said: _Said, place: Place) -> Iterator[Record]:
        country = self.source.country
        number = read_number(said.own.removeprefix("p:"), country)
        me = End(number, number) if number else self.source.user(f"sms {self.first}")
        given = [said.other] if said.other else list(chat.members if chat else ())
        others = [make_end(one, country, place) for one in given]
        sides = (me, others) if said.mine else (others[0], [me])
        message = PhoneCall(
            *sides, said.moment, is_text=True, body=said.body, attachments=said.files
        )
        yield from self.source.calls.write(message, place)

    def _imessage(
        self, chat: _Chat | None, said: _Said, place: Place
    ) -> Iterator[Record]:
        service, country = find_service("iMessage"), self.source.country
        own = said.own.removeprefix("p:").removeprefix("e:")
        me = (
            self.source.own(make_account(service, own, "", country))
            if own
            else self.source.account(service, f"sms {self.first}")
        )
        other = make_account(service, said.other, "", country) if said.other else None
        group = None
        if chat is not None and chat.is_group:
            group = make_group(service, chat.identifier, chat.name)
            yield from self._join(group, chat, service, place)
        sender = me if said.mine or other is None else other
        target = group or (other if said.mine else me)
        message = ChatMessage(
            sender,
            [target] if target is not None else [],
            said.moment,
            said.body,
            said.guid,
            chat.name if chat is not None else "",
            attachments=said.files,
        )
        yield from self.source.chats.message(message, place)

    def _join(
        self, group: Account, chat: _Chat, service: Service, place: Place
    ) -> Iterator[Record]:
        yield from self.source.book.introduce(group, place)
        for given in chat.members:
            account = make_account(service, given, "", self.source.country)
            yield from self.source.book.introduce(account, place)
            value = Value("member", account.id)
            yield from self.source.book.link(group.id, "ChatGroup", value, place)


def _unpack(packed: Cell) -> str:
    """Return the text in an archived attributed string; empty where none is found."""
    if not isinstance(packed, bytes):
        return ""
    at = packed.find(b"NSString")
    start = packed.find(b"\x2b", at, at + 40) + 1 if at >= 0 else 0
    if start <= 0 or start >= len(packed):
        return ""
    length, start = packed[start], start + 1
    if length == 0x81:
        length, start = int.from_bytes(packed[start : start + 2], "little"), start + 2
    elif length == 0x82:
        length, start = int.from_bytes(packed[start : start + 4], "little"), start + 4
    return packed[start : start + length].decode("utf-8", "replace")
