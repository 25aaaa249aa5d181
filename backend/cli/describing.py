"""What an analysis says: the contract's object, and tables for people."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backend.computing.question import Answer
    from graph.analytics import Result

BROKERS = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")


def tell(answer: "Answer", *, prefix: str = "") -> dict[str, Any]:
    """Return the contract's object; with samples each score has its intervals."""
    told = describe(answer.result, prefix)
    told["warnings"] = list(answer.warnings)
    if answer.stability is not None:
        told["stability"] = asdict(answer.stability)
        del told["stability"]["seconds"]
    found = answer.uncertainty
    if found is None:
        return told
    from graph.analytics.uncertainty import LEVEL

    told["uncertainty"] = {
        "samples": found.samples,
        "missing": found.missing,
        "seed": found.seed,
        "level": LEVEL,
        "top": found.top,
        "kept": found.kept,
    }
    for score in told["scores"]:
        score |= answer.intervals[f"{prefix}{score['id']}"]
    return told | ({"policy": found.policy} if found.policy else {})


def describe(result: "Result", prefix: str = "") -> dict[str, Any]:
    """Return the contract's object; `prefix` is left out of ids."""
    from graph import analytics

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
    if isinstance(result, analytics.CentralityResult):
        told["scores"] = [
            {"id": local(s.id), "label": s.label, "score": s.score, "rank": s.rank}
            for s in result.scores
        ]
    elif isinstance(result, analytics.GroupsResult):
        told["groups"] = [[local(name) for name in group] for group in result.groups]
    elif isinstance(result, analytics.ArticulationResult):
        told["nodes"] = [local(name) for name in result.cut_nodes]
        told["edges"] = [[local(a), local(b)] for a, b in result.cut_edges]
    elif isinstance(result, analytics.KeyPlayersResult):
        told["set"] = [local(name) for name in result.members]
        told |= {k: getattr(result, k) for k in ("value", "bound", "optimal")}
    elif isinstance(result, analytics.DisruptionResult):
        told["before"] = result.before
        if result.regrowth is not None:
            told["regrowth"] = asdict(result.regrowth)
        if result.roles is not None:
            told["roles"] = asdict(result.roles)
            told["roles"]["unique"] = [
                {"id": local(name), "role": role} for name, role in result.roles.unique
            ]
        told["steps"] = [
            {"removed": local(name), "largest_component": size}
            for name, size in result.steps
        ]
    elif isinstance(result, analytics.SummaryResult):
        told["summary"] = dict(result.figures)
    else:
        told |= _describe_position(result, local)
    return told


def _describe_position(result: "Result", local: Callable[[str], str]) -> dict[str, Any]:
    from graph import analytics

    told: dict[str, Any] = {}
    if isinstance(result, analytics.BridgesResult):
        told["bridges"] = [
            {"edge": [local(a), local(b)], "sides": list(sides)}
            for (a, b), sides in zip(result.bridges, result.sides, strict=True)
        ]
    elif isinstance(result, analytics.TriadsResult):
        told["triads"] = dict(result.triads)
    elif isinstance(result, analytics.MixingResult):
        told |= {"coefficient": result.coefficient, "unknown": result.unknown}
        told["mixing"] = [pair._asdict() for pair in result.pairs]
    elif isinstance(result, analytics.BrokerageResult):
        told["unknown"] = result.unknown
        told["brokers"] = [
            one._asdict()
            | {
                "id": local(one.id),
                "total": one.total,
                "pairs": [pair._asdict() for pair in one.pairs],
            }
            for one in result.brokers
        ]
    return told


def print_answer(told: Mapping[str, Any]) -> None:
    """Write an answer as tables, what it rests on and its warnings with it."""
    from backend.cli.printing import print_line, print_pairs, print_table

    if "uncertainty" in told:
        _print_doubt(told)
    elif "scores" in told:
        rows = [(s["rank"], s["score"], s["label"], s["id"]) for s in told["scores"]]
        print_table(["rank", told["metric"], "label", "id"], rows)
    elif "groups" in told:
        for number, group in enumerate(told["groups"], 1):
            print_line(f"{number}. ({len(group)}) {' '.join(group[:20])}")
        if "stability" in told:
            _print_stability(told["stability"])
    elif "set" in told:
        print_line(" ".join(told["set"]))
        print_pairs({k: told[k] for k in ("value", "bound", "optimal")})
    elif "steps" in told:
        print_line(f"largest component before: {told['before']}")
        _print_steps(told)
    elif "bridges" in told:
        rows = [("—".join(one["edge"]), *one["sides"]) for one in told["bridges"]]
        print_table(["bridge", "on one side", "on the other"], rows)
    elif "triads" in told:
        print_pairs(told["triads"])
    elif "mixing" in told:
        print_line(f"assortativity: {told['coefficient']}")
        rows = [tuple(pair.values()) for pair in told["mixing"]]
        print_table(["from", "to", "links"], rows)
    elif "brokers" in told:
        head = ["label", "group", *BROKERS, "total", "id"]
        print_table(head, [[one[name] for name in head] for one in told["brokers"]])
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


def _print_steps(told: Mapping[str, Any]) -> None:
    from backend.cli.printing import print_line, print_table

    head = ["removed", "largest component left"]
    rows = [[step["removed"], step["largest_component"]] for step in told["steps"]]
    mended, roles = told.get("regrowth"), told.get("roles")
    if mended:
        head.append(f"mended by {mended['rule']} (mean, in 90%)")
        bounds = zip(mended["mean"], mended["low"], mended["high"], strict=True)
        for row, (mean, low, high) in zip(rows, bounds, strict=True):
            row.append(f"{mean:.1f}, {low}–{high}")
    if roles:
        head.append("roles left")
        for row, left in zip(rows, roles["left"], strict=True):
            row.append(left)
    print_table(head, rows)
    if roles:
        alone = (f"{one['id']} ({one['role']})" for one in roles["unique"])
        print_line(f"alone in a role: {', '.join(alone) or 'nobody'}")
        if roles["broken"]:
            print_line(f"the chain breaks with removal {roles['broken']}")


def _print_stability(told: Mapping[str, Any]) -> None:
    from backend.cli.printing import print_line, print_table

    print_line(f"how far they hold, over {told['runs']} seeds of each method:")
    print_table(
        ["method", "and", "adjusted Rand", "mutual information"],
        [
            (
                one["first"],
                one["second"],
                f"{one['adjusted_rand']:.2f}",
                f"{one['mutual_information']:.2f}",
            )
            for one in told["likeness"]
        ],
    )
    shares = [
        f"{number}: {held:.0%}"
        for number, held in enumerate(told["held"], 1)
        if held is not None
    ]
    print_line(f"pairs that stay together: {', '.join(shares[:20])}")
