"""Signing in and out over HTTP."""

from starlette.testclient import TestClient

from backend.workspace import Workspace

ME = {"query": "{ me { name roles } }"}


def test_a_session_opens_and_closes(client: TestClient, case: Workspace) -> None:
    """The cookie signs in, cannot be read by scripts, and ends with the session."""
    case.accounts.set_password("ana", "lozinka-ana")
    given = {"user": "ana", "password": "lozinka-ana"}
    answer = client.post("/api/session", json=given)
    assert answer.json() == {"user": "ana", "roles": ["investigator"]}
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    me = client.post("/graphql", json=ME).json()["data"]["me"]
    assert me == {"name": "ana", "roles": ["investigator"]}
    secret = client.cookies["klupko_session"]
    assert client.delete("/api/session").status_code == 204
    client.cookies.set("klupko_session", secret)
    assert client.post("/graphql", json=ME).status_code == 401


def test_who_is_signed_in_is_told_without_an_error(
    client: TestClient, case: Workspace
) -> None:
    """Nobody before and after, also with a cookie that no longer holds."""
    nobody: dict[str, object] = {"user": None, "roles": []}
    assert client.get("/api/session").json() == nobody
    case.accounts.set_password("ana", "lozinka-ana")
    given = {"user": "ana", "password": "lozinka-ana"}
    signed = client.post("/api/session", json=given).json()
    answer = client.get("/api/session")
    assert (answer.status_code, answer.json()) == (200, signed)
    assert answer.headers["cache-control"] == "no-store"
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert client.get("/api/session", headers=elsewhere).status_code == 403
    secret = client.cookies["klupko_session"]
    client.delete("/api/session")
    client.cookies.set("klupko_session", secret)
    answer = client.get("/api/session")
    assert (answer.status_code, answer.json()) == (200, nobody)


def test_bad_sign_ins_are_refused(client: TestClient) -> None:
    """Wrong, malformed, not JSON, from elsewhere."""
    wrong = {"user": "ana", "password": "x"}
    assert client.post("/api/session", json=wrong).status_code == 401
    assert client.post("/api/session", json={"user": "ana"}).status_code == 400
    assert client.post("/api/session", data=wrong).status_code == 415
    evil = {"Origin": "https://evil.example"}
    assert client.post("/api/session", json=wrong, headers=evil).status_code == 403
    huge = {"user": "ana", "password": "x" * 100_000}
    answer = client.post("/api/session", json=huge)
    assert answer.json()["errors"][0]["extensions"]["code"] == "LIMIT_EXCEEDED"


def test_guessing_ends_in_a_wait(client: TestClient) -> None:
    """429 says that it is not the password any more."""
    wrong = {"user": "ana", "password": "x"}
    statuses = [client.post("/api/session", json=wrong).status_code for _ in range(7)]
    assert statuses[0] == 401 and statuses[-1] == 429
