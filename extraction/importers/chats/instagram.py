"""Instagram's and Facebook's downloads as JSON: one file of messages a chat."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import orjson

from extraction.importers.base import ImportOptions
from extraction.importers.chats.accounts import (
    Account,
    Service,
    find_service,
    make_group,
    make_named,
)
from extraction.importers.chats.chats import ChatCall, ChatMessage, ChatWriter
from extraction.importers.epochs import from_unix
from extraction.importers.keys import derive_id
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value

MAX_SIZE = 48 << 20
_HEAD = 1 << 16
_WEEK_S = 7 * 24 * 3600
_SIGNS = (
    (rb'"sender_name"\s*:', rb'"timestamp_ms"\s*:', rb'"messages"\s*:\s*\['),
    (rb'"senderName"\s*:', rb'"threadName"\s*:', rb'"messages"\s*:\s*\['),
)
_LISTS = ("photos", "videos", "audio_files", "gifs", "files", "media")

Json = Mapping[str, object]


class InstagramImporter:
    """Meta's `message_1.json`: participants, title, messages with their moment (UTC).

    Only names are known, so an account holds for its chat alone (`thread_path`).
    """

    name = "instagram"
    version = "1"
    streams = False

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is a JSON object of messages with Meta's fields."""
        head = leaf.content[:_HEAD]
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return False
        return any(all(re.search(sign, head) for sign in signs) for signs in _SIGNS)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream messages; raise InvalidInput where the JSON breaks off."""
        chat = _parse(leaf.data)
        messages = chat.get("messages")
        if not isinstance(messages, list):
            raise InvalidInput("instagram: it has no list of messages")
        reader = _Reader.open(leaf.path, chat)
        for number, message in enumerate(messages, start=1):
            yield from reader.take(message, f"message {number}")


def _parse(data: bytes) -> Json:
    if len(data) > MAX_SIZE:
        raise InvalidInput("instagram: larger than 48 MB, which its exports never are")
    try:
        chat: object = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        reason = f"instagram: damaged or cut off at line {error.lineno}"
        raise InvalidInput(reason) from error
    if not isinstance(chat, dict):
        raise InvalidInput("instagram: not a JSON object")
    return chat


def repair(text: str) -> str:
    """Return text whose UTF-8 bytes were written as if they were Latin letters."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


@dataclass(slots=True)
class _Reader:
    path: str
    service: Service
    accounts: dict[str, Account]
    scope: str
    title: str
    group: Account | None
    writer: ChatWriter = field(default_factory=ChatWriter)

    @classmethod
    def open(cls, path: str, chat: Json) -> "_Reader":
        """Begin a chat of an export: who takes part, and the group, if it is one."""
        thread = str(chat.get("thread_path") or chat.get("threadName") or "")
        meta = find_service("Facebook" if _is_facebook(path, chat) else "Instagram")
        names = list(dict.fromkeys(_names(chat)))
        title = repair(str(chat.get("title") or chat.get("threadName") or ""))
        scope = derive_id([thread, *sorted(names)], "thread") or "thread"
        accounts = {name: make_named(meta, name, scope) for name in names}
        group = make_group(meta, scope, title) if len(names) > 2 else None
        return cls(path, meta, accounts, scope, title, group)

    def take(self, message: object, where: str) -> Iterator[Record | Rejection]:
        """Yield a message, in a group behind who takes part, or why it is not taken."""
        place = Place(record=where)
        if not isinstance(message, dict):
            yield Rejection(self.path, "not a JSON object", where)
            return
        moment = from_unix(message.get("timestamp_ms") or message.get("timestamp"))
        name = repair(
            str(message.get("sender_name") or message.get("senderName") or "")
        )
        if moment is None or not name:
            yield Rejection(self.path, "it has no sender or no date", where)
            return
        sender = self.accounts.get(name) or make_named(self.service, name, self.scope)
        yield from self._join(sender, place)
        lasted = message.get("call_duration")
        if isinstance(lasted, int) and 0 <= lasted <= _WEEK_S:
            others = self._recipients(sender)
            call = ChatCall(sender, others, moment, lasted, _text(message))
            yield from self.writer.call(call, place)
            return
        yield from self.writer.message(
            ChatMessage(
                sender,
                self._recipients(sender),
                moment,
                _text(message),
                topic=self.title,
                attachments=list(_files(message)),
            ),
            place,
        )

    def _join(self, sender: Account, place: Place) -> Iterator[Record]:
        if self.group is None:
            return
        group = self.group._replace(given="")
        for account in (*self.accounts.values(), sender):
            if self.writer.book.is_new(group.id, account.id):
                yield from self.writer.book.introduce(account, place)
                member = (Value("member", account.id),)
                yield Record(group.id, "ChatGroup", member, place)

    def _recipients(self, sender: Account) -> list[Account]:
        if self.group is not None:
            return [self.group._replace(given="")]
        return [one for one in self.accounts.values() if one.id != sender.id]


def _is_facebook(path: str, chat: Json) -> bool:
    """Whether path or fields show Facebook's download: only it has a thread's type.

    The folder that is named last decides, else where the chat's own files lie.
    """
    for place in (path.lower(), *_places(chat)):
        facebook = max(place.rfind("facebook"), place.rfind("messenger"))
        instagram = place.rfind("instagram")
        if facebook != instagram:
            return facebook > instagram
    return "thread_type" in chat or "threadName" in chat


def _places(chat: Json) -> Iterator[str]:
    """Yield where the download keeps the files of its messages."""
    messages = chat.get("messages")
    for message in messages if isinstance(messages, list) else ():
        for key in _LISTS if isinstance(message, dict) else ():
            listed = message.get(key)
            for one in listed if isinstance(listed, list) else ():
                if isinstance(one, dict) and isinstance(one.get("uri"), str):
                    yield one["uri"].lower()


def _names(chat: Json) -> Iterator[str]:
    for key, names in (
        ("participants", ("name",)),
        ("messages", ("sender_name", "senderName")),
    ):
        listed = chat.get(key)
        for one in listed if isinstance(listed, list) else ():
            found = one if isinstance(one, str) else ""
            if isinstance(one, dict):
                found = next((one[n] for n in names if isinstance(one.get(n), str)), "")
            if found:
                yield repair(found)


def _text(message: Json) -> str:
    found = message.get("content") or message.get("text")
    text = repair(found) if isinstance(found, str) else ""
    share = message.get("share")
    link = share.get("link") if isinstance(share, dict) else None
    return f"{text}\n{link}".strip() if isinstance(link, str) else text


def _files(message: Json) -> Iterator[str]:
    for key in _LISTS:
        listed = message.get(key)
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and isinstance(one.get("uri"), str):
                yield one["uri"].rpartition("/")[2]
