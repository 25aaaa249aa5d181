"""A document's full names → their parts where they stand alone, in every case.

A recognizer that knows `Marko Perić` misses `Periću` or takes it for a place; the
document itself has said what it is.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cache, lru_cache

from extraction.model import Mention, Page
from extraction.recognition.inflection import oblique_forms
from extraction.recognition.institutions import is_head, is_of_place
from extraction.recognition.paradigms import is_family, is_given
from extraction.recognition.rules import fold_key, given_forms
from extraction.recognition.wording import UPPER, fold, load, pattern, word_set
from graph.names import fold as name_fold

BY = "repeated/1"

_SHORTEST = 3
_WORD = re.compile(rf"(?<![\w-])[{UPPER}][^\W\d_]+(?:-[{UPPER}][^\W\d_]+)*(?![\w-])")
_LOWER = re.compile(r"(?<![\w-])[^\W\d_]{3,}(?![\w-])")
_SURNAMES = ("ić", "ića", "iću", "ićem", "ski", "skog", "skom", "ska", "aj")
_ADJECTIVAL = ("", "a", "o", "e", "u", "og", "om", "oj", "im", "i", "ih", "emu", "em")


def repeat_names(
    pages: Sequence[Page], mentions: Sequence[Mention], values: Iterable[str]
) -> list[Mention]:
    """Return the mentions with the repeated ones, in order; none overlap.

    `values` are the normal forms of the document's persons; those of two words and
    more count that show that they are persons' (see _is_name). What was taken for a
    place or an organization becomes a person where it is such a name or a part of it;
    what is longer stays. A part's value is the part as the full name has it, empty
    where two names could give it.
    """
    known = frozenset(value for value in values if " " in value)
    parted = list(_parted(mentions, known))
    known -= {m.value for m in mentions} - {m.value for m in parted}
    single = {m.value for m in parted if m.type == "PER" and is_given(m.value)}
    known |= {value for value in single if value not in usual_words()}
    common = common_words(pages) if known else frozenset()
    alone = {m.value for m in parted if m.type == "PER" and " " not in m.value}
    names = [value for value in known if _is_name(value, common, alone)]
    forms = _forms_of({part for value in names for part in _parts_of(value)})
    forms = {form: part for form, part in forms.items() if form not in common}
    if not forms:
        return parted
    by_page: dict[int, list[Mention]] = {}
    for mention in (_as_person(mention, forms, known) for mention in parted):
        by_page.setdefault(mention.page, []).append(mention)
    return [
        mention
        for page in pages
        for mention in _on_page(page, by_page.get(page.number, []), forms)
    ]


def _parted(mentions: Iterable[Mention], values: Iterable[str]) -> Iterator[Mention]:
    """Yield two mentions for two family names that stand side by side.

    `Perić Iliću duguje`: both are family names of others in the document, and they do
    not agree as the words of one name do.
    """
    names = (value.rpartition(" ") for value in values)
    families = {
        family
        for given, _, family in names
        if given and not is_family(given, "slavic") and not is_given(family)
    }
    forms = _forms_of(families)
    for mention in mentions:
        if mention.type != "PER" or not _are_two(mention, forms):
            yield mention
            continue
        for found in re.finditer(r"\S+", mention.text):
            start, end = (mention.start + place for place in found.span())
            key = f"{mention.page}.{start}.{end}.PER"
            yield replace(
                mention, id=key, start=start, end=end, text=found[0], value=""
            )


def _are_two(mention: Mention, forms: Mapping[str, str]) -> bool:
    """Whether a name is a family name as it is and another one's in another case."""
    written = [name_fold(word) for word in mention.text.split()]
    if len(written) != 2:
        return False
    one, other = (forms.get(word, "") for word in written)
    is_plain = one != "" and name_fold(one) == written[0]
    return is_plain and other not in ("", one) and name_fold(other) != written[1]


def _as_person(mention: Mention, forms: Mapping[str, str], known: Set[str]) -> Mention:
    """Return a place or an organization as the person whose full name it is."""
    parts = [forms.get(name_fold(word), "") for word in mention.text.split()]
    value = " ".join(parts)
    if mention.type in ("LOC", "ORG") and len(parts) > 1 and value in known:
        return replace(mention, type="PER", value=value, by=BY)
    return mention


def _on_page(
    page: Page, mentions: list[Mention], forms: Mapping[str, str]
) -> list[Mention]:
    ordered = sorted(mentions, key=lambda m: m.start)
    starts = [m.start for m in ordered]
    added: list[Mention] = []
    never = word_set("cues", "never")
    for match in _WORD.finditer(page.text):
        part = forms.get(name_fold(match[0]))
        if part is None or fold(match[0]) in never:
            continue
        start, end = match.span()
        place = bisect_left(starts, end) - 1
        other = ordered[place] if place >= 0 and ordered[place].end > start else None
        if other is None:
            key = f"{page.number}.{start}.{end}.PER"
            added.append(
                Mention(key, page.number, start, end, match[0], "PER", part, by=BY)
            )
        elif other.text == match[0] and other.type in ("LOC", "ORG"):
            ordered[place] = replace(other, type="PER", value=part, by=BY)
        elif other.text == match[0] and part and " " not in other.value:
            ordered[place] = replace(other, value=part)
    return sorted([*ordered, *added], key=lambda m: m.start)


def _forms_of(parts: Set[str]) -> dict[str, str]:
    """Return the folded forms of parts of full names → the part.

    A form that two parts have is the part's that is written so, else nobody's.
    """
    found: dict[str, str] = {}
    for part in sorted(parts):
        for key in _keys_of(part):
            found[key] = "" if found.get(key, part) != part else part
    return found | {name_fold(part): part for part in sorted(parts)}


@lru_cache(maxsize=8192)
def _keys_of(part: str) -> frozenset[str]:
    forms = {*oblique_forms(part), *_possessives(part)}
    return frozenset(name_fold(form) for form in forms if len(form) > _SHORTEST)


def _parts_of(value: str) -> Iterator[str]:
    """Yield the parts of a full name that are worth looking for."""
    parts = value.split()
    if len(parts) > 1 or is_given(value):
        yield from (p for p in parts if len(p) > _SHORTEST and not p.endswith("."))


def _is_name(value: str, common: Set[str], alone: Set[str]) -> bool:
    """Whether a full name shows that it is a person's.

    A first name or the ending of a family name does; so does a word that is a person
    `alone` elsewhere, unless the document writes one of the words small too.
    """
    parts = value.split()
    if any(map(is_telling, parts)):
        return True
    small = any(name_fold(part) in common for part in parts)
    return not small and not alone.isdisjoint(parts)


def without_small(mentions: Sequence[Mention], by: str) -> Iterator[Mention]:
    """Yield the mentions without what is no name in a document that has capitals.

    A person or organization of small letters alone, read `by` a recognizer, is a word
    for one, where most of them have a capital; in a chat none may have, and groups and
    institutions are named so (`škaljarski klan`, `ministarstvo finansija`).
    """
    read = [m for m in mentions if m.by == by and m.type in ("PER", "ORG")]
    small = {
        m.id
        for m in read
        if not any(map(str.isupper, m.text))
        and not pattern("cues", "bodies").search(fold(m.text))
        and not _is_seated(m.text.split())
    }
    written = {fold(m.text) for m in read if m.id not in small}
    if 2 * len(small) >= len(read):
        small = set()
    for mention in mentions:
        if mention.id not in small or fold(mention.text) in written:
            yield mention


def _is_seated(words: Sequence[str]) -> bool:
    """Whether words say what institution it is: of which place, a ministry of what."""
    if len(words) > 1 and pattern("institutions", "ministries").fullmatch(
        fold(words[0])
    ):
        return True
    return len(words) == 2 and is_of_place(words[0]) and is_head(words[1])


def common_words(pages: Iterable[Page]) -> frozenset[str]:
    """Return the words that the document writes without a capital too: no names."""
    words = (w for page in pages for w in _LOWER.findall(page.text) if w.islower())
    return frozenset(name_fold(word) for word in {*words})


def is_telling(part: str) -> bool:
    """Whether a part shows that the whole is a person: a first name, or its ending."""
    return part.endswith(_SURNAMES) or fold_key(part) in given_forms()


@cache
def usual_words() -> frozenset[str]:
    """Return the first names that are words too."""
    return frozenset(load("names")["common"].split())


def _possessives(part: str) -> set[str]:
    """Return `Perićev`, `Markov`, `Anin` with the endings of adjectives."""
    if part.endswith("a"):
        stems = [f"{part[:-1]}in"]
    elif part.endswith(("o", "e")):
        stems = [f"{part[:-1]}ov", f"{part[:-1]}ev"]
    else:
        stems = [f"{part}ov", f"{part}ev"]
    return {stem + ending for stem in stems for ending in _ADJECTIVAL}
