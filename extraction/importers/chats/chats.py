"""Messages and calls in services: who wrote to whom, when, what, in which chat."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.importers.chats.accounts import Account, AccountBook
from extraction.importers.keys import derive_id
from extraction.importers.recent import Recent
from graph.model import Place, Record, Value

_GLOBAL_ID = re.compile(r"[0-9A-Fa-f-]{16,64}")
"""A message's id of this form is the same on every phone; numbers in a chat are not."""
_MAX_TEXT = 1 << 20
_MINUTES = len("2026-03-02T00:46")


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message. `moment` is ISO 8601; `given` the id that the service gave it.

    Recipients are accounts, or the one group. `topic` is the chat's or thread's title;
    `notes` what is known of it besides.
    """

    sender: Account
    recipients: Sequence[Account]
    moment: str
    text: str = ""
    given: str = ""
    topic: str = ""
    reply_to: str = ""
    attachments: Sequence[str] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class ChatCall:
    """A call in a service; recipients are accounts or a group."""

    caller: Account
    receivers: Sequence[Account]
    moment: str
    duration_s: int | None = None
    notes: str = ""


@dataclass(slots=True)
class ChatWriter:
    """Writes messages and calls as records, and each account the first time."""

    book: AccountBook = field(default_factory=AccountBook)
    _times: Recent = field(default_factory=Recent)

    def message(self, message: ChatMessage, place: Place) -> Iterator[Record]:
        """Yield the message and the accounts that are new."""
        for account in (message.sender, *message.recipients):
            yield from self.book.introduce(account, place)
        yield Record(self._message_id(message), "Message", tuple(_said(message)), place)

    def call(self, call: ChatCall, place: Place) -> Iterator[Record]:
        """Yield the call and the accounts that are new."""
        for account in (call.caller, *call.receivers):
            yield from self.book.introduce(account, place)
        parts = [call.caller.id, *sorted(a.id for a in call.receivers), call.moment]
        key = derive_id(parts, "call", "chat")
        values = [Value("callerAccount", call.caller.id)]
        values += [Value("receiverAccount", one.id) for one in call.receivers]
        if call.moment:
            values.append(Value("date", call.moment))
        if call.duration_s is not None:
            values.append(Value("duration", str(call.duration_s)))
        values.append(Value("summary", call.caller.service.label))
        if call.notes:
            values.append(Value("description", call.notes))
        yield Record(f"call-{key}", "AppCall", tuple(values), place)

    def _message_id(self, message: ChatMessage) -> str:
        """Return an id that the same message has in the other side's file, too.

        Where only minutes are known, equal messages of one minute are counted.
        """
        service = message.sender.service.key
        if _GLOBAL_ID.fullmatch(message.given):
            return f"message-{derive_id([message.given], service, 'message')}"
        ends = sorted({a.id for a in (message.sender, *message.recipients)})
        attached = "\n".join(message.attachments)
        parts = [message.sender.id, *ends, message.moment, message.text, attached]
        if len(message.moment) <= _MINUTES or not message.text:
            parts.append(str(self._times.meet(hash(tuple(parts)))))
        key = derive_id(parts, service, "message")
        return f"message-{key}"


def _said(message: ChatMessage) -> Iterator[Value]:
    yield Value("senderAccount", message.sender.id)
    for account in message.recipients:
        yield Value("recipientAccount", account.id)
    if message.moment:
        yield Value("date", message.moment)
    text = plain(message.text)
    if text:
        yield Value("bodyText", text)
    if message.topic:
        yield Value("threadTopic", plain(message.topic)[:512])
    if message.given:
        yield Value("messageId", message.given)
    if message.reply_to:
        yield Value("inReplyTo", message.reply_to)
    for name in dict.fromkeys(message.attachments):
        yield Value("fileName", plain(name)[:512])
    if message.notes:
        yield Value("description", message.notes)


def plain(text: str) -> str:
    """Return text without NUL and lone surrogates, at most a million characters."""
    if "\x00" in text or not text.isprintable():
        text = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return text[:_MAX_TEXT].strip()
