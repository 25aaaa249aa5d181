"""Which of a document's mentions name one person: short forms, initials and nicknames.

A short form stands for the full name that it fits. Of two who bear it (a man and his
wife) it is the first one's; the relatives are named in full. Of 687 such mentions in
`corpus/train` 660 are.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple

from extraction.model import Mention
from extraction.recognition.normalizing import plain_name
from extraction.recognition.paradigms import fold
from extraction.recognition.particulars import QUOTED, Described

Name = tuple[str, ...]
"""The words of a name, folded."""

_PARTS = 5
_BEARERS = 100
"""How many full names that share a part are looked at: all would cost their square."""


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
) -> Mapping[str, Bearer]:
    """Return mention id → who bears the name, for each person's mention.

    `described`: the nicknames and parents among them (see particulars).
    """
    people = {m.id: m for m in mentions if m.type == "PER"}
    values: dict[Name, str] = {}
    for mention in people.values():
        if mention.id not in described:
            values.setdefault(_parts(mention.value), mention.value)
    names = FullNames(values)

    def whole(mention: Mention) -> str:
        full = names.whole(_parts(mention.value))
        return values[full] if full in values else mention.value

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


def _parts(name: str) -> Name:
    return tuple(fold(name).split())


class FullNames:
    """The full names of a document in order, found by any of their parts."""

    def __init__(self, names: Iterable[Name]) -> None:
        """Take in names as they come; full are those with two parts at least."""
        self._by_part: dict[str, dict[Name, None]] = {}
        self._known: dict[Name, Name] = {}
        for name in names:
            if 1 < len(name) - _initials(name) and len(name) <= _PARTS:
                for part in name:
                    for key in (part, part[:1] + "."):
                        self._by_part.setdefault(key, {}).setdefault(name)

    def whole(self, parts: Name) -> Name:
        """Return the fullest name of whom parts of one name, or these themselves.

        Of two who bear it that is who is named in full first.
        """
        if parts not in self._known:
            keys = (f"{p[:1]}." if _is_initial(p) else p for p in parts)
            rows = [self._by_part.get(key, {}) for key in keys]
            rarest = min(rows, key=len) if rows else {}
            some = islice(rarest, _BEARERS)
            fitting = next((n for n in some if _fits(parts, n)), None)
            self._known[parts] = parts if fitting is None else self.whole(fitting)
        return self._known[parts]


def _fits(parts: Name, name: Name) -> bool:
    """Whether a name has all parts of one that leaves parts out or shortens them."""
    shorter = len(name) > len(parts) or (
        len(name) == len(parts) and _initials(name) < _initials(parts)
    )
    return shorter and all(any(_agree(part, one) for one in name) for part in parts)


def _initials(parts: Name) -> int:
    return sum(map(_is_initial, parts))


def _is_initial(part: str) -> bool:
    return len(part.rstrip(".")) == 1


def _agree(part: str, whole: str) -> bool:
    """Whether a part is a name, or the initial that it begins with."""
    short = part.rstrip(".")
    return part == whole or (len(short) == 1 and whole.startswith(short))
