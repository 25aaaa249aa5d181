"""Rejects of an upload: a ZIP for whoever started it, of what they see now."""

import io
import zipfile
from collections.abc import Callable

from sqlalchemy import select
from starlette.testclient import TestClient

from backend.access import system_scope
from backend.tables import audit
from backend.workspace import Workspace
from tests.backend.http.test_uploads import wait
from tests.backend.ingest.test_phones import packed
from tests.extraction.importers.databases import T
from tests.extraction.importers.handsets import TELEPHONY
from tests.extraction.importers.logs import log_beside

Token = Callable[[str], dict[str, str]]
AT = "calls 1, corrected"
CALLS = (
    b"Caller;Called;Date;Time;Duration\n"
    b"+381641111111;+381651111111;01.03.2026;10:00:00;10\n"
    b"+381641111111;+381651111112;32.03.2026;10:00:00;10\n"
)


def send(
    client: TestClient,
    header: dict[str, str],
    case: Workspace,
    data: bytes,
    name: str = "calls.csv",
    **of: str,
) -> str:
    """Upload a file, wait until it is read, and return the job."""
    files = [("file", (name, data))]
    given = {"case": "konac", "country": "rs", **of}
    answer = client.post("/api/files", files=files, data=given, headers=header)
    number = str(answer.json()["job"])
    wait(case, number)
    return number


def test_rejects_come_as_a_zip_and_go_back(
    client: TestClient, token: Token, case: Workspace
) -> None:
    """Corrected and sent, they are taken; each download is in the log."""
    ana = token("ana")
    number = send(client, ana, case, CALLS)
    answer = client.get(f"/api/jobs/{number}/rejects", headers=ana)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["001-calls.csv", "index.csv"]
        sheet = archive.read("001-calls.csv")
    assert b"32.03.2026" in sheet and b"01.03.2026" not in sheet
    again = send(client, ana, case, sheet.replace(b"32.03", b"02.03"))
    result = case.jobs.get(again).result
    assert result["records"] == 1 and result["rejected"] == []
    assert client.get(f"/api/jobs/{again}/rejects", headers=ana).status_code == 404
    query = select(audit.c.actor).where(audit.c.action == "rejects")
    with case.ledger.engine.connect() as connection:
        assert connection.execute(query).scalars().all() == ["ana", "ana"]


def test_rejects_of_a_phone_are_read_with_the_phone(
    client: TestClient, token: Token, case: Workspace
) -> None:
    """Its database has its SIM card and its log beside it, as it had when it came."""
    ana = token("ana")
    data, log = log_beside([T, None])
    folder = "data/data/com.android.providers"
    phone = packed(
        {
            f"{folder}.contacts/databases/calllog.db": data,
            f"{folder}.contacts/databases/calllog.db-wal": log,
            f"{folder}.telephony/databases/telephony.db": TELEPHONY,
        }
    )
    number = send(client, ana, case, phone, "phone.zip")
    answer = client.get(f"/api/jobs/{number}/rejects", headers=ana)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["001-calllog.db.csv", "index.csv"]
        sheet = archive.read("001-calllog.db.csv")
    assert b"calls 1;Android calls: no date;1;+381652220002;;5;2;Mile" in sheet
    sheet = sheet.replace(b"0002;;5", b"0002;2026-03-02 10:00:00;5")
    again = send(client, ana, case, sheet, "calllog.csv")
    result = case.jobs.get(again).result
    assert result["records"] == 1 and result["rejected"] == []
    entities = case.ledger.iter_entities(system_scope(), "konac")
    said = [one for _, statements in entities for one in statements]
    at = {one.value.prop: one.value.value for one in said if one.place.record == AT}
    assert at["callerNumber"] == "+381641110001"
    assert at["date"] == "2026-03-02T10:00:00"


def test_nobody_else_gets_them(
    client: TestClient, token: Token, case: Workspace
) -> None:
    """Not another user, and not the same one when the compartment is closed to them."""
    boris = token("boris")
    number = send(client, boris, case, CALLS, compartment="sources")
    path = f"/api/jobs/{number}/rejects"
    assert client.get(path, headers=token("ana")).status_code == 404
    assert client.get(path).status_code == 401
    assert client.get(path, headers=boris).status_code == 200
    case.accounts.acting("test").revoke("boris", "konac", "sources")
    assert client.get(path, headers=boris).status_code == 404
