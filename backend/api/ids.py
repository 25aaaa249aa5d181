"""Ids as the schema accepts them: the store's own, and Relay's global ones."""

import base64
import binascii
import re

from graph.errors import InvalidInput

TYPES = frozenset({"Case", "Entity", "Statement", "Document", "Relationship", "Job"})
_SHA256 = re.compile(r"[0-9a-f]{64}")
_JOB = re.compile(r"job-[0-9a-f]+")


def own_id(given: str) -> str:
    """Return the store's own id of a plain or a global id."""
    return read_id(given)[1]


def read_id(given: str) -> tuple[str | None, str]:
    """Return (type, own id); the type is None where the id does not tell it."""
    if not given or len(given) > 1024:
        raise InvalidInput("an id has 1 to 1024 characters")
    try:
        text = base64.b64decode(given, validate=True).decode()
    except (binascii.Error, ValueError):
        return None, given
    kind, colon, own = text.partition(":")
    return (kind, own) if colon and own and kind in TYPES else (None, given)


def looks_like_hash(own: str) -> bool:
    """Whether an id is one of a document or a statement."""
    return _SHA256.fullmatch(own) is not None


def looks_like_job(own: str) -> bool:
    """Whether an id is one of a job."""
    return _JOB.fullmatch(own) is not None
