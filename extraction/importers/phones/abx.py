"""Android's binary XML, in which its settings are kept since Android 12."""

import struct
from collections.abc import Iterator

from extraction.model import Content

MAGIC = b"ABX\x00"
_START, _END, _TEXT, _LAST_TEXT, _ATTRIBUTE = 2, 3, 4, 10, 15
_NULL, _STRING, _INTERNED, _HEX, _BASE64 = 1, 2, 3, 4, 5
_NUMBERS = {6: ">i", 7: ">i", 8: ">q", 9: ">q", 10: ">f", 11: ">d"}
_WORDS = {12: "true", 13: "false"}
_NEW = 0xFFFF


def iter_elements(data: Content) -> Iterator[dict[str, str]]:
    """Yield the attributes of each element, in order; up to where it is damaged."""
    reader = _Reader(data)
    attributes: dict[str, str] | None = None
    try:
        while (token := reader.byte()) is not None:
            command, kind = token & 15, token >> 4
            if command == _ATTRIBUTE and attributes is not None:
                name = reader.interned()
                attributes[name] = reader.value(kind)
                continue
            if attributes is not None:
                yield attributes
                attributes = None
            if command == _START:
                reader.value(kind)
                attributes = {}
            elif command == _END or _TEXT <= command <= _LAST_TEXT:
                reader.value(kind)
    except (struct.error, IndexError, ValueError):
        return


class _Reader:
    """Reads values one after another; raises ValueError and kin behind the end."""

    def __init__(self, data: Content) -> None:
        self._data = data
        self._at = len(MAGIC)
        self._pool: list[str] = []

    def byte(self) -> int | None:
        """Return the next byte, None at the end."""
        if self._at >= len(self._data):
            return None
        self._at += 1
        return self._data[self._at - 1]

    def _take(self, size: int) -> bytes:
        piece = self._data[self._at : self._at + size]
        if len(piece) < size:
            raise ValueError("cut off")
        self._at += size
        return piece

    def _short(self) -> int:
        return int.from_bytes(self._take(2), "big")

    def _string(self) -> str:
        return self._take(self._short()).decode("utf-8", "replace")

    def interned(self) -> str:
        """Return a string of the pool, which a new one joins."""
        number = self._short()
        if number != _NEW:
            return self._pool[number]
        self._pool.append(self._string())
        return self._pool[-1]

    def value(self, kind: int) -> str:
        """Return a value of a type as text."""
        if kind == _STRING:
            return self._string()
        if kind == _INTERNED:
            return self.interned()
        if kind in (_HEX, _BASE64):
            return self._take(self._short()).hex()
        if kind in _NUMBERS:
            form = _NUMBERS[kind]
            return str(struct.unpack(form, self._take(struct.calcsize(form)))[0])
        if kind in _WORDS:
            return _WORDS[kind]
        if kind in (0, _NULL):
            return ""
        raise ValueError("no such type")
