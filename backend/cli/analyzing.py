"""analyze: figures of a case or of a graph file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.session import Session, command, print_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from backend.networks import Choice
    from graph.analytics import Result
    from graph.model import Subgraph

CENTRALITIES = (
    "degree", "strength", "betweenness", "closeness", "harmonic", "eigenvector",
    "pagerank", "hubs", "authorities", "core", "constraint",
)  # fmt: skip
STRUCTURES = (
    "components", "articulation", "communities", "keyplayers", "disruption", "summary",
)  # fmt: skip
BY = (
    "fragmentation", "reach", "degree", "betweenness", "collective-influence", "random",
)  # fmt: skip


DATE = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be computed, and how."""

    metric: str
    directed: bool
    weighted: bool
    top: int | None
    seed: int | None
    by: str | None = None
    samples: int | None = None
    missing: float = 0.0


@command(
    "analyze",
    "klupko analyze betweenness --case konac --top 10\n"
    "klupko analyze pagerank --graph edges.csv --directed --weight amount --json\n"
    "klupko analyze keyplayers --case konac --top 3 --by reach\n"
    "klupko analyze disruption --case konac --by betweenness\n"
    "klupko analyze degree --case konac --samples 200 --missing 0.05\n"
    "klupko analyze strength --case konac --project Person --weight count\n"
    "klupko analyze betweenness --case konac --layer Call --after 2025-03-01",
)
@click.argument("metric", type=click.Choice([*CENTRALITIES, *STRUCTURES]))
@click.option("--case", help="A case of the store.")
@click.option(
    "--graph",
    type=click.Path(path_type=Path),
    help="CSV edge list, GraphML, GEXF, GML, Pajek or DOT.",
)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    metavar="SCHEMA",
    help="Of a case: only relationships of this kind; again for another.",
)
@click.option("--after", type=DATE, help="Of a case: only what fell then or later.")
@click.option("--before", type=DATE, help="Of a case: only what fell earlier.")
@click.option(
    "--project",
    metavar="SCHEMA",
    help="Of a case: the network of these (Person, LegalEntity) alone, joined through "
    "what they share and what their numbers and accounts deal in.",
)
@click.option(
    "--newman",
    is_flag=True,
    help="With --project: what k share weighs 1/(k - 1), not 1.",
)
@click.option("--directed", is_flag=True, help="Keep directions [default: forget].")
@click.option("--weight", metavar="P", help="Edge attribute; `count` for a case.")
@click.option(
    "--top",
    type=click.IntRange(min=1),
    help="Only the first so many; the size of keyplayers' set [3].",
)
@click.option(
    "--by",
    type=click.Choice(BY),
    help="keyplayers: fragmentation [default] or reach; disruption: degree [default], "
    "betweenness, collective-influence or random.",
)
@click.option(
    "--samples",
    type=click.IntRange(1, 2000),
    help="Measure in so many networks drawn by how likely each link is: intervals.",
)
@click.option(
    "--missing",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.0,
    help="With --samples: the chance that an actor is not in the data.",
)
@click.option("--seed", type=int, help="For what is drawn by chance.")
def analyze(
    session: Session,
    metric: str,
    case: str | None,
    graph: Path | None,
    weight: str | None,
    layers: tuple[str, ...],
    after: datetime | None,
    before: datetime | None,
    project: str | None,
    newman: bool,
    **how: Any,
) -> None:
    """Compute a metric as networkx defines it, of a case or a file."""
    if (case is None) == (graph is None):
        raise click.UsageError("give one of --case and --graph")
    if how["by"] and metric not in ("keyplayers", "disruption"):
        raise click.UsageError("--by goes with keyplayers and disruption")
    question = Question(metric, weighted=weight is not None, **how)
    if question.missing and not question.samples:
        raise click.UsageError("--missing goes with --samples")
    if question.samples and metric not in CENTRALITIES:
        raise click.UsageError("--samples goes with scores of entities")
    if newman and project is None:
        raise click.UsageError("--newman goes with --project")
    if graph is not None:
        if layers or after or before or project:
            raise click.UsageError(
                "--layer, --after, --before and --project choose from a case"
            )
        from graph.exchange import read_graph

        subgraph = read_graph(graph, weight).subgraph(question.directed)
        told = answer(subgraph, question)
    else:
        from backend.networks import Choice
        from graph.store.patterns import Period

        part = Choice(
            layers=layers or None,
            period=Period(after, before),
            persons=project,
            weight="newman" if newman else "count",
        )
        told = _of_case(session, case or "", weight, part, question)
    if session.as_json:
        print_json(told)
    else:
        _print(told)


def _of_case(
    session: Session, case: str, weight: str | None, part: "Choice", question: Question
) -> dict[str, Any]:
    from backend.networks import choose
    from graph.errors import InvalidInput

    if weight not in (None, "count"):
        raise InvalidInput("relationships of a case are weighed by `count`")
    with session.open() as (workspace, principal):
        scope = workspace.scope(principal)
        workspace.ledger.get_case(scope, case)
        with workspace.view(scope) as view:
            if part.is_whole and not question.samples:
                return answer(view.subgraph(case), question, prefix=f"{case}:")
            chosen = choose(view, case, part)
            probability, policy = None, {}
            if question.samples:
                from backend.confidence import policy as in_force
                from backend.confidence import weigh_links

                if chosen.derived is not None:
                    raise InvalidInput("--samples is for links as stated, not derived")
                probability = weigh_links(workspace.ledger, scope, chosen.links)
                policy = {"policy": in_force().version}
            told = answer(chosen.subgraph, question, probability, prefix=f"{case}:")
            told["warnings"] += chosen.warnings
            return told | policy


def answer(
    subgraph: "Subgraph",
    question: Question,
    probability: "NDArray[np.float64] | None" = None,
    *,
    prefix: str = "",
) -> dict[str, Any]:
    """Return the contract's object; with `samples` each score has its intervals.

    Without probabilities every link is certain. Raises InvalidInput, LimitExceeded.
    """
    result = compute(subgraph, question)
    told = describe(result, prefix)
    if not question.samples:
        return told
    import numpy as np

    from graph.analytics.uncertainty import DEFAULT_TOP, LEVEL, doubt

    found = doubt(
        subgraph,
        np.ones(len(subgraph.source)) if probability is None else probability,
        question.metric,
        directed=question.directed,
        weighted=question.weighted,
        samples=question.samples,
        missing=question.missing,
        top=min(question.top or DEFAULT_TOP, DEFAULT_TOP),
        seed=question.seed or 0,
    )
    told["uncertainty"] = {
        "samples": found.samples,
        "missing": found.missing,
        "seed": found.seed,
        "level": LEVEL,
        "top": found.top,
        "kept": found.kept,
    }
    told["warnings"] += found.warnings
    place = {name.removeprefix(prefix): i for i, name in enumerate(subgraph.ids)}
    for score in told["scores"]:
        score |= found.of(place[score["id"]])
    return told


def compute(subgraph: "Subgraph", question: Question) -> "Result":
    """Return the answer to a question. Raises InvalidInput, Unsupported."""
    from graph import analytics

    metric, directed = question.metric, question.directed
    if metric in CENTRALITIES:
        return analytics.centrality(
            subgraph,
            metric,
            directed=directed,
            weighted=question.weighted,
            top=question.top,
            seed=question.seed,
        )
    if metric == "communities":
        return analytics.communities(
            subgraph,
            directed=directed,
            weighted=question.weighted,
            seed=question.seed,
        )
    if metric == "components":
        return analytics.components(subgraph, directed=directed)
    if metric == "articulation":
        return analytics.articulation(subgraph, directed=directed)
    if metric == "summary":
        return analytics.summary(subgraph, directed=directed)
    if metric == "keyplayers":
        return analytics.keyplayers(
            subgraph,
            directed=directed,
            size=question.top,
            objective=question.by or "fragmentation",
        )
    return analytics.disruption(
        subgraph,
        directed=directed,
        strategy=question.by or "degree",
        top=question.top,
        seed=question.seed,
    )


def describe(result: "Result", prefix: str = "") -> dict[str, Any]:
    """Return the contract's object; `prefix` is left out of ids."""
    from graph.analytics import (
        ArticulationResult,
        CentralityResult,
        DisruptionResult,
        GroupsResult,
        KeyPlayersResult,
        SummaryResult,
    )

    def local(name: str) -> str:
        return name.removeprefix(prefix)

    told: dict[str, Any] = {
        "metric": result.metric,
        "engine": result.engine,
        "parameters": dict(result.parameters),
        "nodes": result.nodes,
        "edges": result.edges,
        "seconds": result.seconds,
        "warnings": list(result.warnings),
    }
    if isinstance(result, CentralityResult):
        told["scores"] = [
            {"id": local(s.id), "label": s.label, "score": s.score, "rank": s.rank}
            for s in result.scores
        ]
    elif isinstance(result, GroupsResult):
        told["groups"] = [[local(name) for name in group] for group in result.groups]
    elif isinstance(result, ArticulationResult):
        told["nodes"] = [local(name) for name in result.cut_nodes]
        told["edges"] = [[local(a), local(b)] for a, b in result.cut_edges]
    elif isinstance(result, KeyPlayersResult):
        told["set"] = [local(name) for name in result.members]
        told |= {k: getattr(result, k) for k in ("value", "bound", "optimal")}
    elif isinstance(result, DisruptionResult):
        told["before"] = result.before
        told["steps"] = [
            {"removed": local(name), "largest_component": size}
            for name, size in result.steps
        ]
    elif isinstance(result, SummaryResult):
        told["summary"] = dict(result.figures)
    return told


def _print(told: Mapping[str, Any]) -> None:
    from backend.cli.printing import print_line, print_pairs, print_table

    if "uncertainty" in told:
        _print_doubt(told)
    elif "scores" in told:
        rows = [(s["rank"], s["score"], s["label"], s["id"]) for s in told["scores"]]
        print_table(["rank", told["metric"], "label", "id"], rows)
    elif "groups" in told:
        for number, group in enumerate(told["groups"], 1):
            print_line(f"{number}. ({len(group)}) {' '.join(group[:20])}")
    elif "set" in told:
        print_line(" ".join(told["set"]))
        print_pairs({k: told[k] for k in ("value", "bound", "optimal")})
    elif "steps" in told:
        print_line(f"largest component before: {told['before']}")
        print_table(
            ["removed", "largest component left"],
            [(step["removed"], step["largest_component"]) for step in told["steps"]],
        )
    elif "summary" in told:
        print_pairs(told["summary"])
    else:
        print_line(f"nodes: {' '.join(told['nodes'])}")
        print_line(f"edges: {' '.join('—'.join(edge) for edge in told['edges'])}")
    for warning in told["warnings"]:
        print_line(f"warning: {warning}")


def _print_doubt(told: Mapping[str, Any]) -> None:
    from backend.cli.printing import print_line, print_table

    how = told["uncertainty"]
    rows = [
        (
            s["rank"],
            f"{s['rank_low']}–{s['rank_high']}",
            f"{s['top_share']:.0%}",
            s["score"],
            s["label"],
            s["id"],
        )
        for s in told["scores"]
    ]
    head = ["rank", f"in {how['level']:.0%}", f"top {how['top']}", told["metric"]]
    print_table([*head, "label", "id"], rows)
    print_line(f"{how['samples']} networks drawn, seed {how['seed']}")
