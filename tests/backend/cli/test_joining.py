"""common, between, overlaps and all shortest ways on the command line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backend.access import local_operator
from backend.cli.program import run
from backend.ingest import IngestOptions, ingest
from backend.settings import Settings
from backend.workspace import Workspace
from tests.backend.conftest import entity, write_entities

Ask = Callable[..., tuple[int, str]]

FIRST = (
    entity("ana", "Person", name="Ana Anić", phone="+381641111111"),
    entity("bojan", "Person", name="Bojan Bojić"),
    *(entity(f, "Company", name=f"Firma {f}") for f in ("f", "g")),
    *(
        entity(f"{who}-{f}", "Ownership", owner=who, asset=f)
        for who in ("ana", "bojan")
        for f in ("f", "g")
    ),
)
SECOND = (entity("anna", "Person", name="Anna", phone="+381641111111"),)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A case in which two own two companies, and another with the first's telephone."""
    folder: Path = tmp_path_factory.mktemp("joining")
    url = f"embedded:{folder / 'store'}"
    made = Workspace.open(Settings(store=url, workers=1))
    for case, said in (("posao", FIRST), ("tunel", SECOND)):
        path = write_entities(folder / f"{case}.ftm.json", said)
        ingest(made, local_operator(), [path], IngestOptions(case=case))
    made.close()
    yield url


@pytest.fixture
def ask(store: str, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Return what runs the program on the store: its status and what it prints."""

    def program(*arguments: str) -> tuple[int, str]:
        status = run([*arguments, "--store", store])
        return status, capsys.readouterr().out

    return program


def read(ask: Ask, *arguments: str) -> dict[str, Any]:
    """Return what the program says of the case as JSON."""
    status, said = ask(*arguments, "--case", "posao", "--json")
    assert status == 0
    told: dict[str, Any] = json.loads(said)
    return told


def test_common_neighbours(ask: Ask) -> None:
    """For people and for programs."""
    told = read(ask, "common", "ana", "bojan")
    assert [(o["id"], o["near"]) for o in told["found"]] == [
        ("f", ["ana", "bojan"]),
        ("g", ["ana", "bojan"]),
    ]
    assert (told["total"], told["truncated"]) == (2, False)
    assert "Firma f" in ask("common", "ana", "bojan", "--case", "posao")[1]


def test_who_connects_groups(ask: Ask) -> None:
    """With how many pairs and ways; what is cut is told."""
    told = read(ask, "between", "ana", "--and", "bojan", "--limit", "1")
    assert [(o["id"], o["ways"]) for o in told["connectors"]] == [("f", 1)]
    assert told["truncated"] and (told["pairs"], told["joined"]) == (1, 1)
    said = ask("between", "ana", "--and", "bojan", "--case", "posao")[1]
    assert "Firma f" in said and "1 of 1 pairs are joined" in said


def test_all_shortest_ways(ask: Ask) -> None:
    """All of them, or as many as asked for; within a time."""
    told = read(ask, "paths", "ana", "bojan", "--shortest", "--k", "1")
    assert len(told["paths"]) == 1 and told["truncated"]
    assert len(read(ask, "paths", "ana", "bojan", "--shortest")["paths"]) == 2
    assert read(ask, "paths", "ana", "bojan", "--after", "2025-01-01")["paths"] == []
    assert "Firma f" in ask("paths", "ana", "bojan", "--case", "posao")[1]


def test_overlaps(ask: Ask) -> None:
    """The telephone that both cases have, named by its case there."""
    (found,) = read(ask, "overlaps")["overlaps"]
    assert (found["because"], found["id"]) == ("identifier", "phone-381641111111")
    assert [o["id"] for o in found["elsewhere"]] == ["tunel:phone-381641111111"]
    assert "tunel:phone" in ask("overlaps", "--case", "posao")[1]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["common", "ana", "--case", "posao"], 2),
        (["common", "ana", "nobody", "--case", "posao"], 4),
        (["common", "ana", "bojan", "--case", "none"], 4),
        (["between", "ana", "--case", "posao"], 2),
        (["between", "ana", "--and", "nobody", "--case", "posao"], 4),
        (["overlaps", "--case", "none"], 4),
    ],
)
def test_what_cannot_be_asked(ask: Ask, arguments: list[str], status: int) -> None:
    """Wrong usage, and what is not there."""
    assert ask(*arguments)[0] == status


def test_pattern(ask: Ask) -> None:
    """Ways that fit a drawing, in one case or all; what is cut says so."""
    drawn = "(Person)-[Ownership]->(Company)<-[Ownership]-(Person)"
    told = read(ask, "pattern", drawn)
    ways = [[node["id"] for node in way["nodes"]] for way in told["paths"]]
    assert ways == [
        ["ana", "f", "bojan"],
        ["ana", "g", "bojan"],
        ["bojan", "f", "ana"],
        ["bojan", "g", "ana"],
    ]
    assert told["truncated"] is False
    assert read(ask, "pattern", drawn, "--limit", "1")["truncated"] is True
    status, said = ask("pattern", "(Person)-[phone]->()", "--json")
    assert (status, len(json.loads(said)["paths"])) == (0, 2)
    status, said = ask("pattern", drawn, "--case", "posao")
    assert (
        said.splitlines()[0] == "Ana Anić —Ownership— Firma f —Ownership— Bojan Bojić"
    )
    assert ask("pattern", "(Vehicle)--()") == (0, "nothing fits\n")
    assert ask("pattern", "(Person", "--case", "posao")[0] == 2
    assert ask("pattern", drawn, "--case", "none")[0] == 4
