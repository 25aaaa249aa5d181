"""Requests that ask for too much are refused before they cost anything."""

import time

import pytest
from graphql import parse

from backend.api.limits import MAX_COST, MAX_DEPTH, check_limits
from graph.errors import InvalidInput, LimitExceeded


def test_an_ordinary_request_passes() -> None:
    """A page of a search with properties, evidence and relationships."""
    check_limits(
        parse(
            """query Q($first: Int) {
              search(text: "a", first: $first) { edges { node {
                caption degree { name count }
                properties { name values { value statements { id source {
                  snippet document { name } } } } }
                relationships { edges { node { source { id } target { id } } } }
              } } } }"""
        ),
        {"first": 50},
    )


def test_depth_is_bounded() -> None:
    """Nested fields, also through fragments."""
    deep = "a { " * MAX_DEPTH + "b" + " }" * MAX_DEPTH
    with pytest.raises(LimitExceeded):
        check_limits(parse("{ " + deep + " }"), {})
    with pytest.raises(LimitExceeded):
        check_limits(parse("{ ...F } fragment F on Query { " + deep + " }"), {})


def test_pages_of_pages_are_bounded() -> None:
    """What one list in another would give is counted, variables included."""
    text = """query Q($n: Int) { search(text: "a", first: $n) { edges { node {
        relationships(first: $n) { edges { node { id } } } } } } }"""
    check_limits(parse(text), {"n": 50})
    with pytest.raises(LimitExceeded):
        check_limits(parse(text), {"n": 1000})


def test_many_costly_fields_are_refused() -> None:
    """A metric asked for under many names counts each time."""
    one = 'a%d: centrality(case: "c", metric: DEGREE) { nodes }'
    many = " ".join(one % i for i in range(MAX_COST // 20_000 + 1))
    with pytest.raises(LimitExceeded):
        check_limits(parse("{ " + many + " }"), {})


def test_fragments_that_double_are_measured_once() -> None:
    """2^60 fields in a small text are found out at once."""
    parts = [f"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}" for i in range(60)]
    parts.append("fragment F60 on Query { me { id } }")
    begin = time.perf_counter()
    with pytest.raises(LimitExceeded):
        check_limits(parse("{ ...F0 } " + " ".join(parts)), {})
    assert time.perf_counter() - begin < 1


def test_a_fragment_in_itself_is_refused() -> None:
    """It would never end."""
    with pytest.raises(InvalidInput):
        check_limits(parse("{ ...F } fragment F on Query { ...F }"), {})
