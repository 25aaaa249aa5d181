"""Which format bytes are of, by their content: the first step of reading.

The name decides only where content cannot: whether text with separators is a table.
"""

import io
import re
import struct
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extraction.reading.encoding import decode_text, looks_like_text
from extraction.reading.tables import is_delimited

HEAD = 4096
ENCRYPTED = "encrypted, needs a password"


@dataclass(frozen=True, slots=True)
class Format:
    """A recognised format: `name` keys the readers, empty where none takes it."""

    name: str
    media_type: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Signature:
    at: int
    magic: bytes
    format: Format
    text: bool

    def fits(self, head: bytes) -> bool:
        return head.startswith(self.magic, self.at) and (
            self.text or not looks_like_text(head)
        )


TEXT = Format("text", "text/plain")
EMPTY = Format("", "application/x-empty", "empty file")
UNKNOWN = Format("", "application/octet-stream", "binary data of no known format")

_PARTS = {
    "word/document.xml": Format(
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "ppt/presentation.xml": Format(
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "xl/workbook.xml": Format(
        "",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "table (XLSX): needs a mapping",
    ),
    "xl/workbook.bin": Format(
        "",
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "Excel workbook (.xlsb): not supported yet",
    ),
}
_OPEN_DOCUMENT = {
    "text": "odt",
    "text-template": "odt",
    "text-master": "odt",
    "presentation": "odt",
}
_STREAMS = (
    (
        "EncryptedPackage",
        Format("", "application/x-ole-storage", ENCRYPTED),
    ),
    (
        "__substg1.0_",
        Format(
            "",
            "application/vnd.ms-outlook",
            "Outlook message (.msg): not supported yet",
        ),
    ),
    (
        "WordDocument",
        Format("", "application/msword", "Word 97 document (.doc): not supported yet"),
    ),
    (
        "PowerPoint Document",
        Format(
            "",
            "application/vnd.ms-powerpoint",
            "PowerPoint 97 slides (.ppt): not supported yet",
        ),
    ),
    (
        "Workbook",
        Format(
            "",
            "application/vnd.ms-excel",
            "Excel 97 workbook (.xls): not supported yet",
        ),
    ),
    (
        "Book",
        Format(
            "",
            "application/vnd.ms-excel",
            "Excel 95 workbook (.xls): not supported yet",
        ),
    ),
)
_PACKED = (
    (b"\x1f\x8b\x08", Format("gzip", "application/gzip")),
    (b"BZh", Format("bzip2", "application/x-bzip2")),
    (b"\xfd7zXZ\x00", Format("xz", "application/x-xz")),
)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]?[^\r\n]{0,2000}")
_TECHNICAL = frozenset(
    b"message-id mime-version received return-path content-type delivered-to "
    b"content-transfer-encoding x-mailer references in-reply-to".split()
)
_PLAIN = frozenset(b"from to subject date cc bcc reply-to sender".split())
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,4000}?-->\s*){0,5}"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|table|div|style|p|span|h[1-6])"
    rb"[\s>/]",
    re.IGNORECASE | re.DOTALL,
)


def detect_format(data: bytes, name: str = "") -> Format:
    """Return the format of a whole file; one with `refusal` is read by nothing."""
    if not data:
        return EMPTY
    head = data[:HEAD]
    return (
        _detect_container(data, head)
        or _detect_binary(data, head)
        or _detect_text(data, name)
        or UNKNOWN
    )


def detect_container(head: bytes) -> Format | None:
    """Return the archive format that a file too large to hold begins as, or None."""
    if head.startswith(b"PK\x03\x04"):
        return Format("zip", "application/zip")
    return _detect_packed(head) or _detect_tar(head)


def _detect_container(data: bytes, head: bytes) -> Format | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")):
        return _detect_zip(data)
    return _detect_packed(head) or _detect_tar(head)


def _detect_packed(head: bytes) -> Format | None:
    return next((form for magic, form in _PACKED if head.startswith(magic)), None)


def _detect_tar(head: bytes) -> Format | None:
    return Format("tar", "application/x-tar") if is_tar(head) else None


def is_tar(head: bytes) -> bool:
    """Whether the first block is a tar header with a right checksum."""
    block = head[: tarfile.BLOCKSIZE]
    if len(block) < tarfile.BLOCKSIZE or block[0] == 0:
        return False
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True


def _detect_zip(data: bytes) -> Format:
    """Tell an office document from an archive by the parts in it."""
    archive = Format("zip", "application/zip")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = set(file.namelist())
            found = next((f for part, f in _PARTS.items() if part in names), None)
            if found is not None and "[Content_Types].xml" in names:
                return found
            if "mimetype" in names and "content.xml" in names:
                return _detect_open_document(file)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        struct.error,
        zlib.error,
    ):
        return archive
    return archive


def _detect_open_document(file: zipfile.ZipFile) -> Format:
    with file.open("mimetype") as stream:
        media_type = stream.read(200).decode("ascii", "replace").strip()
    kind = media_type.removeprefix("application/vnd.oasis.opendocument.")
    if kind in _OPEN_DOCUMENT:
        return Format(_OPEN_DOCUMENT[kind], media_type)
    if kind == "spreadsheet":
        return Format("", media_type, "table (ODS): needs a mapping")
    return Format("", media_type, "OpenDocument file: not supported yet")


def _detect_binary(data: bytes, head: bytes) -> Format | None:
    if b"%PDF-" in head[:1024]:
        return Format("pdf", "application/pdf")
    if head.startswith(b"{\\rtf"):
        return Format("rtf", "application/rtf")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _detect_compound(data)
    for signature in _load_signatures():
        if signature.fits(head):
            return signature.format
    return _detect_dbase(data)


def _detect_compound(data: bytes) -> Format:
    for stream, found in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return found
    return Format(
        "",
        "application/x-ole-storage",
        "Microsoft compound file of no known kind: not supported yet",
    )


def _detect_dbase(data: bytes) -> Format | None:
    if len(data) < 68 or data[0] not in (0x03, 0x30, 0x83, 0x8B, 0xF5):
        return None
    records, header, width = struct.unpack_from("<IHH", data, 4)
    month, day = data[2], data[3]
    ends = header + records * width
    if not (1 <= month <= 12 and 1 <= day <= 31 and 0 <= len(data) - ends <= 2):
        return None
    return Format("", "application/x-dbf", "table (dBase): not supported yet")


@cache
def _load_signatures() -> tuple[_Signature, ...]:
    path = Path(__file__).with_name("signatures.yaml")
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return tuple(_read_signature(row) for row in rows)


def _read_signature(row: dict[str, Any]) -> _Signature:
    magic = row["bytes"].encode("latin-1").decode("unicode_escape").encode("latin-1")
    kind = row["kind"]
    refusal = ENCRYPTED if row.get("encrypted") else f"{kind}: not supported yet"
    found = Format("", row["type"], refusal)
    return _Signature(row["at"], magic, found, row.get("text", False))


def _detect_text(data: bytes, name: str) -> Format | None:
    if not looks_like_text(data[:HEAD]):
        return None
    sample = decode_text(data[: 64 * HEAD]).encode("utf-8").lstrip()
    if _HTML.match(sample):
        return Format("html", "text/html")
    return _detect_mail(sample, name) or _detect_markup(sample, name) or TEXT


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


def _detect_markup(sample: bytes, name: str) -> Format | None:
    if sample.startswith(b"<?xml") or sample.startswith(b"<svg"):
        svg = b"<svg" in sample[:HEAD]
        return Format("text", "image/svg+xml" if svg else "application/xml")
    if sample.startswith((b"BEGIN:VCARD", b"begin:vcard")):
        return Format("text", "text/vcard")
    if sample.startswith(b"BEGIN:VCALENDAR"):
        return Format("text", "text/calendar")
    if sample[:1] in (b"{", b"[") and name.lower().endswith((".json", ".jsonl")):
        return Format("text", "application/json")
    if is_delimited(sample.decode("utf-8", "replace"), name):
        return Format("", "text/csv", "table (CSV): needs a mapping")
    return None
