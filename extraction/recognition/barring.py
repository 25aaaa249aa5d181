"""What the recognizer takes for a name and is none: makes, operations, labels.

The lists are in barred.yaml; all is said on folded text.
"""

import re

from extraction.recognition.wording import UPPER, fold, pattern, word_set

_QUOTES = " \n\"'„“”«»"
_LAST_WORD = re.compile(r"(\w+)\W*\Z")
_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"[KOPLSMVКОПЛСМВ]-?\d{1,2}")
"""What a list gives to people and things: P1, O-2; A1 is a firm."""
_NATION = re.compile(r"[A-Z]{3}")
_LETTERED = re.compile(rf"[{UPPER}]\. ")
_REGISTER = re.compile(r"[KКIИPП][^\W\d_]{0,3}(?:-[^\W\d_]{1,3})?")
_NUMBER_BEHIND = re.compile(r"\.?\s?(?:br|бр|nr|no|број|broj)?\.?\s?\d")
_SHORT = re.compile(r"vl|zv|вл|зв")
"""Abbreviations before a name, which are no institution."""
_BACK = 40


def is_barred(text: str, start: int, end: int, label: str) -> bool:
    """Whether the span [start:end] of a text, read as a name, can be none."""
    if label not in ("PER", "ORG", "LOC"):
        return False
    piece = fold(text[start:end])
    if len(piece) == 1 or _LABEL.fullmatch(text[start:end]):
        return True
    if label == "PER" and len(piece) == 2 and piece[1] == ".":
        return True
    if pattern("barred", "systems").fullmatch(piece):
        return True
    if pattern("barred", "feasts").fullmatch(piece) and _tells_when(text, start):
        return True
    if label == "LOC" and _NATION.fullmatch(text[start:end]):
        return pattern("barred", "demonyms").fullmatch(piece) is not None
    if label == "ORG" and pattern("barred", "officers").match(piece):
        return True
    if label == "PER" and _LETTERED.match(text, start) and _fills_line(text, start):
        return True
    register = label == "ORG" and _REGISTER.fullmatch(text[start:end])
    if register and _NUMBER_BEHIND.match(text, end):
        return True
    if pattern("barred", "makes").match(piece) and not _has_form(piece):
        return True
    if label != "PER" and pattern("barred", "demonyms").fullmatch(piece):
        return _names_what_follows(text, end)
    if pattern("barred", "codes").match(piece) and label != "LOC":
        return True
    if label == "ORG" and _SHORT.fullmatch(text[start:end]):
        return True
    return _is_operation(text, start) or _is_heading(text, start, end, label)


def _tells_when(text: str, start: int) -> bool:
    before = fold(text[max(0, start - _BACK) : start])
    word = re.search(r"(\w+) \Z", before)
    return word is not None and word[1] in word_set("barred", "when")


def _fills_line(text: str, start: int) -> bool:
    """Whether a line in capitals begins at a place of the text: `C. THE FACTS`."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    return first == start and text[start : last if last >= 0 else None].isupper()


def _has_form(piece: str) -> bool:
    """Whether more than a make and a model stands there: a dealer's company."""
    return len(piece.split()) > 3 or bool(re.search(r"\bd\.?o\.?o|\bltd|\bsh\.", piece))


def _names_what_follows(text: str, end: int) -> bool:
    """Whether a word written small follows, which the adjective belongs to."""
    return bool(re.match(r"\s[a-z]", text[end : end + 2]))


def _is_operation(text: str, start: int) -> bool:
    """Whether the word before is "operation": its code name follows."""
    before = fold(text[max(0, start - _BACK) : start]).rstrip(_QUOTES)
    word = _LAST_WORD.search(before)
    opened = start > 0 and text[:start].rstrip(" ")[-1] in "„“\"«'"
    return (
        word is not None
        and (
            opened
            or word[1] in ("operation", "op")
            or (before.endswith(":") and word[1] not in word_set("barred", "files"))
        )
        and pattern("barred", "operations").fullmatch(word[1]) is not None
    )


def _is_heading(text: str, start: int, end: int, label: str) -> bool:
    """Whether a span is of a line in capitals that only tells the kind of document.

    Behind the word for the document nothing is a name but an institution.
    """
    if not text[start:end].isupper():
        return False
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    line = text[first : last if last >= 0 else len(text)]
    words = [fold(word) for word in _WORD.findall(line)]
    known = pattern("barred", "headings")
    if not line.isupper():
        return label == "ORG" and start == first and _is_kind(text[start:end])
    opened = label == "ORG" and pattern("barred", "kinds").fullmatch(words[0])
    if opened and not _names_institution(text[start:end]):
        return True
    return all(known.fullmatch(word) for word in words)


def _is_kind(heading: str) -> bool:
    """Whether words in capitals begin with the kind of document or part of one."""
    first = fold(_WORD.findall(heading)[0]) if _WORD.search(heading) else ""
    known = pattern("barred", "kinds").fullmatch(first)
    return known is not None and not _names_institution(heading)


def _names_institution(name: str) -> bool:
    words = map(fold, _WORD.findall(name))
    return any(pattern("barred", "institutions").fullmatch(word) for word in words)
