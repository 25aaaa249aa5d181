"""What the resolver's engine is asked, and in which version it answers."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from inspect import signature
from typing import Any, NamedTuple

from extraction import resolution
from extraction.resolution import CandidatePair, Finding, Profile
from graph.identity import Clusters
from graph.model import Judgement, Verdict

Judged = tuple[str, str, Verdict]
Report = Callable[[int, int | None], None]

_REFUSED = 0.6
"""The score of a pair that the values join and a word keeps apart."""
_NOW = datetime.min.replace(tzinfo=UTC)
_TAKES = frozenset(signature(resolution.find_judgements).parameters)
_LINKED = "links" in Profile.__dataclass_fields__


class Neighbour(NamedTuple):
    """Whom a profile is linked to, and by which schema or property."""

    kind: str
    other: str


class Reason(NamedTuple):
    """One thing that speaks for (bits above 0) or against; no value in its text."""

    feature: str
    agreement: str
    weight: float | None
    text: str


def make_profile(
    entity: str,
    schema: str,
    values: Mapping[str, tuple[str, ...]],
    case: str,
    links: Iterable[Neighbour] = (),
) -> Profile:
    """Return an entity as the engine takes it."""
    more: dict[str, Any] = {}
    if _LINKED:
        link: Any = vars(resolution)["Link"]
        more["links"] = tuple(link(one.kind, one.other) for one in links)
    return Profile(entity, schema, values, case, **more)


def find_pairs(
    profiles: Iterable[Profile],
    judged: Iterable[Judged],
    changed: Collection[str] | None,
    report: Report | None,
) -> list[CandidatePair]:
    """Return the pairs found, by id; none that is judged.

    With `changed` only pairs with one of these ids.
    """
    words = list(judged)
    if "judged" in _TAKES:
        engine: Any = resolution.find_judgements
        found = engine(profiles, judged=words, changed=changed, report=report)
        return _kept_apart(list(found), words)
    known = {(left, right) for left, right, _ in words}
    asked = [
        pair
        for pair in resolution.find_judgements(profiles)
        if (pair.left, pair.right) not in known
        and (changed is None or pair.left in changed or pair.right in changed)
    ]
    return _kept_apart(asked, words)


def _kept_apart(
    found: list[CandidatePair], judged: Sequence[Judged]
) -> list[CandidatePair]:
    """Return the pairs, those unsure that would join what a word keeps apart.

    The words are more than a view can see: pairs of which a person took the resolver's
    word back are among them.
    """
    if not any(verdict is Verdict.NEGATIVE for _, _, verdict in judged):
        return found
    given = (_word(*word, None) for word in judged)
    said = (_word(one.left, one.right, one.verdict, one.score) for one in found)
    told = Clusters([*given, *said]).contradictions()
    refused = {(one.left, one.right) for one in told}
    return [
        replace(one, verdict=Verdict.UNSURE, score=min(one.score, _REFUSED))
        if (one.left, one.right) in refused
        else one
        for one in found
    ]


def _word(left: str, right: str, verdict: Verdict, score: float | None) -> Judgement:
    automatic = score is not None
    return Judgement(
        "", "", left, right, verdict, "", _NOW, 0, score=score, automatic=automatic
    )


def reasons_of(found: Finding | CandidatePair) -> list[Reason]:
    """Return what speaks for and against, what weighs most first."""
    evidence: Iterable[Any] | None = getattr(found, "evidence", None)
    if evidence is None:
        return [Reason("", "", None, text) for text in found.reasons]
    reasons = [Reason(e.feature, e.agreement, e.weight, e.text) for e in evidence]
    return sorted(reasons, key=lambda one: -abs(one.weight or 0.0))


@cache
def engine_version() -> str:
    """Return what changes whenever the engine's code or its data does."""
    digest = hashlib.sha256()
    for name in ("extraction.resolution", "graph.names"):
        for part in sorted(files(name).iterdir(), key=lambda part: part.name):
            if part.is_file():
                digest.update(part.name.encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()[:16]
