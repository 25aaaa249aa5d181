"""Telegram's export as JSON (`result.json`): one chat, or all of an account."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from extraction.importers.base import ImportOptions
from extraction.importers.chats.accounts import (
    Account,
    find_service,
    make_account,
    make_group,
    make_named,
)
from extraction.importers.chats.chats import ChatCall, ChatMessage, ChatWriter
from extraction.importers.chats.telegramaccount import (
    find_owner_account,
    read_contacts,
    write_owner,
    write_shared,
)
from extraction.importers.epochs import from_unix
from extraction.importers.jsonstream import Member, iter_members
from extraction.importers.keys import derive_id
from extraction.model import Leaf, Rejection
from graph.model import Place, Record, Value

_HEAD = 1 << 16
_SIGNS = re.compile(rb'"(?:date_unixtime|from_id|actor_id)"\s*:')
_MESSAGES = re.compile(rb'"messages"\s*:\s*\[')
_PEER = re.compile(r"(user|chat|channel)?(\d{1,20})")
_PRIVATE = frozenset(("personal_chat", "bot_chat", "saved_messages", "", "replies"))
_FILES = ("file", "photo", "file_name")
_BEFORE_LINKS = " \t\n\u00a0([{<\"'“„«"
_MOST_WAITING = 500
_NOT_INCLUDED = "(File not included"
_JOINS = {
    "create_group": "created the group",
    "invite_members": "invited",
    "remove_members": "removed",
    "join_group_by_link": "joined by link",
    "join_group_by_request": "joined by request",
    "migrate_from_group": "migrated from a group",
    "migrate_to_supergroup": "migrated to a supergroup",
    "edit_group_title": "changed the title",
    "topic_created": "created the topic",
    "topic_edit": "changed the topic",
    "pin_message": "pinned a message",
}
_TELEGRAM = find_service("Telegram")

Json = Mapping[str, object]


class TelegramImporter:
    """Chats, groups and channels; each message with its sender, text, file names.

    Moments are UTC. In a private chat each writes to the other, elsewhere to the group,
    with the topic where the group has topics.
    """

    name = "telegram"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is a JSON object whose messages have Telegram's fields."""
        head = leaf.content[:_HEAD]
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return False
        if not _SIGNS.search(head):
            return False
        return bool(_MESSAGES.search(head)) or b'"chats"' in head

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream messages with their accounts; what is none is a rejection by place."""
        reader = _Reader(leaf.path)
        owner = find_owner_account(leaf.content)
        if owner is not None:
            reader.me = owner[0]
            yield from write_owner(owner, reader.writer.book)
            yield from read_contacts(leaf.content, reader.writer.book)
        for member in iter_members(leaf.content, "messages"):
            if member.error:
                reason = f"telegram: {member.error}"
                yield Rejection(leaf.path, reason, f"byte {member.offset}")
                continue
            yield from reader.take(member)
        yield from reader.flush()


@dataclass(slots=True)
class _Chat:
    """What a chat's header says; in private chats who has spoken so far."""

    key: str
    name: str
    kind: str
    group: Account | None
    other: Account | None
    speakers: dict[str, Account] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)

    @property
    def knows_enough(self) -> bool:
        """Whether both sides of a chat that is known to have two have spoken."""
        return self.kind != "" and len(self.speakers) > 1


@dataclass(slots=True)
class _Reader:
    path: str
    writer: ChatWriter = field(default_factory=ChatWriter)
    me: Account | None = None
    _chat: _Chat | None = None
    _waiting: list[tuple[Json, str]] = field(default_factory=list)
    _decided: bool = False

    def take(self, member: Member) -> Iterator[Record | Rejection]:
        """Yield what a message says; the first of a chat wait for who takes part."""
        if member.begin or self._chat is None:
            yield from self.flush()
            self._chat = self._open(member)
            self._decided = self._chat.group is not None
        where = f"byte {member.offset}"
        if not isinstance(member.value, dict):
            yield Rejection(self.path, "not a JSON object", where)
            return
        message: Json = member.value
        number = message.get("id")
        where = f"{self._chat.name or 'chat'} message {number}" if number else where
        if self._decided:
            yield from self._message(self._chat, message, where)
            return
        self._wait(self._chat, message, where)
        if self._chat.knows_enough or len(self._waiting) >= _MOST_WAITING:
            yield from self.flush()

    def flush(self) -> Iterator[Record | Rejection]:
        """Yield the messages that wait; more than two speakers make a group."""
        chat, waiting = self._chat, self._waiting
        self._waiting, self._decided = [], True
        if chat is None:
            return
        if chat.kind == "" and len(chat.speakers) > 2:
            chat.group = make_group(_TELEGRAM, chat.key, chat.name)
        for message, where in waiting:
            yield from self._message(chat, message, where)

    def _wait(self, chat: _Chat, message: Json, where: str) -> None:
        self._waiting.append((message, where))
        who = "actor" if message.get("type") == "service" else "from"
        sender = self._account(chat, message, who)
        if sender is not None:
            chat.speakers.setdefault(sender.id, sender)

    def _open(self, member: Member) -> _Chat:
        header = member.header
        kind, name = str(header.get("type") or ""), str(header.get("name") or "")
        peer = str(header.get("id") or "")
        key = peer or derive_id([name, str(member.offset)], "telegram") or ""
        private = kind in _PRIVATE
        group = None if private else make_group(_TELEGRAM, key, name)
        other = make_account(_TELEGRAM, peer, name) if private and peer else None
        return _Chat(key, name, kind, group, other)

    def _account(self, chat: _Chat, message: Json, who: str) -> Account | None:
        name = str(message.get(who) or "")
        found = _PEER.fullmatch(str(message.get(f"{who}_id") or ""))
        if found is None:
            return make_named(_TELEGRAM, name, chat.key) if name else None
        if found[1] in ("channel", "chat"):
            return make_group(_TELEGRAM, found[2], name)
        return make_account(_TELEGRAM, found[2], name)

    def _message(
        self, chat: _Chat, message: Json, where: str
    ) -> Iterator[Record | Rejection]:
        place = Place(record=where)
        moment = from_unix(message.get("date_unixtime")) or _naive(message.get("date"))
        service = message.get("type") == "service"
        sender = self._account(chat, message, "actor" if service else "from")
        if moment is None or sender is None:
            reason = "no date" if moment is None else "no sender: a deleted account"
            yield Rejection(self.path, f"telegram: {reason}", where)
            return
        yield from self._join(chat, sender, place)
        if service:
            yield from self._service(chat, message, sender, moment, place)
            return
        text = _text(message)
        if message.get("forwarded_from"):
            text = f"{text}\n(forwarded from {message['forwarded_from']})".strip()
        yield from self.writer.message(
            ChatMessage(
                sender,
                self._recipients(chat, sender),
                moment,
                text,
                topic=self._topic(chat, message),
                attachments=_files(message),
                notes=_place_of(message),
            ),
            place,
        )
        yield from write_shared(message, place)

    def _join(self, chat: _Chat, sender: Account, place: Place) -> Iterator[Record]:
        chat.speakers.setdefault(sender.id, sender)
        if chat.group is None or sender.id == chat.group.id:
            return
        yield from self.writer.book.introduce(chat.group, place)
        yield from self.writer.book.introduce(sender, place)
        value = Value("member", sender.id)
        yield from self.writer.book.link(chat.group.id, "ChatGroup", value, place)

    def _recipients(self, chat: _Chat, sender: Account) -> list[Account]:
        if chat.group is not None:
            return [chat.group]
        others = [a for a in chat.speakers.values() if a.id != sender.id]
        if not others:
            known = (chat.other, self.me)
            others = [a for a in known if a is not None and a.id != sender.id]
        return others[:1]

    def _topic(self, chat: _Chat, message: Json) -> str:
        reply = message.get("reply_to_message_id")
        topic = chat.topics.get(reply) if isinstance(reply, int) else None
        return f"{chat.name} / {topic}" if topic else chat.name

    def _service(
        self, chat: _Chat, message: Json, actor: Account, moment: str, place: Place
    ) -> Iterator[Record | Rejection]:
        action = str(message.get("action") or "")
        number, title = message.get("id"), str(message.get("title") or "")
        if action == "topic_created" and isinstance(number, int) and title:
            chat.topics[number] = title
        if action == "phone_call":
            yield from self._call(chat, message, actor, moment, place)
            return
        if chat.group is None:
            yield from self.writer.book.introduce(actor, place)
            return
        members = message.get("members")
        named = (
            ", ".join(str(m) for m in members if m) if isinstance(members, list) else ""
        )
        what = _JOINS.get(action, action.replace("_", " "))
        note = " ".join(
            part for part in (moment, actor.name, what, title, named) if part
        )
        value = Value("notes", note[:2000])
        yield from self.writer.book.link(chat.group.id, "ChatGroup", value, place)

    def _call(
        self, chat: _Chat, message: Json, actor: Account, moment: str, place: Place
    ) -> Iterator[Record]:
        seconds = message.get("duration_seconds")
        duration = (
            seconds if isinstance(seconds, int) and 0 <= seconds < 604800 else None
        )
        reason = str(message.get("discard_reason") or "")
        receivers = self._recipients(chat, actor)
        call = ChatCall(actor, receivers, moment, duration, reason)
        yield from self.writer.call(call, place)


def _naive(value: object) -> str | None:
    text = value if isinstance(value, str) else ""
    found = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", text)
    return text if found else None


def _text(message: Json) -> str:
    """Return the text: plain, or put together from its parts."""
    parts = message.get("text")
    if isinstance(parts, str):
        return parts
    if not isinstance(parts, list):
        return ""
    text = ""
    for part in parts:
        if not isinstance(part, dict):
            text += str(part)
            continue
        if part.get("type") == "link" and text and text[-1] not in _BEFORE_LINKS:
            text += " "
        text += str(part.get("text") or "")
    return text


def _files(message: Json) -> list[str]:
    names = [str(message[key]) for key in _FILES if isinstance(message.get(key), str)]
    return [name for name in names if not name.startswith(_NOT_INCLUDED)]


def _place_of(message: Json) -> str:
    found = message.get("location_information")
    if not isinstance(found, dict):
        return ""
    latitude, longitude = found.get("latitude"), found.get("longitude")
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return f"location {latitude}, {longitude}"
    return ""
