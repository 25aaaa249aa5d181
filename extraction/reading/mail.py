"""Messages (EML, EMLX, mbox): readable headers and body; attachments as members."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import collapse_rfc2231_value
from mimetypes import guess_extension

from extraction.reading.encoding import decode_text
from extraction.reading.html import extract_text
from extraction.reading.members import BrokenMember, Member
from graph.errors import InvalidInput

HEADERS = ("From", "To", "Cc", "Bcc", "Subject", "Date")
MAX_PARTS = 10_000
_LINE = re.compile(r"[\r\n]+")
_SEPARATOR = re.compile(rb"(?m)^From [^\r\n]{1,400}\r?\n")
_ENCODED = re.compile(r"=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]*\?=")


def read_eml(data: bytes) -> list[str]:
    """Return one page: a line for each header that people read, then the body."""
    message = _parse(data)
    headers = [
        f"{name}: {text}"
        for name in HEADERS
        for key, value in message.raw_items()
        if key.lower() == name.lower() and (text := decode_field(str(value)))
    ]
    bodies = [text for part in _body_parts(message) if (text := _render(part).strip())]
    return ["\n\n".join(["\n".join(headers), *bodies]).strip("\n")]


def read_emlx(data: bytes) -> list[str]:
    """Return one page of an Apple Mail file: a byte count, then the message."""
    return read_eml(unwrap_emlx(data))


def unwrap_emlx(data: bytes) -> bytes:
    """Return the message inside; what the count leaves over is Apple's own.

    Raises InvalidInput where no count stands before it.
    """
    count, _, rest = data.lstrip().partition(b"\n")
    digits = count.strip()[:12]
    if not digits.isdigit():
        raise InvalidInput("damaged: no readable message")
    return rest[: int(digits)]


def read_headers(data: bytes) -> dict[str, list[str]]:
    """Return the headers as people read them, by name in lower case, in order.

    Raises InvalidInput where no message can be read.
    """
    found: dict[str, list[str]] = {}
    for name, value in _parse(data).raw_items():
        if text := decode_field(str(value)):
            found.setdefault(name.lower(), []).append(text)
    return found


def iter_attachments(data: bytes) -> Iterator[Member | BrokenMember]:
    """Stream attachments in order, each under its own name or `part-N` and a suffix.

    Forwarded messages come whole, as `.eml`; pictures inside the text come too.
    """
    try:
        yield from _find_attachments(_parse(data))
    except InvalidInput as error:
        yield BrokenMember("(attachments)", str(error))
    except ValueError:  # the library trusts some parameters of headers
        yield BrokenMember("(attachments)", "damaged: cannot be read")


def _find_attachments(message: "Message[str, str]") -> Iterator[Member]:
    for number, part in enumerate(list(_walk(message)), start=1):
        if _is_attachment(part):
            yield _unpack(part, number)


def _unpack(part: "Message[str, str]", number: int) -> Member:
    try:
        return Member(_name_of(part, number), _content_of(part))
    except Exception as error:
        raise InvalidInput("damaged attachment") from error


def iter_messages(data: bytes) -> Iterator[Member | BrokenMember]:
    """Stream the messages of an mbox, named by their number (`0001.eml`)."""
    starts = [
        match
        for match in _SEPARATOR.finditer(data)
        if match.start() == 0 or data[: match.start()].endswith((b"\n\n", b"\r\n\r\n"))
    ]
    ends = [match.start() for match in starts[1:]] + [len(data)]
    for number, (match, end) in enumerate(zip(starts, ends, strict=True), start=1):
        yield Member(f"{number:04}.eml", data[match.end() : end])


def decode_field(raw: str) -> str:
    """Return a header as people read it, on one line, whatever its encoding."""
    if _ENCODED.search(raw):
        raw = _decode_words(raw)
    lines = (line.strip() for line in _LINE.split(_repair(raw)))
    return " ".join(filter(None, lines))


def _decode_words(raw: str) -> str:
    try:
        chunks = decode_header(raw)
    except (HeaderParseError, ValueError):
        return raw
    return "".join(
        chunk if isinstance(chunk, str) else decode_text(chunk, charset)
        for chunk, charset in chunks
    )


def _repair(text: str) -> str:
    """Decode bytes that stood raw in a header, which the parser kept as surrogates."""
    if text.isascii() or not any(0xDC80 <= ord(c) <= 0xDCFF for c in text):
        return text.encode("utf-8", "replace").decode("utf-8")
    return decode_text(text.encode("utf-8", "surrogateescape"))


def _parse(data: bytes) -> "Message[str, str]":
    try:
        return message_from_bytes(data.lstrip(b"\r\n"), policy=policy.compat32)
    except Exception as error:  # the parser recurses, and trusts some headers
        raise InvalidInput("damaged: no readable message") from error


def _walk(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """Yield leaf parts in order, without recursion; forwarded messages stay whole."""
    stack: list[Message[str, str]] = [message]
    seen = 0
    while stack:
        part = stack.pop()
        seen += 1
        if seen > MAX_PARTS:
            raise InvalidInput(f"message with more than {MAX_PARTS} parts")
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_maintype() == "multipart":
            inner = [p for p in payload if isinstance(p, Message)]
            stack.extend(reversed(inner))
        else:
            yield part


def _body_parts(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """Yield the text parts; of alternatives the first plain one that says something."""
    stack: list[Message[str, str]] = [message]
    while stack:
        part = stack.pop()
        payload = part.get_payload()
        if isinstance(payload, list) and part.get_content_maintype() == "multipart":
            inner = [p for p in payload if isinstance(p, Message)]
            if part.get_content_subtype() == "alternative":
                inner = _choose(inner)
            stack.extend(reversed(inner))
        elif not _is_attachment(part):
            yield part


def _choose(parts: list["Message[str, str]"]) -> list["Message[str, str]"]:
    plain = [
        part
        for part in parts
        if part.get_content_type() == "text/plain" and _render(part).strip()
    ]
    others = [p for p in parts if p.get_content_maintype() != "text"]
    rest = [p for p in parts if p.get_content_type() == "text/html"]
    if plain:
        return plain[:1] + [p for p in others if not _has_text(p)]
    return rest[:1] + others if rest else parts


def _has_text(part: "Message[str, str]") -> bool:
    return any(p.get_content_maintype() == "text" for p in _walk(part))


def _is_attachment(part: "Message[str, str]") -> bool:
    if part.get_content_type() not in ("text/plain", "text/html"):
        return True
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return disposition.startswith("attachment") or bool(_filename(part))


def _render(part: "Message[str, str]") -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_param("charset")
    declared = collapse_rfc2231_value(charset) if charset else None
    text = decode_text(payload, declared).replace("\r\n", "\n")
    return extract_text(text) if part.get_content_type() == "text/html" else text


def _filename(part: "Message[str, str]") -> str:
    for header, key in (("content-disposition", "filename"), ("content-type", "name")):
        value = part.get_param(key, None, header)
        if value:
            return decode_field(collapse_rfc2231_value(value))
    return ""


def _name_of(part: "Message[str, str]", number: int) -> str:
    if name := _filename(part):
        return name
    kind = part.get_content_type()
    suffix = ".eml" if kind == "message/rfc822" else guess_extension(kind) or ".bin"
    return f"part-{number}{suffix}"


def _content_of(part: "Message[str, str]") -> bytes:
    payload = part.get_payload()
    if isinstance(payload, list):
        return b"\n".join(p.as_bytes() for p in payload if isinstance(p, Message))
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""
