"""Outlook mailboxes (.pst, .ost) to their messages, by libpff."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

import pypff

from extraction.reading.limits import Budget, Meter
from extraction.reading.mapi import MAX_DEPTH, Attachment, Item, Properties, write_eml
from extraction.reading.members import BrokenMember, Member
from graph.errors import InvalidInput

MAX_FOLDERS = 100_000
MAX_ENTRIES = 10_000
_DAMAGE = (OSError, ValueError, OverflowError, SystemError, RuntimeError)
_DAMAGED = "damaged: cannot be read"


def open_pst(file: BinaryIO, budget: Budget) -> Iterator[Member | BrokenMember]:
    """Return the messages, folder by folder (`Inbox/0001.eml`).

    Contacts and entries of calendars are messages, too. Raises InvalidInput where it
    is no mailbox that can be opened.
    """
    mailbox = pypff.file()
    try:
        mailbox.open_file_object(file)
        root = mailbox.get_root_folder()
    except _DAMAGE as error:
        raise InvalidInput("damaged: the mailbox cannot be opened") from error
    meter = Meter(file.seek(0, io.SEEK_END), budget)
    return _iter_folders(mailbox, root, meter)


def _iter_folders(
    mailbox: Any, root: Any, meter: Meter
) -> Iterator[Member | BrokenMember]:
    folders, seen = [(root, "")], 0
    while folders:
        folder, path = folders.pop()
        seen += 1
        if seen > MAX_FOLDERS:
            yield BrokenMember("(rest)", f"more than {MAX_FOLDERS} folders")
            return
        yield from _iter_messages(folder, path, meter)
        try:
            inner = [
                (one, f"{path}{str(one.name or 'folder').replace('/', '_')}/")
                for one in (
                    folder.get_sub_folder(number)
                    for number in range(folder.number_of_sub_folders)
                )
            ]
        except _DAMAGE:
            yield BrokenMember(f"{path}(folders)", _DAMAGED)
        else:
            folders.extend(reversed(inner))


def _iter_messages(
    folder: Any, path: str, meter: Meter
) -> Iterator[Member | BrokenMember]:
    try:
        count = folder.number_of_sub_messages
    except _DAMAGE:
        yield BrokenMember(f"{path}(messages)", _DAMAGED)
        return
    for number in range(count):
        name = f"{path}{number + 1:04}.eml"
        try:
            data = write_eml(_read_item(folder.get_sub_message(number), 0))
            meter.budget.unpacked += len(data)
            meter.budget.check(len(data))
            meter.count(len(data))
            yield Member(name, data)
        except InvalidInput as error:
            yield BrokenMember(name, str(error))
        except _DAMAGE:
            yield BrokenMember(name, _DAMAGED)


def _read_item(message: Any, depth: int) -> Item:
    if depth > MAX_DEPTH:
        raise InvalidInput(f"messages nested deeper than {MAX_DEPTH}")
    found = _read_sets(message)
    return Item(
        found[0] if found else Properties({}),
        _read_recipients(message),
        [
            _read_attachment(message.get_attachment(number), depth)
            for number in range(_count(message, "attachments"))
        ],
    )


def _read_recipients(message: Any) -> list[Properties]:
    recipients = getattr(message, "recipients", None)
    return _read_sets(recipients) if recipients is not None else []


def _read_attachment(attachment: Any, depth: int) -> Attachment:
    found = _read_sets(attachment)
    properties = found[0] if found else Properties({})
    if _count(attachment, "sub_items"):
        inner = attachment.get_sub_item(0)
        return Attachment(properties, message=_read_item(inner, depth + 1))
    data = attachment.read_buffer(attachment.size) if attachment.size else b""
    return Attachment(properties, data)


def _count(thing: Any, name: str) -> int:
    """Return how many there are; more than MAX_ENTRIES is refused."""
    try:
        count = int(getattr(thing, f"number_of_{name}", 0))
    except _DAMAGE:
        return 0
    if count > MAX_ENTRIES:
        raise InvalidInput(f"message with more than {MAX_ENTRIES} {name}")
    return count


def _read_sets(thing: Any) -> list[Properties]:
    return [
        Properties(
            {
                entry.entry_type: (entry.value_type or 0, entry.data or b"")
                for entry in thing.get_record_set(number).entries
                if entry.entry_type is not None
            }
        )
        for number in range(_count(thing, "record_sets"))
    ]
