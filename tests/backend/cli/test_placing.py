"""borders, stays, together and route, on a case worked out by hand."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backend.cli.program import program
from backend.ingest import IngestReport
from backend.settings import Settings
from backend.workspace import Workspace
from graph.errors import InvalidInput, NotFound
from tests.backend.conftest import CASE, entity

SAID = [
    entity("ana", "Person", name="Ana Anić", country="rs"),
    entity("bujar", "Person", name="Bujar Hoxha", country="xk"),
    entity("v1", "Associate", person="ana", associate="bujar"),
    entity("auto", "Vehicle", registrationNumber="BG123AA"),
    entity("gostun", "Address", full="Gostun"),
    *(
        entity(
            f"c{n}",
            "Trip",
            name=f"{way} Gostun",
            involved="ana",
            vehicle="auto",
            endLocation="gostun",
            startDate=f"2026-03-0{n}T08:00:00",
            summary=way,
        )
        for n, way in enumerate(("exit", "exit"), 2)
    ),
]


@pytest.fixture
def placed(
    workspace: Workspace, take: Callable[..., IngestReport], settings: Settings
) -> Callable[..., Result]:
    """Return a function that runs the program on the case."""
    assert not take("said.ftm.json", SAID).rejected

    def run(*arguments: str) -> Result:
        given = [*arguments, "--store", str(settings.store)]
        return CliRunner().invoke(program, given, standalone_mode=False)

    return run


def test_borders_stays_pairs_and_routes(
    placed: Callable[..., Result], tmp_path: Path
) -> None:
    """As tables with the footnote, and as JSON with evidence."""
    shown = placed("borders", "--case", CASE).stdout
    assert "Kosovo*" in shown and "UNSCR 1244/1999" in shown
    told = json.loads(placed("borders", "--case", CASE, "--json").stdout)
    (flow,) = told["flows"]
    assert (flow["from"], flow["to"], flow["persons"]) == ("rs", "xk", ["ana", "bujar"])
    assert flow["relationships"] == ["v1"]
    one = placed("borders", "--case", CASE, "--view", "unscr-1244", "--json").stdout
    assert json.loads(one)["flows"] == []
    own = tmp_path / "own.yaml"
    own.write_text("id: own")
    wrong = placed("borders", "--case", CASE, "--view", str(own))
    assert isinstance(wrong.exception, InvalidInput)
    none = placed("borders", "--case", CASE, "--view", "atlantis")
    assert isinstance(none.exception, NotFound)
    assert "schengen" in placed("borders", "--views").stdout
    found = json.loads(placed("stays", "ana", "--case", CASE, "--json").stdout)
    assert found["total"] == 2 and found["stays"][0]["place"]["label"] == "Gostun"
    assert found["stays"][0]["evidence"][0]["statements"]
    pair = json.loads(placed("together", "--case", CASE, "--json").stdout)["pairs"][0]
    assert {one["id"] for one in pair["pair"]} == {"ana", "auto"} and pair["days"] == 2
    assert "record Gostun 2026-03-02 08:00" in placed("together", "--case", CASE).stdout
    way = json.loads(placed("route", "auto", "--case", CASE, "--json").stdout)
    assert [leg["unrecorded"] for leg in way["crossings"]] == [False, True]
    assert way["crossings"][0]["with"] == [{"id": "ana", "label": "Ana Anić"}]
    assert "not recorded" in placed("route", "ana", "--case", CASE).stdout


def test_nothing_to_show_is_said(placed: Callable[..., Result]) -> None:
    """For who was nowhere; a stranger is not found."""
    assert "no crossing" in placed("route", "bujar", "--case", CASE).stdout
    assert "says who was where" in placed("stays", "bujar", "--case", CASE).stdout
    none = placed("route", "nobody", "--case", CASE)
    assert isinstance(none.exception, NotFound)
