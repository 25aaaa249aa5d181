"""Every parser by name: what it is fed, and its small valid seeds."""

import io
import json
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from extraction.importers import (
    REGISTRY,
    ImportOptions,
    find_importer,
    parse_mapping,
    read_corrected,
)
from extraction.importers.corrections.sheet import Entry, Origin, Shape, Sheet
from extraction.importers.tables.table import read_mapped
from extraction.model import Leaf, Page
from extraction.reading import iter_leaves
from extraction.reading.limits import allow_all
from extraction.reading.registry import PAGE_READERS, READERS, read_safely
from extraction.recognition.identifiers import find_identifiers
from extraction.recognition.language import detect
from extraction.recognition.rules import find_by_rules
from extraction.recognition.sentences import split_sentences
from extraction.relation.correspondence import read_correspondence
from extraction.relation.photograph import read_photograph
from graph.exchange import read_graph_bytes
from graph.names import fold
from tests.extraction.importers.browsers import BROWSERS
from tests.extraction.importers.databases import (
    ADDRESSBOOK,
    CALL_BACKUP,
    CALLHISTORY,
    CALLLOG,
    CHATSTORAGE,
    CONTACTS2,
    MMSSMS,
    MSGSTORE,
    MSGSTORE_OLD,
    SMS_BACKUP,
    SMS_DB,
    VIBER,
    WA,
)
from tests.extraction.importers.flights import PAXLST, PNR_XML, PNRGOV
from tests.extraction.importers.handsets import (
    ABX,
    ACCOUNTS,
    BACKUP_INFO,
    BUILD_PROP,
    SETTINGS,
    TELEPHONY,
    UFD,
    USAGE,
)
from tests.extraction.importers.logs import LOGGED, LOGS
from tests.extraction.importers.phones import INSTAGRAM, TELEGRAM, UFED, WHATSAPP
from tests.extraction.importers.vibers import VIBERS
from tests.extraction.importers.xry import XML as XRY_XML
from tests.extraction.importers.xry import XRY
from tests.extraction.reading.office import dbf, doc, msg, msg_streams, ppt, xls
from tests.extraction.reading.photos import PHOTOS
from tests.fuzz.extracts import (
    BANK,
    CAMT,
    COINS,
    CROSSINGS,
    GEOJSON,
    GPX,
    I2CHART,
    ICAL,
    ICIJ,
    IP_USE,
    KML,
    LOCATIONS,
    MASTS,
    MT940,
    NETWORK,
    OFX,
    OFX_XML,
    PAYMENTS,
    PLATES,
    SENZING,
    TARGETS,
    TIMELINE,
    TIMELINE_LIST,
    VCARD,
    VISITS,
)
from tests.hostile.files import (
    CATALOG,
    PAGE,
    calls_with,
    cells,
    docx,
    odt,
    pdf,
    pptx,
    sheet,
    stream,
    xlsx,
    zip_of,
)
from tests.hostile.formats import archive, epub, ods

MAPPING = b"""
q:
  queries:
    - csv_url: a.csv
      entities:
        p:
          schema: Person
          keys: [id]
          properties:
            name: {column: name}
            birthDate: {column: born, format: "%d.%m.%Y"}
            phone: {column: phone, split: ";"}
"""
TEXT = (
    "Dana 12.03.2024. Marko Marković (JMBG 0101990710006), rođen 1.1.1990, tel. "
    "+381 64 123 4567, ul. Kralja Petra 5, Beograd, vozilo BG 123-AB, IBAN "
    "RS35260005601001611379, 1.250,00 EUR, a@b.rs, 44.8125, 20.4612, 1 kg kokaina.\n"
    "Шпресим Хоџа и Ана Анић.\tArben Hoxha | pistoletë 9 mm Zastava M57\n"
)
EML = (
    b"From: A <a@b.c>\nTo: =?utf-8?b?xI0=?= <c@d.e>\nSubject: x\nMessage-ID: <1@b>\n"
    b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
    b"Content-Type: text/plain; charset=utf-8\n\nZdravo\n--x\nContent-Type: text/html\n"
    b"Content-Disposition: attachment; filename=a.html\n\n<p>x</p>\n--x--\n"
)
RTF = (
    b"{\\rtf1\\ansi\\ansicpg1250{\\fonttbl{\\f0\\fcharset238 A;}}"
    b"\\f0 a\\'e8\\u269?b\\par}"
)
HTML = (
    b"<html><head><title>t</title></head><body><table><tr><td>a<td>b</table><p>c<br>d"
)
CALLS = calls_with("+38166111222")
TABLE = b'id;name;born;phone\n1;Ana;01.02.1990;+381641234567\n2;"Bo;jan";x;\n'
FTM = json.dumps(
    {"id": "a", "schema": "Person", "properties": {"name": ["Ana"], "country": "rs"}}
).encode()
CASE_UCO = (
    b'{"@context": {"k": "http://example.org/kb/", "c": "https://ontology.'
    b'unifiedcyberontology.org/uco/core/", "o": "https://ontology.'
    b'unifiedcyberontology.org/uco/observable/"}, "@graph": [{"@id": "k:a", "@type": '
    b'"o:PhoneAccount", "c:hasFacet": {"@type": "o:PhoneAccountFacet", '
    b'"o:phoneNumber": "+38166111222"}}, {"@id": "k:c", "@type": ["o:Call"], '
    b'"c:hasFacet": [{"@type": "o:CallFacet", "o:from": {"@id": "k:a"}, "o:to": '
    b'[{"@id": "k:b"}, {"@id": "k:d"}], "o:startTime": {"@type": "x:dateTime", '
    b'"@value": "2026-01-02T03:04:05+01:00"}}]}, {"@type": "c:Relationship", '
    b'"c:source": {"@id": "k:a"}, "c:target": {"@list": [{"@id": "k:a"}]}}]}'
)
GRAPHML = (
    b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="w" for="edge" '
    b'attr.name="weight"/><graph edgedefault="directed"><node id="a"/><node id="b"/>'
    b'<edge source="a" target="b"><data key="w">2</data></edge></graph></graphml>'
)
GEXF = (
    b'<gexf xmlns="http://gexf.net/1.3"><graph defaultedgetype="directed"><nodes><node '
    b'id="a" label="A"/></nodes><edges><edge source="a" target="a" weight="2"/></edges>'
    b"</graph></gexf>"
)
GML = b'graph [ directed 1 node [ id 1 label "A" ] node [ id 2 ] edge [ source 1 target 2 weight 3 ] ]'  # noqa: E501
PAJEK = b'*Vertices 2\n1 "a"\n2 "b"\n*Arcs\n1 2 3\n*Matrix\n0 1\n1 0\n'
DOT = (
    b'strict digraph "g" { node [type=osoba]; a [label="A\\N" + "b"]; // x\n a:n -> {b;'
    b" c} -> d [weight=2]; subgraph s { e -- f } rank=same /* y */ b [label=<<b>B</b>>]"
    b"}"
)


@dataclass(frozen=True, slots=True)
class Parser:
    """What reads bytes, and seeds of its format."""

    name: str
    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def tar(members: dict[str, bytes]) -> bytes:
    """Return a tar of these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def leaves(data: bytes, name: str = "a.zip") -> object:
    """Unpack bytes as an import would."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return sum(1 for _ in iter_leaves([path]))


def importer(by: str, name: str) -> Callable[[bytes], object]:
    """Return what reads bytes by an importer, whether it knows them or not."""
    chosen = [one for one in REGISTRY if one.name == by][-1]

    def read(data: bytes) -> object:
        leaf = Leaf(name, name, data)
        chosen.recognizes(leaf, ImportOptions())
        return sum(1 for _ in chosen.read(leaf, ImportOptions(country="rs")))

    return read


def corrections(data: bytes) -> object:
    """Read corrected records of a list of calls, of entities, or of a database."""
    leaf = Leaf("a.csv", "a.csv", data)
    original = CALLS if b"cdr" in data[:500] else FTM + b"\n" + FTM
    if b"phonedb" in data[:500]:
        original = CALLLOG
    file = Leaf("a.csv", "a.csv", original)
    found = read_corrected(leaf, file, REGISTRY, ImportOptions(country="rs"))
    return sum(1 for _ in found)


def corrected_rows() -> bytes:
    """Return a sheet of a corrected row."""
    origin = Origin(Shape.ROWS, "a.csv", importer="cdr")
    rows = [row.split(b",") for row in CALLS.splitlines()]
    cells = [tuple(cell.decode() for cell in row) for row in rows]
    return Sheet(origin, (Entry("row 2", "no", cells[1]),), cells[0]).as_bytes()


def corrected_lines() -> bytes:
    """Return a sheet of a corrected line."""
    origin = Origin(Shape.LINES, "a.json", importer="ftm")
    return Sheet(origin, (Entry("line 2", "no", (), FTM.decode(), 1),)).as_bytes()


def corrected_database() -> bytes:
    """Return a sheet of a corrected row of a database."""
    origin = Origin(Shape.DATABASE, "a.db", importer="phonedb", sheet="calls")
    columns = ("_id", "number", "date", "duration", "type", "name")
    entry = Entry("calls 4", "no", ("4", "+38970333444", "1.77E+12", "1,5", "1", ""))
    return Sheet(origin, (entry,), columns).as_bytes()


def mapped(data: bytes) -> object:
    """Read a table by a mapping."""
    leaf = Leaf("a.csv", "a.csv", data)
    return sum(1 for _ in read_mapped(leaf, parse_mapping(MAPPING), "rs"))


def encrypted(data: bytes) -> object:
    """Look whether bytes under a backup's name are encrypted."""
    leaf = Leaf("msgstore.db.crypt15", "msgstore.db.crypt15", data)
    return find_importer(leaf, ImportOptions()) is None


def identity(data: bytes) -> object:
    """Read bytes as each of the files in which a phone says what it is."""
    chosen = next(one for one in REGISTRY if one.name == "phone")
    found = 0
    for name in ("Info.plist", "build.prop", "a.ufd", "settings_secure.xml", "a.db"):
        leaf = Leaf(name, name, data)
        if chosen.recognizes(leaf, ImportOptions()):
            found += sum(1 for _ in chosen.read(leaf, ImportOptions(country="rs")))
    return found


def logged(data: bytes) -> object:
    """Read a database with bytes as the log beside it."""
    leaf = Leaf("calllog.db", "calllog.db", LOGGED, log=data)
    chosen = find_importer(leaf, ImportOptions())
    found = chosen.read(leaf, ImportOptions()) if chosen is not None else ()
    return sum(1 for _ in found)


def photograph(data: bytes) -> object:
    """Read where a photo was taken."""
    return len(read_photograph(Leaf("a.jpg", "a.jpg", data)))


def text_of(data: bytes) -> object:
    """Find what stands in text without the trained recognizer."""
    text = data.decode("utf-8", "replace")
    language = detect(text).language
    found = len(list(find_identifiers(Page(1, text), language, "rs")))
    return found + len(split_sentences(text)) + len(list(find_by_rules(text)))


def correspondence(data: bytes) -> object:
    """Read who wrote to whom."""
    return len(read_correspondence(Leaf("a.eml", "a.eml", data)))


def names(data: bytes) -> object:
    """Fold a name."""
    return fold(data.decode("utf-8", "replace"))


def _pdf() -> bytes:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    body = stream(zlib.compress(b"BT /F1 9 Tf (Hello) Tj ET"))
    return pdf([CATALOG, pages, PAGE, body])


BOOK = xlsx(
    sheet(cells("caller", "called", "start") + cells("+38164", "+38165", "2024"))
)
MSG = msg(
    {0x0037: "Re", 0x1000: "tekst", 0x1009: b"\x10\0\0\0\x04\0\0\0MELA\0\0\0\0{\\a}"},
    [{0x0C15: 1, 0x3001: "Ana"}],
    [{0x3707: "a.txt", 0x3701: b"x"}],
    msg_streams({0x0037: "b"}),
)


def _images() -> tuple[bytes, ...]:
    """Return a small picture in every format, of two pages where there can be."""
    pages = [Image.new("L", (9, 9), shade) for shade in (255, 40)]
    found = []
    for form in ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP", "JPEG2000"):
        out = io.BytesIO()
        more = {"save_all": True, "append_images": pages[1:]}
        pages[0].save(out, form, **(more if form == "TIFF" else {}))
        found.append(out.getvalue())
    return tuple(found)


SEEDS: dict[str, tuple[bytes, ...]] = {
    "text": (TEXT.encode(), TEXT.encode("utf-16"), TEXT.encode("cp1251", "replace")),
    "html": (HTML,),
    "pdf": (_pdf(),),
    "image": _images(),
    "docx": (docx("<w:p><w:r><w:t>a</w:t><w:tab/></w:r></w:p>"),),
    "odt": (odt("a"),),
    "pptx": (pptx("a"),),
    "rtf": (RTF,),
    "eml": (EML,),
    "emlx": (b"%d\n" % len(EML) + EML + b"<plist/>",),
    "msg": (MSG,),
    "doc": (doc("Ana \x13 A \x14Anić\x15\r", "b", deleted=(1, 3), rows=(0,)),),
    "ppt": (ppt(("Naslov", "Ana", "beleška"), ("b", "c", "")),),
    "xls": (xls([["a", "b"], ["c", ""]]),),
    "xlsx": (BOOK,),
    "dbf": (dbf(["IME", "DATUM"], [["Ana", "19950312"], ["x"]], "cp852"),),
    "ods": (ods("<table/>"),),
    "epub": (epub(["a", "b"]),),
    "djvu": (b"AT&TFORM\0\0\0\x20DJVUINFO\0\0\0\x0a\0\x10\0\x10\x18\0\x64\0\x16\0",),
}
SEVEN_ZIP = archive({"a/b.txt": b"x", "c.eml": EML})
PACKED = tuple(
    archive({"a": b"x"}, "pax", name) for name in ("zstd", "lz4", "compress")
)
RAR = b"Rar!\x1a\x07\x00\xcf\x90s\x00\x00\r\x00\x00\x00\x00\x00\x00\x00"
RAR5 = b"Rar!\x1a\x07\x01\x003\x92\xb5\xe5\n\x01\x05\x06\x00\x05\x01\x01\x80\x80\x00"
GRAPHS = {
    "graphml": GRAPHML,
    "gexf": GEXF,
    "gml": GML,
    "pajek": PAJEK,
    "dot": DOT,
    "csv": b"source,target\na,b\n",
}

DRAWN = ("graphml", "gexf", "gml", "pajek", "dot")

IDENTITIES = (ABX, BACKUP_INFO, BUILD_PROP, SETTINGS, UFD, TELEPHONY, ACCOUNTS, USAGE)
DATABASES = (
    MSGSTORE,
    MSGSTORE_OLD,
    WA,
    CALLLOG,
    CONTACTS2,
    CALLHISTORY,
    ADDRESSBOOK,
    SMS_DB,
    MMSSMS,
    VIBER,
    CHATSTORAGE,
    *VIBERS,
)
EXTRACTS = {
    "mt940": (MT940,),
    "camt": (CAMT,),
    "ofx": (OFX, OFX_XML),
    "qif": (b"!Type:Bank\nD1/ 2'26\nT-1,250.00\nPAna\nL[b]\nAul. 1\nAb\n^\n",),
    "bank": (BANK, PAYMENTS),
    "crypto": COINS,
    "network": NETWORK,
    "i2chart": (I2CHART,),
    "icij": ICIJ,
    "ipuse": IP_USE,
    "masts": (MASTS,),
    "plates": (PLATES,),
    "crossings": (CROSSINGS,),
    "opensanctions": (TARGETS,),
    "senzing": SENZING,
    "vcard": (VCARD,),
    "ical": (ICAL,),
    "gpx": (GPX,),
    "kml": (KML,),
    "geojson": (GEOJSON,),
    "locations": (LOCATIONS, VISITS, TIMELINE, TIMELINE_LIST),
    "passenger-messages": (PAXLST, PNRGOV),
    "pnr-xml": (PNR_XML,),
}

PARSERS: dict[str, Parser] = {
    parser.name: parser
    for parser in (
        *(Parser(n, partial(read_safely, r), SEEDS[n]) for n, r in READERS.items()),
        *(Parser(n, partial(read_safely, partial(r, allow=allow_all)), SEEDS[n]) for n, r in PAGE_READERS.items()),  # noqa: E501
        Parser("leaves", leaves, (zip_of({"a/b.txt": b"x", "c.eml": EML}), tar({"a": b"x"}), EML)),  # noqa: E501
        Parser("7z", leaves, (SEVEN_ZIP, *PACKED)),
        Parser("rar", leaves, (RAR, RAR5)),
        Parser("pst", leaves, (b"!BDN" + bytes(600), b"!BDN\0\0\0\0SM\x17\0" + bytes(600))),  # noqa: E501
        Parser("msg-files", leaves, (MSG,)),
        Parser("ftm", importer("ftm", "a.json"), (FTM + b"\n" + FTM, b"[" + FTM + b"]")),  # noqa: E501
        Parser(
            "corrections",
            corrections,
            (corrected_rows(), corrected_lines(), corrected_database()),
        ),
        Parser("calls", importer("cdr", "a.csv"), (CALLS,)),
        Parser("workbook", importer("cdr", "a.xlsx"), (BOOK,)),
        Parser("table", importer("table", "a.csv"), (TABLE,)),
        Parser("ufed", importer("ufed", "report.xml"), (UFED,)),
        Parser("xry", importer("xry", "Calls.txt"), XRY),
        Parser("xryxml", importer("xryxml", "a.xml"), (XRY_XML,)),
        Parser("chattext", importer("chattext", "_chat.txt"), WHATSAPP),
        Parser("telegram", importer("telegram", "result.json"), (TELEGRAM,)),
        Parser("instagram", importer("instagram", "message_1.json"), (INSTAGRAM,)),
        Parser("phonedb", importer("phonedb", "a.db"), DATABASES),
        Parser("wal", logged, LOGS),
        Parser("photo", photograph, PHOTOS),
        Parser("browser", importer("browser", "History"), BROWSERS),
        Parser("phone", identity, IDENTITIES),
        Parser("smsbackup", importer("smsbackup", "a.xml"), (SMS_BACKUP, CALL_BACKUP)),
        Parser("encrypted", encrypted, (bytes(range(256)),)),
        *(Parser(n, importer(n, f"a.{n}"), seeds) for n, seeds in EXTRACTS.items()),
        Parser("correspondence", correspondence, (EML,)),
        Parser("case-uco", importer("case-uco", "a.json"), (CASE_UCO,)),
        Parser("mapped", mapped, (TABLE,)),
        Parser("mapping", parse_mapping, (MAPPING,)),
        *(Parser(f"graph-{n}", read_graph_bytes, (s,)) for n, s in GRAPHS.items()),
        Parser("graph", importer("graph", "a.gexf"), tuple(GRAPHS[n] for n in DRAWN)),
        Parser("recognition", text_of, (TEXT.encode(),)),
        Parser("names", names, (TEXT.encode(),)),
    )
}  # fmt: skip
"""All parsers; a reader or importer that is missing here fails a test."""

STRUCTURED = tuple(list(PARSERS)[list(PARSERS).index("ftm") :])
"""Importers, mappings, graph files and what is found in text."""
