"""The first resolver over a case: its word on likely duplicates, as judgements."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from backend.access import Principal, check_writes, scope_of
from backend.workspace import Workspace
from extraction.resolution import CandidatePair, Profile, explain, find_judgements
from graph.errors import NotFound
from graph.ledger import Ledger, tables
from graph.model import WHOLE_CASE, Scope, Statement, Verdict, scoped_id, split_id
from graph.schema import is_edge, is_identifier, ontology

Progress = Callable[[int, int | None], None]
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class ResolveReport:
    """What one run judged: pairs taken for one, and pairs for a person to look at."""

    case: str
    judgements: int
    for_review: int
    pairs: tuple[CandidatePair, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report as an object; ids are local to the case."""
        return {
            "case": self.case,
            "judgements": self.judgements,
            "for_review": self.for_review,
            "pairs": [
                {
                    "left": split_id(pair.left)[1],
                    "right": split_id(pair.right)[1],
                    "verdict": pair.verdict.value,
                    "score": pair.score,
                    "explanation": pair.explanation,
                }
                for pair in self.pairs
            ],
        }


def resolve(
    workspace: Workspace,
    principal: Principal,
    case: str,
    report: Progress | None = None,
) -> ResolveReport:
    """Judge likely duplicates of a case; run again it adds nothing.

    What the whole case says is judged for all; what only a compartment adds is judged
    within it. A pair that was ever judged, undone or not, is left alone. Raises
    NotFound, Forbidden.
    """
    check_writes(principal, case)
    scope, ledger = scope_of(principal), workspace.ledger
    ledger.get_case(scope, case)
    said = list(ledger.iter_schema_statements(scope, case, _resolved_schemata()))
    judged = _judged(ledger, case)
    made: list[CandidatePair] = []
    parts = sorted({one.context.compartment for one in said} - {WHOLE_CASE})
    for done, part in enumerate([WHOLE_CASE, *parts], 1):
        visible = {WHOLE_CASE, part}
        profiles = list(_profiles(case, said, visible))
        pairs = [
            pair
            for pair in find_judgements(profiles)
            if (pair.left, pair.right) not in judged
        ]
        _record(workspace, scope, case, part, pairs)
        judged |= {(pair.left, pair.right) for pair in pairs}
        made += pairs
        if report is not None:
            report(done, len(parts) + 1)
    positive = sum(pair.verdict is Verdict.POSITIVE for pair in made)
    return ResolveReport(case, positive, len(made) - positive, tuple(made))


def explain_pair(
    workspace: Workspace, principal: Principal, case: str, pair: tuple[str, str]
) -> list[str]:
    """Return the rules' reasons on two visible entities. Raises NotFound."""
    scope = scope_of(principal)
    ids = [scoped_id(case, entity) for entity in pair]
    found = workspace.ledger.find_statements(scope, ids)
    profiles = [_profile(case, entity, found.get(entity, ())) for entity in ids]
    return explain(profiles[0], profiles[1])


def _resolved_schemata() -> list[str]:
    return sorted(
        name
        for name, schema in ontology().schemata.items()
        if schema.is_a("Thing") and not is_edge(name) and not is_identifier(name)
    )


def _profiles(
    case: str, said: Sequence[Statement], visible: set[str]
) -> Iterator[Profile]:
    by_entity: dict[str, list[Statement]] = {}
    for one in said:
        if one.context.compartment in visible:
            by_entity.setdefault(one.entity, []).append(one)
    for entity, some in sorted(by_entity.items()):
        yield _profile(case, entity, some)


def _profile(case: str, entity: str, said: Sequence[Statement]) -> Profile:
    if not said:
        raise NotFound("no such entity")
    values: dict[str, dict[str, None]] = {}
    for one in said:
        values.setdefault(one.value.prop, {})[one.value.value] = None
    kept = {prop: tuple(texts) for prop, texts in values.items()}
    return Profile(entity, said[-1].schema, kept, case)


def _judged(ledger: Ledger, case: str) -> set[tuple[str, str]]:
    judgement = tables.judgement.c
    query = select(judgement.left, judgement.right).where(judgement.case == case)
    with ledger.engine.connect() as connection:
        return {(row.left, row.right) for row in connection.execute(query)}


def _record(
    workspace: Workspace,
    scope: Scope,
    case: str,
    compartment: str,
    pairs: Sequence[CandidatePair],
) -> None:
    for start in range(0, len(pairs), BATCH):
        with workspace.ledger.commit(kind="resolve", case=case, actor=scope.user) as tx:
            for pair in pairs[start : start + BATCH]:
                tx.judge(
                    pair.left,
                    pair.right,
                    pair.verdict,
                    score=pair.score,
                    explanation=pair.explanation,
                    compartment=compartment,
                )
