"""One relationship by its id, found from the ends that its id or statements name."""

from collections.abc import Iterator

from backend.api.asking import Ask
from graph.errors import NotFound
from graph.model import Link, scoped_id, split_id
from graph.schema import edge_ends


def get_link(ask: Ask, link: str) -> Link:
    """Return a visible relationship. Raises NotFound."""
    if ":" in link:
        network = ask.view.network(_ends(ask, link))
        for found in network.links:
            if found.id == link:
                return found
    raise NotFound("no such relationship")


def _ends(ask: Ask, link: str) -> Iterator[str]:
    case, local = split_id(link)
    parts = local.split("~")
    yield from (scoped_id(case, part) for part in parts if part)
    said = ask.workspace.ledger.find_statements(ask.scope, [f"{case}:{parts[0]}"])
    for some in said.values():
        for one in some:
            if one.value.prop in (edge_ends(one.schema) or ()):
                yield scoped_id(case, one.value.value)
