"""resolve, judge, undo and split by the installed program."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Klupko = Callable[..., "subprocess.CompletedProcess[str]"]
Ask = Callable[..., Any]

BORN = {"birthDate": ["1980-05-01"]}
PEOPLE = [
    {"id": "a", "schema": "Person", "properties": {"name": ["Ana Anić"], **BORN}},
    {"id": "b", "schema": "Person", "properties": {"name": ["Ана Анић"], **BORN}},
    {"id": "c", "schema": "Person", "properties": {"name": ["Ana Anić"]}},
    {"id": "k", "schema": "Company", "properties": {"name": ["Zmaj d.o.o."]}},
    {"id": "o", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["k"]}},
]


@pytest.fixture
def ask(klupko: Klupko, tmp_path: Path) -> Ask:
    """Return a function that runs a command on the case and reads its JSON."""
    path = tmp_path / "people.ftm.json"
    path.write_text("".join(json.dumps(one) + "\n" for one in PEOPLE))
    assert klupko("ingest", path, "--case", "konac").returncode == 0

    def run(*arguments: object, status: int = 0, case: bool = True) -> Any:
        given = ["--case", "konac"] if case else []
        ran = klupko(*arguments, *given, "--json")
        assert ran.returncode == status, ran.stderr
        return json.loads(ran.stdout)

    return run


def test_the_life_of_a_judgement(ask: Ask, klupko: Klupko, tmp_path: Path) -> None:
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
    assert "Ana Anić" in shown.stdout and "1 of 1 that wait" in shown.stdout
    left, right = waiting[0]["left"], waiting[0]["right"]
    ask("judge", left, right, "unsure")
    assert ask("resolve", "--review")["total"] == 0
    ask("judge", "a", "c", "same")
    ask("judge", "b", "c", "different")
    (told,) = ask("resolve", "--review")["contradictions"]
    assert told == {"left": "a", "right": "b", "against": ["b", "c"]}
    ran = klupko("judge", "a", "b", "same", "--case", "konac")
    assert ran.returncode == 0 and "keeps them apart" in ran.stderr


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
    ask: Ask, klupko: Klupko, arguments: list[str], status: int
) -> None:
    """One line, no traceback."""
    ran = klupko(*arguments)
    assert ran.returncode == status and "Traceback" not in ran.stderr


def test_progress_is_told_in_lines(ask: Ask, klupko: Klupko) -> None:
    """One for each durable batch."""
    ran = klupko("resolve", "--case", "konac", "--progress", "jsonl")
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [line["committed"] for line in lines] == [2]
    assert {"committed", "done", "total"} == lines[0].keys()
