"""Viber on computers: viber.db."""

from collections.abc import Iterator

from extraction.importers.chats.accounts import (
    Account,
    find_service,
    make_account,
    make_group,
)
from extraction.importers.chats.chats import ChatCall, ChatMessage
from extraction.importers.epochs import from_unix
from extraction.importers.phones.dbsource import Source, row_name, seconds_of, text_of
from extraction.model import Cell, Rejection
from graph.model import Place, Record, Value

_VIBER = find_service("Viber")


def read_desktop(source: Source) -> Iterator[Record | Rejection]:
    """Yield messages, calls and members of groups."""
    people = _people(source)
    groups = _groups(source)
    yield from _members(source, people, groups)
    bodies = {
        key: (
            text_of(body or subject),
            text_of(path).replace("\\", "/").rpartition("/")[2],
        )
        for key, body, subject, path in source.database.rows(
            "Messages", "EventID", "Body", "Subject", "PayloadPath"
        )
    }
    calls: dict[Cell, Cell] = {}
    for key, length in source.database.rows("Calls", "EventID", "Duration"):
        calls[key] = length
    me: Account | None = None
    columns = ("EventID", "TimeStamp", "Direction", "ContactID", "ChatID", "Token")
    for key, stamp, direction, contact, chat, token in source.database.rows(
        "Events", *columns
    ):
        me = me or source.account(_VIBER, f"viber {text_of(token)} {text_of(stamp)}")
        place, moment = Place(record=row_name("Events", key)), from_unix(stamp) or ""
        other, group = people.get(contact), groups.get(chat)
        mine = bool(direction)
        if other is None and (group is None or not mine):
            yield source.reject(
                "Viber: nobody on the other side", row_name("Events", key)
            )
            continue
        sender = me if mine or other is None else other
        target = group or (other if mine else me)
        targets = [target] if target is not None else []
        if key in calls:
            call = ChatCall(sender, targets, moment, seconds_of(calls[key]))
            yield from source.chats.call(call, place)
        elif key in bodies and any(bodies[key]):
            text, file = bodies[key]
            yield from source.chats.message(
                ChatMessage(
                    sender,
                    targets,
                    moment,
                    text,
                    text_of(token),
                    group.name if group is not None else "",
                    attachments=[file] if file else [],
                ),
                place,
            )


def _people(source: Source) -> dict[Cell, Account]:
    found = {}
    columns = ("ContactID", "Name", "ClientName", "Number", "MID")
    for key, name, own_name, number, mid in source.database.rows("Contact", *columns):
        given = text_of(number) or text_of(mid)
        if given:
            called = text_of(name) or text_of(own_name)
            found[key] = make_account(_VIBER, given, called, source.country)
    return found


def _groups(source: Source) -> dict[Cell, Account]:
    """Return the chats that have a token: groups and communities."""
    return {
        key: make_group(_VIBER, text_of(token), text_of(name))
        for key, name, token in source.database.rows(
            "ChatInfo", "ChatID", "Name", "Token"
        )
        if token and text_of(token) != "0"
    }


def _members(
    source: Source, people: dict[Cell, Account], groups: dict[Cell, Account]
) -> Iterator[Record]:
    for chat, contact in source.database.rows("ChatRelation", "ChatID", "ContactID"):
        group, account = groups.get(chat), people.get(contact)
        if group is None or account is None:
            continue
        place = Place(record=row_name("ChatRelation", chat))
        for one in (group, account):
            yield from source.book.introduce(one, place)
        value = Value("member", account.id)
        yield from source.book.link(group.id, "ChatGroup", value, place)
