"""Who travels together, openly or not: one booking, seats side by side, one card…"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations

from backend.leads.model import Lead, Occurrence, make_lead
from backend.leads.travel import Booked, Passage, Travel

KIND = "travelling-together"
MOST_PAIRS = 2_000_000
MOST_OF_AGENCY = 10
"""Bookings of one agency on a flight, of which pairs are made; more tell nothing."""
_HOUR = timedelta(hours=1)
_ROW = "ABCDEFGHJKL"
WEIGHTS = {
    "one booking": 1.0,
    "one payment card": 2.0,
    "one telephone or mail address": 2.0,
    "baggage tags that follow each other": 2.0,
    "one agency, within an hour": 1.0,
    "seats side by side": 0.5,
}
AGAIN = 1.0
LEAST = 1.0
MOST_AGAIN = 40
"""Passengers of a flight who often fly, of whom pairs are made; more are a group."""
_ONE_TRIP = timedelta(hours=36)
Pair = tuple[str, str]
Keys = Callable[[Booked], frozenset[str]]


@dataclass(slots=True)
class TogetherSearch:
    """Compares the passengers of each flight; `truncated` where stopped.

    `occasions` is how many journeys, a day and a half apart, two must share.
    """

    travel: Travel
    occasions: int = 2
    truncated: bool = False
    _grounds: dict[Pair, dict[str, list[Occurrence]]] = field(default_factory=dict)

    def find(self) -> Iterator[Lead]:
        """Yield pairs with grounds worth a point or more; the strength is their sum."""
        for flight, people in sorted(self.travel.by_flight.items()):
            self._on_flight(flight, people)
        shared = self._shared_flights()
        for pair in sorted(set(self._grounds) | set(shared)):
            grounds = dict(self._grounds.get(pair, {}))
            flights = shared.get(pair, [])
            strength = sum(WEIGHTS[name] for name in grounds)
            occasions = _occasions(flights)
            if occasions >= max(2, self.occasions):
                strength += AGAIN * (occasions - 1)
                again = [Occurrence(o.text, _AGAIN, o.entity, s) for o, s in flights]
                grounds[f"{occasions} journeys together"] = again
            if strength >= LEAST:
                said = [one for some in grounds.values() for one in some]
                told = ", ".join(grounds)
                yield make_lead(KIND, pair, told, strength, said)

    def _on_flight(self, flight: str, people: Sequence[Passage]) -> None:
        by_booking: defaultdict[str, list[Passage]] = defaultdict(list)
        for one in people:
            by_booking[one.booking].append(one)
        for booking, some in by_booking.items():
            if booking:
                self._all("one booking", some)
        self._alike("one payment card", people, lambda b: b.cards)
        self._alike("one telephone or mail address", people, lambda b: b.contacts)
        self._agencies(people)
        self._neighbours(people)
        self._tags(people)

    def _all(self, ground: str, some: Sequence[Passage]) -> None:
        for one, other in combinations(some, 2):
            self._add(ground, one, other)

    def _alike(self, ground: str, people: Sequence[Passage], keys: Keys) -> None:
        """Pair passengers of different bookings that share one of the keys."""
        sharing: defaultdict[str, list[Passage]] = defaultdict(list)
        for one in people:
            booking = self.travel.bookings.get(one.booking)
            for key in keys(booking) if booking else ():
                sharing[key].append(one)
        for some in sharing.values():
            if len(some) <= MOST_OF_AGENCY * MOST_OF_AGENCY:
                for one, other in combinations(some, 2):
                    if one.booking != other.booking:
                        self._add(ground, one, other)

    def _agencies(self, people: Sequence[Passage]) -> None:
        sharing: defaultdict[str, list[tuple[Passage, Booked]]] = defaultdict(list)
        for one in people:
            booking = self.travel.bookings.get(one.booking)
            if booking is not None and booking.made is not None:
                for agency in booking.agencies:
                    sharing[agency].append((one, booking))
        for some in sharing.values():
            if len({booking.entity for _, booking in some}) > MOST_OF_AGENCY:
                continue
            for (one, made), (other, made_too) in combinations(some, 2):
                assert made.made is not None and made_too.made is not None
                exact = len(made.made_text) > 10 and len(made_too.made_text) > 10
                close = abs(made.made - made_too.made) <= _HOUR
                if exact and close and one.booking != other.booking:
                    self._add("one agency, within an hour", one, other)

    def _neighbours(self, people: Sequence[Passage]) -> None:
        at = {seat: one for one in people for seat in one.seats}
        for seat, one in at.items():
            row, letter = seat[:-1], seat[-1:]
            place = _ROW.find(letter)
            if place < 0 or place + 1 >= len(_ROW):
                continue
            beside = at.get(f"{row}{_ROW[place + 1]}")
            if beside is not None and beside.person != one.person:
                self._add("seats side by side", one, beside, "seat")

    def _tags(self, people: Sequence[Passage]) -> None:
        at = {tag: one for one in people for tag in one.tags}
        for tag, one in at.items():
            head = tag.rstrip("0123456789")
            digits = tag[len(head) :]
            if not digits:
                continue
            following = at.get(f"{head}{int(digits) + 1:0{len(digits)}}")
            if following is not None and following.booking != one.booking:
                name = "baggage tags that follow each other"
                self._add(name, one, following, "baggageTag")

    def _add(
        self, ground: str, one: Passage, other: Passage, prop: str = "passenger"
    ) -> None:
        if one.person == other.person or self._is_full():
            return
        if one.person > other.person:
            one, other = other, one
        pair = one.person, other.person
        said = tuple(
            some.statements.get(prop, some.statements["passenger"])
            for some in (one, other)
        )
        found = Occurrence(one.text, ground, one.entity, said)
        self._grounds.setdefault(pair, {}).setdefault(ground, []).append(found)

    def _is_full(self) -> bool:
        self.truncated = self.truncated or len(self._grounds) >= MOST_PAIRS
        return self.truncated

    def _shared_flights(self) -> dict[Pair, list[tuple[Passage, tuple[str, ...]]]]:
        """Return the flights that pairs share who fly on several occasions.

        Of a flight with many such passengers, as of a charter, only pairs are looked
        at that something else joins.
        """
        often = {
            person
            for person, some in self.travel.by_person.items()
            if len({one.flight for one in some}) > 1
        }
        found: defaultdict[Pair, list[tuple[Passage, tuple[str, ...]]]]
        found = defaultdict(list)
        for people in self.travel.by_flight.values():
            some = [one for one in people if one.person in often]
            for one, other in combinations(some, 2):
                pair = one.person, other.person
                if len(some) > MOST_AGAIN and pair not in self._grounds:
                    continue
                if len(found) >= MOST_PAIRS:
                    self.truncated = True
                    return found
                found[pair].append((one, (*one.said, *other.said)))
        return found


_AGAIN = "on one flight"


def _occasions(flights: Sequence[tuple[Passage, tuple[str, ...]]]) -> int:
    """Return how many journeys flights are; those that follow closely are one."""
    times = sorted(one.at for one, _ in flights)
    gaps = zip(times, times[1:], strict=False)
    return len(times[:1]) + sum(b - a > _ONE_TRIP for a, b in gaps)
