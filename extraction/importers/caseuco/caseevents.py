"""Calls and messages of CASE/UCO: who, whom, when."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from extraction.importers.caseuco.caseids import Ids, locate
from extraction.importers.caseuco.jsonld import Node, Ref
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value
from graph.schema import get_schema, identifier_id

MAX_PARTIES = 8
"""Of a call without direction among more, who spoke with whom is not drawn."""

_SECONDS = len("2024-01-01T00:00:00")
_TEXTS = {"SMSMessage", "MMSMessage"}
_PERSONS = {"Person", "Organization", "LegalEntity"}

Values = dict[Value, None]


def read_call(ids: Ids, node: Node, values: Values) -> Iterator[Record]:
    """Yield a call; where it has no caller, also links between those who took part."""
    objects = ids.reading.objects
    callers = objects.refs(node, ("from",))
    receivers = objects.refs(node, ("to", "participant"))
    receivers = [ref for ref in receivers if ref not in callers]
    yield from ids.absent(node, [*callers, *receivers])
    if not callers and 1 < len(receivers) <= MAX_PARTIES:
        yield from _undirected(ids, node, receivers, values)
    _say_numbers(ids, values, callers, receivers)
    for text in objects.texts(node, ("callType",)):
        values[Value("summary", text)] = None
    yield _event(ids, node, "Call", values, (callers, receivers))


def read_message(ids: Ids, node: Node, values: Values) -> Iterator[Record]:
    """Yield a message between accounts, or a text message between numbers."""
    objects = ids.reading.objects
    senders = objects.refs(node, ("from",))
    receivers = objects.refs(node, ("to",))
    yield from ids.absent(node, [*senders, *receivers])
    if _TEXTS & set(objects.classes(node)):
        values = _as_text_message(values)
        _say_numbers(ids, values, senders, receivers)
        yield _event(ids, node, "TextMessage", values, (senders, receivers))
        return
    sides = (
        (senders, "sender", "senderAccount"),
        (receivers, "recipients", "recipientAccount"),
    )
    for refs, person, account in sides:
        for ref in refs:
            prop = person if ids.schema(ref) in _PERSONS else account
            values[Value(prop, ids.of_ref(ref))] = None
    yield _event(ids, node, "Message", values, ((), ()))


def _as_text_message(values: Values) -> Values:
    schema = get_schema("TextMessage")
    body = "body" if schema.get("body") is not None else "description"
    found: Values = {}
    for value in values:
        if value.prop == "bodyText":
            value = value._replace(prop=body)
        if schema.get(value.prop) is not None:
            found[value] = None
    return found


def _say_numbers(
    ids: Ids, values: Values, callers: Sequence[Ref], receivers: Sequence[Ref]
) -> None:
    for refs, number_prop, prop in (
        (callers, "callerNumber", "caller"),
        (receivers, "receiverNumber", "receiver"),
    ):
        for ref in refs:
            number = ids.number(ref)
            given = Value(number_prop, number) if number else None
            values[given or Value(prop, ids.of_ref(ref))] = None


def _event(
    ids: Ids,
    node: Node,
    schema: str,
    values: Values,
    sides: tuple[Sequence[Ref], Sequence[Ref]],
) -> Record:
    if not values:
        values[Value("recordId", node.label)] = None
    place = Place(record=locate(node))
    return Record(
        _event_id(ids, node, schema, values, sides), schema, tuple(values), place
    )


def _event_id(
    ids: Ids,
    node: Node,
    schema: str,
    values: Values,
    sides: tuple[Sequence[Ref], Sequence[Ref]],
) -> str:
    """Return the id that an operator's list gives the same event, where it would."""
    numbers = [ids.number(refs[0]) for refs in sides if len(refs) == 1]
    moments = [value.value for value in values if value.prop == "date"]
    if len(numbers) == 2 and all(numbers) and len(moments) == 1:
        if len(moments[0]) >= _SECONDS:
            parties = [identifier_id("PhoneNumber", number) for number in numbers]
            kind = "text" if schema == "TextMessage" else "call"
            return f"{kind}-{derive_id([*parties, moments[0]], kind, 'cdr')}"
    return ids.of(node)


def _undirected(
    ids: Ids, node: Node, parties: Sequence[Ref], values: Values
) -> Iterator[Record]:
    dates = [value for value in values if value.prop == "date"]
    place = Place(record=locate(node))
    names = list(dict.fromkeys(ids.of_ref(ref) for ref in parties))
    for left, right in combinations(names, 2):
        said = [Value("subject", left), Value("object", right), *dates]
        said.append(Value("role", "call, direction not stated"))
        link = derive_id([ids.of(node), left, right], "undirected", "case")
        yield Record(f"case-{link}", "UnknownLink", tuple(said), place)
