"""The recognizer's spans → names with clean edges: no titles, labels, cells beside."""

import re
from collections.abc import Iterable, Iterator

from extraction.recognition.addresses import town_before_street, with_place
from extraction.recognition.barring import is_barred
from extraction.recognition.fields import ADDRESS_END
from extraction.recognition.gazetteer import find_place
from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.institutions import (
    find_seam,
    is_adjective,
    is_head,
    is_seated,
)
from extraction.recognition.normalizing import plain_name
from extraction.recognition.paradigms import is_family, is_given
from extraction.recognition.rules import (
    MODEL,
    fold_key,
    given_forms,
    legal_form,
    skip_documents,
    skip_titles,
)
from extraction.recognition.wording import UPPER, fold, pattern, word_set

_EDGES = " \t\n\"'„“”«».,;:()[]-–—*"
_CELLS = re.compile(r"[|\t]|[ \u00a0]{3,}")
_INITIAL = re.compile(r"(?:\A|[\s.])(?:\w|Lj|Nj|Dž|Gj|Xh|[DRSTZ]h|Љ|Њ|Џ)\Z")
_INITIAL_BEFORE = re.compile(rf"(?:(?<=[\s(|:,])|(?<![\s\S]))([{UPPER}]\.\s?)\Z")
_HEADING_END = re.compile(rf"(?<=[^\s,])(?<!-)[ ]?\n\s*(?=[{UPPER}])")
_LONGEST_HEADING = 70
_DOTTED = re.compile(rf"(?:[{UPPER}]{{1,2}}\.){{2,5}}")
_QUOTED_NAME = re.compile(rf" [„“\"][{UPPER}][^„“”\"\n]{{1,40}}[“”\"]")
_PREPOSITION = 2
_ORDINAL = re.compile(r"(?:\d{1,3}[.)]\s+)?")
_SENTENCE = re.compile(rf"(?<=\d)\.\s(?=[{UPPER}])")
_NO_ADDRESS = re.compile(
    r"[RР]\.\s?(?:br|бр)\.|[A-ZА-Ш]-?\d{1,2}\Z"
    r"|[^\s“”\"]{1,20}[“”\"]\s[A-ZА-Ш]{2}[ -]?\d{3,4}[ -]?[A-ZА-Ш]{2}\Z"
)
"""A row's number, a label, and a vehicle's make in quotes before its plate."""

_NUMBER = re.compile(r"\s(?:br|бр|nr)\.?\s?\d+\Z")
_SMALL_BEHIND = re.compile(r"(?<=[^\W\d_]) ([^\W\d_]{4,})\Z")
_LABELS = re.compile(rf"(?:(?!A1\b)[{UPPER}]-?\d{{1,2}}[ ]?[–:]?\s+)+(?=\S)")
"""What a list gives to a thing before its name: `O1 Drini Cargo`."""

_LABELLED_LINE = re.compile(rf"\s*\n\s*(?=[{UPPER}]-?\d{{1,2}}(?:\s|\Z))")
_ARTICLE = re.compile(r"[Tt]he\s+(?!Hague)")
_WORDS = re.compile(r"\w+")
_QUARTER = re.compile(r"\([^()\n]{1,40}\)(?=,)")
_LETTERS = re.compile(r"(?:\A|\W)(?:[A-Z]\.)+[A-Z]\Z")
"""An abbreviation of single letters: U.S."""
_OFFICE_BEFORE = re.compile(
    r"(?<![\w-])((?:PU za grad|PU|SO|PPU|SJB|CSB|CB|OKP|"
    r"ПУ за град|ПУ|СО|ЦЈБ|ОВР|СВР) )\Z"
)
"""The letters of a police station or municipality, whose place follows."""
_REFERENCE = re.compile(r"\s(?:br|бр|nr)\.?\Z", re.IGNORECASE)
_STREET_BEFORE = re.compile(r"(?<!\w)([^\W\d_]+\.?)\s[„“\"«']\Z")
_STREET_BACK = 16
_HEAD_BEHIND = re.compile(r"[ ]([^\W\d_A-ZČĆŠŽĐ]+)(?!\w)")
_SEAT_BEHIND = re.compile(
    rf"(?:[ ][^\W\d_{UPPER}]{{3,20}}){{0,2}}[ ](?:u |у )?([{UPPER}]\w+)(?!\w)"
)
_KIND_BEFORE = re.compile(rf"(?<!\w)(?!I|X|V)[{UPPER}]{{2,5}}[ ]\Z")
"""What a body is, in capitals before its name in quotes: `ZZ „Voćar“`."""

_BODY_BEFORE = re.compile(
    r"(?<!\w)(?:grup|klan|band|mafi)\w{0,3} (?:i|e|të|së) \Z", re.IGNORECASE
)
"""A group that is called after what follows: `grupi i Zadrimës`."""

_FAMILIES = ("slavic", "albanian")
_OPENING, _CLOSING = tuple('„“"«'), tuple('“”"»')
_ADDRESS_WORDS = ("street", "quarters", "address_units", "address_words")
_WITHIN_ADDRESS = re.compile(r"[“”\"»'],?\s")
_INITIALS = re.compile(r",\s\w\.\s?\w\.?\Z")


def mend(text: str, found: Candidate, is_accurate: bool) -> Iterator[Candidate]:
    """Yield what is a name in the recognizer's span, each cell or column's apart."""
    start = found.start
    if found.type == "ORG" and (seam := find_seam(text[start : found.end])):
        for first, last in ((0, seam[0]), (seam[1], found.end - start)):
            part = found._replace(start=start + first, end=start + last)
            yield from mend(text, part, is_accurate)
        return
    if labelled := _LABELLED_LINE.search(text, start, found.end):
        yield from mend(text, found._replace(end=labelled.start()), is_accurate)
        yield from mend(text, found._replace(start=labelled.end()), is_accurate)
        return
    if broken := _place_beside(text, found):
        found = found._replace(end=broken)
    line = _HEADING_END.search(text, start, found.end)
    if found.type == "ORG" and line and _is_heading(text, start, line.start()):
        rest = text[line.end() : found.end].strip(_EDGES)
        kind = "LOC" if find_place(rest) else "ORG"
        yield from mend(text, found._replace(end=line.start()), is_accurate)
        if kind == "LOC" or " " in rest:
            behind = found._replace(start=line.end(), type=kind)
            yield from mend(text, behind, is_accurate)
        return
    for cell in _CELLS.finditer(text, found.start, found.end):
        yield from _mend(
            text, found._replace(start=start, end=cell.start()), is_accurate
        )
        start = cell.end()
    yield from _mend(text, found._replace(start=start), is_accurate)


def _place_beside(text: str, found: Candidate) -> int:
    """Return where a line ends of which the next is no part, else 0.

    A place ends with its line, and a person before a line that begins with a place.
    """
    first, broken, second = text[found.start : found.end].partition("\n")
    if not broken or found.type not in ("PER", "LOC"):
        return 0
    alone = find_place(first if found.type == "LOC" else second) is not None
    whole = find_place(f"{first} {second}") is not None
    return found.start + len(first) if alone and not whole else 0


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether an organization fills a short line, or what stands behind its label."""
    first = text.rfind("\n", 0, end) + 1
    before = text[first:start].rstrip()
    words = text[start:end].split()
    whole = end - first <= _LONGEST_HEADING and (not before or before[-1] in ":–-,")
    return whole and len(words[-1]) > _PREPOSITION


def _mend(text: str, found: Candidate, is_accurate: bool) -> Iterator[Candidate]:
    """Yield the span with its edges cleaned, or nothing."""
    start, end, label = found.start, found.end, found.type
    start += len(_ORDINAL.match(text[start:end]).group())  # type: ignore[union-attr]
    for leading in (_LABELS, _ARTICLE):
        if match := leading.match(text[start:end]):
            start += match.end()
    if label == "LOC" and (
        office := _OFFICE_BEFORE.search(text, max(0, start - _STREET_BACK), start)
    ):
        start, label = office.start(1), "ORG"
    if label == "ORG":
        start = skip_titles(text, start, end)
        start = skip_documents(text, start, end)
        end = start + len(_REFERENCE.sub("", text[start:end]))
    if label == "ADDRESS":
        end = _end_of_address(text, start, end)
        start = _begin_of_address(text, start, end)
        if _NO_ADDRESS.match(text[start:end]) or _is_title(text[start:end]):
            return
        start = _with_street(text, start)
        if town := town_before_street(text, start, end):
            yield Candidate(start, start + town, "LOC", "", MODEL)
            start += town
        end = with_place(text, end)
    start, end = _trim(text, start, end, label)
    if label in ("ORG", "LOC") and (
        body := _BODY_BEFORE.search(text, max(0, start - _STREET_BACK), start)
    ):
        start, label = body.start(), "ORG"
    if label in ("PER", "ORG", "LOC") and (kind := _kind_of_place(text, start, end)):
        start, label = start + kind, "LOC"
    if label == "PER" and not find_place(text[start:end]):
        opened, start = start, _without_titles(text, start, end)
        if start > opened and find_place(text[start:end]):
            label = "LOC"
    if label == "PER":
        start = _with_initial(text, start, end)
        end = _without_labels(text, start, end)
        end = _before_small(text, start, end)
    if label in ("PER", "ORG"):
        end = _before_copula(text, start, end)
    if label == "ORG":
        end = _behind_form(text, start, end)
        end = _closed(text, start, end)
        end = _without_common(text, start, end)
        end = _with_quoted(text, start, end)
    if label in ("LOC", "PER") and (behind := _institution(text, start, end, label)):
        end, label = behind, "ORG"
    if label == "LOC" and _is_quoted(text, start, end):
        label = "ORG"
    if label in ("ORG", "LOC") and _is_person(text, start, end):
        label = "PER"
    piece = text[start:end]
    named = is_accurate and label != "ADDRESS"
    if not any(c.isupper() or (named and c.isalpha()) for c in piece):
        return
    words = [fold(word.strip(_EDGES)) for word in piece.split()]
    never = word_set("cues", "never")
    if all(w in never or not any(c.isalpha() for c in w) for w in words):
        return
    if label == "PER" and (any(c.isdigit() for c in piece) or words[0] in never):
        return
    if label == "ADDRESS" and all(find_place(part) for part in piece.split(",")):
        return
    place = find_place(piece)
    if place and label == "ORG" and not _is_quoted(text, start, end):
        label = "LOC"
    if place and label == "PER" and not is_accurate:
        label = "LOC"
    if label == "LOC" and not piece[0].isupper() and not is_accurate:
        return
    if label == "PER" and all(word in word_set("cues", "titles") for word in words):
        return
    if is_barred(text, start, end, label):
        return
    yield Candidate(start, end, label, "", MODEL)


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


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a span stands alone between quotation marks: no place does."""
    return text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING


def _is_person(text: str, start: int, end: int) -> bool:
    """Whether what was taken for a body or a place is a first name, and a family's."""
    name = text[start:end]
    words = [plain_name(word) for word in name.split()]
    if not 0 < len(words) < 3 or find_place(name) or _is_quoted(text, start, end):
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


def _is_title(piece: str) -> bool:
    """Whether words in capitals have a number behind: a report's title."""
    words = _NUMBER.sub("", piece)
    return words != piece and words.isupper() and " " in words.strip()


def _end_of_address(text: str, start: int, end: int) -> int:
    """Return where what is no address begins; a quarter in brackets is of it."""
    piece = _QUARTER.sub(lambda m: "_" * len(m[0]), text[start:end])
    stop = _SENTENCE.search(piece) or ADDRESS_END.search(piece)
    end = _without_remark(text, start, start + stop.start() if stop else end)
    while word := _SMALL_BEHIND.search(text, start, end):
        if not word[1].islower() or _is_of_address(word[1]):
            break
        end = word.start()
    return end


def _without_remark(text: str, start: int, end: int) -> int:
    """Return where an address ends before what a comma parts from it: `, udata`."""
    while (comma := text.rfind(",", start, end)) > start:
        words = text[comma + 1 : end].split()
        told = words and words[0][0].islower() and not any(map(str.isdigit, words[-1]))
        if not told or _is_of_address(words[0]):
            break
        end = comma
    return end


def _begin_of_address(text: str, start: int, end: int) -> int:
    """Return where an address begins behind the common words before it: `kuće`."""
    while word := re.match(r"([^\W\d_]+\.?),?\s+", text[start:end]):
        if not word[1][0].islower() or _is_of_address(word[1]):
            break
        start += word.end()
    return start


def _is_of_address(word: str) -> bool:
    return any(fold(word) in word_set("cues", key) for key in _ADDRESS_WORDS)


def _with_street(text: str, start: int) -> int:
    """Return where an address begins with `street „` before the street's name."""
    opened = _STREET_BEFORE.search(text, max(0, start - _STREET_BACK), start)
    if opened is None or fold(opened[1]) not in word_set("cues", "street"):
        return start
    return opened.start(1)


def _trim(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    piece = text[start:end]
    if label == "ORG" and piece[:1] in '„“"«' and piece[-1:] not in '“”"»':
        if any(mark in piece[1:] for mark in '“”"»'):
            dotted = re.search(r"\.\w{1,3}\Z", piece) and text[end : end + 1] == "."
            stopped = find_place(piece.rstrip(".").rpartition(" ")[2]) is not None
            return start, end + bool(dotted) - (stopped and piece.endswith("."))
    if label == "ORG" and (opened := _opened_before(text, start, end)):
        return opened, end - len(piece) + len(piece.rstrip(_EDGES))
    end -= len(piece) - len(piece.rstrip(_EDGES))
    if label == "ORG" and re.search(r"\.\w{1,3}\Z", text[start:end]):
        end += text[end : end + 1] == "."
    start += len(piece) - len(piece.lstrip(_EDGES))
    if label == "PER" and _INITIAL.search(text[start:end]):
        end += text[end : end + 1] == "."
    if label in ("LOC", "ORG") and _LETTERS.search(text[start:end]):
        end += text[end : end + 1] == "."
    if label == "ADDRESS":
        end -= len(text[start:end]) - len(_INITIALS.sub("", text[start:end]))
    return start, max(start, end)


def _opened_before(text: str, start: int, end: int) -> int:
    """Return where a name begins whose quotation mark closes inside the span, else 0.

    `Tamiš taksi“ Pančevo` begins with its mark, and before that with `ZZ`.
    """
    piece = text[start:end].rstrip(_EDGES)
    closed = re.search(r"[“”\"»](?=\s\w)", piece)
    if closed is None or any(m in piece[: closed.start()] for m in '„“«"'):
        return 0
    if text[start - 1 : start] not in _OPENING:
        return 0
    kind = _KIND_BEFORE.search(text, max(0, start - _STREET_BACK), start - 1)
    return kind.start() if kind else start - 1


def _without_titles(text: str, start: int, end: int) -> int:
    """Return where a name begins behind titles, roles and words without a capital."""
    titles = word_set("cues", "titles")
    while match := re.match(r"(\S+)\s+", text[start:end]):
        word = fold(match[1].strip(_EDGES))
        small = match[1][0].islower() and word not in word_set("cues", "particles")
        role = pattern("cues", "roles").fullmatch(word)
        if not (small or role or word in titles or word in word_set("cues", "openers")):
            break
        start += match.end()
    return start


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
    while len(kept) > 1 and fold(kept[-1].strip(_EDGES)) in word_set("cues", "never"):
        kept.pop()
    if len(kept) == len(words):
        return end
    last = text.index(kept[-1], start) + len(kept[-1])
    return last if len(kept) > 1 else start


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
