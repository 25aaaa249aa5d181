"""What a carrier's message says before it becomes statements, whatever its format."""

from dataclasses import dataclass, field

MOST_TRAVELLERS = 300
MOST_LEGS = 60
"""Of one booking or message: no real one has more, and a hostile one is bounded."""
MOST_VALUES = 200
"""Contacts, tags, tickets and so on of one booking, traveller or journey."""


def once(found: list[str], text: str) -> None:
    """Append a text that is there, not in the list yet, and not one too many."""
    if text and text not in found and len(found) < MOST_VALUES:
        found.append(text)


@dataclass(frozen=True, slots=True)
class Leg:
    """One flight from one airport to the next; times are local, as far as said.

    `carrier` and `number` are the operating flight's; `sold_as` the marketing one's.
    """

    carrier: str = ""
    number: str = ""
    origin: str = ""
    destination: str = ""
    departs: str = ""
    arrives: str = ""
    sold_as: str = ""
    aircraft: str = ""

    @property
    def name(self) -> str:
        """`SQ609`, or what is known of it."""
        return f"{self.carrier}{self.number}"


@dataclass(frozen=True, slots=True)
class TravelDocument:
    """A passport (`P`…), visa (`V`), card (`I`, `A`, `C`…); dates are ISO 8601."""

    kind: str = ""
    number: str = ""
    country: str = ""
    expires: str = ""
    issued: str = ""


@dataclass(slots=True)
class Traveller:
    """Someone who travels, as named; `place` is where the message first does it."""

    surname: str = ""
    given: str = ""
    title: str = ""
    kind: str = ""
    reference: str = ""
    place: str = ""
    born: str = ""
    gender: str = ""
    nationality: str = ""
    documents: list[TravelDocument] = field(default_factory=list)
    loyalty: list[tuple[str, str, str]] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    tickets: list[str] = field(default_factory=list)
    adult: "Traveller | None" = None
    has_infant: bool = False
    captured: str = ""


@dataclass(slots=True)
class Boarding:
    """What is said of one traveller on one leg."""

    seats: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    baggage: list[str] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    checked_in: str = ""


@dataclass(slots=True)
class Itinerary:
    """A leg as it is booked, with its status, class, and each traveller on it.

    `boardings` is by position in the reservation's travellers.
    """

    leg: Leg
    place: str = ""
    cabin: str = ""
    status: str = ""
    boardings: dict[int, Boarding] = field(default_factory=dict)

    def boarding(self, traveller: int) -> Boarding:
        """Return what is said of a traveller here, to be added to."""
        return self.boardings.setdefault(traveller, Boarding())


@dataclass(frozen=True, slots=True)
class Card:
    """A payment card; the number as it came, which nothing keeps whole."""

    vendor: str
    number: str
    expires: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of a booking's history."""

    at: str
    action: str
    element: str
    text: str
    place: str
    leg: Leg | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    """Who made the booking: the agency's number, office, city, and the agent's sign."""

    number: str = ""
    office: str = ""
    city: str = ""
    country: str = ""
    agent: str = ""
    name: str = ""


@dataclass(slots=True)
class Reservation:
    """One booking of one message."""

    company: str = ""
    locator: str = ""
    created: str = ""
    changed: str = ""
    ticketed: str = ""
    others: list[str] = field(default_factory=list)
    place: str = ""
    announced: int = 0
    travellers: list[Traveller] = field(default_factory=list)
    itinerary: list[Itinerary] = field(default_factory=list)
    agencies: list[Agency] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    payments: list[str] = field(default_factory=list)
    billing: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    fares: list[str] = field(default_factory=list)
    ticketing: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    splits: list[tuple[str, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Header:
    """What the message says of itself. `key` begins the place of all it says.

    `system` is API or PNR; `sent` the message's own moment, ISO 8601, local as written.
    """

    key: str
    system: str
    kind: str = ""
    function: str = ""
    reference: str = ""
    sender: str = ""
    receiver: str = ""
    sent: str = ""
    legs: tuple[Leg, ...] = ()
