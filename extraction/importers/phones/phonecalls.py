"""Calls and text messages between numbers, with ids that operators' lists share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.importers.calls.calls import read_side
from extraction.importers.chats.accounts import AccountBook
from extraction.importers.chats.chats import plain
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value
from graph.schema import identifier_id

UNSENT = {3: "draft, not sent", 4: "not sent yet", 5: "failed", 6: "not sent yet"}
"""Folders of Android's messages that their user wrote and that did not go out."""


@dataclass(frozen=True, slots=True)
class End:
    """One end: a number in E.164, or the id of who is there; neither where withheld.

    `record` introduces the entity of an end without such a number.
    """

    number: str = ""
    given: str = ""
    entity: str = ""
    record: Record | None = None

    @property
    def party(self) -> str:
        """The id of the node at this end; empty where it was withheld."""
        return identifier_id("PhoneNumber", self.number) if self.number else self.entity


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """A call or text message between numbers. `moment` is ISO 8601, UTC where known."""

    caller: End
    receivers: Sequence[End]
    moment: str
    is_text: bool = False
    duration_s: int | None = None
    body: str = ""
    attachments: Sequence[str] = ()
    notes: str = ""


def make_end(given: str, country: str | None, place: Place) -> End:
    """Return the end that a phone shows as this text, as operators' lists have it.

    A short code is a PhoneNumber of its own, a name (`INFO`) a LegalEntity.
    """
    side = read_side(given.strip()[:200], country)
    if side.number or not side.given:
        return End(side.number, side.given)
    if side.looks_like_number:
        entity, schema, prop = (
            identifier_id("PhoneNumber", side.given),
            "PhoneNumber",
            "number",
        )
    else:
        entity = derive_id([side.given], "subscriber", "cdr") or ""
        schema, prop = "LegalEntity", "name"
    record = Record(entity, schema, (Value(prop, side.given),), place)
    return End("", side.given, entity, record)


def call_id(call: PhoneCall) -> str:
    """Return the id that an operator's list of the same moment gives the event, too."""
    kind = "text" if call.is_text else "call"
    parties = [end.party for end in call.receivers] or [""]
    return (
        f"{kind}-{derive_id([call.caller.party, *parties, call.moment], kind, 'cdr')}"
    )


@dataclass(slots=True)
class CallWriter:
    """Writes calls and text messages as records, and each end the first time."""

    book: AccountBook = field(default_factory=AccountBook)

    def write(self, call: PhoneCall, place: Place) -> Iterator[Record]:
        """Yield the event, and entities of ends that have no E.164 number."""
        for end in (call.caller, *call.receivers):
            if end.record is not None and self.book.is_new("end", end.entity):
                yield end.record
        schema = "TextMessage" if call.is_text else "Call"
        yield Record(call_id(call), schema, tuple(_said(call)), place)


def _said(call: PhoneCall) -> Iterator[Value]:
    yield from _end(call.caller, "caller")
    for end in call.receivers:
        yield from _end(end, "receiver")
    if call.moment:
        yield Value("date", call.moment)
    if call.duration_s is not None:
        yield Value("duration", str(call.duration_s))
    if call.notes:
        yield Value("description", call.notes)
    if call.is_text and (body := plain(call.body)):
        yield Value("body", body)
    for name in call.attachments if call.is_text else ():
        yield Value("attachment", plain(name)[:512])


def _end(end: End, prop: str) -> Iterator[Value]:
    if end.number:
        original = end.given if end.given != end.number else ""
        yield Value(f"{prop}Number", end.number, "", original)
    elif end.entity:
        yield Value(prop, end.entity)
