"""Labelled pairs in, precision and recall out: how good the rules are."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from extraction.resolution.judging import judge
from extraction.resolution.profile import Profile
from extraction.resolution.rules import Finding
from extraction.resolution.weights import default_model
from graph.errors import InvalidInput
from graph.model import Verdict
from graph.schema import clean_value, get_schema


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of positive decisions; None where undefined."""

    pairs: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `resolve --evaluate` prints; decisions in input order."""

    pairs: int
    threshold: float
    precision: float | None
    recall: float | None
    f1: float | None
    by_group: Mapping[str, Figures]
    decisions: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the contract's JSON object."""
        groups = {
            name: {
                "pairs": f.pairs,
                "precision": f.precision,
                "recall": f.recall,
                "f1": f.f1,
            }
            for name, f in self.by_group.items()
        }
        return {
            "pairs": self.pairs,
            "threshold": self.threshold,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "by_group": groups,
            "decisions": [
                {"decision": str(d.verdict), "score": d.score} for d in self.decisions
            ],
        }


def evaluate_pairs(lines: Iterable[str | bytes]) -> Evaluation:
    """Judge each line's `left` and `right` and compare with its `judgement`.

    A pair is said to be one from the model's `decide` on: here a yes or no is asked of
    each pair, as nobody asks of the pairs of a case, where a person sees those between
    REVIEW and CERTAIN. Any other decision counts as negative. Blank lines are skipped.
    Raises InvalidInput with the number of a line that is no such pair.
    """
    truth: list[bool] = []
    groups: list[str] = []
    decisions: list[Finding] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            pair = json.loads(line)
            same = {"positive": True, "negative": False}[pair["judgement"]]
            found = judge(read_profile(pair["left"]), read_profile(pair["right"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidInput(f"line {number} is not a labelled pair") from error
        except InvalidInput as error:
            raise InvalidInput(f"line {number}: {error}") from error
        truth.append(same)
        groups.append(str(pair.get("group", "")))
        decisions.append(_decided(found))
    return _evaluation(truth, groups, decisions)


def _decided(found: Finding) -> Finding:
    if found.score >= default_model().decide:
        return replace(found, verdict=Verdict.POSITIVE)
    return found


def read_profile(entity: Mapping[str, Any]) -> Profile:
    """Return a FollowTheMoney entity as a profile, values in their kept form.

    Values that cannot be cleaned stay as written; unknown properties are left out.
    Raises InvalidInput for an unknown schema.
    """
    name = entity["schema"]
    schema = get_schema(name)
    given = {
        prop: [str(v) for v in (values if isinstance(values, list) else [values])]
        for prop, values in entity["properties"].items()
        if (known := schema.get(prop))
        and not known.stub
        and known.type.name != "entity"
    }
    country = next((v.lower() for v in given.get("country", ()) if len(v) == 2), None)
    values = {
        prop: tuple(clean_value(name, prop, text, country) or text for text in texts)
        for prop, texts in given.items()
    }
    return Profile(str(entity["id"]), name, values)


def _evaluation(
    truth: list[bool], groups: list[str], decisions: list[Finding]
) -> Evaluation:
    said = [d.verdict is Verdict.POSITIVE for d in decisions]
    by_group = {
        name: _figures(
            [
                (same, found)
                for same, found, group in zip(truth, said, groups, strict=True)
                if group == name
            ]
        )
        for name in sorted({g for g in groups if g})
    }
    whole = _figures(list(zip(truth, said, strict=True)))
    return Evaluation(
        pairs=whole.pairs,
        threshold=default_model().decide,
        precision=whole.precision,
        recall=whole.recall,
        f1=whole.f1,
        by_group=by_group,
        decisions=tuple(decisions),
    )


def _figures(pairs: list[tuple[bool, bool]]) -> Figures:
    hits = sum(same and found for same, found in pairs)
    found = sum(found for _, found in pairs)
    wanted = sum(same for same, _ in pairs)
    precision = hits / found if found else None
    recall = hits / wanted if wanted else None
    f1 = 2 * hits / (found + wanted) if found + wanted else None
    return Figures(len(pairs), precision, recall, f1)
