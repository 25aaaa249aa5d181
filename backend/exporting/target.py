"""The file that an export leaves: whole or not at all, for its owner's eyes."""

import os
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from graph.errors import Conflict, InvalidInput


def check_target(path: Path, force: bool) -> None:
    """Raise Conflict where the file is there, InvalidInput where it cannot be."""
    if not path.parent.is_dir():
        raise InvalidInput("the folder of the output file is not there")
    if path.exists() and not path.is_file():
        raise InvalidInput("the output is there and is no ordinary file")
    if not force and (path.exists() or path.is_symlink()):
        raise Conflict("the output file is there already; --force replaces it")


@contextmanager
def replacing(paths: Sequence[Path], force: bool) -> Iterator[list[IO[bytes]]]:
    """Open a file beside each path; at the end they take the paths, on disk.

    Mode 0600. What goes wrong leaves the paths as they were and nothing beside them.
    """
    for path in paths:
        check_target(path, force)
    places = [_beside(path) for path in paths]
    files: list[IO[bytes]] = []
    try:
        for place in places:
            files.append(open(place, "xb", opener=_open_private))
        yield files
        for file in files:
            file.flush()
            os.fsync(file.fileno())
            file.close()
        for path in paths:
            check_target(path, force)
        for place, path in zip(places, paths, strict=True):
            os.replace(place, path)
    finally:
        for file in files:
            file.close()
        for place in places:
            place.unlink(missing_ok=True)


@contextmanager
def scratch_beside(path: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Open two nameless files in the folder of `path`; gone with the process."""
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(tempfile.TemporaryFile(dir=path.parent))
            for _ in range(2)
        )
        yield one, other


def _beside(path: Path) -> Path:
    """Return a new name, known before the file is there: it is removed in any case."""
    return path.with_name(f".{path.name[:32]}.{secrets.token_hex(8)}.part")


def _open_private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
