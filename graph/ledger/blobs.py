"""Files by SHA-256 in a folder of the store, written once, readable by us alone."""

import hashlib
import io
import os
import tempfile
from pathlib import Path
from typing import Protocol

from graph.errors import InvalidInput, NotFound, Unavailable
from graph.fullness import FULL, is_full
from graph.mapped import Mapped

_PIECE = 1 << 20


class Readable(Protocol):
    """Anything that gives up to `size` bytes, and none at its end."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes."""
        ...


class Blobs:
    """Content-addressed files: `ab/cd/abcd…`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def put(self, data: bytes) -> str:
        """Keep bytes durably and return their SHA-256; keeping them twice is once.

        Raises Unavailable where they cannot be written; nothing is left then.
        """
        name = hashlib.sha256(data).hexdigest()
        if not self.path(name).exists():
            self._keep(name, io.BytesIO(data))
        return name

    def put_large(self, data: Mapped) -> str:
        """Keep a mapped file without holding it; see put."""
        digest = hashlib.sha256()
        for at in range(0, len(data), _PIECE):
            digest.update(data[at : at + _PIECE])
        name = digest.hexdigest()
        if not self.path(name).exists():
            self._keep(name, data)
        return name

    def take(self, source: Path, sha256: str) -> None:
        """Keep a copy of a file whose SHA-256 has been checked; see put."""
        if not self.path(sha256).exists():
            with source.open("rb") as file:
                self._keep(sha256, file)

    def _keep(self, name: str, source: Readable) -> None:
        try:
            _write(self.path(name), source)
        except OSError as error:
            cannot = "a file cannot be kept: the folder cannot be written"
            raise Unavailable(FULL if is_full(error) else cannot) from error

    def get(self, sha256: str) -> bytes:
        """Return the bytes. Raises NotFound."""
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("no such file") from error

    def map(self, sha256: str) -> Mapped:
        """Return a file that is not empty as a map, to be read without holding it.

        Raises NotFound.
        """
        try:
            with self.path(sha256).open("rb") as file:
                return Mapped(file)
        except FileNotFoundError as error:
            raise NotFound("no such file") from error

    def path(self, sha256: str) -> Path:
        """Return where a file of that SHA-256 is, or would be. Raises InvalidInput."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise InvalidInput("a file is named by its SHA-256")
        return self._folder / sha256[:2] / sha256[2:4] / sha256


def _write(path: Path, source: Readable) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, made = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            while piece := source.read(_PIECE):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(made, path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
