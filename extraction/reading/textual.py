"""Which format text is of: a message, a web page, a card, a table, or plain."""

import re

from extraction.reading.encoding import decode_text
from extraction.reading.formats import Format
from extraction.reading.tables import is_delimited

SAMPLE = 1 << 18
_TEXT = Format("text", "text/plain")
_TABLE = Format("", "text/csv", "table (CSV): needs a mapping")
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?[^\r\n]{0,2000}")
_TECHNICAL = frozenset(
    b"message-id mime-version received return-path content-type delivered-to "
    b"content-transfer-encoding x-mailer references in-reply-to".split()
)
_PLAIN = frozenset(b"from to subject date cc bcc reply-to sender".split())
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|table|div|style|p|span|h[1-6])"
    rb"[\s>/]",
    re.IGNORECASE,
)
_BEGINNINGS = (
    (b"<?xml", "application/xml"),
    (b"<svg", "image/svg+xml"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
)


def detect_text(data: bytes, name: str) -> Format:
    """Return the format of a file that is text; plain text where it is no other."""
    sample = decode_text(data[:SAMPLE]).encode("utf-8").lstrip()
    return (
        _detect_page(sample)
        or _detect_mail(sample, name)
        or _detect_beginning(sample, name)
        or (_TABLE if is_delimited(sample.decode("utf-8", "replace"), name) else _TEXT)
    )


def _detect_page(sample: bytes) -> Format | None:
    rest = sample
    while rest.startswith((b"<!--", b"<?")):
        end = b"-->" if rest.startswith(b"<!--") else b">"
        rest = rest.partition(end)[2].lstrip()
    return Format("html", "text/html") if _HTML.match(rest) else None


def _detect_beginning(sample: bytes, name: str) -> Format | None:
    if sample[:1] in (b"{", b"[") and name.lower().endswith((".json", ".jsonl")):
        return Format("text", "application/json")
    for beginning, media_type in _BEGINNINGS:
        if sample[:20].lower().startswith(beginning.lower()):
            drawing = beginning == b"<?xml" and b"<svg" in sample[:4096]
            return Format("text", "image/svg+xml" if drawing else media_type)
    return None


def _detect_mail(sample: bytes, name: str) -> Format | None:
    if sample.startswith(b"From ") and is_message(sample.partition(b"\n")[2], name):
        return Format("mbox", "application/mbox")
    first, _, rest = sample.partition(b"\n")
    if first.strip().isdigit() and is_message(rest, name):
        return Format("emlx", "message/rfc822")
    if is_message(sample, name):
        return Format("eml", "message/rfc822")
    return None


def is_message(sample: bytes, name: str = "") -> bool:
    """Whether text begins as an RFC 5322 message does: headers, then a blank line.

    Two headers that only software writes are asked for, or ordinary ones (From, To,
    Subject…) with one of those, or a name that ends in .eml.
    """
    seen: set[bytes] = set()
    for line in sample.splitlines()[:400]:
        if match := _HEADER.match(line):
            seen.add(match[1].lower())
        elif not line.strip():
            break
        elif not (seen and line[:1] in (b" ", b"\t")):
            return False
    technical, plain = len(seen & _TECHNICAL), len(seen & _PLAIN)
    named = name.lower().endswith((".eml", ".emlx", ".mht"))
    return technical >= 2 or (technical + named >= 1 and plain >= 1)
