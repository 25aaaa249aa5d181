"""Opening ZIP files, archives and office documents alike, without trusting them."""

import io
import struct
import zipfile
import zlib
from typing import BinaryIO

from graph.errors import InvalidInput

MAX_DIRECTORY = 64 << 20
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    struct.error,
    ValueError,
    OverflowError,
    RuntimeError,
)
"""What reading a broken ZIP may raise."""

_END, _LOCATOR = b"PK\x05\x06", b"PK\x06\x07"


def open_zip_file(file: BinaryIO) -> zipfile.ZipFile:
    """Return the open file; raise InvalidInput where it is damaged or too large."""
    size = _directory_size(file)
    if size > MAX_DIRECTORY:
        raise InvalidInput("ZIP archive with too many members")
    try:
        return zipfile.ZipFile(file)
    except DAMAGE as error:
        raise InvalidInput("damaged or truncated ZIP archive") from error


def _directory_size(file: BinaryIO) -> int:
    """Return the directory's size, which zipfile would load whole."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - (1 << 16) - 42))
    tail = file.read()
    found = tail.rfind(_END)
    if found < 0 or len(tail) - found < 22:
        raise InvalidInput("damaged or truncated ZIP archive")
    size = int(struct.unpack_from("<I", tail, found + 12)[0])
    wide = tail.rfind(_LOCATOR, 0, found)
    if wide >= 0 and found - wide == 20:
        file.seek(min(struct.unpack_from("<Q", tail, wide + 8)[0], end))
        record = file.read(56)
        if len(record) == 56:
            size = int(struct.unpack_from("<Q", record, 40)[0])
    file.seek(0)
    return size
