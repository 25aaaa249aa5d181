"""The page: its files and nothing else, with headers that keep it alone."""

from pathlib import Path

from starlette.testclient import TestClient

from backend.app import create_app
from backend.workspace import Workspace


def test_every_path_of_the_page_is_the_page(client: TestClient) -> None:
    """Its own routes are its own business; what has a suffix is a file or is not."""
    for path in ("/", "/index.html", "/case/konac"):
        assert "Stranica" in client.get(path).text
    asset = client.get("/assets/app.js")
    assert asset.text == "1" and "immutable" in asset.headers["cache-control"]
    assert client.get("/assets/none.js").status_code == 404
    assert client.get("/api/none").status_code == 404


def test_files_outside_are_not_served(client: TestClient) -> None:
    """However the path is written."""
    for path in (
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
    ):
        assert "secret" not in client.get(path).text


def test_no_page_may_frame_or_feed_it(client: TestClient) -> None:
    """Every answer carries the policy."""
    for path in ("/", "/healthz", "/api/none"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_without_a_built_page_it_says_what_to_do(
    case: Workspace, tmp_path: Path
) -> None:
    """No stack trace, no blank page."""
    client = TestClient(create_app(case, dist=tmp_path / "none"))
    assert "make setup" in client.get("/").text


def test_health_tells_life_from_readiness(client: TestClient) -> None:
    """Both answer without a session, and tell nothing."""
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
