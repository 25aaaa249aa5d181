"""A person's name read once: given, father's and family name, ready to compare."""

from dataclasses import dataclass

from graph.names.folding import sound_key
from graph.names.parts import split_name


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts, as keys; any may be empty. `rarity` is in bits."""

    given: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    father: tuple[str, ...] = ()
    rarity: float = 20.0


def read_person(text: str) -> PersonName:
    """Return the parts of a person's name; empty parts for what is no name."""
    if is_placeholder(text):
        return PersonName()
    given, family = split_name(text)
    return PersonName(
        tuple(sound_key(w) for w in given), tuple(sound_key(w) for w in family)
    )


_PLACEHOLDERS = frozenset(
    "nn n lice osoba nepoznat nepoznata nepoznato nepoznati unknown male female person"
    " i e panjohur person lice nepoznato nepoznat".split()
)


def is_placeholder(text: str) -> bool:
    """Whether a text stands where a name is not known, or names nobody."""
    words = sound_key(text).split()
    return all(len(w) < 2 or w.isdigit() or w in _PLACEHOLDERS for w in words)
