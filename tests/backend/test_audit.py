"""What is done is noted in one chain, with what it did or before it is answered."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from backend.access import Role, local_operator
from backend.audit import GENESIS, Entry, describe, find_entries, link
from backend.errors import Unauthenticated
from backend.settings import Settings
from backend.tables import audit
from backend.workspace import Workspace
from graph.errors import InvalidInput, Unavailable
from graph.model import Context, Record, Value, Verdict
from tests.backend.conftest import CASE, OPEN, Query

Take = Callable[..., Any]


def noted(workspace: Workspace) -> list[dict[str, Any]]:
    """Return all entries, the oldest first."""
    return find_entries(workspace.ledger.engine, None, None, 10_000)[::-1]


def test_a_write_is_noted_with_it_or_not_at_all(workspace: Workspace) -> None:
    """What is rolled back leaves no entry."""
    workspace.ledger.create_case("a", "A case", "MUP", "ana")
    record = Record("p", "Person", (Value("name", "Ana"),))
    with workspace.ledger.commit(
        kind="add", case="a", actor="ana", reason="told"
    ) as tx:
        tx.append(Context("a", "user"), [record])
    before = noted(workspace)
    with (
        pytest.raises(RuntimeError),
        workspace.ledger.commit(kind="add", case="a", actor="iva") as tx,
    ):
        tx.judge("a:p", "a:q", Verdict.POSITIVE)
        raise RuntimeError
    assert noted(workspace) == before
    opened, added = before
    assert (opened["action"], opened["actor"], opened["case"]) == ("open", "ana", "a")
    assert (added["action"], added["event"], added["reason"]) == ("add", 1, "told")


def test_each_entry_holds_the_hash_of_the_one_before(
    workspace: Workspace, take: Take
) -> None:
    """The first follows from nothing; numbers count from 1."""
    take("people.json", OPEN)
    workspace.audit.read(Entry("ana", "search", CASE, describe(text="Petrović")))
    before = GENESIS
    with workspace.ledger.engine.connect() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.n)).all()
    for n, row in enumerate(rows, 1):
        assert row.n == n and row.hash == link(before, row._asdict())
        before = row.hash
    assert rows[-1].detail == '{"text":"Petrović"}'


def test_reads_that_come_together_are_noted_in_few_commits(
    workspace: Workspace,
) -> None:
    """Each is noted once, and none is answered before."""
    commits: list[int] = []
    event.listen(workspace.ledger.engine, "commit", lambda _: commits.append(1))
    gate = threading.Barrier(41)

    def ask(number: int) -> None:
        gate.wait()
        workspace.audit.read(Entry(f"u{number}", "search"))
        assert find_entries(workspace.ledger.engine, None, f"u{number}", 2)

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(40)]
    with workspace.ledger.writing():
        for thread in threads:
            thread.start()
        gate.wait()
        while len(workspace.audit._waiting) < 39:
            threading.Event().wait(0.01)
    for thread in threads:
        thread.join()
    assert sorted(e["actor"] for e in noted(workspace)) == sorted(
        f"u{i}" for i in range(40)
    )
    assert len(commits) <= 1 + 3


def test_what_cannot_be_noted_is_not_answered(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read is refused while the log cannot be written, and taken again after."""
    write = workspace.audit.write

    def fail(*_: object) -> None:
        raise Unavailable("the disk is full")

    monkeypatch.setattr(workspace.audit, "write", fail)
    with pytest.raises(Unavailable):
        workspace.audit.read(Entry("ana", "search"))
    monkeypatch.setattr(workspace.audit, "write", write)
    workspace.audit.read(Entry("iva", "search"))
    assert [e["actor"] for e in noted(workspace)] == ["iva"]


def test_nobody_returns_before_their_own_entry_is_durable(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends the commit that others wait for."""
    write, gate = workspace.audit.write, threading.Barrier(9)
    failing = iter([True])
    wrong: list[int] = []

    def fail(*given: Any) -> None:
        if next(failing, False):
            raise MemoryError
        write(*given)

    def ask(number: int) -> None:
        gate.wait()
        try:
            workspace.audit.read(Entry(f"u{number}", "search"))
        except MemoryError:
            wrong.append(number)
            return
        if not find_entries(workspace.ledger.engine, None, f"u{number}", 2):
            wrong.append(-1)

    monkeypatch.setattr(workspace.audit, "write", fail)
    threads = [threading.Thread(target=ask, args=(i,)) for i in range(8)]
    with workspace.audit._flushing:
        for thread in threads:
            thread.start()
        gate.wait()
        while len(workspace.audit._waiting) < 8:
            threading.Event().wait(0.01)
    for thread in threads:
        thread.join()
    assert len(wrong) == 1 and wrong[0] >= 0
    assert len(noted(workspace)) == 7 and not workspace.audit._waiting


def test_what_cannot_be_written_keeps_nobody_else_from_it(
    workspace: Workspace,
) -> None:
    """It is refused before it waits together with others."""
    with pytest.raises(InvalidInput):
        workspace.audit.read(Entry("ana", "search", reason="\ud800"))
    with pytest.raises(InvalidInput):
        describe(text="\ud800")
    workspace.audit.read(Entry("iva", "search"))
    assert [e["actor"] for e in noted(workspace)] == ["iva"]


def test_accounts_and_jobs_are_noted_without_secrets(workspace: Workspace) -> None:
    """Who made, granted, signed in, failed to; passwords and tokens never."""
    accounts = workspace.accounts.acting("admin")
    accounts.add("ana", "correct horse", [Role.INVESTIGATOR.value])
    accounts.grant("ana", "a")
    secret, _ = workspace.accounts.sign_in("ana", "correct horse", 60)
    with pytest.raises(Unauthenticated):
        workspace.accounts.sign_in("ana", "wrong battery", 60, "10.1.1.1")
    workspace.accounts.sign_out(secret)
    accounts.revoke("ana", "a")
    job = workspace.jobs.queue("resolve", "a", "ana", {})
    workspace.jobs.cancel(job.id, "admin")
    said = [(e["actor"], e["action"]) for e in noted(workspace)]
    assert said == [
        ("admin", "user add"), ("admin", "user grant"), ("ana", "user session"),
        ("nobody", "user sign-in refused"), ("ana", "user sign-out"),
        ("admin", "user revoke"), ("ana", "job resolve"), ("admin", "job cancel"),
    ]  # fmt: skip
    everything = str(noted(workspace))
    assert not any(s in everything for s in ("horse", "battery", secret))


def test_a_question_is_noted_with_what_it_asks(case: Workspace, ask: Query) -> None:
    """Its fields with their arguments, variables filled in; a wrong one too."""
    text = (
        "query Find($t: String!) { search(text: $t, first: 3) { totalCount } me { id }}"
    )
    ask(text, t="Анић")
    entry = noted(case)[-1]
    assert entry["action"] == "query" and entry["actor"] == local_operator().name
    assert entry["detail"] == (
        '{"asked":[{"field":"search","first":3,"text":"Анић"},{"field":"me"}],'
        '"operation":"Find"}'
    )


def test_nothing_that_is_asked_hides_from_the_log(case: Workspace, ask: Query) -> None:
    """Neither in fragments or below other fields, nor behind a long text before it."""
    ask(
        "query ($t: String!) { ...On search(text: $t) { totalCount } }"
        ' fragment On on Query { ... on Query { entity(id: "konac:p") '
        '{ statements(first: 2) { edges { node { id } } } } case(id: "konac") { id } }'
        ' node(id: "other:q") { id } }',
        t="x" * 20_000,
    )
    first, second = noted(case)[-2:]
    assert (first["case"], second["case"]) == ("konac", "other")
    for said in ("konac:p", '"statements"', "other:q", '"search"'):
        assert said in first["detail"]
    assert [e["case"] for e in find_entries(case.ledger.engine, "other", None, 9)]


def test_what_is_too_deep_to_read_is_refused(ask: Query) -> None:
    """It is no fault of ours."""
    for opening in ("[", "{a:"):
        answer = ask("{ search(text: " + opening * 1_600 + ") { totalCount } }")
        assert answer["errors"][0]["extensions"]["code"] != "INTERNAL"


def test_a_long_question_is_cut_and_says_so() -> None:
    """The log keeps a bounded part of it."""
    text = describe(text="a" * 100_000)
    assert len(text) < 10_000 and text.endswith("(cut)")


def test_a_store_of_before_the_log_is_taken_over_once(
    settings: Settings, tmp_path: Path
) -> None:
    """Its cases and events are noted when it is opened."""
    workspace = Workspace.open(settings)
    workspace.ledger.witness = None
    workspace.ledger.create_case("a", "A case", None, "ana")
    with workspace.ledger.commit(kind="add", case="a", actor="ana") as tx:
        tx.judge("a:p", "a:q", Verdict.POSITIVE)
    workspace.close()
    for _ in range(2):
        workspace = Workspace.open(settings)
        said = [(e["action"], e["event"]) for e in noted(workspace)]
        assert said == [("open", None), ("add", 1)]
        workspace.close()
