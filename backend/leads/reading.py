"""The events of a case as the asker sees them, out of the ledger, identity applied."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from followthemoney.types import registry

from backend.leads.model import Card, Contact, Crossing, Transfer
from backend.moments import parse_moment
from graph.errors import LimitExceeded
from graph.identity import Clusters
from graph.ledger import Ledger
from graph.model import Scope, Statement, scoped_id
from graph.schema import identifier_id, ontology

MOST_EVENTS = 2_000_000
TRAVEL = "travel"
_HOURS = len("2025-03-01T12")

Said = Mapping[str, Statement]


@dataclass(frozen=True)
class CaseEvents:
    """Reads a case's events when they are asked for, each kind once.

    Raises LimitExceeded for more than 2,000,000 of a kind.
    """

    ledger: Ledger
    scope: Scope
    case: str

    @cached_property
    def clusters(self) -> Clusters:
        """What the asker takes for the same."""
        return self.ledger.clusters(self.scope)

    @cached_property
    def contacts(self) -> list[Contact]:
        """Calls and text messages with a time, by time, then by id."""
        found = [one for one in map(self._contact, self._read("Call")) if one]
        return sorted(found, key=lambda one: (one.at, one.entity))

    @cached_property
    def transfers(self) -> list[Transfer]:
        """Payments with a date, an amount and both ends, by date, then by id."""
        found = [one for one in map(self._transfer, self._read("Payment")) if one]
        return sorted(found, key=lambda one: (one.at, one.entity))

    @cached_property
    def crossings(self) -> list[Crossing]:
        """Dated journeys: told in documents, and trips of registers."""
        found = [*self._told_journeys(), *self._trips()]
        return sorted(found, key=lambda one: (one.at, one.entity, one.person))

    @cached_property
    def cards(self) -> list[Card]:
        """SIM cards with what each record says of them, dated by the call it shows."""
        dates = {(c.document, c.record): c.at.isoformat() for c in self.contacts}
        return [
            card
            for entity, said in self.entities("SimCard")
            for card in self._cards(entity, said, dates)
        ]

    @cached_property
    def numbers(self) -> Mapping[str, frozenset[str]]:
        """The numbers that each person or organization is said to use."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for entity, said in self.entities("LegalEntity"):
            for one in said:
                if one.value.prop == "phone":
                    number = self._number(one.value.value)
                    found[self.clusters.root(entity)].add(number)
        return {who: frozenset(numbers) for who, numbers in found.items()}

    def entities(self, kind: str) -> Iterator[tuple[str, list[Statement]]]:
        """Yield each entity of a schema or one that extends it, with what is said."""
        names = [n for n, s in ontology().schemata.items() if s.is_a(kind)]
        for count, one in enumerate(
            self.ledger.iter_entities(self.scope, self.case, names)
        ):
            if count >= MOST_EVENTS:
                raise LimitExceeded(f"more than {MOST_EVENTS} events to look through")
            yield one

    def _read(self, kind: str) -> Iterator[tuple[str, Said]]:
        """Yield each entity with one statement of each property."""
        for entity, said in self.entities(kind):
            yield entity, {one.value.prop: one for one in reversed(said)}

    def _contact(self, read: tuple[str, Said]) -> Contact | None:
        entity, said = read
        when = said.get("date") or said.get("startDate")
        at = parse_moment(when.value.value) if when else None
        if when is None or at is None:
            return None
        return Contact(
            entity,
            at,
            when.value.value,
            self._party(said, "caller", "callerNumber"),
            self._party(said, "receiver", "receiverNumber"),
            said["description"].value.value if "description" in said else "",
            when.context.document or "",
            when.place.record or "",
            when.id,
        )

    def _transfer(self, read: tuple[str, Said]) -> Transfer | None:
        entity, said = read
        when, amount = said.get("date") or said.get("startDate"), said.get("amount")
        at = parse_moment(when.value.value) if when else None
        payer = self._end(said, "payer", "payerAccount")
        payee = self._end(said, "beneficiary", "beneficiaryAccount")
        sum_of = registry.number.to_number(amount.value.value) if amount else None
        if not (when and at and amount and payer and payee) or payer == payee:
            return None
        if sum_of is None:
            return None
        currency = said["currency"].value.value if "currency" in said else ""
        worth = abs(float(sum_of))
        return Transfer(
            entity, at, when.value.value, payer, payee, worth, currency, amount.id
        )

    def _told_journeys(self) -> Iterator[Crossing]:
        for entity, said in self._read("UnknownLink"):
            role, when = said.get("role"), said.get("date") or said.get("startDate")
            if role is None or role.value.value != TRAVEL or when is None:
                continue
            place = self._end(said, "object")
            yield from self._crossings(entity, when, ["subject"], said, place)

    def _trips(self) -> Iterator[Crossing]:
        for entity, said in self._read("Trip"):
            when = said.get("startDate") or said.get("date")
            if when is not None:
                place = self._end(said, "endLocation", "startLocation")
                yield from self._crossings(entity, when, ["involved"], said, place)

    def _crossings(
        self,
        entity: str,
        when: Statement,
        props: Sequence[str],
        said: Said,
        place: str,
    ) -> Iterator[Crossing]:
        text = when.value.value
        at, person = parse_moment(text), self._end(said, *props)
        if at is not None and person and len(text) >= len("2025-03-01"):
            exact = len(text) >= _HOURS
            yield Crossing(entity, at, text, person, place, exact, when.id)

    def _cards(
        self,
        entity: str,
        said: Iterable[Statement],
        dates: Mapping[tuple[str, str], str],
    ) -> Iterator[Card]:
        shown: defaultdict[tuple[str, str], dict[str, Statement]] = defaultdict(dict)
        for one in said:
            where = one.context.document or "", one.place.record or ""
            shown[where].setdefault(one.value.prop, one)
        for where, some in sorted(shown.items()):
            number = some.get("phone")
            yield Card(
                self.clusters.root(entity),
                self._number(number.value.value) if number else "",
                self._end(some, "device"),
                dates.get(where, ""),
                next(iter(some.values())).id,
            )

    def _party(self, said: Said, entity: str, number: str) -> str:
        if number in said:
            return self._number(said[number].value.value)
        return self._end(said, entity)

    def _end(self, said: Said, *props: str) -> str:
        named = next((said[prop] for prop in props if prop in said), None)
        if named is None:
            return ""
        return self.clusters.root(scoped_id(self.case, named.value.value))

    def _number(self, text: str) -> str:
        number = scoped_id(self.case, identifier_id("PhoneNumber", text))
        return self.clusters.root(number)


def find_subjects(contacts: Iterable[Contact]) -> dict[str, str]:
    """Return the party that each document's calls are about, where it is one.

    An operator's list about one number gives the cells of that number, whoever called;
    any other list those of the caller.
    """
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for one in contacts:
        sizes[one.document] += 1
        seen[one.document].update({one.source, one.target} - {""})
    return {
        document: party
        for document, counts in seen.items()
        for party, count in counts.most_common(1)
        if count == sizes[document] and len(counts) > 2
    }
