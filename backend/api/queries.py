"""What may be asked; every answer goes through the view of the request."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeVar

import strawberry

from backend.api import ids
from backend.api.analyses import AnalysisQuery
from backend.api.asking import Ask, AskInfo, bounded, or_default, own_case
from backend.api.cases import Case, make_case
from backend.api.connections import Connection, connect, connect_all, read_slice
from backend.api.documents import Document, make_document
from backend.api.entities import (
    Entity,
    Relationship,
    make_entities,
    make_relationships,
)
from backend.api.events import Event, make_events
from backend.api.joining import JoiningQuery
from backend.api.leading import LeadKind, Leads, LeadThresholds, ask_leads
from backend.api.links import get_link
from backend.api.locating import PlaceQuery
from backend.api.networks import (
    Graph,
    Path,
    make_graph,
    make_path,
)
from backend.api.nodes import Node, to_id
from backend.api.placing import SpaceQuery
from backend.api.positions import PositionQuery
from backend.api.reviewing import (
    Candidate,
    ReviewProgress,
    make_candidate,
    make_candidates,
    make_progress,
)
from backend.api.running import Job, get_job, make_job
from backend.api.statements import make_statement
from backend.api.timing import TimeQuery
from backend.moments import check_period
from backend.timeline import iter_happenings
from graph.errors import NotFound
from graph.store.patterns import Period

T = TypeVar("T")

DEFAULT_LIMIT = 300
DEFAULT_LEADS = 20
MAX_LEADS = 100
DEFAULT_MAX_HOPS = 6
DEFAULT_PATHS = 3


@strawberry.type
class User:
    """Who asks."""

    id: strawberry.ID
    name: str
    roles: list[str]


From = Annotated[strawberry.ID, strawberry.argument(name="from")]
FromMoment = Annotated[datetime | None, strawberry.argument(name="from")]


@strawberry.type
class Query(
    AnalysisQuery, PositionQuery, JoiningQuery, TimeQuery, SpaceQuery, PlaceQuery
):
    """Look-ups; what the asker may not see is not there."""

    @strawberry.field
    def me(self, info: AskInfo) -> User:
        """Return who asks."""
        principal = info.context.principal
        roles = sorted(role.value for role in principal.roles)
        return User(id=to_id(principal.name), name=principal.name, roles=roles)

    @strawberry.field
    def node(self, info: AskInfo, id: strawberry.ID) -> Node | None:
        """Return whatever has this id, or null."""
        return _or_none(lambda: _get_node(info.context, id))

    @strawberry.field
    def cases(
        self, info: AskInfo, first: int | None = None, after: str | None = None
    ) -> Connection[Case]:
        """Return the cases that the asker is on, by id."""
        ask, part = info.context, read_slice(first, after)
        found = list(ask.workspace.ledger.iter_cases(ask.scope))
        return connect_all(found, part, lambda some: [make_case(ask, c) for c in some])

    @strawberry.field
    def case(self, info: AskInfo, id: strawberry.ID) -> Case | None:
        """Return a case, or null."""
        return _or_none(lambda: _get_case(info.context, ids.own_id(id)))

    @strawberry.field
    def entity(
        self, info: AskInfo, id: strawberry.ID, as_of: datetime | None = None
    ) -> Entity | None:
        """Return an entity by its own or any member's id, or null.

        With a moment: as the last event at or before it left it.
        """
        ask = info.context if as_of is None else info.context.earlier(as_of)
        return _or_none(lambda: _get_entity(ask, ids.own_id(id)))

    @strawberry.field
    def search(
        self,
        info: AskInfo,
        text: str,
        case: strawberry.ID | None = None,
        schemata: list[str] | None = None,
        countries: list[str] | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Connection[Entity]:
        """Return entities of which every word of `text` begins a word of one name."""
        ask, part = info.context, read_slice(first, after)
        cases = None if case is None else [own_case(ask, case)]
        found = ask.view.search(
            text, cases, schemata, countries, part.limit, part.offset
        )
        return connect(make_entities(ask, found.nodes), found.total, part)

    @strawberry.field
    def expand(
        self,
        info: AskInfo,
        ids: list[strawberry.ID],
        hops: int | None = None,
        schemata: list[str] | None = None,
        limit: int | None = None,
    ) -> Graph:
        """Return what lies up to `hops` (1) from the ids, at most `limit` (300)."""
        ask = info.context
        start = [_own(given) for given in ids]
        found = ask.view.expand(
            start, or_default(hops, 1), schemata, or_default(limit, DEFAULT_LIMIT)
        )
        return make_graph(ask, found)

    @strawberry.field
    def paths(
        self,
        info: AskInfo,
        from_: From,
        to: strawberry.ID,
        max_hops: int | None = None,
        k: int | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
    ) -> list[Path]:
        """Return up to `k` (3) simple paths of at most `maxHops` (6) links.

        With a moment: over relationships that fell in [after, before), even in part.
        """
        check_period(after, before)
        ask = info.context
        found = ask.view.paths(
            ids.own_id(from_),
            ids.own_id(to),
            or_default(max_hops, DEFAULT_MAX_HOPS),
            or_default(k, DEFAULT_PATHS),
            period=Period(after, before),
        )
        return [make_path(ask, path) for path in found]

    @strawberry.field
    def review_queue(
        self,
        info: AskInfo,
        case: strawberry.ID,
        first: int | None = None,
        after: str | None = None,
    ) -> Connection[Candidate]:
        """Return pairs that wait for a person's word, the likeliest first."""
        ask, part = info.context, read_slice(first, after)
        found = ask.workspace.reviews.look(ask.scope, ids.own_id(case), ask.find_nodes)
        return connect_all(found.waiting, part, lambda some: make_candidates(ask, some))

    @strawberry.field
    def review_progress(self, info: AskInfo, case: strawberry.ID) -> ReviewProgress:
        """Return how far the review of a case is."""
        ask = info.context
        found = ask.workspace.reviews.look(ask.scope, ids.own_id(case), ask.find_nodes)
        return make_progress(found.progress)

    @strawberry.field
    def candidate(
        self, info: AskInfo, left: strawberry.ID, right: strawberry.ID
    ) -> Candidate:
        """Return two entities side by side, compared now."""
        return make_candidate(info.context, ids.own_id(left), ids.own_id(right))

    @strawberry.field
    def leads(
        self,
        info: AskInfo,
        case: strawberry.ID,
        kind: LeadKind,
        top: int | None = None,
        thresholds: LeadThresholds | None = None,
    ) -> Leads:
        """Return the `top` (20) answers to a named question, with their evidence."""
        ask = info.context
        most = bounded("top", top, DEFAULT_LEADS, MAX_LEADS)
        return ask_leads(ask, own_case(ask, case), kind, most, thresholds)

    @strawberry.field
    def timeline(
        self,
        info: AskInfo,
        case: strawberry.ID,
        from_: FromMoment = None,
        to: datetime | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> Connection[Event]:
        """Return what happened in [from, to), by time, then by id."""
        ask, part = info.context, read_slice(first, after)
        found = iter_happenings(ask.workspace.ledger, ask.scope, ids.own_id(case))
        kept = [one for one in found if one.is_within(from_, to)]
        return connect_all(kept, part, lambda some: make_events(ask, some))

    @strawberry.field
    def document(self, info: AskInfo, id: strawberry.ID) -> Document | None:
        """Return a document by its SHA-256, or null."""
        return _find_document(info.context, ids.own_id(id))

    @strawberry.field
    def job(self, info: AskInfo, id: strawberry.ID) -> Job | None:
        """Return a job that the asker started, or null."""
        ask = info.context
        number = ids.own_id(id)
        return _or_none(lambda: make_job(get_job(ask.workspace, ask.principal, number)))


def _own(given: str) -> str:
    return ids.own_id(given)


def _or_none(get: Callable[[], T]) -> T | None:
    try:
        return get()
    except NotFound:
        return None


def _get_case(ask: Ask, case: str) -> Case:
    return make_case(ask, ask.workspace.ledger.get_case(ask.scope, case))


def _get_entity(ask: Ask, entity: str) -> Entity:
    return make_entities(ask, [ask.view.get_node(entity)])[0]


def _find_document(ask: Ask, sha256: str) -> Document | None:
    stored = ask.find_document(sha256)
    return None if stored is None else make_document(ask, stored)


def _get_statement(ask: Ask, number: str) -> Node:
    said = ask.workspace.ledger.get_statement(ask.scope, number)
    return make_statement(ask, said)


def _get_relationship(ask: Ask, link: str) -> Relationship:
    return make_relationships(ask, [get_link(ask, link)])[0]


def _get_node(ask: Ask, given: str) -> Node | None:
    kind, own = ids.read_id(given)
    if kind == "Job" or (kind is None and ids.looks_like_job(own)):
        return make_job(get_job(ask.workspace, ask.principal, own))
    if kind == "Document" or (kind is None and ids.looks_like_hash(own)):
        document = _find_document(ask, own)
        if document is not None or kind == "Document":
            return document
    if kind == "Statement" or (kind is None and ids.looks_like_hash(own)):
        return _get_statement(ask, own)
    if kind == "Case" or (kind is None and ":" not in own):
        return _get_case(ask, own)
    if kind != "Relationship":
        entity = _or_none(lambda: _get_entity(ask, own))
        if entity is not None or kind == "Entity":
            return entity
    return _get_relationship(ask, own)
