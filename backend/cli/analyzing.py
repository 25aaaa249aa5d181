"""analyze: figures of a case or of a graph file."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.cli.describing import describe, print_answer, tell
from backend.cli.following import PROGRESS, Watch, following
from backend.cli.looking import DATE
from backend.cli.session import Session, command, print_json
from backend.cli.timing import ZONE
from backend.cli.windows import answer_by_window, ask_by_window, print_over_time

if TYPE_CHECKING:
    from backend.computing.question import Analysis, Given
    from backend.networks import Choice

CENTRALITIES = (
    "degree", "strength", "betweenness", "closeness", "harmonic", "eigenvector",
    "pagerank", "hubs", "authorities", "core", "onion", "constraint",
)  # fmt: skip
STRUCTURES = (
    "components", "articulation", "bridges", "communities", "equivalence", "triads",
    "assortativity", "brokerage", "keyplayers", "disruption", "summary",
)  # fmt: skip
BY_ATTRIBUTE = ("assortativity", "brokerage", "disruption")
COUNTRY = "country"
BY = (
    "fragmentation", "reach", "degree", "betweenness", "collective-influence", "random",
    "role", "value-chain",
)  # fmt: skip
RULES = ("preferential", "distance", "triadic")
ROLE = "role"
RUNS = {"communities": 10, "disruption": 20}
"""How often chance is tried where nothing else is said."""
_ASKED = (
    "directed", "top", "by", "samples", "missing", "cut", "seed", "runs", "regrowth",
    "chain",
)  # fmt: skip
"""The options that are of the question itself, not of where it is asked."""
SMALL_FILE = 1 << 20
"""Bytes of a graph whose communities are compared without being asked to."""

How = dict[str, Any]


@command(
    "analyze",
    "klupko analyze betweenness --case konac --top 10\n"
    "klupko analyze pagerank --graph edges.csv --directed --weight amount --json\n"
    "klupko analyze keyplayers --case konac --top 3 --by reach\n"
    "klupko analyze disruption --case konac --by betweenness\n"
    "klupko analyze brokerage --case konac --directed --top 10\n"
    "klupko analyze brokerage --graph gang.graphml --attribute crew\n"
    "klupko analyze disruption --case konac --by role --regrow distance --rate 0.5\n"
    "klupko analyze communities --case konac --runs 20 --seed 1\n"
    "klupko analyze degree --case konac --samples 200 --missing 0.05\n"
    "klupko analyze strength --case konac --project Person --weight count\n"
    "klupko analyze betweenness --case konac --layer Call --after 2025-03-01\n"
    "klupko analyze degree --case konac --window month --step 1w "
    "--zone Europe/Belgrade\n"
    "klupko analyze pagerank --case konac --on-server",
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
@click.option(
    "--after",
    type=DATE,
    help="Of a case, or with --window: only what fell then or later.",
)
@click.option(
    "--before", type=DATE, help="Of a case, or with --window: only what fell earlier."
)
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
    "betweenness, collective-influence, role (the rarer the sooner), value-chain or "
    "random.",
)
@click.option(
    "--regrow",
    type=click.Choice(RULES),
    help="disruption: how those that lost a tie find another, after each removal.",
)
@click.option(
    "--rate",
    type=click.FloatRange(0, 1),
    help="With --regrow: the chance that a lost tie is replaced [1].",
)
@click.option(
    "--chain",
    metavar="ROLE,ROLE",
    help="disruption: positions of the business in order, as the case names them.",
)
@click.option(
    "--runs",
    type=click.IntRange(0, 500),
    help="communities: seeds of each method to compare with [10; 0, for none, of a "
    "file above 1 MiB]; "
    "--regrow: simulations [20].",
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
@click.option(
    "--attribute",
    metavar="A",
    help="Of a file: the node attribute that groups for assortativity and brokerage "
    "[country], or that tells the role for disruption [role].",
)
@click.option(
    "--cut",
    type=click.FloatRange(0, 1),
    help="equivalence: up to what share of unlike neighbours two stand alike [0.5].",
)
@click.option("--seed", type=int, help="For what is drawn by chance.")
@click.option(
    "--on-server", is_flag=True, help="Compute on the Neo4j server, by its OpenGDS."
)
@PROGRESS
@click.option("--window", help="By window of time: day, week, month, 2w, 3m …")
@click.option("--step", help="--window: from one to the next [the window's length].")
@click.option("--undated", is_flag=True, help="--window: what has no date is in each.")
@click.option("--time", help="--window with --graph: the column of a CSV with times.")
@ZONE
def analyze(
    session: Session, metric: str, case: str | None, graph: Path | None, **how: Any
) -> None:
    """Compute a metric as networkx defines it, of a case or a file."""
    if (case is None) == (graph is None):
        raise click.UsageError("give one of --case and --graph")
    if how["window"] is None and (how["step"] or how["undated"] or how["time"]):
        raise click.UsageError("--step, --undated and --time go with --window")
    _check(metric, graph, how)
    how |= _simulation(metric, graph, how)
    _check_source(graph, how)
    if how["window"] is None:
        told = _at_once(session, metric, case or "", graph, how)
    else:
        _check_window(metric, how)
        told = _over_time(session, metric, case or "", graph, how)
    if session.as_json:
        print_json(told)
    elif how["window"] is None:
        print_answer(told)
    else:
        print_over_time(told)


def _over_time(
    session: Session, metric: str, case: str, graph: Path | None, how: How
) -> dict[str, Any]:
    """Return a metric's scores, window by window."""
    from backend.computing.running import Order

    spans = how["window"], how["step"], how["undated"], how["zone"]
    period = how["after"], how["before"]
    rest = {name: how[name] for name in ("directed", "top", "seed", "samples")}
    asked = ask_by_window(metric, spans, period, how["project"], how["weight"], **rest)
    file = graph, how["time"]
    with following(how["progress"]) as watch:
        order = Order("", case, watch=watch)
        return answer_by_window(session, order, file, how["layers"], asked)


def _at_once(
    session: Session, metric: str, case: str, graph: Path | None, how: How
) -> dict[str, Any]:
    """Return a metric of the whole case or file."""
    from backend.computing.question import Analysis

    asked = {name: how[name] for name in _ASKED if how.get(name) is not None}
    question = Analysis(metric, weighted=how["weight"] is not None, **asked)
    with following(how["progress"]) as watch:
        if graph is not None:
            given = _read(graph, how["weight"], question, how["attribute"])
            return _of_file(session, given, question, watch)
        part = _part(how)
        _check_weight(how["weight"])
        ask = _on_server if how["on_server"] else _of_case
        return ask(session, case, part, question, watch)


def _part(how: How) -> "Choice":
    """Return what of a case is chosen."""
    from backend.networks import Choice
    from graph.store.patterns import Period

    return Choice(
        layers=how["layers"] or None,
        period=Period(how["after"], how["before"]),
        persons=how["project"],
        weight="newman" if how["newman"] else "count",
    )


def _check(metric: str, graph: Path | None, how: How) -> None:
    """Raise UsageError for an option that does not go with the metric."""
    if how["by"] and metric not in ("keyplayers", "disruption"):
        raise click.UsageError("--by goes with keyplayers and disruption")
    if how["missing"] and not how["samples"]:
        raise click.UsageError("--missing goes with --samples")
    if how["samples"] and metric not in CENTRALITIES:
        raise click.UsageError("--samples goes with scores of entities")
    if how["attribute"] and (graph is None or metric not in BY_ATTRIBUTE):
        raise click.UsageError(
            "--attribute goes with --graph and assortativity, brokerage or disruption"
        )
    if how["cut"] is not None and metric != "equivalence":
        raise click.UsageError("--cut goes with equivalence")


def _check_source(graph: Path | None, how: How) -> None:
    """Raise UsageError for an option that does not go with a case, or with a file."""
    dated, window = how["after"] or how["before"], how["window"]
    if how["newman"] and how["project"] is None:
        raise click.UsageError("--newman goes with --project")
    if how["on_server"] and (graph or window or how["samples"]):
        raise click.UsageError("--on-server computes metrics of a case, no samples")
    if graph is not None and (how["layers"] or how["project"]):
        raise click.UsageError("--layer and --project choose from a case")
    if graph is not None and window is None and dated:
        raise click.UsageError("--after and --before go with --case or --window")


def _check_window(metric: str, how: How) -> None:
    """Raise UsageError for what is not measured by windows."""
    if metric not in CENTRALITIES:
        raise click.UsageError("--window goes with scores of entities")
    if how["newman"]:
        raise click.UsageError("--window goes without --newman")


def _simulation(metric: str, graph: Path | None, how: How) -> dict[str, Any]:
    """Return what is tried by chance, taken out of the options."""
    if how["runs"] is None and graph is not None and metric == "communities":
        large = graph.is_file() and graph.stat().st_size > SMALL_FILE
        how["runs"] = 0 if large else RUNS[metric]
    rule, rate, runs = how.pop("regrow"), how.pop("rate"), how.pop("runs")
    chain = tuple(part.strip() for part in (how.pop("chain") or "").split(",") if part)
    if (rule or chain) and metric != "disruption":
        raise click.UsageError("--regrow and --chain go with disruption")
    if rate is not None and not rule:
        raise click.UsageError("--rate goes with --regrow")
    if runs is not None and not (rule or metric == "communities"):
        raise click.UsageError("--runs goes with communities and --regrow")
    often = RUNS.get(metric, 0) if runs is None else runs
    if not rule:
        return {"chain": chain, "runs": often if metric == "communities" else 0}
    from graph.analytics import Regrowth

    return {
        "chain": chain,
        "regrowth": Regrowth(rule, often, 1.0 if rate is None else rate),
    }


def _check_weight(weight: str | None) -> None:
    from graph.errors import InvalidInput

    if weight not in (None, "count"):
        raise InvalidInput("relationships of a case are weighed by `count`")


def _of_case(
    session: Session, case: str, part: "Choice", question: "Analysis", watch: Watch
) -> dict[str, Any]:
    from backend.computing.cases import analyze_case
    from backend.computing.running import Order

    with session.open() as (workspace, principal):
        scope = workspace.scope(principal)
        workspace.ledger.get_case(scope, case)
        with ExitStack() as looking:
            view = looking.enter_context(workspace.view(scope))
            order = Order(principal.name, case, watch=watch, release=looking.close)
            answer = analyze_case(workspace, view, part, question, order)
    return tell(answer, prefix=f"{case}:")


def _on_server(
    session: Session, case: str, part: "Choice", question: "Analysis", _: Watch
) -> dict[str, Any]:
    from backend.cli.elsewhere import compute_there
    from backend.networks import choose

    with session.open() as (workspace, principal):
        scope = workspace.scope(principal)
        workspace.ledger.get_case(scope, case)
        with workspace.view(scope) as view:
            chosen = choose(view, case, part, workspace.histories)
            result = compute_there(workspace, chosen.subgraph, question)
    told = describe(result, f"{case}:")
    told["warnings"] += chosen.warnings
    return told


def _read(
    path: Path, weight: str | None, question: "Analysis", attribute: str | None
) -> "Given":
    """Return a file's network, with its nodes' groups where these are asked about."""
    from backend.computing.question import BY_GROUP, Given
    from graph.errors import InvalidInput
    from graph.exchange import read_graph

    if question.metric not in BY_GROUP and not question.needs_roles:
        return Given(read_graph(path, weight).subgraph(question.directed))
    name = attribute or (ROLE if question.needs_roles else COUNTRY)
    found = read_graph(path, weight, attribute=name)
    if found.values and not any(found.values):
        raise InvalidInput(f"no node of the file has an attribute named {name!r}")
    graph = found.subgraph(question.directed)
    if question.needs_roles:
        return Given(graph, roles=tuple(map(_roles, found.values)))
    return Given(graph, groups=found.values)


def _roles(cell: str) -> frozenset[str]:
    """Return the roles of a cell: several are divided by semicolons."""
    from graph.names import fold

    return frozenset(filter(None, (fold(part).strip() for part in cell.split(";"))))


def _of_file(
    session: Session, given: "Given", question: "Analysis", watch: Watch
) -> dict[str, Any]:
    from backend.computing.running import Order, compute_alone

    limit_s = session.settings().compute_s
    return tell(compute_alone(Order("", watch=watch), limit_s, question, given))
