"""constructions.yaml and relations.yaml → what a pair of ends costs about a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extraction.relation.candidates import Candidate

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Slot:
    """What the preposition before an end and the end's case cost."""

    costs: Mapping[str, int]

    def cost(self, candidate: Candidate) -> int:
        """Return the cost of a candidate in this slot, from its outside form."""
        costs = self.costs
        case = costs.get(candidate.case, 0) if candidate.case else 0
        known = [costs[p] for p in candidate.preps if p in costs]
        if known and "from" in candidate.preps and "with" not in candidate.preps:
            return max(known)
        if known:
            return min(known) + max(0, case if "dat" != candidate.case else 0)
        if candidate.preps:
            return costs.get("else", 0) + max(0, case)
        if candidate.case in costs and candidate.case != "nom":
            return costs[candidate.case]
        return costs.get("none", 0) + case


@dataclass(frozen=True, slots=True)
class Construction:
    """The orders of source, word and target, and the slots of both ends."""

    orders: Mapping[str, int]
    source: Slot
    target: Slot


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation's ends: their types, what these cost, and how far they reach."""

    source: frozenset[str]
    target: frozenset[str]
    mutual: bool
    reach: int
    at: Slot
    needs: str
    reaches: Mapping[str, int]
    source_costs: Mapping[str, int]
    target_costs: Mapping[str, int]


@cache
def constructions() -> Mapping[str, Construction]:
    """Return the constructions by name."""
    return {
        name: Construction(
            row["orders"], Slot(row["source"]), Slot(row.get("target", {}))
        )
        for name, row in _load("constructions").items()
    }


@cache
def relations() -> Mapping[str, Relation]:
    """Return the relations by name."""
    return {
        name: Relation(
            frozenset(row["source"]),
            frozenset(row["target"]),
            bool(row.get("mutual")),
            row["reach"],
            Slot(row.get("at", {})),
            row.get("needs", ""),
            row.get("reaches", {}),
            row.get("sources", {}),
            row.get("targets", {}),
        )
        for name, row in _load("relations").items()
    }


def _load(name: str) -> Any:
    return yaml.safe_load((_HERE / f"{name}.yaml").read_text("utf-8"))
