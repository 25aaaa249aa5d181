"""Refused records cut out, corrected by hand and read again where they stood."""

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from extraction.importers import (
    CORRECTIONS,
    REGISTRY,
    ImportOptions,
    find_importer,
    read_corrected,
)
from extraction.importers.corrections.cutting import base_of, cut
from extraction.importers.corrections.sheet import (
    MAGIC,
    Entry,
    Origin,
    Shape,
    Sheet,
    read_sheet,
)
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Record
from tests.extraction.importers.phones import (
    CHAT,
    MINE,
    field,
    many,
    message,
    model,
    models,
    one,
    party,
    report,
)

OPTIONS = ImportOptions(country="rs")
CALLS = (
    "Izveštaj;;;;\nCaller;Called;Date;Time;Duration\n"
    "+381641111111;+381651111111;03/25/2026;10:00:00;10\n"
    "+381641111111;+381651111112;03/32/2026;10:00:00;10\n"
    "+381641111111;+381651111113;03/26/2026;10:00:00;a b\n"
).encode()
MT940 = (
    b":20:1\n:25:DE89370400440532013000\n:60F:C260301EUR100,00\n"
    b":61:2603020302D40,NTRFNONREF//B-1\n:86:/REMI/USTD//zakup/\n"
    b":61:2613020302D50,NTRFNONREF//B-2\n:86:/REMI/USTD//gorivo/\n:62F:C260302EUR10,\n"
)
VCARD = (
    "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Anić\nTEL:+381641234567\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nNOTE:nobody\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:3.0\nFN:Bojan\nEMAIL:b@c.rs\nEND:VCARD\n"
)
QIF = b"!Type:Bank\nD25/ 2'26\nT-1,250.00\nPAna\n^\nD25/ 2'26\nTx\nPBojan\n^\n"
FTM = (
    b'{"id": "a", "schema": "Person", "properties": {"name": ["Ana"]}}\n'
    b'{"id": "b", "schema": "Person", "properties": {"name": "Bojan"}\n'
)
GPX = (
    b'<gpx xmlns="http://www.topografix.com/GPX/1/1">\n<wpt lat="44.8" lon="20.4">\n'
    b'<name>A</name></wpt>\n<wpt lat="944.8" lon="20.4">\n<name>B</name></wpt>\n'
    b'<wpt lat="44.9" lon="20.5">\n<name>C</name></wpt>\n</gpx>\n'
)


def origin_of(leaf: Leaf) -> Origin:
    """Return an origin as an import would say it."""
    importer = find_importer(leaf, OPTIONS)
    assert importer is not None
    return Origin(Shape.INDEX, leaf.name, leaf.path, "a" * 64, importer.name, "k")


def refused(leaf: Leaf) -> list[Rejection]:
    """Return what is refused of a file."""
    importer = find_importer(leaf, OPTIONS)
    assert importer is not None
    return [r for r in importer.read(leaf, OPTIONS) if isinstance(r, Rejection)]


def cut_out(leaf: Leaf) -> list[Sheet]:
    """Return the sheets of a file, each as it was written and read again."""
    importer = find_importer(leaf, OPTIONS)
    assert importer is not None
    made = cut(leaf, importer, OPTIONS, origin_of(leaf), refused(leaf))
    return [read_sheet(sheet.as_bytes()) for sheet in made]


def feed(
    leaf: Leaf, sheet: bytes, options: ImportOptions = OPTIONS
) -> list[Record | Rejection]:
    """Return what a corrected sheet says."""
    corrected = Leaf("rejects/1", "1", sheet)
    assert find_importer(corrected, options) is CORRECTIONS
    return list(read_corrected(corrected, leaf, REGISTRY, options))


def correct(
    leaf: Leaf, wrong: str, right: str, options: ImportOptions = OPTIONS
) -> list[Record | Rejection]:
    """Cut out, replace a text in the one sheet, and read it."""
    (sheet,) = cut_out(leaf)
    text = sheet.as_bytes().decode()
    assert wrong in text
    return feed(leaf, text.replace(wrong, right).encode(), options)


@pytest.mark.parametrize(
    ("record", "place"),
    [
        ("row 17", "row 17"),
        ("row 17: imei", "row 17"),
        ("sheet A row: b row 3: p.name", "sheet A row: b row 3"),
        ("entry 5, line 88, transaction 2", "line 88"),
        ("line 2: birthDate", "line 2"),
        ("sms 12", ""),
        (None, ""),
    ],
)
def test_a_place_without_what_the_reason_is_about(
    record: str | None, place: str
) -> None:
    """Rows and lines are places; anything else is none."""
    assert base_of(record) == place


def test_rows_keep_their_columns_and_meaning() -> None:
    """The header is shown, and the month stays first as all the file has it."""
    leaf = Leaf("calls.csv", "calls.csv", CALLS)
    (sheet,) = cut_out(leaf)
    assert sheet.columns == ("Caller", "Called", "Date", "Time", "Duration")
    assert [entry.place for entry in sheet.entries] == ["row 4", "row 5"]
    assert sheet.entries[0].reason == "its date or time cannot be read"
    found = correct(leaf, "03/32/2026", "03/04/2026")
    (call,) = [item for item in found if isinstance(item, Record)]
    dates = [value.value for value in call.values if value.prop == "date"]
    assert dates == ["2026-03-04T10:00:00"]
    assert call.place.record == "row 4, corrected"
    (left,) = [item for item in found if isinstance(item, Rejection)]
    assert left.record == "row 5" and left.reason == "its duration cannot be read"


def test_rows_may_be_left_out_or_moved_and_saved_by_a_spreadsheet() -> None:
    """Each row says where it stood; another delimiter and line ends do not matter."""
    leaf = Leaf("calls.csv", "calls.csv", CALLS)
    (sheet,) = cut_out(leaf)
    head, columns, first, second = (
        sheet.as_bytes().decode("utf-8-sig").strip().split("\r\n")
    )
    rows = [columns, second.replace("a b", "12"), first.replace("32", "4")]
    text = "\n".join([head, *(row.replace(";", ",") for row in rows)])
    places = [
        i.place.record for i in feed(leaf, text.encode()) if isinstance(i, Record)
    ]
    assert places == ["row 4, corrected", "row 5, corrected"]


def test_a_row_that_could_not_be_read_is_shown_whole() -> None:
    """Its line stands in the first cell, to be put into columns."""
    data = CALLS + b'"abc;+381651111113;03/26/2026;10:00:00;7\n'
    (sheet,) = cut_out(Leaf("calls.csv", "calls.csv", data))
    assert sheet.entries[-1].cells[0] == '"abc;+381651111113;03/26/2026;10:00:00;7'


def test_sheets_of_a_workbook_stay_apart() -> None:
    """Each has its own rejects, under its own header."""
    book = Workbook()
    for name in ("A", "B"):
        sheet = book.create_sheet(name)
        for line in CALLS.decode().splitlines():
            sheet.append(line.split(";"))
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    leaf = Leaf("calls.xlsx", "calls.xlsx", out.getvalue())
    first, second = cut_out(leaf)
    assert (first.origin.sheet, second.origin.sheet) == ("A", "B")
    assert second.entries[0].place == "sheet B row 4"
    text = second.as_bytes().decode().replace("03/32/2026", "03/04/2026")
    places = [
        i.place.record for i in feed(leaf, text.encode()) if isinstance(i, Record)
    ]
    assert places == ["sheet B row 4, corrected"]


@pytest.mark.parametrize(
    ("leaf", "wrong", "right", "schema"),
    [
        (Leaf("a.sta", "a.sta", MT940), "261302", "260302", "Payment"),
        (Leaf("a.vcf", "a.vcf", VCARD.encode()), "NOTE:", "FN:", "Person"),
        (Leaf("b.vcf", "b.vcf", VCARD.encode("cp1250")), "NOTE:no", "FN:ć", "Person"),
        (Leaf("a.qif", "a.qif", QIF), "Tx", "T12.50", "Payment"),
        (Leaf("a.json", "a.json", FTM), '"Bojan"}', '"Bojan"}}', "Person"),
        (Leaf("a.gpx", "a.gpx", GPX), "944.8", "44.7", "Address"),
    ],
    ids=["mt940", "vcard", "cp1250", "qif", "ftm", "gpx"],
)
def test_lines_are_read_where_they_stood(
    leaf: Leaf, wrong: str, right: str, schema: str
) -> None:
    """What stands before them holds for them, and nothing else is said again."""
    (sheet,) = cut_out(leaf)
    (entry,) = sheet.entries
    found = correct(leaf, wrong, right)
    assert not [item for item in found if isinstance(item, Rejection)]
    assert schema in {item.schema for item in found if isinstance(item, Record)}
    assert {item.place.record for item in found if isinstance(item, Record)} == {
        f"{entry.place}, corrected"
    }


def test_accounts_of_a_corrected_file_are_those_of_the_file() -> None:
    """One that the file does not name has the same id, though its bytes changed."""
    leaf = Leaf("a.qif", "a.qif", QIF.replace(b"D25", b"Tx\n^\nD25", 1))
    importer = find_importer(leaf, OPTIONS)
    assert importer is not None
    own = {
        item.entity
        for item in importer.read(leaf, OPTIONS)
        if isinstance(item, Record) and item.schema == "BankAccount"
    }
    (sheet,) = cut_out(leaf)
    text = sheet.as_bytes().decode().replace("\nTx\n^", "\nD25/ 2'26\nT3\nPC\n^")
    accounts = {
        value.value
        for item in feed(leaf, text.encode())
        if isinstance(item, Record)
        for value in item.values
        if value.prop == "payerAccount" or value.prop == "beneficiaryAccount"
    }
    assert own and accounts == own


def test_more_lines_or_fewer_do_not_shift_what_follows() -> None:
    """Two records corrected by other numbers of lines keep their own places."""
    data = VCARD + VCARD.replace("nobody", "else")
    leaf = Leaf("a.vcf", "a.vcf", data.encode())
    (sheet,) = cut_out(leaf)
    first, second = sheet.entries
    text = sheet.as_bytes().decode()
    text = text.replace("NOTE:nobody", "FN:Vesna\nNOTE:a\nNOTE:b\nTEL:+381641234561")
    text = text.replace("VERSION:3.0\nNOTE:else", "FN:Zoran")
    found = feed(leaf, text.encode())
    assert [item.place.record for item in found if isinstance(item, Record)] == [
        f"{first.place}, corrected",
        f"{second.place}, corrected",
    ]


def test_what_has_no_place_is_cut_out_by_its_importer() -> None:
    """A record that comes with its own text is a small file of its format."""
    leaf = Leaf("a.json", "a.json", FTM)
    importer = find_importer(leaf, OPTIONS)
    assert importer is not None
    raw = '{"id": "c", "schema": "Person", "properties": {}}'
    given = [Rejection(leaf.path, "no name", "message 3", raw)]
    (sheet,) = cut(leaf, importer, OPTIONS, origin_of(leaf), given)
    assert sheet.origin.shape is Shape.FILES
    text = sheet.as_bytes().decode().replace("{}", '{"name": ["Ceca"]}')
    (record,) = feed(leaf, text.encode())
    assert isinstance(record, Record)
    assert record.place.record == "message 3, corrected"


def spoil(change: Callable[[bytes], bytes]) -> bytes:
    """Return a sheet of calls with something changed in it."""
    (sheet,) = cut_out(Leaf("calls.csv", "calls.csv", CALLS))
    return change(sheet.as_bytes())


@pytest.mark.parametrize(
    "sheet",
    [
        MAGIC.encode(),
        MAGIC.encode() + b"{}",
        MAGIC.encode() + b'{"shape": "rows", "x": "y"}',
        spoil(lambda data: data.replace(b"record;", b"x;")),
        spoil(lambda data: data.replace(b'""cdr""', b'""none""')),
        Sheet(Origin(Shape.LINES), (Entry("row 3", text="x", lines=1),)).as_bytes(),
        MAGIC.encode() + b'{"shape":"lines"}\n##klupko {"record": 1}\nx\n',
    ],
)
def test_a_spoilt_sheet_is_refused_with_a_reason(sheet: bytes) -> None:
    """Whatever was changed of what we wrote, nothing is read at a wrong place."""
    leaf = Leaf("calls.csv", "calls.csv", CALLS)
    with pytest.raises(InvalidInput):
        list(read_corrected(Leaf("s", "s", sheet), leaf, REGISTRY, OPTIONS))


def test_refused_models_of_a_report_are_reports_of_their_own() -> None:
    """With the phone that they are of: corrected, they say what they should have."""
    call = model("Call", 33, field("TimeStamp", "2026-03-02T10:00:00+01:00"))
    leaf = Leaf("report.xml", "report.xml", report(models("Call", call)))
    [sheet] = cut_out(leaf)
    [entry] = sheet.entries
    assert sheet.origin.shape is Shape.FILES and entry.place.startswith("Call 0000")
    right = many("Parties", party("+381652220002", "", role="To"))
    found = correct(leaf, "</model>", f"{right}</model>")
    [made] = [item for item in found if isinstance(item, Record)]
    assert made.schema == "Call" and made.place.record == f"{entry.place}, corrected"
    said = {value.prop: value.value for value in made.values}
    assert said["callerNumber"] == f"+{MINE}"
    assert said["receiverNumber"] == "+381652220002"
    left = feed(leaf, sheet.as_bytes())
    assert [(i.record, i.raw) for i in left if isinstance(i, Rejection)] == [
        (entry.place, "")
    ]


def test_a_refused_message_keeps_the_chat_that_it_stands_in() -> None:
    """Its sender put right, it goes to the other participant; no other message does."""
    sender, end = one("From", ""), "</multiModelField></model>"
    nobody = message(20, "", "gde si", "M20")
    assert sender in nobody
    chat = CHAT.replace(end, f"{nobody}{end}")
    leaf = Leaf("report.xml", "report.xml", report(models("Chat", chat)))
    mine = one("From", party(f"{MINE}@s.whatsapp.net", ""))
    found = correct(leaf, sender.replace("></modelField>", "/>"), mine)
    [sent] = [
        item for item in found if isinstance(item, Record) and item.schema == "Message"
    ]
    said = {value.prop: value.value for value in sent.values}
    assert said["bodyText"] == "gde si"
    assert said["senderAccount"] != said["recipientAccount"]
