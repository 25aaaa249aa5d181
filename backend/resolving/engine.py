"""What the resolver's engine is asked, and in which version it answers."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from extraction import resolution
from extraction.resolution import CandidatePair, Evidence, Finding, Profile
from graph.identity import Clusters
from graph.model import Judgement, Verdict

Judged = tuple[str, str, Verdict]
Report = Callable[[int, int | None], None]

_REFUSED = 0.6
"""The score of a pair that the values join and a word keeps apart."""
_NOW = datetime.min.replace(tzinfo=UTC)


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
    found = resolution.find_judgements(
        profiles, judged=words, changed=changed, report=report
    )
    return _kept_apart(list(found), words)


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


def weightiest(found: Finding | CandidatePair) -> list[Evidence]:
    """Return what speaks for and against, what weighs most first."""
    return sorted(found.evidence, key=lambda one: -abs(one.weight))


@cache
def engine_version() -> str:
    """Return what changes whenever the engine's code or its data does."""
    digest = hashlib.sha256()
    for name in ("extraction.resolution", "graph.names"):
        for part in sorted(files(name).iterdir(), key=lambda part: part.name):
            if part.is_file():
                digest.update(part.name.encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()[:16]
