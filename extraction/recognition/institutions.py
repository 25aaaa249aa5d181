"""Names of institutions in a case or with an article → as they call themselves."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from extraction.recognition.gazetteer import find_place
from extraction.recognition.paradigms import family_of
from extraction.recognition.wording import fold as fold_word
from extraction.recognition.wording import load, pattern
from graph.names import fold, to_latin

_ABBREVIATED = re.compile(r"\b([^\W\d_]{2,8})-[a-zë]{1,3}\b")
_SOFT = ("š", "ž", "č", "ć", "đ", "j", "lj", "nj", "c", "šć", "št")
_SEAM = re.compile(
    r" (?:pranë|në kuadër të|при|во рамките на|pri|u okviru|at the|within the"
    r"|(?P<of>of the|i|e|të|на)) (?=[^\W\d_a-zа-шçë])"
)
_FROM = re.compile(r"(\w{3,}?)([sšcčć])k(?:i|a|o|e|u|og|oga|om|oj|im|ih)")
_FURTHEST = 4
_SHORTEST = 5


def institution_name(name: str, language: str | None) -> str:
    """Return a name in Latin with its head in the nominative and without an article.

    Only what the lists of institutions.yaml know changes; `EKIP-a` becomes `EKIP`.
    """
    words = _ABBREVIATED.sub(_without_ending, name).split()
    if not words:
        return name
    change = {
        "slavic": _from_slavic,
        "macedonian": _from_macedonian,
        "albanian": _from_albanian,
    }.get(family_of(language))
    return " ".join(change(words) if change else words)


def is_head(word: str) -> bool:
    """Whether a word is a form of a noun that heads institutions' names."""
    return fold(word) in _heads()


def is_seated(word: str) -> bool:
    """Whether a word heads the name of an institution that its seat ends."""
    known = _heads().get(fold(word))
    return known is not None and known[0] not in load("institutions")["sites"]


def is_adjective(word: str) -> bool:
    """Whether a word has an ending that an adjective before such a noun has."""
    lower = fold(word)
    endings = {e for row in load("institutions")["adjectives"].values() for e in row}
    return lower.endswith(("ski", "ska", "sko", "ni", "na", "no", *endings))


def is_of_place(word: str) -> bool:
    """Whether a word is an adjective that says from where: `ohridski`, `nikšićka`."""
    known = _FROM.fullmatch(to_latin(word.lower()).text)
    if known is None:
        return False
    stem, last = known.groups()
    return any(find_place(f"{stem}{end}") for end in (last, "", "o", "a", "e"))


def find_seam(name: str) -> tuple[int, int] | None:
    """Return where a unit's name ends and its institution's begins, None for one name.

    `Njësia e Hetimit pranë Policisë së Kosovës` is two, `Drejtoria e Policisë` one.
    """
    head = re.match(r"\w+", name)
    if head is None or not pattern("institutions", "units").fullmatch(
        fold_word(head[0])
    ):
        return None
    for seam in _SEAM.finditer(name, head.end()):
        first = name[: seam.start()]
        if seam["of"] is None or (" " in first and _names_office(first, name, seam)):
            return seam.start(), seam.end()
    return None


def _names_office(first: str, name: str, seam: re.Match[str]) -> bool:
    """Whether behind "of" another institution follows a unit that is named in full."""
    if not re.search(r" (?:for|për|за|za) ", first):
        return False
    words = [fold_word(word) for word in re.findall(r"\w+", name[seam.end() :])]
    offices = pattern("institutions", "offices")
    heads = words if seam["of"] == "of the" else words[:1]
    return any(offices.fullmatch(word) for word in heads)


def _without_ending(match: re.Match[str]) -> str:
    return match[1] if match[1].isupper() else match[0]


def _from_slavic(words: Sequence[str]) -> Sequence[str]:
    for place, word in enumerate(words[:_FURTHEST]):
        head = _heads().get(fold(word))
        if head is None:
            continue
        noun, gender = head
        before = [_adjective(other, gender) for other in words[:place]]
        if fold(word) == fold(noun) or not all(before):
            return words
        named = [one for one in before if one]
        return [*named, _as_written(noun, word), *words[place + 1 :]]
    return words


def _adjective(word: str, gender: str) -> str | None:
    """Return an adjective's nominative beside a noun; None for any other word."""
    lower = word.lower()
    for ending in load("institutions")["adjectives"][gender]:
        stem = lower.removesuffix(ending)
        if stem != lower and len(stem) > 2:
            neuter = "e" if stem.endswith(_SOFT) else "o"
            last = {"m": "i", "f": "a", "n": neuter}[gender]
            return _as_written(stem + last, word)
    return None


def _from_macedonian(words: Sequence[str]) -> Sequence[str]:
    first = words[0].lower()
    for ending, last in load("institutions")["macedonian"]:
        bare, times = re.subn(ending, last, first)
        if times and len(first) > _SHORTEST:
            return [_as_written(bare, words[0]), *words[1:]]
    return words


def _from_albanian(words: Sequence[str]) -> Sequence[str]:
    first = words[0].lower()
    for ending, last, sex in load("institutions")["albanian_endings"]:
        stem = first.removesuffix(ending)
        whole = stem + last
        known = whole.rstrip("a") if sex == "f" else stem
        if stem != first and known in load("institutions")["albanian"].split():
            rest = list(words[1:])
            if rest and rest[0] in ("së", "të"):
                rest[0] = "e" if sex == "f" else "i"
            return [_as_written(whole, words[0]), *rest]
    return words


def _as_written(word: str, model: str) -> str:
    """Return a word with the capitals of another."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word.capitalize() if model[:1].isupper() else word


@cache
def _heads() -> Mapping[str, tuple[str, str]]:
    """Return the keys of the nouns' cases → the nominative and its gender."""
    found: dict[str, tuple[str, str]] = {}
    for gender, nouns in load("institutions")["slavic"].items():
        for noun in nouns.split():
            for form in _forms(noun, gender):
                found.setdefault(fold(form), (noun, gender))
    return found


def _forms(noun: str, gender: str) -> list[str]:
    if gender == "f":
        stem = noun[:-1]
        soft = [f"{stem[:-1]}ci"] if stem.endswith("k") else []
        return [noun, *(stem + e for e in ("e", "i", "u", "om")), *soft]
    if gender == "n":
        return [noun, *(noun[:-1] + e for e in ("a", "u", "om", "em"))]
    stem = f"{noun[:-2]}{noun[-1]}" if noun.endswith("ar") else noun
    return [noun, *(stem + e for e in ("a", "u", "om", "em"))]
