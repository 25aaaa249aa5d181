"""Metrics computed on a real server, and what is said where there is none."""

import json
from pathlib import Path

import pytest

from graph.store import open_store
from tests.backend.cli.conftest import Klupko


@pytest.mark.neo4j
def test_on_a_server(klupko: Klupko, people: Path, neo4j_url: str) -> None:
    """The same scores as here, the engine named; what it lacks is refused."""
    store = open_store(neo4j_url)
    store.writer().clear()
    store.close()
    there = ("--store", neo4j_url)
    assert klupko("ingest", people, "--case", "konac", *there).returncode == 0
    asked = ("analyze", "pagerank", "--case", "konac", "--json", *there)
    own, found = (
        json.loads(klupko(*asked, *how).stdout) for how in ((), ("--on-server",))
    )
    assert found["engine"].startswith("OpenGDS") and own["engine"] == "scipy"
    scores = [{s["id"]: s["score"] for s in one["scores"]} for one in (own, found)]
    assert scores[0] == pytest.approx(scores[1], abs=1e-6)
    ran = klupko("analyze", "components", "--case", "konac", "--on-server", *there)
    assert ran.returncode == 0, ran.stderr
    ran = klupko("analyze", "constraint", "--case", "konac", "--on-server", *there)
    assert ran.returncode == 2 and "server computes only" in ran.stderr
    tools = json.loads(klupko("doctor", "--json", *there).stdout)["findings"]
    (library,) = [one for one in tools if one["name"] == "OpenGDS"]
    assert library["found"] and library["version"].startswith("2.")


def test_without_a_server(klupko: Klupko, people: Path, tmp_path: Path) -> None:
    """The embedded store has none, and a file needs none."""
    assert klupko("ingest", people, "--case", "konac").returncode == 0
    ran = klupko("analyze", "degree", "--case", "konac", "--on-server")
    assert ran.returncode == 2 and "no server with OpenGDS" in ran.stderr
    path = tmp_path / "edges.csv"
    path.write_text("source,target\na,b\n")
    assert klupko("analyze", "degree", "--graph", path, "--on-server").returncode == 2
