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
from graph.model import Kind, Link, Scope, Statement, Subgraph
from graph.schema import is_tally
from graph.store import View

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


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case's network with the probability of each of its edges."""

    subgraph: Subgraph
    probability: NDArray[np.float64]


def weigh_case(
    ledger: Ledger,
    view: View,
    scope: Scope,
    case: str,
    layers: Sequence[str] | None = None,
) -> Weighed:
    """Return what a scope sees of a case, weighed by the policy in force.

    Raises NotFound, and LimitExceeded for more than 20,000 relationships.
    """
    links = _links(view, case, layers)
    said = _said(ledger, scope, links)
    labels = {node.id: node.caption for node in view.iter_nodes(case)}
    for link in links:
        labels.setdefault(link.source, "")
        labels.setdefault(link.target, "")
    ids = tuple(sorted(labels))
    place = {name: i for i, name in enumerate(ids)}
    rules = policy()
    return Weighed(
        Subgraph(
            ids=ids,
            labels=tuple(labels[name] for name in ids),
            source=np.array([place[li.source] for li in links], dtype=np.int32),
            target=np.array([place[li.target] for li in links], dtype=np.int32),
            weight=np.array([li.count for li in links], dtype=np.float64),
        ),
        np.array([rules.weigh(said.get(li.id, ())) for li in links], dtype=np.float64),
    )


def _links(view: View, case: str, layers: Sequence[str] | None) -> list[Link]:
    from graph.store.whole import link_schemata

    wanted = link_schemata(layers)
    links: list[Link] = []
    for link in view.iter_links(case):
        if wanted is None or link.schema in wanted:
            links.append(link)
        if len(links) > MAX_LINKS:
            raise LimitExceeded(
                f"more than {MAX_LINKS} relationships to weigh; choose layers"
            )
    return links


def _said(
    ledger: Ledger, scope: Scope, links: Sequence[Link]
) -> dict[str, list[Statement]]:
    """Return what each link rests on; of a tally its first events."""
    single = [link for link in links if not is_tally(link.schema)]
    said = ledger.find_links_statements(scope, single)
    for link in links:
        if is_tally(link.schema):
            said[link.id] = ledger.find_link_statements(scope, link)
    return said
