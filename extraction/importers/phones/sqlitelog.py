"""SQLite's write-ahead log: pages of a database that are not yet in its file."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from graph.errors import InvalidInput

MAX_LOG = 64 << 20
_MAGIC = 0x377F0682
_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">6I")
_SIZES = frozenset(1 << power for power in range(9, 17))
TOO_LARGE = f"its log is larger than {MAX_LOG >> 20} MB: checkpoint the database first"


class _Frame(NamedTuple):
    """A page's number, where it stands in the log, and the pages after a commit."""

    page: int
    at: int
    pages: int


def apply_log(file: BinaryIO, log: bytes) -> None:
    """Write into a database's file what its log has committed.

    A log of another database, a damaged one and what was never committed change
    nothing. Raises InvalidInput for one of more than MAX_LOG. Format:
    https://www.sqlite.org/fileformat2.html#the_write_ahead_log
    """
    if len(log) > MAX_LOG:
        raise InvalidInput(TOO_LARGE)
    size = _page_size(log)
    file.seek(16)
    if not size or int.from_bytes(file.read(2), "big") % 65535 != size % 65535:
        return
    pages: dict[int, int] = {}
    begun: dict[int, int] = {}
    count = 0
    for frame in _iter_frames(log, size):
        begun[frame.page] = frame.at
        if frame.pages:
            pages |= begun
            begun, count = {}, frame.pages
    for page, at in pages.items():
        if page <= count:
            file.seek((page - 1) * size)
            file.write(log[at : at + size])
    if count:
        file.truncate(count * size)
    file.flush()


def _page_size(log: bytes) -> int:
    """Return the size of a page, 0 for what is no log."""
    if len(log) < _HEADER.size:
        return 0
    magic, _, size, *_ = _HEADER.unpack_from(log)
    return size if magic | 1 == _MAGIC | 1 and size in _SIZES else 0


def _iter_frames(log: bytes, size: int) -> Iterator[_Frame]:
    """Yield the frames in order, up to the first that is not of this log."""
    magic, _, _, _, salt, pepper, first, second = _HEADER.unpack_from(log)
    words = struct.Struct(">II" if magic & 1 else "<II")
    sums = _add(words, log[: _HEADER.size - 8], (0, 0))
    if sums != (first, second):
        return
    at = _HEADER.size
    while at + _FRAME.size + size <= len(log):
        page, pages, own_salt, own_pepper, first, second = _FRAME.unpack_from(log, at)
        body = at + _FRAME.size
        sums = _add(words, log[at : at + 8], sums)
        sums = _add(words, log[body : body + size], sums)
        if (own_salt, own_pepper) != (salt, pepper) or sums != (first, second):
            return
        if not page:
            return
        yield _Frame(page, body, pages)
        at = body + size


def _add(words: struct.Struct, data: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    """Return SQLite's running checksum after more data of whole pairs of words."""
    one, two = sums
    for first, second in words.iter_unpack(data):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
