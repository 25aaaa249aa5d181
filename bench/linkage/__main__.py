"""`python -m bench.linkage`: entity resolution on public sets, as a Markdown table."""

import argparse
import sys
from collections.abc import Iterator

from bench.linkage.beside import PYTHON, nomenklatura, splink
from bench.linkage.ours import Found, resolve, resolve_with_labels
from bench.linkage.sets import FILES, LinkageSet, read_set

HEAD = "| set | method | precision | recall | F1 | blocking recall | pairs | seconds |"


def measure(data: LinkageSet, *, most: int) -> Iterator[Found]:
    """Yield what every method says of a set.

    nomenklatura's matchers are asked only where there are `most` pairs or fewer: the
    others are then taken for different, as no method takes them for one.
    """
    ours = resolve(data)
    yield from ours
    if data.name == "fake_1000":
        yield from resolve_with_labels(data)
    if PYTHON.exists():
        yield from splink(data)
        pairs = sorted(ours[0].compared)
        yield from nomenklatura(
            data, pairs if len(pairs) <= most else _some(data, ours)
        )


def _some(data: LinkageSet, ours: list[Found]) -> list[tuple[str, str]]:
    """Return the true pairs and those that ours takes for one: the peers' best case."""
    return sorted((data.truth & ours[0].compared) | ours[0].said | ours[1].said)


def line(data: LinkageSet, found: Found) -> str:
    """Return a method's figures as a line of the table."""
    truth = data.truth
    hits = len(found.said & truth)
    cells = [
        data.name,
        found.method,
        f"{hits / max(len(found.said), 1):.4f}",
        f"{hits / len(truth):.4f}",
        f"{2 * hits / (len(found.said) + len(truth)):.4f}",
        f"{len(found.compared & truth) / len(truth):.4f}",
        str(len(found.compared)),
        f"{found.cpu_s:.1f}",
    ]
    return f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> None:
    """Print the table; without the peers' environment, ours alone."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkage")
    parser.add_argument("sets", nargs="*", default=list(FILES), metavar="SET")
    parser.add_argument("--most", type=int, default=20_000, help="pairs for matchers")
    given = parser.parse_args(arguments)
    sys.stdout.write(f"{HEAD}\n|---|---|---|---|---|---|---|---|\n")
    for name in given.sets:
        data = read_set(name)
        for found in measure(data, most=given.most):
            sys.stdout.write(f"{line(data, found)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
