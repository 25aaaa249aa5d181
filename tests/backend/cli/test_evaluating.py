"""evaluate, end to end: the real program and pipeline on gold."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Klupko = Callable[..., "subprocess.CompletedProcess[str]"]

GOLD = """language: sr
script: Latn
genre: official note
part: dev
=== text
Osumnjičeni [[Marko Petrović|PER]] koristi
telefon broj [[+381 64 123 4567|PHONE|+381641234567]].
=== relations
phone_user: Marko Petrović -> +381641234567
"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Return a folder with one document of gold."""
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "a.gold").write_text(GOLD, "utf-8")
    return folder


def test_one_document(klupko: Klupko, gold: Path) -> None:
    """One JSON document with the figures; tables for people."""
    ran = klupko("evaluate", gold, "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["documents"] == 1 and told["language"] == {"right": 1, "of": 1}
    assert told["mentions"]["all"]["there"] == 2
    assert told["mentions"]["by_type"]["PHONE"]["f1"] == 1.0
    assert told["mentions"]["by_type"]["PER"]["f1"] == 1.0
    assert told["relations"]["by_language"]["sr"]["phone_user"]["f1"] == 1.0
    shown = klupko("evaluate", gold).stdout
    assert "phone_user" in shown and "F1 by genre" in shown and "100.0" in shown


def test_broken_gold(klupko: Klupko, gold: Path) -> None:
    """What is broken is told with its line; the rest is scored; the status is 1."""
    (gold / "b.gold").write_text(GOLD.replace("|PER]]", "|PER]"), "utf-8")
    ran = klupko("evaluate", gold, "--json")
    assert ran.returncode == 1
    told = json.loads(ran.stdout)
    assert told["documents"] == 1
    assert told["rejected"][0]["reason"].startswith("line 6: ")
    assert "b.gold" in klupko("evaluate", gold).stdout


def test_nothing_to_score(klupko: Klupko, tmp_path: Path) -> None:
    """Neither no gold nor an empty folder of it gives figures."""
    assert klupko("evaluate").returncode == 2
    assert klupko("evaluate", tmp_path).returncode == 2
    assert klupko("evaluate", tmp_path / "absent").returncode == 2
    assert klupko("evaluate", "--held-out", tmp_path, "--json").returncode == 4
