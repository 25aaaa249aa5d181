"""common, between, overlaps and all shortest ways on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.backend.cli.conftest import Klupko


@pytest.fixture
def cases(klupko: Klupko, tmp_path: Path) -> Klupko:
    """A case in which two own two companies, and another with the first's telephone."""

    def one(schema: str, local: str, **said: str) -> dict[str, Any]:
        values = {key: [value] for key, value in said.items()}
        return {"id": local, "schema": schema, "properties": values}

    first = [
        one("Person", "ana", name="Ana Anić", phone="+381641111111"),
        one("Person", "bojan", name="Bojan Bojić"),
        *(one("Company", f, name=f"Firma {f}") for f in ("f", "g")),
        *(
            one("Ownership", f"{who}-{f}", owner=who, asset=f)
            for who in ("ana", "bojan")
            for f in ("f", "g")
        ),
    ]
    second = [one("Person", "anna", name="Anna", phone="+381641111111")]
    for case, said in (("posao", first), ("tunel", second)):
        path = tmp_path / f"{case}.ftm.json"
        path.write_text("".join(json.dumps(line) + "\n" for line in said))
        assert klupko("ingest", path, "--case", case).returncode == 0
    return klupko


def read(klupko: Klupko, *arguments: str) -> dict[str, Any]:
    """Return what the program says of the case as JSON."""
    ran = klupko(*arguments, "--case", "posao", "--json")
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def test_what_joins(cases: Klupko) -> None:
    """For people and for programs."""
    told = read(cases, "common", "ana", "bojan")
    assert [(o["id"], o["near"]) for o in told["found"]] == [
        ("f", ["ana", "bojan"]),
        ("g", ["ana", "bojan"]),
    ]
    told = read(cases, "between", "ana", "--and", "bojan", "--limit", "1")
    assert [(o["id"], o["ways"]) for o in told["connectors"]] == [("f", 1)]
    assert told["truncated"] and (told["pairs"], told["joined"]) == (1, 1)
    told = read(cases, "paths", "ana", "bojan", "--shortest", "--k", "1")
    assert len(told["paths"]) == 1 and told["truncated"]
    assert len(read(cases, "paths", "ana", "bojan", "--shortest")["paths"]) == 2
    (found,) = read(cases, "overlaps")["overlaps"]
    assert (found["because"], found["id"]) == ("identifier", "phone-381641111111")
    assert [o["id"] for o in found["elsewhere"]] == ["tunel:phone-381641111111"]
    for asked in (
        ["common", "ana", "bojan"],
        ["between", "ana", "--and", "bojan"],
        ["paths", "ana", "bojan", "--shortest"],
    ):
        assert "Firma f" in cases(*asked, "--case", "posao").stdout
    assert "tunel:phone" in cases("overlaps", "--case", "posao").stdout


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
def test_what_cannot_be_asked(cases: Klupko, arguments: list[str], status: int) -> None:
    """Wrong usage, and what is not there."""
    assert cases(*arguments).returncode == status
