"""A store with one file of bookings and one list of passengers, as importers say it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import insert

from backend.access import Principal, local_operator
from backend.settings import Settings
from backend.tables import passenger_file
from backend.workspace import Workspace
from graph.ledger import DocumentRecord
from graph.model import Context, Place, Record, Scope, Value

CASE = "let"
RECEIVED = date(2026, 1, 15)
OPERATOR = Scope("operator", everything=True)

PNR_SECRETS = (
    "KVRGIC", "Dragoslava", "+38164555123", "kvrgic@primer.rs", "Ulica lipa 17",
    "4111119876", "JU778899", "ceka kod izlaza",
)  # fmt: skip
"""Of the first booking: what identifies, so that it is masked."""
PNR_OPEN = ("QZX7R2", "SEAT17F", "0115551234567", "TAG998877")
"""Of the first booking: what stays seen until the end."""
OTHER_SECRETS = ("TESANOVIC", "+38733555987")
API_SECRETS = ("HALILAGIC", "B7654321", "1984-07-23")


class Told(NamedTuple):
    """One file: its digest, and the keys of its passenger records."""

    sha256: str
    keys: tuple[str, ...]


def said(entity: str, schema: str, place: str, **values: str | list[str]) -> Record:
    """Return a record of an entity's values at a place."""
    pairs = tuple(
        Value(prop, text)
        for prop, given in values.items()
        for text in ([given] if isinstance(given, str) else given)
    )
    return Record(entity, schema, pairs, Place(record=place))


def booking(key: str, n: str, passenger: dict[str, str], **more: str) -> list[Record]:
    """Return what an importer says of one booking with one passenger."""
    return [
        said(
            f"rec-{n}", "PassengerRecord", key,
            subject=f"bok-{n}", flight="flight", system="PNR", date="2026-01-15",
        ),
        said(f"bok-{n}", "Booking", key, passenger=f"pax-{n}", travellers="1", **more),
        said(f"pax-{n}", "Passenger", f"{key}, segment 5", **passenger),
        said(
            f"jou-{n}", "Journey", f"{key}, segment 7",
            passenger=f"pax-{n}", flight="flight", booking=f"bok-{n}",
            seat="SEAT17F", baggageTag="TAG998877",
        ),
    ]  # fmt: skip


def pnr() -> list[Record]:
    """Return what the file of two bookings says."""
    first = booking(
        "message 1, booking 1",
        "1",
        {
            "name": "Dragoslava KVRGIC",
            "lastName": "KVRGIC",
            "phone": "+38164555123",
            "ticketNumber": "0115551234567",
            "frequentFlyerNumber": "JU778899",
            "passengerType": "adult",
        },
        locator="QZX7R2",
        contactEmail="kvrgic@primer.rs",
        contactAddress="Ulica lipa 17",
        paymentCard="card-1",
        remark="ceka kod izlaza",
        fare="312.40 EUR",
    )
    first.append(
        said(
            "card-1",
            "PaymentCard",
            "message 1, booking 1, segment 9",
            name="4111119876",
            firstDigits="411111",
            lastDigits="9876",
        )  # fmt: skip
    )
    second = booking(
        "message 1, booking 2",
        "2",
        {"name": "Mirza TESANOVIC", "phone": "+38733555987"},
        locator="WWQ8T1",
    )
    flight = said("flight", "Flight", "message 1", name="JU 381", carrier="JU")
    return [flight, *first, *second]


def api() -> list[Record]:
    """Return what the list of one passenger says."""
    key = "message 1, person 1"
    return [
        said(
            "rec-a", "PassengerRecord", key,
            subject="pax-a", flight="flight", system="API", date="2026-01-15",
        ),
        said(
            "pax-a", "Passenger", f"{key}, segment 4",
            name="Sanela HALILAGIC", birthDate="1984-07-23", passportNumber="B7654321",
        ),
        said(
            "doc-a", "Passport", f"{key}, segment 5",
            holder="pax-a", passportNumber="B7654321", country="ba",
        ),
        said(
            "jou-a", "Journey", f"{key}, segment 6", passenger="pax-a", flight="flight"
        ),
    ]  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an embedded store in a folder of this test."""
    return Settings(store=f"embedded:{tmp_path / 'store'}", workers=1)


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    """An open store with the case, and nothing in it."""
    opened = Workspace.open(settings)
    opened.ledger.create_case(CASE, "Let", None, "ana")
    yield opened
    opened.close()


@pytest.fixture
def operator() -> Principal:
    """Whoever holds the files."""
    return local_operator()


Tell = Callable[..., Told]


@pytest.fixture
def tell(workspace: Workspace) -> Tell:
    """Return a function that records a file as an importer and `import` would."""

    def run(
        name: str,
        records: Iterable[Record],
        jurisdiction: str = "eu",
        purpose: str = "law-enforcement",
        received: date = RECEIVED,
        case: str = CASE,
    ) -> Told:
        return tell_file(
            workspace, name, list(records), (jurisdiction, purpose, received), case
        )

    return run


def tell_file(
    workspace: Workspace,
    name: str,
    records: list[Record],
    registered: tuple[str, str, date],
    case: str = CASE,
) -> Told:
    """Record a file with its bytes, its statements and where it came from."""
    texts = [v.value for record in records for v in record.values]
    sha256 = workspace.blobs.put(f"{name}\n{'+'.join(texts)}'".encode())
    context = Context(case, "pnrgov/1", sha256)
    with workspace.ledger.commit(kind="ingest", case=case, actor="ana") as tx:
        tx.add_document(
            DocumentRecord(sha256, case, "case", name, name, "application/edifact", 9)
        )
        tx.append(context, records)
        jurisdiction, purpose, received = registered
        tx.connection.execute(
            insert(passenger_file).values(
                case_id=case,
                sha256=sha256,
                jurisdiction=jurisdiction,
                purpose=purpose,
                received=received.isoformat(),
                recorded_by="ana",
            )
        )
    keys = {r.place.record for r in records if r.schema == "PassengerRecord"}
    return Told(sha256, tuple(sorted(filter(None, keys))))


def files_with(folder: Path, texts: Iterable[str]) -> set[tuple[str, str]]:
    """Return which files of a folder hold which of some texts, in any case."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes().lower()
            for text in texts:
                if text.lower().encode() in data:
                    found.add((path.name, text))
    return found
