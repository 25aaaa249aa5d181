"""Keyed content ids: nobody without the case's key can guess a value from an id."""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

import orjson
from cryptography.hazmat.primitives import hashes, hmac

from graph.model import Context, Kind, Place, Value


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


class Sealed(Framed, Protocol):
    """A record: what is said with its values."""

    @property
    def values(self) -> Sequence[Value]:
        """What is said, a statement each."""
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


class Sealer:
    """Gives statements their ids: HMAC-SHA256 of the RFC 8785 form, under a case's key.

    Origin and recorded at / by are outside: saying the same again is the same. The form
    is put together in the order of its names, and what the statements of a record share
    is hashed once.
    """

    def __init__(self, key: bytes, context: Context) -> None:
        self._begun = _keyed(key)
        self._context = context
        self._fixed: dict[tuple[str, Kind], tuple[bytes, bytes, bytes]] = {}
        self._said: dict[tuple[str, str], bytes] = {}

    def digests(self, entity: str, record: Sealed) -> list[bytes]:
        """Return the ids (32 bytes) of a record's statements, in order."""
        shared, rests = self._form(entity, record)
        begun = self._begun.copy()
        begun.update(shared)
        found = []
        for rest in rests:
            keyed = begun.copy()
            keyed.update(rest)
            found.append(keyed.finalize())
        return found

    def forms(self, entity: str, record: Sealed) -> list[bytes]:
        """Return what is sealed of each of a record's statements."""
        shared, rests = self._form(entity, record)
        return [shared + rest for rest in rests]

    def _form(self, entity: str, record: Sealed) -> tuple[bytes, list[bytes]]:
        """Return how all forms of a record begin, and how each goes on."""
        schema, kind = record.schema, record.kind
        if (schema, kind) not in self._fixed:
            self._fixed[schema, kind] = self._write_fixed(schema, kind)
        before, after, source = self._fixed[schema, kind]
        place = record.place
        tail = b'%b%b,"page":%b,"record":%b,"start":%b},"value":' % (
            source, _number(place.end), _number(place.page),
            b"null" if place.record is None else orjson.dumps(place.record),
            _number(place.start),
        )  # fmt: skip
        rests = [
            b"%b%b%b}" % (self._property(lang, prop), tail, orjson.dumps(value))
            for prop, value, lang, _ in record.values
        ]
        return before + orjson.dumps(entity) + after, rests

    def _write_fixed(self, schema: str, kind: Kind) -> tuple[bytes, bytes, bytes]:
        """Return what is before and behind the entity, and before the place."""
        context = self._context
        after = {
            "evaluation": str(context.evaluation),
            "handling": sorted(context.handling),
            "kind": kind.value,
        }
        return (
            b'{"compartment":%b,"entity":' % orjson.dumps(context.compartment),
            b',%b,"language":' % orjson.dumps(after)[1:-1],
            b',"schema":%b,"source":{"document":%b,"end":'
            % (orjson.dumps(schema), orjson.dumps(context.document)),
        )

    def _property(self, lang: str, prop: str) -> bytes:
        """Return the form from the language to the property."""
        found = self._said.get((lang, prop))
        if found is None:
            note = orjson.dumps(self._context.handling_note)
            found = b'%b,"note":%b,"property":%b' % (
                orjson.dumps(lang), note, orjson.dumps(prop),
            )  # fmt: skip
            self._said[lang, prop] = found
        return found


def _number(value: int | None) -> bytes:
    return b"null" if value is None else b"%d" % value


def _sealed(key: bytes, form: bytes) -> bytes:
    keyed = _keyed(key).copy()
    keyed.update(form)
    return keyed.finalize()


@lru_cache(maxsize=64)
def _keyed(key: bytes) -> hmac.HMAC:
    """Return the HMAC begun under a key: a copy costs a third of a new one."""
    return hmac.HMAC(key, hashes.SHA256())


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
