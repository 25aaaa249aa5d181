"""Made-up extracts in many formats, as long as is asked, the same in every run."""

import io
import json
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook

from bench.material import write_calls, write_people

EPOCH = 1_772_400_000
Make = Callable[[int], bytes]


def _written(write: Callable[[Path, int], None]) -> Make:
    def make(count: int) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made"
            write(path, count)
            return path.read_bytes()

    return make


def _repeated(head: str, row: Callable[[int], str], tail: str = "") -> Make:
    def make(count: int) -> bytes:
        return (head + "".join(map(row, range(count))) + tail).encode()

    return make


def _number(i: int) -> str:
    return f"+38164{1_000_000 + i % 2_000}"


def _workbook(count: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Pozivi")
    sheet.append(["caller", "called", "date", "time", "duration"])
    for i in range(count):
        day = f"{1 + i % 28:02}.03.2026"
        sheet.append([_number(i), _number(i + 7), day, "10:00:00", i % 600])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _bank(i: int) -> str:
    return (
        f"{1 + i % 28:02}.03.2026.;Partner {i % 500};160-{i % 500:013}-40;"
        f"{1 + i % 9}.250,{i % 100:02};;zakup {i}\n"
    )


def _mt940(i: int) -> str:
    return (
        f":61:2603{1 + i % 28:02}03{1 + i % 28:02}D{i % 900},50NTRFR{i}//B-{i}\n"
        f":86:020?00UE?20EREF+R-{i}?21SVWZ+Zakup?30AAAARSBG?31RS352600056010016113"
        f"79?32Partner {i % 500}\n"
    )


def _camt(i: int) -> str:
    return (
        f'<Ntry>\n<Amt Ccy="EUR">{i % 900}.50</Amt><CdtDbtInd>DBIT</CdtDbtInd>'
        f"<BookgDt><Dt>2026-03-{1 + i % 28:02}</Dt></BookgDt><AcctSvcrRef>B{i}"
        f"</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>E{i}</EndToEndId></Refs>"
        f"<RltdPties><Cdtr><Nm>Partner {i % 500}</Nm></Cdtr><CdtrAcct><Id><IBAN>"
        "DE89370400440532013000</IBAN></Id></CdtrAcct></RltdPties><RmtInf><Ustrd>"
        f"zakup {i}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
    )


def _ofx(i: int) -> str:
    return (
        f"<STMTTRN><TRNTYPE>POS<DTPOSTED>202603{1 + i % 28:02}101112<TRNAMT>-"
        f"{i % 900}.60<FITID>F{i}<NAME>Partner {i % 500}<MEMO>zakup</STMTTRN>\n"
    )


def _vcard(i: int) -> str:
    return (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Prezime{i % 977};Ime{i};;;\r\nFN:Ime{i} "
        f"Prezime{i % 977}\r\nTEL;TYPE=CELL:+38164{1_000_000 + i}\r\nEMAIL:a{i}@b.rs"
        "\r\nEND:VCARD\r\n"
    )


def _ical(i: int) -> str:
    return (
        f"BEGIN:VEVENT\r\nUID:u{i}\r\nDTSTART:202603{1 + i % 28:02}T101112Z\r\nSUMMARY:"
        f"Sastanak {i}\r\nATTENDEE:mailto:a{i % 500}@b.rs\r\nEND:VEVENT\r\n"
    )


def _gpx(i: int) -> str:
    return (
        f'<wpt lat="{44 + i % 9_000 / 1e4}" lon="{20 + i % 7_000 / 1e4}"><time>2026-03'
        f"-{1 + i % 28:02}T10:11:12Z</time><name>Tačka {i}</name></wpt>\n"
    )


def _ufed(i: int) -> str:
    def party(role: str, number: str) -> str:
        return (
            f'<model type="Party" id="{role}{i}"><field name="Identifier" '
            f'type="String"><value type="String"><![CDATA[{number}]]></value></field>'
            f'<field name="Role" type="PartyRole"><value type="PartyRole">{role}'
            "</value></field></model>"
        )

    return (
        f'<model type="Call" id="c{i}" deleted_state="Intact"><field name="TimeStamp" '
        f'type="TimeStamp"><value type="TimeStamp">2026-03-{1 + i % 28:02}T10:11:'
        f'{i % 60:02}.000+00:00</value></field><field name="Duration" type="TimeSpan">'
        f'<value type="TimeSpan">00:00:{i % 60:02}</value></field><multiModelField '
        f'name="Parties" type="Party">{party("From", _number(i))}'
        f"{party('To', _number(i + 7))}</multiModelField></model>\n"
    )


def _sms(i: int) -> str:
    return (
        f'<sms protocol="0" address="{_number(i)}" date="{(EPOCH + i) * 1000}" '
        f'type="{1 + i % 2}" body="Poruka {i}" contact_name="Ime {i % 500}" />\n'
    )


def _telegram(i: int) -> str:
    told = {
        "id": i,
        "type": "message",
        "date": "2026-03-02T10:11:12",
        "date_unixtime": str(EPOCH + i),
        "from": f"Ime {i % 50}",
        "from_id": f"user{i % 50}",
        "text": f"Poruka {i}",
    }
    return ("," if i else "") + json.dumps(told, indent=1, ensure_ascii=False)


def _chat(i: int) -> str:
    minute = f"{i // 60 % 24:02}:{i % 60:02}"
    return f"{1 + i // 1440 % 28:02}.03.2026. {minute} - Ime {i % 9}: Poruka {i}\n"


def _calllog(count: int) -> bytes:
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE TABLE calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, "
        "duration INTEGER, type INTEGER, name TEXT)"
    )
    database.executemany(
        "INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?)",
        (
            (i, _number(i), (EPOCH + i) * 1000, i % 600, 1 + i % 2, f"Ime {i % 500}")
            for i in range(1, count + 1)
        ),
    )
    database.commit()
    return database.serialize()


def _geojson(i: int) -> str:
    where = [20 + i % 7_000 / 1e4, 44 + i % 9_000 / 1e4]
    told = {
        "type": "Feature",
        "properties": {"name": f"Tačka {i}", "time": "2026-03-02T10:11:12Z"},
        "geometry": {"type": "Point", "coordinates": where},
    }
    return ("," if i else "") + json.dumps(told)


EXTRACTS: dict[str, tuple[str, Make]] = {
    "ftm": ("a.json", _written(write_people)),
    "cdr": ("a.csv", _written(write_calls)),
    "cdr, workbook": ("a.xlsx", _workbook),
    "bank": (
        "a.csv",
        _repeated(
            "Broj računa:;260-56010016113-79;;;;\nDatum knjiženja;Naziv partnera;"
            "Račun partnera;Zaduženje;Odobrenje;Svrha plaćanja\n",
            _bank,
        ),
    ),
    "mt940": (
        "a.sta",
        _repeated(":20:1\n:25:DE89370400440532013000\n:60F:C260301EUR1,\n", _mt940),
    ),
    "camt": (
        "a.xml",
        _repeated(
            '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">'
            "<BkToCstmrStmt><Stmt><Acct><Id><IBAN>RS35260005601001611379</IBAN></Id>"
            "</Acct>",
            _camt,
            "</Stmt></BkToCstmrStmt></Document>",
        ),
    ),
    "ofx": (
        "a.ofx",
        _repeated(
            "OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR"
            "<BANKACCTFROM><BANKID>1<ACCTID>2</BANKACCTFROM><BANKTRANLIST>\n",
            _ofx,
            "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>",
        ),
    ),
    "vcard": ("a.vcf", _repeated("", _vcard)),
    "ical": (
        "a.ics",
        _repeated(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n", _ical, "END:VCALENDAR\r\n"
        ),
    ),
    "gpx": (
        "a.gpx",
        _repeated(
            '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">\n',
            _gpx,
            "</gpx>",
        ),
    ),
    "geojson": (
        "a.geojson",
        _repeated('{"type":"FeatureCollection","features":[', _geojson, "]}"),
    ),
    "ufed": (
        "report.xml",
        _repeated(
            '<project xmlns="http://pa.cellebrite.com/report/2.0"><decodedData>'
            '<modelType type="Call">\n',
            _ufed,
            "</modelType></decodedData></project>",
        ),
    ),
    "smsbackup": ("sms.xml", _repeated("<smses>\n", _sms, "</smses>")),
    "telegram": (
        "result.json",
        _repeated(
            '{"name": "Roba", "type": "personal_chat", "id": 55, "messages": [',
            _telegram,
            "]}",
        ),
    ),
    "chattext": ("_chat.txt", _repeated("", _chat)),
    "phonedb": ("calllog.db", _calllog),
}
"""A file's name and what makes its bytes of so many records, by importer."""
