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
Pair = tuple[str, str]
Keys = Callable[[Booked], frozenset[str]]


@dataclass(slots=True)
class TogetherSearch:
    """Compares the passengers of each flight; `truncated` where stopped.

    `occasions` is how many flights two must share for that alone to be a lead.
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
            flights = shared.get(pair, {})
            strength = sum(WEIGHTS[name] for name in grounds)
            if len(flights) > 1:
                strength += AGAIN * (len(flights) - 1)
                grounds[f"{len(flights)} flights together"] = list(flights.values())
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

    def _shared_flights(self) -> dict[Pair, dict[str, Occurrence]]:
        """Return the flights of each pair that shares `occasions` or more."""
        often = {
            person
            for person, some in self.travel.by_person.items()
            if len({one.flight for one in some}) >= max(2, self.occasions)
        }
        found: defaultdict[Pair, dict[str, Occurrence]] = defaultdict(dict)
        for flight, people in self.travel.by_flight.items():
            for one, other in combinations([p for p in people if p.person in often], 2):
                if len(found) >= MOST_PAIRS:
                    self.truncated = True
                    break
                pair = one.person, other.person
                said = (*one.said, *other.said)
                found[pair][flight] = Occurrence(
                    one.text, "on one flight", one.entity, said
                )
        most = max(2, self.occasions)
        return {pair: some for pair, some in found.items() if len(some) >= most}
