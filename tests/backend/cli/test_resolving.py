"""resolve, judge, undo and split at the command line."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from backend.access import local_operator
from backend.cli.program import run as run_program
from backend.ingest import IngestOptions, ingest
from backend.settings import Settings
from backend.workspace import Workspace


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


Klupko = Callable[..., Ended]
Ask = Callable[..., Any]

BORN = {"birthDate": ["1980-05-01"]}
PEOPLE = [
    {"id": "a", "schema": "Person", "properties": {"name": ["Ana Anić"], **BORN}},
    {"id": "b", "schema": "Person", "properties": {"name": ["Ана Анић"], **BORN}},
    {"id": "c", "schema": "Person", "properties": {"name": ["Ana Anić"]}},
    {"id": "k", "schema": "Company", "properties": {"name": ["Zmaj d.o.o."]}},
    {"id": "o", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["k"]}},
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with the case."""
    folder = tmp_path_factory.mktemp("made")
    path = folder / "people.ftm.json"
    path.write_text("".join(json.dumps(one) + "\n" for one in PEOPLE))
    opened = Workspace.open(Settings(store=f"embedded:{folder / 'store'}", workers=1))
    ingest(opened, local_operator(), [path], IngestOptions(case="konac"))
    opened.catch_up()
    opened.close()
    return folder / "store"


@pytest.fixture
def klupko(
    made: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Klupko:
    """Return a function that runs the program's own entry on a store of this test."""
    shutil.copytree(made, tmp_path / "store")
    monkeypatch.setenv("KLUPKO_STORE", f"embedded:{tmp_path / 'store'}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def run(*arguments: object) -> Ended:
        capfd.readouterr()
        status = run_program([str(one) for one in arguments])
        return Ended(status, *capfd.readouterr())

    return run


@pytest.fixture
def ask(klupko: Klupko) -> Ask:
    """Return a function that runs a command on the case and reads its JSON."""

    def run(*arguments: object, status: int = 0, case: bool = True) -> Any:
        given = ["--case", "konac"] if case else []
        ended = klupko(*arguments, *given, "--json")
        assert ended.status == status, ended.err
        return json.loads(ended.out)

    return run


def test_the_life_of_a_judgement(ask: Ask, tmp_path: Path) -> None:
    """Judged by the resolver, explained, overruled, taken back, carried elsewhere."""
    dry = ask("resolve", "--dry-run")
    assert dry["dry_run"] and ask("show", "b")["merged_from"] == []
    told = ask("resolve")
    assert {**told, "dry_run": True} == dry and told["judgements"] == 1
    why = ask("resolve", "--explain", "b", "a")
    assert why["together"] and why["verdict"] == "positive"
    assert {"feature", "agreement", "weight", "text"} <= why["evidence"][0].keys()
    (said,) = why["judgements"]
    assert said["automatic"] and said["score"] == pytest.approx(why["score"], abs=0.05)
    word = ask("judge", "a", "b", "different", "--reason", "two passports")
    assert word["together"] is False
    assert ask("show", "b")["id"] == "b"
    assert ask("resolve")["pairs"] == []
    ask("undo", word["event"], case=False)
    assert ask("show", "b")["merged_from"] == ["a", "b"]
    path = tmp_path / "judgements.jsonl"
    count = ask("resolve", "--export-judgements", path)["judgements"]
    assert len(path.read_text().splitlines()) == count > 0
    again = ask("resolve", "--import-judgements", path)
    assert (again["taken"], again["known"]) == (0, count)
    path.write_text(path.read_text() + "nonsense\n")
    ill = ask("resolve", "--import-judgements", path, status=1)
    assert ill["rejected"] == [{"line": count + 1, "reason": "not JSON"}]


def test_the_queue_empties_as_people_speak(ask: Ask, klupko: Klupko) -> None:
    """What is unsure waits until somebody says something."""
    ask("resolve")
    waiting = ask("resolve", "--review")["waiting"]
    assert [{one["left"], one["right"]} & {"c"} for one in waiting] == [{"c"}]
    shown = klupko("resolve", "--case", "konac", "--review")
    assert "Ana Anić" in shown.out and "1 of 1 that wait" in shown.out
    left, right = waiting[0]["left"], waiting[0]["right"]
    doubt = ask("judge", left, right, "unsure")["event"]
    assert ask("resolve", "--review")["total"] == 0
    ask("undo", doubt, case=False)
    ask("judge", "a", "c", "same")
    ask("judge", "b", "c", "different")
    (told,) = ask("resolve", "--review")["contradictions"]
    assert told == {"left": "a", "right": "b", "against": ["b", "c"]}
    ran = klupko("judge", "a", "b", "same", "--case", "konac")
    assert ran.status == 0 and "keeps them apart" in ran.err


def test_a_split_is_told_and_taken_back(ask: Ask) -> None:
    """A name given to another; then everything is as before."""
    before = ask("show", "a")
    name = next(s["id"] for s in before["statements"] if s["property"] == "name")
    told = ask("split", "a", name, "--reason", "his cousin")
    (fresh,) = [one for one in told["changed"] if one.startswith("a.")]
    assert ask("show", fresh)["caption"] == "Ana Anić"
    assert ask("show", "a")["relationships"] == {"Ownership": 1}
    ask("undo", told["event"], case=False)
    assert ask("show", "a") == before


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["resolve", "--case", "konac", "--review", "--dry-run"], 2),
        (["resolve"], 2),
        (["resolve", "--case", "konac", "--explain", "a", "none"], 4),
        (["resolve", "--case", "konac", "--explain", "a", "a"], 2),
        (["resolve", "--case", "konac", "--import-judgements", "none"], 2),
        (["judge", "a", "none", "same", "--case", "konac"], 4),
        (["judge", "a", "a", "same", "--case", "konac"], 2),
        (["judge", "a", "b", "perhaps", "--case", "konac"], 2),
        (["undo", "e-999"], 4),
        (["undo", "nonsense"], 4),
        (["split", "a", "0" * 64, "--case", "konac"], 4),
        (["split", "none", "0" * 64, "--case", "konac"], 4),
    ],
)
def test_failures_have_their_exit_status(
    klupko: Klupko, arguments: list[str], status: int
) -> None:
    """One line, no traceback."""
    ran = klupko(*arguments)
    assert ran.status == status and "Traceback" not in ran.err


def test_progress_is_told_in_lines(klupko: Klupko) -> None:
    """One for each durable batch."""
    ran = klupko("resolve", "--case", "konac", "--progress", "jsonl")
    lines = [json.loads(line) for line in ran.err.splitlines()]
    assert [line["committed"] for line in lines] == [3]
    assert {"committed", "done", "total"} == lines[0].keys()
