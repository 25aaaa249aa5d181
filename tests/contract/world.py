"""Short ways for the contract to say facets, scopes and clusters."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from graph.model import Delta, LinkFacet, NodeFacet, Scope
from graph.names import fold
from graph.store import View
from graph.store.base import Clusters, GraphStore

EVERYONE = Scope("operator", everything=True)
ON_CASE = Scope("ana", {"c": frozenset()})
INFORMED = Scope("iva", {"c": frozenset({"informant"})})
STRANGER = Scope("mal", {"other": frozenset({"informant"})})
WHOLE: frozenset[str] = frozenset()
SECRET = frozenset({"informant"})


class Same:
    """Clusters given as lists of ids."""

    def __init__(self, *groups: Sequence[str]) -> None:
        self._groups = [tuple(sorted(group)) for group in groups]
        self._of = {entity: group for group in self._groups for entity in group}

    def members(self, entity: str) -> tuple[str, ...]:
        return self._of.get(entity, (entity,))

    def root(self, entity: str) -> str:
        return self.members(entity)[0]

    def groups(self) -> Iterable[tuple[str, ...]]:
        return self._groups


def node(
    local: str,
    caption: str = "",
    requirement: frozenset[str] = WHOLE,
    *,
    schema: str = "Person",
    countries: tuple[str, ...] = (),
    seq: int = 1,
    case: str = "c",
) -> NodeFacet:
    """Return a facet of a node whose one name is its caption."""
    names = (fold(caption),) if caption else ()
    return NodeFacet(
        f"{case}:{local}", requirement, schema, caption, countries, names, seq
    )


def link(
    local: str,
    source: str,
    target: str,
    requirement: frozenset[str] = WHOLE,
    *,
    schema: str = "Family",
    count: int = 1,
    total: float = 0.0,
    first: str = "",
    last: str = "",
    case: str = "c",
) -> LinkFacet:
    """Return a facet of a link between two nodes of one case."""
    return LinkFacet(
        f"{case}:{local}",
        requirement,
        schema,
        f"{case}:{source}",
        f"{case}:{target}",
        count,
        first,
        last,
        total,
    )


def put(store: GraphStore, *facets: NodeFacet | LinkFacet) -> None:
    """Apply the next delta, which puts `facets`."""
    writer = store.writer()
    after = writer.applied()
    nodes = [facet for facet in facets if isinstance(facet, NodeFacet)]
    links = [facet for facet in facets if isinstance(facet, LinkFacet)]
    writer.apply(Delta(after, after + 1, put_nodes=nodes, put_links=links))


def apply(store: GraphStore, **lists: object) -> None:
    """Apply the next delta with the lists given."""
    writer = store.writer()
    after = writer.applied()
    writer.apply(Delta(after, after + 1, **lists))  # type: ignore[arg-type]


@contextmanager
def viewed(
    store: GraphStore, scope: Scope = EVERYONE, same: Clusters | None = None
) -> Iterator[View]:
    """Open a view for a scope."""
    with store.reader(scope) as reader:
        yield View(reader, scope, same)
