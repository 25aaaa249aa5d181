"""Names by the words around them: roles, form fields, legal forms, streets.

What a small model misses in case documents is mostly announced: a suspect's name by
the word suspect, a company by its legal form, an address by its street.
"""

import re
from collections.abc import Iterator
from functools import cache

from extraction.recognition.addresses import find_addresses
from extraction.recognition.fields import FIELD, find_fields
from extraction.recognition.gazetteer import find_place, find_places
from extraction.recognition.given import first_names
from extraction.recognition.identifiers.scan import Candidate
from extraction.recognition.inflection import oblique_forms
from extraction.recognition.normalizing import plain_name
from extraction.recognition.paradigms import is_family
from extraction.recognition.wording import (
    CAPITALIZED,
    UPPER,
    fold,
    load,
    pattern,
    word_set,
)
from graph.names import fold as fold_name

STREET, ALIAS, COMPANY, LAW, MODEL, ROLE, GIVEN, PLACE = (
    12,
    14,
    15,
    17,
    40,
    45,
    50,
    60,
)
"""Ranks, behind that of fields: of overlapping candidates the lower wins."""

_CAP = CAPITALIZED
_LAW = re.compile(r"(?<!\w)(?:KZ|ZKP|КЗ|ЗКП)(?:-a|-а)?[ ]")
_NAME = re.compile(rf"{_CAP}(?:[ \u00a0]{_CAP}|[ ][{UPPER}]\.){{1,3}}")
_WORD = re.compile(_CAP)
_QUOTED = re.compile(rf"[„“\"«”]([{UPPER}\d][^„“\"«»”\n]{{1,50}})[“”\"»]")
_GANG_NAME = re.compile(rf"(?!The[ ])(?:{_CAP}[ ]){{1,3}}\Z")
_GANG_ADJECTIVE = re.compile(
    r"(?<!\w)[^\W\d_]+[sčcšсчш][kк](?:i|iot|og|om|im|и|иот|ог|ом|им)[ ]\Z"
)
_ALIAS = re.compile(rf"[\s.:,]{{1,3}}({_CAP}(?:[ ]{_CAP})?)(?!\w)")
_QUOTED_ALIAS = re.compile(
    rf"[\s.:,]{{1,3}}[„“\"«”]({_CAP}(?:[ ][^\W\d_]+){{0,3}})[“”\"»]"
)
_ASIDE = re.compile(
    rf"(?<!\w)({_CAP})[ ](?:\(({_CAP})\)|[„“\"«”]({_CAP})[“”\"»])[ ]({_CAP})(?!\w)"
)
_LISTED = re.compile(r"\d{1,3}[.)]|(?!a1)[a-z]-?\d{1,2}")
"""What a list gives to what it names: `3.`, `o1`."""

_NAME_PART = rf"[„“\"«”]?[{UPPER}\d][\w&'’-]*(?:\.[\w&]+)*[“”\"»]?"


def find_by_rules(text: str) -> Iterator[Candidate]:
    """Yield candidates of every rule; they may overlap."""
    folded = fold(text)
    yield from find_fields(text)
    yield from _with_aside(text)
    for start, end in find_addresses(text):
        yield Candidate(start, end, "ADDRESS", "", STREET)
    yield from _companies(text, folded)
    yield from _laws(text)
    yield from _quoted(text, folded)
    yield from _gangs(text, folded)
    yield from _after_roles(text, folded)
    yield from _aliases(text, folded)
    yield from _given(text)
    yield from _places(text)


def _aliases(text: str, folded: str) -> Iterator[Candidate]:
    """Yield a nickname behind `zvani` or `known as`, longer ones only in quotes."""
    for match in pattern("cues", "aliases").finditer(folded):
        name = _QUOTED_ALIAS.match(text, match.end()) or _ALIAS.match(text, match.end())
        if name and fold(name[1]) not in word_set("cues", "never"):
            yield Candidate(name.start(1), name.end(1), "PER", "", ALIAS)


def _with_aside(text: str) -> Iterator[Candidate]:
    """Yield a name with the father in brackets or a nickname in quotes inside."""
    forms = given_forms()
    for match in _ASIDE.finditer(text):
        outer = [plain_name(word) for word in (match[1], match[4])]
        known = any(fold_key(w) in forms or is_family(w, "slavic") for w in outer)
        told = known if match[3] else known and fold_key(match[2]) in forms
        if told and _plausible(f"{match[1]} {match[4]}"):
            yield Candidate(*match.span(), "PER", "", FIELD)


_UNDOTTED = frozenset({"shpk", "doo", "dooel", "llc", "gmbh", "limited", "ad", "fze"})
_MAYBE_DOTTED = frozenset({"ltd", "inc", "plc", "corp", "co", "kft"})


@cache
def legal_form() -> re.Pattern[str]:
    """Return the pattern of a legal form behind a company's name, on folded text."""
    forms = "|".join(load("cues")["legal_forms"])
    return re.compile(rf"[\s,]\s?(?:{forms})(?![\w])")


def _companies(text: str, folded: str) -> Iterator[Candidate]:
    for match in legal_form().finditer(folded):
        form = folded[match.start() : match.end()].strip(" ,")
        if (
            form in ("ad", "inc", "ag", "ood", "eood", "fzo", "plc")
            and not text[match.start() : match.end()].strip(" ,").isupper()
        ):
            continue
        before = text[max(0, match.start() - 60) : match.start()]
        before = before.rsplit("\n", 1)[-1].rsplit("\t", 1)[-1]
        name = re.search(
            rf"{_NAME_PART}(?:[ ](?:{_NAME_PART}|[&i]|dhe|and)){{0,4}}\Z", before
        )
        if name is None:
            continue
        start = match.start() - len(before) + name.start()
        start = skip_titles(text, start, match.end())
        start = skip_documents(text, start, match.end())
        if start < match.start():
            end = match.end()
            start += _is_opened(text[start:end])
            end -= form.endswith(".") and (
                form[:-1] in _UNDOTTED
                or (form[:-1] in _MAYBE_DOTTED and _is_full_stop(text, end))
            )
            if not text[start:end].endswith(".") and text[end : end + 1] == ".":
                end += "." in form[:-1]
            yield Candidate(start, _with_seat(text, end), "ORG", "", COMPANY)


def _is_full_stop(text: str, end: int) -> bool:
    """Whether the dot before a place of the text ends its sentence, no seat behind."""
    following = re.match(r"[ ]([A-Z]\S*)|\s*\n|\s*\Z", text[end : end + 60])
    if following is None:
        return False
    word = following[1]
    return word is None or next(find_places(word), None) is None


def _with_seat(text: str, end: int) -> int:
    """Return the end of a company's name with the place just behind its legal form."""
    seat = re.match(
        rf"[ ]((?:s|с|fsh)\.[ ])?({_CAP}(?:[ ]{_CAP})?)", text[end : end + 60]
    )
    if seat is None:
        return end
    place = next(find_places(seat[2]), None)
    if place and place.start == 0:
        return end + seat.start(2) + place.end
    return end + seat.end(2) if seat[1] else end


def _is_opened(name: str) -> bool:
    """Whether a name begins with a quotation mark that it does not close."""
    return name[:1] in '„“"«' and not any(mark in name[1:] for mark in '“”"»')


def skip_documents(text: str, start: int, end: int) -> int:
    """Return where a company's name begins behind the document that is of it."""
    if legal_form().search(fold(text[start:end])) is None:
        return start
    while word := re.match(r"(\w+)\s+", text[start:end]):
        if not pattern("barred", "documents").fullmatch(fold(word[1])):
            break
        start += word.end()
    return start


def skip_titles(text: str, start: int, end: int) -> int:
    """Return where an organization's name begins behind `firm`, `3.` and the like."""
    skipped = pattern("cues", "named")
    while match := re.match(r"(\S+)\s+(?=[^a-zа-ш])", text[start:end]):
        word = fold(match[1])
        if not skipped.fullmatch(word) and not _LISTED.fullmatch(word):
            break
        rest = text[start + match.end() : end]
        if len(rest.split()) < 2 and rest[:1] not in '„“"«':
            break
        start += match.end()
    return start


def _laws(text: str) -> Iterator[Candidate]:
    """Yield the country whose code of law is meant: `KZ Crne Gore`."""
    for match in _LAW.finditer(text):
        place = next(find_places(text[match.end() : match.end() + 40]), None)
        if place and place.start == 0 and place.place.is_country:
            start = match.end()
            yield Candidate(start, start + place.end, "LOC", place.place.name, LAW)


def _quoted(text: str, folded: str) -> Iterator[Candidate]:
    named = pattern("cues", "named")
    for match in _QUOTED.finditer(text):
        before = folded[max(0, match.start() - 30) : match.start()].rstrip()
        word = before.rsplit(" ", 1)[-1].rsplit("\n", 1)[-1]
        if word and named.fullmatch(word):
            yield Candidate(*match.span(1), "ORG", "", COMPANY + 1)


def _gangs(text: str, folded: str) -> Iterator[Candidate]:
    """Yield a group by its kind: `Keljmend clan`, `škaljarskog klana`."""
    for key, before in (("gangs", _GANG_NAME), ("clans", _GANG_ADJECTIVE)):
        for match in pattern("cues", key).finditer(folded):
            start = max(0, match.start() - 60)
            if key == "gangs" and not match[0] == text[slice(*match.span())].lower():
                continue
            named = before.search(text[start : match.start()])
            if named and fold(named.group().strip()) not in word_set("cues", "never"):
                yield Candidate(start + named.start(), match.end(), "ORG", "", COMPANY)


def _after_roles(text: str, folded: str) -> Iterator[Candidate]:
    for match in pattern("cues", "roles").finditer(folded):
        gap = re.match(r"[ \u00a0]{1,2}", text[match.end() :][:2])
        if gap is None:
            continue
        name = _NAME.match(text, match.end() + gap.end())
        heading = text[match.start() : match.end()].isupper()
        if name and _plausible(name.group()) and not (heading and _is_plain(name[0])):
            yield Candidate(name.start(), name.end(), "PER", "", ROLE)


def _is_plain(words: str) -> bool:
    """Whether words in capitals show no first name: a heading's are no names."""
    return words.isupper() and not any(
        fold_key(w) in given_forms() for w in words.split()
    )


def _plausible(name: str) -> bool:
    words = [fold(w) for w in name.split()]
    never = word_set("cues", "never")
    return not any(w in never for w in words) and find_place(name) is None


@cache
def given_forms() -> dict[str, str]:
    """Return folded forms of first names, in any case → the name itself."""
    forms: dict[str, str] = {}
    names = [n for sex in first_names().values() for row in sex.values() for n in row]
    for name in names:
        for form in oblique_forms(name):
            forms.setdefault(fold_key(form), name)
    forms.update({fold_key(name): name for name in names})
    return forms


def fold_key(word: str) -> str:
    """Return a word's key, the same from both scripts."""
    return fold_name(word)


@cache
def _common() -> frozenset[str]:
    return frozenset(fold_key(word) for word in load("names")["common"].split())


def _given(text: str) -> Iterator[Candidate]:
    """Yield a known first name with the capitalized words behind it."""
    forms = given_forms()
    for match in _NAME.finditer(text):
        words = list(_WORD.finditer(text, match.start(), match.end()))
        for index, word in enumerate(words[:-1]):
            key = fold_key(word.group())
            if key not in forms or key in _common():
                continue
            last = words[min(index + 1, len(words) - 1)]
            name = text[word.start() : last.end()]
            if _plausible(name) and find_place(last.group()) is None:
                yield Candidate(word.start(), last.end(), "PER", "", GIVEN)
            break


def _places(text: str) -> Iterator[Candidate]:
    for found in find_places(text):
        yield Candidate(found.start, found.end, "LOC", found.place.name, PLACE)
