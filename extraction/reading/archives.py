"""ZIP, tar and single compressed files to their members, one at a time, in limits."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO, BinaryIO, cast

from extraction.reading.detection import is_tar
from extraction.reading.formats import ENCRYPTED
from extraction.reading.limits import Budget, Meter, Readable
from extraction.reading.members import BrokenMember, Member, too_many
from extraction.reading.ufdr import choose_members
from extraction.reading.unpacking import FILTERS, open_filtered
from extraction.reading.zips import DAMAGE, open_zip_file
from graph.errors import InvalidInput

MAX_TAR_HEADER = 1 << 20
_SUFFIXES = (".gz", ".bz2", ".xz", ".z", ".zst", ".lz", ".lz4")
_UTF8_NAMES = 0x800
_ENCRYPTED_MEMBER = 0x1
_DAMAGE = (*DAMAGE, tarfile.TarError, lzma.LZMAError)
_CUT = "damaged or truncated: the rest cannot be read"
_DAMAGED = "damaged: cannot be unpacked"
_LEFT = "UFDR: {} media and application files are not read; unpack those you need"
_SHARED = "damaged: shares its place in the archive with another member"


def open_zip(file: BinaryIO, budget: Budget) -> Iterator[Member | BrokenMember]:
    """Return the members of a ZIP in its order; raise InvalidInput where it is none.

    Folders are left out; an encrypted, damaged or oversized member is reported.
    """
    return _iter_zip(open_zip_file(file), budget)


def _iter_zip(
    archive: zipfile.ZipFile, budget: Budget
) -> Iterator[Member | BrokenMember]:
    starts: set[int] = set()
    with archive:
        infos, left = choose_members(archive, archive.infolist())
        for info in infos:
            if info.is_dir():
                continue
            name = _decode_name(info)
            if not budget.count_member():
                yield too_many(budget)
                return
            if info.header_offset in starts:
                yield BrokenMember(name, _SHARED)
                continue
            starts.add(info.header_offset)
            try:
                yield Member(name, _unzip(archive, info, budget))
            except InvalidInput as error:
                yield BrokenMember(name, str(error))
        if left:
            yield BrokenMember("(files)", _LEFT.format(left))


def _unzip(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    if info.flag_bits & _ENCRYPTED_MEMBER:
        raise InvalidInput(ENCRYPTED)
    try:
        with archive.open(info) as stream:
            return budget.read(stream, info.compress_size)
    except NotImplementedError as error:
        raise InvalidInput("packed by a method that is not supported") from error
    except (*_DAMAGE, RuntimeError) as error:
        raise InvalidInput(_DAMAGED) from error


def _decode_name(info: zipfile.ZipInfo) -> str:
    """Return the name as the archiver meant it: UTF-8, or the region's DOS page."""
    if info.flag_bits & _UTF8_NAMES:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp852", "replace")


def open_tar(file: BinaryIO, budget: Budget) -> Iterator[Member | BrokenMember]:
    """Return the members of a tar in its order, read as a stream."""
    return _iter_tar(file, budget)


def _iter_tar(file: Readable, budget: Budget) -> Iterator[Member | BrokenMember]:
    trail = _Trail(file)
    stream = cast(IO[bytes], trail)
    try:
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_BoundedInfo) as archive:
            for info in archive:
                if info.isdir():
                    continue
                if not budget.count_member():
                    yield too_many(budget)
                    return
                yield _untar(archive, info, budget)
                archive.members = []  # type: ignore[attr-defined]
            if not trail.is_blank(archive.offset):
                yield BrokenMember("(rest)", _CUT)
    except _DAMAGE:
        yield BrokenMember("(rest)", _CUT)
    except InvalidInput as error:
        yield BrokenMember("(rest)", str(error))


class _Trail:
    """Remembers what was read last: tarfile ends without a word at a cut header."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._recent = b""
        self._position = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes of the stream, and remember the last of them."""
        data = self._stream.read(size)
        self._position += len(data)
        self._recent = (self._recent + data)[-4 * tarfile.RECORDSIZE :]
        return data

    def is_blank(self, offset: int) -> bool:
        """Whether the block at this offset is the blank one that ends a tar."""
        start = offset - (self._position - len(self._recent))
        return self._recent[max(0, start) :][: tarfile.BLOCKSIZE] == tarfile.NUL * 512


def _untar(
    archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget
) -> Member | BrokenMember:
    if not info.isreg():
        return BrokenMember(info.name, "a link or device: not followed")
    try:
        stream = archive.extractfile(info)
        if stream is None:
            return BrokenMember(info.name, _DAMAGED)
        return Member(info.name, budget.read(stream))
    except InvalidInput as error:
        return BrokenMember(info.name, str(error))


class _BoundedInfo(tarfile.TarInfo):
    """A header whose extensions (long names, pax records) stay within memory."""

    @classmethod
    def frombuf(
        cls, buf: bytes | bytearray, encoding: str, errors: str
    ) -> "_BoundedInfo":
        """Return the header. Raises ReadError where its extension is too large."""
        info = super().frombuf(buf, encoding, errors)
        if info.type in b"LKgxX" and info.size > MAX_TAR_HEADER:
            raise tarfile.ReadError("header too large")
        return info


class _Metered(io.RawIOBase):
    """A decompressed stream that stops where the limits are passed."""

    def __init__(self, stream: Readable, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes. Raises InvalidInput where they pass the limits."""
        data = self._stream.read(size)
        self._meter.count(len(data))
        return data

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True


def open_packed(
    file: BinaryIO, budget: Budget, method: str, name: str
) -> Iterator[Member | BrokenMember]:
    """Return the one file in a compressed stream, or a packed tar's members."""
    packed = file.seek(0, io.SEEK_END)
    try:
        head = _decompress(file, method).read(tarfile.BLOCKSIZE)
    except _DAMAGE as error:
        raise InvalidInput("damaged or truncated archive") from error
    stream = _Metered(_decompress(file, method), Meter(packed, budget))
    if is_tar(head):
        return _iter_tar(stream, budget)
    return _iter_single(stream, budget, packed, name)


def _decompress(file: BinaryIO, method: str) -> Readable:
    file.seek(0)
    if method in FILTERS:
        return open_filtered(file, method)
    if method == "gzip":
        return gzip.GzipFile(fileobj=file)
    if method == "bzip2":
        return bz2.BZ2File(file)
    return lzma.LZMAFile(file)


def _iter_single(
    stream: Readable, budget: Budget, packed: int, name: str
) -> Iterator[Member | BrokenMember]:
    inner = PurePath(name)
    known = inner.suffix.lower() in _SUFFIXES
    member = inner.stem if known else "content"
    if not budget.count_member():
        yield too_many(budget)
        return
    try:
        yield Member(member, budget.read(stream, packed))
    except InvalidInput as error:
        yield BrokenMember(member, str(error))
    except _DAMAGE:
        yield BrokenMember(member, _DAMAGED)
