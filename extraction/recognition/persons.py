"""Which of a document's mentions name one person: short forms, initials and nicknames.

A short form stands for the one full name that it fits. Where it fits two (brothers, an
initial that both have) it stands for nobody but itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from extraction.model import Mention
from extraction.recognition.normalizing import plain_name
from extraction.recognition.paradigms import family_of, fold, readings
from extraction.recognition.particulars import QUOTED, Described

_PARTS = 5
_BEARERS = 100
"""What more full names share is nobody's: it tells nothing, and costs its square."""


class Bearer(NamedTuple):
    """The full name of whom a mention names, as a value, and what it is of the person.

    `prop` is FollowTheMoney's: name, or alias where the mention has a nickname. `key`
    is the person's own: that of a father of whom only the first name is told says
    whose father it is.
    """

    name: str
    key: str
    prop: str = "name"


def find_bearers(
    mentions: Iterable[Mention],
    described: Mapping[str, Described],
    language: str | None = None,
) -> Mapping[str, Bearer]:
    """Return mention id → who bears the name, for each person's mention.

    `described`: the nicknames and parents among them (see particulars).
    """
    people = {m.id: m for m in mentions if m.type == "PER"}
    names = _Names({m.value for m in people.values() if m.id not in described})
    slavic = family_of(language) == "slavic"

    def whole(mention: Mention) -> str:
        return names.whole(mention.value, slavic and _is_inflected(mention))

    found: dict[str, Bearer] = {}
    nicknames: dict[str, set[str]] = {}
    for key, mention in people.items():
        for inside in QUOTED.finditer(mention.text):
            nick = fold(plain_name(inside[1]))
            nicknames.setdefault(nick, set()).add(whole(mention))
        owner = people.get(described[key].owner) if key in described else None
        if owner and described[key].role == "alias":
            found[key] = Bearer(whole(owner), whole(owner), "alias")
            nicknames.setdefault(fold(mention.value), set()).add(whole(owner))
        elif owner and " " not in mention.value:
            found[key] = Bearer(mention.value, f"{mention.value} of {whole(owner)}")
    known = {nick: next(iter(row)) for nick, row in nicknames.items() if len(row) == 1}
    for key, mention in people.items():
        if key not in found:
            name = whole(mention)
            if name == mention.value and fold(name) in known:
                name = known[fold(name)]
                found[key] = Bearer(name, name, "alias")
            else:
                found[key] = Bearer(name, name)
    return found


class _Names:
    """The names of a document, found by any of their words."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, list[str]] = {}
        self._known: dict[tuple[str, bool], str] = {}
        for name in sorted(names):
            if 1 < len(name.split()) <= _PARTS:
                for word in {fold(word) for word in name.split()}:
                    self._by_word.setdefault(word, []).append(name)

    def whole(self, name: str, is_mans: bool) -> str:
        """Return the one full name that a short one fits, or the short one itself.

        `is_mans`: a family name in a case, which no woman's takes.
        """
        key = (name, is_mans)
        if key not in self._known:
            self._known[key] = self._find(name, is_mans)
        return self._known[key]

    def _find(self, name: str, is_mans: bool) -> str:
        words = name.split()
        rarest = min(
            (self._by_word.get(fold(w), []) for w in words if not w.endswith(".")),
            key=len,
            default=[],
        )
        if len(rarest) > _BEARERS:
            return name
        fit = [other for other in rarest if _fits(words, other.split())]
        if is_mans and len(words) == 1:
            fit = [other for other in fit if fold(other.split()[-1]) != fold(name)
                   or not _is_womans(other)]  # fmt: skip
        fullest = [one for one in fit if not any(_within(one, other) for other in fit)]
        return fullest[0] if len(fullest) == 1 else name


def _fits(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name leaves words of another out, or gives their initials."""
    if len(short) == len(full) and not any(w.endswith(".") for w in short):
        return False
    rest = iter(full)
    return all(any(_agrees(word, other) for other in rest) for word in short)


def _agrees(word: str, other: str) -> bool:
    if word.endswith("."):
        return fold(other).startswith(fold(word))
    return fold(word) == fold(other)


def _within(one: str, other: str) -> bool:
    return one != other and _fits(one.split(), other.split())


def _is_inflected(mention: Mention) -> bool:
    return fold(plain_name(mention.text)) != fold(mention.value)


def _is_womans(name: str) -> bool:
    """Whether a name's first word is a woman's rather than a man's."""
    rows = [r for r in readings(name.split()[0], "given", "slavic") if not r.changed]
    price = {r.sex: r.cost for r in rows}
    return price.get("f", 9.0) < price.get("m", 9.0)
