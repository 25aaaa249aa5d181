"""Interchanges of PAXLST and PNRGOV messages: the envelope, and which reader reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extraction.importers.base import ImportOptions
from extraction.importers.passengers import values as read
from extraction.importers.passengers.edifact import Fault, Segment, Tokenizer
from extraction.importers.passengers.model import Header
from extraction.importers.passengers.paxlst import PaxlstReader
from extraction.importers.passengers.pnrgov import PnrgovReader
from extraction.importers.passengers.screening import Screen
from extraction.importers.passengers.writing import Writer
from extraction.model import Leaf, Rejection
from extraction.reading.encoding import decode_text, looks_like_text
from graph.errors import InvalidInput
from graph.model import Record

_HEAD = 1 << 14
_MESSAGE = re.compile(
    r"(?:^|[^A-Z0-9])UN[ABGH](?:[^A-Za-z]|\s).{0,2000}?(?:PAXLST|PNRGOV)", re.DOTALL
)
_NAKED = re.compile(r"\s*(?:MSG\+:?\d|BGM\+(?:745|250|266|336)\b)")
_GOVERNMENT = re.compile(r"(?:^|['\s])(?:SRC|NAD\+F[LM])(?:\+|'|\s)")
_KNOWN = {
    "PAXLST": re.compile(r"D:(?:9[3-9]|0\d|1\d|2\d)[AB]|\d+:.*"),
    "PNRGOV": re.compile(r"(?:1\d|2[0-5]):\d"),
}
Item = Record | Rejection
Reader = PaxlstReader | PnrgovReader


class PassengerMessageImporter:
    """Lists of passengers and bookings as UN/EDIFACT, as carriers send them."""

    name = "passenger-messages"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it holds an interchange or a message of these kinds."""
        head = leaf.content[:_HEAD]
        if b"UN" not in head and b"+" not in head:
            return False
        if not looks_like_text(head[:4096].translate(None, b"\x1c\x1d\x1f")):
            return False
        text = decode_text(head).lstrip("\ufeff")
        if _MESSAGE.search(text) is not None:
            return True
        return _NAKED.match(text) is not None and bool(_GOVERNMENT.search(text))

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Item]:
        """Stream what each booking and person says, and each fault with its place.

        Raises InvalidInput where there is no message in it.
        """
        yield from _File(leaf, options.country).read()


@dataclass(slots=True)
class _File:
    """Reads one file; what an interchange says holds for its messages."""

    leaf: Leaf
    country: str | None
    messages: int = 0
    _writer: Writer = field(init=False)
    _sender: str = ""
    _receiver: str = ""
    _sent: str = ""
    _interchange: str | None = None
    _in_interchange: int = 0
    _reader: Reader | None = None
    _other: bool = False
    _reference: str = ""
    _since: int = 0

    def __post_init__(self) -> None:
        self._writer = Writer(self.leaf, self.country, Screen())

    def read(self) -> Iterator[Item]:
        """Yield what the messages say, faults as rejections.

        Raises InvalidInput where there is no message.
        """
        tokens = Tokenizer(self.leaf.content)
        for token in tokens.read():
            if isinstance(token, Fault):
                yield self._told(token)
                continue
            for item in self._take(token):
                yield self._told(item) if isinstance(item, Fault) else item
        for item in self._end():
            yield self._told(item) if isinstance(item, Fault) else item
        if tokens.wrapped:
            first = tokens.first_wrapped
            many = tokens.wrapped
            why = f"segments over several lines, joined: {many} (here the first)"
            yield Rejection(self.leaf.path, why, first)
        if not self.messages:
            raise InvalidInput("passenger messages: no PAXLST or PNRGOV message in it")
        yield from self._writer.note()

    def _told(self, fault: Fault) -> Rejection:
        place = fault.place
        if place.startswith("segment") and self.messages:
            place = f"message {self.messages}, {place}"
        return Rejection(self.leaf.path, fault.reason, place, fault.raw)

    def _take(self, segment: Segment) -> Iterator[Record | Fault]:
        handler = _SERVICE.get(segment.tag)
        if handler is not None:
            yield from getattr(self, handler)(segment)
            return
        if self._reader is None and not self._other:
            yield from self._imply(segment)
        if self._reader is not None:
            yield from self._reader.take(segment)

    def _unb(self, segment: Segment) -> Iterator[Record | Fault]:
        yield from self._close("no UNT ends this message")
        if self._interchange is not None:
            yield Fault(segment.place, "no UNZ ends the interchange before")
        at = _find_moment(segment)
        self._interchange, self._in_interchange = segment.get(at + 1), 0
        self._sender, self._receiver = segment.get(1), segment.get(2)
        self._sent = read.year_first(segment.get(at, 0), segment.get(at, 1))
        if not self._sent:
            reason = "the moment of sending is none: periods run from the import"
            yield Fault(segment.place, reason)

    def _ung(self, segment: Segment) -> Iterator[Record | Fault]:
        yield from self._close("no UNT ends this message")
        self._sender = self._sender or segment.get(1)
        self._receiver = self._receiver or segment.get(2)
        moment = read.year_first(segment.get(3, 0), segment.get(3, 1))
        self._sent = self._sent or moment

    def _unh(self, segment: Segment) -> Iterator[Record | Fault]:
        yield from self._close("no UNT ends this message")
        kind = segment.get(1, 0).upper()
        version = ":".join(segment.all(1)[1:3])
        self._start(kind, ":".join(segment.all(1)), segment)
        known = _KNOWN.get(kind)
        if known is None:
            reason = (
                f"a message of type {kind[:20] or 'none'}: no passenger data, not read"
            )
            yield Fault(segment.place, reason)
        elif not known.match(version.upper()):
            reason = (
                f"version {version[:20]} of {kind} is not known: read as the others"
            )
            yield Fault(segment.place, reason)

    def _start(self, kind: str, name: str, segment: Segment) -> None:
        self.messages += 1
        self._in_interchange += 1
        self._reference, self._since = segment.get(0), segment.number
        header = Header(
            f"message {self.messages}",
            "API" if kind == "PAXLST" else "PNR",
            name[:64],
            reference=(self._interchange or segment.get(0)),
            sender=self._sender,
            receiver=self._receiver,
            sent=self._sent,
        )
        self._other = kind not in _KNOWN
        self._reader = None
        if kind == "PAXLST":
            self._reader = PaxlstReader(self._writer, header)
        elif kind == "PNRGOV":
            self._reader = PnrgovReader(self._writer, header)

    def _imply(self, segment: Segment) -> Iterator[Record | Fault]:
        """Begin a message that has no UNH."""
        kind = "PAXLST" if segment.tag in _LIST_TAGS else "PNRGOV"
        yield Fault(segment.place, f"no UNH begins this message: read as {kind}")
        nameless = Segment("UNH", [], segment.number, segment.line)
        self._start(kind, kind, nameless)

    def _unt(self, segment: Segment) -> Iterator[Record | Fault]:
        if self._reader is None and not self._other:
            yield Fault(segment.place, "it ends a message that has not begun")
            return
        yield from self._close("")
        count = segment.number - self._since + 1
        yield from _compare(segment, count, "segments")
        if segment.get(1) and segment.get(1) != self._reference:
            reason = "its reference is not that of the message's UNH"
            yield Fault(segment.place, reason)

    def _une(self, segment: Segment) -> Iterator[Record | Fault]:
        yield from self._close("no UNT ends this message")

    def _unz(self, segment: Segment) -> Iterator[Record | Fault]:
        yield from self._close("no UNT ends this message")
        if self._interchange is None:
            yield Fault(segment.place, "it ends an interchange that has not begun")
            return
        yield from _compare(segment, self._in_interchange, "messages or groups")
        if segment.get(1) and segment.get(1) != self._interchange:
            reason = "its reference is not that of the interchange's UNB"
            yield Fault(segment.place, reason)
        self._interchange = None

    def _close(self, reason: str) -> Iterator[Record | Fault]:
        reader, self._reader = self._reader, None
        other, self._other = self._other, False
        if reader is not None:
            yield from reader.close()
        if reason and (reader is not None or other):
            yield Fault(f"message {self.messages}", reason)

    def _end(self) -> Iterator[Record | Fault]:
        yield from self._close("no UNT ends this message: it may be cut short")
        if self._interchange is not None:
            reason = "no UNZ ends the last interchange: it may be cut short"
            yield Fault(f"message {self.messages}", reason)


_SERVICE = {
    tag: f"_{tag.lower()}" for tag in ("UNB", "UNG", "UNH", "UNT", "UNE", "UNZ")
}
_LIST_TAGS = frozenset("BGM NAD TDT LOC DTM ATT NAT DOC RFF COM CNT".split())


def _find_moment(segment: Segment) -> int:
    """Return which element of a UNB is the moment: some write one too many before."""
    for at in (3, 4, 5, 2):
        if read.year_first(segment.get(at, 0)) and segment.get(at, 1).isdecimal():
            return at
    return 3


def _compare(segment: Segment, count: int, what: str) -> Iterator[Fault]:
    told = segment.get(0)
    if not told.isdecimal() or int(told[:9]) != count:
        reason = f"it counts {told[:12] or 'no'} {what}, {count} were read"
        yield Fault(segment.place, reason)
