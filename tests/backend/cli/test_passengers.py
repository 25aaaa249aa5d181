"""passengers on the command line: real messages from import to the last receipt."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from backend.cli.program import run
from tests.extraction.importers.flights import PAXLST, PNRGOV


class Done(NamedTuple):
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Ask = Callable[..., Any]
Klupko = Callable[..., Done]
CASE = ("--case", "let")
BEGIN, SIX_MONTHS, END = "2026-03-10", "2026-09-10", "2027-02-01"
WHY = ("--offence", "drugs", "--law", "ZKP 286", "--reason", "investigation 12/26")
SENSITIVE = (b"WCHR", b"MOML")
IDENTIFYING = (
    b"petrovic", b"hoxha", b"krasniqi", b"381113334444", b"012345678", b"knez",
    b"880012345", b"aunt vjosa", b"411111",
)  # fmt: skip
LAST = (b"K7TQ2M", b"M4NN0P", b"1152400000001", b"0000501200")


@pytest.fixture
def klupko(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Klupko:
    """Return a function that runs the program in this process."""
    monkeypatch.setenv("KLUPKO_STORE", f"embedded:{tmp_path / 'store'}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("KLUPKO_WORKERS", "1")

    def call(*arguments: object) -> Done:
        given = [str(one) for one in arguments]
        try:
            status = run(given)
        except SystemExit as error:
            status = int(error.code or 0)
        shown = capsys.readouterr()
        return Done(status, shown.out, shown.err)

    return call


@pytest.fixture
def ask(klupko: Klupko) -> Ask:
    """Return a function that runs `klupko passengers … --json` and reads the answer."""

    def call(*arguments: object, status: int = 0) -> Any:
        done = klupko("passengers", *arguments, "--json")
        assert done.returncode == status, done.stderr
        return json.loads(done.stdout)

    return call


@pytest.fixture
def messages(tmp_path: Path) -> Path:
    """A folder with a push of two bookings and a list of two passengers."""
    folder = tmp_path / "messages"
    folder.mkdir()
    (folder / "pnr.edi").write_bytes(PNRGOV)
    (folder / "api.edi").write_bytes(PAXLST)
    return folder


def found_in(store: Path, texts: tuple[bytes, ...]) -> set[bytes]:
    """Return which texts any file of the store holds, in any case."""
    whole = [path.read_bytes().lower() for path in store.rglob("*") if path.is_file()]
    return {text for text in texts if any(text.lower() in data for data in whole)}


def test_the_life_of_real_messages(
    ask: Ask, klupko: Klupko, messages: Path, tmp_path: Path
) -> None:
    """Imported, held, masked, shown on approval, erased; the proof holds throughout."""
    store = tmp_path / "store"
    came = ask("import", messages, *CASE, "--jurisdiction", "RS", "--today", BEGIN)
    assert came["passenger_files"] == 2 and came["passenger_records"] == 4
    assert found_in(store, SENSITIVE) == set()
    assert found_in(store, (*IDENTIFYING, *LAST)) == {*IDENTIFYING, *LAST}
    assert klupko("search", "hoxha", *CASE).stdout

    told = ask("status", *CASE, "--records", "--today", BEGIN)
    (case,) = told["cases"]
    assert (case["records"], case["open"], case["due_to_erase"]) == (4, 4, 0)
    assert (case["next_mask"], case["next_erase"]) == (SIX_MONTHS, SIX_MONTHS)
    assert case["kinds"] == {"pnr": 2, "api": 2} and "Serbia" in case["notes"][0]
    first = next(
        one["record"] for one in told["records"] if one["place"].endswith("booking 1")
    )
    kept = ask(
        "retain", *CASE, "--record", first, "--until", END, *WHY, "--today", BEGIN
    )
    assert [one["record"] for one in kept["bases"]] == [first]

    dry = ask("purge", "--dry-run", "--today", SIX_MONTHS)
    assert (dry["masked"], dry["erased"]) == (1, 3)
    done = ask("purge", "--today", SIX_MONTHS)
    assert (done["masked"], done["erased"], done["held"]) == (1, 3, 1)
    assert found_in(store, IDENTIFYING) == set()
    assert found_in(store, LAST) == {LAST[0], LAST[2], LAST[3]}
    assert klupko("audit", "verify").returncode == 0

    unmask(ask, klupko, first)
    assert ask("purge", "--today", END)["erased"] == 1
    assert found_in(store, (*IDENTIFYING, *LAST)) == set()
    assert klupko("audit", "verify").returncode == 0
    receipts = ask("receipts", *CASE)["receipts"]
    actions = [one["action"] for one in receipts]
    assert actions == ["drop", "erase", "erase", "mask", "erase"]
    assert all("Article" in one["law"] for one in receipts)
    kinds = {one["kind"] for one in ask("log", *CASE, "--limit", 500)["entries"]}
    assert kinds == {"collection", "consultation", "disclosure", "erasure", "notice"}
    assert ask("status", "--today", END)["cases"][0]["erased"] == 4


def unmask(ask: Ask, klupko: Klupko, record: str) -> None:
    """Ask as one, be refused oneself, be granted by another, look, be late."""
    for name, role in (("ana", "investigator"), ("sudija", "approver")):
        klupko("user", "add", name, "--role", role, "--no-password")
        assert klupko("user", "grant", name, *CASE).returncode == 0
    day = ("--today", "2026-10-01")
    asked = ask("unmask", "ask", *CASE, "--record", record, *WHY, "--as", "ana", *day)
    number = asked["request"]
    show = ("unmask", "show", number, *CASE)
    assert "error" in ask(*show, "--as", "ana", *day, status=4)
    grant = ("unmask", "grant", number, *CASE, "--reason", "order 3/26")
    ask(*grant, "--as", "ana", *day, status=4)
    ask(*grant, *day, status=4)
    granted = ask(*grant, "--as", "sudija", *day)
    assert granted["state"] == "granted" and granted["until"] == "2026-10-02"
    values = ask(*show, "--as", "ana", *day)["values"]
    assert {"MILAN PETROVIC"} <= {one["value"] for one in values}
    ask(*show, *day, status=4)
    ask(*show, "--as", "ana", "--today", "2026-10-02", status=4)


def test_nothing_leaves_before_a_person_has_looked(
    ask: Ask, klupko: Klupko, messages: Path, tmp_path: Path
) -> None:
    """A watch-list gives candidates; an export waits for a word on each."""
    ask("import", messages, *CASE, "--today", BEGIN)
    watch = tmp_path / "watch.csv"
    watch.write_text(
        "name;birth_date;passport\nMilan Petrović;12.03.1978;\nNiko Nikić;;\n"
        "Druga Osoba;;AL998877\n"
    )
    look = ("matches", *CASE, "--watch", watch, "--today", BEGIN)
    assert "offence" in ask(*look, status=2)["error"]["message"]
    found = ask(*look, "--offence", "drugs")["matches"]
    assert found and {one["state"] for one in found} == {"candidate"}
    assert {(one["entry"], one["score"]) for one in found} == {
        ("row 2", 0.9), ("row 4", 1.0),
    }  # fmt: skip
    target = tmp_path / "out.ftm.json"
    leave = ("export", *CASE, "--format", "ftm", "-o", target)
    refused = klupko(*leave)
    assert refused.returncode == 2 and "wait for a person's word" in refused.stderr
    assert not target.exists()
    for one in found:
        word = "confirm" if one["score"] == 1.0 else "dismiss"
        ask(word, one["match"], *CASE, status=2)
        ask(word, one["match"], *CASE, "--reason", "looked at the document")
    assert klupko(*leave).returncode == 0
    again = ask(*look, "--offence", "drugs")["matches"]
    assert {one["state"] for one in again} == {"confirmed", "dismissed"}


def test_api_of_a_border_serve_nothing_else(
    ask: Ask, klupko: Klupko, messages: Path, tmp_path: Path
) -> None:
    """They lie in a compartment of their own, and are matched for borders alone."""
    came = ask(
        "import", messages / "api.edi", *CASE, "--purpose", "border", "--today", BEGIN
    )
    assert came["compartment"] == "border checks"
    watch = tmp_path / "watch.csv"
    watch.write_text("name,birth_date\nArben Hoxha,1990-07-05\n")
    look = ("matches", *CASE, "--watch", watch)
    assert ask(*look, "--offence", "drugs")["matches"] == []
    assert len(ask(*look, "--purpose", "border")["matches"]) == 1
    klupko("user", "add", "ana", "--role", "investigator", "--no-password")
    klupko("user", "grant", "ana", *CASE)
    seen = klupko("search", "hoxha", *CASE, "--as", "ana", "--json")
    assert seen.returncode == 0 and "HOXHA" not in seen.stdout
    assert ask("purge", "--today", "2026-03-11")["erased"] == 2


def test_the_general_door_leads_under_the_law_too(
    ask: Ask, klupko: Klupko, messages: Path, tmp_path: Path
) -> None:
    """What `ingest` takes in is registered, and its bytes are let go of."""
    assert klupko("ingest", messages, *CASE, "--progress", "none").returncode == 0
    assert found_in(tmp_path / "store", SENSITIVE) == set()
    (case,) = ask("status")["cases"]
    assert (case["records"], case["jurisdictions"]) == (4, {"eu": 4})
    assert klupko("audit", "verify").returncode == 0


def test_what_is_wrong_is_said(ask: Ask, messages: Path) -> None:
    """Dates, jurisdictions, cases, offences, retentions: each with what to do."""
    came = ("import", messages, *CASE)
    unknown = ask(*came, "--jurisdiction", "zz", status=2)
    assert "one of al" in unknown["error"]["message"]
    soon = ask("purge", "--today", "soon", status=2)
    assert "2026-07-15" in soon["error"]["message"]
    ask(*came, "--today", BEGIN)
    record = ask("status", "--records", "--today", BEGIN)["records"][0]["record"]
    keep = ("retain", *CASE, "--record", record, "--today", BEGIN)
    ask(*keep, "--until", "2040-01-01", *WHY, status=2)
    ask(*keep, "--until", "2026-01-01", *WHY, status=2)
    ask(*keep, "--until", END, *WHY[:4], status=2)
    ask("retain", *CASE, "--record", "r-0", "--until", END, *WHY, status=4)
    ask("retain", *CASE, "--record", record, "--until", END, *WHY, status=2)
    ask("status", "--case", "nowhere", status=4)
    made = ask(*keep, "--until", END, *WHY)["bases"][0]["basis"]
    ask("release", made, *CASE, "--today", "2026-08-01")
    ask("release", made, *CASE, "--today", "2026-08-01", status=2)
