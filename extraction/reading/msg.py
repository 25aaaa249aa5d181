"""Outlook messages (.msg) to ordinary ones."""

import re
import struct

from extraction.reading.compound import Compound
from extraction.reading.mail import read_eml
from extraction.reading.mapi import MAX_DEPTH, Attachment, Item, Properties, write_eml
from graph.errors import InvalidInput

MAX_PARTS = 10_000
_FIXED = "__properties_version1.0"
_VALUE = re.compile(r"__substg1\.0_([0-9A-F]{4})([0-9A-F]{4})", re.IGNORECASE)
_ATTACHED = "__substg1.0_3701000D"


def read_msg(data: bytes) -> list[str]:
    """Return one page, as that of any message."""
    return read_eml(convert_msg(data))


def convert_msg(data: bytes) -> bytes:
    """Return the message as RFC 5322 has it; raise InvalidInput where it is damaged."""
    reader = _Reader(Compound(data))
    return write_eml(reader.read_item("", 0))


class _Reader:
    def __init__(self, file: Compound) -> None:
        self._file = file
        self._inside: dict[str, list[str]] = {}
        for name in file.names:
            folder, _, last = name.rpartition("/")
            self._inside.setdefault(folder, []).append(last)

    def read_item(self, path: str, depth: int) -> Item:
        """Return the message in a folder, with what is attached to it.

        Raises InvalidInput where it has too many parts or messages nest too deep.
        """
        if depth > MAX_DEPTH:
            raise InvalidInput(f"messages nested deeper than {MAX_DEPTH}")
        names = self._inside.get(path, [])
        recipients = sorted(n for n in names if n.startswith("__recip_version1.0_"))
        attachments = sorted(n for n in names if n.startswith("__attach_version1.0_"))
        if len(recipients) + len(attachments) > MAX_PARTS:
            raise InvalidInput(f"message with more than {MAX_PARTS} parts")
        return Item(
            self._read_properties(path, 24 if depth else 32),
            [self._read_properties(_join(path, name), 8) for name in recipients],
            [self._read_attachment(_join(path, name), depth) for name in attachments],
        )

    def _read_attachment(self, path: str, depth: int) -> Attachment:
        properties = self._read_properties(path, 8)
        inner = _join(path, _ATTACHED)
        if inner in self._inside:
            if f"{inner}/{_FIXED}" in self._file.names:
                return Attachment(properties, message=self.read_item(inner, depth + 1))
            raise InvalidInput("an attached object that is no file: not supported yet")
        return Attachment(properties, properties.data(0x3701))

    def _read_properties(self, path: str, header: int) -> Properties:
        values: dict[int, tuple[int, bytes]] = {}
        fixed = self._file.find(_join(path, _FIXED)) or b""
        for at in range(header, len(fixed) - 15, 16):
            kind, number = struct.unpack_from("<HH", fixed, at)
            values[number] = (kind, fixed[at + 8 : at + 16])
        for name in self._inside.get(path, ()):
            if match := _VALUE.fullmatch(name):
                number, kind = int(match[1], 16), int(match[2], 16)
                values[number] = (kind, self._file.find(_join(path, name)) or b"")
        return Properties(values)


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name
