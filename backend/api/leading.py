"""Leads as the schema shows them: each with the entities and statements it rests on."""

from enum import Enum

import strawberry

from backend import leads as asked
from backend.api.asking import Ask
from backend.api.batches import NodeBatch
from backend.api.entities import Entity, make_entity
from backend.api.statements import Statement, make_statements
from graph import model


@strawberry.enum
class LeadKind(Enum):
    """The named questions."""

    SHARED_DEVICES = "shared-devices"
    SIM_SWAPS = "sim-swaps"
    CO_LOCATION = "co-location"
    CALL_BURSTS = "call-bursts"
    CIRCULAR_PAYMENTS = "circular-payments"
    TRAVELLING_TOGETHER = "travelling-together"
    BROKEN_ROUTES = "broken-routes"
    LATE_CHANGES = "late-changes"
    WATCHED_TRAVELLERS = "watched-travellers"


@strawberry.input
class LeadThresholds:
    """What the questions are asked with; the defaults are those of `klupko leads`."""

    minutes: float | None = None
    occasions: int | None = None
    hours: float | None = None
    factor: float | None = None
    days: float | None = None
    length: int | None = None
    share: float | None = None
    offence: str | None = None
    watch: list[str] | None = None


@strawberry.type
class Occurrence:
    """One thing that a lead rests on."""

    batch: strawberry.Private["LeadBatch"]
    said: strawberry.Private[tuple[str, ...]]
    at: str
    text: str

    @strawberry.field
    def statements(self) -> list[Statement]:
        """Return the statements that say it."""
        found = [self.batch.statements[s] for s in self.said]
        return make_statements(self.batch.ask, found)


@strawberry.type
class Lead:
    """Something to look at; never a verdict."""

    summary: str
    strength: float
    count: int
    first: str
    last: str
    entities: list[Entity]
    evidence: list[Occurrence]


@strawberry.type
class Leads:
    """The strongest leads of a kind."""

    kind: LeadKind
    description: str
    total: int
    truncated: bool
    offence: str
    found: list[Lead]


class LeadBatch:
    """Leads that are shown side by side: their entities and statements at once."""

    def __init__(self, ask: Ask, found: list[asked.Lead]) -> None:
        self.ask = ask
        named = [entity for lead in found for entity in lead.entities]
        self.nodes = ask.find_nodes(named)
        distinct = {node.id: node for node in self.nodes.values()}
        self.entities = NodeBatch(ask, distinct.values())
        said = [s for lead in found for one in lead.occurrences for s in one.statements]
        ledger = ask.workspace.ledger
        self.statements: dict[str, model.Statement] = {}
        for start in range(0, len(said), 500):
            part = ledger.find_statements_by_id(ask.scope, said[start : start + 500])
            self.statements |= part


def ask_leads(
    ask: Ask, case: str, kind: LeadKind, top: int, given: LeadThresholds | None
) -> Leads:
    """Return the answer to a named question. Raises NotFound, InvalidInput."""
    wanted = {k: v for k, v in vars(given or LeadThresholds()).items() if v is not None}
    wanted["watch"] = tuple(wanted.get("watch", ()))
    options = asked.LeadOptions(**wanted)
    found = asked.find_leads(ask.workspace, ask.principal, case, kind.value, options)
    shown = list(found.leads[:top])
    batch = LeadBatch(ask, shown)
    return Leads(
        kind=kind,
        description=asked.KINDS[kind.value],
        total=found.total,
        truncated=found.truncated,
        offence=found.offence,
        found=[_lead(batch, lead) for lead in shown],
    )


def _lead(batch: LeadBatch, lead: asked.Lead) -> Lead:
    nodes = [batch.nodes[e] for e in lead.entities if e in batch.nodes]
    return Lead(
        summary=lead.summary,
        strength=lead.strength,
        count=lead.count,
        first=lead.first,
        last=lead.last,
        entities=[make_entity(batch.entities, node) for node in nodes],
        evidence=[
            Occurrence(batch=batch, said=one.statements, at=one.at, text=one.text)
            for one in lead.occurrences
        ],
    )
