"""The parts of a snapshot: lines of JSON, one object a line, written and read here.

contexts  n, compartment, document, origin, evaluation, handling, note
events    key, authority, name, seq, kind, actor, at, reason
records   context, event, entity, schema, kind, place, values, ids
judgements, withdrawals   event, id and what they say
documents sha256, compartment, name, path, media_type, size, language, script, pages
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from graph.ledger import Authority, DocumentRecord
from graph.ledger.foreign import ForeignEvent, ForeignJudgement, ForeignWithdrawal
from graph.ledger.outgoing import Said
from graph.ledger.writing import Told
from graph.model import (
    Context,
    Evaluation,
    Kind,
    Place,
    Record,
    Value,
    Verdict,
    check_compartment,
    check_local,
    parse_handling,
)

Line = Mapping[str, Any]
DIGEST = 32


def write_context(n: int, context: Context) -> dict[str, Any]:
    """Return a context as a line."""
    return {
        "n": n,
        "compartment": context.compartment,
        "document": context.document,
        "origin": context.origin,
        "evaluation": str(context.evaluation),
        "handling": sorted(context.handling),
        "note": context.handling_note,
    }


def read_context(line: Line, case: str) -> Context:
    """Return a context of the case that is merged into."""
    return Context(
        case=case,
        origin=str(line["origin"]),
        document=_optional(line["document"], str),
        compartment=check_compartment(line["compartment"]),
        evaluation=Evaluation.parse(line["evaluation"]),
        handling=parse_handling(line["handling"]),
        handling_note=str(line["note"]),
    )


def write_event(key: str, event: ForeignEvent) -> dict[str, Any]:
    """Return an event as a line."""
    return {
        "key": key,
        "authority": event.authority.id,
        "name": event.authority.name,
        "seq": event.seq,
        "kind": event.kind,
        "actor": event.actor,
        "at": event.at,
        "reason": event.reason,
    }


def read_event(line: Line) -> tuple[str, ForeignEvent]:
    """Return an event and its key."""
    authority = Authority(str(line["authority"]), str(line["name"]))
    words = (str(line[name]) for name in ("kind", "actor", "at", "reason"))
    return str(line["key"]), ForeignEvent(authority, int(line["seq"]), *words)


def write_record(said: Said) -> dict[str, Any]:
    """Return a record as a line."""
    record, digests = said.told
    place = record.place
    return {
        "context": said.context,
        "event": said.event,
        "entity": record.entity,
        "schema": record.schema,
        "kind": record.kind.value,
        "place": [place.page, place.start, place.end, place.record],
        "values": [list(value) for value in record.values],
        "ids": [digest.hex() for digest in digests],
    }


def read_record(line: Line) -> Said:
    """Return a record. Raises ValueError where ids and values do not agree."""
    page, start, end, path = line["place"]
    record = Record(
        entity=check_local(line["entity"]),
        schema=str(line["schema"]),
        values=tuple(Value(*map(str, value)) for value in line["values"]),
        place=Place(
            _optional(page, int),
            _optional(start, int),
            _optional(end, int),
            _optional(path, str),
        ),
        kind=Kind(line["kind"]),
    )
    digests = [bytes.fromhex(name) for name in line["ids"]]
    if len(digests) != len(record.values) or any(len(d) != DIGEST for d in digests):
        raise ValueError("each value has one id")
    return Said(int(line["context"]), str(line["event"]), Told(record, digests))


def write_withdrawal(event: str, said: ForeignWithdrawal) -> dict[str, Any]:
    """Return a withdrawal as a line."""
    return {"event": event, **asdict(said)}


def read_withdrawal(line: Line) -> tuple[str, ForeignWithdrawal]:
    """Return a withdrawal and the key of its event."""
    said = ForeignWithdrawal(*(str(line[k]) for k in ("id", "target", "reason")))
    return str(line["event"]), said


def write_judgement(event: str, said: ForeignJudgement) -> dict[str, Any]:
    """Return a judgement as a line."""
    return {"event": event, **asdict(said)}


def read_judgement(line: Line) -> tuple[str, ForeignJudgement]:
    """Return a judgement and the key of its event."""
    said = ForeignJudgement(
        id=str(line["id"]),
        left=check_local(line["left"]),
        right=check_local(line["right"]),
        verdict=Verdict(line["verdict"]),
        compartment=check_compartment(line["compartment"]),
        score=_optional(line["score"], float),
        explanation=str(line["explanation"]),
    )
    return str(line["event"]), said


def write_document(document: DocumentRecord) -> dict[str, Any]:
    """Return a document as a line; of its path only what lies inside its file."""
    line = asdict(document)
    del line["case"]
    outer, inside, rest = document.path.partition("!/")
    line["path"] = outer.replace("\\", "/").rpartition("/")[2] + inside + rest
    return line


def read_document(line: Line, case: str) -> DocumentRecord:
    """Return a document of the case that is merged into."""
    return DocumentRecord(
        case=case,
        sha256=str(line["sha256"]),
        compartment=check_compartment(line["compartment"]),
        name=str(line["name"]),
        path=str(line["path"]),
        media_type=str(line["media_type"]),
        size=int(line["size"]),
        language=_optional(line["language"], str),
        script=_optional(line["script"], str),
        pages=tuple((int(number), str(text)) for number, text in line["pages"]),
    )


def _optional(value: Any, kind: Any) -> Any:
    return None if value is None else kind(value)
