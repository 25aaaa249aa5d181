"""A file as a map, for what is too large to be held."""

from mmap import ACCESS_READ, MADV_DONTNEED, mmap
from typing import BinaryIO, Self, SupportsIndex, overload

_FAR = 32 << 20


class Mapped(mmap):
    """Bytes of a file, read as they are asked for; their pages are given back.

    The system counts each page of a map that was looked at as memory of the process,
    in the end as many as the file has. Here what lies behind is let go each time that
    reading has moved on by 32 MB; looked at again, it is read again.
    """

    _kept = 0

    def __new__(cls, file: BinaryIO) -> Self:
        """Map a whole file that is open. Raises ValueError for an empty one."""
        return super().__new__(cls, file.fileno(), 0, access=ACCESS_READ)

    @overload
    def __getitem__(self, key: SupportsIndex, /) -> int: ...
    @overload
    def __getitem__(self, key: slice, /) -> bytes: ...
    def __getitem__(self, key: SupportsIndex | slice, /) -> int | bytes:
        """Return a byte, or a copy of some."""
        if isinstance(key, slice):
            self._move(key.start or 0)
        return super().__getitem__(key)

    def read(self, n: int | None = None, /) -> bytes:
        """Return the next bytes, at most `n`."""
        self._move(self.tell())
        return super().read(n)

    def find(self, *given: bytes | int) -> int:  # type: ignore[override]
        """Return where bytes are found first, or -1; see bytes.find."""
        found = super().find(*given)  # type: ignore[arg-type]
        self._move(max(0, found))
        return found

    def _move(self, at: int) -> None:
        if abs(at - self._kept) >= _FAR:
            self._kept = at
            self.madvise(MADV_DONTNEED)
