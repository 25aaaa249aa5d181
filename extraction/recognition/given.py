"""First names by sex and group of languages: those of graph/names, and more of ours."""

from collections.abc import Mapping, Sequence
from functools import cache

from extraction.recognition.wording import load
from graph.names import given_names


@cache
def first_names() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return first names in Latin by sex (male, female) and group of languages.

    Those of names.yaml are known to documents alone: comparing two records knows the
    names that its weights were learnt with.
    """
    more = load("names")["given"]
    return {
        sex: {
            group: [*names, *more.get(sex, {}).get(group, "").split()]
            for group, names in groups.items()
        }
        for sex, groups in given_names().items()
    }
