"""snapshot and user key on the command line, between two real stores."""

import json
from pathlib import Path

from tests.backend.cli.conftest import Klupko


def test_a_case_goes_from_one_store_to_another(
    klupko: Klupko, people: Path, tmp_path: Path
) -> None:
    """Keys, create, show, verify, merge; refusals end with exit status 5."""
    theirs = {"KLUPKO_STORE": f"embedded:{tmp_path / 'theirs'}"}
    file = tmp_path / "konac.klupko"
    klupko("ingest", people, "--case", "konac")
    card = klupko("user", "key", env=theirs | {"KLUPKO_AUTHORITY": "UP ME"}).stdout
    (tmp_path / "me.card").write_text(card)
    trusted = klupko("user", "key", "--trust", tmp_path / "me.card", "--name", "me")
    assert trusted.returncode == 0
    create = ("snapshot", "create", "--case", "konac", "--to", "me", "-o", file)
    made = klupko(*create, "--json", env={"KLUPKO_AUTHORITY": "MUP RS"})
    assert made.returncode == 0 and json.loads(made.stdout)["records"] == 3
    assert file.stat().st_mode & 0o077 == 0
    assert klupko(*create).returncode == 2

    stranger = klupko("snapshot", "merge", file, env=theirs)
    assert stranger.returncode == 5 and "stranger" in stranger.stderr
    assert klupko("snapshot", "verify", file).returncode == 5
    ours = klupko("user", "key").stdout.strip()
    klupko("user", "key", "--trust", ours, "--name", "rs", env=theirs)
    assert klupko("snapshot", "verify", file, env=theirs).returncode == 0
    shown = json.loads(klupko("snapshot", "show", file, "--json", env=theirs).stdout)
    assert shown["from"].endswith("of MUP RS") and shown["case"] == "konac"
    hashes = set()
    for new in (3, 0):
        merged = klupko("snapshot", "merge", file, "--json", env=theirs)
        told = json.loads(merged.stdout)
        assert merged.returncode == 0 and told["records"] == new
        hashes.add(told["graph_hash"])
    found = klupko("search", "ana", "--case", "konac", "--json", env=theirs)
    assert json.loads(found.stdout)["total"] == 1 and len(hashes) == 1
    assert klupko("audit", "verify", env=theirs).returncode == 0

    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    altered = klupko("snapshot", "merge", file, "--json", env=theirs)
    assert altered.returncode == 5
    assert json.loads(altered.stdout)["error"]["code"] == "VERIFICATION_FAILED"
    assert klupko("snapshot", "merge", tmp_path / "none", env=theirs).returncode == 2
    assert klupko("snapshot", "diff", file).returncode == 2


def test_recipients_and_keys_are_named_clearly(klupko: Klupko, people: Path) -> None:
    """An unknown recipient says what to do; others may not trust keys."""
    klupko("ingest", people, "--case", "konac")
    unknown = klupko(
        "snapshot", "create", "--case", "konac", "--to", "nobody", "-o", "x.klupko"
    )
    assert unknown.returncode == 2 and "klupko user key --list" in unknown.stderr
    klupko("user", "add", "ana", "--role", "investigator", "--no-password")
    card = klupko("user", "key", "ana").stdout.strip()
    assert klupko("user", "key", "--as", "ana").stdout.strip() == card
    assert klupko("user", "key", "--trust", card, "--as", "ana").returncode == 4
    listed = json.loads(klupko("user", "key", "--list", "--json").stdout)
    assert [key["user"] for key in listed["keys"]] == ["ana"]
    assert klupko("user", "key", "nobody").returncode == 4
