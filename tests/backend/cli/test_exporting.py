"""export on the command line, and the sample case through it from end to end."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from followthemoney.settings import MODEL_PATH

from tests.gephi import Open

Klupko = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).resolve().parents[3]
FORMATS = ("ftm", "graphml", "gexf", "csv")


def ranked(klupko: Klupko, *arguments: object) -> dict[str, float]:
    """Return the scores of an analysis by id."""
    ran = klupko("analyze", *arguments, "--json")
    assert ran.returncode == 0, ran.stderr
    return {one["id"]: one["score"] for one in json.loads(ran.stdout)["scores"]}


def totals(klupko: Klupko, case: str) -> dict[str, Any]:
    """Return a case as `cases` lists it."""
    cases: list[dict[str, Any]] = json.loads(klupko("cases", "--json").stdout)["cases"]
    return next(one for one in cases if one["id"] == case)


def test_the_sample_case_leaves_and_comes_back(
    klupko: Klupko, gephi: Open, tmp_path: Path
) -> None:
    """Every format is written, the graphs say what the case says, the entities too."""
    assert klupko("ingest", ROOT / "sample/case", "--case", "konac").returncode == 0
    said = {}
    for form in FORMATS:
        path = tmp_path / f"konac.{form}"
        ran = klupko(
            "export", "--case", "konac", "--format", form, "-o", path, "--json"
        )
        assert ran.returncode == 0 and not ran.stderr, ran.stderr
        said[form] = json.loads(ran.stdout)
        sizes = [Path(file).stat().st_size for file in said[form]["files"]]
        assert said[form]["bytes"] == sum(sizes) and said[form]["path"] == str(path)
    known = totals(klupko, "konac")
    for form in FORMATS:
        assert said[form]["statements"] == known["statements"]
    for form in FORMATS[1:]:
        assert said[form]["entities"] == known["entities"]
        assert said[form]["relationships"] == known["relationships"]
    for graph in (
        nx.read_graphml(tmp_path / "konac.graphml"),
        nx.read_gexf(tmp_path / "konac.gexf"),
    ):
        assert len(graph.nodes) == known["entities"]
        assert len(graph.edges) == known["relationships"]
    for form in FORMATS[1:]:
        opened = gephi(*reversed([Path(file) for file in said[form]["files"]]))
        assert len(opened["nodes"]) == known["entities"]
        assert len(opened["edges"]) == known["relationships"]
    for metric in ("degree", "pagerank"):
        of_case = ranked(klupko, metric, "--case", "konac", "--weight", "count")
        for form in ("graphml", "gexf"):
            file = tmp_path / f"konac.{form}"
            of_file = ranked(klupko, metric, "--graph", file, "--weight", "count")
            assert of_file == pytest.approx(of_case, abs=1e-9)
    back = tmp_path / "konac.ftm.json"
    (tmp_path / "konac.ftm").rename(back)
    assert klupko("ingest", back, "--case", "copy").returncode == 0
    copy = totals(klupko, "copy")
    assert [copy[n] for n in ("entities", "relationships")] == [
        known[n] for n in ("entities", "relationships")
    ]
    assert ranked(klupko, "degree", "--case", "copy") == ranked(
        klupko, "degree", "--case", "konac"
    )
    again = tmp_path / "again.ftm.json"
    klupko("export", "--case", "copy", "--format", "ftm", "-o", again)
    told = [
        {one["id"]: one["properties"] for one in map(json.loads, text.splitlines())}
        for text in (back.read_text("utf-8"), again.read_text("utf-8"))
    ]
    assert told[0].keys() == told[1].keys()
    for name, properties in told[0].items():
        assert {p: sorted(v) for p, v in properties.items()} == {
            p: sorted(v) for p, v in told[1][name].items()
        }
    _check_with_ftm(back, tmp_path)


def _check_with_ftm(path: Path, folder: Path) -> None:
    """Let `ftm validate`, with our schemata beside its own, take every line as it is.

    But for telephone numbers that no plan of numbers has: those it drops.
    """
    shutil.copytree(MODEL_PATH, folder / "model")
    for schema in (ROOT / "graph/schema/schemata").glob("*.yaml"):
        shutil.copy(schema, folder / "model")
    ran = subprocess.run(
        [Path(sys.executable).with_name("ftm"), "validate", "-i", path],
        env=os.environ | {"FTM_MODEL_PATH": str(folder / "model")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    given = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    valid = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [one["id"] for one in valid] == [one["id"] for one in given]
    for one, other in zip(given, valid, strict=True):
        assert _stated(one) == _stated(other)


def _stated(line: dict[str, Any]) -> dict[str, list[str]]:
    return {
        prop: sorted(values)
        for prop, values in line["properties"].items()
        if prop != "phone"
    }


def test_a_table_of_edges_is_analyzed_as_the_case_is(
    klupko: Klupko, shared_data: Callable[[str], Path], tmp_path: Path
) -> None:
    """Montagna's calls, in which no one is alone, out of a case and back as CSV."""
    source = shared_data("cases/montagna") / "Montagna_phonecalls_edgelist.csv"
    edges = [line.split()[:3] for line in source.read_text().splitlines() if line]
    people = {name for edge in edges for name in edge[:2]}
    lines = [{"id": p, "schema": "Person", "properties": {"name": [p]}} for p in people]
    lines += [
        {
            "id": f"k{number}",
            "schema": "Associate",
            "properties": {"person": [edge[0]], "associate": [edge[1]]},
        }
        for number, edge in enumerate(edges)
    ]
    path = tmp_path / "montagna.ftm.json"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert klupko("ingest", path, "--case", "m").returncode == 0
    out = tmp_path / "m.csv"
    assert klupko("export", "--case", "m", "--format", "csv", "-o", out).returncode == 0
    for metric in ("degree", "pagerank", "betweenness"):
        of_file = ranked(klupko, metric, "--graph", out)
        of_case = ranked(klupko, metric, "--case", "m")
        assert of_file == pytest.approx(of_case, abs=1e-9) and len(of_file) == len(
            people
        )


def test_what_is_refused(klupko: Klupko, people: Path, tmp_path: Path) -> None:
    """Each with its exit status, and nothing is written."""
    klupko("ingest", people, "--case", "konac")
    out = tmp_path / "out"
    out.mkdir()
    (out / "there").write_text("kept")
    base = ("export", "--case", "konac", "--format")
    for status, arguments in (
        (2, (*base, "graphml", "-o", out / "there")),
        (2, (*base, "graphml", "-o", out / "a", "--hops", "2")),
        (2, (*base, "svg", "-o", out / "a")),
        (2, (*base, "dot", "-o", out / "a")),
        (2, (*base, "ftm", "-o", out / "none" / "a")),
        (4, (*base, "gexf", "-o", out / "a", "--entity", "nobody")),
        (4, ("export", "--case", "none", "--format", "ftm", "-o", out / "a")),
    ):
        ran = klupko(*arguments)
        assert ran.returncode == status and "Traceback" not in ran.stderr, ran.stderr
    assert [p.name for p in out.iterdir()] == ["there"]
    assert (out / "there").read_text() == "kept"
    forced = klupko(*base, "graphml", "-o", out / "there", "--force")
    assert forced.returncode == 0 and "entities" in forced.stdout
    near = klupko(*base, "gexf", "-o", out / "b", "--entity", "ana", "--limit", "1")
    assert near.returncode == 0 and "--limit" in near.stderr


def test_handling_codes_are_said(klupko: Klupko, people: Path, tmp_path: Path) -> None:
    """In the summary, and to whoever sits at the terminal."""
    klupko("ingest", people, "--case", "konac", "--handling", "H2,H1")
    out = tmp_path / "a.gexf"
    ran = klupko("export", "--case", "konac", "--format", "gexf", "-o", out, "--json")
    assert json.loads(ran.stdout)["handling"] == ["H1", "H2"]
    assert "H1 H2" in ran.stderr and "H1 H2" in out.read_text("utf-8")


def test_one_that_is_ended_leaves_nothing(
    program: Path, klupko: Klupko, environment: dict[str, str], tmp_path: Path
) -> None:
    """SIGTERM while it writes: no file, no half of one."""
    many = tmp_path / "many.ftm.json"
    line = '{{"id":"p{0}","schema":"Person","properties":{{"name":["P {0}"]}}}}\n'
    many.write_text("".join(line.format(number) for number in range(20_000)))
    assert klupko("ingest", many, "--case", "konac").returncode == 0
    out = tmp_path / "out"
    out.mkdir()
    asked = ["export", "--case", "konac", "--format", "gexf", "-o", str(out / "a.gexf")]
    running = subprocess.Popen([str(program), *asked], env=environment)
    try:
        while running.poll() is None and not list(out.iterdir()):
            pass
        assert running.poll() is None, "it was over before it could be ended"
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 128 + signal.SIGTERM
    finally:
        running.kill()
    assert not list(out.iterdir())
