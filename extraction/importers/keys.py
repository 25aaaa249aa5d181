"""Ids that a table's key columns give: a hash of the parts, each with its length."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

_DOMAIN = "klupko-key-1"
_HEX_DIGITS = 40


def derive_id(parts: Sequence[str], literal: str = "", prefix: str = "") -> str | None:
    """Return the local id (40 hex digits) of a key, or None where all parts are empty.

    Order and boundaries of the parts count; Unicode composition does not.
    """
    if not any(parts):
        return None
    measured = "".join([f"{len(part)}:{part}" for part in parts])
    if measured.isascii():
        key = _begin(prefix, literal) + measured.encode("ascii")
    else:
        key = _begin(prefix, literal) + b"".join(map(_measure, parts))
    return sha256(key).hexdigest()[:_HEX_DIGITS]


def bare_number(number: str) -> str:
    """Return the letters and digits of a document's or account's number, capitals."""
    return "".join(c for c in number.upper() if c.isalnum())


@lru_cache(maxsize=1 << 10)
def _begin(prefix: str, literal: str) -> bytes:
    return b"".join(map(_measure, (_DOMAIN, prefix, literal)))


def _measure(part: str) -> bytes:
    if not part.isascii():
        part = unicodedata.normalize("NFC", part)
    data = part.encode()
    return b"%d:%s" % (len(data), data)
