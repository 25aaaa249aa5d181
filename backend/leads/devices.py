"""Devices with several cards, and cards or numbers that went from device to device."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from backend.leads.model import Card, Lead, Occurrence, make_lead

SHARED = "shared-devices"
SWAPS = "sim-swaps"


def find_shared_devices(cards: Iterable[Card]) -> Iterator[Lead]:
    """Yield devices in which several cards were seen; the strength is their number."""
    seen: defaultdict[str, list[Card]] = defaultdict(list)
    for one in cards:
        if one.device:
            seen[one.device].append(one)
    for device, found in sorted(seen.items()):
        bearers = sorted({one.number or one.card for one in found})
        if len(bearers) > 1:
            yield make_lead(
                SHARED,
                (device, *bearers),
                f"{len(bearers)} cards or numbers in one device",
                len(bearers),
                [_occurrence(one, "a card in the device") for one in found],
            )


def find_sim_swaps(cards: Iterable[Card]) -> Iterator[Lead]:
    """Yield cards and numbers seen in several devices; the strength is their number."""
    seen: defaultdict[str, list[Card]] = defaultdict(list)
    for one in cards:
        if one.device:
            seen[one.number or one.card].append(one)
    for bearer, found in sorted(seen.items()):
        devices = _by_first(found)
        if len(devices) > 1:
            yield make_lead(
                SWAPS,
                (bearer, *devices),
                f"one number in {len(devices)} devices, in this order",
                len(devices),
                [_occurrence(one, "the number in a device") for one in found],
            )


def _by_first(cards: Iterable[Card]) -> list[str]:
    first: dict[str, tuple[str, str]] = {}
    for one in cards:
        seen = (one.at or "9", one.device)
        first[one.device] = min(seen, first.get(one.device, seen))
    return sorted(first, key=first.__getitem__)


def _occurrence(one: Card, text: str) -> Occurrence:
    return Occurrence(one.at, text, one.card, (one.statement,))
