"""What hostile data says is shown to people, and never obeyed by their terminal."""

import json
from pathlib import Path

import pytest

from backend.cli.printing import print_line, print_pairs, print_rejected, print_table
from backend.cli.session import print_json, print_json_line, say
from tests.backend.cli.conftest import Klupko

HOSTILE = "A\x1b[2J\x9b31m\x07\r\x7f\u202eB\u2066"
SHOWN = r"A\u001b[2J\u009b31m\u0007\u000d\u007f\u202eB\u2066"


def test_no_way_of_printing_hands_a_command_on(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Tables, pairs, lines and words on errors spell it out."""
    print_table(["a"], [[HOSTILE]])
    print_pairs({"a": HOSTILE})
    print_line(HOSTILE)
    print_rejected([{"path": HOSTILE, "record": None, "reason": "x"}])
    say(HOSTILE)
    out, err = capsys.readouterr()
    assert out.count(SHOWN) == 4 and SHOWN in err
    assert not any(mark in out + err for mark in HOSTILE if not mark.isprintable())


def test_json_says_the_same_without_commands(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It reads back as it was; half a character too."""
    for said in (HOSTILE, "\ud800", "Đorđe\nЂ\t😀"):
        print_json({"a": said})
        print_json_line([said])
        first, second = capsys.readouterr().out.rsplit("\n", 2)[:2]
        assert json.loads(first) == {"a": said} and json.loads(second) == [said]
        assert first.replace("\n", "").isprintable() and second.isprintable()


def test_a_name_out_of_a_file_is_shown(klupko: Klupko, tmp_path: Path) -> None:
    """From the import to the search for it."""
    person = {"name": ["Ana \x1b]0;x\x07 Anić"]}
    line = {"id": "ana", "schema": "Person", "properties": person}
    (tmp_path / "a.ftm.json").write_text(json.dumps(line) + "\n")
    klupko("ingest", tmp_path / "a.ftm.json", "--case", "konac")
    for arguments in (("search", "ana"), ("show", "ana")):
        done = klupko(*arguments, "--case", "konac")
        assert done.returncode == 0 and "Ana" in done.stdout
        assert "\x1b" not in done.stdout and "\x07" not in done.stdout
