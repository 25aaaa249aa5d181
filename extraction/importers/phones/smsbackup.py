"""SMS Backup & Restore for Android: XML of SMS, MMS and calls."""

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from extraction.importers.base import ImportOptions
from extraction.importers.epochs import from_unix
from extraction.importers.people.contacts import Contact, write_contact
from extraction.importers.phones.dbsource import (
    PhoneFile,
    open_file,
    seconds_of,
    whole,
)
from extraction.importers.phones.phonecalls import (
    UNSENT,
    End,
    PhoneCall,
    make_end,
)
from extraction.model import Content, Leaf, Rejection
from extraction.reading.markup import DECLARED
from extraction.reading.position import reach
from graph.errors import InvalidInput
from graph.model import Place, Record

_HEAD = 1 << 13
_SIGNS = re.compile(
    rb"<smses[\s>].*?<(?:sms|mms)\s|<calls[\s>].*?<call\s[^<>]*number=", re.DOTALL
)
_SURROGATES = re.compile(rb"&#(5[56]\d{3});&#(5[67]\d{3});")
_OPEN_RUN = re.compile(rb"(?:&#5\d{4};)*+(?:&(?:#\d{0,5})?)?\Z|&#?\Z")
_CHUNK = 1 << 15
_TAIL = 1 << 10
_OUTGOING, _MISSED, _REJECTED = "2", "3", "5"
_FROM, _ME = "137", "insert-address-token"
_UNKNOWN = frozenset(("", "(Unknown)", "null", "Unknown"))


class SmsBackupImporter:
    """Backups of text messages (`smses`) and of the call log (`calls`).

    Moments are UTC. The phone's own number is not in them: its user stands for it,
    or the number in the file's name.
    """

    name = "smsbackup"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether it is XML with messages or calls as the application writes them."""
        head = leaf.content[:_HEAD]
        return b"<" in head[:64] and _SIGNS.search(head) is not None

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream messages and calls; where the XML breaks off, what stood before stays.

        Raises InvalidInput for a document type with entities.
        """
        reader = _Reader(open_file(leaf.path, options))
        events: Any = etree.iterparse(
            _Mended(leaf.content),
            events=("end",),
            tag=("sms", "mms", "call"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        looked = False
        try:
            for _, element in events:
                declared = None if looked else element.getroottree().docinfo.internalDTD
                if declared is not None and any(declared.iterentities()):
                    raise InvalidInput(f"smsbackup: {DECLARED}")
                looked = True
                yield from reader.take(element)
                _release(element)
        except etree.XMLSyntaxError as error:
            if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
                raise MemoryError from error
            reason = "smsbackup: damaged or cut off here: the rest is not read"
            yield Rejection(leaf.path, reason, f"line {error.lineno or 0}")


class _Mended(io.RawIOBase):
    """The file with emoji, which it has as halves that XML forbids, made whole."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._at = 0

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, no pair of halves parted; none at the end."""
        end = min(self._at + max(size, _CHUNK), len(self._content))
        if end < len(self._content):
            found = self._open_run(end)
            if found is not None and found.start() > self._at:  # a pair may go on
                end = found.start()
        data = bytes(self._content[self._at : end])
        self._at = end
        reach(end)
        return _SURROGATES.sub(_join, data) if b"&#5" in data else data

    def _open_run(self, end: int) -> re.Match[bytes] | None:
        """Return the halves that end here, looked for in the last bytes first."""
        near = max(self._at, end - _TAIL)
        found = _OPEN_RUN.search(self._content, near, end)
        if found is not None and found.start() == near:
            return _OPEN_RUN.search(self._content, self._at, end)
        return found


def _join(found: re.Match[bytes]) -> bytes:
    high, low = int(found[1]) - 0xD800, int(found[2]) - 0xDC00
    if not (0 <= high < 0x400 and 0 <= low < 0x400):
        return b"\xef\xbf\xbd"
    return b"&#%d;" % (0x10000 + (high << 10) + low)


def _release(element: etree._Element) -> None:
    element.clear()
    holder = element.getparent()
    while holder is not None and element.getprevious() is not None:
        del holder[0]


class _Near(NamedTuple):
    """What surrounds an element: the other number as given, when, whose phone."""

    given: str
    moment: str
    me: End
    country: str | None
    place: Place


class _Reader:
    """Reads one element after another; the first one settles who uses the phone."""

    def __init__(self, file: PhoneFile) -> None:
        self._file = file
        self._me: End | None = None
        self._number = 0

    def take(self, element: etree._Element) -> Iterator[Record | Rejection]:
        """Yield an element's contact and message or call, or why it is not taken."""
        get = element.get
        self._number += 1
        kind = str(element.tag)
        where = f"{kind} {self._number}"
        given = (get("address") or get("number") or "").strip()
        if self._me is None:
            self._me = self._file.user(f"backup {given} {get('date')}")
        place = Place(record=where)
        moment = from_unix(get("date"))
        if moment is None:
            yield self._file.reject("smsbackup: no date", where)
            return
        yield from self._contact(given, get("contact_name") or "", place)
        near = _Near(given, moment, self._me, self._file.country, place)
        call = _mms(element, near) if kind == "mms" else _plain(element, near)
        if call is None:
            yield self._file.reject("smsbackup: no number", where)
            return
        yield from self._file.calls.write(call, place)

    def _contact(self, number: str, name: str, place: Place) -> Iterator[Record]:
        if name in _UNKNOWN or not number or "~" in number or len(name) > 200:
            return
        if self._file.book.is_new("contact", number, name):
            contact = Contact(name=name, numbers=[number])
            yield from write_contact(contact, self._file.country, place)


def _plain(element: etree._Element, near: _Near) -> PhoneCall | None:
    """Return an SMS or a call."""
    given, moment, me, country, place = near
    kind = element.get("type") or ""
    is_text = element.tag == "sms"
    if is_text and given in _UNKNOWN:
        return None
    other = make_end("" if given.startswith("-") else given, country, place)
    unsent = UNSENT.get(whole(kind) or 0, "") if is_text else ""
    outgoing = kind == _OUTGOING or bool(unsent)
    caller, called = (me, other) if outgoing else (other, me)
    if is_text:
        body = element.get("body") or ""
        return PhoneCall(
            caller, [called], moment, is_text=True, body=body, notes=unsent
        )
    notes = {_MISSED: "missed", _REJECTED: "rejected"}.get(kind, "")
    duration = seconds_of(element.get("duration"))
    return PhoneCall(caller, [called], moment, duration_s=duration, notes=notes)


def _mms(element: etree._Element, near: _Near) -> PhoneCall | None:
    """Return an MMS; who sent and who received is in its addresses, else in one."""
    given, moment, me, country, place = near
    senders: list[End] = []
    receivers: list[End] = []
    for one in element.iterfind("addrs/addr"):
        address = one.get("address") or ""
        end = me if address == _ME else make_end(address, country, place)
        (senders if one.get("type") == _FROM else receivers).append(end)
    unsent = UNSENT.get(whole(element.get("msg_box")) or 0, "")
    sent = element.get("msg_box") == _OUTGOING or bool(unsent)
    others = [
        make_end(a, country, place) for a in given.split("~") if a not in _UNKNOWN
    ]
    if not senders:
        senders = [me] if sent else others[:1]
    receivers = receivers or (others if sent else [me])
    if not senders:
        return None
    texts = [element.get("sub") or ""]
    files = []
    for part in element.iterfind("parts/part"):
        if part.get("ct") == "text/plain":
            texts.append(part.get("text") or "")
        elif part.get("ct") != "application/smil":
            name = part.get("cl") or part.get("fn") or part.get("name") or ""
            files += [] if name in _UNKNOWN else [name]
    body = "\n".join(text for text in texts if text not in _UNKNOWN)
    return PhoneCall(
        senders[0],
        receivers,
        moment,
        is_text=True,
        body=body,
        attachments=files,
        notes=unsent,
    )
