"""The file of the pretrained encoder: its layout, read to the last byte."""

import hashlib
import struct
from pathlib import Path

import numpy as np
import pytest

from extraction.models.initial import read_initial
from graph.errors import InvalidInput

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "ш"]
SCORES = [0.0, 0.0, 0.0, 0.0, -1.5, -2.5]
FLOATS = np.arange(4, dtype="<f4")


def packed() -> bytes:
    """Return one block of 32 weights: the values -8 to 7 twice, in steps of a half."""
    nibbles = bytes(n | (n << 4) for n in range(16))
    return np.array(0.5, "<f2").tobytes() + nibbles


def content() -> bytes:
    """Return a small file of the layout."""
    text = "".join(PIECES).encode()
    ends = np.cumsum([0, *(len(p.encode()) for p in PIECES)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I7ifi", 1, 8, 2, 4, 16, 6, 10, 2, 1e-6, 32)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(text))
    head += ends.tobytes() + np.array(SCORES, "<f4").tobytes() + text
    head += struct.pack("<iI", 1, 3) + struct.pack("<IB2I", 0xFB01, 2, 102, 105)
    tensors = [(b"emb.ln.w", 0, 4, FLOATS.tobytes()), (b"l0.q.w", 1, 32, packed())]
    size = len(head) + 4 + sum(2 + len(t[0]) + 21 for t in tensors)
    table, data = struct.pack("<i", len(tensors)), b""
    for name, kind, count, values in tensors:
        table += struct.pack("<H", len(name)) + name
        table += struct.pack("<BIQQ", kind, count, size + len(data), len(values))
        data += values
    return head + table + data


def test_everything_is_read(tmp_path: Path) -> None:
    """Sizes, pieces with scores, plain and packed weights, and the file's hash."""
    path = tmp_path / "weights.bin"
    path.write_bytes(content())
    found = read_initial(path)
    assert (found.shape.hidden, found.shape.layers, found.shape.heads) == (8, 2, 4)
    assert found.shape.epsilon == pytest.approx(1e-6)
    assert list(found.pieces) == PIECES
    assert found.scores.tolist() == SCORES
    assert found.specials == {"bos": 0, "eos": 2, "pad": 1, "unk": 3}
    assert found.weights["emb.ln.w"].tolist() == FLOATS.tolist()
    steps = [(n - 8) / 2 for n in range(16)]
    assert found.weights["l0.q.w"].tolist() == [*steps, *steps]
    assert found.sha256 == hashlib.sha256(content()).hexdigest()


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", content()[:90]])
def test_another_file_is_refused(tmp_path: Path, damage: bytes) -> None:
    """What is no such file, or ends early, is invalid input."""
    path = tmp_path / "weights.bin"
    path.write_bytes(damage)
    with pytest.raises(InvalidInput):
        read_initial(path)
