"""Who does what in a case, as its asker sees it: roles in companies and in the deed."""

from collections import defaultdict
from collections.abc import Sequence

from graph.ledger import Ledger
from graph.model import scoped_id
from graph.names import fold
from graph.schema import edge_ends
from graph.store.view import View

HOLDING = (
    "Directorship",
    "Employment",
    "Membership",
    "Ownership",
    "Representation",
    "UnknownLink",
    "VehicleUse",
)
"""Relationships whose `role` says what its first end does."""
PEOPLE = ("Person",)
"""Entities whose `position` says what they do."""


def roles_of(
    ledger: Ledger, view: View, case: str, ids: Sequence[str]
) -> tuple[frozenset[str], ...]:
    """Return the roles of each of `ids` by what the view's scope sees, folded.

    Words in either script are one. Whoever is said to do nothing has none.
    """
    said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    held: list[tuple[str, str]] = []
    for one in ledger.iter_schema_statements(view.scope, case, (*HOLDING, *PEOPLE)):
        prop, value = one.value.prop, one.value.value
        if one.schema in PEOPLE:
            if prop == "position":
                held.append((one.entity, value))
            continue
        ends = edge_ends(one.schema)
        if prop == "role" or (ends is not None and prop == ends[0]):
            told = value if prop == "role" else scoped_id(case, value)
            said[one.entity]["role" if prop == "role" else "end"].add(told)
    for parts in said.values():
        held += [(end, role) for end in parts["end"] for role in parts["role"]]
    nodes = view.find_nodes(end for end, _ in held)
    found: dict[str, set[str]] = defaultdict(set)
    for end, role in held:
        if end in nodes:
            found[nodes[end].id].add(fold(role).strip())
    return tuple(frozenset(found.get(name, set()) - {""}) for name in ids)
