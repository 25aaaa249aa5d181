"""Look-ups shared by the items of one list, so that a list asks once, not N times."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from backend.api.asking import Ask
from backend.reviewing import find_inner
from graph.model import Judgement, Link, Node, Statement, scoped_id, split_id
from graph.schema import is_entity_property


class NodeBatch:
    """Nodes that are shown side by side, and what is known of all of them."""

    def __init__(self, ask: Ask, nodes: Iterable[Node]) -> None:
        self.ask = ask
        self.nodes = {node.id: node for node in nodes}

    @cached_property
    def degrees(self) -> Mapping[str, Mapping[str, int]]:
        """Counts of links by schema, by node."""
        return self.ask.view.degrees(list(self.nodes))

    @cached_property
    def statements(self) -> Mapping[str, Sequence[Statement]]:
        """Visible live statements about each node's members, by node."""
        members = [m for node in self.nodes.values() for m in node.members]
        ledger = self.ask.workspace.ledger
        said = ledger.find_statements(self.ask.scope, members)
        return {
            node.id: [s for m in node.members for s in said.get(m, ())]
            for node in self.nodes.values()
        }

    @cached_property
    def judgements(self) -> Mapping[str, Sequence[Judgement]]:
        """Visible live judgements between the members of each node, by node."""
        merged = [node for node in self.nodes.values() if len(node.members) > 1]
        members = [member for node in merged for member in node.members]
        if not members:
            return {}
        said = self.ask.workspace.ledger.find_judgements(self.ask.scope, members)
        return {node.id: find_inner(said, node.members) for node in merged}

    @cached_property
    def named(self) -> Mapping[str, Node]:
        """The visible nodes that any entity-valued statement of the batch names."""
        every = (s for said in self.statements.values() for s in said)
        return self.ask.find_nodes(_named(every))


class LinkBatch:
    """Links that are shown side by side, their ends and their statements."""

    def __init__(self, ask: Ask, links: Iterable[Link]) -> None:
        self.ask = ask
        self.links = {link.id: link for link in links}

    @cached_property
    def ends(self) -> NodeBatch:
        """The nodes at both ends of all links."""
        ids = [e for link in self.links.values() for e in (link.source, link.target)]
        return NodeBatch(self.ask, self.ask.find_nodes(ids).values())

    @cached_property
    def statements(self) -> Mapping[str, Sequence[Statement]]:
        """Visible live statements that assert each link, by link."""
        ledger, scope = self.ask.workspace.ledger, self.ask.scope
        return {
            link.id: ledger.find_link_statements(scope, link)
            for link in self.links.values()
        }


def _named(statements: Iterable[Statement]) -> Iterator[str]:
    for said in statements:
        if is_entity_property(said.schema, said.value.prop):
            yield scoped_id(split_id(said.entity)[0], said.value.value)
