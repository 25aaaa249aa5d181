"""The finders composed: candidates of every kind, then one mention for each span."""

from collections.abc import Callable, Iterable, Iterator

from extraction.model import Mention, Page
from extraction.recognition.identifiers.accounts import find_accounts
from extraction.recognition.identifiers.dates import find_dates
from extraction.recognition.identifiers.devices import find_devices
from extraction.recognition.identifiers.drugs import find_drugs
from extraction.recognition.identifiers.money import find_money
from extraction.recognition.identifiers.network import find_network
from extraction.recognition.identifiers.passports import find_passports
from extraction.recognition.identifiers.persons import find_personal_numbers
from extraction.recognition.identifiers.phones import find_phones
from extraction.recognition.identifiers.places import find_coordinates
from extraction.recognition.identifiers.plates import find_plates
from extraction.recognition.identifiers.scan import (
    Candidate,
    Scan,
    fold,
    join_wrapped,
)
from extraction.recognition.identifiers.wallets import find_wallets
from extraction.recognition.identifiers.weapons import find_weapons

VERSION = "identifiers/5"

Finder = Callable[[Scan], Iterator[Candidate]]

FINDERS: tuple[Finder, ...] = (
    find_network,
    find_accounts,
    find_wallets,
    find_personal_numbers,
    find_devices,
    find_passports,
    find_plates,
    find_coordinates,
    find_dates,
    find_money,
    find_drugs,
    find_weapons,
    find_phones,
)


def find_identifiers(
    page: Page, language: str | None = None, country: str | None = None
) -> list[Mention]:
    """Return the identifiers on a page in order, none overlapping another.

    `language` (sr bs cnr hr mk sq en) and `country` (rs ba me xk al mk hr) say how to
    read local numbers; the country wins. `text` is the page's slice, `valid` False
    where a checksum fails. Ids are unique in the document and stable.
    """
    scan = Scan(page.text, join_wrapped(fold(page.text)), language, country)
    found = (candidate for finder in FINDERS for candidate in finder(scan))
    return [_to_mention(page, candidate) for candidate in _choose(found)]


def _choose(found: Iterable[Candidate]) -> list[Candidate]:
    """Keep of overlapping candidates the best; those without a type only bar."""
    ordered = sorted(set(found), key=lambda c: (c.rank, c.start - c.end, c))
    taken: list[Candidate] = []
    occupied: set[int] = set()
    for candidate in ordered:
        span = range(candidate.start, candidate.end)
        if occupied.isdisjoint(span):
            occupied.update(span)
            taken.append(candidate)
    return sorted(c for c in taken if c.type)


def _to_mention(page: Page, found: Candidate) -> Mention:
    return Mention(
        id=f"{page.number}.{found.start}.{found.end}.{found.type}",
        page=page.number,
        start=found.start,
        end=found.end,
        text=page.text[found.start : found.end],
        type=found.type,
        value=found.value,
        valid=found.valid,
        by=VERSION,
    )
