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
    pieces = []
    for part in (_DOMAIN, prefix, literal, *parts):
        if not part.isascii():
            part = unicodedata.normalize("NFC", part)
        data = part.encode()
        pieces.append(b"%d:%s" % (len(data), data))
    return sha256(b"".join(pieces)).hexdigest()[:_HEX_DIGITS]
