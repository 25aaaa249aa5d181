"""What is next to what as a scope sees it, identity applied, for searches of ways."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from graph.errors import LimitExceeded
from graph.store.base import Reader
from graph.store.contraction import Contraction
from graph.store.patterns import ALWAYS, Period

MAX_LINKS = 100_000
"""Links looked at in one hop where their dates count."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Asks a reader for neighbours over links of some kinds and a period.

    `check` is called before each question and may raise LimitExceeded.
    """

    reader: Reader
    identity: Contraction
    wanted: Sequence[str] | None
    check: Callable[[], None]
    period: Period = ALWAYS

    def __call__(
        self, ids: Collection[str], limit: int
    ) -> Mapping[str, Collection[str]]:
        """Return the canonical ids next to each of canonical ones; see paths.Ask."""
        self.check()
        stored = self.identity.members(ids)
        if self.period != ALWAYS:
            return self._dated(stored, set(ids), min(limit, MAX_LINKS))
        raw = self.reader.adjacency(stored, self.wanted, limit)
        if self.identity.alone:
            return raw
        to = self.identity.canonical({*stored, *chain(*raw.values())})
        found: dict[str, set[str]] = {}
        for entity, others in raw.items():
            beside = found.setdefault(to[entity], set())
            beside.update(to[other] for other in others)
            beside.discard(to[entity])
        return found

    def _dated(
        self, stored: Sequence[str], asked: set[str], most: int
    ) -> Mapping[str, Collection[str]]:
        """Return the same over links of the period: slower, it reads them."""
        links = self.reader.links(stored, self.wanted, most + 1)
        if len(links) > most:
            raise LimitExceeded("the question takes too long; narrow it")
        found: dict[str, set[str]] = {}
        for link in self.identity.links(links):
            if link.source != link.target and self.period.holds(link):
                ends = link.source, link.target
                for here, there in (ends, ends[::-1]):
                    if here in asked:
                        found.setdefault(here, set()).add(there)
        return found
