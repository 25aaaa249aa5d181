"""What the resolver is handed: entities with their values and neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Link(NamedTuple):
    """A neighbour: the kind of relationship or identifier property, and whose id."""

    kind: str
    other: str


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity as the resolver sees it; only those of one `case` are compared.

    `values` are FollowTheMoney's, by property; the id may be local or scoped.
    """

    id: str
    schema: str
    values: Mapping[str, tuple[str, ...]]
    case: str = ""
    links: tuple[Link, ...] = ()
