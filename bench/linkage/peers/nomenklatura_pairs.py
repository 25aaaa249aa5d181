"""nomenklatura's matchers on given pairs: entities and pairs in, scores out.

Runs in the peers' environment, each matcher with its default configuration. Input:
one JSON object with `entities` (FollowTheMoney, by id), `pairs`, `matchers`.
"""

# ruff: noqa: T201
import json
import sys
import time

from followthemoney.proxy import EntityProxy
from nomenklatura.matching import get_algorithm


def main(path: str) -> None:
    """Print the scores of each matcher, with its seconds, as one JSON object."""
    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    entities = {
        name: EntityProxy.from_dict(one, cleaned=False)
        for name, one in given["entities"].items()
    }
    told = {}
    for name in given["matchers"]:
        matcher = get_algorithm(name)
        config = matcher.default_config()
        begin = time.process_time()
        scores = [
            round(matcher.compare(entities[a], entities[b], config).score, 4)
            for a, b in given["pairs"]
        ]
        told[name] = {"scores": scores, "cpu_s": time.process_time() - begin}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
