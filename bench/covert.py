"""Published covert networks through the program: what comes out, and how far it holds.

python -m bench.covert ../shared/data/cases --out docs/networks
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from graph.analytics import METRICS, STRATEGIES, disruption, doubt, keyplayers
from graph.analytics.structure import summary
from graph.errors import KlupkoError
from graph.exchange import read_graph
from graph.model import Subgraph

SAMPLES = 100
SMALLEST = 20
LOSSES = (("actors", 0.02), ("actors", 0.10), ("links", 0.02), ("links", 0.10))
MEASURES = ("degree", "betweenness", "closeness", "eigenvector")
WIDTH, HEIGHT, ROOM = 560, 260, 36
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#8A94A3")


def main(arguments: Sequence[str]) -> None:
    """Print tables in Markdown; draw the curves of the two Montagna networks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--out", type=Path, help="prefix of the pictures")
    given = parser.parse_args(arguments)
    networks = dict(_networks(given.cases))
    montagna = {n: g for n, g in networks.items() if n.startswith("Montagna")}
    large = {n: g for n, g in networks.items() if _size(g) >= SMALLEST}
    for lines in (
        _sizes(networks), _leaders(given.cases), _sets(montagna), _losses(large)
    ):  # fmt: skip
        for line in lines:
            sys.stdout.write(f"{line}\n")
        sys.stdout.write("\n")
    if given.out is not None:
        for name, graph in montagna.items():
            kind = name.rpartition(" ")[2]
            path = Path(f"{given.out}-{kind}.svg")
            path.write_text(_draw(graph, name), encoding="utf-8")


def _networks(cases: Path) -> Iterable[tuple[str, Subgraph]]:
    """Yield each network by name; of yearly waves the last."""
    for kind in ("meetings", "phonecalls"):
        path = cases / "montagna" / f"Montagna_{kind}_edgelist.csv"
        yield f"Montagna {kind}", read_graph(path).subgraph(False)
    path = cases / "moreno_crime" / "out.moreno_crime_crime"
    yield "Moreno crime", read_graph(path).subgraph(False)
    last: dict[str, Path] = {}
    for path in sorted(
        (cases / "covert_networks").glob("covert_*.edges.csv"), key=_age
    ):
        last[path.name.partition("__")[0].partition(".")[0]] = path
    for name, path in last.items():
        try:
            yield (
                name.split("_", 2)[2].replace("_", " "),
                read_graph(path).subgraph(False),
            )
        except KlupkoError as error:
            sys.stderr.write(f"{path.name}: {error}\n")


def _age(path: Path) -> tuple[str, int]:
    name, _, wave = path.name.removesuffix(".edges.csv").partition("__")
    return name, int(wave or 0)


def _size(graph: Subgraph) -> int:
    return len(set(graph.source.tolist()) | set(graph.target.tolist()))


def _sizes(networks: dict[str, Subgraph]) -> Iterable[str]:
    yield "| network | nodes | edges | components | largest | density | clustering |"
    yield "|---|---|---|---|---|---|---|"
    for name, graph in networks.items():
        told = summary(graph).figures
        yield (
            f"| {name} | {told['nodes']} | {told['edges']} | {told['components']} "
            f"| {told['largest_component']} | {told['density']:.3f} "
            f"| {told['clustering'] or 0:.3f} |"
        )


def _ask(path: Path, metric: str, *rest: str) -> dict[str, Any]:
    """Ask the program itself, as a person would."""
    program = Path(sys.executable).with_name("klupko")
    ask = [str(program), "analyze", metric, "--graph", str(path), *rest, "--json"]
    ran = subprocess.run(ask, capture_output=True, check=True)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def _leaders(cases: Path) -> Iterable[str]:
    yield "| network | metric | first five |"
    yield "|---|---|---|"
    for kind in ("meetings", "phonecalls"):
        path = cases / "montagna" / f"Montagna_{kind}_edgelist.csv"
        for metric in MEASURES:
            told = _ask(path, metric, "--top", "5")
            first = ", ".join(f"{s['id']} ({s['score']:.3f})" for s in told["scores"])
            yield f"| Montagna {kind} | {metric} | {first} |"


def _sets(networks: dict[str, Subgraph]) -> Iterable[str]:
    yield "| network | set of three | objective | value | no set exceeds |"
    yield "|---|---|---|---|---|"
    for name, graph in networks.items():
        for objective in ("fragmentation", "reach"):
            found = keyplayers(graph, size=3, objective=objective)
            bound = "—" if found.bound is None else f"{found.bound:.3f}"
            members = ", ".join(found.members)
            yield f"| {name} | {members} | {objective} | {found.value:.3f} | {bound} |"


def _losses(networks: dict[str, Subgraph]) -> Iterable[str]:
    """Tell how much of the first ten stays when actors or links are lost by chance."""
    yield f"{len(networks)} networks of at least {SMALLEST} joined actors, "
    yield f"{SAMPLES} draws each.\n"
    yield "| lost by chance | " + " | ".join(MEASURES) + " |"
    yield "|---" * (len(MEASURES) + 1) + "|"
    assert set(MEASURES) <= set(METRICS)
    for what, share in LOSSES:
        cells = []
        for metric in MEASURES:
            kept = [_kept(graph, metric, what, share) for graph in networks.values()]
            cells.append(f"{np.mean(kept):.2f} (worst {min(kept):.2f})")
        yield f"| {share:.0%} of {what} | " + " | ".join(cells) + " |"


def _kept(graph: Subgraph, metric: str, what: str, share: float) -> float:
    chance = np.full(len(graph.source), 1.0 - (share if what == "links" else 0.0))
    lost = share if what == "actors" else 0.0
    return doubt(graph, chance, metric, samples=SAMPLES, missing=lost).kept


def _draw(graph: Subgraph, name: str) -> str:
    """Return the curves of the largest component as SVG, a line a strategy."""
    curves = {}
    for strategy in STRATEGIES:
        found = disruption(graph, strategy=strategy, seed=1)
        curves[strategy] = [found.before, *(s.largest_component for s in found.steps)]
    most = max(map(max, curves.values()))
    longest = max(map(len, curves.values()))

    def at(step: int, size: int) -> str:
        x = ROOM + (WIDTH - 2 * ROOM) * step / max(1, longest - 1)
        y = HEIGHT - ROOM - (HEIGHT - 2 * ROOM) * size / most
        return f"{x:.1f},{y:.1f}"

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="11">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{ROOM}" y="18" font-weight="bold">{name}: largest component left '
        "as members are taken out</text>",
        f'<text x="{ROOM}" y="{HEIGHT - 8}">members taken out (0 to {longest - 1}); '
        f"{most} at the beginning</text>",
        f'<path d="M{at(0, most)} L{at(0, 0)} L{at(longest - 1, 0)}" fill="none" '
        'stroke="#888"/>',
    ]
    for number, (strategy, sizes) in enumerate(curves.items()):
        points = " ".join(at(step, size) for step, size in enumerate(sizes))
        colour = COLOURS[number % len(COLOURS)]
        lines.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" '
            'stroke-width="2"/>'
        )
        y = ROOM + 4 + 16 * number
        lines.append(
            f'<text x="{WIDTH - 160}" y="{y}" fill="{colour}">{strategy}</text>'
        )
    return "\n".join([*lines, "</svg>", ""])


if __name__ == "__main__":
    main(sys.argv[1:])
