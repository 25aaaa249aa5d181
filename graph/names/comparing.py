"""How alike two persons' names are."""

from rapidfuzz.distance import OSA

from graph.names.agreement import NameAgreement
from graph.names.persons import PersonName


def compare_persons(left: PersonName, right: PersonName) -> NameAgreement:
    """Return how far two names agree; the order of the two does not matter."""
    one, other = left.given + left.family, right.given + right.family
    if not one or not other:
        return NameAgreement("none", 0.0, ("no usable name",))
    if one == other:
        return NameAgreement("same", 1.0, ("same name",))
    if sorted(one) == sorted(other):
        return NameAgreement("variant", 0.95, ("same name in another order",))
    if left.family != right.family:
        distance = OSA.distance(" ".join(one), " ".join(other), score_cutoff=1)
        if distance <= 1:
            return NameAgreement("close", 0.8, ("one letter differs",))
        return NameAgreement("different", 0.0, ("different names",))
    pairs = zip(left.given, right.given, strict=False)
    if any(a[0] == b[0] and 1 in (len(a), len(b)) for a, b in pairs):
        return NameAgreement("initial", 0.7, ("initial agrees",))
    return NameAgreement("kin", 0.2, ("only the family name agrees",))


def name_keys(name: PersonName) -> tuple[str, ...]:
    """Return at most eight keys; two variants of a name share at least one."""
    family = "".join(c for c in "".join(name.family) if c not in "aeiou")
    initials = sorted({w[0] for w in name.given if w})
    return tuple(f"{family}/{i}" for i in initials) or ((family,) if family else ())
