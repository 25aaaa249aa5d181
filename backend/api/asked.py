"""What a GraphQL request asks, in the words of the audit log."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    value_from_ast_untyped,
)

from backend.api.ids import own_id
from backend.api.preparing import read_document
from backend.audit import describe
from graph.errors import InvalidInput

MAX_TEXT = 400
"""Characters of one text that are kept, so that it does not push out the rest."""
MAX_CASES = 20
_OF_ENTITIES = ("id", "ids", "left", "right", "from", "to")
_OF_CASES = ("case", "createCase")


class Asked(NamedTuple):
    """The kind of an operation, what it asks as JSON, and the cases that it names."""

    kind: str = ""
    detail: str = ""
    cases: tuple[str, ...] = ()


class _Read(NamedTuple):
    operations: tuple[OperationDefinitionNode, ...]
    fragments: Mapping[str, FragmentDefinitionNode]


def describe_asked(
    query: str, variables: dict[str, Any] | None, operation: str | None
) -> Asked:
    """Return what is asked: the fields at the top, and all that have arguments.

    Fragments are unfolded, each once. A text that is not GraphQL asks nothing: all is
    empty. Of cases that only an id without a case in it leads to nothing is said.
    """
    read = _read(query)
    for found in read.operations:
        named = found.name.value if found.name else ""
        if operation in (None, named):
            fields = _iter_fields(found.selection_set, read.fragments, set())
            asked = [_describe_field(field, variables) for field in fields]
            detail = describe(operation=named, asked=_shorten(asked))
            cases = dict.fromkeys(case for one in asked for case in _cases(one))
            return Asked(found.operation.value, detail, tuple(cases)[:MAX_CASES])
    return Asked()


def _read(query: str) -> _Read:
    try:
        document = read_document(query)
    except (GraphQLError, RecursionError):
        return _Read((), {})
    parts = document.definitions
    return _Read(
        tuple(one for one in parts if isinstance(one, OperationDefinitionNode)),
        {
            one.name.value: one
            for one in parts
            if isinstance(one, FragmentDefinitionNode)
        },
    )


def _iter_fields(
    chosen: SelectionSetNode | None,
    fragments: Mapping[str, FragmentDefinitionNode],
    unfolded: set[str],
    *,
    top: bool = True,
) -> Iterator[FieldNode]:
    for node in chosen.selections if chosen else ():
        if isinstance(node, FieldNode):
            if top or node.arguments:
                yield node
            inner, below = node.selection_set, False
        elif isinstance(node, InlineFragmentNode):
            inner, below = node.selection_set, top
        else:
            assert isinstance(node, FragmentSpreadNode)
            name, inner, below = node.name.value, None, top
            if name in fragments and name not in unfolded:
                unfolded.add(name)
                inner = fragments[name].selection_set
        yield from _iter_fields(inner, fragments, unfolded, top=below)


def _describe_field(
    field: FieldNode, variables: dict[str, Any] | None
) -> dict[str, Any]:
    given = {
        argument.name.value: value_from_ast_untyped(argument.value, variables)
        for argument in field.arguments or ()
    }
    return {**given, "field": field.name.value}


def _cases(asked: Mapping[str, Any]) -> Iterator[str]:
    """Yield the cases that a field's arguments name, or the entities in them."""
    if asked["field"] in _OF_CASES:
        yield from _own_ids(asked.get("id"))
    yield from _own_ids(asked.get("case"))
    for name in _OF_ENTITIES:
        for own in _own_ids(asked.get(name)):
            case, colon, _ = own.partition(":")
            if colon and len(case) <= MAX_TEXT:
                yield case


def _own_ids(given: object) -> Iterator[str]:
    for one in given if isinstance(given, list) else [given]:
        if isinstance(one, str):
            try:
                yield own_id(one)
            except InvalidInput:
                continue


def _shorten(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= MAX_TEXT else value[:MAX_TEXT] + "… (cut)"
    if isinstance(value, list):
        return [_shorten(one) for one in value]
    if isinstance(value, dict):
        return {name: _shorten(one) for name, one in value.items()}
    return value
