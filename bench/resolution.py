"""Entity resolution: records a second, microseconds a pair, memory, growth.

The peers are named tools in the environment that `make peers` makes: splink on the
same records, nomenklatura on the same pairs. Without it the lines stand alone.
"""

import json
from collections.abc import Mapping
from functools import partial

from bench.linkage.beside import PYTHON, run_peer
from bench.measuring import Figure, clock, in_child
from bench.options import Options
from bench.persons import persons
from extraction.resolution import Profile, default_model, find_judgements
from extraction.resolution.blocking import find_pairs
from extraction.resolution.judging import read_traits
from extraction.resolution.rules import weigh

PAIRS = 2_000
DOUBLINGS = 2
NAMES = "nomenklatura logic-v2"


def measure(options: Options) -> list[Figure]:
    """Return the figures at `records`, at its doublings, and where memory goes."""
    count = options.records
    found = [*_pairs(count), *_growth(count)]
    for size in (count, *((10 * count, 100 * count) if options.vast else ())):
        judged, peak = in_child(_resolve, size)
        found.append(Figure(f"peak memory, {size} records", "MB", round(peak)))
        found.append(Figure(f"resolving {size} records", "a second", round(judged)))
    return found


def _resolve(count: int) -> float:
    """Return how many records a second are resolved, by processor time."""
    given = list(persons(count))
    spent = clock(lambda: sum(1 for _ in find_judgements(given)))
    return count / spent.cpu_s


def _pairs(count: int) -> list[Figure]:
    """Return what one pair takes, against nomenklatura's matcher on the same pairs."""
    given = list(persons(count))
    traits = read_traits(given)
    pairs = find_pairs(traits)[:: max(1, len(find_pairs(traits)) // PAIRS)].tolist()
    model = default_model()

    def all_pairs() -> None:
        for a, b in pairs:
            weigh(traits[a], traits[b], model)

    all_pairs()
    ours = 1e6 * clock(all_pairs).cpu_s / len(pairs)
    theirs = _matcher(given, [(traits[a].id, traits[b].id) for a, b in pairs])
    ratio = round(theirs / ours, 1) if theirs else None
    line = Figure(
        "a pair", "µs", round(ours, 1), NAMES if theirs else "", theirs, ratio
    )
    return [line]


def _matcher(given: list[Profile], pairs: list[tuple[str, str]]) -> float | None:
    if not PYTHON.exists():
        return None
    entities: Mapping[str, object] = {
        one.id: {
            "id": one.id,
            "schema": one.schema,
            "properties": {prop: list(values) for prop, values in one.values.items()},
        }
        for one in given
    }
    asked = {"entities": entities, "pairs": pairs, "matchers": ["logic-v2"]}
    told = json.loads(run_peer("nomenklatura_pairs.py", json.dumps(asked)))
    return round(1e6 * float(told["logic-v2"]["cpu_s"]) / len(pairs), 1)


def _growth(count: int) -> list[Figure]:
    """Return the processor time of each size; growth is the largest of a doubling."""
    points: list[tuple[int, float]] = []
    for doubling in range(DOUBLINGS + 1):
        size = count << doubling
        given = list(persons(size))
        spent = clock(partial(_drain, given))
        points.append((size, round(spent.cpu_s, 3)))
    growth = max(b[1] / a[1] for a, b in zip(points, points[1:], strict=False))
    first, last = points[0], points[-1]
    return [
        Figure(
            f"growth a doubling, {first[0]} to {last[0]} records",
            "times", round(growth, 2), "twice", 2.0, round(2.0 / growth, 2),
            points=tuple(points),
        )
    ]  # fmt: skip


def _drain(given: list[Profile]) -> None:
    for _ in find_judgements(given):
        pass
