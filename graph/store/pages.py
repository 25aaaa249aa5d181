"""What a view answers with beyond the model's networks: pages and border tables."""

from dataclasses import dataclass

from graph.model import Link, Node


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Nodes found, best first, and how many there are in all."""

    nodes: tuple[Node, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LinkPage:
    """Links of one node by id, and how many there are in all."""

    links: tuple[Link, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CountryPair:
    """How many links run from a node of one country to a node of another."""

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class CrossBorder:
    """The links of a case that cross a border, and their countries in pairs.

    A link crosses one when the countries of both ends are known and none is common.
    It counts once for each pair of its ends' countries. Pairs are sorted by country,
    links by id; `truncated` when links are cut (pairs never are).
    """

    pairs: tuple[CountryPair, ...]
    links: tuple[Link, ...]
    truncated: bool = False
