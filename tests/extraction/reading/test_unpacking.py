"""Archives that libarchive opens, and programs that read what no library does."""

import shutil
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extraction.model import Leaf, Rejection
from extraction.reading import Container, Limits, iter_leaves, read_document
from extraction.reading.programs import Allowance, run_program
from extraction.reading.unpacking import NEEDS, find_version, load_libarchive
from graph.errors import InvalidInput
from tests.hostile.formats import archive, epub


def walk(folder: Path, data: bytes, limits: Limits | None = None) -> list[str]:
    """Describe what is in an archive of these bytes."""
    path = folder / "x"
    path.write_bytes(data)
    lines = []
    for found in iter_leaves([path], limits or Limits()):
        assert isinstance(found, Leaf | Rejection | Container)
        tail = f": {found.reason}" if isinstance(found, Rejection) else ""
        inner = found.path.removeprefix(str(path))
        lines.append(f"{type(found).__name__} {inner.removeprefix('!/')}{tail}")
    return lines


def test_seven_zip_gives_its_members(tmp_path: Path) -> None:
    """In order, nested archives too; links are reported, names made harmless."""
    inner = archive({"dubina.txt": b"x"})
    members = {"a/Žuća.txt": b"1", "../b.7z": inner, "c@": b"", "d.txt": b"4"}
    lines = walk(tmp_path, archive(members))
    assert sorted(lines) == [
        "Container ",
        "Container b.7z",
        "Leaf a/Žuća.txt",
        "Leaf b.7z!/dubina.txt",
        "Leaf d.txt",
        "Rejection c: a link or device: not followed",
    ]


@pytest.mark.parametrize("packing", ["zstd", "lz4", "lzip", "compress"])
def test_packed_tars_and_files(tmp_path: Path, packing: str) -> None:
    """A packed tar gives its members; a packed file is one."""
    lines = walk(tmp_path, archive({"a.txt": b"x" * 99}, "ustar", packing))
    assert lines == ["Container ", "Leaf a.txt"]


def cabinet(name: str, data: bytes) -> bytes:
    """Return a CAB of one file, not compressed."""
    listed = struct.pack("<IIHHHH", len(data), 0, 0, 0x5821, 0, 0x20)
    listed += name.encode() + b"\0"
    start = 36 + 8 + len(listed)
    body = struct.pack("<IHH", 0, len(data), len(data)) + data
    size = start + len(body)
    head = b"MSCF" + struct.pack("<IIIII", 0, size, 0, 36 + 8, 0)
    head += struct.pack("<BBHHHHH", 3, 1, 1, 1, 0, 0, 0)
    return head + struct.pack("<IHH", start, 1, 0) + listed + body


def test_cabinets_give_their_members(tmp_path: Path) -> None:
    """Microsoft's archives are opened as the others are."""
    assert walk(tmp_path, cabinet("a.txt", b"Zdravo")) == ["Container ", "Leaf a.txt"]


def test_archives_keep_their_limits(tmp_path: Path) -> None:
    """Ratio, count and total stop a solid archive; what came before is kept."""
    bomb = archive({"good.txt": b"x", "zeros": bytes(4 << 20)})
    assert walk(tmp_path, bomb) == [
        "Container ",
        "Leaf good.txt",
        "Rejection zeros: compressed more than 100 times",
    ]
    many = archive({f"{n}": b"12345" for n in range(5)})
    assert walk(tmp_path, many, Limits(members=2))[-1] == (
        "Rejection (rest): more than 2 members: the rest is not read"
    )
    lines = walk(tmp_path, many, Limits(total_bytes=11))
    assert sum("Rejection" in line for line in lines) == 3


@pytest.mark.skipif(shutil.which("7z") is None, reason="7z (p7zip-full) makes it")
def test_locked_archives_say_so(tmp_path: Path) -> None:
    """Locked members are rejected one by one; a locked directory, the archive."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("tajna")
    for name, more in (("members.7z", ()), ("names.7z", ("-mhe=on",))):
        command = ("7z", "a", "-pabc", *more, name, "a.txt", "b.txt")
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    reason = "encrypted, needs a password"
    assert walk(tmp_path, (tmp_path / "members.7z").read_bytes()) == [
        "Container ",
        f"Rejection a.txt: {reason}",
        f"Rejection b.txt: {reason}",
    ]
    assert walk(tmp_path, (tmp_path / "names.7z").read_bytes()) == [
        f"Rejection : {reason}"
    ]


def test_a_real_part_of_several_is_rejected(
    shared_data: Callable[[str], Path],
) -> None:
    """The first part of a split archive says that it is not whole."""
    path = shared_data("cases/documents/ingest-file") / "500_pages.7z.001"
    (found,) = iter_leaves([path])
    assert isinstance(found, Rejection)
    assert found.reason.startswith("damaged, truncated or one part of several")


def test_a_missing_library_names_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without libarchive the file is rejected with the way to read it."""
    monkeypatch.setattr("extraction.reading.unpacking.find_library", lambda _: None)
    data = archive({"a": b"x"})
    load_libarchive.cache_clear()
    try:
        assert walk(tmp_path, data) == [f"Rejection : {NEEDS}"]
        assert find_version() is None
    finally:
        load_libarchive.cache_clear()


def test_books_give_their_chapters() -> None:
    """A page a chapter, in the order of reading."""
    document = read_document(Leaf("a", "a", epub(["Prvo poglavlje", "Друго"])))
    assert document.media_type == "application/epub+zip"
    assert [page.text for page in document.pages] == ["Prvo poglavlje", "Друго"]


def test_a_real_scan_gives_the_text_behind_it(
    shared_data: Callable[[str], Path],
) -> None:
    """DjVu pages carry the text that OCR once found."""
    path = shared_data("cases/documents/ingest-file") / "Test_rs20846.djvu"
    document = read_document(Leaf("a", "a", path.read_bytes()))
    assert len(document.pages) == 11
    assert "Executive Orders: Issuance and Revocation" in document.pages[0].text


def test_a_missing_program_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason says what to install."""
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(InvalidInput, match="needs the program djvutxt .*djvulibre-bin"):
        read_document(Leaf("a", "a", b"AT&TFORM" + bytes(99)))


SMALL = Allowance(seconds=1, memory=64 << 20, output=1 << 20)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("while :; do :; done", "takes more than 1 s"),
        ("cat /dev/zero", "more than 1 MB of text"),
        ("exit 3", "damaged: sh cannot read it"),
        ("x=$(head -c 400000000 /dev/zero | tr '\\0' a)", "damaged|takes more"),
        ("echo x > FOLDER/y && test -s FOLDER/y", "damaged: sh cannot read it"),
    ],
)
def test_programs_are_bounded(script: str, reason: str, tmp_path: Path) -> None:
    """Time, output and memory end a program; into a file it writes nothing."""
    script = script.replace("FOLDER", str(tmp_path))
    started = time.process_time()
    with pytest.raises(InvalidInput, match=reason):
        run_program(("sh", "-c", script, "{}"), b"", "dash", SMALL)
    assert time.process_time() - started < 3


def test_programs_read_the_file_and_know_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bytes come as a file; our own environment stays with us."""
    monkeypatch.setenv("KLUPKO_SECRET", "tajna")
    out = run_program(("sh", "-c", "cat $0; env", "{}"), b"sadr\xc5\xbeaj\n", "dash")
    assert out.startswith("sadržaj\n".encode())
    assert b"tajna" not in out
