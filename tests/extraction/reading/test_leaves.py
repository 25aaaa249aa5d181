"""Folders and archives: every file accounted for once, whatever is in them."""

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extraction.model import Leaf, Rejection
from extraction.reading import Container, Limits, iter_leaves, read_document
from graph.errors import InvalidInput

if TYPE_CHECKING:
    from tests.extraction.reading.conftest import Maker


def describe(root: Path, found: Iterable[object]) -> list[str]:
    """Return what was found as lines `kind path [reason]`, paths below root."""
    lines = []
    for item in found:
        assert isinstance(item, Leaf | Rejection | Container)
        path = item.path.removeprefix(f"{root}/")
        tail = f": {item.reason}" if isinstance(item, Rejection) else ""
        lines.append(f"{type(item).__name__} {path}{tail}")
    return lines


def walk(root: Path, limits: Limits | None = None) -> list[str]:
    """Describe everything under root."""
    return describe(root, iter_leaves([root], limits or Limits()))


def test_folders_are_sorted_and_hidden_files_count(tmp_path: Path) -> None:
    """Names order the walk; nothing is left out."""
    for name in ("b.txt", ".DS_Store", "a/z.txt", "a/y.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert walk(tmp_path) == [
        "Leaf .DS_Store",
        "Leaf a/y.txt",
        "Leaf a/z.txt",
        "Leaf b.txt",
    ]


def test_what_cannot_be_opened_is_rejected(tmp_path: Path) -> None:
    """Links, pipes and missing paths are reported and never waited on."""
    (tmp_path / "real.txt").write_text("x")
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert walk(tmp_path) == [
        "Rejection link: symbolic link: not followed",
        "Rejection loop: symbolic link: not followed",
        "Rejection pipe: not a regular file",
        "Leaf real.txt",
    ]
    assert describe(tmp_path, iter_leaves([tmp_path / "none"])) == [
        "Rejection none: no such file or folder"
    ]


def test_a_file_over_the_limit_is_rejected(tmp_path: Path) -> None:
    """The limit is said; the file is not loaded."""
    (tmp_path / "big").write_bytes(b"\x01\x02" * 1500)
    limits = Limits(leaf_bytes=2048)
    assert walk(tmp_path, limits) == ["Rejection big: larger than 2 KB"]


def test_a_text_over_the_limit_is_mapped(tmp_path: Path) -> None:
    """It is there for importers that read on and on; nobody else gets its bytes."""
    (tmp_path / "calls.csv").write_bytes(b"a,b\n" * 3000)
    (leaf,) = iter_leaves([tmp_path / "calls.csv"], Limits(leaf_bytes=2048))
    assert isinstance(leaf, Leaf) and leaf.is_large
    assert leaf.content[:8] == b"a,b\na,b\n" and len(leaf.content) == 12_000
    with pytest.raises(InvalidInput, match="larger than"):
        _ = leaf.data


def test_an_archive_over_the_limit_is_still_opened(
    tmp_path: Path, make: "Maker"
) -> None:
    """An archive is read from disk; only its members must fit."""
    members = {"a.bin": os.urandom(1500), "b.bin": os.urandom(1500)}
    (tmp_path / "x.zip").write_bytes(make.zip(members))
    (tmp_path / "y.tgz").write_bytes(make.tar(members, "gz"))
    assert walk(tmp_path, Limits(leaf_bytes=2048)) == [
        "Container x.zip",
        "Leaf x.zip!/a.bin",
        "Leaf x.zip!/b.bin",
        "Container y.tgz",
        "Leaf y.tgz!/a.bin",
        "Leaf y.tgz!/b.bin",
    ]


def test_archives_nest(tmp_path: Path, make: "Maker") -> None:
    """Members of members are leaves, messages in archives give attachments."""
    mail = make.eml("x", {"inner.zip": make.zip({"deep.txt": b"deep"})})
    data = make.zip({"folder/mail.eml": mail, "t.tar.gz": make.tar({"a": b"1"}, "gz")})
    (tmp_path / "x.zip").write_bytes(data)
    assert walk(tmp_path) == [
        "Container x.zip",
        "Leaf x.zip!/folder/mail.eml",
        "Container x.zip!/folder/mail.eml!/inner.zip",
        "Leaf x.zip!/folder/mail.eml!/inner.zip!/deep.txt",
        "Container x.zip!/t.tar.gz",
        "Leaf x.zip!/t.tar.gz!/a",
    ]


def test_nesting_has_an_end(tmp_path: Path, make: "Maker") -> None:
    """Archives in archives stop at the limit."""
    data = b"end"
    for _ in range(5):
        data = make.zip({"x.zip": data})
    (tmp_path / "x.zip").write_bytes(data)
    assert walk(tmp_path, Limits(depth=2)) == [
        "Container x.zip",
        "Container x.zip!/x.zip",
        "Rejection x.zip!/x.zip!/x.zip: nested deeper than 2",
    ]


def test_names_in_archives_are_made_harmless(tmp_path: Path, make: "Maker") -> None:
    """Paths that climb, drives, control characters and twins are all defused."""
    names = ["../../etc/passwd", "C:\\tmp\\a.txt", "/abs.txt", "a\nb", "..", "x", "./x"]
    (tmp_path / "x.zip").write_bytes(make.zip(dict.fromkeys(names, b"data")))
    assert [line.partition("!/")[2] for line in walk(tmp_path)[1:]] == [
        "etc/passwd",
        "tmp/a.txt",
        "abs.txt",
        "a_b",
        "unnamed",
        "x",
        "x~2",
    ]


def test_old_zip_names_are_read_in_the_dos_page(tmp_path: Path) -> None:
    """Archivers before UTF-8 wrote names in code page 852."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("XXXX.txt", "x")
    data = out.getvalue().replace(b"XXXX", "Žuća".encode("cp852"))
    (tmp_path / "x.zip").write_bytes(data)
    assert walk(tmp_path)[1] == "Leaf x.zip!/Žuća.txt"


def test_bombs_are_refused(tmp_path: Path, make: "Maker") -> None:
    """Ratio, total and count each stop a hostile archive, and the rest goes on."""
    bomb = {"zeros": bytes(4 << 20), "after.txt": b"good"}
    (tmp_path / "a.zip").write_bytes(make.zip(bomb))
    (tmp_path / "b.gz").write_bytes(gzip.compress(bytes(4 << 20), mtime=0))
    assert walk(tmp_path) == [
        "Container a.zip",
        "Rejection a.zip!/zeros: compressed more than 100 times",
        "Leaf a.zip!/after.txt",
        "Container b.gz",
        "Rejection b.gz!/b: compressed more than 100 times",
    ]


def test_total_and_count_have_limits(tmp_path: Path, make: "Maker") -> None:
    """What exceeds them is said once or by member."""
    (tmp_path / "a.zip").write_bytes(make.zip({f"{n}": b"12345" for n in range(5)}))
    assert walk(tmp_path, Limits(members=2))[1:] == [
        "Leaf a.zip!/0",
        "Leaf a.zip!/1",
        "Rejection a.zip!/(rest): more than 2 members: the rest is not read",
    ]
    small = walk(tmp_path, Limits(total_bytes=11))
    assert [line.partition(" ")[0] for line in small] == [
        "Container",
        "Leaf",
        "Leaf",
        "Rejection",
        "Rejection",
        "Rejection",
    ]


def test_encrypted_members_are_rejected_alone(tmp_path: Path, make: "Maker") -> None:
    """The flag of encryption on one member leaves the others readable."""
    data = bytearray(make.zip({"open.txt": b"x", "locked.txt": b"y"}))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(magic) + at] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    assert walk(tmp_path)[1:] == [
        "Leaf a.zip!/open.txt",
        "Rejection a.zip!/locked.txt: encrypted, needs a password",
    ]


def test_broken_archives_give_what_they_can(tmp_path: Path, make: "Maker") -> None:
    """A cut ZIP is rejected whole; a cut tar gives what came before the cut."""
    whole = make.zip({"a": b"x"})
    (tmp_path / "a.zip").write_bytes(whole[:-10])
    cut = make.tar({"a": b"x" * 600, "b": b"y" * 600})[:2000]
    (tmp_path / "b.tar").write_bytes(cut)
    assert walk(tmp_path) == [
        "Rejection a.zip: damaged or truncated ZIP archive",
        "Container b.tar",
        "Leaf b.tar!/a",
        "Rejection b.tar!/(rest): damaged or truncated: the rest cannot be read",
    ]


def test_tar_links_are_not_followed(tmp_path: Path) -> None:
    """A link in a tar is reported, whatever it points to."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    (tmp_path / "x.tar").write_bytes(out.getvalue())
    assert walk(tmp_path)[1:] == [
        "Rejection x.tar!/passwd: a link or device: not followed"
    ]


def test_mailboxes_give_their_messages(tmp_path: Path, make: "Maker") -> None:
    """Each message of an mbox is a leaf, its attachments after it."""
    box = b"".join(
        b"From x Tue Mar 12 10:00:00 2024\n" + message + b"\n\n"
        for message in (make.eml("jedan"), make.eml("dva", {"a.txt": b"prilog"}))
    )
    (tmp_path / "x.mbox").write_bytes(box)
    assert walk(tmp_path) == [
        "Container x.mbox",
        "Leaf x.mbox!/0001.eml",
        "Leaf x.mbox!/0002.eml",
        "Leaf x.mbox!/0002.eml!/a.txt",
    ]


def test_every_shared_file_is_accounted_for(
    shared_data: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real files of many formats: each a document, or rejected with its reason.

    Without OCR, which would take minutes; ocr/test_files.py reads some scans.
    """
    for name in ("extraction.reading.ocr.reading", "extraction.reading.images"):
        monkeypatch.setattr(f"{name}.is_installed", lambda: False)
    root = shared_data("cases/documents/ingest-file")
    pages: dict[str, int] = {}
    reasons: dict[str, str] = {}
    for found in iter_leaves([root]):
        path = found.path.removeprefix(f"{root}/")
        assert path not in pages.keys() | reasons.keys()
        if isinstance(found, Leaf):
            try:
                pages[path] = len(read_document(found).pages)
            except InvalidInput as error:
                reasons[path] = str(error)
        elif isinstance(found, Rejection):
            reasons[path] = found.reason
        else:
            pages[path] = 0
    on_disk = {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()}
    assert on_disk <= pages.keys() | reasons.keys()
    assert pages["500 pages.pdf"] == 500
    assert pages["twopage.pdf"] == 2
    assert pages["test-documents.zip!/testTXT.txt"] == 1
    assert reasons["password-hunter2.pdf"] == "encrypted, needs a password"
    assert reasons["password_protected.xlsx"] == "encrypted, needs a password"
    assert reasons["encypted_by_libreoffice.odt"] == "encrypted, needs a password"
    assert reasons["empty.pdf"] == "empty file"
    assert reasons["500_pages.7z.001"].startswith("damaged, truncated or one part")
    assert pages["500_pages.7z!/tests/fixtures/500 pages.pdf"] == 500
    assert pages["test-documents.rar!/test-documents/testPDF.pdf"] == 1
    assert pages["Test_rs20846.djvu"] == 11
    assert all(reasons.values())


@pytest.mark.parametrize("name", ["x.zip", "x.tar", "x.gz", "x.mbox"])
def test_empty_archives(tmp_path: Path, make: "Maker", name: str) -> None:
    """An archive without members is a container, an empty file a leaf."""
    data = {"x.zip": make.zip({}), "x.gz": gzip.compress(b"", mtime=0)}.get(name, b"")
    (tmp_path / name).write_bytes(data)
    lines = walk(tmp_path)
    assert lines[0] == (f"Container {name}" if data else f"Leaf {name}")
