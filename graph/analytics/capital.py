"""Human capital: who holds which role, whose role nobody else has, which ties work.

A criminal business is a chain of positions (supply, transport, sale); who leaves one
empty costs more than who has many friends. Value-chain degree after Duijn, Kashirin and
Sloot, "The relative ineffectiveness of criminal network disruption" (Scientific Reports
4, 4238, 2014).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graph.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of each position in ids, several or none; `chain` orders some of them.

    Without a chain any two different roles work together.
    """

    of: tuple[frozenset[str], ...]
    chain: tuple[str, ...] = ()

    def holders(self, gone: Collection[int] = ()) -> Counter[str]:
        """Count who is left in each role, 0 where nobody is."""
        count: Counter[str] = Counter(dict.fromkeys(self.known, 0))
        for node, roles in enumerate(self.of):
            if node not in gone:
                count.update(roles)
        return count

    @property
    def known(self) -> frozenset[str]:
        """All roles that anybody has."""
        return frozenset(role for roles in self.of for role in roles)

    def check(self, count: int) -> None:
        """Raise InvalidInput where they do not fit a network of `count` nodes."""
        if len(self.of) != count:
            raise InvalidInput("each node has its roles, or none")
        if count and not self.known:
            raise InvalidInput("no role is told of anybody")
        unknown = [role for role in self.chain if role not in self.known]
        if unknown:
            raise InvalidInput(f"nobody has this role of the chain: {unknown[0]!r}")

    def works(self, one: int, other: int) -> bool:
        """Whether a tie of two is one of the business: between neighbouring positions.

        Or, without a chain, between two that do different things.
        """
        mine, theirs = self.of[one], self.of[other]
        if not self.chain:
            return bool(mine and theirs) and len(mine | theirs) > 1
        places = {role: i for i, role in enumerate(self.chain)}
        return any(
            abs(places[a] - places[b]) == 1
            for a in mine & places.keys()
            for b in theirs & places.keys()
        )

    def rarity(self, node: int, holders: Counter[str]) -> float:
        """Return 1 for who alone holds a role, 1/k where k do, 0 without a role."""
        return max((1 / holders[role] for role in self.of[node]), default=0.0)

    def unique(self) -> tuple[tuple[int, str], ...]:
        """Return who alone holds a role, with the role, by position."""
        holders = self.holders()
        return tuple(
            (node, role)
            for node, roles in enumerate(self.of)
            for role in sorted(roles)
            if holders[role] == 1
        )

    def left(self, removed: Sequence[int]) -> tuple[tuple[int, ...], int | None]:
        """Return how many roles are held after each removal, and when the chain broke.

        The latter is the number of removals, None where it holds, or none was given.
        """
        holders = self.holders()
        counts: list[int] = []
        broken: int | None = None
        for number, node in enumerate(removed, 1):
            holders.subtract(self.of[node])
            counts.append(sum(count > 0 for count in holders.values()))
            if broken is None and any(not holders[role] for role in self.chain):
                broken = number
        return tuple(counts), broken


def value_degree(roles: Roles, node: int, others: Iterable[int]) -> int:
    """Return in how many of its ties a node does business."""
    return sum(roles.works(node, other) for other in others)
