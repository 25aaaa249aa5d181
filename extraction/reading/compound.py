"""Microsoft compound files (OLE): their streams, by olefile, within limits."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import olefile

from graph.errors import InvalidInput

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = "damaged: its compound file cannot be read"


class Compound:
    """The streams of a compound file; raises InvalidInput where it is damaged.

    `names` are the paths of all streams and storages, steps split by `/`.
    """

    def __init__(self, data: bytes) -> None:
        with _explained():
            self._file = olefile.OleFileIO(io.BytesIO(data))
            names = self._file.listdir(streams=True, storages=True)
        self._size = len(data)
        self.names = ["/".join(name) for name in names]
        self._folded = {name.lower(): name for name in self.names}

    def find(self, path: str) -> bytes | None:
        """Return the bytes of a stream, None where there is none of this path."""
        name = self._folded.get(path.lower())
        if name is None:
            return None
        with _explained():
            if self._file.get_type(name) != olefile.STGTY_STREAM:
                return None
            if self._file.get_size(name) > self._size:
                raise InvalidInput(_DAMAGED)
            return bytes(self._file.openstream(name).read())

    def get(self, path: str) -> bytes:
        """Return the bytes of a stream that the format cannot be without."""
        data = self.find(path)
        if data is None:
            raise InvalidInput("damaged: a part of it is missing")
        return data


def list_streams(data: bytes) -> frozenset[str]:
    """Return the names at the root of a compound file, none where it is damaged."""
    try:
        return frozenset(name for name in Compound(data).names if "/" not in name)
    except InvalidInput:
        return frozenset()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except InvalidInput:
        raise
    except MemoryError:
        raise
    except Exception as error:  # the library trusts sizes and indices in the file
        raise InvalidInput(_DAMAGED) from error
