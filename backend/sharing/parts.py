"""The parts of a snapshot: lines of JSON, one object a line, written and read here.

contexts  n, compartment, document, origin, evaluation, handling, note
events    key, authority, name, seq, kind, actor, at, reason
records   context, event, entity, schema, kind, place, values, ids
judgements, withdrawals   event, id and what they say
documents sha256, compartment, name, path, media_type, size, language, script, pages,
          layouts
"""

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from math import isfinite
from typing import Any

from backend.errors import VerificationFailed
from graph.errors import InvalidInput
from graph.ledger import Authority, DocumentRecord, PageLayout
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
    check_case,
    check_compartment,
    check_local,
    parse_handling,
)
from graph.schema import is_entity_property

Line = Mapping[str, Any]
DIGEST = 32
MOST = 2**31 - 1
"""The largest page, place or figure that is taken; events may be numbered higher."""
MOST_EVENTS = 2**53
_AUTHORITY = re.compile(r"[0-9a-f]{32}")
_WITHDRAWAL = re.compile(r"w-[0-9a-f]{64}")
_JUDGEMENT = re.compile(r"j-[0-9a-f]{64}")
_TARGET = re.compile(r"([wj]-)?[0-9a-f]{64}|e-[0-9a-f]{32}-[0-9]{1,16}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def check_manifest(manifest: Line) -> None:
    """Raise VerificationFailed where the manifest is not of the form that we write."""
    try:
        case, sender, counts = (manifest[n] for n in ("case", "sender", "counts"))
        _form(_AUTHORITY, manifest["id"])
        check_case(case["id"])
        _text(case["title"])
        _optional(case["authority"], _text)
        _form(_AUTHORITY, sender["authority"])
        _text(sender["user"])
        for figure in (counts["records"], *dict(counts).values()):
            _whole(figure, MOST_EVENTS)
        for name in ("recipients", "handling", "compartments"):
            for text in list(manifest.get(name, ())):
                _text(text)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidInput) as error:
        raise VerificationFailed("its manifest is not of a known form") from error


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
    document = line["document"]
    return Context(
        case=case,
        origin=_free(line["origin"]),
        document=None if document is None else _form(_SHA256, document),
        compartment=check_compartment(line["compartment"]),
        evaluation=Evaluation.parse(line["evaluation"]),
        handling=parse_handling(line["handling"]),
        handling_note=_free(line["note"]),
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
    """Return an event and its key. Raises ValueError where it has no moment."""
    authority = Authority(_form(_AUTHORITY, line["authority"]), _text(line["name"]))
    if datetime.fromisoformat(_text(line["at"])).tzinfo is None:
        raise ValueError("an event's time has a zone")
    words = (_text(line[name]) for name in ("kind", "actor", "at", "reason"))
    seq = _whole(line["seq"], MOST_EVENTS)
    return _text(line["key"]), ForeignEvent(authority, seq, *words)


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
    schema = _text(line["schema"])
    record = Record(
        entity=check_local(line["entity"]),
        schema=schema,
        values=tuple(_value(schema, value) for value in line["values"]),
        place=Place(
            _optional(page, _whole),
            _optional(start, _whole),
            _optional(end, _whole),
            _optional(path, _text),
        ),
        kind=Kind(line["kind"]),
    )
    digests = [bytes.fromhex(name) for name in line["ids"]]
    if len(digests) != len(record.values) or any(len(d) != DIGEST for d in digests):
        raise ValueError("each value has one id")
    return Said(_whole(line["context"]), _text(line["event"]), Told(record, digests))


def _value(schema: str, given: Any) -> Value:
    value = Value(*map(_text, given))
    if not isinstance(given, list):
        raise TypeError("a value is a list")
    if is_entity_property(schema, value.prop):
        check_local(value.value)
    return value


def write_withdrawal(event: str, said: ForeignWithdrawal) -> dict[str, Any]:
    """Return a withdrawal as a line."""
    return {"event": event, **asdict(said)}


def read_withdrawal(line: Line) -> tuple[str, ForeignWithdrawal]:
    """Return a withdrawal and the key of its event.

    Raises ValueError where it names what only our own withdrawals may: an event by
    its number here.
    """
    said = ForeignWithdrawal(
        _form(_WITHDRAWAL, line["id"]),
        _form(_TARGET, line["target"]),
        _text(line["reason"]),
    )
    return _text(line["event"]), said


def write_judgement(event: str, said: ForeignJudgement) -> dict[str, Any]:
    """Return a judgement as a line."""
    return {"event": event, **asdict(said)}


def read_judgement(line: Line) -> tuple[str, ForeignJudgement]:
    """Return a judgement and the key of its event."""
    said = ForeignJudgement(
        id=_form(_JUDGEMENT, line["id"]),
        left=check_local(line["left"]),
        right=check_local(line["right"]),
        verdict=Verdict(line["verdict"]),
        compartment=check_compartment(line["compartment"]),
        score=_optional(line["score"], _score),
        explanation=_text(line["explanation"]),
    )
    return _text(line["event"]), said


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
        sha256=_form(_SHA256, line["sha256"]),
        compartment=check_compartment(line["compartment"]),
        name=_text(line["name"]),
        path=_text(line["path"]),
        media_type=_text(line["media_type"]),
        size=_whole(line["size"], MOST_EVENTS),
        language=_optional(line["language"], _text),
        script=_optional(line["script"], _text),
        pages=tuple((_whole(number), _text(text)) for number, text in line["pages"]),
        layouts=tuple(_layout(*given) for given in line.get("layouts", ())),
    )


def _layout(number: Any, turn: Any, boxes: Any) -> PageLayout:
    sides = tuple(tuple(map(_whole, box)) for box in boxes)
    if _whole(turn) not in (0, 90, 180, 270) or any(len(box) != 6 for box in sides):
        raise ValueError("a layout is a turn, and boxes of six numbers")
    return PageLayout(_whole(number), turn, sides)


def _optional(value: Any, kind: Any) -> Any:
    return None if value is None else kind(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value


def _free(value: Any) -> str:
    """Return a text without the character that parts what contexts are known by."""
    if "\x1f" in _text(value):
        raise ValueError("a separator cannot be part of a text")
    return str(value)


def _form(pattern: re.Pattern[str], value: Any) -> str:
    if not pattern.fullmatch(_text(value)):
        raise ValueError("an id is not of its form")
    return str(value)


def _whole(value: Any, most: int = MOST) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError("a figure is whole, and not too large")
    return value


def _score(value: Any) -> float:
    if not isfinite(value):
        raise ValueError("a score is a number")
    return float(value)
