"""GraphQL over HTTP: who asks, in which form, and what an error looks like."""

import asyncio
import gzip
from collections.abc import Callable
from typing import Any

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from backend.errors import BodyTooLong
from backend.http.guard import read_body
from backend.workspace import Workspace

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
    [
        b"",
        b"{",
        b'[{"query": "{ me { id } }"}, {"query": "{ me { id } }"}]',
        b'{"query": 3}',
        b'{"query": "{ me { id } }", "variables": []}',
        b'{"query": "{ me { id } }", "extensions": []}',
        b'{"query": "{ me { id } }", "operationName": 1}',
    ],
)
def test_bodies_that_are_no_request_are_refused(
    client: TestClient, token: Token, body: bytes
) -> None:
    """400 with a reason; a batch is none either."""
    headers = {**token("rada"), "Content-Type": "application/json"}
    answer = client.post("/graphql", content=body, headers=headers)
    assert answer.status_code == 400 and code(answer) == "INVALID_INPUT"


def test_too_much_is_refused(client: TestClient, token: Token) -> None:
    """Too long a body, too many tokens, too deep a nesting."""
    headers = token("rada")
    long = {"query": "{ me { id } }", "variables": {"x": "y" * 2_000_000}}
    answer = client.post("/graphql", json=long, headers=headers)
    assert answer.status_code == 413 and code(answer) == "LIMIT_EXCEEDED"
    for text in ("{ a " * 2400 + "}" * 2400, "{ a " * 400 + "}" * 400):
        answer = client.post("/graphql", json={"query": text}, headers=headers)
        assert code(answer) == "LIMIT_EXCEEDED"


@pytest.mark.parametrize("declared", [[], [(b"content-length", b"7")]])
def test_a_body_without_end_is_cut(declared: list[tuple[bytes, bytes]]) -> None:
    """No more is read than the limit, whatever length the request declares, or none."""
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        assert taken < 100, "the body is read on and on"
        return {"type": "http.request", "body": b"x" * 1024, "more_body": True}

    request = Request({"type": "http", "headers": declared}, receive)
    with pytest.raises(BodyTooLong):
        asyncio.run(read_body(request, 10 * 1024))
    assert taken == 11


def test_a_declared_length_is_refused_unread() -> None:
    """Nothing is waited for."""

    async def receive() -> Message:
        raise AssertionError("the body is read")

    headers = [(b"content-length", b"2000")]
    request = Request({"type": "http", "headers": headers}, receive)
    with pytest.raises(BodyTooLong):
        asyncio.run(read_body(request, 1000))


def test_a_compressed_body_is_refused(client: TestClient, token: Token) -> None:
    """What it unfolds to cannot be known before."""
    headers = {**token("rada"), "Content-Encoding": "gzip"}
    headers["Content-Type"] = "application/json"
    body = gzip.compress(b'{"query": "{ me { id } }"}')
    answer = client.post("/graphql", content=body, headers=headers)
    assert answer.status_code == 415 and code(answer) == "INVALID_INPUT"


def test_a_query_is_also_taken_by_get(client: TestClient, token: Token) -> None:
    """With its variables as JSON; the answer is kept nowhere."""
    given = {
        "query": "query A { me { id } } query B($i: ID!) { case(id: $i) { id } }",
        "operationName": "B",
        "variables": '{"i": "konac"}',
        "extensions": "{}",
    }
    answer = client.get("/graphql", params=given, headers=token("ana"))
    assert answer.json() == {"data": {"case": {"id": "konac"}}}
    assert answer.headers["cache-control"] == "no-store"
    assert client.get("/graphql", params=given).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?query={me{id}}&query={me{name}}",
        "?query={me{id}}&variables=[]",
        "?query={me{id}}&variables={",
        "?query={me{id}}&extensions=3",
    ],
)
def test_a_get_that_is_no_request_is_refused(
    client: TestClient, token: Token, query: str
) -> None:
    """400 with a reason."""
    answer = client.get(f"/graphql{query}", headers=token("rada"))
    assert answer.status_code == 400 and code(answer) == "INVALID_INPUT"


def test_nothing_is_changed_by_get(
    client: TestClient, token: Token, case: Workspace
) -> None:
    """405 says what to use; the ledger stays as it is."""
    text = 'mutation { createCase(id: "nov", title: "Nov") { id } }'
    before = case.ledger.last_seq()
    answer = client.get("/graphql", params={"query": text}, headers=token("ana"))
    assert answer.status_code == 405 and answer.headers["allow"] == "POST"
    assert case.ledger.last_seq() == before
    both = client.put("/graphql", headers=token("ana"))
    allowed = set(both.headers["allow"].split(", "))
    assert both.status_code == 405 and allowed == {"GET", "POST"}


def test_a_form_that_nobody_speaks_is_not_acceptable(
    client: TestClient, token: Token
) -> None:
    """406, and the reason in JSON all the same."""
    headers = {**token("rada"), "Accept": "text/html"}
    answer = client.post("/graphql", json={"query": "{me{id}}"}, headers=headers)
    assert answer.status_code == 406 and code(answer) == "INVALID_INPUT"


@pytest.mark.parametrize(
    "given",
    [
        {"query": ""},
        {"query": "{ me { id } }", "operationName": "Nope"},
        {"query": "query A { me { id } } query B { me { id } }"},
        {"query": "fragment F on User { id }"},
        {"query": 'subscription { job(id: "job-1") { id } }'},
    ],
)
def test_what_holds_no_such_operation_is_a_refused_request(
    client: TestClient, token: Token, given: dict[str, Any]
) -> None:
    """Not our fault: 400 without data in the new form, 200 in the old."""
    headers = token("rada")
    old = client.post("/graphql", json=given, headers=headers)
    new = client.post("/graphql", json=given, headers={**headers, "Accept": NEW})
    assert (old.status_code, new.status_code) == (200, 400)
    assert old.json() == new.json() and "data" not in new.json()
    assert code(new) == "INVALID_INPUT"


def test_errors_come_in_the_form_asked_for(client: TestClient) -> None:
    """Also where nothing was executed."""
    given = {"query": "{ me { id } }"}
    new = client.post("/graphql", json=given, headers={"Accept": NEW})
    assert new.status_code == 401 and new.headers["content-type"].startswith(NEW)


def test_forged_requests_are_refused(client: TestClient, token: Token) -> None:
    """A form of another page, another origin, a picture of another site."""
    headers, given = token("rada"), {"query": "{ me { id } }"}
    assert client.post("/graphql", data=given, headers=headers).status_code == 415
    evil = {**headers, "Origin": "https://evil.example"}
    assert client.post("/graphql", json=given, headers=evil).status_code == 403
    own = {**headers, "Origin": "http://testserver"}
    assert client.post("/graphql", json=given, headers=own).status_code == 200
    picture = {**headers, "Sec-Fetch-Site": "same-site"}
    url = "/graphql?query={me{id}}"
    assert client.get(url, headers=picture).status_code == 403
    assert client.get(url, headers=headers).status_code == 200


def test_what_is_out_of_sight_is_not_found(client: TestClient, token: Token) -> None:
    """The error carries the code, and its path."""
    given = {"query": '{ expand(ids: ["konac:cvetko"]) { truncated } }'}
    answer = client.post("/graphql", json=given, headers=token("ana"))
    error = answer.json()["errors"][0]
    assert error["extensions"] == {"code": "NOT_FOUND"} and error["path"] == ["expand"]
