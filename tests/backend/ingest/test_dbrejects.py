"""Rejects of databases: a phone's rows corrected by hand, and fed back."""

from pathlib import Path

import pytest

from backend.access import Principal, system_scope
from backend.workspace import Workspace
from graph.model import Evaluation, Statement
from tests.backend.ingest.test_rejects import Take, correct, corrected, taking
from tests.extraction.importers import databases as db
from tests.extraction.importers import handsets
from tests.extraction.importers.databases import T
from tests.extraction.importers.logs import log_beside
from tests.extraction.importers.test_dbcorrections import CALLS, CONTACTS

MINE = "+381641110001"


@pytest.fixture
def take(workspace: Workspace, operator: Principal) -> Take:
    """Return a function that ingests a path into the case."""
    return taking(workspace, operator)


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """A call log of which three rows are refused."""
    path = tmp_path / "calllog.db"
    path.write_bytes(CALLS)
    return path


def said_of(statements: list[Statement], prop: str) -> set[str]:
    """Return the values of a property."""
    return {said.value.value for said in statements if said.value.prop == prop}


def test_a_call_log_goes_out_and_comes_back(
    take: Take, calls: Path, workspace: Workspace, tmp_path: Path
) -> None:
    """Corrected rows are statements of the database, under its conditions."""
    report = take(calls, tmp_path / "rejects")
    assert [one.record for one in report.rejected] == ["calls 1", "calls 3", "calls 4"]
    index = (tmp_path / "rejects" / "index.csv").read_text("utf-8-sig")
    assert "calls 3;Android calls: no date;001-calllog.db.csv" in index
    correct(tmp_path / "rejects", ("no date;", f"{T};"), (";7;99;", ";7;1;"))
    report = take(tmp_path / "rejects", evaluation=Evaluation(), handling=frozenset())
    assert [one.record for one in report.rejected] == ["calls 3"]
    assert report.rejected[0].path.endswith("001-calllog.db.csv")
    said = corrected(workspace)
    documents = workspace.ledger.iter_documents(system_scope(), "konac")
    [document] = [one.sha256 for one in documents if one.name == "calllog.db"]
    assert {s.place.record for s in said} == {
        "calls 1, corrected",
        "calls 4, corrected",
    }
    assert {s.context.document for s in said} == {document}
    assert {s.context.origin for s in said} == {"phonedb/corrected"}
    assert {s.context.handling for s in said} == {frozenset({"H2"})}
    assert {str(s.context.evaluation) for s in said} == {"B2"}
    assert said_of(said, "date") == {"2026-03-02T09:00:00", "2026-03-02T09:01:00"}


def test_nothing_of_a_database_is_taken_twice(
    take: Take, calls: Path, workspace: Workspace, tmp_path: Path
) -> None:
    """Not with the same sheet, nor with one that has more by then."""
    take(calls, tmp_path / "rejects")
    correct(tmp_path / "rejects", ("no date;", f"{T};"))
    take(tmp_path / "rejects")
    first = corrected(workspace)
    assert take(tmp_path / "rejects").as_json()["duplicates"] == 1
    correct(tmp_path / "rejects", (";7;99;", ";7;1;"))
    take(tmp_path / "rejects")
    second = corrected(workspace)
    assert len(second) == len({s.id for s in second}) > len(first)
    assert {s.id for s in first} < {s.id for s in second}
    again = take(calls, tmp_path / "again")
    assert again.as_json()["duplicates"] == 1 and again.to_correct == 3
    assert corrected(workspace) == second


def test_what_is_wrong_again_is_written_again(
    take: Take, calls: Path, workspace: Workspace, tmp_path: Path
) -> None:
    """With its reason of now; a row that was taken out of the sheet stays refused."""
    take(calls, tmp_path / "one")
    [sheet] = (tmp_path / "one").glob("0*")
    text = sheet.read_text("utf-8-sig").partition("calls 4;")[0]
    text = text.replace("no date;", "1.9E+12;")
    sheet.write_text(text.replace("0652220002;;", "0652220002;2026-03-02 11:00;"))
    report = take(tmp_path / "one", tmp_path / "two")
    assert [one.record for one in report.rejected] == ["calls 1"]
    assert {s.place.record for s in corrected(workspace)} == {"calls 3, corrected"}
    [sheet] = (tmp_path / "two").glob("0*")
    text = sheet.read_text("utf-8-sig")
    assert "calls 1;date: 1.9E+12 is rounded: write the number out;1;" in text
    assert "calls 3" not in text and "calls 4" not in text
    correct(tmp_path / "two", ("1.9E+12", str(T)))
    assert take(tmp_path / "two").rejected == []
    places = {s.place.record for s in corrected(workspace)}
    assert places == {"calls 1, corrected", "calls 3, corrected"}


def test_rows_of_a_phone_stay_of_that_phone(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """Contacts, calls and messages in one go; the user is whom the SIM card tells."""
    folder = tmp_path / "phone" / "data" / "data"
    files = {
        "com.android.providers.telephony/databases/telephony.db": handsets.TELEPHONY,
        "com.android.providers.contacts/databases/calllog.db": CALLS,
        "com.android.providers.contacts/databases/contacts2.db": CONTACTS,
        "com.whatsapp/databases/msgstore.db": db.MSGSTORE,
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    take(tmp_path / "phone", tmp_path / "rejects")
    sheets = sorted(one.name[4:] for one in (tmp_path / "rejects").glob("0*"))
    assert sheets == ["calllog.db.csv", "contacts2.db.csv", "msgstore.db.csv"]
    for sheet in (tmp_path / "rejects").glob("0*"):
        text = sheet.read_text("utf-8-sig").replace("no date;", f"{T};")
        text = text.replace("contact;1;;0", "contact;1;Mile Kum;0")
        sheet.write_text(text.replace("07E;0;", "07E;2;"))
    left = take(tmp_path / "rejects").rejected
    assert [one.record for one in left] == ["calls 3", "calls 4"]
    said = corrected(workspace)
    assert {s.place.record for s in said} == {
        "calls 1, corrected", "raw_contacts 1, corrected", "message 5, corrected",
    }  # fmt: skip
    assert said_of(said, "callerNumber") == {MINE}
    assert said_of(said, "name") >= {"Mile Kum"}
    assert said_of(said, "bodyText") == {"od nikoga"}


def test_a_database_read_apart_from_its_phone_is_only_listed(
    take: Take, calls: Path, tmp_path: Path
) -> None:
    """Corrected without the phone, its rows would be somebody else's."""
    (tmp_path / "telephony.db").write_bytes(handsets.TELEPHONY)
    phone = tmp_path / "p"
    phone.mkdir()
    for name in ("calllog.db", "telephony.db"):
        (tmp_path / name).rename(phone / name)
    take(phone)
    assert take(phone / "calllog.db", tmp_path / "alone").to_correct == 3
    assert [one.name for one in (tmp_path / "alone").iterdir()] == ["index.csv"]
    assert take(phone, tmp_path / "whole").to_correct == 3
    assert len(list((tmp_path / "whole").iterdir())) == 2


def test_rows_that_only_the_log_has(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """The log is read with the database again; who does not see it cannot correct."""
    folder = tmp_path / "phone"
    folder.mkdir()
    data, log = log_beside([T, None])
    (folder / "calllog.db").write_bytes(data)
    (folder / "calllog.db-wal").write_bytes(log)
    take(folder, tmp_path / "rejects")
    correct(
        tmp_path / "rejects", ("1;+381652220002;;", f"1;+381652220002;{T + 60_000};")
    )
    [sheet] = (tmp_path / "rejects").glob("0*")
    right = sheet.read_bytes()
    sheet.write_bytes(right.replace(b'""log"":""', b'""log"":""0'))
    assert "not in the case" in take(sheet).rejected[0].reason
    sheet.write_bytes(right)
    assert take(tmp_path / "rejects").rejected == []
    assert said_of(corrected(workspace), "duration") == {"5"}


def test_the_first_line_says_nothing_of_another_phone(
    take: Take, calls: Path, tmp_path: Path
) -> None:
    """A phone that is none is refused, whole."""
    take(calls, tmp_path / "rejects")
    correct(tmp_path / "rejects", ('""shape""', '""phone"":""[1]"",""shape""'))
    assert "of the phone was changed" in take(tmp_path / "rejects").rejected[0].reason
