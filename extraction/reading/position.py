"""How far the file in hand has been read, for whoever shows progress.

One file at a time is imported in a process; what reads from it says where it is.
"""

import io

from extraction.model import Content

_reached = 0


def begin() -> None:
    """Forget the file before."""
    global _reached
    _reached = 0


def reach(offset: int) -> None:
    """Say that the file has been read up to here; going back says nothing."""
    global _reached
    _reached = max(_reached, offset)


def reached() -> int:
    """Return how many bytes of the file have been read."""
    return _reached


class Told(io.RawIOBase):
    """A file's bytes to be read in pieces, each of which says how far it is."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._at = 0

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return at most `size` bytes, all that is left for -1."""
        end = len(self._content) if size < 0 else self._at + size
        data = bytes(self._content[self._at : end])
        self._at += len(data)
        reach(self._at)
        return data
