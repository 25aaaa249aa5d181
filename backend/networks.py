"""The network of a case that a question is about: layers, a time, persons alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backend.moments import check_period
from backend.temporal.activity import find_active
from backend.temporal.keeping import Histories
from graph.analytics.projecting import Projection, project
from graph.errors import InvalidInput
from graph.model import Link, Subgraph
from graph.schema import is_tally, ontology
from graph.store import View
from graph.store.patterns import ALWAYS, Period
from graph.store.whole import is_any, link_schemata


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a case is looked at.

    `layers` are schemata of relationships (and those below them), None for all;
    `period` keeps relationships that fell in it, even in part, counted ones with
    what fell in it where histories are given; `persons` is a schema of
    entities to derive a network of, each joined through what they share and through
    dealings of what is theirs, weighed by `weight` (see project). With
    `undated` a period has also what has no date and touches something in it.
    """

    layers: Sequence[str] | None = None
    period: Period = ALWAYS
    persons: str | None = None
    weight: str = "count"
    undated: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole case as it stands."""
        return replace(self, undated=False) == Choice()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A network out of a case; `links` are its edges before any derivation."""

    subgraph: Subgraph
    links: tuple[Link, ...]
    derived: Projection | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        """Say what was left out."""
        if self.derived is None or not self.derived.crowded:
            return ()
        number = len(self.derived.crowded)
        return (f"{number} things shared by too many join nobody",)


def choose(
    view: View, case: str, choice: Choice, histories: Histories | None = None
) -> Chosen:
    """Return the chosen network. Raises NotFound, InvalidInput.

    With histories, a period is that of each event: a pair that called before and after
    it is not in it, and calls weigh as many as fell in it. What lasts is in it while it
    lasts, with no end known until now.
    """
    check_period(choice.period.after, choice.period.before)
    _check_names(choice)
    wanted = link_schemata(choice.layers)
    if histories is not None and choice.period != ALWAYS:
        links = tuple(_in_period(histories, view, case, choice))
    else:
        links = tuple(
            link
            for link in view.iter_links(case)
            if (wanted is None or link.schema in wanted) and choice.period.holds(link)
        )
    nodes = {node.id: node for node in view.iter_nodes(case)}
    ends = {end for link in links for end in (link.source, link.target)}
    ids = tuple(sorted(nodes.keys() | ends))
    place = {name: i for i, name in enumerate(ids)}
    subgraph = Subgraph(
        ids=ids,
        labels=tuple(nodes[name].caption if name in nodes else "" for name in ids),
        source=np.array([place[link.source] for link in links], dtype=np.int32),
        target=np.array([place[link.target] for link in links], dtype=np.int32),
        weight=np.array([link.count for link in links], dtype=np.float64),
    )
    if choice.persons is None:
        return Chosen(subgraph, links)
    kept = np.array(
        [i in nodes and is_any(nodes[i].schema, [choice.persons]) for i in ids],
        np.bool_,
    )
    derived = project(subgraph, kept, _dealing(links), weight=choice.weight)
    return Chosen(derived.subgraph, links, derived)


def _in_period(
    histories: Histories, view: View, case: str, choice: Choice
) -> Iterator[Link]:
    """Yield the links of a period by id, counted as often as they fell in it."""
    history = histories.read(view, case, choice.layers)
    for name, count in find_active(
        history, choice.period, undated=choice.undated
    ).items():
        yield replace(history.links[name], count=max(count, 1))


def _dealing(links: Sequence[Link]) -> NDArray[np.bool_]:
    """Return which links are dealings: calls, messages, payments."""
    return np.array([is_tally(link.schema) for link in links], dtype=np.bool_)


def _check_names(choice: Choice) -> None:
    known = ontology().schemata
    if choice.persons is not None and choice.persons not in known:
        raise InvalidInput(f"unknown schema: {choice.persons}")
    properties = {name for schema in known.values() for name in schema.properties}
    for name in choice.layers or ():
        if name not in known and name not in properties:
            raise InvalidInput(f"unknown layer: {name}")
