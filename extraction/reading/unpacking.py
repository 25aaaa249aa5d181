"""7-Zip, RAR and CAB archives, and rarer compressions, by libarchive.

The library is C: it is to run where the kernel stops it, as all reading does.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from functools import cache
from itertools import chain
from types import ModuleType
from typing import Any, BinaryIO, cast

from extraction.reading.formats import ENCRYPTED
from extraction.reading.limits import CHUNK, Budget, Meter
from extraction.reading.members import BrokenMember, Member, too_many
from graph.errors import InvalidInput

ARCHIVES = {"7z": "7zip", "rar": "rar", "rar5": "rar5", "cab": "cab"}
"""What libarchive calls the archives it opens here."""
FILTERS = {"zstd": "zstd", "lz4": "lz4", "lzip": "lzip", "compress": "compress"}
"""What it calls the compressions of single files and tars."""
NEEDS = "needs libarchive (Debian: libarchive13), which is not installed here"
_BLOCK = 1 << 16
_DAMAGED = "damaged, truncated or one part of several: cannot be unpacked"


@cache
def load_libarchive() -> ModuleType:
    """Return the binding; raise InvalidInput where the library is not installed."""
    if not find_library("archive"):
        raise InvalidInput(NEEDS)
    try:
        import libarchive
    except (OSError, AttributeError) as error:
        raise InvalidInput(NEEDS) from error
    return cast(ModuleType, libarchive)


def find_version() -> str | None:
    """Return the library's version, None where it is not installed."""
    try:
        number = int(load_libarchive().ffi.version_number())
    except InvalidInput:
        return None
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"


def open_archive(
    file: BinaryIO, budget: Budget, kind: str
) -> Iterator[Member | BrokenMember]:
    """Return the members in order; raise InvalidInput where the first cannot be found.

    Links are reported, not followed; a solid archive is unpacked as a stream.
    """
    members = _iter_members(file, budget, kind)
    first = next(members, None)
    return chain([first], members) if first is not None else members


def open_filtered(file: BinaryIO, packing: str) -> BinaryIO:
    """Return a compressed file as the stream that it unpacks to.

    Reading raises InvalidInput where it is damaged.
    """
    blocks = _iter_blocks(file, FILTERS[packing])
    return cast(BinaryIO, io.BufferedReader(_Stream(blocks), CHUNK))


def _iter_members(
    file: BinaryIO, budget: Budget, kind: str
) -> Iterator[Member | BrokenMember]:
    packed = file.seek(0, io.SEEK_END)
    meter = Meter(packed, budget)
    found = locked = False
    try:
        with _reading(file, ARCHIVES[kind], None) as entries:
            for entry in entries:
                found = True
                if entry.isdir:
                    continue
                if not budget.count_member():
                    yield too_many(budget)
                    return
                member = _take(entry, meter, budget, packed)
                broken = isinstance(member, BrokenMember)
                if broken and locked:  # the library gives up at the first of them
                    member = BrokenMember(member.name, ENCRYPTED)
                locked = broken and member[1] == ENCRYPTED
                yield member
    except InvalidInput as error:
        if not found:
            raise
        yield BrokenMember("(rest)", str(error))


def _take(
    entry: Any, meter: Meter, budget: Budget, packed: int
) -> Member | BrokenMember:
    name = str(entry.pathname or "")
    if not entry.isfile or entry.islnk:
        return BrokenMember(name, "a link or device: not followed")
    try:
        with _explained():
            blocks = _count(entry.get_blocks(_BLOCK), meter)
            return Member(name, budget.read(_Stream(blocks), packed))
    except InvalidInput as error:
        return BrokenMember(name, str(error))


def _count(blocks: Iterator[bytes], meter: Meter) -> Iterator[bytes]:
    for block in blocks:
        meter.count(len(block))
        yield block


class _Stream(io.RawIOBase):
    """Blocks of bytes as a stream."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self._blocks = blocks
        self._left = memoryview(b"")

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; return how many bytes were put in, 0 at the end."""
        if not self._left:
            self._left = memoryview(next(self._blocks, b""))
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True


def _iter_blocks(file: BinaryIO, packing: str) -> Iterator[bytes]:
    with _reading(file, "raw", packing) as entries:
        for entry in entries:
            yield from entry.get_blocks(_BLOCK)


@contextmanager
def _reading(file: BinaryIO, kind: str, packing: str | None) -> Iterator[Any]:
    library = load_libarchive()
    file.seek(0)
    with (
        _explained(),
        library.stream_reader(file, kind, packing or "none", _BLOCK) as entries,
    ):
        yield entries


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what the library says into a reason."""
    library = load_libarchive()
    try:
        yield
    except library.ArchiveError as error:
        text = str(error).lower()
        locked = "encrypt" in text or "crypto" in text or "passphrase" in text
        raise InvalidInput(ENCRYPTED if locked else _DAMAGED) from error
