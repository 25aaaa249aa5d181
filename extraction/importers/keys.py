"""Ids that a table's key columns give: a hash of the parts, each with its length."""

import unicodedata
from collections.abc import Sequence
from hashlib import sha256

_DOMAIN = "klupko-key-1"
_HEX_DIGITS = 40


def derive_id(parts: Sequence[str], literal: str = "", prefix: str = "") -> str | None:
    """Return the local id (40 hex digits) of a key, or None where all parts are empty.

    Order and boundaries of the parts count; Unicode composition does not.
    """
    if not any(parts):
        return None
    digest = sha256()
    for part in (_DOMAIN, prefix, literal, *parts):
        data = unicodedata.normalize("NFC", part).encode()
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()[:_HEX_DIGITS]
