"""What a gold document holds, whatever the format that it was written in."""

from dataclasses import dataclass
from typing import NamedTuple

NAMES = ("PER", "ORG", "LOC", "ADDRESS")
IDENTIFIERS = (
    "DATE", "MONEY", "PHONE", "EMAIL", "VEHICLE", "IBAN", "PERSONAL_ID", "PASSPORT",
    "IMEI", "CRYPTO", "WEAPON", "DRUG", "URL", "IP", "COORDINATES",
)  # fmt: skip
TYPES = (*NAMES, *IDENTIFIERS)
LANGUAGES = ("sr", "bs", "cnr", "hr", "mk", "sq", "en")
SCRIPTS = ("Latn", "Cyrl")


class Ends(NamedTuple):
    """The types that a relation's source and target may have."""

    source: frozenset[str]
    target: frozenset[str]


def _ends(source: str, target: str) -> Ends:
    return Ends(frozenset(source.split()), frozenset(target.split()))


RELATIONS = {
    "family": _ends("PER", "PER"),
    "associate": _ends("PER", "PER"),
    "meeting": _ends("PER", "PER"),
    "ownership": _ends("PER ORG", "ORG VEHICLE ADDRESS"),
    "directorship": _ends("PER", "ORG"),
    "employment": _ends("PER", "ORG PER"),
    "membership": _ends("PER", "ORG PER"),
    "phone_user": _ends("PER", "PHONE"),
    "call": _ends("PER PHONE", "PER PHONE"),
    "payment": _ends("PER ORG", "PER ORG"),
    "travel": _ends("PER", "LOC"),
    "vehicle_user": _ends("PER", "VEHICLE"),
    "resides_at": _ends("PER", "ADDRESS LOC"),
    "identified_by": _ends("PER", "PERSONAL_ID PASSPORT"),
}
UNDIRECTED = frozenset({"family", "associate", "meeting"})


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A span with its type, and the entity that it names within its document.

    `value` is the normal form where the gold has one; the entity is what relations
    speak of: all mentions of one person share it.
    """

    start: int
    end: int
    type: str
    entity: str
    value: str | None = None
    valid: bool = True


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """What the document states between two of its entities; `fact` or `assessment`."""

    type: str
    source: str
    target: str
    kind: str = "fact"


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with its gold.

    `types` and `relation_types` say what was labelled: only these are scored. Whatever
    touches a stretch of `ignored` is neither right nor wrong. `corpus` and the other
    descriptions are empty where nobody said.
    """

    name: str
    text: str
    mentions: tuple[GoldMention, ...]
    types: frozenset[str]
    relations: tuple[GoldRelation, ...] = ()
    relation_types: frozenset[str] = frozenset()
    ignored: tuple[tuple[int, int], ...] = ()
    language: str = ""
    script: str = ""
    genre: str = ""
    corpus: str = ""
    part: str = ""
