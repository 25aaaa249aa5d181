"""Keyed content ids: nobody without the case's key can guess a value from an id."""

import hashlib
import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

import orjson
from cryptography.hazmat.primitives import hashes, hmac

from graph.model import Context, Kind, Place, Value


def canonical(value: dict[str, object]) -> bytes:
    """Return the RFC 8785 form of an object of text, whole numbers, lists and null."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


class Framed(Protocol):
    """A record or a statement: what is said without its values."""

    @property
    def schema(self) -> str:
        """Schema of the entity."""
        ...

    @property
    def place(self) -> Place:
        """Where in its source it stands."""
        ...

    @property
    def kind(self) -> Kind:
        """Fact or assessment."""
        ...


def frame(entity: str, record: Framed, context: Context) -> dict[str, object]:
    """Return what all statements of a record share, as it enters their ids."""
    place = record.place
    return {
        "compartment": context.compartment,
        "entity": entity,
        "evaluation": str(context.evaluation),
        "handling": sorted(context.handling),
        "note": context.handling_note,
        "kind": record.kind.value,
        "schema": record.schema,
        "source": {
            "document": context.document,
            "page": place.page,
            "start": place.start,
            "end": place.end,
            "record": place.record,
        },
    }


def statement_digest(key: bytes, shared: dict[str, object], value: Value) -> bytes:
    """Return a statement's id as 32 bytes: HMAC-SHA256 under the case's key.

    Origin and recorded at / by are outside: saying the same again is the same.
    """
    return statement_digests(key, shared, (value,))[0]


def statement_digests(
    key: bytes, shared: dict[str, object], values: Iterable[Value]
) -> list[bytes]:
    """Return the ids of a record's statements, in order."""
    return [_sealed(key, form) for form in statement_forms(shared, values)]


def _sealed(key: bytes, form: bytes) -> bytes:
    keyed = _keyed(key).copy()
    keyed.update(form)
    return keyed.finalize()


@lru_cache(maxsize=64)
def _keyed(key: bytes) -> hmac.HMAC:
    """Return the HMAC begun under a key: a copy costs a third of a new one."""
    return hmac.HMAC(key, hashes.SHA256())


def statement_forms(
    shared: dict[str, object], values: Iterable[Value]
) -> Iterator[bytes]:
    """Yield the RFC 8785 form of each statement.

    Made of parts in the order of their names, so that what all statements of a record
    share is written once.
    """
    first = {name: shared[name] for name in _BEFORE_LANGUAGE}
    last = {name: shared[name] for name in _AFTER_PROPERTY}
    head = canonical(first)[:-1] + b',"language":'
    note = b',"note":' + _text(str(shared["note"])) + b',"property":'
    tail = b"," + canonical(last)[1:-1] + b',"value":'
    for value in values:
        language, prop = _text(value.lang), _text(value.prop)
        said = orjson.dumps(value.value)
        yield b"".join((head, language, note, prop, tail, said, b"}"))


_BEFORE_LANGUAGE = ("compartment", "entity", "evaluation", "handling", "kind")
_AFTER_PROPERTY = ("schema", "source")


@lru_cache(maxsize=4096)
def _text(text: str) -> bytes:
    return orjson.dumps(text)


def record_key(key: bytes, digests: Iterable[bytes]) -> bytes:
    """Return 16 bytes that stand for a record, whatever the order of its values."""
    return _sealed(key, b"".join(sorted(digests)))[:16]


def prefix_of(digest: bytes) -> int:
    """Return the id's first 64 bits as a signed whole number."""
    return int.from_bytes(digest[:8], "big", signed=True)


def prefixes_of(digests: Sequence[bytes]) -> set[int]:
    """Return the prefixes of ids."""
    return set(struct.unpack(">" + "q24x" * len(digests), b"".join(digests)))


def prefix_of_id(name: str) -> int | None:
    """Return the prefix of a statement's id in hexadecimal, None where it is none."""
    if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
        return None
    return prefix_of(bytes.fromhex(name))


def context_digest(context: Context) -> bytes:
    """Return 16 bytes by which equal contexts are interned."""
    parts = [
        context.case,
        context.origin,
        context.document or "",
        context.compartment,
        str(context.evaluation),
        ",".join(sorted(context.handling)),
        context.handling_note,
    ]
    return hashlib.sha256("\x1f".join(parts).encode()).digest()[:16]


def named_id(prefix: str, key: bytes, *parts: object) -> str:
    """Return the id of a judgement (`j-`) or withdrawal (`w-`): 64 hex digits."""
    message = "\x1f".join(str(part) for part in parts).encode()
    return f"{prefix}-{_sealed(key, message).hex()}"
