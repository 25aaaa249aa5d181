"""Names as they stand in a document → their normal forms: Latin, nominative, in order.

A form is taken for a case of another name only on evidence: that name stands in the
same document, or the first name is a known one in a case.
"""

import re
from collections.abc import Iterable, Mapping

from extraction.recognition.inflection import (
    decline_albanian,
    decline_feminine,
    decline_masculine,
    oblique_forms,
)
from extraction.recognition.rules import given_forms
from extraction.recognition.wording import fold as fold_letters
from graph.names import fold, to_latin

_CASED = ("gen", "dat", "acc", "ins")


def normalize_persons(
    surfaces: Iterable[str], language: str | None, reversed_names: frozenset[str]
) -> Mapping[str, str]:
    """Return each surface's normal form; `reversed_names` have the family first."""
    cleaned: dict[str, str] = {}
    for surface in surfaces:
        name = _clean(surface)
        cleaned[surface] = _reorder(name, surface in reversed_names)
    bases = _find_bases(set(cleaned.values()))
    normal: dict[str, str] = {}
    for surface, name in cleaned.items():
        base = bases.get(name)
        normal[surface] = base if base else _guess(name, language)
    return normal


def plain_name(text: str) -> str:
    """Return a name in Latin, on one line, with single blanks and no quotes around."""
    flat = " ".join(to_latin(text).text.split())
    return flat.strip(" \"'„“”«»,;:")


def _clean(surface: str) -> str:
    name = plain_name(surface)
    name = re.sub(r"['’]s\Z", "", name)
    words = [w.title() if w.isupper() and len(w) > 2 else w for w in name.split()]
    return " ".join(words)


def _reorder(name: str, is_reversed: bool) -> str:
    """Return `Given Family` for `FAMILY Given` and `Family, Given`."""
    if "," in name:
        family, _, given = name.partition(",")
        return f"{given.strip()} {family.strip()}"
    words = name.split()
    if len(words) != 2:
        return name
    forms = given_forms()
    first_known, last_known = fold(words[0]) in forms, fold(words[1]) in forms
    if last_known and not first_known and (is_reversed or _is_family(words[0])):
        return f"{words[1]} {words[0]}"
    if is_reversed and not (first_known and not last_known):
        return f"{words[1]} {words[0]}"
    return name


def _is_family(word: str) -> bool:
    return word.lower().endswith(("ić", "ic", "ski", "ska", "ović", "ev", "ov", "aj"))


def _find_bases(names: set[str]) -> dict[str, str]:
    """Return name → the name in the same document that it is a case of."""
    by_length: dict[int, list[tuple[str, list[str]]]] = {}
    for name in sorted(names):
        by_length.setdefault(len(name.split()), []).append((name, name.split()))
    found: dict[str, str] = {}
    for length, rows in by_length.items():
        if length > 4:
            continue
        index: dict[str, list[tuple[str, list[str]]]] = {}
        for name, words in rows:
            index.setdefault(fold(words[-1])[:3], []).append((name, words))
        for name, words in rows:
            for base, base_words in index.get(fold(words[-1])[:3], ()):
                if base != name and _is_case_of(words, base_words):
                    known = found.get(name)
                    if known is None or _is_case_of(known.split(), base_words):
                        found[name] = base
    return {name: _root(name, found) for name in found}


def _root(name: str, found: Mapping[str, str]) -> str:
    seen = {name}
    while (nxt := found.get(name)) and nxt not in seen:
        name = nxt
        seen.add(name)
    return name


def _is_case_of(words: list[str], base: list[str]) -> bool:
    """Whether every word is its counterpart or a case of it, one at least a case.

    A first name that is a nominative of its own (`Marija` beside `Marijan`) is none.
    """
    changed = False
    nominatives = given_forms()
    for index, (word, root) in enumerate(zip(words, base, strict=True)):
        if fold(word) == fold(root):
            changed = changed or (word != root and word.isascii())
            continue
        if word not in oblique_forms(root):
            return False
        own = nominatives.get(fold(word))
        if index == 0 and len(words) > 1 and own and fold(own) == fold(word):
            if words[-1] not in oblique_forms(base[-1]):
                return False
        changed = True
    return changed


def _guess(name: str, language: str | None) -> str:
    """Return the nominative where a known first name or the language tells it."""
    words = name.split()
    if len(words) < 2:
        return name
    if language == "sq":
        return " ".join([*words[:-1], _albanian_base(words[-1])])
    known = given_forms().get(fold(words[0]))
    stem = words[0][:-1]
    man = words[0].endswith("a") and words[-1].endswith(("ića", "skog"))
    if man and fold(stem) in given_forms() and language not in ("mk", "en"):
        return " ".join([stem, *words[1:-1], _masculine_base(words[-1])])
    if language in ("mk", "en") or (known and fold(known) == fold(words[0])):
        return name
    if known is None:
        return _guess_by_family(words)
    masculine = _case_in(words[0], known, decline_masculine(known))
    feminine = _case_in(words[0], known, decline_feminine(known))
    family = words[-1]
    if masculine and not known.endswith("a"):
        family = _masculine_base(family)
    elif masculine and feminine:
        guess = _masculine_base(family)
        family = guess if fold_letters(family) != fold_letters(guess) else family
        family = _feminine_base(family) if family == words[-1] else family
    return " ".join([known, *words[1:-1], family])


def _guess_by_family(words: list[str]) -> str:
    """Return the nominative where the family name can only be a man's in a case."""
    given, family = words[0], words[-1]
    base = _masculine_base(family)
    if not family.endswith(("ića", "iću", "ićem", "skog", "skom", "skim")):
        return " ".join(words)
    for ending, root in (("om", ""), ("em", ""), ("a", ""), ("u", ""), ("e", "a")):
        stem = given.removesuffix(ending) + root
        if given.endswith(ending) and given in decline_masculine(stem).values():
            return " ".join([stem, *words[1:-1], base])
    return " ".join([*words[:-1], base])


def _case_in(word: str, known: str, forms: Mapping[str, str]) -> bool:
    return any(fold(forms[case]) == fold(word) for case in _CASED)


def _masculine_base(family: str) -> str:
    for ending, base in (
        ("ićem", "ić"),
        ("ića", "ić"),
        ("iću", "ić"),
        ("icem", "ic"),
        ("skog", "ski"),
        ("skom", "ski"),
        ("skim", "ski"),
        ("evog", "ev"),
    ):
        if family.endswith(ending):
            return family[: -len(ending)] + base
    for ending in ("om", "em", "ja", "ju", "a", "u"):
        stem = family[: -len(ending)]
        if family.endswith(ending) and len(stem) > 2:
            forms = decline_masculine(stem).values()
            if family in forms and stem[-1] not in "aeou":
                return stem
    return family


def _feminine_base(family: str) -> str:
    for ending in ("skoj", "skom", "ske", "sku"):
        if family.endswith(ending):
            return f"{family[: -len(ending)]}ska"
    return family


def _albanian_base(family: str) -> str:
    for ending, base in (("ës", "a"), ("ën", "a"), ("it", "i"), ("in", "i")):
        if family.endswith(ending) and len(family) > 4:
            root = family[: -len(ending)] + base
            if family in decline_albanian(root).values():
                return root
    for ending in ("jt", "jn"):
        if family.endswith(ending) and len(family) > 4:
            return family[:-1]
    for ending in ("ut", "un"):
        if family.endswith(ending) and len(family) > 4:
            return family[:-1]
    return family
