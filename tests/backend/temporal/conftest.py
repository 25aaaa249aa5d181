"""A made case whose calls, payments, offices and meetings are known to the hour."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.access import Principal, local_operator, scope_of
from backend.ingest import IngestOptions, ingest
from backend.settings import Settings
from backend.temporal.occurrences import History, read_history
from backend.workspace import Workspace
from tests.backend.conftest import CASE, Entity, entity, write_entities

NUMBERS = {"ana": "+381641111111", "bojan": "+381642222222", "cveta": "+381643333333"}


def call(number: int, who: str, whom: str, moment: str) -> Entity:
    """Return a call between two telephones."""
    return entity(
        f"call{number}",
        "Call",
        callerNumber=NUMBERS[who],
        receiverNumber=NUMBERS[whom],
        date=moment,
    )


PEOPLE = [
    entity(name, "Person", name=name.title(), phone=number)
    for name, number in NUMBERS.items()
] + [
    entity("dejan", "Person", name="Dejan"),
    entity("firma", "Company", name="Firma d.o.o."),
    entity(
        "office",
        "Directorship",
        director="cveta",
        organization="firma",
        startDate="2025-02-01",
        endDate="2025-04-30",
    ),
]
CALLS = [
    call(1, "ana", "bojan", "2025-01-06T08:30:00"),
    call(2, "ana", "bojan", "2025-01-06T22:30:00"),
    call(3, "bojan", "cveta", "2025-01-05T10:00:00"),
    call(4, "bojan", "cveta", "2025-03-10T10:00:00"),
    call(5, "ana", "cveta", "2025-03-11T10:00:00"),
    call(6, "ana", "cveta", "2025-03-12T10:00:00"),
]
PAYMENTS = [
    entity(
        "pay1",
        "Payment",
        payer="firma",
        beneficiary="dejan",
        amount="900",
        currency="EUR",
        date="2025-03-20",
    ),
    entity(
        "pay2",
        "Payment",
        payer="firma",
        beneficiary="dejan",
        amount="100",
        currency="EUR",
        date="2025-05",
    ),
]


@pytest.fixture(scope="session")
def timed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with the case; two calls are in a compartment alone."""
    folder = tmp_path_factory.mktemp("timed")
    made = Workspace.open(Settings(store=f"embedded:{folder / 'store'}", workers=1))
    for name, entities, part in (
        ("open.ftm.json", [*PEOPLE, *CALLS[:4], *PAYMENTS], "case"),
        ("hidden.ftm.json", CALLS[4:], "sources"),
    ):
        path = write_entities(folder / name, entities)
        options = IngestOptions(case=CASE, compartment=part)
        report = ingest(made, local_operator(), [path], options)
        assert not report.rejected, report.rejected
    for name in ("ana", "boris"):
        made.accounts.add(name, None, ["investigator"])
        made.accounts.grant(name, CASE)
    made.accounts.grant("boris", CASE, "sources")
    made.catch_up()
    made.close()
    return folder / "store"


@pytest.fixture
def timed(timed_folder: Path, settings: Settings) -> Iterator[Workspace]:
    """A workspace of one's own with the case."""
    shutil.copytree(timed_folder, settings.store_url.partition(":")[2])
    opened = Workspace.open(settings)
    yield opened
    opened.close()


Read = Callable[..., History]


@pytest.fixture
def read(timed: Workspace, operator: Principal) -> Read:
    """Return a function that reads the case's history as somebody."""

    def run(who: str | None = None, layers: list[str] | None = None) -> History:
        asker = timed.accounts.principal(who) if who else operator
        with timed.view(scope_of(asker)) as view:
            return read_history(timed.ledger, view, CASE, layers)

    return run


def local(name: str) -> str:
    """Return the id of an entity of the case."""
    return f"{CASE}:{name}"


def phone(name: str) -> str:
    """Return the id of somebody's number."""
    return local(f"phone-{NUMBERS[name][1:]}")
