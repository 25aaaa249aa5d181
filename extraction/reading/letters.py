"""How well a row of characters fits a language: in bits, by which letters follow which.

The counts are letters.json's, made by extraction.reading.counting.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

_EDGE, _MARK, _SIGN, _SYMBOL, _CONTROL, _STRANGER, _LETTERS = range(7)
_SMOOTHING = 10.0
_STAYS = -1.0

Codes = NDArray[np.int16]
Bits = NDArray[np.float32]


class Letters:
    """The languages' models: characters as numbers, and what each pair costs."""

    def __init__(self, counts: dict[str, dict[str, int]], settings: Any) -> None:
        self.names = tuple(counts)
        self._costs: dict[str, float] = settings["costs"]
        self._signs = dict.fromkeys(settings["marks"], _MARK)
        self._signs |= dict.fromkeys(settings["signs"], _SIGN)
        known = {
            letter for pairs in counts.values() for pair in pairs for letter in pair
        }
        listed = sorted((known | set(settings["letters"])) - {"_"})
        self._numbers = {letter: n for n, letter in enumerate(listed, start=_LETTERS)}
        self._models = np.stack([self._learn(pairs) for pairs in counts.values()])

    def number(self, character: str) -> int:
        """Return the number of a character; case does not count, digits are edges."""
        if character.isascii() and not character.isalpha():
            control = ord(character) < 32 and character not in "\t\n\v\f\r\x1a\x1b"
            return _CONTROL if control or character == "\x7f" else _EDGE
        if character in self._signs:
            return self._signs[character]
        if not character.isprintable() or character == "\ufffd":
            return _CONTROL
        if not character.isalpha():
            return _SYMBOL
        return self._numbers.get(character.lower(), _STRANGER)

    def score(self, codes: Codes, language: str | None = None) -> Bits:
        """Return bits (negative) for each language in order, or for one alone."""
        models = self._models
        if language is not None:
            at = self.names.index(language)
            models = models[at : at + 1]
        sums: Bits = models[:, codes[:-1], codes[1:]].sum(axis=1)
        return sums

    def _learn(self, pairs: dict[str, int]) -> Bits:
        """Return the bits of each pair of numbers, with unseen ones smoothed."""
        size = _LETTERS + len(self._numbers)
        seen = np.zeros((size, size))
        for pair, count in pairs.items():
            first, second = (self._numbers.get(c, _EDGE) for c in pair)
            seen[first, second] = count
        share = (seen.sum(axis=0)) / seen.sum()
        known = share > 0
        chance = seen + _SMOOTHING * share
        chance /= (seen.sum(axis=1) + _SMOOTHING)[:, None]
        for other in (_MARK, _SIGN, _SYMBOL, _CONTROL, _STRANGER):
            chance[other] = chance[_EDGE]
        bits = np.full((size, size), -self._costs["foreign"])
        bits[:, known] = np.log2(np.maximum(chance[:, known], 2.0**-30))
        for number, name in (
            (_MARK, "mark"), (_SIGN, "sign"), (_SYMBOL, "symbol"),
            (_CONTROL, "control"), (_STRANGER, "stranger"),
        ):  # fmt: skip
            bits[:, number] = -self._costs[name]
        bits[_EDGE:_LETTERS, _EDGE] = _STAYS
        bits[_LETTERS:, _SIGN] = bits[_SIGN, _LETTERS:] = -self._costs["stranger"]
        floor: Bits = np.maximum(bits, -26.0).astype(np.float32)
        return floor


@cache
def load_settings() -> Any:
    """Return encoding.yaml."""
    path = Path(__file__).with_name("encoding.yaml")
    return yaml.safe_load(path.read_text("utf-8"))


@cache
def load_letters() -> Letters:
    """Return the models, loaded once a process."""
    path = Path(__file__).with_name("letters.json")
    counts: dict[str, dict[str, int]] = json.loads(path.read_text("utf-8"))
    return Letters(counts, load_settings())
