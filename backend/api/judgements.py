"""Judgements as the schema shows them: who took two stored ids for one, and why."""

from collections.abc import Sequence
from datetime import datetime

import strawberry

from backend.api.nodes import Node, to_id
from graph import model

strawberry.enum(model.Verdict, name="Verdict")


@strawberry.type
class Judgement(Node):
    """Someone's word, or the resolver's, on two stored ids."""

    left: strawberry.ID
    right: strawberry.ID
    verdict: model.Verdict
    author: str
    automatic: bool
    at: datetime
    score: float | None
    explanation: str
    event: strawberry.ID


def make_judgements(judgements: Sequence[model.Judgement]) -> list[Judgement]:
    """Return judgements of the schema in the order given."""
    return [
        Judgement(
            id=to_id(one.id),
            left=to_id(one.left),
            right=to_id(one.right),
            verdict=one.verdict,
            author=one.author,
            automatic=one.automatic,
            at=one.at,
            score=one.score,
            explanation=one.explanation,
            event=to_id(one.event),
        )
        for one in judgements
    ]
