"""Which format bytes are of, by their content: the first step of reading.

The name decides only where content cannot: whether text with separators is a table.
"""

import io
import re
import tarfile

from extraction.reading import compound
from extraction.reading.dbf import is_dbf
from extraction.reading.encoding import looks_like_text
from extraction.reading.formats import (
    Format,
    find_by_magic,
    find_by_parts,
    find_by_streams,
    find_open_document,
)
from extraction.reading.textual import detect_text
from extraction.reading.zips import DAMAGE, open_zip_file
from graph.errors import InvalidInput

HEAD = 4096


EMPTY = Format("", "application/x-empty", "empty file")
UNKNOWN = Format("", "application/octet-stream", "binary data of no known format")

EPUB = Format("epub", "application/epub+zip")
COMPOUND = Format(
    "",
    "application/x-ole-storage",
    "Microsoft compound file of no known kind: not supported yet",
)
_PACKED = (
    (re.compile(rb"\x1f\x8b\x08"), Format("gzip", "application/gzip")),
    (
        re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"),
        Format("bzip2", "application/x-bzip2"),
    ),
    (re.compile(rb"\xfd7zXZ\x00"), Format("xz", "application/x-xz")),
)


def detect_format(data: bytes, name: str = "") -> Format:
    """Return the format of a whole file; one with `refusal` is read by nothing."""
    if not data:
        return EMPTY
    head = data[:HEAD]
    return (
        _detect_container(data, head)
        or _detect_binary(data, head)
        or (detect_text(data, name) if looks_like_text(head) else UNKNOWN)
    )


def detect_large(head: bytes) -> Format | None:
    """Return the format that a file too large to hold begins as, or None."""
    if head.startswith(b"PK\x03\x04"):
        return Format("zip", "application/zip")
    return _detect_packed(head) or _detect_tar(head) or find_by_magic(head)


def _detect_container(data: bytes, head: bytes) -> Format | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")):
        return _detect_zip(data)
    return _detect_packed(head) or _detect_tar(head)


def _detect_packed(head: bytes) -> Format | None:
    return next((form for magic, form in _PACKED if magic.match(head)), None)


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
        with open_zip_file(io.BytesIO(data)) as file:
            names = frozenset(file.namelist())
            found = find_by_parts(names)
            if found is not None and "[Content_Types].xml" in names:
                return found
            if "mimetype" in names:
                with file.open("mimetype") as stream:
                    media_type = stream.read(200).decode("ascii", "replace").strip()
                if media_type == EPUB.media_type:
                    return EPUB
                if "content.xml" in names:
                    return find_open_document(media_type)
    except (*DAMAGE, RuntimeError, InvalidInput):
        return archive
    return archive


def _detect_binary(data: bytes, head: bytes) -> Format | None:
    begins = head.lstrip().startswith(b"%PDF-")
    if begins or (b"%PDF-" in head[:1024] and not looks_like_text(head)):
        return Format("pdf", "application/pdf")
    if head.startswith(b"{\\rtf"):
        return Format("rtf", "application/rtf")
    if head.startswith(compound.MAGIC):
        return find_by_streams(compound.list_streams(data)) or COMPOUND
    if is_dbf(data):
        return Format("dbf", "application/x-dbf")
    return find_by_magic(head)
