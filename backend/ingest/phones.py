"""Files of phones, and photos: they wait for every file that tells of the phone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from backend.ingest.preparing import LOG, KeptLeaf
from backend.ingest.workers import Workers
from extraction.importers import (
    OF_PHONES,
    Importer,
    Phone,
    holds,
    make_phone,
    root_of,
)
from extraction.importers.phones.handset import Handset
from extraction.model import Rejection
from graph.errors import InvalidInput

TWO = "files of two phones in one folder: none is taken for the phone of its databases"


class Waiting(NamedTuple):
    """A file whose turn has come, with its phone where that is known.

    `is_log` says that its database is read with it; `reason` why it cannot be read.
    """

    leaf: KeptLeaf
    importer: Importer | None
    phone: Phone | None = None
    is_log: bool = False
    reason: str = ""


class Phones:
    """What the files of one run say of the phones they are from.

    `show` turns a path into the one that is reported, `country` is where numbers are
    at home.
    """

    def __init__(self, show: Callable[[str], str], country: str | None) -> None:
        self._show = show
        self._country = country
        self._waiting: list[Waiting] = []
        self._told: dict[str, list[Handset]] = {}
        self._found: dict[str, Phone | None] = {}

    def keep(self, leaf: KeptLeaf, importer: Importer | None) -> None:
        """Let a file wait: one of a phone, a database or its log, a picture."""
        self._waiting.append(Waiting(leaf, importer))

    def take(self, workers: Workers) -> Iterator[Waiting]:
        """Yield the files that waited, in order, each database with its log."""
        waiting = list(self._joined(workers))
        self._waiting = []
        self._found = {
            root: make_phone(told, self._show(root), self._country)
            for root, told in self._told.items()
        }
        for one in waiting:
            yield one._replace(phone=self._find(one.leaf.path))

    def _joined(self, workers: Workers) -> Iterator[Waiting]:
        """Yield files, each asked what it says of its phone; logs after databases."""
        logs = {w.leaf.path: w.leaf for w in self._waiting if w.leaf.media_type == LOG}
        read: set[str] = set()
        for one in self._waiting:
            if one.leaf.path in logs:
                continue
            log = logs.get(f"{one.leaf.path}-wal")
            found = self._ask(one, log, workers)
            if found.leaf.log and found.importer is not None:
                read.add(f"{one.leaf.path}-wal")
            yield found
        for path, leaf in logs.items():
            yield Waiting(leaf, None, is_log=path in read)

    def _ask(self, one: Waiting, log: KeptLeaf | None, workers: Workers) -> Waiting:
        leaf = replace(one.leaf, log=log.sha256) if log is not None else one.leaf
        try:
            importer = one.importer
            if importer is None and log is not None:
                importer = workers.identify(leaf)
            if importer is not None and importer.name in OF_PHONES:
                told = workers.learn(leaf)
                if told is not None:
                    self._told.setdefault(root_of(leaf.path), []).append(told)
        except InvalidInput as error:
            return one._replace(reason=str(error))
        return Waiting(leaf, importer)

    def _find(self, path: str) -> Phone | None:
        roots = [root for root in self._found if holds(root, path)]
        return self._found[max(roots, key=len)] if roots else None

    def contradictions(self) -> Iterator[Rejection]:
        """Yield a rejection for each folder whose files tell of two phones."""
        for root, phone in self._found.items():
            if phone is None and len(self._told[root]) > 1:
                yield Rejection(root, TWO, "the phone")
