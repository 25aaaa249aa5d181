"""Call records: columns found by themselves, sides, times, and refused rows."""

import csv
import io
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from extraction.importers import find_importer
from extraction.importers.base import ImportOptions
from extraction.importers.calls.cdr import CallRecordImporter
from extraction.model import Leaf, Rejection
from graph.model import Record

RS = ImportOptions(country="rs")
ANA, IVA = "+381645550142", "+38970555034"


@dataclass(frozen=True)
class Event:
    """A call or text message of the generator."""

    caller: str
    called: str
    moment: datetime
    is_text: bool
    seconds: int


def generate(count: int, seed: int = 7) -> list[Event]:
    """Return events between twelve fictional numbers of the region, in order."""
    dice = random.Random(seed)
    prefixes = ["+38164555", "+38267555", "+38761555", "+38970555", "+38344555"]
    numbers = [f"{dice.choice(prefixes)}{dice.randrange(100, 999)}" for _ in range(12)]
    moment = datetime.fromisoformat("2026-03-01T06:00:00")
    events = []
    for _ in range(count):
        moment += timedelta(seconds=dice.randrange(1, 5_000))
        caller, called = dice.sample(numbers, 2)
        is_text = dice.random() < 0.4
        seconds = 0 if is_text else dice.randrange(1, 900)
        events.append(Event(caller, called, moment, is_text, seconds))
    return events


def write(rows: Sequence[Sequence[str]], delimiter: str = ";") -> bytes:
    """Return the rows as delimited text."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def listing(*rows: str, header: str, name: str = "list.csv") -> Leaf:
    """Return a list of calls."""
    return Leaf(name, name, "\n".join([header, *rows]).encode())


def read(
    leaf: Leaf, options: ImportOptions = RS
) -> tuple[list[Record], list[Rejection]]:
    """Return the records and the rejections."""
    importer = find_importer(leaf, options)
    assert isinstance(importer, CallRecordImporter)
    found = list(importer.read(leaf, options))
    records = [item for item in found if isinstance(item, Record)]
    return records, [item for item in found if isinstance(item, Rejection)]


def calls(records: list[Record]) -> list[Record]:
    """Return the calls and text messages."""
    return [r for r in records if r.schema in ("Call", "TextMessage")]


def said(record: Record) -> dict[str, str]:
    """Return the values by property."""
    return {value.prop: value.value for value in record.values}


@pytest.mark.parametrize(
    "header",
    [
        "calling number;called number;start time;duration",
        "A number;B number;Date;Time;Duration (s)",
        "msisdn_a;msisdn_b;timestamp;duration",
        "Pozivajući broj;Pozvani broj;Datum i vreme;Trajanje",
        "Позивајући број;Позвани број;Датум и време;Трајање",
        "Broj pozivatelja;Pozvani broj;Datum i vrijeme početka;Trajanje poziva",
        "Повикувач;Повикан број;Датум и време;Времетраење",
        "Numri thirrës;Numri i thirrur;Data dhe ora;Kohëzgjatja",
        "OriginatingNumber;TerminatingNumber;StartTime(UTC);DurationSeconds",
        "Broj, pozivajući;Broj, pozvani;Vreme;Trajanje [sek]",
    ],
)
def test_columns_are_found_in_the_region_s_languages(header: str) -> None:
    """Both scripts, with and without diacritics and units."""
    moment = "02.03.2026;00:46:12" if "Date;Time" in header else "02.03.2026 00:46:12"
    (record,), rejected = read(
        listing(f"{ANA};{IVA};{moment};61", header=header, name="x.txt")
    )
    assert said(record) == {
        "callerNumber": ANA,
        "receiverNumber": IVA,
        "date": "2026-03-02T00:46:12",
        "duration": "61",
    }
    assert record.place.record == "row 2" and not rejected


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1251"])
def test_generated_lists_come_back_whole(delimiter: str, encoding: str) -> None:
    """Each event gives one record with its ends, its moment and its seconds."""
    events = generate(60)
    rows = [["Позивајући број", "Позвани број", "Датум", "Време", "Трајање", "Врста"]]
    rows += [
        [
            event.caller,
            event.called,
            f"{event.moment:%d.%m.%Y.}",
            f"{event.moment:%H:%M:%S}",
            str(timedelta(seconds=event.seconds)),
            "СМС" if event.is_text else "позив",
        ]
        for event in events
    ]
    data = write(rows, delimiter).decode().encode(encoding)
    records, rejected = read(Leaf("a.csv", "a.csv", data))
    assert not rejected
    assert [
        (
            record.schema == "TextMessage",
            said(record)["callerNumber"],
            said(record)["receiverNumber"],
            said(record)["date"],
            said(record).get("duration", "0"),
        )
        for record in records
    ] == [
        (e.is_text, e.caller, e.called, e.moment.isoformat(), str(e.seconds))
        for e in events
    ]


def test_local_numbers_are_read_in_the_country_of_the_import() -> None:
    """064… is Serbian from Serbia, a code needs no +, and the original stays."""
    header = "caller;called;datetime;duration"
    (record,), _ = read(
        listing("064/555-01-42;38970555034;2026-03-02 00:46:12;5", header=header)
    )
    assert said(record)["callerNumber"] == ANA
    assert said(record)["receiverNumber"] == IVA
    assert record.values[0].original == "064/555-01-42"


def test_sides_that_are_no_e164_numbers_are_entities() -> None:
    """A short code is a PhoneNumber as it is given, a sender's name a LegalEntity."""
    header = "caller;called;datetime;duration"
    records, rejected = read(
        listing(
            f"{ANA};1198;2026-03-02 00:46:12;5",
            f"Telekom;{ANA};2026-03-02 00:50:12;0",
            f"{ANA};1198;2026-03-03 00:46:12;5",
            header=header,
        )
    )
    code, name = (r for r in records if r.schema in ("PhoneNumber", "LegalEntity"))
    assert (code.schema, said(code)) == ("PhoneNumber", {"number": "1198"})
    assert (name.schema, said(name)) == ("LegalEntity", {"name": "Telekom"})
    first, second, third = calls(records)
    assert said(first)["receiver"] == said(third)["receiver"] == code.entity
    assert said(second)["caller"] == name.entity
    assert not rejected


def test_a_withheld_number_leaves_its_side_open() -> None:
    """The call is kept with the side that is known."""
    header = "caller;called;datetime;duration"
    records, rejected = read(
        listing(
            f"Скривен број;{ANA};2026-03-02 00:46:12;5",
            "withheld;unknown;2026-03-02 00:46:12;5",
            header=header,
        )
    )
    assert said(records[0]).keys() == {"receiverNumber", "date", "duration"}
    assert [item.record for item in rejected] == ["row 3"]


def test_a_list_about_one_number_turns_by_direction() -> None:
    """The subject is in a column, above the header, or in the file's name."""
    header = "smjer;drugi broj;datum;vrijeme;trajanje;tip"
    rows = (
        f"odlazni;{IVA};2.3.2026;0:46;61;poziv",
        f"dolazni;{IVA};2.3.2026;0:50;;SMS",
    )
    by_name = listing(*rows, header=header, name="listing_381645550142.csv")
    above = listing(*rows, header=f"Izvještaj za broj {ANA};;;;;\n\n{header}")
    column = listing(
        *(f"{ANA};{row}" for row in rows), header=f"pretplatnik;{header}", name="x.csv"
    )
    for leaf in (by_name, above, column):
        records, rejected = read(leaf)
        assert not rejected
        ends = [
            (r.schema, said(r)["callerNumber"], said(r)["receiverNumber"])
            for r in records
        ]
        assert ends == [("Call", ANA, IVA), ("TextMessage", IVA, ANA)]


def test_side_a_may_be_the_subject_whoever_called() -> None:
    """Where A never changes and calls go both ways, the direction says who called."""
    header = "A broj;B broj;smer;datum i vreme;trajanje"
    rows = (
        f"{ANA};{IVA};odlazni;2.3.2026 0:46:01;61",
        f"{ANA};{IVA};dolazni;2.3.2026 0:50:01;61",
    )
    records, _ = read(listing(*rows, header=header))
    assert [said(r)["callerNumber"] for r in records] == [ANA, IVA]
    turned = (rows[0], f"{IVA};{ANA};dolazni;2.3.2026 0:50:01;61")
    records, _ = read(listing(*turned, header=header))
    assert [said(r)["callerNumber"] for r in records] == [ANA, IVA]


def test_cards_devices_and_cells_are_kept() -> None:
    """IMSI and IMEI give a SIM card in a device, said once; a bad IMEI is named."""
    header = "caller;called;datetime;duration;imsi;imei;lac;cell id;site address"
    row = f"{ANA};{IVA};2026-03-02 00:46:%02d;5;220015550142123;%s;22;13084;Bar"
    records, rejected = read(
        listing(
            row % (1, "356938035643809"),
            row % (2, "356938035643809"),
            row % (3, "3.5E+14"),
            header=header,
        )
    )
    assert Counter(r.schema for r in records)["Device"] == 1
    card = next(r for r in records if r.schema == "SimCard")
    device = next(r for r in records if r.schema == "Device")
    assert said(card) == {
        "imsi": "220015550142123",
        "phone": ANA,
        "device": device.entity,
    }
    assert said(device) == {"imei": "356938035643809"}
    assert said(records[0])["description"] == "LAC 22; cell 13084; Bar"
    assert [item.record for item in rejected] == ["row 4: imei"]


def test_what_came_in_was_taken_at_the_called_side() -> None:
    """A list of one telephone gives its card and device for both directions."""
    header = "Pozivajući broj;Pozvani broj;Datum i vreme;Vrsta;IMEI;IMSI"
    leaf = listing(
        f"{ANA};{IVA};01.03.2026 08:00:00;Odlazni;356938035643809;220011234567890",
        f"{IVA};{ANA};01.03.2026 09:00:00;Dolazni;356938035643809;220011234567890",
        header=header,
    )
    records, rejected = read(leaf)
    cards = [said(r) for r in records if r.schema == "SimCard"]
    assert {card["phone"] for card in cards} == {ANA} and not rejected


def test_a_preamble_may_have_cells_of_its_own() -> None:
    """A title, a period and an empty line stand above, other columns wide."""
    leaf = listing(
        "Period: 01.03.2026 - 31.03.2026;;;",
        ";;;",
        "R.br.;Pozivajući broj;Pozvani broj;Datum;Vreme",
        f"1;{ANA};{IVA};01.03.2026;08:15:22",
        f"2;{IVA};{ANA};01.03.2026;09:15:22",
        header="Listing saobraćaja;;;",
    )
    records, rejected = read(leaf)
    assert [r.place.record for r in calls(records)] == ["row 5", "row 6"]
    assert not rejected


def test_the_same_call_in_two_lists_is_one() -> None:
    """The caller's and the called one's operator corroborate each other."""
    header = "caller;called;datetime;duration"
    one, _ = read(listing(f"{ANA};{IVA};2026-03-02 00:46:12;5", header=header))
    two, _ = read(
        listing(
            f"dolazni;{ANA};02.03.2026 00:46:12;6",
            header="smer;drugi broj;datum i vreme;trajanje",
            name="38970555034.csv",
        )
    )
    assert one[0].entity == two[0].entity


def test_calls_of_one_minute_stay_apart_without_seconds() -> None:
    """Two messages in the same minute are two; reading again gives the same ids."""
    header = "caller;called;datetime;duration"
    row = f"{ANA};{IVA};2026-03-02 00:46;5"
    first, _ = read(listing(row, row, header=header))
    again, _ = read(listing(row, row, header=header))
    assert len({r.entity for r in first}) == 2
    assert [r.entity for r in first] == [r.entity for r in again]


def test_months_first_need_proof_in_the_list() -> None:
    """03/25 shows that the month comes first; a row that then cannot be is refused."""
    header = "caller;called;datetime;duration"
    records, rejected = read(
        listing(
            f"{ANA};{IVA};03/25/2026 10:00:00;5",
            f"{ANA};{IVA};04/01/2026 10:00:00;5",
            header=header,
        )
    )
    assert [said(r)["date"][:10] for r in records] == ["2026-03-25", "2026-04-01"]
    assert not rejected


def test_rows_that_cannot_be_read_are_named_with_their_reason() -> None:
    """All other rows stay; no reason shows what stood in the row."""
    header = "type;caller;called;datetime;duration"
    records, rejected = read(
        listing(
            f"call;{ANA};{IVA};2026-03-02 00:46:12;5",
            f"call;{ANA};;2026-03-02 00:46:12;5",
            f"call;{ANA};{IVA};31.02.2026;5",
            f"call;{ANA};{IVA};;5",
            f"call;{ANA};{IVA};2026-03-02 00:46:12;long",
            f"internet;{ANA};{IVA};2026-03-02 00:46:12;5",
            f"fax?;{ANA};{IVA};2026-03-02 00:46:12;5",
            f"call;{ANA};{IVA};2026-03-02 00:46:12;5;6;7",
            f'call;{ANA};"{IVA};2026-03-02 00:46:12;5',
            f"sms;{ANA};{IVA};2026-03-02 00:46:13;",
            header=header,
        )
    )
    assert [r.place.record for r in records] == ["row 2", "row 11"]
    assert [item.record for item in rejected] == [f"row {n}" for n in range(3, 11)]
    assert not any(ANA in item.reason or "fax" in item.reason for item in rejected)


def test_workbooks_with_calls_are_read() -> None:
    """Dates and times as a spreadsheet has them; a sheet without calls is named."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Mart"
    sheet.append(["Izvještaj operatora"])
    sheet.append(["Broj pozivatelja", "Pozvani broj", "Datum i vrijeme", "Trajanje"])
    moment = datetime.fromisoformat("2026-03-02T00:46:12")
    sheet.append([int(ANA[1:]), int(IVA[1:]), moment, timedelta(seconds=61)])
    book.create_sheet("Legenda").append(["Izvor", "operator"])
    data = io.BytesIO()
    book.save(data)
    records, rejected = read(Leaf("a.xlsx", "a.xlsx", data.getvalue()))
    assert said(records[0]) == {
        "callerNumber": ANA,
        "receiverNumber": IVA,
        "date": "2026-03-02T00:46:12",
        "duration": "61",
    }
    assert records[0].place.record == "sheet Mart row 3"
    assert [item.record for item in rejected] == ["sheet Legenda"]


def test_a_sheet_beside_may_list_the_masts() -> None:
    """Where the cells are, an operator says on a sheet of its own."""
    book = Workbook()
    calls = book.worksheets[0]
    calls.append(["Caller", "Called", "Date and time", "LAC", "Cell ID"])
    moment = datetime.fromisoformat("2026-03-02T00:46:12")
    calls.append([ANA, IVA, moment, 22, 13084])
    masts = book.create_sheet("Bazne stanice")
    masts.append(["Spisak baznih stanica"])
    masts.append(["LAC", "Cell ID", "Latitude", "Longitude", "Naziv lokacije"])
    masts.append([22, 13084, 42.0931, 19.1004, "Bar, Topolica"])
    data = io.BytesIO()
    book.save(data)
    records, rejected = read(Leaf("a.xlsx", "a.xlsx", data.getvalue()))
    assert not rejected
    call = next(r for r in records if r.schema == "Call")
    mast = next(r for r in records if r.schema == "Address")
    assert said(call)["description"] == said(mast)["name"] == "LAC 22; cell 13084"
    assert mast.place.record == "sheet Bazne stanice row 3"


@pytest.mark.parametrize(
    "text",
    [
        "antenna_id,latitude,longitude\n1,42.3,-71.1\n",
        "datetime,amount,retailer_id\n2015-1-13,12,1185\n",
        "from,to,date\nBar,Tirana,2026-03-02\n",
        "caller,called,date\nAna,Iva,2026-03-02\nEma,Iva,2026-03-02\n",
        "Ana called Iva on 2 March, and duration was short.\n",
    ],
)
def test_other_tables_are_not_taken_for_calls(text: str) -> None:
    """Without numbers on both sides and a date there are no calls."""
    leaf = Leaf("x.csv", "x.csv", text.encode())
    assert not CallRecordImporter().recognizes(leaf, RS)


def test_real_records_are_read(shared_data: Callable[[str], Path]) -> None:
    """The owner is the file's subject: two calls and five text messages."""
    folder = shared_data("cases/cdr") / "bandicoot" / "bandicoot" / "tests" / "samples"
    path = folder / "manual" / "A.csv"
    records, rejected = read(Leaf(str(path), path.name, path.read_bytes()))
    assert Counter(r.schema for r in calls(records)) == {"Call": 2, "TextMessage": 5}
    assert Counter(r.schema for r in records)["LegalEntity"] == 3
    assert not rejected


def test_real_bad_rows_are_named(shared_data: Callable[[str], Path]) -> None:
    """Of the four rows made to be ignored none is read as something else."""
    folder = shared_data("cases/cdr") / "bandicoot" / "bandicoot" / "tests" / "samples"
    path = folder / "user_ignored.csv"
    records, rejected = read(Leaf(str(path), path.name, path.read_bytes()))
    lines = [line for line in path.read_text("utf-8").splitlines()[1:] if line]
    assert len(calls(records)) + len(rejected) == len(lines)
    assert len(rejected) == 4


CELLS = st.lists(
    st.sampled_from(
        [
            "",
            ANA,
            IVA,
            "1198",
            "call",
            "sms",
            "in",
            "02.03.2026 10:00",
            "5",
            "1:0x",
            '"',
        ]
    )
    | st.text(st.characters(codec="ascii", min_codepoint=32), max_size=5),
    min_size=5,
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(CELLS, max_size=10))
def test_rows_add_up(rows: list[list[str]]) -> None:
    """Whatever stands in them, calls and rejected rows are all the rows."""
    header = ["type", "caller", "called", "datetime", "duration"]
    good = ["call", ANA, IVA, "02.03.2026 10:00:00", "5"]
    data = write([header, *[good] * 12, *rows])
    leaf = Leaf("x.csv", "x.csv", data)
    found = list(CallRecordImporter().read(leaf, RS))
    taken = calls([item for item in found if isinstance(item, Record)])
    refused = [item for item in found if isinstance(item, Rejection)]
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert len(taken) + len(refused) == 12 + len(filled)
