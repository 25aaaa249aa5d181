"""Statements as a user enters them, checked and gathered by their conditions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import strawberry

from backend.access import check_writes
from backend.api import ids
from backend.api.asking import Ask
from graph import model
from graph.errors import InvalidInput, NotFound
from graph.schema import check_property, clean_value, is_entity_property

ORIGIN = "user"
MAX_STATEMENTS = 1000


@strawberry.input
class SourceInput:
    """Where a statement comes from: a span of a page of a document of the case."""

    document: strawberry.ID | None = None
    page: int | None = None
    start: int | None = None
    end: int | None = None


@strawberry.input
class StatementInput:
    """One thing said about one entity; its id may be new."""

    entity: strawberry.ID
    schema: str
    property: str
    value: str
    language: str | None = None
    kind: model.Kind | None = None
    evaluation: str | None = None
    handling: list[str] | None = None
    compartment: str | None = None
    source: SourceInput | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement ready for the ledger, with its conditions."""

    context: model.Context
    record: model.Record


def read_entries(ask: Ask, case: str, given: Sequence[StatementInput]) -> list[Entry]:
    """Return what is to be recorded, in order.

    Raises InvalidInput with the position of the first bad one, NotFound, Forbidden.
    """
    if not 1 <= len(given) <= MAX_STATEMENTS:
        raise InvalidInput(f"give 1 to {MAX_STATEMENTS} statements")
    entries = []
    for number, one in enumerate(given):
        try:
            entries.append(_read(ask, case, one))
        except InvalidInput as error:
            raise InvalidInput(f"statement {number}: {error}") from error
    return entries


def gather(entries: Iterable[Entry]) -> dict[model.Context, list[model.Record]]:
    """Return the records by their conditions, in order."""
    gathered: dict[model.Context, list[model.Record]] = {}
    for entry in entries:
        gathered.setdefault(entry.context, []).append(entry.record)
    return gathered


def _read(ask: Ask, case: str, given: StatementInput) -> Entry:
    compartment = given.compartment or model.WHOLE_CASE
    check_writes(ask.principal, case, compartment)
    check_property(given.schema, given.property)
    document, place = _read_source(ask, case, given.source)
    context = model.Context(
        case=case,
        origin=ORIGIN,
        document=document,
        compartment=compartment,
        evaluation=(
            model.Evaluation.parse(given.evaluation)
            if given.evaluation
            else model.Evaluation()
        ),
        handling=model.parse_handling(given.handling or ()),
    )
    record = model.Record(
        entity=_local(case, ids.own_id(given.entity)),
        schema=given.schema,
        values=(_read_value(case, given),),
        place=place,
        kind=given.kind or model.Kind.FACT,
    )
    return Entry(context, record)


def _read_value(case: str, given: StatementInput) -> model.Value:
    lang = given.language or ""
    if is_entity_property(given.schema, given.property):
        return model.Value(given.property, _local(case, ids.own_id(given.value)), lang)
    text = given.value.strip()
    clean = clean_value(given.schema, given.property, text)
    if clean is None:
        raise InvalidInput(f"the value does not fit property {given.property}")
    return model.Value(given.property, clean, lang, text if text != clean else "")


def _read_source(
    ask: Ask, case: str, given: SourceInput | None
) -> tuple[str | None, model.Place]:
    if given is None or given.document is None:
        return None, model.Place()
    stored = ask.find_document(ids.own_id(given.document))
    if stored is None or not ask.has_document(case, stored.sha256):
        raise NotFound("no such document")
    place = model.Place(page=given.page, start=given.start, end=given.end)
    if given.page is None:
        if given.start is not None or given.end is not None:
            raise InvalidInput("a span needs its page")
        return stored.sha256, place
    text = dict(stored.pages).get(given.page)
    if text is None:
        raise InvalidInput("the document has no such page")
    if (given.start is None) != (given.end is None):
        raise InvalidInput("a span has a start and an end")
    if given.start is not None and given.end is not None:
        if not 0 <= given.start < given.end <= len(text):
            raise InvalidInput("the span lies outside its page")
    return stored.sha256, place


def _local(case: str, entity: str) -> str:
    own, colon, local = entity.partition(":")
    if colon and own == case and local:
        return local
    model.scoped_id(case, entity)
    return entity
