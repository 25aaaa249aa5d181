"""Pre-determined criteria: rules that passengers are compared with, as dated files.

Article 6(3)(b) and (4) of Directive (EU) 2016/681, as read in C-817/19, 193–207: set
beforehand, targeted, proportionate and specific, reviewed regularly, never on what
nobody may be singled out for, and with what speaks for a person beside what speaks
against them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from backend.passengers.offences import find_offence
from graph.errors import InvalidInput
from graph.names import fold

MOST_BYTES = 64 << 10
FEWEST_FITS = 2

NUMBERS = {
    "booked_before_h": "hours between booking and first departure",
    "ticketed_before_h": "hours between ticketing and first departure",
    "changed_before_h": "hours between the last change and the departure after it",
    "away_h": "hours from the first departure to that of the last way back",
    "bags": "pieces of baggage, of those checked in",
    "legs": "flights of the booking",
    "travellers": "passengers of the booking",
}
WORDS = {
    "route": "letters of the airports, in the order they are passed",
    "from": "letters of the first airport",
    "to": "letters of the last airport",
    "payment": "cash, card, or a word of the form of payment",
    "agency": "words of the agency's name or number",
}
FLAGS = {"one_way": "whether the booking does not lead back to where it began"}
ELEMENTS = NUMBERS | WORDS | FLAGS
"""What criteria may ask of. What identifies a person, and sex, age, nationality, birth
place, name and meals are none of it, on purpose."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Criterion(BaseModel):
    """One thing asked of a passenger's booking."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    element: str
    at_most: float | None = None
    at_least: float | None = None
    any: tuple[Word, ...] = Field((), max_length=200)
    all: tuple[Word, ...] = Field((), max_length=20)
    is_: bool | None = Field(None, alias="is")

    def fits(self, facts: "Facts") -> bool:
        """Whether the booking shows it; what is not known never fits."""
        if self.element in NUMBERS:
            number = facts.numbers.get(self.element)
            return number is not None and self._holds(number)
        if self.element in FLAGS:
            return facts.flags.get(self.element) is self.is_
        said = frozenset(fold(word) for word in facts.words.get(self.element, ()))
        wanted = [fold(word) for word in self.any or self.all]
        return (any if self.any else all)(word in said for word in wanted)

    def _holds(self, number: float) -> bool:
        high = self.at_most is None or number <= self.at_most
        return high and (self.at_least is None or number >= self.at_least)

    def check(self, place: str) -> None:
        """Raise InvalidInput where it asks for nothing, or for what is not asked."""
        if self.element not in ELEMENTS:
            raise InvalidInput(
                f"{place}: no criterion asks of {self.element!r}; they ask of "
                + ", ".join(ELEMENTS)
            )
        bounds = self.at_most is not None or self.at_least is not None
        given = (bounds, bool(self.any or self.all), self.is_ is not None)
        kinds = (NUMBERS, WORDS, FLAGS)
        needed = tuple(self.element in kind for kind in kinds)
        if given != needed:
            how = ("at_most or at_least", "any or all", "is: true or false")
            wants = how[needed.index(True)]
            raise InvalidInput(f"{place}: {self.element} takes {wants}, nothing else")


class Criteria(BaseModel):
    """A set of criteria: what for, why, since when, until when it is to be reviewed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, StringConstraints(min_length=3, max_length=120)]
    set_on: date
    review_by: date
    set_by: Text
    offence: str
    why: Text
    fits: tuple[Criterion, ...] = Field(min_length=FEWEST_FITS, max_length=30)
    against: tuple[Criterion, ...] = Field((), max_length=30)
    needs: int | Literal["all"] = "all"

    @property
    def needed(self) -> int:
        """How many of `fits` have to be there."""
        return len(self.fits) if self.needs == "all" else self.needs

    @property
    def entry(self) -> str:
        """How a match names it."""
        return f"{self.name[:40]}, {self.set_on}"

    def compare(self, facts: "Facts") -> tuple[float, tuple[str, ...]] | None:
        """Return the share of criteria that fit and their elements, None for too few.

        None too where something of `against` speaks for the passenger.
        """
        found = tuple(one.element for one in self.fits if one.fits(facts))
        if len(found) < self.needed or any(one.fits(facts) for one in self.against):
            return None
        return len(found) / len(self.fits), tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Facts:
    """What one booking says of one passenger, by element; unknown is absent."""

    entity: str
    compartment: str
    booking: str
    numbers: dict[str, float]
    words: dict[str, Sequence[str]]
    flags: dict[str, bool]


def read_criteria(path: Path, today: date | None = None) -> Criteria:
    """Read a file of criteria and check it.

    Raises InvalidInput with the field that is wrong, and on `today` where the criteria
    are not yet set or their review is due.
    """
    try:
        data = path.read_bytes()
        if len(data) > MOST_BYTES:
            raise InvalidInput("criteria: a file has 64 kB at most")
        given = yaml.safe_load(data.decode("utf-8-sig"))
        criteria = Criteria.model_validate(given)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise InvalidInput("criteria: the file cannot be read as YAML") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise InvalidInput(f"criteria: {where}: {first['msg']}") from error
    _check(criteria)
    if today is not None:
        check_current(criteria, today)
    return criteria


def check_current(criteria: Criteria, today: date) -> None:
    """Raise InvalidInput where criteria are not yet set, or no longer reviewed."""
    if today < criteria.set_on:
        raise InvalidInput(f"criteria: they are set from {criteria.set_on} on")
    if today > criteria.review_by:
        raise InvalidInput(
            f"criteria: their review was due by {criteria.review_by} (Article 6(4)); "
            "review them, then set review_by anew"
        )


def _check(criteria: Criteria) -> None:
    find_offence(criteria.offence)
    for name, some in (("fits", criteria.fits), ("against", criteria.against)):
        for number, one in enumerate(some):
            one.check(f"criteria: {name}.{number}")
    if not FEWEST_FITS <= criteria.needed <= len(criteria.fits):
        raise InvalidInput(
            f"criteria: needs: from {FEWEST_FITS} to the number of fits; one alone "
            "is not specific (Article 6(4))"
        )
    if criteria.review_by <= criteria.set_on:
        raise InvalidInput("criteria: review_by comes after set_on")
