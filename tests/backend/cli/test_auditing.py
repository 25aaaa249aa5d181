"""audit on the command line: the list, the proof, and its exit status."""

import json
import sqlite3
from pathlib import Path

from tests.backend.cli.conftest import Klupko


def test_the_log_is_shown_and_proved(
    klupko: Klupko, people: Path, tmp_path: Path
) -> None:
    """Exit status 0 where all holds, 5 where not, with one JSON document each."""
    klupko("ingest", people, "--case", "konac", "--reason", "order 12/26")
    klupko("search", "ana", "--case", "konac")
    shown = json.loads(klupko("audit", "list", "--case", "konac", "--json").stdout)
    said = [(e["action"], e["reason"]) for e in shown["entries"]]
    assert said == [
        ("command audit list", None),
        ("command search", None),
        ("ingest", None),
        ("open", None),
        ("command ingest", "order 12/26"),
    ]
    whole = klupko("audit", "verify", "--json")
    assert whole.returncode == 0 and json.loads(whole.stdout)["holds"]
    head = json.loads(whole.stdout)["head"]
    assert klupko("audit", "verify", "--since", head).returncode == 0
    assert klupko("audit", "verify", "--since", "ab" * 32).returncode == 5
    database = sqlite3.connect(tmp_path / "store" / "ledger.db")
    with database:
        database.execute("UPDATE audit SET actor = 'nobody' WHERE n = 1")
    database.close()
    altered = klupko("audit", "verify", "--json")
    assert altered.returncode == 5
    assert json.loads(altered.stdout)["problems"][0] == "entry 1 was altered"


def test_only_an_administrator_reads_the_log(klupko: Klupko) -> None:
    """Others are refused, and that they asked is noted, with who typed it."""
    klupko("user", "add", "ana", "--role", "investigator", "--no-password")
    assert klupko("audit", "list", "--as", "ana").returncode == 4
    shown = json.loads(klupko("audit", "list", "--user", "ana", "--json").stdout)
    assert [e["action"] for e in shown["entries"]] == ["command audit list"]
    assert json.loads(shown["entries"][0]["detail"])["by"].startswith("operator:")
