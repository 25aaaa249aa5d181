"""The example of saved mappings: bank, calls and crossings of columns nobody knows."""

from pathlib import Path

import pytest

from extraction.importers import find_importer
from extraction.importers.base import ImportOptions
from extraction.model import Leaf, Rejection
from graph.model import Record

MAPPING = Path(__file__).resolve().parents[3] / "mappings" / "tables.yaml"
BANK = (
    "KOL1;KOL2;KOL3;KOL4;KOL5;KOL6;KOL7;KOL8\n"
    "02.03.2026;Ana Anić;260-1-79;Beta d.o.o.;160-1-40;1.250,50;zakup;T1\n"
    "33.03.2026;Ana Anić;260-1-79;Beta d.o.o.;160-1-40;5,00;zakup;T2\n"
)
CALLS = (
    "OD_BROJA,DO_BROJA,KADA,SEKUNDI,STANICA,VRSTA_ZAPISA\n"
    "0641234567,065 111 2222,20260302101112,61,BG1,GLAS\n"
    "0641234567,0651112222,20260302101213,,BG1,PODACI\n"
)
CROSSINGS = (
    "GP,DT,U_I,IM,PR,DAT_R,DRZ,ISPRAVA,REG\n"
    "Batrovci,02/03/26 14:05,izlaz,Ana,Anić,12031978,RS,P1234567,BG 123-AB\n"
)


def take(name: str, text: str) -> list[Record | Rejection]:
    """Read a table by the example mapping, whatever its suffix."""
    options = ImportOptions(mapping=MAPPING, country="rs")
    leaf = Leaf(name, name, text.encode())
    importer = find_importer(leaf, options)
    assert importer is not None and importer.name == "table"
    return list(importer.read(leaf, options))


def of(rows: list[Record | Rejection], schema: str) -> dict[str, str]:
    """Return the values of the first record of a schema, with its id."""
    found = next(r for r in rows if isinstance(r, Record) and r.schema == schema)
    return {"id": found.entity, **{v.prop: v.value for v in found.values}}


def test_a_bank() -> None:
    """Accounts, holders and payments; a date that is none is told with its row."""
    rows = take("izvod-mart.csv", BANK)
    payment, account = of(rows, "Payment"), of(rows, "BankAccount")
    assert payment["payerAccount"] == account["id"]
    assert (payment["amount"], payment["date"]) == ("1250.50", "2026-03-02")
    assert payment["payer"] == of(rows, "Ownership")["owner"]
    lost = [(r.record, r.reason) for r in rows if isinstance(r, Rejection)]
    assert lost == [("row 3: payment.date", "not a valid date")]


def test_calls() -> None:
    """Local numbers are read in the country given; filtered rows are left."""
    rows = take("veze-0641234567.csv", CALLS)
    call = of(rows, "Call")
    assert (call["callerNumber"], call["receiverNumber"]) == (
        "+381641234567",
        "+381651112222",
    )
    assert (call["date"], call["duration"]) == ("2026-03-02T10:11:12", "61")
    assert len(rows) == 1


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_crossings(mark: str) -> None:
    """A trip of the traveller in the vehicle over the point, under any delimiter."""
    rows = take("granica-03.csv", CROSSINGS.replace(",", mark))
    trip, person = of(rows, "Trip"), of(rows, "Person")
    assert (person["name"], person["birthDate"]) == ("Ana Anić", "1978-03-12")
    assert trip["involved"] == person["id"]
    assert trip["vehicle"] == of(rows, "Vehicle")["id"]
    assert trip["startDate"] == "2026-03-02T14:05"
    assert not [r for r in rows if isinstance(r, Rejection)]
