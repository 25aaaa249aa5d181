"""A name's span → where a person's or an organization's name begins and ends."""

import re

from extraction.recognition.gazetteer import find_place
from extraction.recognition.rules import legal_form
from extraction.recognition.wording import UPPER, fold, pattern, word_set

EDGES = " \t\n\"'„“”«».,;:()[]-–—*"
"""What no name begins or ends with, save where it is of the name."""

OPENING, CLOSING = tuple('„“"«'), tuple('“”"»')
_INITIAL = re.compile(r"(?:\A|[\s.])(?:\w|Lj|Nj|Dž|Gj|Xh|[DRSTZ]h|Љ|Њ|Џ)\Z")
_INITIAL_BEFORE = re.compile(rf"(?:(?<=[\s(|:,])|(?<![\s\S]))([{UPPER}]\.\s?)\Z")
_DOTTED = re.compile(rf"(?:[{UPPER}]{{1,2}}\.){{2,5}}")
_QUOTED_NAME = re.compile(rf" [„“\"][{UPPER}][^„“”\"\n]{{1,40}}[“”\"]")
_WORDS = re.compile(r"\w+")
_LETTERS = re.compile(r"(?:\A|\W)(?:[A-Z]\.)+[A-Z]\Z")
"""An abbreviation of single letters: U.S."""

_KIND_BACK = 16
_KIND_BEFORE = re.compile(rf"(?<!\w)(?!I|X|V)[{UPPER}]{{2,5}}[ ]\Z")
"""What a body is, in capitals before its name in quotes: `ZZ „Voćar“`."""

_INITIALS = re.compile(r",\s\w\.\s?\w\.?\Z")


def person_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a person's name begins and ends, its initial and no label in it."""
    start = _with_initial(text, start, end)
    end = _without_labels(text, start, end)
    return start, _before_copula(text, start, _before_small(text, start, end))


def end_of_organization(text: str, start: int, end: int) -> int:
    """Return where an organization's name ends; `start` where nothing is left of it."""
    end = _before_copula(text, start, end)
    end = _behind_form(text, start, end)
    end = _closed(text, start, end)
    end = _without_common(text, start, end)
    return _with_quoted(text, start, end)


def trim(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    """Return a span of a type without the marks about it that are not of the name."""
    piece = text[start:end]
    if label == "ORG" and piece[:1] in '„“"«' and piece[-1:] not in '“”"»':
        if any(mark in piece[1:] for mark in '“”"»'):
            dotted = re.search(r"\.\w{1,3}\Z", piece) and text[end : end + 1] == "."
            stopped = find_place(piece.rstrip(".").rpartition(" ")[2]) is not None
            return start, end + bool(dotted) - (stopped and piece.endswith("."))
    if label == "ORG" and (opened := _opened_before(text, start, end)):
        return opened, end - len(piece) + len(piece.rstrip(EDGES))
    end -= len(piece) - len(piece.rstrip(EDGES))
    if label == "ORG" and re.search(r"\.\w{1,3}\Z", text[start:end]):
        end += text[end : end + 1] == "."
    start += len(piece) - len(piece.lstrip(EDGES))
    if label == "PER" and _INITIAL.search(text[start:end]):
        end += text[end : end + 1] == "."
    if label in ("LOC", "ORG") and _LETTERS.search(text[start:end]):
        end += text[end : end + 1] == "."
    if label == "ADDRESS":
        end -= len(text[start:end]) - len(_INITIALS.sub("", text[start:end]))
    return start, max(start, end)


def without_titles(text: str, start: int, end: int) -> int:
    """Return where a name begins behind titles, roles and words without a capital."""
    titles = word_set("cues", "titles")
    while match := re.match(r"(\S+)\s+", text[start:end]):
        word = fold(match[1].strip(EDGES))
        small = match[1][0].islower() and word not in word_set("cues", "particles")
        role = pattern("cues", "roles").fullmatch(word)
        if not (small or role or word in titles or word in word_set("cues", "openers")):
            break
        start += match.end()
    return start


def _opened_before(text: str, start: int, end: int) -> int:
    """Return where a name begins whose quotation mark closes inside the span, else 0.

    `Tamiš taksi“ Pančevo` begins with its mark, and before that with `ZZ`.
    """
    piece = text[start:end].rstrip(EDGES)
    closed = re.search(r"[“”\"»](?=\s\w)", piece)
    if closed is None or any(m in piece[: closed.start()] for m in '„“«"'):
        return 0
    if text[start - 1 : start] not in OPENING:
        return 0
    kind = _KIND_BEFORE.search(text, max(0, start - _KIND_BACK), start - 1)
    return kind.start() if kind else start - 1


def _before_copula(text: str, start: int, end: int) -> int:
    """Return where a name ends before `je`, `is`: the model took a sentence for one."""
    for word in _WORDS.finditer(text, start, end):
        if word.start() > start and word[0] in word_set("cues", "copulas"):
            return start + len(text[start : word.start()].rstrip())
    return end


def _with_initial(text: str, start: int, end: int) -> int:
    """Return where a family name begins with the initial before it: `I. Drašković`."""
    initial = _INITIAL_BEFORE.search(text, max(0, start - 5), start)
    single = not re.search(r"\s", text[start:end])
    return initial.start(1) if initial and single else start


def _before_small(text: str, start: int, end: int) -> int:
    """Return where a person's name ends before words without a capital."""
    words = list(re.finditer(r"\S+", text[start:end]))
    while len(words) > 1 and words[-1][0].isalpha() and words[-1][0].islower():
        words.pop()
    return start + words[-1].end() if words else end


def _behind_form(text: str, start: int, end: int) -> int:
    """Return where a company's name ends: the next sentence is none of its seat."""
    form = legal_form().search(fold(text[start:end]))
    rest = text[start + form.end() : end].strip() if form else ""
    goes_on = re.match(r"[ ][^\W\d_]", text[end : end + 2])
    small = rest[:1].islower() or (
        goes_on is not None and text[end + 1].islower() and not find_place(rest)
    )
    if form is None or not rest or not small:
        return end
    stop = start + form.end()
    dotted = text[stop : stop + 1] == "." and "." in form.group()
    return stop + dotted


def _closed(text: str, start: int, end: int) -> int:
    """Return where a name ends, the quotation mark that it opened closed."""
    piece = text[start:end]
    opened = max(piece.rfind(mark) for mark in "„«")
    closed = any(mark in piece[opened + 1 :] for mark in '“”»"')
    if piece.count('"') == 1 and piece[0] != '"' and opened < 0:
        opened, closed = piece.index('"'), False
    follows = text[end : end + 1] in ("“", "”", "»", '"')
    return end + 1 if opened > 0 and not closed and follows else end


def _with_quoted(text: str, start: int, end: int) -> int:
    """Return where a name of letters and quotes ends: `N.T.P. „Drini“`."""
    letters = _DOTTED.fullmatch(text, start, end)
    name = _QUOTED_NAME.match(text, end) if letters else None
    return name.end() if name else end


def _without_common(text: str, start: int, end: int) -> int:
    """Return where an organization's name ends before an English common word.

    `EULEX monitor` leaves EULEX; of `Interception desk` nothing is left.
    """
    words = text[start:end].split()
    if len(words) < 2 or words[-1] not in word_set("cues", "common_tails"):
        return end
    while len(words) > 1 and words[-1].islower():
        words.pop()
    name = " ".join(words)
    if len(words) == 1 and not (name.isupper() or find_place(name)):
        return start
    return start + text[start:end].index(words[-1]) + len(words[-1])


def _without_labels(text: str, start: int, end: int) -> int:
    """Return where a name ends before the label of what follows: `Vuk Antić JMBG`."""
    words = text[start:end].split()
    kept = list(words)
    while len(kept) > 1 and fold(kept[-1].strip(EDGES)) in word_set("cues", "never"):
        kept.pop()
    if len(kept) == len(words):
        return end
    last = text.index(kept[-1], start) + len(kept[-1])
    return last if len(kept) > 1 else start
