"""Which nodes and links an export shows: those of a case, or of a neighbourhood."""

from collections.abc import Iterator

from backend.exporting.asking import ExportAsk, Sight
from graph.errors import LimitExceeded
from graph.model import Link, Network, Node, scoped_id
from graph.store.whole import link_schemata


class Choice:
    """Nodes and links by id, as often as asked; a case is streamed from the store.

    Of a case with `schemata` only their relationships, and the entities that these
    join. Raises NotFound.
    """

    def __init__(self, sight: Sight, ask: ExportAsk) -> None:
        self._sight = sight
        self._ask = ask
        self._schemata = set(link_schemata(ask.schemata) or ())
        self._network: Network | None = None
        sight.ledger.get_case(sight.scope, ask.case)
        if ask.entities:
            start = [_find(sight, ask.case, entity) for entity in ask.entities]
            self._network = sight.view.expand(
                start, ask.hops, ask.schemata or None, ask.limit
            )

    @property
    def is_all(self) -> bool:
        """Whether it is everything that is seen of the case."""
        return self._network is None and not self._schemata

    @property
    def truncated(self) -> bool:
        """Whether a neighbourhood was cut."""
        return self._network is not None and self._network.truncated

    def size(self) -> int:
        """Return how many nodes and links there are at most, 0 if it takes too long."""
        if self._network is not None:
            return len(self._network.nodes) + len(self._network.links)
        try:
            counts = self._sight.view.counts(self._ask.case)
        except LimitExceeded:
            return 0
        return counts.entities + counts.relationships

    def nodes(self) -> Iterator[Node]:
        """Stream the nodes by id."""
        if self._network is not None:
            yield from self._network.nodes
            return
        found = self._sight.view.iter_nodes(self._ask.case)
        if self._schemata:
            ends = {end for link in self.links() for end in (link.source, link.target)}
            found = (node for node in found if node.id in ends)
        yield from found

    def links(self) -> Iterator[Link]:
        """Stream the links by id."""
        if self._network is not None:
            yield from self._network.links
            return
        for link in self._sight.view.iter_links(self._ask.case):
            if not self._schemata or link.schema in self._schemata:
                yield link


def _find(sight: Sight, case: str, entity: str) -> str:
    """Return the scoped id of an entity given by its local or its scoped id."""
    local = scoped_id(case, entity)
    if ":" in entity and local not in sight.view.find_nodes([local]):
        return entity
    return local
