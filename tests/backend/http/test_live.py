"""Subscriptions over a WebSocket."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

Token = Callable[[str], dict[str, str]]
PROTOCOL = ["graphql-transport-ws"]
JOB = "subscription($id: ID!) { job(id: $id) { state } }"


def test_a_job_is_followed_to_its_end(client: TestClient, token: Token) -> None:
    """Every change comes, the last one final, then complete."""
    headers = token("ana")
    text = 'mutation { startResolve(case: "konac") { id } }'
    answer = client.post("/graphql", json={"query": text}, headers=headers)
    number = answer.json()["data"]["startResolve"]["id"]
    with client.websocket_connect("/graphql", PROTOCOL, headers=headers) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json()["type"] == "connection_ack"
        query = "subscription($id: ID!) { job(id: $id) { state result } }"
        payload = {"query": query, "variables": {"id": number}}
        socket.send_json({"type": "subscribe", "id": "1", "payload": payload})
        states = []
        while (message := socket.receive_json())["type"] == "next":
            states.append(message["payload"]["data"]["job"]["state"])
    assert message["type"] == "complete" and states[-1] == "DONE"


def test_strangers_follow_nothing(client: TestClient, token: Token) -> None:
    """No session no socket; another user's job is not there."""
    evil = {**token("ana"), "Origin": "https://evil.example"}
    for headers in ({}, evil):
        with (
            pytest.raises(WebSocketDisconnect),
            client.websocket_connect("/graphql", PROTOCOL, headers=headers),
        ):
            pass


def test_questions_are_not_asked_over_a_socket(
    client: TestClient, token: Token
) -> None:
    """They go by POST, where their cost is bounded by a thread of their own."""
    headers = token("ana")
    with client.websocket_connect("/graphql", PROTOCOL, headers=headers) as socket:
        socket.send_json({"type": "connection_init"})
        socket.receive_json()
        payload = {"query": "{ me { id } }"}
        socket.send_json({"type": "subscribe", "id": "1", "payload": payload})
        message = socket.receive_json()
    assert message["type"] == "error"
    assert message["payload"][0]["extensions"] == {"code": "INVALID_INPUT"}


@pytest.mark.parametrize(
    ("query", "variables", "code"),
    [
        ("subscription { " + "a { " * 30 + "b" + " }" * 31, {}, "LIMIT_EXCEEDED"),
        (JOB, {"id": ["x"] * 2_000}, "LIMIT_EXCEEDED"),
        (JOB, ["x"], "INVALID_INPUT"),
        (["x"], {}, "INVALID_INPUT"),
    ],
)
def test_the_limits_are_those_of_post(
    client: TestClient, token: Token, query: object, variables: object, code: str
) -> None:
    """What is too large is refused with its code; the socket serves on."""
    with client.websocket_connect("/graphql", PROTOCOL, headers=token("ana")) as socket:
        socket.send_json({"type": "connection_init"})
        socket.receive_json()
        for number in ("1", "2"):
            payload = {"query": query, "variables": variables}
            socket.send_json({"type": "subscribe", "id": number, "payload": payload})
            message = socket.receive_json()
            assert (message["type"], message["id"]) == ("error", number)
            assert message["payload"][0]["extensions"] == {"code": code}


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("subscription { " + "a " * 6_000 + "}", "the query is too long"),
        ("subscription { " + "a { " * 900 + "b" + " }" * 901, "the query is too long"),
        ("subscription " + '"ž' * 500 + '"', "Syntax Error"),
    ],
)
def test_what_cannot_be_read_ends_the_connection(
    client: TestClient, token: Token, query: str, reason: str
) -> None:
    """With a reason that fits into the last frame."""
    with client.websocket_connect("/graphql", PROTOCOL, headers=token("ana")) as socket:
        socket.send_json({"type": "connection_init"})
        socket.receive_json()
        payload = {"query": query}
        socket.send_json({"type": "subscribe", "id": "1", "payload": payload})
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_json()
    assert ended.value.code == 4400 and ended.value.reason.startswith(reason)
    assert len(ended.value.reason.encode()) <= 123


def test_another_users_job_is_not_there(client: TestClient, token: Token) -> None:
    """The same answer as for a job that never was."""
    text = 'mutation { startResolve(case: "konac") { id } }'
    answer = client.post("/graphql", json={"query": text}, headers=token("ana"))
    number = answer.json()["data"]["startResolve"]["id"]
    told = []
    for asked in (number, "job-0"):
        with client.websocket_connect(
            "/graphql", PROTOCOL, headers=token("boris")
        ) as socket:
            socket.send_json({"type": "connection_init"})
            socket.receive_json()
            query = "subscription($id: ID!) { job(id: $id) { state } }"
            payload = {"query": query, "variables": {"id": asked}}
            socket.send_json({"type": "subscribe", "id": "1", "payload": payload})
            told.append(socket.receive_json())
    assert told[0] == told[1] and "NOT_FOUND" in str(told[0])
