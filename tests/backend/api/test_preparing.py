"""Documents are read and validated once; the real schema refuses hostile ones."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import graphql
import pytest
from graphql.validation import validate

from backend.api.preparing import (
    KEPT_DOCUMENTS,
    MAX_KEPT_CHARACTERS,
    find_faults,
    read_document,
)
from backend.api.schema import graphql_schema

Query = Callable[..., dict[str, Any]]
SEARCH = 'query S($t: String = "%s") { search(text: $t) { totalCount } }'


@contextmanager
def counted(*functions: Callable[..., object]) -> Iterator[list[CodeType]]:
    """Yield the calls of functions in this thread as they come."""
    wanted = {function.__code__ for function in functions}
    calls: list[CodeType] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in wanted:
            calls.append(frame.f_code)

    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def test_the_second_time_nothing_is_parsed_or_validated(ask: Query) -> None:
    """The answer is the same, also where validation refuses."""
    for text, error in ((SEARCH % "jednom", False), ("{ nothingOfThatName }", True)):
        with counted(graphql.parse, validate) as first:
            told = ask(text)
        with counted(graphql.parse, validate) as second:
            again = ask(text)
        assert (len(first), len(second)) == (2, 0)
        assert told == again and ("errors" in told) is error


def test_the_limits_are_held_every_time(ask: Query) -> None:
    """A document that is kept is refused with variables that ask for too much."""
    text = """query P($n: Int) { search(text: "a", first: $n) { edges { node {
        relationships(first: $n) { edges { node { id } } } } } } }"""
    for first, refused in ((5, False), (1000, True), (5, False), (1000, True)):
        answer = ask(text, n=first)
        assert ("errors" in answer) is refused
        if refused:
            assert answer["errors"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"


def test_ten_thousand_questions_take_no_room() -> None:
    """Once as many are kept as may be, the next push out the oldest."""
    schema = graphql_schema()

    def send(numbers: range) -> int:
        for number in numbers:
            document = read_document(f"{{ a{number}: __typename }}")
            assert not find_faults(schema._schema, document)
        gc.collect()
        return len(gc.get_objects())

    before = send(range(2 * KEPT_DOCUMENTS))
    assert send(range(10_000, 20_000)) - before < 1_000


def test_answers_leave_nothing_behind() -> None:
    """Executing keeps no more than reading does."""
    schema = graphql_schema()

    def send(numbers: range) -> int:
        for number in numbers:
            assert schema.execute_sync(f"{{ b{number}: __typename }}").data
        gc.collect()
        return len(gc.get_objects())

    before = send(range(2 * KEPT_DOCUMENTS))
    assert send(range(1_000, 2_000)) - before < 500


def test_long_questions_are_not_kept() -> None:
    """A hundred of them would be as many megabytes."""
    schema = graphql_schema()
    text = f"{{ __typename }} # {'x' * MAX_KEPT_CHARACTERS}"
    for _ in range(2):
        with counted(graphql.parse, validate) as calls:
            assert schema.execute_sync(text).data
        assert len(calls) == 2


def doubling(levels: int) -> str:
    """Return fragments of which each holds the next one twice."""
    parts = [
        f"fragment F{i} on Query{{...F{i + 1} ...F{i + 1}}}" for i in range(levels)
    ]
    return f"{{...F0}}{''.join(parts)}fragment F{levels} on Query{{me{{id}}}}"


HOSTILE = {
    "nested fragments": (doubling(18), "LIMIT_EXCEEDED"),
    "aliases": (
        "{" + " ".join(f"a{i}: me {{ id }}" for i in range(800)) + "}",
        "LIMIT_EXCEEDED",
    ),
    "introspection of fields of fields": (
        "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}",
        "INVALID_INPUT",
    ),
    "circular fragments": (
        "{...A} fragment A on Query{...B} fragment B on Query{...A}",
        "INVALID_INPUT",
    ),
    "repeated fields": ("{" + "me{id} " * 900 + "}", "LIMIT_EXCEEDED"),
    "repeated fragments": (
        "{me{id}}" + "fragment F on Query{me{id}}" * 400,
        "LIMIT_EXCEEDED",
    ),
    "directives": ("{me{id " + "@skip(if:false)" * 700 + "}}", "LIMIT_EXCEEDED"),
    "tokens": ("{" + "a " * 6_000 + "}", "LIMIT_EXCEEDED"),
    "depth": ("{a" * 100 + "}" * 100, "LIMIT_EXCEEDED"),
    "depth of lists": ("{a(b:" + "[" * 2_000 + "]" * 2_000 + ")}", "LIMIT_EXCEEDED"),
    "depth without fields": ("{" + "...{" * 400 + "a" + "}" * 401, "LIMIT_EXCEEDED"),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize(("text", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_documents_are_refused(ask: Query, text: str, code: str) -> None:
    """Each with its code, and before validation compares what it holds."""
    with counted(validate) as calls:
        answer = ask(text)
    assert "data" not in answer
    assert {error["extensions"]["code"] for error in answer["errors"]} == {code}
    assert not calls or "introspection depth" in answer["errors"][0]["message"]


def test_the_classic_document_is_small() -> None:
    """The one that costs other servers seconds has 669 bytes or fewer."""
    assert len(doubling(18)) <= 669
