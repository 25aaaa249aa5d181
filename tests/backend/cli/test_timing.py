"""Time on the command line: windows, ways in order, activity; of cases and files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli.program import program
from backend.settings import Settings
from backend.workspace import Workspace
from graph.errors import InvalidInput, NotFound
from tests.backend.conftest import CASE
from tests.backend.temporal.conftest import timed, timed_folder

__all__ = ["timed", "timed_folder"]

FILE = """source;target;When
a;b;2025-01-03
b;c;04.01.2025
a;c;2025-02-10T10:00:00
a;d;
"""


def klupko(settings: Settings, *arguments: str) -> Result:
    """Run the program in this process."""
    given = [*arguments, "--store", str(settings.store)]
    return CliRunner().invoke(program, given, standalone_mode=False)


def test_a_case_by_windows(timed: Workspace, settings: Settings) -> None:
    """As JSON with ids of the case, and as a table."""
    asked = ("analyze", "strength", "--case", CASE, "--window", "month")
    told = json.loads(klupko(settings, *asked, "--top", "2", "--json").stdout)
    assert [w["events"] for w in told["windows"]] == [3, 0, 4, 0, 1]
    first = told["windows"][0]
    assert first["from"] == "2025-01-01T00:00:00+00:00"
    assert first["scores"][0]["id"] == "phone-381642222222"
    assert told["central"][0]["since"] == first["from"]
    shown = klupko(settings, *asked).stdout
    assert "2025-03-01" in shown and "largest rise" in shown
    there = klupko(settings, *asked, "--zone", "Europe/Belgrade", "--json").stdout
    assert json.loads(there)["windows"][0]["from"] == "2024-12-31T23:00:00+00:00"


def test_a_file_by_windows(settings: Settings, tmp_path: Path) -> None:
    """Its column of times; what has none is in no window."""
    path = tmp_path / "edges.csv"
    path.write_text(FILE)
    asked = ("analyze", "degree", "--graph", str(path), "--window", "month")
    told = json.loads(klupko(settings, *asked, "--time", "when", "--json").stdout)
    assert [w["edges"] for w in told["windows"]] == [2, 1]
    assert told["windows"][0]["scores"][0] == {
        "id": "b", "label": "b", "score": 1.0, "rank": 1, "change": None,
    }  # fmt: skip
    late = klupko(settings, *asked, "--time", "when", "--after", "2025-02-01", "--json")
    assert [w["edges"] for w in json.loads(late.stdout)["windows"]] == [1]
    path.write_text(FILE.replace("04.01.2025", "soon"))
    wrong = klupko(settings, *asked, "--time", "when")
    assert isinstance(wrong.exception, InvalidInput) and "line 3" in str(
        wrong.exception
    )
    none = klupko(settings, *asked, "--time", "moment")
    assert isinstance(none.exception, InvalidInput)


def test_ways_in_order(timed: Workspace, settings: Settings) -> None:
    """The shorter and the earlier, with the event of each step."""
    asked = ("paths", "ana", "cveta", "--case", CASE, "--in-order")
    short, early = json.loads(klupko(settings, *asked, "--json").stdout)["paths"]
    events = [edge["event"] for edge in early["edges"] if edge["dated"]]
    assert events == ["call1", "call4"] and short["length"] < early["length"]
    assert early["arrival"] == "2025-03-10T10:00:00+00:00"
    assert all(e["statement"] for e in early["edges"] if e["dated"])
    shown = klupko(settings, *asked).stdout
    assert "2025-03-10T10:00" in shown and "no date" in shown
    hurried = klupko(settings, *asked, "--max-wait", "1h", "--max-hops", "2")
    assert "no way of at most 2 links" in hurried.stdout


def test_activity_as_a_picture(timed: Workspace, settings: Settings) -> None:
    """Of a case and of one in it; a stranger is not found."""
    told = json.loads(klupko(settings, "activity", "--case", CASE, "--json").stdout)
    assert told["total"] == 8 and told["hours"][0][8] == 1 and told["vague"] == 1
    one = klupko(settings, "activity", "cveta", "--case", CASE, "--unit", "month")
    assert "2025-03-01" in one.stdout and "Mon" in one.stdout
    none = klupko(settings, "activity", "nobody", "--case", CASE)
    assert isinstance(none.exception, NotFound)


@pytest.mark.parametrize(
    "asked",
    [
        ("analyze", "degree", "--case", CASE, "--step", "day"),
        ("analyze", "summary", "--case", CASE, "--window", "day"),
        ("analyze", "degree", "--graph", "x.csv", "--window", "day"),
        ("paths", "a", "b", "--case", CASE, "--max-wait", "1h"),
        ("paths", "a", "b", "--case", CASE, "--in-order", "--max-wait", "soon"),
    ],
)
def test_what_does_not_go_together(settings: Settings, asked: tuple[str, ...]) -> None:
    """Wrong usage, before anything is read."""
    import click

    assert isinstance(klupko(settings, *asked).exception, click.UsageError)
