"""The stems of a noun: what is left of it without the endings that it may have."""

import re
from functools import lru_cache

Stems = frozenset[str]

_SHORTEST = 3
_ENDINGS = {
    "hbs": "a u om em e i o og oga ome omu oj im ov ova ove ovo ovu ovog ovoj ovom "
    "ovim ev eva evo evu evoj evom in ina ino inu ine inoj inom inog inim",
    "mk": "ot ta to a o e i ov va on na u",
    "sq": "i u a e in un it ut en es s n t ja jen jes ne se te",
    "en": "",
}
"""Of a case, an article, a possessive or an adjective, in one string a language."""
_FLEETING = {
    "hbs": re.compile(r"a(?=[ck]$)"),
    "mk": re.compile(r"(?<=[^aeiou])e(?=[cr]$)"),
}
"""A vowel that a noun loses before an ending: `kupac`, `kupca`."""

_IRREGULAR = {
    "oca": "otac", "ocu": "otac", "ocem": "otac", "oce": "otac", "kceri": "kcer",
    "materi": "mati", "babes": "baba", "babait": "baba", "babain": "baba",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def stems_of(word: str, language: str) -> Stems:
    """Return the stems of a folded word: `direktora` and `direktorom` share one."""
    word = _IRREGULAR.get(word, word)
    fleeting = _FLEETING.get(language)
    found = set()
    for ending in ("", *_ENDINGS[language].split()):
        stem = word.removesuffix(ending)
        if len(stem) >= _SHORTEST and len(stem) + len(ending) == len(word):
            found.add(fleeting.sub("", stem) if fleeting else stem)
    return frozenset(found)
