"""How likely each relationship is, from the evaluation of what it rests on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from graph.errors import LimitExceeded
from graph.ledger import Ledger
from graph.model import Kind, Link, Scope, Statement
from graph.schema import is_tally

MAX_LINKS = 20_000


@dataclass(frozen=True, slots=True)
class Policy:
    """A dated table of probabilities; see confidence.yaml."""

    version: str
    evaluation: dict[str, float]
    assessment: float
    most: float

    def weigh(self, statements: Iterable[Statement]) -> float:
        """Return how likely what the statements say is.

        Of each document (or entry) the strongest counts; documents are taken for
        independent: 1 - product of what each leaves open.
        """
        best: dict[str, float] = {}
        for one in statements:
            worth = self.evaluation[str(one.context.evaluation)]
            if one.kind is Kind.ASSESSMENT:
                worth *= self.assessment
            source = one.context.document or f"{one.context.origin}:{one.entity}"
            best[source] = max(worth, best.get(source, 0.0))
        left_open = float(np.prod([1 - worth for worth in best.values()]))
        return min(self.most, 1 - left_open)


@cache
def policy() -> Policy:
    """Return the policy that is in force."""
    path = Path(__file__).with_name("confidence.yaml")
    data = yaml.safe_load(path.read_text("utf-8"))
    table = {
        f"{source}{information}": float(worth)
        for source, row in data["evaluation"].items()
        for information, worth in row.items()
    }
    return Policy(
        str(data["version"]), table, float(data["assessment"]), float(data["most"])
    )


def weigh_links(
    ledger: Ledger, scope: Scope, links: Sequence[Link]
) -> NDArray[np.float64]:
    """Return how likely each link is, from what the scope sees that it rests on.

    Raises LimitExceeded for more than 20,000.
    """
    if len(links) > MAX_LINKS:
        raise LimitExceeded(
            f"more than {MAX_LINKS} relationships to weigh; choose layers or a period"
        )
    single = [link for link in links if not is_tally(link.schema)]
    said = ledger.find_links_statements(scope, single)
    for link in links:
        if is_tally(link.schema):
            said[link.id] = ledger.find_link_statements(scope, link)
    rules = policy()
    return np.array([rules.weigh(said.get(li.id, ())) for li in links], np.float64)
