"""Uploaded files on disk, kept durably from the answer to the end of their job."""

import os
import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from graph.errors import InvalidInput, Unavailable
from graph.fullness import FULL, is_full

CHUNK = 1024 * 1024
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\]")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it was sent."""

    name: str
    file: BinaryIO


def keep_uploads(home: Path, number: str, uploads: Iterable[Upload]) -> Path:
    """Write files into the job's folder, each in one of its own; return the folder.

    They are on the disk when this returns. Raises InvalidInput for none, Unavailable
    where they cannot be written; nothing of them is left then.
    """
    try:
        return _keep(home / "uploads" / number, uploads)
    except OSError as error:
        forget_uploads(home, number)
        cannot = "the files cannot be kept: the folder cannot be written"
        raise Unavailable(FULL if is_full(error) else cannot) from error


def _keep(folder: Path, uploads: Iterable[Upload]) -> Path:
    folder.mkdir(parents=True, mode=0o700)
    count = 0
    for count, upload in enumerate(uploads, 1):
        place = folder / f"{count:04d}"
        place.mkdir(mode=0o700)
        _write(place / safe_name(upload.name), upload.file)
        _sync_folder(place)
    if not count:
        shutil.rmtree(folder)
        raise InvalidInput("send one or more files as `file`")
    _sync_folder(folder)
    return folder


def new_number() -> str:
    """Return the id of a job to come."""
    return f"job-{secrets.token_hex(16)}"


def forget_uploads(home: Path, number: str) -> None:
    """Remove a job's folder; a missing one is ignored."""
    shutil.rmtree(home / "uploads" / number, ignore_errors=True)


def iter_uploads(home: Path) -> Iterable[str]:
    """Return the jobs that files are kept for."""
    folder = home / "uploads"
    return sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []


def safe_name(name: str) -> str:
    """Return a file name that stays in its folder, as close to the given as may be."""
    plain = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip()
    while len(plain.encode()) > 200:
        plain = plain[1:]
    return plain if plain.strip(".") else "file"


def _write(path: Path, source: BinaryIO) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        shutil.copyfileobj(source, target, CHUNK)
        target.flush()
        os.fsync(target.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
