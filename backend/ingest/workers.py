"""The processes of one run: one unpacks, one imports, a few read documents."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, Self, cast

from backend.ingest.preparing import (
    KeptLeaf,
    Row,
    cut_out,
    identify,
    import_rows,
    learn,
    load_pipeline,
    origin_of,
    unpack,
)
from backend.sandbox import Sandbox
from extraction.importers import REGISTRY, Importer, ImportOptions, Phone
from extraction.importers.corrections.sheet import Origin, Sheet
from extraction.importers.phones.handset import Handset
from extraction.model import Rejection
from extraction.reading import Container
from graph.errors import InvalidInput
from graph.ledger import Blobs

Found = KeptLeaf | Rejection | Container


class Workers:
    """Runs work on files in sandboxes; what ends one costs only the file in it."""

    def __init__(self, count: int, blobs: Blobs, options: ImportOptions) -> None:
        self._blobs = blobs
        self._options = options
        self.reached = 0
        self._unpacker = Sandbox()
        self._importer = Sandbox()
        self._readers = [Sandbox(load_pipeline) for _ in range(count)]
        self._idle: SimpleQueue[Sandbox] = SimpleQueue()
        for reader in self._readers:
            self._idle.put(reader)
        self._threads = ThreadPoolExecutor(count, "reading")

    def __enter__(self) -> Self:
        """Return itself; processes start with the first file for them."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes, whatever they do."""
        self._threads.shutdown(wait=error is None, cancel_futures=True)
        for sandbox in (self._unpacker, self._importer, *self._readers):
            sandbox.close()
        self._threads.shutdown()

    def unpack(self, path: Path) -> Iterator[Found]:
        """Yield the leaves of a file, kept, its containers, and what is rejected.

        Where it cannot be unpacked to its end, the rest is one rejection.
        """
        shown = os.fsencode(path).decode("utf-8", "replace")
        inside = False
        try:
            for found in self._unpacker.run(unpack, path, self._blobs):
                yield found
                inside = True
        except InvalidInput as error:
            rest = f"{shown}!/(rest)" if inside else shown
            yield Rejection(rest, str(error))

    def identify(self, leaf: KeptLeaf) -> Importer | None:
        """Return the importer that takes a leaf, None for documents.

        Raises InvalidInput where finding out passes a limit.
        """
        (number,) = self._importer.run(identify, leaf, self._blobs, self._options)
        return None if number is None else REGISTRY[number]

    def learn(self, leaf: KeptLeaf) -> Handset | None:
        """Return what a file says of the phone it is from. Raises InvalidInput."""
        (told,) = self._importer.run(learn, leaf, self._blobs)
        return cast(Handset | None, told)

    def import_rows(
        self, leaf: KeptLeaf, importer: Importer, phone: Phone | None = None
    ) -> Iterator[Row]:
        """Yield what the importer reads. Raises InvalidInput for the whole file.

        `reached` says meanwhile how many bytes of the file have been read.
        """
        number = REGISTRY.index(importer)
        options = replace(self._options, phone=phone)
        for batch in self._importer.run(
            import_rows, leaf, self._blobs, number, options
        ):
            self.reached = batch.reached
            yield from batch.rows

    def origin_of(self, leaf: KeptLeaf) -> Origin:
        """Return which file a sheet of corrections is of. Raises InvalidInput."""
        (found,) = self._importer.run(origin_of, leaf, self._blobs)
        assert isinstance(found, Origin)
        return found

    def cut(
        self,
        leaf: KeptLeaf,
        importer: Importer,
        origin: Origin,
        refused: Sequence[Rejection],
    ) -> Iterator[Sheet]:
        """Yield sheets of what an importer refused. Raises InvalidInput."""
        number = REGISTRY.index(importer)
        yield from self._importer.run(
            cut_out, leaf, self._blobs, number, self._options, origin, refused
        )

    def submit(
        self, work: Callable[..., Iterator[Any]], leaf: KeptLeaf, *more: object
    ) -> "Future[Any]":
        """Begin to read a document by `prepare`, `more` its phone, or `read_mentions`.

        The result is what that yields, or InvalidInput with the reason.
        """
        return self._threads.submit(self._read, work, leaf, *more)

    def _read(
        self, work: Callable[..., Iterator[Any]], leaf: KeptLeaf, *more: object
    ) -> Any:
        reader = self._idle.get()
        try:
            country = self._options.country
            (found,) = reader.run(work, leaf, self._blobs, country, *more)
            return found
        finally:
            self._idle.put(reader)
