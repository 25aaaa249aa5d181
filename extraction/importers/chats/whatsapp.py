"""Chats of WhatsApp and Signal exported as text: one file a chat."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from extraction.importers.base import ImportOptions
from extraction.importers.chats.accounts import (
    Account,
    Service,
    find_service,
    make_group,
    make_named,
)
from extraction.importers.chats.chats import ChatMessage, ChatWriter
from extraction.importers.chats.chattext import (
    DateOrder,
    Entry,
    Head,
    find_title,
    iter_entries,
    read_head,
    title_of_file,
    vocabulary,
)
from extraction.model import Leaf, Rejection
from extraction.reading.encoding import decode_text, looks_like_text
from graph.errors import InvalidInput
from graph.model import Place, Record, Value
from graph.names import fold

_SAMPLE = 1 << 16
_SAMPLE_LINES = 200
_MOST_AUTHORS = 100_000
_MARK = "\u200e"
"""What iPhones write before all that no person typed."""
_ATTACHED = re.compile(
    r"^\u200e?(?P<after>[^\n<>:\"|?*]{1,200}\.\w{2,5}) \([^()\n]{3,40}\)(?:\n|$)"
    r"|^\u200e?<[^\W\d_]{3,20}(?: [^\W\d_]{1,20})?: "
    r"(?P<inside>[^\n<>]{1,200}\.\w{2,5})>",
    re.MULTILINE,
)


class ChatTextImporter:
    """Exported chats of WhatsApp (Android, iOS) and Signal.

    Who writes is known by the name in the exporter's address book, or by number. Two
    authors write to each other; of more, or where the file names a group, each writes
    to the group. Times are local, as the phone showed them.
    """

    name = "chattext"
    version = "1"
    streams = False

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it begins with a message, and more follow."""
        head = leaf.content[:_SAMPLE]
        if not looks_like_text(head[:4096]):
            return False
        lines = decode_text(head).lstrip().splitlines()[:_SAMPLE_LINES]
        if not lines or read_head(lines[0]) is None:
            return False
        heads = [found for line in lines if (found := read_head(line)) is not None]
        return _is_chat(heads, leaf.path)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream messages with their authors; a line that is none is a rejection."""
        yield from _Chat(leaf).read()


def _is_chat(heads: list[Head], path: str) -> bool:
    authors = Counter(head.author for head in heads if head.author)
    if not authors:
        return False
    if title_of_file(path) or path.endswith("_chat.txt"):
        return True
    marked = all(head.brackets or head.comma for head in heads)
    repeated = max(authors.values()) > 1
    return len(heads) > 1 and (repeated or (marked and len(authors) <= 2))


def is_notice(head: Head) -> bool:
    """Whether the service itself speaks, of its cipher, though an author is named."""
    if not head.author or not head.text.startswith(_MARK):
        return False
    folded = fold(head.text)
    return any(words in folded for words in vocabulary()["notices"])


def _is_file(text: str) -> bool:
    return _ATTACHED.search(text) is not None


def _service_of(head: Head) -> Service:
    """Return Signal for `[2026-03-02, 10:15]`; WhatsApp's brackets have seconds."""
    iso = head.separator == "-" and head.parts[0] > 31
    return find_service(
        "Signal" if iso and head.brackets and len(head.clock) == 5 else "WhatsApp"
    )


@dataclass(slots=True)
class _Chat:
    """Reads one file: first who writes and how dates run, then the messages."""

    leaf: Leaf
    order: DateOrder = field(default_factory=DateOrder)
    authors: dict[str, Account] = field(default_factory=dict)
    writer: ChatWriter = field(default_factory=ChatWriter)
    title: str = ""
    speaker: str = ""
    """The name under which the service itself speaks: an iPhone's group, its title."""
    group: Account | None = None
    other: Account | None = None

    def read(self) -> Iterator[Record | Rejection]:
        """Yield the group, then each entry; lines before the first are rejected."""
        self._look()
        yield from self._set_group()
        for entry in iter_entries(self.leaf.content):
            if isinstance(entry, int):
                reason = "before the first message: no date, no author"
                yield Rejection(self.leaf.path, reason, f"line {entry}")
                continue
            yield from self._take(entry)

    def _look(self) -> None:
        """Learn the authors, the group's title and the order of dates."""
        names: dict[str, bool] = {}
        noticed: dict[str, None] = {}
        first: Head | None = None
        for entry in iter_entries(self.leaf.content):
            if isinstance(entry, int):
                continue
            first = first or entry.head
            self.order.learn(entry.head)
            if entry.head.author:
                wrote = not entry.head.text.startswith(_MARK) or _is_file(entry.text)
                names[entry.head.author] = names.get(entry.head.author, False) or wrote
                if is_notice(entry.head):
                    noticed[entry.head.author] = None
            else:
                self.title = find_title(entry.head.text) or self.title
            if len(names) > _MOST_AUTHORS:
                raise InvalidInput("chattext: more than 100,000 authors: not a chat")
        if first is None:
            raise InvalidInput("chattext: no line is a message")
        named = title_of_file(self.leaf.path)
        if len(names) > 2:
            self.speaker = next((name for name in noticed if not names[name]), "")
            self.title = self.title or self.speaker
            names.pop(self.speaker, None)
        self._settle(first, list(names), named)

    def _settle(self, first: Head, names: list[str], named: str) -> None:
        service = _service_of(first)
        parts = (
            first.parts,
            first.clock,
            first.author,
            first.text,
            self.title or named,
        )
        scope = sha256(repr(parts).encode("utf-8", "replace")).hexdigest()
        self.authors = {name: make_named(service, name, scope) for name in names}
        if self.title or len(names) > 2:
            self.title = self.title or named
            self.group = make_group(service, scope, self.title)
        elif len(names) == 1 and named and named not in names:
            self.other = make_named(service, named, scope)

    def _set_group(self) -> Iterator[Record]:
        if self.group is None:
            return
        group = self.group._replace(given="")
        place = Place(record="line 1")
        for account in self.authors.values():
            yield from self.writer.book.introduce(account, place)
            member = Value("member", account.id)
            yield from self.writer.book.link(group.id, "ChatGroup", member, place)
        self.group = group

    def _take(self, entry: Entry) -> Iterator[Record | Rejection]:
        place = Place(record=f"line {entry.line}")
        moment = self.order.read(entry.head)
        if moment is None:
            yield Rejection(self.leaf.path, "its date is none", place.record)
            return
        if entry.head.author in ("", self.speaker) or is_notice(entry.head):
            if self.group is not None and entry.text:
                note = Value("notes", f"{moment} {entry.text}")
                yield from self.writer.book.link(
                    self.group.id, "ChatGroup", note, place
                )
            return
        if not entry.text:
            yield Rejection(self.leaf.path, "a message without text", place.record)
            return
        sender = self.authors[entry.head.author]
        attached = [
            found["after"] or found["inside"]
            for found in _ATTACHED.finditer(entry.text)
        ]
        message = ChatMessage(
            sender,
            self._recipients(sender),
            moment,
            entry.text,
            topic=self.title,
            attachments=attached,
        )
        yield from self.writer.message(message, place)

    def _recipients(self, sender: Account) -> list[Account]:
        if self.group is not None:
            return [self.group]
        if self.other is not None:
            return [self.other]
        return [account for account in self.authors.values() if account.id != sender.id]
