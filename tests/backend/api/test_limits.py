"""Requests that ask for too much are refused before they cost anything."""

import pytest
from graphql import get_introspection_query, parse

from backend.api.limits import (
    MAX_ALIASES,
    MAX_COST,
    MAX_DEPTH,
    MAX_DIRECTIVES,
    MAX_FRAGMENTS,
    MAX_ITEMS,
    MAX_REPEATS,
    MAX_VALUES,
    MAX_VARIABLES,
    check_limits,
)
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
    """2^60 fields in a small text are found out, which no walk of them would."""
    parts = [f"fragment F{i} on Query {{ ...F{i + 1} ...F{i + 1} }}" for i in range(60)]
    parts.append("fragment F60 on Query { me { id } }")
    with pytest.raises(LimitExceeded):
        check_limits(parse("{ ...F0 } " + " ".join(parts)), {})


def test_a_fragment_in_itself_is_refused() -> None:
    """It would never end."""
    with pytest.raises(InvalidInput):
        check_limits(parse("{ ...F } fragment F on Query { ...F }"), {})
    with pytest.raises(InvalidInput):
        check_limits(
            parse("{ a } fragment F on Query { ...G } fragment G on Q { ...F }"), {}
        )


@pytest.mark.parametrize(
    ("most", "one", "around"),
    [
        (MAX_ALIASES, "a%d: me { id }", "{ %s }"),
        (
            MAX_ALIASES,
            "a%d: me { id }",
            "{ ...F } fragment F on Query { b ... { %s } }",
        ),
        (MAX_DIRECTIVES, "@d%d", "{ me %s { id } }"),
        (MAX_DIRECTIVES, "@d%d", "query Q($v: Int %s) { me { id } }"),
        (MAX_DIRECTIVES, "@d%d", "{ me { id } ... %s { b } }"),
        (MAX_VARIABLES, "$v%d: Int", "query Q(%s) { me { id } }"),
        (MAX_FRAGMENTS, "fragment F%d on Query { id }", "{ id } %s"),
    ],
)
def test_what_a_request_may_hold_is_bounded(most: int, one: str, around: str) -> None:
    """As many pass and one more does not, wherever they stand."""
    doubled = 1 + around.count("...F")
    fitting = most // doubled
    check_limits(parse(around % " ".join(one % i for i in range(fitting))), {})
    with pytest.raises(LimitExceeded):
        check_limits(parse(around % " ".join(one % i for i in range(fitting + 1))), {})


@pytest.mark.parametrize("one", ["me { id } ", "id ", "... { id } ", "...F "])
def test_repeated_fields_are_bounded(one: str) -> None:
    """What must be compared with each other is few, through fragments too."""
    around = "{ a { %s } } fragment F on Query { id }"
    check_limits(parse(around % (one * (MAX_REPEATS + 1))), {})
    with pytest.raises(LimitExceeded):
        check_limits(parse(around % (one * (MAX_REPEATS + 2))), {})


def test_fragments_of_the_same_name_are_all_measured() -> None:
    """The first, which no spread leads to, as the last."""
    large = "fragment F on Query { " + "me { id } " * (MAX_REPEATS + 2) + "}"
    with pytest.raises(LimitExceeded):
        check_limits(parse("{ ...F } " + large + " fragment F on Query { id }"), {})


def test_variables_are_bounded() -> None:
    """One long list, and many short ones."""
    document = parse("query Q($i: [ID!]!) { expand(ids: $i) { truncated } }")
    check_limits(document, {"i": ["x"] * MAX_ITEMS})
    for value in (["x"] * (MAX_ITEMS + 1), [["x"] * 900] * (MAX_VALUES // 900 + 1)):
        with pytest.raises(LimitExceeded):
            check_limits(document, {"i": value})
        with pytest.raises(LimitExceeded):
            check_limits(document, {"i": {"deep": value}})


def test_introspection_of_everything_passes_but_not_often() -> None:
    """A tool asks once; what lists fields of fields is refused by validation."""
    check_limits(parse(get_introspection_query()), {})
    many = " ".join(f"a{i}: __schema {{ types {{ name }} }}" for i in range(20))
    with pytest.raises(LimitExceeded):
        check_limits(parse("{ " + many + " }"), {})
