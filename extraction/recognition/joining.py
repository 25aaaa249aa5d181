"""Candidates that are the parts of one name → one candidate."""

import re
from collections.abc import Iterable, Iterator

from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.normalizing import plain_name
from extraction.recognition.paradigms import is_family, is_given

_WITHIN_ADDRESS = re.compile(r"[“”\"»'],?\s")


def join_parts(text: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield the candidates, a family name and the first name behind it as one person.

    The recognizer takes `PERIĆ Marko` for two, where lists put the family name first,
    and `rruga „Kosova“, pallati 14` where quotes part a street from its number.
    """
    last: Candidate | None = None
    for one in sorted(candidates):
        if last and _are_one(text, last, one):
            last = last._replace(end=one.end)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _are_one(text: str, one: Candidate, other: Candidate) -> bool:
    """Whether two candidates are the parts of one person's name or of one address."""
    between = text[one.end : other.start]
    if one.type == other.type == "ADDRESS":
        return _WITHIN_ADDRESS.fullmatch(between) is not None
    return between == " " and _is_turned(text, one, other)


def _is_turned(text: str, family: Candidate, given: Candidate) -> bool:
    words = [plain_name(text[c.start : c.end]) for c in (family, given)]
    single = all(c.type == "PER" for c in (family, given)) and " " not in "".join(words)
    return single and is_family(words[0], "slavic") and is_given(words[1])
