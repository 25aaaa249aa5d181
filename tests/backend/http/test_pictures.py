"""Pages' pictures: for who sees the document, noted in the log, with their boxes."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select
from starlette.testclient import TestClient

from backend.access import Principal
from backend.ingest import IngestOptions, ingest
from backend.tables import audit
from backend.workspace import Workspace

Token = Callable[[str], dict[str, str]]
TEXT = "Ana Savic poznaje Bojana Bojica iz Podgorice."


@pytest.fixture
def paths(case: Workspace, operator: Principal, tmp_path: Path) -> dict[str, str]:
    """Where the pictures of one open and one hidden PDF are, by compartment."""
    found = {}
    for compartment, text in (("case", TEXT), ("sources", f"{TEXT} Tajno.")):
        out = io.BytesIO()
        canvas = Canvas(out, invariant=1)
        canvas.drawString(72, 700, text)
        canvas.save()
        file = tmp_path / f"{compartment}.pdf"
        file.write_bytes(out.getvalue())
        options = IngestOptions(case="konac", compartment=compartment)
        assert ingest(case, operator, [file], options).as_json()["documents"] == 1
        sha256 = case.blobs.put(out.getvalue())
        found[compartment] = f"/api/documents/{sha256}/pages"
    return found


def noted(case: Workspace) -> list[tuple[str, str]]:
    """Return who looked at pictures of which case, as the log has it."""
    query = select(audit.c.actor, audit.c.case_id).where(audit.c.action == "picture")
    with case.ledger.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query)]


def test_who_sees_a_document_sees_its_pages(
    client: TestClient, token: Token, case: Workspace, paths: dict[str, str]
) -> None:
    """As a picture that no cache keeps; each look is in the log."""
    answer = client.get(f"{paths['case']}/1", headers=token("ana"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    assert Image.open(io.BytesIO(answer.content)).size[1] > 1000
    assert noted(case) == [("ana", "konac")]


def test_what_is_hidden_is_not_found(
    client: TestClient, token: Token, case: Workspace, paths: dict[str, str]
) -> None:
    """As what does not exist is: the same answer; nobody unknown gets any."""
    hidden = client.get(f"{paths['sources']}/1", headers=token("ana"))
    nowhere = client.get(f"/api/documents/{'0' * 64}/pages/1", headers=token("ana"))
    beyond = client.get(f"{paths['case']}/2", headers=token("ana"))
    assert {a.status_code for a in (hidden, nowhere, beyond)} == {404}
    assert hidden.json() == nowhere.json() == beyond.json()
    assert client.get(f"{paths['sources']}/1", headers=token("boris")).is_success
    assert client.get(f"{paths['case']}/1").status_code == 401
    assert len(noted(case)) == 4


def test_the_schema_tells_of_pictures_and_boxes(
    client: TestClient, token: Token, paths: dict[str, str]
) -> None:
    """Each word of the page has its place; a document without pictures has none."""
    sha256 = paths["case"].split("/")[3]
    text = "query($id: ID!) { document(id: $id) { boxes(page: 1) pages { image } } }"
    given = {"query": text, "variables": {"id": sha256}}
    answer = client.post("/graphql", json=given, headers=token("ana")).json()
    found = answer["data"]["document"]
    assert found["pages"] == [{"image": f"{paths['case']}/1"}]
    words = [TEXT[start:end] for start, end, *_ in found["boxes"]]
    assert words == TEXT.split()
    other = {"query": text, "variables": {"id": "d" * 64}}
    plain = client.post("/graphql", json=other, headers=token("ana")).json()
    assert plain["data"]["document"]["boxes"] == []
    assert {page["image"] for page in plain["data"]["document"]["pages"]} == {None}
