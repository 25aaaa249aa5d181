"""RTF to its one page: control words read, pictures and tables of styles left out."""

import codecs
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\([^A-Za-z])"
    rb"|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_MAX_DEPTH = 1000


@dataclass(frozen=True, slots=True)
class _State:
    skipped: bool = False
    skip_count: int = 1
    page: str = "cp1252"
    fonts: bool = False


@cache
def _load_words() -> dict[str, Any]:
    path = Path(__file__).with_name("rtf.yaml")
    words: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return words


def read_rtf(data: bytes) -> list[str]:
    """Return one page, a line for each paragraph, cells split by ` | `."""
    reader = _Reader()
    for match in _TOKEN.finditer(data):
        reader.take(match)
    text = "".join(reader.finish())
    lines = (line.strip(" |\t") if "|" in line else line for line in text.split("\n"))
    return ["\n".join(lines).strip("\n")]


class _Reader:
    def __init__(self) -> None:
        self._words = _load_words()
        self._state = _State()
        self._stack: list[_State] = []
        self._out: list[str] = []
        self._bytes = bytearray()
        self._unicode: list[int] = []
        self._default = "cp1252"
        self._pages: dict[int, str] = {}
        self._font = 0
        self._pending = 0

    def finish(self) -> list[str]:
        """Return the pieces of text, the last one ended."""
        self._flush()
        return self._out

    def take(self, match: "re.Match[bytes]") -> None:
        """Take a token: a brace, a control word or symbol, a byte in hex, text."""
        code, word, number, symbol, brace, text = match.groups()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word.decode("ascii"), int(number) if number else None)
        elif symbol:
            self._symbol(symbol)
        elif code:
            self._literal(bytes([int(code, 16)]))
        elif text:
            self._literal(text)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._pending = 0
        if brace == b"{":
            if len(self._stack) < _MAX_DEPTH:
                self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()

    def _literal(self, data: bytes) -> None:
        if self._pending:  # stands for a \u before it, in readers without Unicode
            skip = min(self._pending, len(data))
            self._pending -= skip
            data = data[skip:]
        if data and not self._state.skipped:
            self._flush_unicode()
            self._bytes += data

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state = replace(self._state, skipped=True)
        elif symbol in (b"~", b"_"):
            self._add(" " if symbol == b"~" else "-")
        elif symbol in (b"\\", b"{", b"}"):
            self._literal(symbol)
        elif symbol in (b"\n", b"\r"):
            self._add("\n")

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._character(number)
            return
        if word in self._words["skipped"]:
            self._flush()
            fonts = word == "fonttbl"
            self._state = replace(self._state, skipped=True, fonts=fonts)
        elif word in self._words["text"]:
            self._add(self._words["text"][word])
        elif number is not None:
            self._set(word, number)

    def _set(self, word: str, number: int) -> None:
        match word:
            case "uc":
                count = max(0, min(number, 16))
                self._state = replace(self._state, skip_count=count)
            case "ansicpg":
                self._default = _find_codec(f"cp{number}") or self._default
                self._state = replace(self._state, page=self._default)
            case "f" if self._state.fonts:
                self._font = number
            case "f":
                self._flush()
                page = self._pages.get(number, self._default)
                self._state = replace(self._state, page=page)
            case "fcharset" if self._state.fonts and number > 1:
                page = self._words["charsets"].get(number)
                if page:
                    self._pages[self._font] = page

    def _character(self, number: int) -> None:
        self._pending = self._state.skip_count
        if self._state.skipped:
            return
        self._flush_bytes()
        self._unicode.append(number & 0xFFFF)

    def _add(self, text: str) -> None:
        if not self._state.skipped:
            self._flush()
            self._out.append(text)

    def _flush(self) -> None:
        self._flush_bytes()
        self._flush_unicode()

    def _flush_bytes(self) -> None:
        if self._bytes:
            self._flush_unicode()
            self._out.append(self._bytes.decode(self._state.page, "replace"))
            self._bytes.clear()

    def _flush_unicode(self) -> None:
        if self._unicode:
            units = b"".join(unit.to_bytes(2, "little") for unit in self._unicode)
            self._out.append(units.decode("utf-16-le", "replace"))
            self._unicode.clear()


def _find_codec(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
