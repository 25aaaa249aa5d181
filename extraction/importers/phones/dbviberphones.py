"""Viber on phones: viber_messages and viber_data of Android, Contacts.data of iOS."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.importers.calls.calls import read_number
from extraction.importers.chats.accounts import (
    Account,
    find_service,
    make_account,
    make_group,
)
from extraction.importers.chats.chats import ChatCall, ChatMessage
from extraction.importers.epochs import from_cocoa, from_unix
from extraction.importers.people.contacts import Contact, write_contact
from extraction.importers.phones.dbsource import (
    Source,
    row_name,
    seconds_of,
    text_of,
    whole,
)
from extraction.importers.phones.phonecalls import PhoneCall, make_end
from extraction.model import Cell, Rejection
from graph.model import Place, Record, Value

_VIBER = find_service("Viber")
_OWNER, _PRIVATE, _SENT, _OUTGOING = 0, 0, 1, 2
_STATES = {3: "missed", 5: "rejected"}
_NOBODY = "Viber: nobody on the other side"


@dataclass(slots=True)
class _Chat:
    """A conversation: its group, else the other side; members besides the user."""

    group: Account | None = None
    members: list[Account] = field(default_factory=list)

    @property
    def other(self) -> Account | None:
        """Whom the user writes to."""
        if self.group is not None:
            return self.group
        return self.members[0] if self.members else None


def read_android(source: Source) -> Iterator[Record | Rejection]:
    """Yield messages, and groups with their members."""
    people, mine = _people(source)
    seats: dict[Cell, Account] = {}
    chats = _chats(source)
    for key, chat_key, person in source.database.rows(
        "participants", "_id", "conversation_id", "participant_info_id"
    ):
        account = people.get(person)
        if account is not None:
            seats[key] = account
            if account.id != (mine.id if mine else ""):
                chats.setdefault(chat_key, _Chat()).members.append(account)
    for chat in chats.values():
        yield from _join(source, chat)
    me = mine
    columns = ("_id", "msg_date", "date", "body", "send_type", "conversation_id")
    more = ("participant_id", "token", "extra_uri")
    for row in source.database.rows("messages", *columns, *more):
        key, stamp, older, body, way, chat_key, person, token, uri = row
        first = f"viber {text_of(token)} {text_of(stamp or older)}"
        me = me or source.account(_VIBER, first)
        text, files = text_of(body), _file(uri)
        if not (text or files):
            continue
        chat = chats.get(chat_key, _Chat())
        sent = whole(way) == _SENT
        sender = me if sent else seats.get(person) or people.get(person)
        target = chat.group or (chat.other if sent else me)
        if sender is None or target is None:
            yield source.reject(_NOBODY, row_name("messages", key))
            continue
        message = ChatMessage(
            sender,
            [target],
            from_unix(stamp or older) or "",
            text,
            text_of(token),
            chat.group.name if chat.group else "",
            attachments=files,
        )
        yield from source.chats.message(
            message, Place(record=row_name("messages", key))
        )


def _people(source: Source) -> tuple[dict[Cell, Account], Account | None]:
    """Return accounts by their row, and the user's own."""
    found: dict[Cell, Account] = {}
    mine: Account | None = None
    columns = ("_id", "number", "contact_name", "viber_name", "display_name")
    for row in source.database.rows(
        "participants_info", *columns, "member_id", "participant_type"
    ):
        key, number, saved, own, shown, member, kind = row
        given = text_of(number) or text_of(member)
        if not given:
            continue
        name = text_of(saved) or text_of(own) or text_of(shown)
        account = make_account(_VIBER, given, name, source.country)
        found[key] = account
        if whole(kind) == _OWNER:
            mine = source.own(account)
    return found, mine


def _chats(source: Source) -> dict[Cell, _Chat]:
    found: dict[Cell, _Chat] = {}
    columns = ("_id", "conversation_type", "group_id", "name")
    for key, kind, group, name in source.database.rows("conversations", *columns):
        chat = found[key] = _Chat()
        if whole(kind) != _PRIVATE and group:
            chat.group = make_group(_VIBER, text_of(group), text_of(name))
    return found


def _join(source: Source, chat: _Chat) -> Iterator[Record]:
    if chat.group is None:
        return
    place = Place(record=f"conversation {chat.group.given}"[:200])
    for account in (chat.group, *chat.members):
        yield from source.book.introduce(account, place)
    for account in chat.members:
        value = Value("member", account.id)
        yield from source.book.link(chat.group.id, "ChatGroup", value, place)


def _file(path: Cell) -> list[str]:
    name = text_of(path).replace("\\", "/").rpartition("/")[2]
    return [name] if name else []


def read_calls(source: Source) -> Iterator[Record | Rejection]:
    """Yield Viber's call log: calls in Viber, and those of the network it made."""
    me: Account | None = None
    columns = ("_id", "canonized_number", "number", "date", "duration", "type")
    for row in source.database.rows("calls", *columns, "viber_call"):
        key, canonical, number, stamp, duration, kind, in_viber = row
        where = row_name("calls", key)
        given, moment, way = text_of(canonical or number), from_unix(stamp), whole(kind)
        me = me or source.account(_VIBER, f"viber {given} {text_of(stamp)}")
        if moment is None or not given:
            reason = "Viber: a call with nobody" if moment else "Viber: no date"
            yield source.reject(reason, where)
            continue
        place, notes = Place(record=where), _STATES.get(way or 0, "")
        outgoing = way == _OUTGOING
        if in_viber in (None, 0, "0"):
            user = source.user(f"viber {given} {text_of(stamp)}")
            end = make_end(_plus(given), source.country, place)
            caller, called = (user, end) if outgoing else (end, user)
            call = PhoneCall(
                caller, [called], moment, duration_s=seconds_of(duration), notes=notes
            )
            yield from source.calls.write(call, place)
            continue
        other = make_account(_VIBER, _plus(given), "", source.country)
        sides = (me, [other]) if outgoing else (other, [me])
        made = ChatCall(*sides, moment, seconds_of(duration), notes)
        yield from source.chats.call(made, place)


def _plus(given: str) -> str:
    """Return a number that Viber made canonical, with the plus that it leaves out."""
    full = f"+{given}" if given.isdigit() and not given.startswith("0") else given
    return full if read_number(full, None) else given


def read_contacts(source: Source) -> Iterator[Record | Rejection]:
    """Yield Viber's copy of the address book."""
    found: dict[Cell, Contact] = {}
    for key, name in source.database.rows("phonebookcontact", "_id", "display_name"):
        found[key] = Contact(name=text_of(name))
    for key, first, second in source.database.rows(
        "phonebookdata", "contact_id", "data1", "data2"
    ):
        number = text_of(second or first)
        if key in found and number:
            found[key].numbers.append(number)
    for key, contact in found.items():
        place = Place(record=row_name("phonebookcontact", key))
        records = list(write_contact(contact, source.country, place))
        yield from records
        if not records:
            yield source.reject("Viber: an empty contact", place.record or "")


def read_ios(source: Source) -> Iterator[Record | Rejection]:
    """Yield messages and calls of iOS."""
    people = _members_ios(source)
    chats = _chats_ios(source, people)
    files = dict(_pairs(source, "ZATTACHMENT", "Z_PK", "ZNAME"))
    calls = {
        message: (stamp, duration, text_of(kind))
        for message, stamp, duration, kind in source.database.rows(
            "ZRECENT", "ZCALLLOGMESSAGE", "ZDATE", "ZDURATION", "ZCALLTYPE"
        )
    }
    me: Account | None = None
    columns = ("Z_PK", "ZTEXT", "ZSTATEDATE", "ZDATE", "ZSTATE", "ZCONVERSATION")
    for row in source.database.rows(
        "ZVIBERMESSAGE", *columns, "ZPHONENUMINDEX", "ZATTACHMENT", "ZTOKEN"
    ):
        key, body, stamp, later, state, chat_key, person, attached, token = row
        me = me or source.account(_VIBER, f"viber ios {text_of(stamp or later)}")
        where = row_name("ZVIBERMESSAGE", key)
        chat = chats.get(chat_key, _Chat())
        sent = text_of(state) != "received"
        sender = me if sent else people.get(person) or chat.other
        target = chat.group or (chat.other if sent else me)
        text, files_of = text_of(body), _file(files.get(attached))
        if not (text or files_of or key in calls):
            continue
        if sender is None or target is None:
            yield source.reject(_NOBODY, where)
            continue
        place = Place(record=where)
        if key in calls:
            when, duration, kind = calls[key]
            other = people.get(person) or chat.other or target
            sides = (me, [other]) if kind.startswith("outgoing") else (other, [me])
            notes = "missed" if kind.startswith("missed") else ""
            moment = from_cocoa(when) or ""
            call = ChatCall(*sides, moment, seconds_of(duration), notes)
            yield from source.chats.call(call, place)
            continue
        message = ChatMessage(
            sender,
            [target],
            from_cocoa(stamp or later) or "",
            text,
            text_of(token),
            chat.group.name if chat.group else "",
            attachments=files_of,
        )
        yield from source.chats.message(message, place)


def _pairs(source: Source, table: str, *two: str) -> Iterator[tuple[Cell, Cell]]:
    return ((row[0], row[1]) for row in source.database.rows(table, *two))


def _members_ios(source: Source) -> dict[Cell, Account]:
    names = dict(_pairs(source, "ZMEMBER", "Z_PK", "ZDISPLAYFULLNAME"))
    found: dict[Cell, Account] = {}
    for member, canonical, number in source.database.rows(
        "ZPHONENUMBER", "ZMEMBER", "ZCANONIZEDPHONENUM", "ZPHONE"
    ):
        given = text_of(canonical or number)
        if given:
            name = text_of(names.get(member))
            found[member] = make_account(_VIBER, _plus(given), name, source.country)
    return found


def _chats_ios(source: Source, people: dict[Cell, Account]) -> dict[Cell, _Chat]:
    found: dict[Cell, _Chat] = {}
    columns = ("Z_PK", "ZNAME", "ZINTERLOCUTOR", "ZGROUPID")
    for key, name, other, group in source.database.rows("ZCONVERSATION", *columns):
        chat = found[key] = _Chat()
        if other in people:
            chat.members.append(people[other])
        elif group or name:
            given = text_of(group) or f"{text_of(name)} {text_of(key)}"
            chat.group = make_group(_VIBER, given, text_of(name))
    return found
