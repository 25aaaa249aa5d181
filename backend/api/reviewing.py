"""The review of likely duplicates as the schema shows it: the queue, and one pair."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import strawberry

from backend import comparing, reviewing
from backend.api.asking import Ask
from backend.api.batches import NodeBatch
from backend.api.entities import Entity, Value, make_entity
from backend.api.judgements import Judgement, make_judgements
from backend.api.nodes import Node, to_id
from backend.resolving.engine import weightiest
from backend.resolving.explaining import make_profile
from extraction.resolution import Profile, judge
from graph import model
from graph.errors import NotFound

strawberry.enum(comparing.Agreement, name="Agreement")


@strawberry.type
class ReviewProgress:
    """How far a case's review is, in pairs that the asker sees."""

    waiting: int
    judged: int
    automatic: int
    contradictions: int


@strawberry.type
class Evidence:
    """One reason for (weight above 0) or against two records being one, in bits."""

    feature: str
    agreement: str
    weight: float
    text: str


@strawberry.type
class Comparison:
    """One property on both sides."""

    property: str
    left: list[Value]
    right: list[Value]
    agreement: comparing.Agreement


@strawberry.type
class Candidate(Node):
    """Two entities that may be one; compared as they are seen now.

    `leftId` and `rightId` are the stored ids that a judgement is on; `left` and
    `right` what they are part of. `score`, `author`, `at` and `explanation` are those
    of the judgement that waits, where one does.
    """

    batch: strawberry.Private[NodeBatch]
    left_id: strawberry.ID
    right_id: strawberry.ID
    left: Entity
    right: Entity
    verdict: model.Verdict | None
    score: float | None
    author: str | None
    at: datetime | None
    explanation: str

    @strawberry.field
    def evidence(self) -> list[Evidence]:
        """Return the resolver's reasons, the weightiest first."""
        left, right = (_profile(self.batch, side) for side in self._sides())
        finding = judge(left, right)
        return [
            Evidence(
                feature=one.feature,
                agreement=one.agreement,
                weight=one.weight,
                text=one.text,
            )
            for one in weightiest(finding)
        ]

    @strawberry.field
    def judgements(self) -> list[Judgement]:
        """Return every live word on this pair, the earliest first."""
        ask, pair = self.batch.ask, (self.left_id, self.right_id)
        said = ask.workspace.ledger.find_judgements(ask.scope, [self.left_id])
        return make_judgements(reviewing.find_on_pair(said, *pair))

    @strawberry.field
    def comparisons(self) -> list[Comparison]:
        """Return every property that either side has, by name."""
        left, right = (_shown(side) for side in self._sides())
        agreed = comparing.compare_values(self.left.schema, _plain(left), _plain(right))
        return [
            Comparison(
                property=name,
                left=list(left.get(name, ())),
                right=list(right.get(name, ())),
                agreement=how,
            )
            for name, how in agreed.items()
        ]

    @strawberry.field
    def shared(self) -> list[Entity]:
        """Return the entities that both are linked to, by id."""
        ask = self.batch.ask
        one, other = (_around(ask, side.node.id) for side in self._sides())
        found = ask.find_nodes(sorted(one & other))
        batch = NodeBatch(ask, found.values())
        return [make_entity(batch, node) for node in found.values()]

    def _sides(self) -> tuple[Entity, Entity]:
        return self.left, self.right


def make_progress(found: reviewing.ReviewProgress) -> ReviewProgress:
    """Return the progress of the schema."""
    return ReviewProgress(
        waiting=found.waiting,
        judged=found.judged,
        automatic=found.automatic,
        contradictions=found.contradictions,
    )


def make_candidates(ask: Ask, waiting: Sequence[model.Judgement]) -> list[Candidate]:
    """Return the pairs that wait, with shared look-ups; pairs out of sight left out."""
    named = [name for one in waiting for name in (one.left, one.right)]
    nodes = ask.find_nodes(named)
    batch = NodeBatch(ask, {node.id: node for node in nodes.values()}.values())
    return [
        _candidate(batch, nodes, (one.left, one.right), one)
        for one in waiting
        if one.left in nodes and one.right in nodes
    ]


def make_candidate(ask: Ask, left: str, right: str) -> Candidate:
    """Return any two visible entities as a pair. Raises NotFound."""
    nodes = ask.find_nodes([left, right])
    if left not in nodes or right not in nodes:
        raise NotFound("no such entity")
    batch = NodeBatch(ask, {node.id: node for node in nodes.values()}.values())
    said = ask.workspace.ledger.find_judgements(ask.scope, [left])
    on_pair = reviewing.find_on_pair(said, left, right)
    return _candidate(batch, nodes, (left, right), on_pair[-1] if on_pair else None)


def _candidate(
    batch: NodeBatch,
    nodes: Mapping[str, model.Node],
    pair: tuple[str, str],
    said: model.Judgement | None,
) -> Candidate:
    left, right = (make_entity(batch, nodes[name]) for name in pair)
    return Candidate(
        id=to_id("~".join(pair)),
        batch=batch,
        left_id=to_id(pair[0]),
        right_id=to_id(pair[1]),
        left=left,
        right=right,
        verdict=said.verdict if said else None,
        score=said.score if said else None,
        author=said.author if said else None,
        at=said.at if said else None,
        explanation=said.explanation if said else "",
    )


def _shown(side: Entity) -> dict[str, list[Value]]:
    return {one.name: one.values for one in side.list_properties()}


def _plain(shown: Mapping[str, Sequence[Value]]) -> dict[str, list[str]]:
    return {name: [one.value for one in values] for name, values in shown.items()}


def _profile(batch: NodeBatch, side: Entity) -> Profile:
    said = batch.statements.get(side.node.id, ())
    return make_profile(batch.ask.view, side.node.id, side.schema, said)


def _around(ask: Ask, entity: str) -> set[str]:
    page = ask.view.links(entity, None, 1000)
    return {end for link in page.links for end in (link.source, link.target)} - {entity}
