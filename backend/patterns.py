"""A pattern as a line of text, drawn as Cypher draws one."""

import re
from datetime import datetime
from functools import cache

from backend.moments import check_period, parse_moment
from graph.errors import InvalidInput
from graph.schema import ontology
from graph.store.patterns import MAX_HOPS, Direction, Period, Step, Way

HOW = "write it as (Person)-[Payment >=10000 2025-03..2025-06]->(Company)--(Person)"

_NODE = re.compile(r"\s*\(\s*(\w*)\s*\)\s*")
_WAY = re.compile(r"\s*(<)?-(?:\[([^\[\]]*)\])?-(>)?\s*")
_HOPS = re.compile(r"\*(?:1?\.\.)?(\d+)")
_LEAST = re.compile(r">=?(\d+(?:\.\d+)?)")
_SPAN = re.compile(r"([\d:TZ+-]*)\.\.([\d:TZ+-]*)")


def read_pattern(text: str) -> list[Step]:
    """Return the steps of a pattern.

    Entities stand in round brackets, any where these are empty, and what joins them
    between: `--`, `-->`, `<--`, and in square brackets of what kind it is, `>=` the
    least sum, `FROM..TO` its time (TO not included), `*3` up to so many one after the
    other. Raises InvalidInput, which says where.
    """
    found: list[Step] = []
    at = 0
    while True:
        node = _match(_NODE, text, at, "an entity in round brackets")
        at = node.end()
        schema = _entity(node[1]) if node[1] else None
        if at == len(text):
            return [*found, Step(schema)]
        way = _match(_WAY, text, at, "what joins it to the next: --, -[Call]->")
        at = way.end()
        found.append(Step(schema, _way(way)))


def _match(shape: re.Pattern[str], text: str, at: int, what: str) -> re.Match[str]:
    found = shape.match(text, at)
    if found is None:
        raise InvalidInput(f"expected {what} at character {at + 1} of {text!r}; {HOW}")
    return found


def _way(found: re.Match[str]) -> Way:
    inward, inside, outward = found.groups()
    if inward and outward:
        raise InvalidInput("one direction or none: <-- --> --")
    direction = Direction.IN if inward else Direction.OUT if outward else Direction.ANY
    schema, period, least, hops = None, Period(), None, 1
    for word in re.sub(r">=?\s+", ">=", inside or "").split():
        if match := _HOPS.fullmatch(word):
            hops = int(match[1][:3])
            if not 1 <= hops <= MAX_HOPS:
                raise InvalidInput(f"{word}: 1 to {MAX_HOPS} one after the other")
        elif match := _LEAST.fullmatch(word):
            least = float(match[1])
        elif match := _SPAN.fullmatch(word):
            period = Period(*(_moment(part, word) for part in match.groups()))
            check_period(period.after, period.before)
        elif schema is None:
            schema = _kind(word)
        else:
            raise InvalidInput(f"cannot read {word!r} in a pattern; {HOW}")
    return Way(schema, direction, period, least, hops)


def _moment(text: str, span: str) -> datetime | None:
    moment = parse_moment(text) if text else None
    if text and moment is None:
        raise InvalidInput(f"{span}: dates are written as 2025, 2025-03 or 2025-03-01")
    return moment


@cache
def _kinds() -> dict[str, str]:
    """Return schemata and properties as spelled, by their names folded."""
    schemata = list(ontology())
    names = [name for schema in schemata for name in schema.properties]
    names += [schema.name for schema in schemata]
    return {name.casefold(): name for name in names}


def _entity(name: str) -> str:
    """Return the name of a kind of entity, which no property is: `phone` is a link."""
    known = _kind(name)
    if ontology().get(known) is None:
        raise InvalidInput(f"{name!r} joins entities: write it between them, [{known}]")
    return known


def _kind(name: str) -> str:
    """Return the name of a kind as it is spelled. Raises InvalidInput."""
    known = _kinds().get(name.casefold())
    if known is None:
        raise InvalidInput(f"no kind of entity or relationship is called {name!r}")
    return known
