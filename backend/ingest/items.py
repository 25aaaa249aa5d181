"""One leaf of a run in its turn: what it is, or will be, and how far it may wait."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from backend.ingest.preparing import KeptLeaf, Prepared, is_database, is_picture
from backend.ingest.states import FileState
from backend.ingest.workers import Found, Workers
from extraction.importers import OF_PHONES, Importer, Phone
from extraction.model import Rejection
from graph.model import Context

WAITING_FILES = 8
WAITING_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One that is being read; `again` where another version of readers read it."""

    leaf: KeptLeaf
    pending: "Future[Prepared]"
    state: FileState
    again: bool


@dataclass(frozen=True, slots=True)
class Extract:
    """One that an importer reads; `before` is what another version of it said.

    A log has none: its database's importer reads it. `corrected` is the context of
    what it corrects. `done` says that its records are all taken: it is read for what
    it refuses alone.
    """

    leaf: KeptLeaf
    importer: Importer | None
    state: FileState
    phone: Phone | None = None
    before: FileState | None = None
    corrected: Context | None = None
    done: bool = False


@dataclass(slots=True)
class Item:
    """One leaf in its turn: what it is, or will be."""

    path: str
    sha256: str = ""
    size: int = 0
    rejection: Rejection | None = None
    container: bool = False
    structured: Extract | None = None
    document: ReadDocument | None = None


def may_wait(leaf: KeptLeaf, importer: Importer | None) -> bool:
    """Whether other files may tell how this one is read."""
    if importer is None:
        return is_picture(leaf) or is_database(leaf)
    return importer.name in OF_PHONES


def told_beside(country: str | None, phone: Phone | None, log: str) -> list[str]:
    """Return what else than its reader makes a file's reading what it is."""
    told = (country, phone.digest() if phone else None, log[:12])
    return [one for one in told if one]


def is_told_alike(
    known: FileState, country: str | None, phone: Phone | None, log: str
) -> bool:
    """Whether a file was read with just what is told beside it now."""
    return known.version.split("-")[1:] == told_beside(country, phone, log)


def tells_more(known: FileState, state: FileState) -> bool:
    """Whether a file was read with a phone or country that is not told now."""
    return known.version.startswith(f"{state.version}-")


def is_full(waiting: deque[Item]) -> bool:
    """Whether enough is read ahead, or the first need not wait for anything."""
    size = sum(item.size for item in waiting)
    return waiting[0].document is None or (
        len(waiting) > WAITING_FILES or size > WAITING_BYTES
    )


def open_found(found: Path | Rejection, workers: Workers) -> Iterator[Found]:
    """Yield the leaves of a file, its containers, and what is rejected."""
    if isinstance(found, Rejection):
        yield found
    else:
        yield from workers.unpack(found)


def size_on_disk(path: str) -> int:
    """Return the size of a file as it lies on the disk, 0 for a member of one."""
    try:
        return 0 if "!/" in path else Path(path).stat().st_size
    except OSError:
        return 0


def files_under(path: Path) -> Iterator[Path]:
    """Yield a file itself, or all files in a folder and its folders."""
    if path.is_dir():
        yield from (one for one in path.rglob("*") if one.is_file())
    else:
        yield path
