"""GraphQL over HTTP: who asks, in which form, and what an error looks like."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

Token = Callable[[str], dict[str, str]]
NEW = "application/graphql-response+json"


def code(answer: Any) -> str:
    """Return the code of the first error."""
    return str(answer.json()["errors"][0]["extensions"]["code"])


def test_nobody_is_unauthenticated(client: TestClient) -> None:
    """Without, and with a wrong token, introspection included."""
    for text in ("{ me { id } }", "{ __schema { types { name } } }"):
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            answer = client.post("/graphql", json={"query": text}, headers=headers)
            assert answer.status_code == 401 and code(answer) == "UNAUTHENTICATED"


def test_a_token_signs_in(client: TestClient, token: Token) -> None:
    """A bearer token answers as its user, and may introspect."""
    text = "query Q { me { name } __schema { queryType { name } } }"
    given = {"query": text, "operationName": "Q", "variables": {}}
    answer = client.post("/graphql", json=given, headers=token("rada"))
    assert answer.json() == {
        "data": {"me": {"name": "rada"}, "__schema": {"queryType": {"name": "Query"}}}
    }
    assert answer.headers["cache-control"] == "no-store"


def test_the_media_type_of_the_answer_is_agreed(
    client: TestClient, token: Token
) -> None:
    """The new one answers a refused request with 400, the old one with 200."""
    given, headers = {"query": "{ nothing }"}, token("rada")
    old = client.post("/graphql", json=given, headers=headers)
    assert old.status_code == 200 and code(old) == "INVALID_INPUT"
    new = client.post("/graphql", json=given, headers={**headers, "Accept": NEW})
    assert new.status_code == 400 and new.headers["content-type"].startswith(NEW)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"query": 3}', b'{"query": "{ me { id } }", "variables": []}'],
)
def test_bodies_that_are_no_request_are_refused(
    client: TestClient, token: Token, body: bytes
) -> None:
    """400 with a reason."""
    headers = {**token("rada"), "Content-Type": "application/json"}
    answer = client.post("/graphql", content=body, headers=headers)
    assert answer.status_code == 400 and code(answer) == "INVALID_INPUT"


def test_too_much_is_refused(client: TestClient, token: Token) -> None:
    """Too long a body, too many tokens, too deep a nesting."""
    headers = token("rada")
    long = {"query": "{ me { id } }", "variables": {"x": "y" * 2_000_000}}
    nested = {"query": "{ a " * 2400 + "}" * 2400}
    for given in (long, nested):
        answer = client.post("/graphql", json=given, headers=headers)
        assert code(answer) in ("LIMIT_EXCEEDED", "INVALID_INPUT")


def test_forged_requests_are_refused(client: TestClient, token: Token) -> None:
    """A form of another page, another origin, a GET."""
    headers, given = token("rada"), {"query": "{ me { id } }"}
    assert client.post("/graphql", data=given, headers=headers).status_code == 415
    evil = {**headers, "Origin": "https://evil.example"}
    assert client.post("/graphql", json=given, headers=evil).status_code == 403
    own = {**headers, "Origin": "http://testserver"}
    assert client.post("/graphql", json=given, headers=own).status_code == 200
    assert client.get("/graphql", headers=headers).status_code in (404, 405)


def test_what_is_out_of_sight_is_not_found(client: TestClient, token: Token) -> None:
    """The error carries the code, and its path."""
    given = {"query": '{ expand(ids: ["konac:cvetko"]) { truncated } }'}
    answer = client.post("/graphql", json=given, headers=token("ana"))
    error = answer.json()["errors"][0]
    assert error["extensions"] == {"code": "NOT_FOUND"} and error["path"] == ["expand"]
