"""Two records side by side: in what they agree, property by property."""

from collections.abc import Mapping, Sequence
from enum import Enum

from rapidfuzz.fuzz import ratio

from graph.names import fold, name_key, sound_key
from graph.schema import get_property

CLOSE = 85.0
"""From which similarity of their letters, in percent, two texts are called similar."""

Values = Mapping[str, Sequence[str]]


class Agreement(Enum):
    """How the values that two records have of one property agree."""

    SAME = "same"
    SIMILAR = "similar"
    DIFFERENT = "different"
    ONE_SIDED = "one_sided"


def compare_values(schema: str, left: Values, right: Values) -> dict[str, Agreement]:
    """Return the agreement of every property that either side has, by name.

    One value in common, whatever its script and case, is agreement: a record may know
    several. Of dates one that is known less exactly is similar.
    """
    return {
        prop: _agreement(_type(schema, prop), left.get(prop, ()), right.get(prop, ()))
        for prop in sorted({*left, *right})
    }


def _type(schema: str, prop: str) -> str:
    return str(get_property(schema, prop).type.name)


def _agreement(kind: str, left: Sequence[str], right: Sequence[str]) -> Agreement:
    if not left or not right:
        return Agreement.ONE_SIDED
    pairs = [(a, b) for a in left for b in right]
    if any(_same(kind, a, b) for a, b in pairs):
        return Agreement.SAME
    if any(_similar(kind, a, b) for a, b in pairs):
        return Agreement.SIMILAR
    return Agreement.DIFFERENT


def _same(kind: str, left: str, right: str) -> bool:
    if kind == "name":
        return name_key(left) == name_key(right)
    return left == right or (kind in ("string", "text") and fold(left) == fold(right))


def _similar(kind: str, left: str, right: str) -> bool:
    if kind == "date":
        return left.startswith(right) or right.startswith(left)
    if kind == "name":
        one, other = (" ".join(sorted(sound_key(n).split())) for n in (left, right))
        return ratio(one, other) >= CLOSE
    if kind in ("entity", "country", "gender", "topic"):
        return False
    return ratio(fold(left), fold(right)) >= CLOSE
