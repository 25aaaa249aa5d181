"""A mail message → who wrote to whom and when, in which thread; beside its text.

The message is a document like any other; its headers say what no sentence does.
"""

from collections.abc import Iterator
from datetime import UTC
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

from extraction.importers.people.mails import MAX_TEXT, correspondent, email_id
from extraction.model import Leaf
from extraction.reading.detection import detect_format
from extraction.reading.mail import read_headers, unwrap_emlx
from extraction.reading.msg import convert_msg
from graph.errors import InvalidInput
from graph.model import Place, Record, Value

MAX_PEOPLE = 1_000
MAX_HEADER = 50_000
_PLACE = Place(page=1)
_ENDS = (
    ("from", "emitters"),
    ("sender", "emitters"),
    ("to", "recipients"),
    ("cc", "recipients"),
    ("bcc", "recipients"),
)
_TEXTS = (("from", "from"), ("to", "to"), ("cc", "cc"), ("bcc", "bcc"))


def read_correspondence(leaf: Leaf) -> list[Record]:
    """Return an Email and those it names, the same ids in whatever mailbox it lies.

    Empty where the leaf is no message, or its headers name nobody.
    """
    found = detect_format(leaf.data, leaf.name).name
    try:
        if found == "eml":
            data = leaf.data
        elif found == "emlx":
            data = unwrap_emlx(leaf.data)
        elif found == "msg":
            data = convert_msg(leaf.data)
        else:
            return []
        headers = read_headers(data)
    except InvalidInput:
        return []
    people = list(_people(headers))
    if not people:
        return []
    said = [*_values(headers), *(Value(prop, one.entity) for prop, one in people)]
    own = _message_id(headers.get("message-id", []))
    name = email_id(own or sha256(data).hexdigest())
    email = Record(name, "Email", tuple(dict.fromkeys(said)), _PLACE)
    return [email, *dict.fromkeys(one for _, one in people)]


def _people(headers: dict[str, list[str]]) -> Iterator[tuple[str, Record]]:
    """Yield (property, person) for each address with a mailbox."""
    for header, prop in _ENDS:
        for name, address in _addresses(headers.get(header, [])):
            record = correspondent(address, name, _PLACE)
            if record is not None:
                yield prop, record


def _addresses(texts: list[str]) -> list[tuple[str, str]]:
    try:
        return getaddresses([text[:MAX_HEADER] for text in texts[:10]])[:MAX_PEOPLE]
    except (RecursionError, ValueError, IndexError):  # comments in comments in …
        return []


def _values(headers: dict[str, list[str]]) -> Iterator[Value]:
    for header, prop in _TEXTS:
        if text := ", ".join(headers.get(header, [])):
            yield Value(prop, text[:MAX_TEXT])
    subject = next(iter(headers.get("subject", [])), "")[:MAX_TEXT]
    if subject:
        yield Value("subject", subject)
    if topic := next(iter(headers.get("thread-topic", [])), "")[:MAX_TEXT]:
        yield Value("threadTopic", topic)
    if day := _moment(next(iter(headers.get("date", [])), "")):
        yield Value("date", day)
    if own := _message_id(headers.get("message-id", [])):
        yield Value("messageId", own)
    references = headers.get("references", [])
    before = _message_id(headers.get("in-reply-to", [])) or _message_id(references, -1)
    if before:
        yield Value("inReplyTo", before)
        yield Value("inReplyToEmail", email_id(before))


def _message_id(texts: list[str], which: int = 0) -> str:
    words = [word.strip("<>") for text in texts for word in text.split()]
    ids = [word for word in words if word]
    return ids[which][:MAX_TEXT] if ids else ""


def _moment(text: str) -> str:
    """Return ISO 8601, in UTC where the header says the zone; empty for no date."""
    try:
        moment = parsedate_to_datetime(text[:80])
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%S").zfill(19)
