"""Judgements → clusters: which stored ids one scope takes for the same entity."""

from collections.abc import Iterable

from graph.model import Judgement, Verdict

_STRENGTH = {Verdict.POSITIVE: 0, Verdict.UNSURE: 1, Verdict.NEGATIVE: 2}


class Clusters:
    """Groups of ids joined by positive judgements that nothing stronger overrules.

    On one pair negative beats unsure beats positive. Ids in no group stand for
    themselves.
    """

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        verdicts: dict[tuple[str, str], Verdict] = {}
        for judgement in judgements:
            pair = (judgement.left, judgement.right)
            held = verdicts.get(pair)
            if held is None or _STRENGTH[judgement.verdict] > _STRENGTH[held]:
                verdicts[pair] = judgement.verdict
        self._parent: dict[str, str] = {}
        for (left, right), verdict in verdicts.items():
            if verdict is Verdict.POSITIVE:
                self._join(left, right)
        groups: dict[str, list[str]] = {}
        for name in self._parent:
            groups.setdefault(self._find(name), []).append(name)
        self._groups = sorted(tuple(sorted(group)) for group in groups.values())
        self._members = {name: group for group in self._groups for name in group}

    def _find(self, name: str) -> str:
        parent = self._parent.setdefault(name, name)
        while parent != name:
            self._parent[name] = self._parent[parent]
            name, parent = parent, self._parent[parent]
        return name

    def _join(self, left: str, right: str) -> None:
        one, other = sorted((self._find(left), self._find(right)))
        self._parent[other] = one

    def __bool__(self) -> bool:
        return bool(self._members)

    def members(self, name: str) -> tuple[str, ...]:
        """Return the sorted ids of the group, the id itself included."""
        return self._members.get(name, (name,))

    def root(self, name: str) -> str:
        """Return one id that stands for the whole group: its smallest."""
        return self.members(name)[0]

    def groups(self) -> Iterable[tuple[str, ...]]:
        """Return the groups, each of two or more sorted ids, in order."""
        return self._groups
