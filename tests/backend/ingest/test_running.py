"""Ingest of structured files: every leaf once, resumable, twice is once."""

import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from backend.access import Principal, Role, system_scope
from backend.ingest import IngestOptions, IngestReport, committing, ingest
from backend.ingest.progress import Step
from backend.workspace import Workspace
from graph.errors import Forbidden, InvalidInput, NotFound
from graph.model import Evaluation

Take = Callable[..., IngestReport]
KINDS = ("documents", "structured", "containers", "duplicates")


def people(count: int, start: int = 0) -> list[dict[str, Any]]:
    """Return so many persons."""
    return [
        {"id": f"p{i}", "schema": "Person", "properties": {"name": [f"Osoba Broj{i}"]}}
        for i in range(start, start + count)
    ]


def write_entities(path: Path, entities: Sequence[dict[str, Any]]) -> Path:
    """Write entities as JSON lines."""
    path.write_text("".join(json.dumps(one) + "\n" for one in entities))
    return path


def accounted(report: IngestReport) -> bool:
    """Whether every leaf file ended as exactly one of the five kinds."""
    told = report.as_json()
    whole = [r for r in told["rejected"] if r["record"] is None]
    return bool(told["files"] == sum(told[kind] for kind in KINDS) + len(whole))


def test_the_report_has_the_agreed_keys(take: Take) -> None:
    """Exactly those, whatever happened."""
    told = take("a.json", people(3)).as_json()
    assert list(told) == [
        "case", "files", "documents", "structured", "containers", "duplicates",
        "records", "statements", "entities", "relationships", "rejected", "case_totals",
    ]  # fmt: skip
    assert told["records"] == told["entities"] == told["statements"] == 3
    json.dumps(told)


def test_twice_is_once(take: Take, workspace: Workspace) -> None:
    """The second run finds a duplicate and changes nothing."""
    first = take("a.json", people(3))
    seq = workspace.ledger.last_seq()
    again = take("a.json", people(3))
    assert again.as_json() | {"case_totals": 0} == {
        "case": "konac", "files": 1, "documents": 0, "structured": 0, "containers": 0,
        "duplicates": 1, "records": 0, "statements": 0, "entities": 0,
        "relationships": 0, "rejected": [], "case_totals": 0,
    }  # fmt: skip
    assert again.case_totals == first.case_totals
    assert workspace.ledger.last_seq() == seq


def test_every_leaf_of_a_folder_is_accounted_for(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """Structured, twins, an archive with members, and what cannot be read."""
    folder = tmp_path / "files"
    folder.mkdir()
    one = write_entities(folder / "a.json", people(2))
    write_entities(folder / "b.json", people(2))
    (folder / "empty.json").write_bytes(b"")
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("d.json", one.read_bytes())
        archive.writestr("e.json", json.dumps(people(1, start=9)[0]))
        archive.writestr("empty.pdf", b"")
    options = IngestOptions(case="konac")
    report = ingest(workspace, operator, [folder, tmp_path / "none"], options)
    told = report.as_json()
    assert accounted(report)
    assert (told["files"], told["structured"], told["duplicates"]) == (8, 2, 2)
    assert told["containers"] == 1 and told["entities"] == 3
    paths = {Path(r["path"]).name for r in told["rejected"]}
    assert paths == {"empty.json", "empty.pdf", "none"}
    assert all(r["reason"] for r in told["rejected"])


def test_bad_rows_are_listed_and_the_rest_is_kept(take: Take) -> None:
    """The file is structured; each row that was not taken has its reason."""
    report = take("a.json", [*people(2), {"id": "x", "schema": "Nobody"}])
    told = report.as_json()
    assert told["structured"] == 1 and told["entities"] == 2
    (rejected,) = told["rejected"]
    assert rejected["record"] and rejected["reason"] and accounted(report)


def stop_after(commits: int) -> Callable[[Step], None]:
    """Return a follower that breaks the run off."""
    seen: list[Step] = []

    def follow(step: Step) -> None:
        seen.append(step)
        if len(seen) == commits:
            raise KeyboardInterrupt

    return follow


def test_a_stopped_run_goes_on_where_it_was(
    workspace: Workspace,
    operator: Principal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Stopped after any commit and run again: the same case, batch by batch."""
    monkeypatch.setattr(committing, "BATCH", 10)
    path = write_entities(tmp_path / "a.json", people(35))
    options = IngestOptions(case="konac")
    with pytest.raises(KeyboardInterrupt):
        ingest(workspace, operator, [path], options, stop_after(2))
    steps: list[Step] = []
    report = ingest(workspace, operator, [path], options, steps.append)
    assert [step.committed for step in steps] == [10, 15]
    assert report.as_json()["structured"] == 1 and report.records == 15
    assert report.case_totals["entities"] == 35
    third = ingest(workspace, operator, [path], options)
    assert third.as_json()["duplicates"] == 1 and third.records == 0


def test_a_broken_file_is_taken_back_whole(
    workspace: Workspace,
    operator: Principal,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What turns out unreadable after some batches leaves nothing behind."""
    monkeypatch.setattr(committing, "BATCH", 10)
    path = tmp_path / "a.json"
    whole = json.dumps(people(35))
    path.write_text(whole[: int(len(whole) * 0.9)])
    report = ingest(workspace, operator, [path], IngestOptions(case="konac"))
    told = report.as_json()
    assert told["structured"] == 0 and len(told["rejected"]) == 1 and accounted(report)
    assert report.case_totals["entities"] == report.case_totals["statements"] == 0
    path.write_text(whole)
    mended = ingest(workspace, operator, [path], IngestOptions(case="konac"))
    assert mended.case_totals["entities"] == 35


def test_what_was_undone_can_be_taken_again(take: Take, workspace: Workspace) -> None:
    """A file whose import was undone is no duplicate."""
    take("a.json", people(3))
    event = workspace.ledger.events(system_scope(), "konac")[0]
    with workspace.ledger.commit(kind="undo", case="konac", actor="x") as tx:
        tx.undo(event.id)
    again = take("a.json", people(3)).as_json()
    assert again["structured"] == 1 and again["entities"] == 3


def test_other_conditions_are_another_import(take: Take, workspace: Workspace) -> None:
    """The same file under a handling code says what it says with that code too."""
    take("a.json", people(1))
    report = take(
        "a.json",
        people(1),
        handling=frozenset({"H1"}),
        evaluation=Evaluation("B", "2"),
        compartment="izvori",
    ).as_json()
    assert report["structured"] == 1 and report["entities"] == 0
    found = workspace.ledger.find_statements(system_scope(), ["konac:p0"])
    contexts = {
        (s.context.compartment, str(s.context.evaluation), tuple(s.context.handling))
        for s in found["konac:p0"]
    }
    assert contexts == {("case", "X4", ()), ("izvori", "B2", ("H1",))}


def test_who_may_not_see_a_case_does_not_write_to_it(
    take: Take, workspace: Workspace, tmp_path: Path
) -> None:
    """An existing case out of sight is not found; a reader opens none."""
    take("a.json", people(1))
    path = tmp_path / "a.json"
    workspace.accounts.add("gost", None, ["investigator"])
    workspace.accounts.add("rada", None, ["reader"])
    stranger = workspace.accounts.principal("gost")
    with pytest.raises(NotFound):
        ingest(workspace, stranger, [path], IngestOptions(case="konac"))
    reader = workspace.accounts.principal("rada")
    assert reader.roles == {Role.READER}
    with pytest.raises(Forbidden):
        ingest(workspace, reader, [path], IngestOptions(case="novi"))
    report = ingest(workspace, stranger, [path], IngestOptions(case="gostov"))
    assert report.entities == 1
    assert workspace.accounts.principal("gost").grants == {"gostov": frozenset("*")}


def test_the_original_is_kept(take: Take, workspace: Workspace, tmp_path: Path) -> None:
    """The bytes are there under their hash, for the owner alone."""
    take("a.json", people(1))
    (kept,) = [p for p in (workspace.home / "blobs").rglob("*") if p.is_file()]
    assert kept.read_bytes() == (tmp_path / "a.json").read_bytes()
    assert kept.stat().st_mode & 0o077 == 0


def test_a_mapping_that_is_none_is_said_before_anything(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """Wrong usage, not one rejection for each file, and no case is opened."""
    table = tmp_path / "a.csv"
    table.write_text("id,name\n1,Ana\n")
    mapping = tmp_path / "m.yaml"
    mapping.write_text("[")
    options = IngestOptions(case="new", mapping=mapping)
    with pytest.raises(InvalidInput):
        ingest(workspace, operator, [table], options)
    assert "new" not in {c.id for c in workspace.ledger.iter_cases(system_scope())}


def test_progress_tells_what_is_durable(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """One step a commit, counts that only grow, done never more than the total."""
    paths: Sequence[Path] = [
        write_entities(tmp_path / f"{i}.json", people(2, start=2 * i)) for i in range(3)
    ]
    steps: list[Step] = []
    ingest(workspace, operator, paths, IngestOptions(case="konac"), steps.append)
    assert [step.committed for step in steps] == [2, 4, 6]
    assert all(step.done <= step.total == 3 for step in steps)
