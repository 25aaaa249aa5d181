"""analyze on a case: layers, times, persons alone."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from tests.backend.cli.conftest import Klupko


@pytest.fixture
def deals(klupko: Klupko, tmp_path: Path) -> Klupko:
    """Two with a telephone each that call; one company of the first and a third."""

    def one(schema: str, local: str, **said: str) -> dict[str, Any]:
        return {
            "id": local,
            "schema": schema,
            "properties": {key: [value] for key, value in said.items()},
        }

    said = [
        one("Person", "ana", name="Ana Anić", phone="+381641111111"),
        one("Person", "bojan", name="Bojan Bojić", phone="+381642222222"),
        one("Person", "cveta", name="Cveta Cvetić"),
        one("Company", "firma", name="Firma d.o.o."),
        one("Directorship", "d1", director="ana", organization="firma", date="2024"),
        one("Ownership", "o1", owner="cveta", asset="firma", startDate="2025-02-01"),
    ]
    said += [
        one(
            "Call",
            f"k{day}",
            callerNumber="+381641111111",
            receiverNumber="+381642222222",
            date=f"2025-03-0{day}T10:00:00",
        )
        for day in (1, 2, 3)
    ]
    path = tmp_path / "deals.ftm.json"
    path.write_text("".join(json.dumps(line) + "\n" for line in said))
    assert klupko("ingest", path, "--case", "posao").returncode == 0
    return klupko


def analyze(klupko: Klupko, metric: str, *rest: str) -> dict[str, Any]:
    """Return what the program says of the case."""
    ran = klupko("analyze", metric, "--case", "posao", *rest, "--json")
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def test_persons_alone(deals: Klupko) -> None:
    """Joined by three calls between their telephones, and by the company they share."""
    told = analyze(deals, "strength", "--project", "Person", "--weight", "count")
    assert {s["id"]: s["score"] for s in told["scores"]} == {
        "ana": 4.0,
        "bojan": 3.0,
        "cveta": 1.0,
    }


def test_layers_and_times(deals: Klupko) -> None:
    """Only relationships of a kind; only those of a time."""
    calls = analyze(deals, "strength", "--layer", "Call")
    assert calls["scores"][0]["score"] == 3.0 and calls["edges"] == 1
    owned = analyze(deals, "degree", "--layer", "Ownership", "--layer", "Directorship")
    assert (owned["scores"][0]["id"], owned["edges"]) == ("firma", 2)
    early = analyze(deals, "degree", "--layer", "Interest", "--before", "2025-01-01")
    assert early["edges"] == 1
    late = analyze(deals, "strength", "--after", "2025-03-02", "--weight", "count")
    assert late["edges"] == 2, (
        "the calls of two days, and the share held since February"
    )
    assert late["scores"][0]["score"] == 2.0


def test_what_does_not_go_together(deals: Klupko, tmp_path: Path) -> None:
    """Said before anything is computed."""
    path = tmp_path / "star.csv"
    path.write_text("source,target\na,hub\n")
    for wrong in (
        ["--graph", path, "--layer", "Call"],
        ["--case", "posao", "--newman"],
        ["--case", "posao", "--project", "Person", "--samples", "5"],
        ["--case", "posao", "--layer", "Fame"],
    ):
        assert deals("analyze", "degree", *wrong).returncode == 2


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file whose betweenness takes minutes."""
    graph = nx.gnm_random_graph(20_000, 60_000, seed=1)
    path = tmp_path / "large.csv"
    lines = "".join(f"{a},{b}\n" for a, b in graph.edges)
    path.write_text(f"source,target\n{lines}")
    return path


@pytest.mark.usefixtures("interruptible")
def test_a_long_computation_is_followed_and_stopped(program: Path, large: Path) -> None:
    """JSON lines on standard error; Ctrl-C ends it and what it started."""
    words = ["analyze", "betweenness", "--graph", large, "--progress", "jsonl"]
    with subprocess.Popen(
        [str(program), *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as ran:
        step: dict[str, Any] = {}
        while ran.stderr is not None and not step.get("done"):
            step = json.loads(ran.stderr.readline())
        os.killpg(ran.pid, signal.SIGINT)
        out, err = ran.communicate(timeout=20)
    assert step["total"] > 19_000 and step["per_second"] > 0 and step["left_s"] > 0
    assert (ran.returncode, out) == (130, "")
    assert "stopped" in err and "Traceback" not in err
    assert not alive(ran.pid)


def alive(group: int) -> bool:
    """Whether anything of a process group is left after a moment."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True


def test_a_limit_of_time(klupko: Klupko, large: Path) -> None:
    """A clear word, and the status of what was asked wrongly."""
    ran = klupko(
        "analyze", "betweenness", "--graph", large, env={"KLUPKO_COMPUTE_S": "1"}
    )
    assert ran.returncode == 2
    assert "more than 1 s" in ran.stderr and "KLUPKO_COMPUTE_S" in ran.stderr


CREWS = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="c" for="node" attr.name="Country" attr.type="string"/>
<key id="k" for="node" attr.name="crew" attr.type="string"/>
<graph edgedefault="directed">
<node id="1"><data key="c">rs</data><data key="k">x</data></node>
<node id="b"><data key="c">me</data><data key="k">x</data></node>
<node id="c"><data key="c">me</data></node>
<node id="d"><data key="c">al</data></node>
<edge source="1" target="b"/><edge source="b" target="c"/>
<edge source="b" target="d"/><edge source="c" target="c"/>
</graph></graphml>"""


def test_positions_in_a_file(klupko: Klupko, tmp_path: Path) -> None:
    """By the attribute `country` whatever its capitals, or by one that is named."""
    path = tmp_path / "crews.graphml"
    path.write_text(CREWS)

    def ask(metric: str, *rest: str) -> dict[str, Any]:
        ran = klupko("analyze", metric, "--graph", path, "--directed", *rest, "--json")
        assert ran.returncode == 0, ran.stderr
        told: dict[str, Any] = json.loads(ran.stdout)
        return told

    first = ask("brokerage", "--top", "1")["brokers"][0]
    assert (first["id"], first["gatekeeper"], first["liaison"]) == ("b", 1, 1)
    crews = ask("brokerage", "--attribute", "crew")
    assert crews["unknown"] == 2 and crews["nodes"] == 2
    mixing = ask("assortativity")["mixing"]
    assert {"source": "rs", "target": "me", "edges": 1} in mixing
    assert ask("triads")["triads"]["021D"] == 1
    assert ask("bridges")["bridges"][0] == {"edge": ["1", "b"], "sides": [1, 3]}
    assert ask("equivalence", "--cut", "0")["groups"][0] == ["c", "d"]
    assert ask("onion")["scores"][0]["id"] == "b"


def test_a_file_without_groups(klupko: Klupko, tmp_path: Path) -> None:
    """Says which attribute is missing; people get tables."""
    path = tmp_path / "star.csv"
    path.write_text("source,target\na,hub\nb,hub\n")
    ran = klupko("analyze", "brokerage", "--graph", path)
    assert ran.returncode == 2 and "'country'" in ran.stderr
    for wrong in (
        ["degree", "--attribute", "crew"],
        ["degree", "--cut", "0.1"],
    ):
        assert klupko("analyze", *wrong, "--graph", path).returncode == 2
    for metric in ("bridges", "triads", "equivalence", "onion"):
        ran = klupko("analyze", metric, "--graph", path)
        assert ran.returncode == 0 and ran.stdout


def test_removals_beside_the_plain_curve(klupko: Klupko, tmp_path: Path) -> None:
    """Roles of a file, in either script; how the network mends; how groups hold."""
    path = tmp_path / "crews.graphml"
    text = CREWS.replace('"crew"', '"role"').replace(">x<", ">возач; Kurir<", 1)
    path.write_text(text.replace(">x<", ">gazda<"))
    words = ["disruption", "--graph", path, "--by", "role", "--regrow", "distance"]
    ran = klupko("analyze", *words, "--chain", "vozač,gazda", "--runs", "5", "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["roles"]["unique"] == [
        {"id": "1", "role": "kurir"},
        {"id": "1", "role": "vozac"},
        {"id": "b", "role": "gazda"},
    ]
    assert told["roles"]["broken"] == 1 and told["steps"][0]["removed"] == "b"
    assert told["regrowth"]["runs"] == 5 and told["regrowth"]["mean"] == [3.0]
    people = klupko("analyze", *words)
    assert "mended by distance" in people.stdout and "alone in" in people.stdout
    ran = klupko("analyze", "communities", "--graph", path, "--runs", "2", "--json")
    assert json.loads(ran.stdout)["stability"]["runs"] == 2
    ran = klupko("analyze", "communities", "--graph", path, "--runs", "0", "--json")
    assert "stability" not in json.loads(ran.stdout)
    for wrong in (
        ["degree", "--regrow", "distance"],
        ["disruption", "--rate", "0.5"],
        ["degree", "--runs", "5"],
        ["disruption", "--by", "role", "--attribute", "skill"],
        ["disruption", "--chain", "kuvar"],
    ):
        assert klupko("analyze", *wrong, "--graph", path).returncode == 2
