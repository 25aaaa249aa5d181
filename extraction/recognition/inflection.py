"""Names in their cases: the forms a name takes in Serbo-Croatian and Albanian text.

Rules over endings, in Latin letters, with capitals as given: enough to write forms
for the gazetteer and to tell whether one name can be a case of another.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

CASES = ("gen", "dat", "acc", "ins")

_VOWELS = "aeiouë"
_SOFT = ("š", "ž", "č", "ć", "đ", "lj", "nj", "j", "c", "dž")
_FLEETING = ("Petar", "Aleksandar", "Mitar", "Dimitar", "Lazo")
_ADJECTIVES = ("ski", "cki", "ški", "čki", "ški", "ćki", "ki")
_ADJECTIVAL = ("ska", "cka", "ška", "čka")

Forms = Mapping[str, str]


def decline_masculine(word: str) -> Forms:
    """Return the cases of a man's given or family name in Serbo-Croatian."""
    if word.endswith(_ADJECTIVES) and len(word) > 4:
        stem = word[:-1]
        return _cases(f"{stem}og", f"{stem}om", f"{stem}og", f"{stem}im")
    if word.endswith("a"):
        return _decline_a(word)
    if word in _FLEETING and word.endswith("ar"):
        return _consonant(f"{word[:-2]}r")
    if word.endswith("o") or (word.endswith("e") and len(word) > 3):
        return _consonant(word[:-1])
    if word.endswith(("i", "y")):
        return _cases(f"{word}ja", f"{word}ju", f"{word}ja", f"{word}jem")
    return _consonant(word)


def decline_feminine(word: str) -> Forms:
    """Return the cases of a woman's name; one not ending in -a never changes."""
    if word.endswith(_ADJECTIVAL):
        stem = word[:-1]
        return _cases(f"{stem}e", f"{stem}oj", f"{stem}u", f"{stem}om")
    if word.endswith("a"):
        return _decline_a(word)
    return _cases(word, word, word, word)


def decline_place(name: str) -> Forms:
    """Return the cases of a place's name in Serbo-Croatian, word by word."""
    words = name.split(" ")
    if len(words) == 1:
        return _decline_town(name)
    head = words[-1]
    last = _decline_town(head)
    first = [_decline_attribute(word, head) for word in words[:-1]]
    return {c: " ".join([*(f[c] for f in first), last[c]]) for c in CASES}


def decline_albanian(word: str) -> Forms:
    """Return the definite cases of a name in Albanian; the nominative stays."""
    if word.endswith("a"):
        stem = word[:-1]
        return _cases(f"{stem}ës", f"{stem}ës", f"{stem}ën", f"{stem}ën")
    if word.endswith("ë"):
        return _cases(f"{word}s", f"{word}s", f"{word}n", f"{word}n")
    if word.endswith("i") or word.endswith("u"):
        return _cases(f"{word}t", f"{word}t", f"{word}n", f"{word}n")
    if word.endswith(("e", "o", "y")):
        return _cases(f"{word}s", f"{word}s", f"{word}n", f"{word}n")
    if word.endswith("aj"):
        return _cases(f"{word}t", f"{word}t", f"{word}n", f"{word}n")
    vowel = "u" if word.endswith(("k", "g", "h")) else "i"
    return _cases(
        f"{word}{vowel}t", f"{word}{vowel}t", f"{word}{vowel}n", f"{word}{vowel}n"
    )


@lru_cache(maxsize=8192)
def oblique_forms(word: str) -> frozenset[str]:
    """Return every form a given or family name can take other than its own."""
    forms = {*decline_masculine(word).values(), *decline_feminine(word).values()}
    albanian = decline_albanian(word)
    forms |= set(albanian.values())
    if not word.endswith(tuple(_VOWELS)):
        forms |= {f"{word}{ending}" for ending in ("i", "u", "e", "it", "in")}
    forms |= {f"{word}{ending}" for ending in ("'s", "’s")}
    forms.discard(word)
    return frozenset(forms)


def iter_place_forms(name: str) -> Iterator[str]:
    """Yield the name and its forms in Serbo-Croatian."""
    yield name
    yield from decline_place(name).values()


def _cases(gen: str, dat: str, acc: str, ins: str) -> Forms:
    return {"gen": gen, "dat": dat, "acc": acc, "ins": ins}


def _consonant(stem: str, animate: bool = True) -> Forms:
    ending = "em" if stem.endswith(_SOFT) else "om"
    accusative = f"{stem}a" if animate else stem
    return _cases(f"{stem}a", f"{stem}u", accusative, f"{stem}{ending}")


def _decline_a(word: str) -> Forms:
    stem = word[:-1]
    return _cases(f"{stem}e", f"{stem}i", f"{stem}u", f"{stem}om")


def _decline_town(word: str) -> Forms:
    if word.endswith(("ski", "ški", "ški", "čki")):
        stem = word[:-1]
        return _cases(f"{stem}og", f"{stem}om", word, f"{stem}im")
    if word.endswith("a"):
        forms = dict(_decline_a(word))
        if word.endswith("ka") and len(word) > 4:
            forms["dat"] = f"{word[:-2]}ci"
        return forms
    if word.endswith("ac") and len(word) > 4:
        return {**_consonant(f"{word[:-2]}c"), "acc": word}
    if word.endswith(("o", "e")):
        return {**_consonant(word[:-1]), "acc": word}
    if word.endswith("i"):
        stem = word[:-1]
        return _cases(f"{stem}a", f"{stem}ima", f"{stem}e", f"{stem}ima")
    return _consonant(word, animate=False)


def _decline_attribute(word: str, head: str) -> Forms:
    """Return the cases of an adjective before a town's noun: Novi, Bijelo, Stara."""
    stem = word[:-1]
    if head.endswith("a") and word.endswith("a"):
        return _cases(f"{stem}e", f"{stem}oj", f"{stem}u", f"{stem}om")
    if word.endswith(("i", "o", "e")):
        soft = stem.endswith(_SOFT + ("nj", "š", "č"))
        og, om = ("eg", "em") if soft else ("og", "om")
        return _cases(f"{stem}{og}", f"{stem}{om}", word, f"{stem}im")
    return _cases(word, word, word, word)
