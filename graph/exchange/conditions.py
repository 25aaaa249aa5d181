"""Under which conditions what is said may be used: they leave with every file."""

from collections.abc import Iterable, Mapping
from itertools import chain

from graph.model import Statement

CONDITIONS = ("handling", "handling_note", "evaluation", "kind")


def conditions(said: Iterable[Statement]) -> dict[str, list[str]]:
    """Return the conditions of use of some statements, united and sorted.

    Without restriction `handling` is absent, and without a note `handling_note`.
    """
    handling: set[str] = set()
    found: dict[str, set[str]] = {"handling": handling}
    for one in said:
        context = one.context
        handling |= context.handling
        for name, text in (
            ("handling_note", context.handling_note),
            ("evaluation", str(context.evaluation)),
            ("kind", one.kind.value),
        ):
            if text:
                found.setdefault(name, set()).add(text)
    return {name: sorted(texts) for name, texts in found.items() if texts}


def unite(*found: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return several conditions as one, each sorted."""
    names = [name for name in CONDITIONS if any(name in one for one in found)]
    return {
        name: sorted(set(chain.from_iterable(one.get(name, ()) for one in found)))
        for name in names
    }
