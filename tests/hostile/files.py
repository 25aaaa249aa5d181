"""Makers of files that attack their readers, each with the reason it must end in."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MIB = 1 << 20
PRIVATE = "Tajna-Osoba-47"
"""A word that every maker may put into its file and no reason may repeat."""

LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
)
LAUGHS += "]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODT = b"application/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file's name, its bytes when made, and what its rejection says."""

    name: str
    make: Callable[[], bytes]
    reason: str


def zip_of(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(body: str = "", prolog: str = "", **parts: bytes) -> bytes:
    """Return a Word file whose body is this XML."""
    text = f'{prolog}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    names = {"[Content_Types].xml": b"<Types/>", "word/document.xml": text.encode()}
    return zip_of(names | {f"word/{n}.xml": data for n, data in parts.items()})


def odt(body: str, prolog: str = "") -> bytes:
    """Return an OpenDocument text whose content is this XML."""
    content = f"{prolog}<content><p>{body}</p></content>"
    return zip_of({"mimetype": ODT, "content.xml": content.encode()})


def pptx(body: str, prolog: str = "") -> bytes:
    """Return slides of which the first is this XML."""
    return zip_of(
        {
            "[Content_Types].xml": b"<Types/>",
            "ppt/presentation.xml": b"<p/>",
            "ppt/slides/slide1.xml": f"{prolog}<p><t>{body}</t></p>".encode(),
        }
    )


def xlsx(sheet: bytes, strings: bytes = b"") -> bytes:
    """Return a workbook of one sheet, given as the XML of both parts."""
    kinds = f"{PACKAGE}/content-types"
    links = f"{PACKAGE}/relationships"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (
        f'<Types xmlns="{kinds}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{main}.worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" '
        f'ContentType="{main}.sharedStrings+xml"/></Types>'
    )
    top = (
        f'<Relationships xmlns="{links}"><Relationship Id="r1" '
        f'Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    book = (
        f'<workbook xmlns="{SHEET}" xmlns:r="{RELATED}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    inner = (
        f'<Relationships xmlns="{links}"><Relationship Id="r1" '
        f'Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{RELATED}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>'
    )
    return zip_of(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": top.encode(),
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": inner.encode(),
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": strings or f'<sst xmlns="{SHEET}"/>'.encode(),
        }
    )


def sheet(rows: str, before: str = "") -> bytes:
    """Return a worksheet's XML."""
    return (
        f'{before}<worksheet xmlns="{SHEET}"><dimension ref="A1:XFD1048576"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    ).encode()


def cells(*texts: str) -> str:
    """Return a row of inline texts."""
    inside = "".join(f'<c t="inlineStr"><is><t>{t}</t></is></c>' for t in texts)
    return f"<row>{inside}</row>"


def pdf(objects: list[bytes], root: int = 1) -> bytes:
    """Return a PDF of these objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        root,
        start,
    )
    return bytes(out)


def stream(data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """Return a stream object of packed data."""
    head = b"<< /Length %d /Filter %b >>\nstream\n" % (len(data), filters)
    return head + data + b"\nendstream"


PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def pdf_bomb() -> bytes:
    """Return a page whose content unpacks to gigabytes, twice packed."""
    once = zlib.compress(bytes(400 * MIB), 9)
    twice = zlib.compress(once, 9)
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    body = stream(twice, b"[/FlateDecode /FlateDecode]")
    return pdf([CATALOG, pages, PAGE, body])


def pdf_cycle() -> bytes:
    """Return a page tree whose branches hold each other."""
    one = b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 900 >>"
    two = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Parent 2 0 R /Count 900 >>"
    return pdf([CATALOG, one, two])


def pdf_pages(count: int) -> bytes:
    """Return a PDF that says it has so many pages, and has one."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % count
    return pdf([CATALOG, pages, PAGE, stream(zlib.compress(b"BT ET"))])


def pdf_shared() -> bytes:
    """Return thousands of pages that all show one long content."""
    text = b"BT /F 9 Tf (" + b"abc " * 30_000 + b") Tj ET"
    kids = b" ".join(b"3 0 R" for _ in range(30_000))
    pages = b"<< /Type /Pages /Kids [%b] /Count 30000 >>" % kids
    return pdf([CATALOG, pages, PAGE, stream(zlib.compress(text * 9))])


def pdf_giant() -> bytes:
    """Return a page of a giant size without any text."""
    page = PAGE.replace(b"[0 0 9 9]", b"[0 0 99999999999 99999999999]")
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf([CATALOG, pages, page, stream(zlib.compress(b"BT ET"))])


def nest(data: bytes, levels: int) -> bytes:
    """Return ZIP in ZIP, so many levels."""
    for level in range(levels):
        data = zip_of({f"{level}.zip": data})
    return data


def many_members() -> bytes:
    """Return a ZIP of more members than may be."""
    return zip_of({f"{n}.txt": b"" for n in range(10_050)})


def wide_zip() -> bytes:
    """Return a ZIP that unpacks to more than 2 GB in small steps."""
    one = zip_of({"x.bin": bytes(60 * MIB)})
    return zip_of({f"{n}.bin": one for n in range(3)})


def overlapping() -> bytes:
    """Return a ZIP whose directory names one member a thousand times."""
    plain = zip_of({"a.txt": b"0" * 90_000})
    end = plain.rindex(b"PK\x05\x06")
    start = plain.index(b"PK\x01\x02")
    entry = plain[start:end]
    count = 1000
    tail = bytearray(plain[end:])
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    return plain[:start] + entry * count + bytes(tail)


def tar_of(*infos: tarfile.TarInfo) -> bytes:
    """Return a tar of entries without content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for info in infos:
            archive.addfile(info, io.BytesIO(bytes(info.size)))
    return out.getvalue()


def link(name: str, target: str) -> tarfile.TarInfo:
    """Return a symbolic link."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, target
    return info


def climbing() -> bytes:
    """Return a tar whose link leads out, and a file behind it."""
    return tar_of(link("out", "/tmp"), tarfile.TarInfo("../../../klupko-evil"))


def long_header() -> bytes:
    """Return a tar whose extended header says that it has gigabytes."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 4 << 30
    return info.tobuf(tarfile.GNU_FORMAT) + bytes(20_000)


def deep_mail() -> bytes:
    """Return multiparts in multiparts, thousands deep."""
    head = b"From: a@b.c\nMessage-ID: <1@b>\nMIME-Version: 1.0\n"
    return head + b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n)
        for n in range(5_000)
    )


def many_parts() -> bytes:
    """Return a message of more parts than may be."""
    head = b"From: a@b.c\nMessage-ID: <1@b>\nMIME-Version: 1.0\n"
    head += b"Content-Type: multipart/mixed; boundary=x\n\n"
    return head + b"--x\nContent-Type: image/png\n\nx\n" * 12_000 + b"--x--\n"


def calls_with(cell: str) -> bytes:
    """Return a list of calls with one good row and one that holds this cell."""
    rows = ("caller,called,start", "+381641234567,+381647654321,2024-03-01 10:00:00")
    return "\n".join([*rows, f"{cell},+381647654321,2024-03-01 10:00:00"]).encode()


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """Return a grey PNG that says it has this size, and its packed rows."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + check

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size + b"\x08\0\0\0\0")
    return head + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def tiff(frames: int, *, circle: bool = False) -> bytes:
    """Return a TIFF of so many empty frames of 8 Mpixel that share one strip."""
    out = bytearray(b"II*\0\x08\0\0\0")
    tags = ((256, 2480), (257, 3508), (258, 1), (259, 4), (262, 0), (273, 0), (279, 8))
    step = 2 + 12 * len(tags) + 4
    for number in range(frames):
        out += len(tags).to_bytes(2, "little")
        for tag, value in tags:
            out += b"".join(
                part.to_bytes(size, "little")
                for part, size in ((tag, 2), (4, 2), (1, 4), (value, 4))
            )
        last = number + 1 == frames
        after = (8 if circle else 0) if last else 8 + step * (number + 1)
        out += after.to_bytes(4, "little")
    return bytes(out)


def pdf_picture() -> bytes:
    """Return a page that shows a picture of a hundred thousand dots in a square."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = PAGE[:-3] + b" /Resources << /XObject << /P 5 0 R >> >> >>"
    rows = zlib.compress(bytes(300 * MIB), 9)
    head = (
        b"<< /Type /XObject /Subtype /Image /Width 100000 /Height 100000 "
        b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode "
    )
    picture = head + b"/Length %d >>\nstream\n%b\nendstream" % (len(rows), rows)
    body = stream(zlib.compress(b"9 0 0 9 0 0 cm /P Do"))
    return pdf([CATALOG, pages, page, body, picture])


def graph(prolog: str) -> bytes:
    """Return GraphML whose label is an entity."""
    return (
        f'{prolog}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
        '<graph edgedefault="directed"><node id="&a11;"/></graph></graphml>'
    ).encode()


def paragraphs(count: int) -> str:
    """Return so many Word paragraphs of different texts."""
    return "".join(f"<w:p><w:r><w:t>{n * n}</w:t></w:r></w:p>" for n in range(count))


ENTITIES = "declares entities|XML is broken"

FILES = (
    Hostile("ratio.zip", lambda: zip_of({"a.txt": bytes(90 * MIB)}), "more than 100"),
    Hostile("members.zip", many_members, "more than 10000 members"),
    Hostile("wide.zip", wide_zip, "more than 100"),
    Hostile("overlap.zip", overlapping, "shares its place"),
    Hostile("nested.zip", lambda: nest(b"x", 12), "nested deeper than 8"),
    Hostile("cut.zip", lambda: zip_of({"a.txt": b"abc" * 999})[:-30], "truncated"),
    Hostile("bomb.gz", lambda: gzip.compress(bytes(300 * MIB), 9), "more than"),
    Hostile("bomb.bz2", lambda: bz2.compress(bytes(200 * MIB)), "more than"),
    Hostile("bomb.xz", lambda: lzma.compress(bytes(200 * MIB), preset=0), "more than"),
    Hostile("climb.tar", climbing, "not followed|empty"),
    Hostile("header.tar", long_header, "truncated"),
    Hostile("laughs.docx", lambda: docx("&a11;", LAUGHS), ENTITIES),
    Hostile("outside.docx", lambda: docx("&a11;", OUTSIDE), ENTITIES),
    Hostile("laughs.odt", lambda: odt("&a11;", LAUGHS), ENTITIES),
    Hostile("outside.odt", lambda: odt("&a11;", OUTSIDE), ENTITIES),
    Hostile("laughs.pptx", lambda: pptx("&a11;", LAUGHS), ENTITIES),
    Hostile("outside.pptx", lambda: pptx("&a11;", OUTSIDE), ENTITIES),
    Hostile("laughs.xlsx", lambda: xlsx(sheet(cells("&a11;"), LAUGHS)), ENTITIES),
    Hostile("outside.xlsx", lambda: xlsx(sheet(cells("&a11;"), OUTSIDE)), ENTITIES),
    Hostile("deep.docx", lambda: docx("<w:p>" * 200_000), "XML is broken"),
    Hostile("bomb.docx", lambda: docx("<w:p/>" * 9_000_000), "more than 100"),
    Hostile("nodes.docx", lambda: docx(paragraphs(900_000)), "larger than 32 MB"),
    Hostile("cut.docx", lambda: docx(PRIVATE)[:-40], "damaged|truncated"),
    Hostile("empty.docx", lambda: zip_of({"[Content_Types].xml": b"", "word/document.xml": b""}), "damaged"),  # noqa: E501
    Hostile("strings.xlsx", lambda: xlsx(sheet(cells("a", "b")), b"<sst>" + b"<si><t>x</t></si>" * 9 * MIB), "100 times|too much text"),  # noqa: E501
    Hostile("cell.xlsx", lambda: xlsx(sheet(cells("caller", "called", "start") + cells("y" * 80 * MIB))), "100 times"),  # noqa: E501
    Hostile("cell.csv", lambda: calls_with("z" * 200 * MIB), "longer than 100000"),
    Hostile("quote.csv", lambda: calls_with('"x,\n' * 100_000), "quotation marks"),
    Hostile("commas.csv", lambda: b"caller,called,start" + b"," * 9 * MIB, "mapping"),
    Hostile("bomb.pdf", pdf_bomb, "takes more than|broke down|damaged|no text"),
    Hostile("cycle.pdf", pdf_cycle, "damaged|no text|without pages"),
    Hostile("pages.pdf", lambda: pdf_pages(2_000_000_000), "50000|damaged|no text"),
    Hostile("shared.pdf", pdf_shared, "takes more than|characters|damaged|no text"),
    Hostile("giant.pdf", pdf_giant, "no text"),
    Hostile("cut.pdf", lambda: pdf_pages(1)[:90], "damaged"),
    Hostile("picture.pdf", pdf_picture, "no text|takes more than|broke down|damaged"),
    Hostile("wide.png", lambda: png(2_000_000_000, 2_000_000_000), "million pixels|damaged"),  # noqa: E501
    Hostile("bomb.png", lambda: png(60_000, 60_000, zlib.compress(bytes(100 * MIB), 9)), "million pixels"),  # noqa: E501
    Hostile("black.png", lambda: png(8_000, 8_000, zlib.compress(bytes(8_001 * 8_000), 9)), "without text"),  # noqa: E501
    Hostile("cut.png", lambda: png(300, 300, b"x\x9c"), "damaged|without text"),
    Hostile("frames.tif", lambda: tiff(5_000), "more than 2000"),
    Hostile("shared.tif", lambda: tiff(1_000), "more scanned pages|damaged"),
    Hostile("circle.tif", lambda: tiff(3, circle=True), "damaged|without text|without pages"),  # noqa: E501
    Hostile("deep.eml", deep_mail, "no readable message|parts|empty|damaged"),
    Hostile("parts.eml", many_parts, "more than 10000 parts"),
    Hostile("deep.json", lambda: b'{"id":"a","schema":"Person","properties":{}}\n' + b"[" * 9 * MIB, "not valid JSON"),  # noqa: E501
    Hostile("deep-array.json", lambda: b'[{"id":"a","schema":"Person","properties":{}},' + b"[" * 9 * MIB, "damaged|breaks off"),  # noqa: E501
    Hostile("text.txt", lambda: f"{PRIVATE} ".encode() * 2 * MIB, "million characters"),
    Hostile("dots.html", lambda: b"<html>" + b"<div>" * 600_000, "no text"),
    Hostile("deep.rtf", lambda: b"{\\rtf1" + b"{" * 900_000, "no text"),
)  # fmt: skip
"""All of them; each must be rejected."""


def good() -> dict[str, bytes]:
    """Return three files that are what they seem."""
    entity = {"id": "ana", "schema": "Person", "properties": {"name": ["Ana Anić"]}}
    return {
        "good.txt": "Ana Anić je pozvala Bojana Bojića.".encode(),
        "good.ftm.json": json.dumps(entity).encode() + b"\n",
        "good.csv": calls_with("+38166111222"),
    }
