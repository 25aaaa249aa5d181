"""Files, folders and archives to their leaves, every file accounted for once."""

import hashlib
import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from extraction.model import Leaf, Rejection
from extraction.reading.archives import open_packed, open_tar, open_zip
from extraction.reading.detection import detect_format, detect_large
from extraction.reading.encoding import looks_like_text
from extraction.reading.formats import Format
from extraction.reading.limits import CHUNK, Budget, Limits, describe_size
from extraction.reading.mail import iter_attachments, iter_messages, unwrap_emlx
from extraction.reading.members import BrokenMember, Member, Names
from extraction.reading.msg import convert_msg
from extraction.reading.pst import open_pst
from extraction.reading.unpacking import ARCHIVES, FILTERS, open_archive
from graph.errors import InvalidInput
from graph.mapped import Mapped

DEFAULT_LIMITS = Limits()
DATABASE = "application/vnd.sqlite3"
CONTAINERS = frozenset(
    ("zip", "tar", "gzip", "bzip2", "xz", "mbox", "pst", *ARCHIVES, *FILTERS)
)
"""The formats that are opened, not read."""
MESSAGES: dict[str, Callable[[bytes], bytes]] = {
    "eml": lambda data: data,
    "emlx": unwrap_emlx,
    "msg": convert_msg,
}
"""The formats that are read and may hold files: how each is a plain message."""
_Members = Iterator[Member | BrokenMember]


@dataclass(frozen=True, slots=True)
class Container:
    """An archive or mailbox that was opened; its members follow as leaves."""

    path: str
    name: str
    sha256: str
    media_type: str


Found = Leaf | Rejection | Container


def iter_leaves(
    paths: Iterable[Path | str], limits: Limits = DEFAULT_LIMITS
) -> Iterator[Found]:
    """Stream every file under `paths`: folders sorted by name, archives unpacked.

    A message is a Leaf, and its attachments are leaves after it. What cannot be read
    is a Rejection with its reason. Symbolic links inside folders are not followed.
    One member at a time is held; limits count for each file given or found. A text or
    database larger than the limit is a Leaf too, mapped, for importers that read on.
    """
    for found in iter_files(paths):
        if isinstance(found, Rejection):
            yield found
        else:
            yield from _open_file(found, limits)


def iter_files(paths: Iterable[Path | str]) -> Iterator[Path | Rejection]:
    """Stream the files under `paths`, folders sorted by name, none opened yet."""
    for path in map(Path, paths):
        yield from _walk(path)


def _walk(path: Path) -> Iterator[Path | Rejection]:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        yield Rejection(_show(path), "no such file or folder")
        return
    except OSError as error:
        yield Rejection(_show(path), _explain(error))
        return
    if stat.S_ISDIR(mode):
        yield from _walk_folder(path)
    else:
        yield path


def _walk_folder(folder: Path) -> Iterator[Path | Rejection]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield Rejection(_show(folder), _explain(error))
        return
    for name in names:
        path = folder / name
        if path.is_symlink():
            yield Rejection(_show(path), "symbolic link: not followed")
        else:
            yield from _walk(path)


def _open_file(path: Path, limits: Limits) -> Iterator[Found]:
    try:
        with _open_regular(path) as file:
            yield from _read_file(file, path, limits)
    except OSError as error:
        yield Rejection(_show(path), _explain(error))
    except InvalidInput as error:
        yield Rejection(_show(path), str(error))


def _open_regular(path: Path) -> BinaryIO:
    """Open without waiting on a pipe; raise InvalidInput for anything but a file."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise InvalidInput("not a regular file")
    return os.fdopen(handle, "rb")


def _read_file(file: BinaryIO, path: Path, limits: Limits) -> Iterator[Found]:
    size = os.fstat(file.fileno()).st_size
    walker = _Unpacker(limits)
    shown, name = _show(path), _show(Path(path.name))
    if size <= limits.leaf_bytes:
        yield from walker.take(Leaf(shown, name, file.read()), 0)
        return
    head = file.read(4096)
    found = detect_large(head)
    if _is_mapped(found, head):
        yield Leaf(shown, name, Mapped(file))
        return
    if found is None or found.name not in CONTAINERS:
        raise InvalidInput(f"larger than {describe_size(limits.leaf_bytes)}")
    place = Container(shown, name, _hash_stream(file), found.media_type)
    yield from walker.unpack(place, found, file, 0)


def _is_mapped(found: Format | None, head: bytes) -> bool:
    """Whether a file too large to hold is one that importers read on and on."""
    if found is None:
        return looks_like_text(head)
    return found.media_type == DATABASE


@dataclass(slots=True)
class _Unpacker:
    """Unpacks one file given, whatever is nested in it, under one budget."""

    limits: Limits
    budget: Budget

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.budget = Budget(limits)

    def take(self, leaf: Leaf, depth: int) -> Iterator[Found]:
        """Yield a leaf, or the container it is and its members."""
        found = detect_format(leaf.data, leaf.name)
        if found.name in CONTAINERS:
            digest = hashlib.sha256(leaf.data).hexdigest()
            place = Container(leaf.path, leaf.name, digest, found.media_type)
            yield from self.unpack(place, found, io.BytesIO(leaf.data), depth)
            return
        yield leaf
        if found.name in MESSAGES:
            yield from self._take_members(
                leaf.path, lambda: _open_mail(leaf, found), depth
            )

    def unpack(
        self, place: Container, found: Format, file: BinaryIO, depth: int
    ) -> Iterator[Found]:
        """Yield the container and its members; a Rejection where it does not open."""
        if depth >= self.limits.depth:
            yield Rejection(place.path, f"nested deeper than {self.limits.depth}")
            return
        file.seek(0)
        try:
            members = _open_members(found, file, place.name, self.budget)
        except InvalidInput as error:
            yield Rejection(place.path, str(error))
            return
        yield place
        yield from self._take_members(place.path, lambda: members, depth)

    def _take_members(
        self, path: str, open_members: Callable[[], _Members], depth: int
    ) -> Iterator[Found]:
        names = Names()
        for member in open_members():
            name = names.claim(member.name)
            inner = f"{path}!/{name}"
            if isinstance(member, BrokenMember):
                yield Rejection(inner, member.reason)
            else:
                leaf = Leaf(inner, name.rpartition("/")[2], member.data)
                yield from self.take(leaf, depth + 1)


def _open_members(found: Format, file: BinaryIO, name: str, budget: Budget) -> _Members:
    match found.name:
        case "zip":
            return open_zip(file, budget)
        case "tar":
            return open_tar(file, budget)
        case "mbox":
            return iter_messages(file.read())
        case "pst":
            return open_pst(file, budget)
        case kind if kind in ARCHIVES:
            return open_archive(file, budget, kind)
        case method:
            return open_packed(file, budget, method, name)


def _open_mail(leaf: Leaf, found: Format) -> _Members:
    try:
        data = MESSAGES[found.name](leaf.data)
    except InvalidInput:  # the message says so itself, when it is read
        return
    yield from iter_attachments(data)


def _hash_stream(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _show(path: Path) -> str:
    """Return the path as text; bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _explain(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return f"cannot be read ({error.strerror or 'input error'})"
