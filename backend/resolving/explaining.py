"""Why two entities are one, or are not: the engine's evidence, and people's words."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from backend.access import Principal, scope_of
from backend.resolving.engine import weightiest
from backend.workspace import Workspace
from extraction.resolution import Evidence, Link, Profile, judge
from graph.errors import InvalidInput, NotFound
from graph.model import Judgement, Statement, Verdict, scoped_id, split_id
from graph.schema import is_identifier
from graph.store.view import View

LINKS = 1000
"""Links of an entity that are looked at for its neighbours."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The engine's finding on two entities as they are seen now, and what was said.

    `judgements` are the live ones on this very pair; `together` whether the two are
    one as things stand; `contradicted` whether a word for it was not followed.
    """

    left: str
    right: str
    verdict: Verdict
    score: float
    evidence: tuple[Evidence, ...]
    judgements: tuple[Judgement, ...]
    together: bool
    contradicted: bool

    def as_json(self) -> dict[str, Any]:
        """Return it as an object; ids are local to the case."""
        return {
            "left": split_id(self.left)[1],
            "right": split_id(self.right)[1],
            "verdict": self.verdict.value,
            "score": self.score,
            "together": self.together,
            "contradicted": self.contradicted,
            "evidence": [asdict(one) for one in self.evidence],
            "reasons": [one.text for one in self.evidence],
            "judgements": [judgement_json(one) for one in self.judgements],
        }


def judgement_json(said: Judgement) -> dict[str, Any]:
    """Return a judgement as an object; ids are local to its case."""
    return {
        "left": said.left.removeprefix(f"{said.case}:"),
        "right": said.right.removeprefix(f"{said.case}:"),
        "verdict": said.verdict.value,
        "author": said.author,
        "automatic": said.automatic,
        "at": said.at.isoformat(),
        "score": said.score,
        "explanation": said.explanation,
        "event": said.event,
    }


def explain_pair(
    workspace: Workspace, principal: Principal, case: str, pair: tuple[str, str]
) -> Explanation:
    """Compare two visible entities now. Raises NotFound, InvalidInput."""
    scope = scope_of(principal)
    left, right = sorted(scoped_id(case, entity) for entity in pair)
    if left == right:
        raise InvalidInput("give two different entities")
    ledger = workspace.ledger
    said = ledger.find_statements(scope, [left, right])
    with workspace.view(scope) as view:
        profiles = [_profile(view, i, said.get(i, ())) for i in (left, right)]
    finding = judge(profiles[0], profiles[1])
    clusters = ledger.clusters(scope)
    words = ledger.find_judgements(scope, [left], case)
    refused = {(one.left, one.right) for one in clusters.contradictions()}
    return Explanation(
        left=left,
        right=right,
        verdict=finding.verdict,
        score=finding.score,
        evidence=tuple(weightiest(finding)),
        judgements=tuple(
            one for one in words if (one.left, one.right) == (left, right)
        ),
        together=right in clusters.members(left),
        contradicted=(left, right) in refused,
    )


def _profile(view: View, entity: str, said: Sequence[Statement]) -> Profile:
    if not said:
        raise NotFound("no such entity")
    return make_profile(view, entity, said[-1].schema, said)


def make_profile(
    view: View, entity: str, schema: str, said: Iterable[Statement]
) -> Profile:
    """Return an entity (scoped id) as the engine takes it: values and neighbours."""
    values: dict[str, dict[str, None]] = {}
    for one in said:
        values.setdefault(one.value.prop, {})[one.value.value] = None
    kept = {prop: tuple(texts) for prop, texts in values.items()}
    case = split_id(entity)[0]
    return Profile(entity, schema, kept, case, neighbours_of(view, entity))


def neighbours_of(view: View, entity: str) -> tuple[Link, ...]:
    """Return an entity's neighbours; numbers are values already, and left out."""
    if entity not in view.find_nodes([entity]):
        return ()
    node = view.get_node(entity).id
    links = view.links(entity, None, LINKS).links
    ends = view.find_nodes({end for one in links for end in (one.source, one.target)})
    found = {
        Link(one.schema, end)
        for one in links
        for end in {one.source, one.target} - {node}
        if end in ends
        and not (one.schema[0].islower() and is_identifier(ends[end].schema))
    }
    return tuple(sorted(found))
