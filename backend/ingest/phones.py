"""Files of phones, and photos: they wait for every file that tells of the phone."""

from collections.abc import Callable, Iterator

from backend.ingest.preparing import KeptLeaf
from extraction.importers import Importer, Phone, holds, make_phone, root_of
from extraction.importers.phones.handset import Handset
from extraction.model import Rejection

TWO = "files of two phones in one folder: none is taken for the phone of its databases"


class Phones:
    """What the files of one run say of the phones they are from.

    `show` turns a path into the one that is reported, `country` is where numbers are
    at home.
    """

    def __init__(self, show: Callable[[str], str], country: str | None) -> None:
        self._show = show
        self._country = country
        self._waiting: list[tuple[KeptLeaf, Importer | None]] = []
        self._told: dict[str, list[Handset]] = {}
        self._found: dict[str, Phone | None] = {}

    def keep(
        self, leaf: KeptLeaf, importer: Importer | None, told: Handset | None = None
    ) -> None:
        """Let a file wait, or a picture; `told` is what it says of its phone."""
        self._waiting.append((leaf, importer))
        if told is not None:
            self._told.setdefault(root_of(leaf.path), []).append(told)

    def take(self) -> Iterator[tuple[KeptLeaf, Importer | None, Phone | None]]:
        """Yield the files that waited, in order, each with its phone where known."""
        self._found = {
            root: make_phone(told, self._show(root), self._country)
            for root, told in self._told.items()
        }
        waiting, self._waiting = self._waiting, []
        for leaf, importer in waiting:
            yield leaf, importer, self._find(leaf.path)

    def _find(self, path: str) -> Phone | None:
        roots = [root for root in self._found if holds(root, path)]
        return self._found[max(roots, key=len)] if roots else None

    def contradictions(self) -> Iterator[Rejection]:
        """Yield a rejection for each folder whose files tell of two phones."""
        for root, phone in self._found.items():
            if phone is None and len(self._told[root]) > 1:
                yield Rejection(root, TWO, "the phone")
