"""What the recognizer took for one kind of name, and is another by the words in it."""

import re

from extraction.recognition.edges import CLOSING, OPENING, without_titles
from extraction.recognition.gazetteer import find_place
from extraction.recognition.institutions import is_adjective, is_head, is_seated
from extraction.recognition.normalizing import plain_name
from extraction.recognition.paradigms import is_family, is_given
from extraction.recognition.rules import fold_key, given_forms
from extraction.recognition.wording import UPPER, fold, pattern

_BEFORE = 16
"""Characters in which what a name is stands before it."""

_OFFICE_BEFORE = re.compile(
    r"(?<![\w-])((?:PU za grad|PU|SO|PPU|SJB|CSB|CB|OKP|"
    r"ПУ за град|ПУ|СО|ЦЈБ|ОВР|СВР) )\Z"
)
"""The letters of a police station or municipality, whose place follows."""

_BODY_BEFORE = re.compile(
    r"(?<!\w)(?:grup|klan|band|mafi)\w{0,3} (?:i|e|të|së) \Z", re.IGNORECASE
)
"""A group that is called after what follows: `grupi i Zadrimës`."""

_HEAD_BEHIND = re.compile(r"[ ]([^\W\d_A-ZČĆŠŽĐ]+)(?!\w)")
_SEAT_BEHIND = re.compile(
    rf"(?:[ ][^\W\d_{UPPER}]{{3,20}}){{0,2}}[ ](?:u |у )?([{UPPER}]\w+)(?!\w)"
)
_FAMILIES = ("slavic", "albanian")


def with_office(text: str, start: int, label: str) -> tuple[int, str]:
    """Return where a name begins and its type: a place behind `PU` is an office."""
    if label != "LOC":
        return start, label
    office = _OFFICE_BEFORE.search(text, max(0, start - _BEFORE), start)
    return (office.start(1), "ORG") if office else (start, label)


def begin_of_kind(text: str, start: int, end: int, label: str) -> tuple[int, str]:
    """Return where a name begins and its type, by the words it begins with.

    A group is called after a place, the kind of a place stands before its name, and
    what is left of a person behind a title may be a place.
    """
    if label in ("ORG", "LOC") and (
        body := _BODY_BEFORE.search(text, max(0, start - _BEFORE), start)
    ):
        start, label = body.start(), "ORG"
    if label in ("PER", "ORG", "LOC") and (kind := _kind_of_place(text, start, end)):
        start, label = start + kind, "LOC"
    if label == "PER" and not find_place(text[start:end]):
        opened, start = start, without_titles(text, start, end)
        if start > opened and find_place(text[start:end]):
            label = "LOC"
    return start, label


def end_of_kind(text: str, start: int, end: int, label: str) -> tuple[int, str]:
    """Return where a name ends and its type, by the whole of it and what follows."""
    if label in ("LOC", "PER") and (behind := _institution(text, start, end, label)):
        end, label = behind, "ORG"
    if label == "LOC" and is_quoted(text, start, end):
        label = "ORG"
    if label in ("ORG", "LOC") and _is_person(text, start, end):
        label = "PER"
    return end, label


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a span stands alone between quotation marks: no place does."""
    return text[start - 1 : start] in OPENING and text[end : end + 1] in CLOSING


def _institution(text: str, start: int, end: int, label: str) -> int:
    """Return where an institution ends of which a span is the first words, else 0.

    The recognizer takes `Carinskoj` in `Carinskoj ispostavi Zvornik` for a place, and
    `Opštini Jajce`, which is its town's municipality.
    """
    piece = text[start:end]
    if not piece[:1].isupper() or find_place(piece):
        return 0
    if " " in piece:
        first, _, rest = piece.partition(" ")
        seated = is_seated(first) and label == "LOC" and find_place(rest) is not None
        return end if seated else 0
    head = _HEAD_BEHIND.match(text, end)
    if head and is_head(head[1]) and is_adjective(piece):
        end = head.end()
    elif not is_head(piece):
        return 0
    seat = _SEAT_BEHIND.match(text, end)
    if seat and find_place(seat[1]):
        return seat.end()
    return end if head and end == head.end() else 0


def _kind_of_place(text: str, start: int, end: int) -> int:
    """Return how long the words are that say what kind of place follows, else 0."""
    kind = pattern("cues", "place_kinds").match(fold(text[start:end]))
    if kind is None or kind.end() == end - start:
        return 0
    rest = text[start + kind.end() : end].lstrip(' .„“"')
    return end - start - len(rest) if find_place(rest) else 0


def _is_person(text: str, start: int, end: int) -> bool:
    """Whether what was taken for a body or a place is a first name, and a family's."""
    name = text[start:end]
    words = [plain_name(word) for word in name.split()]
    if not 0 < len(words) < 3 or find_place(name) or is_quoted(text, start, end):
        return False
    if not all(word.isalpha() and word.istitle() for word in words):
        return False
    if len(words) == 1:
        return fold_key(words[0]) in given_forms() and not is_head(words[0])
    return any(
        is_given(one) and is_family(other, family)
        for one, other in (words, words[::-1])
        for family in _FAMILIES
    )
