"""What an import refused, as files that a person corrects and ingests again."""

import csv
import io
import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from backend.ingest.items import Extract, is_told_alike
from backend.ingest.options import IngestOptions
from backend.ingest.preparing import Row
from backend.ingest.workers import Workers
from backend.uploads import safe_name
from extraction.importers import OF_PHONES, Importer
from extraction.importers.corrections.cutting import base_of
from extraction.importers.corrections.sheet import Origin, Shape
from extraction.model import Rejection
from graph.errors import Conflict, InvalidInput, Unavailable
from graph.fullness import FULL, is_full

INDEX = "index.csv"
_CANNOT = "the rejects cannot be written there"


class Rejects:
    """Collects a run's rejects; each leaf's records are cut out when it is done.

    Nothing is written where nothing was refused.
    """

    def __init__(self, options: IngestOptions, place: "Place") -> None:
        self._options = options
        self._place = place
        self._rows: list[tuple[str, str, str, str]] = []
        self.files = 0

    def add(
        self, workers: Workers, read: Extract, refused: Sequence[Rejection]
    ) -> None:
        """Write the records of a leaf that were refused, and remember why.

        Only why, where a phone's file was read with more than is told now: corrected,
        they would be another user's.
        """
        leaf, importer = read.leaf, read.importer
        if importer is None or not self._is_told(read):
            self.note(refused)
            return
        if not refused:
            return
        written: dict[str, str] = {}
        try:
            for sheet in workers.cut(
                leaf, importer, self._origin(read, importer), refused
            ):
                self.files += 1
                name = f"{self.files:03d}-{safe_name(sheet.origin.name)}"
                suffix = ".csv" if sheet.columns else ".txt"
                name = f"{name.removesuffix(suffix)}{suffix}"
                self._place.write(name, sheet.as_bytes())
                written |= {entry.place: name for entry in sheet.entries}
        except InvalidInput:
            written = {}
        for one in refused:
            self._note(one, _file_of(one, written))

    def note(self, refused: Sequence[Rejection]) -> None:
        """Remember what was refused as a whole: nothing of it can be corrected."""
        for one in refused:
            self._note(one, "")

    def close(self) -> int:
        """Write the list of all and return how many there are; none, no list."""
        if self._rows:
            self._place.write(INDEX, self._index())
        self._place.close()
        return len(self._rows)

    def _note(self, one: Rejection, file: str) -> None:
        self._rows.append((one.path, one.record or "", one.reason, file))

    def _is_told(self, read: Extract) -> bool:
        if read.importer is None or read.importer.name not in OF_PHONES:
            return True
        country = self._options.country
        return is_told_alike(read.state, country, read.phone, read.leaf.log)

    def _origin(self, read: Extract, importer: Importer) -> Origin:
        leaf = read.leaf
        options = self._options
        return Origin(
            Shape.INDEX,
            name=leaf.name,
            path=leaf.path,
            sha256=leaf.sha256,
            importer=importer.name,
            case=options.case,
            compartment=options.compartment,
            handling=",".join(sorted(options.handling)),
            evaluation=str(options.evaluation),
            country=options.country or "",
            log=leaf.log,
            phone=read.phone.told if read.phone else "",
        )

    def _index(self) -> bytes:
        out = io.StringIO()
        rows = csv.writer(out, delimiter=";", lineterminator="\r\n")
        rows.writerow([Origin(Shape.INDEX, case=self._options.case).line])
        rows.writerow(["path", "record", "reason", "file"])
        rows.writerows(self._rows)
        return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def refusals(rows: Iterable[Row]) -> Iterator[Rejection]:
    """Yield what was refused of the rows that an importer reads."""
    return (row for row in rows if isinstance(row, Rejection))


def _file_of(one: Rejection, written: dict[str, str]) -> str:
    record = one.record or ""
    return written.get(record) or written.get(base_of(record), "")


class Place(Protocol):
    """Where files are written by name, for their owner's eyes alone."""

    def write(self, name: str, data: bytes) -> None:
        """Write one file. Raises Unavailable."""
        ...

    def close(self) -> None:
        """Say that there is no more."""
        ...


def open_place(target: Path) -> Place:
    """Return a place for rejects: a ZIP where the name ends so, else a folder.

    Raises Conflict where something is there already, which may hold corrections.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Conflict(
            "rejects are written into a new place: that one is not empty, and may hold "
            "corrections"
        )
    return ZipPlace(target) if target.suffix.lower() == ".zip" else FolderPlace(target)


def check_outside(target: Path, paths: Iterable[Path]) -> None:
    """Raise InvalidInput where rejects would be written among what is ingested."""
    whole = target.absolute()
    if any(whole.is_relative_to(path.absolute()) for path in paths):
        raise InvalidInput("write the rejects outside of the folder that is ingested")


class FolderPlace:
    """A folder, made with its first file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, data: bytes) -> None:
        """Write one file. Raises Unavailable."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with _open_private(self._folder / name) as file:
                file.write(data)
        except OSError as error:
            raise Unavailable(FULL if is_full(error) else _CANNOT) from error

    def close(self) -> None:
        """Do nothing: each file is closed already."""


class ZipPlace:
    """One ZIP, made with its first file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._archive: zipfile.ZipFile | None = None

    def write(self, name: str, data: bytes) -> None:
        """Write one member. Raises Unavailable."""
        try:
            if self._archive is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                file = _open_private(self._path)
                self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
            self._archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        except OSError as error:
            raise Unavailable(FULL if is_full(error) else _CANNOT) from error

    def close(self) -> None:
        """Finish the archive, if there is one."""
        if self._archive is not None:
            file = self._archive.fp
            self._archive.close()
            if file is not None:
                file.close()


def _open_private(path: Path) -> io.BufferedWriter:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "wb")
