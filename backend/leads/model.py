"""What leads are made of, and what they are found in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing that a lead rests on: when, in words, and the statements that say it.

    `entity` is the event itself (scoped id); `at` ISO 8601 as far as known.
    """

    at: str
    text: str
    entity: str
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """Something to look at: who is in it, since when, until when, on what ground.

    `entities` are canonical scoped ids, in the order that `summary` speaks of them;
    `strength` orders leads of one kind (its unit is in the kind's description) and
    compares with nothing else. At most `MOST_SHOWN` occurrences are kept of `count`.
    """

    kind: str
    entities: tuple[str, ...]
    summary: str
    strength: float
    count: int
    first: str
    last: str
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class Leads:
    """The strongest leads of one kind; `truncated` where the search was cut short.

    `offence` is the code of the offence that the question was put for.
    """

    kind: str
    leads: tuple[Lead, ...]
    total: int
    truncated: bool
    offence: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A call or message between two parties, and the cell of the one it is listed of.

    Parties are canonical ids, empty where withheld; `document` and `record` say in
    which file it stands where.
    """

    entity: str
    at: datetime
    text: str
    source: str
    target: str
    cell: str
    document: str
    record: str
    statement: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """A payment: canonical ids of who paid whom (or their accounts), and how much."""

    entity: str
    at: datetime
    text: str
    payer: str
    payee: str
    amount: float
    currency: str
    statement: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """A journey of a person; `exact` where the hour is known, not the day alone."""

    entity: str
    at: datetime
    text: str
    person: str
    place: str
    exact: bool
    statement: str


@dataclass(frozen=True, slots=True)
class Card:
    """A SIM card as one record shows it, with the number and the device it was in."""

    card: str
    number: str
    device: str
    at: str
    statement: str


MOST_SHOWN = 20


def make_lead(
    kind: str,
    entities: tuple[str, ...],
    summary: str,
    strength: float,
    occurrences: list[Occurrence],
) -> Lead:
    """Return a lead with its occurrences in order of time."""
    ordered = sorted(occurrences, key=lambda one: (one.at, one.entity))
    dated = [one.at for one in ordered if one.at]
    return Lead(
        kind,
        entities,
        summary,
        strength,
        len(ordered),
        dated[0] if dated else "",
        dated[-1] if dated else "",
        tuple(ordered[:MOST_SHOWN]),
    )
