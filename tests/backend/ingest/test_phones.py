"""A whole extraction of a phone in one go: its databases are the phone's."""

import io
import zipfile
from pathlib import Path

import pytest

from backend.access import Principal, system_scope
from backend.ingest import IngestOptions, ingest
from backend.ingest.report import Form
from backend.workspace import Workspace
from tests.extraction.importers import databases as db
from tests.extraction.importers import handsets, logs
from tests.extraction.reading import photos

MINE = "+381641110001"
OPTIONS = IngestOptions("konac")


def write(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files under a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def packed(files: dict[str, bytes]) -> bytes:
    """Return a ZIP of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def told(workspace: Workspace, prop: str) -> set[str]:
    """Return the values of a property in the case."""
    entities = workspace.ledger.iter_entities(system_scope(), "konac")
    values = (said.value for _, statements in entities for said in statements)
    return {value.value for value in values if value.prop == prop}


@pytest.mark.parametrize("archive", [False, True])
def test_an_extraction_is_bound_to_its_phone(
    workspace: Workspace, operator: Principal, tmp_path: Path, archive: bool
) -> None:
    """Databases come before what tells of the phone, and are its own all the same."""
    if archive:
        path = tmp_path / "phone.zip"
        path.write_bytes(packed(handsets.ANDROID))
    else:
        path = write(tmp_path / "phone", handsets.ANDROID)
    report = ingest(workspace, operator, [path], OPTIONS)
    assert report.forms[Form.STRUCTURED] == len(handsets.ANDROID)
    assert MINE in told(workspace, "callerNumber")
    assert not any(n.startswith("User of") for n in told(workspace, "name"))
    assert len(told(workspace, "owner")) == 1
    seq = workspace.ledger.last_seq()
    again = ingest(workspace, operator, [path], OPTIONS)
    assert again.forms[Form.DUPLICATE] == len(handsets.ANDROID)
    assert workspace.ledger.last_seq() == seq


def test_a_backup_is_bound_and_a_neighbour_is_not(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """A database in another folder is nobody's."""
    write(tmp_path / "one", handsets.IOS_BACKUP)
    write(tmp_path / "two", {"calllog.db": db.CALLLOG})
    report = ingest(workspace, operator, [tmp_path], OPTIONS)
    assert report.forms[Form.STRUCTURED] == 4
    assert told(workspace, "imei") == {handsets.IMEI}
    assert "User of calllog.db" in told(workspace, "name")


def test_what_is_learnt_later_takes_the_place_of_what_was_read(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """A database alone, then with its phone; alone again it stays the phone's."""
    folder = write(tmp_path / "p", {"calllog.db": db.CALLLOG})
    ingest(workspace, operator, [folder], OPTIONS)
    assert "User of calllog.db" in told(workspace, "name")
    write(folder, {"telephony.db": handsets.TELEPHONY})
    report = ingest(workspace, operator, [folder], OPTIONS)
    assert report.forms[Form.STRUCTURED] == 2
    assert MINE in told(workspace, "callerNumber")
    assert "User of calllog.db" not in told(workspace, "name")
    alone = ingest(workspace, operator, [folder / "calllog.db"], OPTIONS)
    assert alone.forms[Form.DUPLICATE] == 1
    assert MINE in told(workspace, "callerNumber")


def test_two_phones_in_one_folder_are_said(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """And nothing there is bound to either."""
    other = handsets.UFD.replace(b"356938035643809", b"490154203237518")
    files = {"a.ufd": handsets.UFD, "b.ufd": other, "calllog.db": db.CALLLOG}
    folder = write(tmp_path / "mixed", files)
    report = ingest(workspace, operator, [folder], OPTIONS)
    [reason] = [r.reason for r in report.rejected if r.record == "the phone"]
    assert "two phones" in reason
    assert told(workspace, "imei") == {"356938035643809", "490154203237518"}
    assert "User of calllog.db" in told(workspace, "name")


def test_photos_are_bound_to_the_phone_that_took_them(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """A picture without text is a document where its camera says the place."""
    files = handsets.ANDROID | {
        "data/media/0/DCIM/a.jpg": photos.photo(photos.tags()),
        "data/media/0/DCIM/b.jpg": photos.photo(photos.tags(None)),
    }
    path = write(tmp_path / "phone", files)
    report = ingest(workspace, operator, [path], OPTIONS)
    assert report.forms[Form.DOCUMENT] == 1
    refused = [r.path for r in report.rejected if r.record is None]
    assert [one.rpartition("/")[2] for one in refused] == ["b.jpg"]
    [subject], [user] = told(workspace, "subject"), told(workspace, "user")
    assert subject == user and "2026-03-02T08:15:30" in told(workspace, "date")
    again = ingest(workspace, operator, [path], OPTIONS)
    assert again.forms[Form.DUPLICATE] == len(handsets.ANDROID) + 1
    found = ingest(workspace, operator, [path / "data/media/0/DCIM/a.jpg"], OPTIONS)
    assert found.forms[Form.DUPLICATE] == 1


def test_a_database_is_read_with_its_log(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """Both are accounted for; a log alone is said."""
    data, log = logs.logged(2, table=False)
    folder = write(tmp_path / "p", {"calllog.db": data, "calllog.db-wal": log})
    lost = write(tmp_path / "q", {"lost.db-wal": logs.LOG})
    report = ingest(workspace, operator, [folder, lost], OPTIONS)
    assert report.forms[Form.STRUCTURED] == 2
    assert told(workspace, "receiverNumber") == {"+381652220002"}
    [said] = report.rejected
    assert said.path.endswith("lost.db-wal") and "with its database" in said.reason
    again = ingest(workspace, operator, [folder], OPTIONS)
    assert again.forms[Form.DUPLICATE] == 2
