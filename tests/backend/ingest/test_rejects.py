"""Rejects written by an import, corrected by hand, and fed back."""

import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backend.access import Principal, local_operator
from backend.ingest import IngestOptions, IngestReport, ingest
from backend.workspace import Workspace
from graph.errors import Conflict, InvalidInput
from graph.model import Evaluation, Statement

CALLS = (
    "Caller;Called;Date;Time;Duration;IMEI\n"
    "+381641111111;+381651111111;01.03.2026;10:00:00;10;352099001761481\n"
    "+381641111111;+381651111112;32.03.2026;10:00:00;10;352099001761481\n"
    "+381641111111;+381651111113;03.03.2026;10:00:00;10;35209x\n"
)
OPTIONS = IngestOptions(
    case="konac",
    country="rs",
    handling=frozenset({"H2"}),
    evaluation=Evaluation("B", "2"),
)
Take = Callable[..., IngestReport]


def taking(workspace: Workspace, principal: Principal) -> Take:
    """Return a function that ingests a path into the case."""

    def run(path: Path, rejects: Path | None = None, **given: Any) -> IngestReport:
        options = replace(OPTIONS, rejects=rejects, **given)
        return ingest(workspace, principal, [path], options)

    return run


@pytest.fixture
def take(workspace: Workspace, operator: Principal) -> Take:
    """Return a function that ingests a path into the case."""
    return taking(workspace, operator)


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """A list of calls with a bad date and a bad IMEI."""
    path = tmp_path / "calls.csv"
    path.write_text(CALLS, "utf-8")
    return path


def correct(folder: Path, *pairs: tuple[str, str]) -> None:
    """Replace texts in the one sheet of a folder."""
    (path,) = folder.glob("0*")
    text = path.read_bytes().decode()
    for wrong, right in pairs:
        assert wrong in text
        text = text.replace(wrong, right)
    path.write_bytes(text.encode())


def corrected(workspace: Workspace) -> list[Statement]:
    """Return the statements of corrected records."""
    scope = workspace.scope(local_operator())
    return [
        said
        for _, found in workspace.ledger.iter_entities(scope, "konac")
        for said in found
        if (said.place.record or "").endswith(", corrected")
    ]


def test_rejects_are_for_their_owner_alone(
    take: Take, calls: Path, tmp_path: Path
) -> None:
    """A folder of one sheet and an index; nothing where nothing was refused."""
    report = take(calls, tmp_path / "rejects")
    assert report.to_correct == 2
    folder = tmp_path / "rejects"
    assert sorted(p.name for p in folder.iterdir()) == ["001-calls.csv", "index.csv"]
    for path in (folder, *folder.iterdir()):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077
    index = (folder / "index.csv").read_text("utf-8-sig")
    assert "row 3;its date or time cannot be read;001-calls.csv" in index
    good = tmp_path / "good.csv"
    good.write_text(CALLS.replace("32.03", "02.03").replace("35209x", ""), "utf-8")
    assert take(good, tmp_path / "none").to_correct == 0
    assert not (tmp_path / "none").exists()


def test_corrections_are_statements_of_the_file_they_correct(
    take: Take, calls: Path, workspace: Workspace, tmp_path: Path
) -> None:
    """With its hash, its conditions and the row; the options given do not weaken it."""
    take(calls, tmp_path / "rejects")
    correct(tmp_path / "rejects", ("32.03.", "02.03."))
    report = take(tmp_path / "rejects", handling=frozenset(), evaluation=Evaluation())
    assert report.as_json()["structured"] == report.as_json()["containers"] == 1
    (left,) = report.rejected
    assert left.record == "row 4: imei"
    said = corrected(workspace)
    document = next(
        d
        for d in workspace.ledger.iter_documents(
            workspace.scope(local_operator()), "konac"
        )
        if d.name == "calls.csv"
    )
    assert {s.value.prop for s in said} == {
        "callerNumber", "receiverNumber", "date", "duration",
    }  # fmt: skip
    assert {s.context.document for s in said} == {document.sha256}
    assert {s.place.record for s in said} == {"row 3, corrected"}
    assert {s.context.handling for s in said} == {frozenset({"H2"})}
    assert {str(s.context.evaluation) for s in said} == {"B2"}
    assert {s.context.origin for s in said} == {"cdr/corrected"}


def test_nothing_is_taken_twice(
    take: Take, calls: Path, workspace: Workspace, tmp_path: Path
) -> None:
    """Not what the row gave before, nor what an earlier correction gave."""
    take(calls, tmp_path / "rejects")
    before = {d.id for d in corrected(workspace)}
    correct(tmp_path / "rejects", ("35209x", "352099001761499"))
    take(tmp_path / "rejects")
    first = corrected(workspace)
    assert not before and {s.schema for s in first} == {"Device", "SimCard"}
    assert take(tmp_path / "rejects").as_json()["duplicates"] == 1
    correct(tmp_path / "rejects", ("32.03.", "02.03."))
    take(tmp_path / "rejects")
    second = corrected(workspace)
    assert len(second) == len({s.id for s in second}) > len(first)
    assert {s.schema for s in second} == {"Device", "SimCard", "Call"}
    again = take(calls, tmp_path / "again")
    assert again.as_json()["duplicates"] == 1 and again.rejected == []
    assert again.to_correct == 2


def test_what_is_refused_again_can_be_corrected_again(
    take: Take, calls: Path, tmp_path: Path
) -> None:
    """Rejects of rejects are of the first file still, and stay where they are."""
    take(calls, tmp_path / "one")
    correct(tmp_path / "one", ("32.03.", "02.03."))
    take(tmp_path / "one", tmp_path / "two.zip")
    with zipfile.ZipFile(tmp_path / "two.zip") as archive:
        assert archive.namelist() == ["001-calls.csv", "index.csv"]
        text = archive.read("001-calls.csv").decode()
    assert "row 4" in text and "row 3" not in text
    assert not stat.S_IMODE((tmp_path / "two.zip").stat().st_mode) & 0o077
    assert take(tmp_path / "two.zip").rejected[0].record == "row 4: imei"
    with pytest.raises(Conflict, match="not empty"):
        take(calls, tmp_path / "one")
    with pytest.raises(InvalidInput, match="outside"):
        take(tmp_path / "one", tmp_path / "one" / "rejects")


def test_corrections_need_the_file_in_the_same_case(
    workspace: Workspace, operator: Principal, calls: Path, tmp_path: Path
) -> None:
    """Of another case, or of a file that is not there, they are refused."""
    ingest(workspace, operator, [calls], replace(OPTIONS, rejects=tmp_path / "r"))
    (sheet,) = (tmp_path / "r").glob("0*")
    other = ingest(workspace, operator, [sheet], replace(OPTIONS, case="drugi"))
    assert "case konac" in other.rejected[0].reason
    sheet.write_bytes(sheet.read_bytes().replace(b"konac", b"drugi"))
    other = ingest(workspace, operator, [sheet], replace(OPTIONS, case="drugi"))
    assert "not in the case" in other.rejected[0].reason


def test_who_does_not_see_the_file_cannot_correct_it(
    workspace: Workspace, operator: Principal, calls: Path, tmp_path: Path
) -> None:
    """A sheet that fell into other hands opens no compartment."""
    secret = replace(OPTIONS, compartment="sources", rejects=tmp_path / "r")
    ingest(workspace, operator, [calls], secret)
    (sheet,) = (tmp_path / "r").glob("0*")
    accounts = workspace.accounts.acting("test")
    accounts.add("ana", "a long enough password", ["investigator"])
    accounts.grant("ana", "konac", "case")
    ana = workspace.accounts.principal("ana")
    told = ingest(workspace, ana, [sheet], replace(OPTIONS)).rejected
    assert "not in the case" in told[0].reason
    sheet.write_bytes(sheet.read_bytes().replace(b"sources", b"case"))
    told = ingest(workspace, ana, [sheet], replace(OPTIONS)).rejected
    assert "not in the case" in told[0].reason
