"""make fuzz: wrong input for every parser; what fails is kept in build/fuzz."""

import argparse
import sys
from collections import Counter

from tests.fuzz.parsers import PARSERS, STRUCTURED
from tests.fuzz.running import BATCH, KEPT, Finding, for_inputs, for_seconds, fuzz


def main() -> int:
    """Fuzz as the arguments say; return 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="for all together")
    parser.add_argument("--inputs", type=int, help="for each parser, not by time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parser", choices=sorted(PARSERS), action="append")
    parser.add_argument("--structured", action="store_true", help="importers alone")
    given = parser.parse_args()
    names = given.parser or list(STRUCTURED if given.structured else PARSERS)
    enough = for_seconds(given.seconds / len(names))
    if given.inputs:
        enough = for_inputs(given.inputs)
    inputs = 0
    findings: Counter[str] = Counter()
    for told in fuzz(names, enough, given.seed):
        if isinstance(told, Finding):
            findings[told.parser] += 1
            path = told.keep(KEPT)
            sys.stdout.write(f"{path}: {told.reason}\n")
        else:
            inputs += told.inputs
            found = findings[told.parser]
            sys.stdout.write(
                f"{told.parser}: {told.inputs} inputs in {told.seconds:.0f} s, "
                f"{BATCH} in {told.slowest_s:.1f} s at the most, {found} findings\n"
            )
            sys.stdout.flush()
    sys.stdout.write(f"{inputs} inputs, {findings.total()} findings\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
