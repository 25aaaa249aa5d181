"""What one request may cost: its shape and its items, counted before it is validated.

Every fragment is measured once, so a small text of nested fragments costs no more to
check than to read.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
    VariableNode,
)

from graph.errors import InvalidInput, LimitExceeded

MAX_TOKENS = 5_000
MAX_DEPTH = 20
MAX_FIELDS = 2_000
MAX_COST = 300_000
MAX_ALIASES = 50
MAX_REPEATS = 100
MAX_DIRECTIVES = 50
MAX_FRAGMENTS = 100
MAX_VARIABLES = 100
MAX_ITEMS = 1_000
MAX_VALUES = 20_000

_SIZES = ("first", "limit", "top", "k")
_DEFAULT_SIZE = {
    "cases": 50,
    "search": 50,
    "statements": 5,
    "relationships": 50,
    "timeline": 50,
    "expand": 300,
    "network": 150,
    "centrality": 100,
    "crossBorder": 100,
    "paths": 20,
    "mentions": 20,
    "reviewQueue": 50,
    "leads": 20,
    "commonNeighbors": 100,
    "between": 100,
    "shortestPaths": 100,
    "overlaps": 100,
    "near": 3,
    "elsewhere": 3,
    "bridges": 100,
    "brokerage": 100,
    "evidence": 20,
    "judgements": 5,
    "shared": 5,
    "networkOverTime": 100,
    "windows": 50,
    "pathsInOrder": 20,
    "bars": 50,
    "central": 50,
    "stays": 50,
    "together": 50,
    "route": 50,
    "places": 200,
    "seen": 10,
    "occasions": 5,
}
_BASE = {
    "centrality": 20_000,
    "networkOverTime": 20_000,
    "activity": 10_000,
    "active": 10_000,
    "pathsInOrder": 20_000,
    "stays": 10_000,
    "together": 20_000,
    "route": 10_000,
    "places": 10_000,
    "crossBorder": 5_000,
    "paths": 5_000,
    "commonNeighbors": 2_000,
    "between": 20_000,
    "shortestPaths": 5_000,
    "overlaps": 5_000,
    "boxes": 5_000,
    "timeline": 2_000,
    "reviewQueue": 1_000,
    "leads": 20_000,
    "bridges": 20_000,
    "stability": 20_000,
    "brokerage": 20_000,
    "assortativity": 20_000,
    "triads": 20_000,
    "equivalence": 20_000,
    "reviewProgress": 1_000,
    "candidate": 500,
    "network": 1_000,
    "search": 500,
    "expand": 500,
    "__schema": 20_000,
    "__type": 1_000,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """What a selection comes to, fragments unfolded.

    `depth` of fields; `fields`, `aliases`, `directives` and `repeats` (fields whose
    name in the answer another one of the same selection has) in number; `cost` in
    items that may be given; `names`, how often each is at the top of the selection.
    """

    depth: int = 0
    fields: int = 0
    cost: int = 0
    aliases: int = 0
    directives: int = 0
    repeats: int = 0
    names: Mapping[str, int] = field(default_factory=dict)


def check_live(document: DocumentNode) -> None:
    """Raise InvalidInput unless all operations are subscriptions."""
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            if definition.operation is not OperationType.SUBSCRIPTION:
                raise InvalidInput("questions and changes are sent by POST")


def check_limits(document: DocumentNode, variables: Mapping[str, Any]) -> None:
    """Raise LimitExceeded where the document or its variables are too large.

    Depth, fields and cost hold for each operation and fragment, the rest for the
    document. Raises InvalidInput for a fragment in itself.
    """
    check_variables(variables)
    parts = list(_executable(document))
    spread = sum(isinstance(part, FragmentDefinitionNode) for part in parts)
    declared = sum(len(part.variable_definitions or ()) for part in parts)
    _hold("fragments", spread, MAX_FRAGMENTS)
    _hold("variables", declared, MAX_VARIABLES)
    gauge = _Gauge(document, variables)
    found = [gauge.definition(part) for part in parts]
    _hold("fields in depth", max((one.depth for one in found), default=0), MAX_DEPTH)
    _hold("fields", max((one.fields for one in found), default=0), MAX_FIELDS)
    _hold("aliases", sum(one.aliases for one in found), MAX_ALIASES)
    _hold("repeated fields", sum(one.repeats for one in found), MAX_REPEATS)
    _hold("directives", sum(one.directives for one in found), MAX_DIRECTIVES)
    if any(one.cost > MAX_COST for one in found):
        raise LimitExceeded("the request asks for too much; narrow it")


def check_variables(variables: Mapping[str, Any]) -> None:
    """Raise LimitExceeded where a list has too many items, or all have together."""
    waiting: list[object] = [variables]
    total = 0
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            _hold("items in a list", len(value), MAX_ITEMS)
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
        total += 1
        _hold("values in its variables", total + len(waiting), MAX_VALUES)


def _hold(what: str, found: int, most: int) -> None:
    if found > most:
        raise LimitExceeded(f"a request has at most {most} {what}")


def _executable(
    document: DocumentNode,
) -> Iterable[OperationDefinitionNode | FragmentDefinitionNode]:
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            yield definition


class _Gauge:
    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self._variables = variables
        self._known: dict[str, Measure | None] = {}
        self._fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }

    def definition(
        self, node: OperationDefinitionNode | FragmentDefinitionNode
    ) -> Measure:
        """Return what an operation or a fragment comes to."""
        declared = node.variable_definitions or ()
        directives = len(node.directives or ()) + sum(
            len(variable.directives or ()) for variable in declared
        )
        return _close(self._selection(node.selection_set), directives=directives)

    def _selection(self, chosen: SelectionSetNode | None) -> Measure:
        depth = fields = cost = aliases = directives = repeats = 0
        names: Counter[str] = Counter()
        for node in chosen.selections if chosen else ():
            part = self._part(node)
            depth = max(depth, part.depth)
            fields, cost = fields + part.fields, cost + part.cost
            aliases, repeats = aliases + part.aliases, repeats + part.repeats
            directives += part.directives + len(node.directives or ())
            names.update(part.names)
        return Measure(depth, fields, cost, aliases, directives, repeats, names)

    def _part(self, node: SelectionNode) -> Measure:
        if isinstance(node, FieldNode):
            return self._field(node)
        if isinstance(node, FragmentSpreadNode):
            return self._fragment(node.name.value)
        assert isinstance(node, InlineFragmentNode)
        return self._selection(node.selection_set)

    def _field(self, node: FieldNode) -> Measure:
        inner = _close(self._selection(node.selection_set))
        name, alias = node.name.value, node.alias
        cost = 1
        if node.selection_set is not None:
            cost += _BASE.get(name, 0) + self._size(node) * inner.cost
        return Measure(
            depth=inner.depth + 1,
            fields=inner.fields + 1,
            cost=cost,
            aliases=inner.aliases + (alias is not None),
            directives=inner.directives,
            repeats=inner.repeats,
            names={alias.value if alias else name: 1},
        )

    def _fragment(self, name: str) -> Measure:
        if name in self._known:
            known = self._known[name]
            if known is None:
                raise InvalidInput("a fragment contains itself")
            return known
        fragment = self._fragments.get(name)
        self._known[name] = None
        found = self._selection(fragment.selection_set) if fragment else Measure()
        self._known[name] = found
        return found

    def _size(self, node: FieldNode) -> int:
        size = _DEFAULT_SIZE.get(node.name.value, 1)
        for argument in node.arguments or ():
            if argument.name.value in _SIZES:
                given = self._number(argument.value)
                size = size if given is None else given
        return max(1, size)

    def _number(self, value: object) -> int | None:
        if isinstance(value, IntValueNode):
            return int(value.value[:9])
        if isinstance(value, VariableNode):
            given = self._variables.get(value.name.value)
            return given if isinstance(given, int) else None
        return None


def _close(selection: Measure, *, directives: int = 0) -> Measure:
    """Return the measure of a whole selection, what repeats in it counted."""
    again = sum(count - 1 for count in selection.names.values())
    return replace(
        selection,
        directives=selection.directives + directives,
        repeats=selection.repeats + again,
        names={},
    )
