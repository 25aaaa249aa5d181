"""Whether a name is a man's or a woman's, as far as its ending tells."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from extraction.model import Mention
from extraction.relation.lexicon import Lexicon, plain
from graph.names import given_names

_Bearer = tuple[int, int, str]
"""The page and place of a full name, and its gender."""

_GENDERED: dict[str, dict[str, tuple[str, ...]]] = {
    "hbs": {"f": ("ena", "enoj", "enu"), "m": ("eni", "enog", "enoga", "enim")},
    "mk": {"f": ("ata",), "m": ("iot",)},
    "sq": {"f": ("ura", "ures", "uren"), "m": ("uri", "urit", "urin")},
}
"""Endings of words for roles that tell a woman from a man, by language."""

_PARTICIPLES = {
    "hbs": re.compile(r"\w{2,}(?:(?P<f>[aeiu]la)|[aieu]o)"),
    "mk": re.compile(r"\w{2,}[aeiu]l(?P<f>a)?"),
}
"""Forms of verbs that tell whether a man or a woman is their subject."""
_NO_PARTICIPLES = frozenset("bila bio oko dio ceo preko cela hvala mala".split())


def gender_of_role(language: str, word: str) -> str:
    """Return the gender that the ending of a word for a role tells, if any."""
    endings = _GENDERED.get(language, {})
    return next((sex for sex, ends in endings.items() if word.endswith(ends)), "")


def gender_of_verb(language: str, words: Iterable[str]) -> str:
    """Return the gender of the first word that may be a verb which tells one."""
    form = _PARTICIPLES.get(language)
    if form is not None:
        for word in words:
            found = form.fullmatch(word)
            if found and word not in _NO_PARTICIPLES:
                return "f" if found["f"] else "m"
    return ""


class Genders:
    """Picks the person that `his` or `her` can mean.

    A family name alone has the gender of the full names that have it; of a man's and a
    woman's that of the one named before it alone, first on the page.
    """

    def __init__(self, people: Iterable[Mention], lexicon: Lexicon) -> None:
        """Learn the names of a document."""
        self._language = lexicon.language
        self._men = lexicon.men
        self._women = lexicon.women
        self._by_name = self._learn(people)
        self._known: dict[str, tuple[Mention, str]] = {}

    def _learn(self, people: Iterable[Mention]) -> Mapping[str, list[_Bearer]]:
        """Return where each part of full names stands, and whose gender it has."""
        found: dict[str, list[_Bearer]] = {}
        for mention in sorted(people, key=lambda m: (m.page, m.start)):
            parts = plain(mention.value).split() or [""]
            gender = self._of_given(parts[0])
            for part in parts if len(parts) > 1 else ():
                found.setdefault(part, []).append((mention.page, mention.start, gender))
        return found

    def of(self, mention: Mention) -> str:
        """Return `m`, `f`, or nothing where it cannot be told."""
        known = self._known.get(mention.id)
        if known is None or known[0] is not mention:
            known = self._known[mention.id] = mention, self._of(mention)
        return known[1]

    def _of(self, mention: Mention) -> str:
        parts = plain(mention.value).split()
        if len(parts) > 1:
            return self._of_given(parts[0])
        known = self._by_name.get(parts[0], ()) if parts else ()
        if known:
            return _one_gender(known, (mention.page, mention.start))
        return self._of_given(parts[0]) if parts else ""

    def pick(self, choices: Iterable[Mention], male: bool) -> Mention | None:
        """Return the first of the gender, else the first that may be of it."""
        rows = list(choices)
        wanted = "m" if male else "f"
        for row in rows:
            if self.of(row) == wanted:
                return row
        return next((row for row in rows if not self.of(row)), None)

    def _of_given(self, name: str) -> str:
        if name in self._men:
            return "m"
        if name in self._women:
            return "f"
        if known := _given().get(name):
            return known
        if name.endswith("a") or (self._language == "sq" and name.endswith("e")):
            return "f"
        unsure = self._language == "en" and name.endswith(("e", "i", "y"))
        return "" if unsure else "m"


def _one_gender(bearers: Sequence[_Bearer], at: tuple[int, int]) -> str:
    """Return the gender of a name's bearers, of several that of the first before."""
    if len({gender for *_, gender in bearers}) == 1 or bearers[0][:2] < at:
        return bearers[0][2]
    return ""


@cache
def _given() -> Mapping[str, str]:
    """Return the gender of each first name of our lists that has only one."""
    lists = {
        sex[0]: {plain(name) for names in groups.values() for name in names}
        for sex, groups in given_names().items()
    }
    men, women = lists["m"], lists["f"]
    return dict.fromkeys(men - women, "m") | dict.fromkeys(women - men, "f")
