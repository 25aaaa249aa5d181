"""Passengers compared with the entries of a watch-list: numbers and names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from backend.passengers.watching import Entry, normal
from graph.model import Statement
from graph.names import compare_persons, name_keys, read_person

SCHEMATA = ("Passenger", "Passport", "Identification", "Booking", "PaymentCard")
NAME_AND_DATE, NAME_ALONE = 0.9, 0.5
_ALIKE = frozenset({"same", "variant"})
_NUMBERS = {
    "passportNumber": "passport",
    "number": "passport",
    "phone": "phone",
    "contactPhone": "phone",
    "email": "email",
    "contactEmail": "email",
}


class Found(NamedTuple):
    """An entity that fits an entry: how well, 0 to 1, and on what that rests."""

    entity: str
    compartment: str
    entry: str
    score: float
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """What a passenger record says of one entity that entries are compared with."""

    entity: str
    compartment: str
    names: frozenset[str]
    birth_dates: frozenset[str]
    numbers: frozenset[tuple[str, str]]


def read_people(
    said: Mapping[str, Sequence[Statement]], documents: Iterable[str]
) -> Iterator[Person]:
    """Yield what each entity's visible statements of passenger files say."""
    allowed = set(documents)
    for entity, statements in sorted(said.items()):
        parts: dict[str, list[Statement]] = defaultdict(list)
        for one in statements:
            if one.context.document in allowed:
                parts[one.context.compartment].append(one)
        for compartment, told in sorted(parts.items()):
            values = [(one.value.prop, one.value.value) for one in told]
            yield Person(
                entity,
                compartment,
                frozenset(v for p, v in values if p == "name"),
                frozenset(v for p, v in values if p == "birthDate"),
                frozenset(_numbers(values)),
            )


def _numbers(values: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for prop, value in values:
        kind = _NUMBERS.get(prop)
        number = normal(kind, value) if kind else ""
        if kind and number:
            yield kind, number
    given = dict(values)
    if "firstDigits" in given and "lastDigits" in given:
        card = normal("card", given["firstDigits"] + given["lastDigits"])
        if card:
            yield "card", card


def compare_listed(
    people: Sequence[Person], entries: Sequence[Entry]
) -> Iterator[Found]:
    """Yield who fits which entry; names are compared where they share a key."""
    by_number: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for number in entry.numbers:
            by_number[number].append(entry)
        for key in name_keys(entry.name) if entry.name else ():
            by_name[key].append(entry)
    for person in people:
        found: dict[int, Entry] = {}
        for number in person.numbers:
            found |= {entry.row: entry for entry in by_number[number]}
        for name in person.names:
            for key in name_keys(read_person(name)):
                found |= {entry.row: entry for entry in by_name[key]}
        for row, entry in sorted(found.items()):
            score, by = _score(person, entry)
            if score:
                yield Found(person.entity, person.compartment, f"row {row}", score, by)


def _score(person: Person, entry: Entry) -> tuple[float, tuple[str, ...]]:
    """Return how likely it is the same, 0 to 1, and on what that rests."""
    kinds = sorted({kind for kind, _ in person.numbers & entry.numbers})
    if kinds:
        return 1.0, tuple(kinds)
    if entry.name is None:
        return 0.0, ()
    levels = {compare_persons(read_person(n), entry.name).level for n in person.names}
    if not levels & _ALIKE:
        return 0.0, ()
    if entry.birth_date and person.birth_dates:
        if any(_same_date(entry.birth_date, one) for one in person.birth_dates):
            return NAME_AND_DATE, ("name", "birth date")
        return 0.0, ()
    return NAME_ALONE, ("name",)


def _same_date(one: str, other: str) -> bool:
    """Whether two dates agree as far as both are known."""
    length = min(len(one), len(other))
    return length >= 4 and one[:length] == other[:length]
