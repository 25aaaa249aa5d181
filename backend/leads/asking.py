"""One named question asked of a case: the strongest leads first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from backend.access import Principal, scope_of
from backend.leads import (
    bursts,
    circles,
    devices,
    late,
    places,
    routes,
    together,
    watched,
)
from backend.leads.model import Lead, Leads
from backend.leads.reading import CaseEvents
from backend.leads.travel import Travel
from backend.passengers.offences import find_offence
from backend.workspace import Workspace
from graph.errors import InvalidInput
from graph.model import Scope

MOST_LEADS = 1_000


@dataclass(frozen=True, slots=True)
class LeadOptions:
    """Thresholds of the questions, each for the kinds that its name fits.

    `minutes` and `occasions` (days) of co-location; `hours` and `factor` of bursts;
    `days`, `length` (payments) and `share` (0 to 1, of the amount) of circles.
    `offence` is the code of the offence that justifies looking into passenger data,
    `watch` what is watched for there.
    """

    minutes: float = 15
    occasions: int = 2
    hours: float = 12
    factor: float = 3
    days: float = 30
    length: int = 5
    share: float = 0.7
    offence: str = ""
    watch: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise InvalidInput for what makes no sense."""
        fits = (
            0 < self.minutes <= 24 * 60
            and 1 <= self.occasions <= 1000
            and 0 < self.hours <= 24 * 14
            and 1 <= self.factor <= 1000
            and 0 < self.days <= 3660
            and 2 <= self.length <= 8
            and 0 < self.share <= 1
            and len(self.watch) <= watched.MOST_WATCHED
        )
        if not fits:
            raise InvalidInput(
                "minutes up to 1440, occasions 1 to 1000, hours up to 336, factor 1 to "
                "1000, days up to 3660, length 2 to 8, share above 0 up to 1"
            )


Question = Callable[[CaseEvents, LeadOptions], Iterator[Lead]]


def _co_locations(events: CaseEvents, asked: LeadOptions) -> Iterator[Lead]:
    return places.find_co_locations(events.contacts, asked.minutes, asked.occasions)


def _bursts(events: CaseEvents, asked: LeadOptions) -> Iterator[Lead]:
    burst = bursts.Burst(asked.hours, asked.factor)
    crossings = events.crossings
    if asked.offence:
        find_offence(asked.offence)
        crossings = sorted(
            [*crossings, *Travel(events).crossings],
            key=lambda one: (one.at, one.entity, one.person),
        )
    return bursts.find_bursts(events.contacts, crossings, events.numbers, burst)


def _routes(events: CaseEvents, asked: LeadOptions) -> Iterator[Lead]:
    return routes.find_broken_routes(Travel(events), asked.hours, asked.days)


def _late(events: CaseEvents, asked: LeadOptions) -> Iterator[Lead]:
    return late.find_late_changes(Travel(events), asked.hours)


def _watched(events: CaseEvents, asked: LeadOptions) -> Iterator[Lead]:
    watch = watched.read_watch_list(asked.watch)
    return watched.WatchSearch(Travel(events), watch).find()


_QUESTIONS: dict[str, Question] = {
    devices.SHARED: lambda events, _: devices.find_shared_devices(events.cards),
    devices.SWAPS: lambda events, _: devices.find_sim_swaps(events.cards),
    places.KIND: _co_locations,
    bursts.KIND: _bursts,
    routes.KIND: _routes,
    late.KIND: _late,
    watched.KIND: _watched,
}
PASSENGER_KINDS = frozenset((together.KIND, routes.KIND, late.KIND, watched.KIND))
"""Questions to passenger data: each is asked for an offence (Directive 2016/681)."""
KINDS = MappingProxyType(
    {
        devices.SHARED: "several SIM cards or numbers in one device",
        devices.SWAPS: "one SIM card or number in several devices, by first sight",
        places.KIND: "parties at the same cells at the same times, on several days",
        bursts.KIND: "more calls than usual around a person's crossing of a border",
        circles.KIND: "payments that follow each other back to where they began",
        together.KIND: "passengers who travel together, openly or not",
        routes.KIND: "routes that do not join, or stop long on the way",
        late.KIND: "bookings made or changed shortly before the flight",
        watched.KIND: "passengers of a watched telephone, document or card",
    }
)


def find_leads(
    workspace: Workspace,
    principal: Principal,
    case: str,
    kind: str,
    options: LeadOptions | None = None,
) -> Leads:
    """Return what the asker's statements give for one named question.

    The strongest first, then by ids; at most 1,000. None of it is a verdict: each lead
    names the statements to look at. Raises InvalidInput for another kind and, where it
    is put to passenger data, for no offence; NotFound, LimitExceeded.
    """
    if kind not in KINDS:
        raise InvalidInput(f"no such question; there are {', '.join(KINDS)}")
    asked = options or LeadOptions()
    offence = ""
    if kind in PASSENGER_KINDS or asked.offence:
        offence = find_offence(asked.offence).code
    scope = scope_of(principal)
    workspace.ledger.get_case(scope, case)
    events = CaseEvents(workspace.ledger, scope, case)
    found, truncated = _search(events, kind, asked)
    found.sort(key=lambda lead: (-lead.strength, lead.entities, lead.first))
    shown = _named(workspace, scope, found[:MOST_LEADS])
    cut = truncated or len(found) > len(shown)
    return Leads(kind, shown, len(found), cut, offence)


def _search(
    events: CaseEvents, kind: str, asked: LeadOptions
) -> tuple[list[Lead], bool]:
    """Return the leads, and whether the search was cut short."""
    if kind == circles.KIND:
        circle = circles.Circle(asked.days, asked.length, asked.share)
        search = circles.CircleSearch(events.transfers, circle)
        return list(search.find()), search.truncated
    if kind == together.KIND:
        pairs = together.TogetherSearch(Travel(events), asked.occasions)
        return list(pairs.find()), pairs.truncated
    return list(_QUESTIONS[kind](events, asked)), False


def _named(
    workspace: Workspace, scope: Scope, found: Sequence[Lead]
) -> tuple[Lead, ...]:
    """Return the leads with each entity under the id that a view shows it by."""
    ids = {entity for lead in found for entity in lead.entities}
    with workspace.view(scope) as view:
        nodes = view.find_nodes(sorted(ids))
    shown = {entity: node.id for entity, node in nodes.items()}
    return tuple(
        replace(lead, entities=tuple(shown.get(e, e) for e in lead.entities))
        for lead in found
    )
