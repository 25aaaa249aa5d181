"""The smallest run gives the whole document; nothing is said of speed."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.growth import PART
from bench.measuring import Figure, Spent, latency, speed
from bench.options import SECTIONS, parse
from bench.plot import draw

ROOT = Path(__file__).resolve().parents[2]
SMALL = (
    "--people 120 --rounds 1 --nodes 100 --edges 300 --questions 2 --growth 3200 "
    "--imported 200 --records 300"
).split()


@pytest.mark.timeout(600)
def test_the_smallest_run_gives_every_section(tmp_path: Path) -> None:
    """One JSON document on standard output, a table on standard error, a picture."""
    picture = tmp_path / "growth.svg"
    done = subprocess.run(
        [sys.executable, "-m", "bench", *SMALL, "--plot", picture],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["command"].startswith("python -m bench --people 120")
    assert report["machine"]["cores"] >= 1 and report["sizes"]["people"] == 120
    assert tuple(report["sections"]) == SECTIONS
    for name, section in report["sections"].items():
        assert section["peak_mb"] > 0
        assert bool(section["figures"]) == (name != "neo4j")
        for one in section["figures"]:
            assert one["what"] and one["unit"] and one["ours"] >= 0
            assert (one["ratio"] is None) == (one["theirs"] is None)
            assert bool(one["peer"]) == (one["theirs"] is not None)
    assert "statements into the ledger" in done.stderr
    for line in report["sections"]["growth"]["figures"]:
        part = PART if "from a node" in line["what"] else 1
        assert [size * part for size, _ in line["points"]] == [
            200, 400, 800, 1600, 3200,
        ]  # fmt: skip
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")


def test_a_ratio_above_one_is_better_than_the_peer() -> None:
    """Whether more or less of the unit is better."""
    best = {"ours": Spent(1.0, 0.5), "peer": Spent(2.0, 2.0)}
    fast = speed("rows", 100, best, ("ours", "peer"))
    assert (fast.ours, fast.theirs, fast.ratio, fast.cpu_ratio) == (100, 50, 2.0, 4.0)
    p50, p95 = latency("question", [0.001, 0.002, 0.004], "peer", [0.004] * 3)
    assert (p50.ours, p50.theirs, p50.ratio) == (2.0, 4.0, 2.0)
    assert p95.ratio == 2.0


def test_large_adds_a_graph() -> None:
    """--large reads a million nodes besides, never instead."""
    options, _ = parse(["--large", "--only", "reading"])
    assert options.graphs[-1] == (1_000_000, 5_000_000) and len(options.graphs) == 2
    assert options.sections == ("reading",)


def test_every_line_is_drawn_with_its_name_apart() -> None:
    """More lines than colours, and lines that end at one place."""
    points = ((10, 1.0), (20, 1.0))
    lines = [Figure(f"line {i}", "µs", 1.0, points=points) for i in range(9)]
    root = ElementTree.fromstring(draw(lines, "title"))
    texts = [one for one in root.iter() if (one.text or "").startswith("line ")]
    heights = [float(one.attrib["y"]) for one in texts]
    assert len(heights) == 9
    assert all(b - a >= 13 for a, b in zip(heights, heights[1:], strict=False))
