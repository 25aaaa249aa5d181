"""A person's name read once: given, father's and family name, ready to compare."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from graph.names.given import Ids, find_given
from graph.names.repairing import repair
from graph.names.splitting import LONGEST, Token, split_parts
from graph.names.words import Word, read_word, readings

Words = tuple[Word, ...]

_CARON = frozenset("čćđšž")


@dataclass(frozen=True)
class PersonName:
    """A name in its parts; any may be empty, all are for what names nobody.

    `father` is the father's name, `father_sure` whether the text says so (brackets,
    "sin Petra") or it merely stands between the others. `others` are further family
    names (at birth), `nicknames` what the text calls so. `sure` whether the text shows
    which words are the family name, `mixed` where the given name could be the father's:
    lists write `Krasniqi Ramiz Agim` both ways. `generation` is "younger", "older" or
    empty.
    """

    given: Words = ()
    family: Words = ()
    father: Words = ()
    father_sure: bool = False
    nicknames: Words = ()
    others: Words = ()
    sure: bool = True
    mixed: bool = False
    generation: str = ""
    key: tuple[str, ...] = field(default=(), repr=False)

    @property
    def usable(self) -> bool:
        """Whether there is a word to compare that is more than an initial."""
        return bool(self.key)

    @cached_property
    def rarity(self) -> float:
        """How much it tells that two bear this name, in bits; 0 for no name.

        About 13 for Milan Jovanović, about 25 for Vukoslav Trnavčević.
        """
        given = max((w.given_bits for w in self.given), default=0.0)
        return given + max((w.family_bits for w in self.family), default=0.0)

    @cached_property
    def turned(self) -> "PersonName":
        """The name read with its family name at the other end."""
        return replace(self, given=self.family, family=self.given)

    @cached_property
    def swapped(self) -> "PersonName":
        """The name read with given and father's name in the other's place."""
        return replace(self, given=self.father, father=self.given, mixed=False)

    @cached_property
    def sex(self) -> str:
        """m or f where the given name, or the family name's form, shows it."""
        for word in self.given:
            if len(word.known.sex) == 1:
                return word.known.sex
        return "f" if any(w.feminine for w in self.family) else ""

    @cached_property
    def given_ids(self) -> Ids:
        """The numbers of all names that the given names can be."""
        found = [w.known.names | w.known.formal for w in self.given]
        return frozenset().union(*found)


NO_NAME = PersonName()


def read_person(text: str) -> PersonName:
    """Return the parts of a person's name; no parts for what names nobody.

    Reads either order, lists in capitals, commas, machine-readable zones, brackets,
    titles, initials, either script; at most 200 characters of it.
    """
    parts = split_parts(repair(text[:LONGEST]))
    if parts is None:
        return NO_NAME
    marked = _is_marked(parts.main)
    main = [_word(token, marked) for token in parts.main]
    nicknames = tuple(_word(t, marked) for t in parts.nicknames)
    if all(w.initial for w in main):
        return _nickname_alone(nicknames)
    given, family, father, sure = _assign(parts.main, main)
    told = tuple(_word(t, marked) for t in parts.father)
    others = tuple(_word(t, marked) for t in parts.others)
    for word in (_word(t, marked) for t in parts.bracket):
        if _is_nickname(word, given):
            nicknames += (word,)
        elif word.is_family and not word.known.names:
            others += (word,)
        else:
            told = (*told, word)
    mixed = not told and _is_mixed(parts.main, main, family, father)
    if told and father:
        given += father
    key = (
        *(w.text for w in given), "|",
        *(w.text for w in family), "|",
        *(w.text for w in told or father), parts.generation,
    )  # fmt: skip
    return PersonName(
        given, family, (told or father)[:1], bool(told), nicknames, others, sure,
        mixed, parts.generation, key,
    )  # fmt: skip


def _is_mixed(
    tokens: Sequence[Token], words: list[Word], family: Words, father: Words
) -> bool:
    """Whether two given names in any order stand behind a family name."""
    if not father or father[0].initial or tokens[0].comma:
        return False
    return words[0] in family and words[-1] is father[0]


def _nickname_alone(nicknames: Words) -> PersonName:
    if not nicknames:
        return NO_NAME
    key = ("!", *(w.text for w in nicknames))
    return PersonName(nicknames=nicknames, sure=False, key=key)


def _word(token: Token, marked: bool) -> Word:
    return read_word(token.text, marked or token.foreign, token.initial)


def _is_marked(tokens: Sequence[Token]) -> bool:
    """Whether the name's writer writes diacritics, as its other words show."""
    return any(not _CARON.isdisjoint(t.text) for t in tokens) and not any(
        t.text.endswith("ic") for t in tokens
    )


def _is_nickname(word: Word, given: Words) -> bool:
    known = word.known
    formal = any(known.formal & g.known.names for g in given)
    return formal or bool(known.formal and not known.names)


def _assign(
    tokens: Sequence[Token], words: list[Word]
) -> tuple[Words, Words, Words, bool]:
    """Return given, family and (by its place) father's names, and whether sure."""
    first = tuple(w for t, w in zip(tokens, words, strict=True) if t.family)
    rest = tuple(w for t, w in zip(tokens, words, strict=True) if not t.family)
    if first and rest and tokens[0].comma:
        if _is_whole(first) and not any(w.known.names for w in rest):
            tokens, words = tokens[: len(first)], list(first)
        elif _is_given_alone(first) and all(w.is_family for w in rest):
            return first, rest, (), True
        else:
            return _ordered(rest, first)
    elif first and rest:
        return _ordered(rest, first)
    if len(words) == 1:
        word = words[0]
        given_name = bool(word.known.names or word.known.formal) and not word.is_family
        return ((word,), (), (), False) if given_name else ((), (word,), (), False)
    count, sure = _leading_families(tokens, words)
    if count:
        given, family, father, _ = _ordered(tuple(words[count:]), tuple(words[:count]))
        return given, family, father, sure
    at = len(words) - 1
    while at > 1 and (_is_only_family(words[at - 1]) or tokens[at].joined):
        at -= 1
    given, father = _given_and_father(words[:at])
    return given, tuple(words[at:]), father, sure


def _ordered(given: Words, family: Words) -> tuple[Words, Words, Words, bool]:
    """Return the parts where the family name stands first.

    Lists put the father's name, in the genitive, before the given name.
    """
    if len(given) == 2 and given[0].initial and not given[1].initial:
        return given[1:], family, given[:1], True
    if len(given) == 2 and given[1].known.names:
        father, own = given
        if father.known.sex != "m" and own.known.sex == "m" and _is_genitive(father):
            return (own,), family, (father,), True
    names, fathers = _given_and_father(given)
    return names, family, fathers, True


def _is_genitive(word: Word) -> bool:
    """Whether a word is the genitive of a man's name of the lists."""
    return any(
        case == "gen" and "m" in find_given(base).sex
        for case, base in readings(word, "m")
    )


def _is_whole(words: Words) -> bool:
    """Whether words are a given and a family name by themselves."""
    known = [bool(w.known.names) for w in words]
    return len(words) > 1 and any(known) and not all(known)


def _is_given_alone(words: Words) -> bool:
    if len(words) != 1 or words[0].is_family:
        return False
    word = words[0]
    if word.known.names or word.known.formal:
        return True
    return any(find_given(base).names for _, base in readings(word, "m"))


def _leading_families(tokens: Sequence[Token], words: list[Word]) -> tuple[int, bool]:
    """Return how many words at the beginning are the family name, and how surely."""
    first, last = words[0], words[-1]
    if last.initial and not first.initial:
        given = bool(first.known.names or first.known.formal) and not first.is_family
        return int(not given or len(words) > 2), len(words) == 2
    if first.initial:
        return int(len(words) == 2 and _is_only_given(last)), True
    first_given, last_given = bool(first.known.names), bool(last.known.names)
    if first_given != last_given:
        sure = last.is_family or first.is_family or len(words) == 2
        if first_given:
            return 0, sure
        count = 1
        while count < len(words) - 1 and (
            tokens[count].joined or _is_only_family(words[count])
        ):
            count += 1
        return count, sure
    if first.is_family != last.is_family:
        return int(first.is_family), not first_given
    return 0, False


def _is_only_given(word: Word) -> bool:
    return bool(word.known.names) and not word.is_family


def _is_only_family(word: Word) -> bool:
    return word.is_family and not word.known.names


def _given_and_father(words: Sequence[Word]) -> tuple[Words, Words]:
    """Part given names from a father's name behind them.

    A second given name of a woman is none; a second man's name, or a word of no list,
    may be the father's.
    """
    if len(words) < 2 or words[0].initial:
        return tuple(words), ()
    last = words[-1]
    if last.initial or last.known.sex != "f" or words[0].known.sex == "m":
        return tuple(words[:-1]), (last,)
    return tuple(words), ()
