"""The file that an export leaves: whole or not at all, for its owner's eyes."""

import os
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
    files: list[IO[bytes]] = []
    try:
        for path in paths:
            files.append(_beside(path))
        yield files
        for file in files:
            file.flush()
            os.fsync(file.fileno())
            file.close()
        for path in paths:
            check_target(path, force)
        for file, path in zip(files, paths, strict=True):
            os.replace(file.name, path)
    finally:
        for file in files:
            file.close()
            Path(file.name).unlink(missing_ok=True)


@contextmanager
def scratch_beside(path: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Open two nameless files in the folder of `path`; gone with the process."""
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(tempfile.TemporaryFile(dir=path.parent))
            for _ in range(2)
        )
        yield one, other


def _beside(path: Path) -> IO[bytes]:
    return tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name[:64]}.", suffix=".part", delete=False
    )
