"""Hostile bytes: mutated and cut files end as text or as a reason, nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.model import Leaf, Rejection
from extraction.reading import Container, Limits, iter_leaves, read_document
from extraction.reading.encoding import decode_text, iter_text
from extraction.reading.members import normalize_name
from graph.errors import InvalidInput

if TYPE_CHECKING:
    from tests.extraction.reading.conftest import Maker

FORMATS: dict[str, Callable[["Maker"], bytes]] = {
    "pdf": lambda make: make.pdf("Hello", "World"),
    "docx": lambda make: make.docx("Zdravo", table=[["a", "b"]]),
    "odt": lambda make: make.odt("<text:p>x<text:s text:c='3'/>y</text:p>"),
    "eml": lambda make: make.eml("Zdravo", {"a.txt": b"x"}),
    "rtf": lambda make: make.rtf("Željko {Đukić}\nkraj"),
    "zip": lambda make: make.zip({"a.txt": b"x" * 99, "b/c.txt": b"y"}),
    "tar": lambda make: make.tar({"a.txt": b"x" * 99, "b/c.txt": b"y"}),
    "tgz": lambda make: make.tar({"a.txt": b"x" * 99, "b/c.txt": b"y"}, "gz"),
    "html": lambda make: b"<html><table><tr><td>a<td>b<table><tr><td>c</table>",
}
LIMITS = Limits(leaf_bytes=8 << 20, total_bytes=16 << 20, depth=3)


def survive(folder: Path, data: bytes) -> None:
    """Read everything that these bytes may be; fail on any unplanned error."""
    path = folder / "file"
    path.write_bytes(data)
    for found in iter_leaves([path], LIMITS):
        assert isinstance(found, Leaf | Rejection | Container)
        if isinstance(found, Leaf):
            try:
                document = read_document(found)
            except InvalidInput as error:
                assert str(error)
            else:
                assert all(
                    page.text.encode("utf-8") is not None for page in document.pages
                )


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data())
@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_mutations(
    name: str, make: "Maker", tmp_path: Path, data: st.DataObject
) -> None:
    """Bytes changed, cut out and doubled raise nothing but InvalidInput."""
    whole = FORMATS[name](make)
    body = bytearray(whole[: data.draw(st.integers(len(whole) // 4, len(whole)))])
    for _ in range(data.draw(st.integers(0, 6))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] = data.draw(st.integers(0, 255))
    start = data.draw(st.integers(0, len(body)))
    piece = body[start : start + data.draw(st.integers(0, 60))]
    survive(tmp_path, bytes(body + piece if data.draw(st.booleans()) else body))


@given(body=st.binary(max_size=400))
@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.parametrize(
    "magic", [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"{\\rtf1", b"\x1f\x8b\x08", b"<html>"]
)
def test_random_bytes(magic: bytes, tmp_path: Path, body: bytes) -> None:
    """Noise behind a known beginning raises nothing but InvalidInput."""
    survive(tmp_path, magic + body)


def test_deep_markup_does_not_exhaust_the_stack(tmp_path: Path) -> None:
    """HTML and RTF nested a hundred thousand deep are read or refused."""
    survive(tmp_path, b"<html>" + b"<div>" * 100_000 + b"x")
    survive(tmp_path, b"{\\rtf1" + b"{" * 100_000 + b"x")


def test_deep_messages_are_read_or_refused(tmp_path: Path) -> None:
    """Multiparts nested a thousand deep do not end the import."""
    head = b"From: a@b.c\nMIME-Version: 1.0\n"
    for level in range(1000):
        head += b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (level, level)
    survive(tmp_path, head + b"\nx")


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=100)
def test_normal_names_stay_inside(name: str) -> None:
    """No name, however made, climbs out or holds control characters."""
    clean = normalize_name(name, "unnamed")
    assert clean
    assert not clean.startswith("/")
    assert not {"..", "."} & set(clean.split("/"))
    assert not any(ord(c) < 32 for c in clean)


def test_long_words_are_read_in_time_that_grows_with_them() -> None:
    """A quarter of a megabyte of letters before one stray byte is one sample."""
    data = b"a" * (1 << 18) + b"\xe8"
    assert "".join(iter_text(data)) == decode_text(data)


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=200)
def test_text_in_pieces_is_the_same(data: bytes) -> None:
    """Decoding piece by piece gives what decoding at once does."""
    assert "".join(iter_text(data)) == decode_text(data)
