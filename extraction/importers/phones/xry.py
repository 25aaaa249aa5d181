"""MSAB XRY's reports as text: one file a type, as `Calls.txt`, `Messages-SMS.txt`."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from extraction.importers.base import ImportOptions
from extraction.importers.chats.accounts import (
    Account,
    Service,
    find_service,
    make_account,
    make_named,
)
from extraction.importers.chats.chats import ChatMessage
from extraction.importers.moments import month_first, read_duration, read_moment
from extraction.importers.phones.dbsource import PhoneFile, open_file
from extraction.importers.phones.handset import Handset, fill, write_handset
from extraction.importers.phones.phonecalls import End, PhoneCall, make_end
from extraction.importers.phones.webvisits import host_of, write_bookmark, write_visit
from extraction.importers.phones.xrycontacts import deleted, write_entry
from extraction.importers.phones.xryentries import (
    Entry,
    Side,
    find_type,
    iter_entries,
    kind_of,
    word,
    words,
)
from extraction.model import Content, Leaf, Rejection
from graph.model import Place, Record

_SAMPLE_ENTRIES = 2_000
_CLOCK_OF = re.compile(r"[ \t]{0,9}\((?:device|network)\)[ \t]{0,9}", re.IGNORECASE)
_ZONE = re.compile(
    r"\s*\(?(?:UTC|GMT)\s*(?:(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)?\)?",
    re.IGNORECASE,
)
_HALF = re.compile(r"[ap]m\b", re.IGNORECASE)


class XryImporter:
    """Contacts, calls, messages, device information, bookmarks and visits.

    Moments are UTC where the report says their zone, else as they stand. The other
    side of an entry that names one is the phone's user.
    """

    name = "xry"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it begins as an export of XRY's with its type."""
        return find_type(leaf.content) is not None

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream records; entries that cannot be taken are rejections."""
        source = open_file(leaf.path, options)
        reader = _Reader(source, find_type(leaf.content) or "", leaf.content)
        found = False
        for entry in iter_entries(leaf.content):
            found = True
            yield from reader.take(entry)
        yield from reader.finish()
        if not found:
            yield source.reject(
                "xry: no entry (`Calls #1`) is in it", reader.type[:100]
            )


def read_device(content: Content) -> Handset | None:
    """Return what a report of general information says of the device, else None."""
    if kind_of(find_type(content) or "") != "device":
        return None
    handset = Handset()
    for entry in iter_entries(content):
        _learn(handset, entry)
    return handset


def _learn(handset: Handset, entry: Entry) -> None:
    """Add an entry's pairs of attribute and data, in either order."""
    waiting: dict[str, str] = {}
    for key, value in entry.pairs:
        name = words().fields.get(word(key), "")
        if name not in ("attribute", "data"):
            continue
        waiting[name] = value
        if len(waiting) == 2:
            kind = words().device.get(word(waiting["attribute"]))
            if kind and waiting["data"]:
                fill(handset, kind, waiting["data"])
            waiting = {}


def _month_first(content: Content) -> bool:
    """Whether dates have the month first: as told, or beside AM and PM."""
    sample = islice(iter_entries(content), _SAMPLE_ENTRIES)
    texts = [text for e in sample for text in e.said.get("moment", ())]
    days = [_CLOCK_OF.sub(" ", text).split(" ")[0] for text in texts]
    if month_first(days):
        return True
    second = any(_HALF.search(text) for text in texts)
    firsts = (day.split("/")[0] for day in days if "/" in day)
    return second and not any(f.isdecimal() and int(f) > 12 for f in firsts)


@dataclass(slots=True)
class _Reader:
    source: PhoneFile
    type: str
    content: Content
    us_order: bool = field(init=False)
    handset: Handset = field(default_factory=Handset)
    skipped: Counter[str] = field(default_factory=Counter)
    held: Entry | None = None
    """A part of a long message, whose other parts follow."""
    me: End | None = None

    def __post_init__(self) -> None:
        self.us_order = _month_first(self.content)

    def take(self, entry: Entry) -> Iterator[Record | Rejection]:
        """Yield what an entry states; of types not taken the number is kept."""
        kind = kind_of(self.type) or kind_of(entry.kind)
        match kind:
            case "device":
                _learn(self.handset, entry)
            case "contact":
                yield from write_entry(entry, self.source)
            case "call":
                yield from self._event(entry, is_text=False)
            case "text":
                yield from self._part(entry)
            case "chat":
                yield from self._chat(entry)
            case "bookmark" | "visit":
                yield from self._page(entry, kind)
            case _:
                self.skipped[self.type[:100]] += 1

    def finish(self) -> Iterator[Record | Rejection]:
        """Yield the message held back, the phone, its accounts, what is left out."""
        if self.held is not None:
            yield from self._event(self.held, is_text=True)
        yield from write_handset(
            self.handset,
            self.source.country,
            Place(record=self.type[:200]),
            self.source.phone,
        )
        yield from self.source.owned()
        for name, count in self.skipped.items():
            reason = f"xry: {count} entries of this type are not taken"
            yield Rejection(self.source.path, reason, name)

    def _moment(self, entry: Entry) -> str:
        text = _CLOCK_OF.sub(" ", entry.get("moment")).strip()
        zone = ""
        if found := _ZONE.search(text):
            sign, hours, minutes = found["sign"], found["hours"], found["minutes"]
            zone = f" {sign}{int(hours):02d}:{minutes or '00'}" if sign else " utc"
            text = text[: found.start()]
        return read_moment(text + zone, us_order=self.us_order) or "" if text else ""

    # Calls and text messages

    def _part(self, entry: Entry) -> Iterator[Record | Rejection]:
        """Join the parts of a long message, which stand one after another."""
        held, self.held = self.held, None
        if held is not None and _goes_on(held, entry):
            held.said["text"] = [held.get("text") + entry.get("text")]
            held.said["segment"] = entry.said.get("segment", [])
            self.held = held
            return
        if held is not None:
            yield from self._event(held, is_text=True)
        if entry.get("reference"):
            self.held = entry
        else:
            yield from self._event(entry, is_text=True)

    def _event(self, entry: Entry, *, is_text: bool) -> Iterator[Record | Rejection]:
        """Yield a call or text; the side that is not named is the phone's user."""
        place, country = Place(record=entry.where), self.source.country
        senders, receivers = self._sides(entry)
        if not (senders or receivers):
            yield self.source.reject("xry: nobody, or no direction", entry.where)
            return
        me = self._user(entry)
        ends = [
            [make_end(_number_of(side), country, place) for side in sides] or [me]
            for sides in (senders, receivers)
        ]
        call = PhoneCall(
            ends[0][0],
            ends[1],
            self._moment(entry),
            is_text=is_text,
            duration_s=read_duration(entry.get("duration")),
            body="\n".join(p for p in (entry.get("subject"), entry.get("text")) if p),
            attachments=entry.said.get("file", []),
            notes=_notes(entry, [*senders, *receivers]),
        )
        yield from self.source.calls.write(call, place)

    def _user(self, entry: Entry) -> End:
        """Return the phone's user; the first entry tells this phone from others."""
        if self.me is None:
            first = f"{self.type} {entry.get('moment')} {entry.get('text')}"
            self.me = self.source.user(f"xry {first}")
        return self.me

    def _sides(self, entry: Entry) -> tuple[list[Side], list[Side]]:
        """Return who it comes from, and who it goes to."""
        senders = [side for side in entry.sides if side.role == "from"]
        receivers = [side for side in entry.sides if side.role == "to"]
        others = [side for side in entry.sides if side.role == "other"]
        own = {name: entry.said[name] for name in _ABOUT if entry.said.get(name)}
        if any(own.get(name) for name in ("number", "email", "account")):
            others.append(Side("other", own))
        if senders and not receivers:
            return senders, others
        if receivers and not senders:
            return others, receivers
        comes_in = _comes_in(entry)
        if comes_in is None or not others:
            return senders, receivers
        return (others, receivers) if comes_in else (senders, others)

    # Chats

    def _chat(self, entry: Entry) -> Iterator[Record | Rejection]:
        service, place = find_service(entry.get("service")), Place(record=entry.where)
        if not service.key:
            yield from self._event(entry, is_text=True)
            return
        senders, receivers = (
            [one for side in sides if (one := self._account(service, side))]
            for sides in self._sides(entry)
        )
        me = self.source.account(service, f"xry {self.type}")
        text = entry.get("text")
        if not (senders or receivers) or not (text or entry.said.get("file")):
            yield self.source.reject("xry: nobody, or nothing said", entry.where)
            return
        message = ChatMessage(
            (senders or [me])[0],
            receivers or [me],
            self._moment(entry),
            text,
            topic=entry.get("subject"),
            attachments=entry.said.get("file", []),
            notes="; ".join(deleted(entry)),
        )
        yield from self.source.chats.message(message, place)

    def _account(self, service: Service, side: Side) -> Account | None:
        name = side.get("name")
        for given in (side.get("account"), side.get("number"), side.get("email")):
            if given:
                return make_account(service, given, name, self.source.country)
        return make_named(service, name, self.source.name) if name else None

    # Pages

    def _page(self, entry: Entry, kind: str) -> Iterator[Record | Rejection]:
        url = entry.get("url") or entry.get("domain")
        url = url if "://" in url else f"http://{url}" if url else ""
        if not host_of(url):
            yield self.source.reject("xry: a page without an address", entry.where)
            return
        place, title = Place(record=entry.where), entry.get("title")
        visitor = self.source.person(f"xry {self.type}")
        book = self.source.book
        if visitor.record is not None and book.is_new("end", visitor.entity):
            yield visitor.record
        if kind == "bookmark":
            yield from write_bookmark(visitor.entity, url, title, book, place)
        else:
            moment = self._moment(entry)
            yield from write_visit(visitor.entity, url, title, moment, book, place)


_ABOUT = ("number", "name", "email", "account")


def _comes_in(entry: Entry) -> bool | None:
    """Whether an entry came in, by the words of its direction, type and folder."""
    for text in entry.said.get("direction", ()):
        found = words().directions.get(word(text))
        if found is not None:
            return found
    return None


def _goes_on(held: Entry, entry: Entry) -> bool:
    """Whether an entry is the next part of the message begun."""
    if not entry.get("reference") or held.get("reference") != entry.get("reference"):
        return False
    parts = held.get("segment"), entry.get("segment")
    return not all(part.isdecimal() for part in parts) or int(parts[0]) < int(parts[1])


def _number_of(side: Side) -> str:
    found = (side.get(name) for name in ("number", "account", "email", "name"))
    return next((text for text in found if text), "")


def _notes(entry: Entry, sides: list[Side]) -> str:
    names = [s.get("name") for s in sides if s.get("name") and _number_of(s)]
    kinds = [
        text.lower()
        for text in entry.said.get("direction", ())
        if word(text) in ("missed", "rejected", "unanswered", "blocked")
    ]
    return "; ".join(dict.fromkeys([*kinds, *names, *deleted(entry)]))[:400]
