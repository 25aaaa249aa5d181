"""The command line: exit statuses, clean output, acting as another."""

import json
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.cli.program import COMMANDS, program

Klupko = Callable[..., "subprocess.CompletedProcess[str]"]


def test_help_lists_every_command(klupko: Klupko) -> None:
    """And says what the exit statuses mean."""
    ran = klupko("--help")
    assert ran.returncode == 0 and not ran.stderr
    assert all(command.name and command.name in ran.stdout for command in COMMANDS)
    assert "Exit status" in ran.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: str(c.name))
def test_each_command_explains_itself(command: object) -> None:
    """Its help has examples that begin with the program's name."""
    for arguments in names_below(command):
        shown = CliRunner().invoke(program, [*arguments, "--help"]).output
        assert "Examples:" in shown and f"klupko {' '.join(arguments)}" in shown
        assert "--json" in shown and "--store" in shown and "--as" in shown


def names_below(command: object) -> Iterator[list[str]]:
    """Yield the words of each command in a group, groups of groups too."""
    name = str(getattr(command, "name", ""))
    inner = getattr(command, "commands", None)
    if inner is None:
        yield [name]
    for one in (inner or {}).values():
        yield from ([name, *rest] for rest in names_below(one))


def test_a_case_is_taken_in_and_looked_at(klupko: Klupko, people: Path) -> None:
    """Each command prints exactly one JSON document on standard output."""
    took = klupko("ingest", people, "--case", "konac", "--title", "Konac", "--json")
    assert took.returncode == 0, took.stderr
    assert json.loads(took.stdout)["structured"] == 1
    cases = json.loads(klupko("cases", "--json").stdout)["cases"]
    assert cases[0]["id"] == "konac" and cases[0]["title"] == "Konac"
    found = json.loads(klupko("search", "Ана", "--case", "konac", "--json").stdout)
    assert [one["id"] for one in found["results"]] == ["ana"] and found["total"] == 1
    shown = json.loads(klupko("show", "ana", "--case", "konac", "--json").stdout)
    assert shown["caption"] == "Ana Anić" and shown["relationships"] == {"Associate": 1}
    assert shown["statements"][0]["document"] == "people.ftm.json"
    near = json.loads(
        klupko("neighbors", "konac:ana", "--case", "konac", "--json").stdout
    )
    assert [one["id"] for one in near["nodes"]] == ["ana", "bojan"]
    ways = klupko("paths", "ana", "bojan", "--case", "konac", "--json")
    assert json.loads(ways.stdout)["paths"][0]["length"] == 1
    ranked = klupko("analyze", "degree", "--case", "konac", "--json")
    assert json.loads(ranked.stdout)["scores"][0]["id"] == "ana"
    assert "Ana Anić" in klupko("show", "ana", "--case", "konac").stdout
    assert "Bojan" in klupko("neighbors", "ana", "--case", "konac").stdout


def test_a_partly_rejected_import_ends_with_1(
    klupko: Klupko, people: Path, tmp_path: Path
) -> None:
    """The rest is kept, and the reason is in the report."""
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    ran = klupko("ingest", people, empty, "--case", "konac", "--json")
    assert ran.returncode == 1
    report = json.loads(ran.stdout)
    assert report["structured"] == 1 and len(report["rejected"]) == 1
    shown = klupko("ingest", people, empty, "--case", "konac")
    assert shown.returncode == 1 and "empty.pdf" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (["nothing"], 2, None),
        (["ingest"], 2, None),
        (["ingest", "x", "--case", "a:b", "--json"], 2, "INVALID_INPUT"),
        (["ingest", "x", "--case", "a", "--source", "Q", "--json"], 2, "INVALID_INPUT"),
        (
            ["ingest", "x", "--case", "a", "--from-country", "1", "--json"],
            2,
            "INVALID_INPUT",
        ),
        (["analyze", "degree"], 2, None),
        (["snapshot", "create", "--json"], 2, None),
        (["match", "offer", "--json"], 2, "INVALID_INPUT"),
        (["snapshot", "diff", "--json"], 2, "INVALID_INPUT"),
        (
            ["export", "--case", "a", "--format", "stix", "-o", "x", "--json"],
            2,
            "INVALID_INPUT",
        ),
        (["cases", "--store", "what:ever", "--json"], 2, "INVALID_INPUT"),
        (["search", "ana", "--case", "none", "--json"], 4, "NOT_FOUND"),
        (["show", "ana", "--case", "none", "--json"], 4, "NOT_FOUND"),
        (["resolve", "--case", "none", "--json"], 4, "NOT_FOUND"),
        (["analyze", "degree", "--case", "none", "--json"], 4, "NOT_FOUND"),
        (["analyze", "degree", "--graph", "none.csv", "--json"], 4, "NOT_FOUND"),
        (["cases", "--as", "nobody", "--json"], 4, "NOT_FOUND"),
        (
            ["cases", "--store", "bolt://u:p@127.0.0.1:9/neo4j", "--json"],
            3,
            "UNAVAILABLE",
        ),
        (
            ["cases", "--store", "neo4j://u:p@127.0.0.1:9/neo4j", "--json"],
            3,
            "UNAVAILABLE",
        ),
        (
            ["user", "list", "--store", "embedded:/proc/none", "--json"],
            3,
            "UNAVAILABLE",
        ),
        (["cases", "--store", f"embedded:{__file__}", "--json"], 2, "INVALID_INPUT"),
    ],
)
def test_failures_have_their_exit_status(
    klupko: Klupko, arguments: list[str], status: int, code: str | None
) -> None:
    """One line on standard error, no traceback, and JSON where it was asked for."""
    ran = klupko(*arguments)
    assert ran.returncode == status, ran.stderr
    assert "Traceback" not in ran.stderr and ran.stderr.strip()
    if code:
        assert json.loads(ran.stdout)["error"]["code"] == code
        assert ran.stderr.count("\n") == 1
    else:
        assert not ran.stdout


def test_acting_as_a_user_shows_what_the_user_sees(
    klupko: Klupko, people: Path, tmp_path: Path
) -> None:
    """Grants hold on the command line as they do in the page."""
    klupko("ingest", people, "--case", "konac")
    secret = tmp_path / "secret.json"
    secret.write_text(
        '{"id": "cveta", "schema": "Person", "properties": {"name": ["Cveta Cvetić"]}}'
    )
    klupko("ingest", secret, "--case", "konac", "--compartment", "izvori")
    klupko("user", "add", "ana", "--role", "investigator", "--no-password")
    as_ana = ("--as", "ana", "--json")
    assert json.loads(klupko("cases", *as_ana).stdout) == {"cases": []}
    assert klupko("search", "ana", "--case", "konac", *as_ana).returncode == 4
    klupko("user", "grant", "ana", "--case", "konac")
    found = klupko("search", "cveta", "--case", "konac", *as_ana)
    assert json.loads(found.stdout)["total"] == 0
    assert klupko("show", "cveta", "--case", "konac", *as_ana).returncode == 4
    klupko("user", "grant", "ana", "--case", "konac", "--compartment", "izvori")
    found = klupko("search", "cveta", "--case", "konac", *as_ana)
    assert json.loads(found.stdout)["total"] == 1
    assert klupko("user", "list", *as_ana).returncode == 4
    assert klupko("rebuild", *as_ana).returncode == 4


def test_accounts_are_managed(klupko: Klupko) -> None:
    """Passwords come by standard input, tokens are printed once."""
    added = klupko("user", "add", "ana", "--password-stdin", input="tajna-lozinka\n")
    assert added.returncode == 0, added.stderr
    short = klupko("user", "add", "bo", "--password-stdin", input="x\n")
    assert short.returncode == 2
    assert klupko("user", "add", "ana", "--no-password").returncode == 2
    token = klupko("user", "token", "ana", "--days", "1")
    assert token.returncode == 0 and len(token.stdout.strip()) > 40
    assert klupko("user", "lock", "ana").returncode == 0
    users = json.loads(klupko("user", "list", "--json").stdout)["users"]
    assert users == [
        {"name": "ana", "roles": ["investigator"], "active": False, "grants": {}}
    ]
    assert klupko("user", "token", "ana").returncode == 4
    assert klupko("user", "unlock", "ana").returncode == 0
    assert klupko("user", "grant", "ana", "--case", "none").returncode == 4


def test_resolve_judges_once(klupko: Klupko, tmp_path: Path) -> None:
    """The same name and birth date is one person; a second run adds nothing."""
    path = tmp_path / "a.json"
    person = {"name": ["Ana Anić"], "birthDate": ["1980-05-01"]}
    lines = [{"id": i, "schema": "Person", "properties": person} for i in ("a", "b")]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    klupko("ingest", path, "--case", "konac")
    first = json.loads(klupko("resolve", "--case", "konac", "--json").stdout)
    assert (first["judgements"], first["for_review"]) == (1, 0)
    again = json.loads(klupko("resolve", "--case", "konac", "--json").stdout)
    assert again["judgements"] == 0
    shown = json.loads(klupko("show", "b", "--case", "konac", "--json").stdout)
    assert shown["id"] == "a" and shown["merged_from"] == ["a", "b"]
    why = klupko("resolve", "--case", "konac", "--explain", "a", "b", "--json")
    assert any("birth date" in reason for reason in json.loads(why.stdout)["reasons"])


def test_a_look_makes_no_store(klupko: Klupko, tmp_path: Path) -> None:
    """It says that none is there; an import makes one."""
    empty = tmp_path / "empty"
    empty.mkdir()
    for place in (tmp_path / "none", empty):
        for asked in (["cases"], ["resolve", "--case", "a"], ["audit", "verify"]):
            ran = klupko(*asked, "--store", f"embedded:{place}")
            assert ran.returncode == 4 and "there is no store" in ran.stderr
    assert not (tmp_path / "none").exists() and not list(empty.iterdir())


def test_labelled_pairs_are_scored_without_a_store(
    klupko: Klupko, tmp_path: Path
) -> None:
    """Precision, recall and each decision, in order."""
    ana = {"id": "a", "schema": "Person", "properties": {"name": ["Ana Anić"]}}
    bojan = {"id": "b", "schema": "Person", "properties": {"name": ["Bojan Bojić"]}}
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({"left": ana, "right": bojan, "judgement": "negative"}))
    told = json.loads(klupko("resolve", "--evaluate", path, "--json").stdout)
    assert told["pairs"] == 1 and len(told["decisions"]) == 1


def test_extract_prints_a_line_a_leaf(klupko: Klupko, tmp_path: Path) -> None:
    """Offsets are code points of the page's text; rejected files have their reason."""
    path = tmp_path / "izjava.txt"
    path.write_text("Pozvao je broj +381641234567 i pisao na ana@example.com.")
    (tmp_path / "prazan.txt").write_bytes(b"")
    ran = klupko("extract", path, tmp_path / "prazan.txt")
    assert ran.returncode == 1, ran.stderr
    first, second = map(json.loads, ran.stdout.splitlines())
    assert list(first) == [
        "path", "sha256", "media_type", "language", "script", "importer", "pages",
        "mentions", "relations",
    ]  # fmt: skip
    text = first["pages"][0]["text"]
    for mention in first["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]
    assert {"PHONE", "EMAIL"} <= {m["type"] for m in first["mentions"]}
    assert second["rejected"] and set(second) == {"path", "rejected"}


def test_analyze_takes_a_network_apart(klupko: Klupko, tmp_path: Path) -> None:
    """A set of key players, and removals one by one; --by chooses how."""
    path = tmp_path / "star.csv"
    path.write_text("source,target\na,hub\nb,hub\nc,hub\n")
    ask = ["--graph", path, "--top", "1"]
    told = json.loads(klupko("analyze", "keyplayers", *ask, "--json").stdout)
    assert (told["set"], told["value"], told["optimal"]) == (["hub"], 1.0, True)
    told = json.loads(klupko("analyze", "disruption", *ask, "--json").stdout)
    assert told["before"] == 4
    assert told["steps"] == [{"removed": "hub", "largest_component": 1}]
    told = json.loads(
        klupko("analyze", "keyplayers", *ask, "--by", "reach", "--json").stdout
    )
    assert (told["value"], told["parameters"]["objective"]) == (1.0, "reach")
    assert "hub" in klupko("analyze", "keyplayers", *ask).stdout
    assert "largest component" in klupko("analyze", "disruption", *ask).stdout
    assert klupko("analyze", "degree", *ask, "--by", "reach").returncode == 2
    assert klupko("analyze", "keyplayers", *ask, "--by", "degree").returncode == 2


def test_analyze_says_how_far_a_ranking_holds(
    klupko: Klupko, people: Path, tmp_path: Path
) -> None:
    """Intervals from the evaluation of what links rest on; of a file, of who lacks."""
    klupko("ingest", people, "--case", "konac", "--source", "B", "--information", "2")
    ask = ["--samples", "40", "--seed", "1"]
    told = json.loads(
        klupko("analyze", "degree", "--case", "konac", *ask, "--json").stdout
    )
    assert told["uncertainty"]["samples"] == 40 and told["policy"]
    assert all(s["rank_low"] <= s["rank_high"] for s in told["scores"])
    shown = klupko("analyze", "degree", "--case", "konac", *ask)
    assert "40 networks drawn" in shown.stdout
    path = tmp_path / "star.csv"
    path.write_text("source,target\na,hub\nb,hub\nc,hub\n")
    graph = ["--graph", path, *ask]
    told = json.loads(
        klupko("analyze", "degree", *graph, "--missing", "0.2", "--json").stdout
    )
    assert told["scores"][0]["id"] == "hub" and told["scores"][0]["rank_high"] == 1
    assert klupko("analyze", "summary", *graph).returncode == 2
    wrong = klupko("analyze", "degree", "--graph", path, "--missing", "0.2")
    assert wrong.returncode == 2


def test_analyze_reads_graph_files(klupko: Klupko, tmp_path: Path) -> None:
    """Without a store; weights by the name of their column."""
    path = tmp_path / "edges.csv"
    path.write_text("source,target,weight\na,b,2\nb,c,3\n")
    told = json.loads(
        klupko(
            "analyze", "strength", "--graph", path, "--weight", "weight", "--json"
        ).stdout
    )
    assert told["scores"][0] == {"id": "b", "label": "b", "score": 5.0, "rank": 1}
    for metric, key in (
        ("components", "groups"),
        ("communities", "groups"),
        ("articulation", "nodes"),
        ("summary", "summary"),
        ("keyplayers", "set"),
        ("disruption", "steps"),
    ):
        assert key in json.loads(
            klupko("analyze", metric, "--graph", path, "--json").stdout
        )


def test_progress_is_one_line_a_durable_batch(klupko: Klupko, people: Path) -> None:
    """On standard error, so that the report stays alone on standard output."""
    ran = klupko("ingest", people, "--case", "konac", "--json", "--progress", "jsonl")
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    (line,) = lines
    assert (line["committed"], line["done"], line["total"]) == (3, 0, 1)
    assert line["bytes"] == line["total_bytes"] == people.stat().st_size
    assert line["per_second"] > 0 and line["left_s"] == 0
    assert json.loads(ran.stdout)["records"] == 3


def test_doctor_tells_what_is_missing(klupko: Klupko) -> None:
    """Whatever is installed, each finding says what it turns off."""
    ran = klupko("doctor", "--json")
    findings = json.loads(ran.stdout)["findings"]
    assert ran.returncode == 0
    assert {f["name"] for f in findings} >= {"Python 3.11+", "Python libraries"}
    assert all(f["without"] and f["package"] for f in findings)


def test_a_lost_graph_is_made_again(
    klupko: Klupko, people: Path, tmp_path: Path
) -> None:
    """From the ledger alone, by itself or by command."""
    klupko("ingest", people, "--case", "konac")
    before = klupko("cases", "--json").stdout
    for path in (tmp_path / "store").glob("graph.db*"):
        path.unlink()
    assert klupko("cases", "--json").stdout == before
    assert klupko("rebuild").returncode == 0
    assert klupko("cases", "--json").stdout == before


def test_our_own_fault_ends_with_70_and_a_log(
    klupko: Klupko, people: Path, tmp_path: Path
) -> None:
    """A broken store is no traceback, and the log says where, without values."""
    klupko("ingest", people, "--case", "konac")
    with sqlite3.connect(tmp_path / "store" / "ledger.db") as connection:
        connection.execute("UPDATE record SET body = x'00'")
    connection.close()
    ran = klupko("show", "ana", "--case", "konac", "--json")
    assert ran.returncode == 70 and "Traceback" not in ran.stderr
    assert json.loads(ran.stdout)["error"]["code"] == "INTERNAL"
    log = (tmp_path / "data" / "klupko" / "klupko.log").read_text()
    assert "Error at" in log and "Ana" not in log


def test_a_case_is_looked_at_as_it_was(
    klupko: Klupko, people: Path, tmp_path: Path
) -> None:
    """By the number of an event or a time; both are exact, and nothing is left."""
    assert klupko("ingest", people, "--case", "konac").returncode == 0
    between = datetime.now(UTC).isoformat()
    later = tmp_path / "later.ftm.json"
    entity = {"id": "ana", "schema": "Person", "properties": {"alias": ["Zmija"]}}
    later.write_text(json.dumps(entity))
    assert klupko("ingest", later, "--case", "konac").returncode == 0

    def found(*when: str) -> list[int]:
        said = ("search", "zmija", "--case", "konac", "--json", *when)
        shown = klupko("show", "ana", "--case", "konac", "--json", *when)
        statements = json.loads(shown.stdout).get("statements", [])
        return [json.loads(klupko(*said).stdout)["total"], len(statements)]

    assert found() == found("--as-of", "2") == found("--as-of", "999") == [1, 2]
    assert found("--as-of", "1") == found("--as-of", between) == [0, 1]
    assert found("--as-of", "2001-01") == [0, 0]
    assert klupko("show", "ana", "--case", "konac", "--as-of", "0").returncode == 4
    assert klupko("cases", "--as-of", "yesterday").returncode == 2
    for command in (["neighbors", "ana"], ["paths", "ana", "bojan"]):
        ran = klupko(*command, "--case", "konac", "--json", "--as-of", "1")
        assert ran.returncode == 0, ran.stderr
    left = (tmp_path / "store" / "earlier").iterdir()
    assert not any(place.is_dir() for place in left)
