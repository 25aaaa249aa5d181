"""Hostile 7-Zip archives, old Office files, mailboxes, books and scans."""

import ctypes
import struct
from collections.abc import Iterable, Mapping
from typing import Any

import libarchive

from tests.extraction.reading.office import compound, doc, msg, msg_streams, ppt, xls
from tests.hostile.files import LAUGHS, MIB, Hostile, cells, sheet, xlsx, zip_of

ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def archive(
    members: Mapping[str, bytes], kind: str = "7zip", packing: str | None = None
) -> bytes:
    """Return an archive of these members; a name that ends in `@` is a link."""
    out = bytearray()

    def keep(data: bytes) -> int:
        out.extend(data)
        return len(data)

    with libarchive.custom_writer(keep, kind, packing) as writer:
        for name, data in members.items():
            if name.endswith("@"):
                _add_link(writer, name.rstrip("@"))
            else:
                writer.add_file_from_memory(name, len(data), data)
    return bytes(out)


def _add_link(writer: Any, name: str) -> None:
    """Add a symbolic link, which the binding alone cannot."""
    library = libarchive.ffi.libarchive
    kind = libarchive.entry.FileType.SYMBOLINK_LINK
    entry = libarchive.entry.ArchiveEntry(pathname=name, filetype=kind, size=0)
    place = ctypes.c_void_p(entry._entry_p)
    library.archive_entry_set_symlink(place, b"/etc/passwd")
    libarchive.ffi.write_header(writer._pointer, entry._entry_p)
    libarchive.ffi.write_finish_entry(writer._pointer)


def nest_7z(levels: int) -> bytes:
    """Return 7-Zip in 7-Zip, so many levels."""
    data = b"x"
    for level in range(levels):
        data = archive({f"{level}.7z": data})
    return data


def loop_of_sectors() -> bytes:
    """Return a compound file whose directory goes round in circles."""
    data = bytearray(compound({"WordDocument": bytes(9_000)}))
    start = struct.unpack_from("<I", data, 76)[0]
    table = 512 * (start + 1)
    count = struct.unpack_from("<I", data, 48)[0]
    struct.pack_into("<I", data, table + 4 * count, count)
    return bytes(data)


def pieces() -> bytes:
    """Return a Word file of many pieces that all are the whole text."""
    table = clx(150_000, 200_000)
    return compound({"WordDocument": word(200_000), "0Table": table})


def word(size: int) -> bytes:
    """Return a main stream of so much text."""
    head = bytearray(2048)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0x00C1)
    struct.pack_into("<II", head, 0x1A2, 0, 1 << 24)
    return bytes(head) + b"a" * size


def clx(count: int, size: int) -> bytes:
    """Return a table of so many pieces, each of the whole size."""
    places = struct.pack(
        f"<{count + 1}I", *(n * size % 2**32 for n in range(count + 1))
    )
    plc = places + struct.pack("<HIH", 0, 0x40000000 | 4096, 0) * count
    return b"\x02" + struct.pack("<I", len(plc)) + plc


def slides() -> bytes:
    """Return slides whose directory leads elsewhere, for thousands of entries."""
    data = ppt(("a", "b" * 9_000, ""))
    return data.replace(struct.pack("<I", 2 << 20 | 1), struct.pack("<I", 4000 << 20))


def nested_messages(levels: int) -> bytes:
    """Return a message in a message, so many levels."""
    streams = msg_streams({0x0037: "kraj"})
    for level in range(levels):
        place = "__attach_version1.0_#00000000/"
        inner = {f"{place}__substg1.0_3701000D/{k}": v for k, v in streams.items()}
        streams = msg_streams({0x0037: f"{level}"}) | msg_streams({}, place, 8) | inner
    return msg({0x0037: "prvi"}, inner=streams)


def wide_sheet() -> bytes:
    """Return a workbook with a cell in its first corner and one in its last."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    return xlsx(sheet(f'{rows}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def ods(body: str, prolog: str = "") -> bytes:
    """Return an OpenDocument workbook whose content is this XML."""
    content = f"{prolog}<content>{body}</content>"
    return zip_of({"mimetype": ODS, "content.xml": content.encode()})


def epub(chapters: Iterable[str], prolog: str = "") -> bytes:
    """Return a book of these chapters."""
    texts = [f"{prolog}<html><body><p>{text}</p></body></html>" for text in chapters]
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(texts))
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in range(len(texts)))
    book = (
        f"{prolog}<package><manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    found = (
        '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
    )
    files = {f"c{n}.xhtml": text.encode() for n, text in enumerate(texts)}
    return zip_of(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": found.encode(),
            "b.opf": book.encode(),
            **files,
        }
    )


def many_names() -> bytes:
    """Return a 7-Zip of more members than may be."""
    return archive({f"{n}.txt": b"" for n in range(10_050)})


ENTITIES = "declares entities|XML is broken|cannot be read"
DJVU = b"AT&TFORM\x00\x00\xff\xffDJVUINFO\x00\x00\x00\x0a" + b"\xff" * 4096

FILES = (
    Hostile("bomb.7z", lambda: archive({"a": bytes(300 * MIB)}), "more than"),
    Hostile("members.7z", many_names, "more than 10000 members"),
    Hostile("nested.7z", lambda: nest_7z(12), "nested deeper than 8"),
    Hostile("link.7z", lambda: archive({"a@": b"", "../../b": b""}), "not followed"),
    Hostile("cut.7z", lambda: archive({"a": b"abc" * 999})[:-20], "truncated"),
    Hostile(
        "bomb.zst", lambda: archive({"a": bytes(300 * MIB)}, "pax", "zstd"), "more than"
    ),
    Hostile("cut.rar", lambda: b"Rar!\x1a\x07\x00" + b"\xcf" * 900, "truncated"),
    Hostile("cut.rar5", lambda: b"Rar!\x1a\x07\x01\x00" + b"\x7f" * 900, "truncated"),
    Hostile("cut.cab", lambda: b"MSCF\0\0\0\0" + b"\xff" * 900, "truncated"),
    Hostile("loop.doc", loop_of_sectors, "damaged|no known kind"),
    Hostile("pieces.doc", pieces, "damaged"),
    Hostile("cut.doc", lambda: doc("Tajna-Osoba-47" * 900)[:5_000], "damaged|no known"),
    Hostile("places.ppt", slides, "damaged|no text"),
    Hostile("nested.msg", lambda: nested_messages(12), "nested deeper than 8"),
    Hostile(
        "cut.xls", lambda: xls([["a"] * 9] * 900)[:9_000], "damaged|cannot|no known"
    ),
    Hostile("laughs.ods", lambda: ods("&a11;", LAUGHS), ENTITIES),
    Hostile("bomb.ods", lambda: ods("<p/>" * 30 * MIB), "100 times|too much text"),
    Hostile("laughs.epub", lambda: epub(["&a11;"], LAUGHS), ENTITIES),
    Hostile("bomb.epub", lambda: epub(["x" * 40 * MIB]), "more than 100|larger than"),
    Hostile("deep.epub", lambda: epub(["<div>" * 150_000]), "no text"),
    Hostile("noise.pst", lambda: b"!BDN" + bytes(range(256)) * 99, "cannot be opened"),
    Hostile("noise.djvu", lambda: DJVU, "damaged|no text"),
    Hostile("sheet.xlsx", lambda: xlsx(sheet(cells("a") * 200_000)), "100 times"),
)
"""All of them; each must be rejected."""
