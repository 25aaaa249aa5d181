"""The pipeline over gold documents, and the figures that come of it."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from extraction.evaluation.comparing import compare
from extraction.evaluation.confusion import Confusion
from extraction.evaluation.counting import Tally, Where
from extraction.evaluation.giving import document_of, give
from extraction.evaluation.gold import IDENTIFIERS, NAMES, GoldDocument
from extraction.model import Document, Extraction, Mention, Rejection, Relation
from extraction.relation.finding import find_relations

GROUPS = {"names": frozenset(NAMES), "identifiers": frozenset(IDENTIFIERS)}
DIMENSIONS = ("corpus", "language", "script", "genre")
EXAMPLES = 5
"""Examples kept of each kind of error."""

_GROUP_OF = {"bs": "hbs", "cnr": "hbs", "hr": "hbs", "sr": "hbs"}


class Extractor(Protocol):
    """What finds mentions and relations in a document: the pipeline."""

    def extract(self, document: Document, country: str | None = None) -> Extraction:
        """Return what the document says."""


@runtime_checkable
class Relating(Protocol):
    """What finds relations between mentions that are given to it: the pipeline too."""

    def relate(self, document: Document, mentions: Sequence[Mention]) -> list[Relation]:
        """Return the relations between the mentions."""


@dataclass(slots=True)
class Evaluation:
    """The counts of an evaluation; empty before the first document.

    `given`: the gold's own mentions are given, and only relations are looked for.
    """

    given: bool = False
    documents: int = 0
    words: int = 0
    cpu_s: float = 0.0
    detected: int = 0
    described: int = 0
    mentions: Tally = field(default_factory=Tally)
    relations: Tally = field(default_factory=Tally)
    values: Tally = field(default_factory=Tally)
    kinds: Tally = field(default_factory=Tally)
    rejected: list[Rejection] = field(default_factory=list)
    mention_errors: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    relation_errors: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)

    def add(self, gold: GoldDocument, extractor: Extractor) -> None:
        """Let the extractor read a document, and count its answer."""
        started = time.process_time()
        if self.given:
            answer = _relate(gold, extractor)
        else:
            answer = extractor.extract(document_of(gold))
        self.cpu_s += time.process_time() - started
        self.documents += 1
        self.words += len(gold.text.split())
        if gold.language:
            self.described += 1
            self.detected += _same_group(gold.language, answer.document.language)
        compared = compare(gold, answer.mentions, answer.relations)
        where = Where.of(gold)
        self.mentions.add(where, compared.mentions)
        self.relations.add(where, compared.relations)
        self.values.add(where, compared.values)
        self.kinds.add(where, compared.kinds)
        _collect(self.mention_errors, compared.mention_errors)
        _collect(self.relation_errors, compared.relation_errors)

    def as_json(self) -> dict[str, Any]:
        """Return every figure and the errors, the most frequent first."""
        return {
            "documents": self.documents,
            "words": self.words,
            "cpu_s": round(self.cpu_s, 2),
            "language": {"right": self.detected, "of": self.described},
            "mentions": _figures(self.mentions, GROUPS),
            "relations": _figures(self.relations, {}),
            "values": _shares(self.values),
            "kinds": _shares(self.kinds),
            "confusions": {
                "mentions": _ranked(self.mention_errors),
                "relations": _ranked(self.relation_errors),
            },
            "rejected": [
                {"path": r.path, "record": r.record, "reason": r.reason}
                for r in self.rejected
            ],
        }


def evaluate(
    gold: Iterable[GoldDocument | Rejection],
    extractor: Extractor,
    follow: Callable[[int], None] = lambda done: None,
    *,
    given: bool = False,
) -> Evaluation:
    """Return the evaluation of an extractor on gold; `follow` hears of each document.

    Rejected gold is kept as such and counts for nothing. With `given` the relations
    are found between the gold's own mentions: what the rules for them can do alone.
    """
    result = Evaluation(given)
    for one in gold:
        if isinstance(one, Rejection):
            result.rejected.append(one)
        else:
            result.add(one, extractor)
            follow(result.documents)
    return result


def _relate(gold: GoldDocument, extractor: Extractor) -> Extraction:
    """Return the gold's mentions with the relations that are found between them."""
    relate = extractor.relate if isinstance(extractor, Relating) else find_relations
    document, mentions, _ = give(gold)
    return Extraction(document, mentions, tuple(relate(document, mentions)))


def _same_group(wanted: str, found: str | None) -> bool:
    return found is not None and (
        _GROUP_OF.get(wanted, wanted) == _GROUP_OF.get(found, found)
    )


def _collect(
    kept: dict[tuple[str, str, str], list[str]], errors: Iterable[Confusion]
) -> None:
    for error in errors:
        kept.setdefault((error.kind, error.gold, error.found), []).append(error.example)


def _figures(tally: Tally, groups: dict[str, frozenset[str]]) -> dict[str, Any]:
    told: dict[str, Any] = {"all": tally.score().as_json()}
    for name, types in groups.items():
        told[name] = tally.score(types).as_json()
    told["by_type"] = {
        name: tally.score(frozenset({name})).as_json() for name in tally.types()
    }
    for dimension in DIMENSIONS:
        told[f"by_{dimension}"] = {
            place: {"all": tally.score(None, **{dimension: place}).as_json()}
            | {
                name: tally.score(types, **{dimension: place}).as_json()
                for name, types in groups.items()
            }
            | {
                name: tally.score(frozenset({name}), **{dimension: place}).as_json()
                for name in tally.types()
            }
            for place in tally.places(dimension)
        }
    return told


def _shares(tally: Tally) -> dict[str, dict[str, int]]:
    scores = {name: tally.score(frozenset({name})) for name in tally.types()}
    return {name: {"right": s.right, "of": s.there} for name, s in scores.items()}


def _ranked(errors: dict[tuple[str, str, str], list[str]]) -> list[dict[str, Any]]:
    rows = sorted(errors.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        {
            "kind": kind,
            "gold": gold or None,
            "found": found or None,
            "count": len(examples),
            "examples": [e for e, _ in Counter(examples).most_common(EXAMPLES)],
        }
        for (kind, gold, found), examples in rows
    ]
