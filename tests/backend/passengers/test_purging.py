"""The life cycle on a moved clock: masked, held, gone, and nothing left behind."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from backend.access import Principal
from backend.computing.cases import analyze_case
from backend.computing.question import Analysis
from backend.computing.running import Order
from backend.networks import Choice
from backend.passengers.finding import ref_of
from backend.passengers.policy import jurisdictions
from backend.passengers.purging import purge
from backend.tables import passenger_basis
from backend.verifying import verify
from backend.workspace import Workspace
from graph.ledger import tables
from tests.backend.passengers.conftest import (
    API_SECRETS,
    CASE,
    OPERATOR,
    OTHER_SECRETS,
    PNR_OPEN,
    PNR_SECRETS,
    RECEIVED,
    Tell,
    Told,
    api,
    files_with,
    pnr,
)

BEFORE, SIX_MONTHS = date(2026, 7, 14), date(2026, 7, 15)
FIVE_YEARS = date(2031, 1, 15)


def hold(workspace: Workspace, ref: str, until: date) -> None:
    """Record a reason to keep a passenger record until a day."""
    with workspace.ledger.writing() as connection:
        connection.execute(
            insert(passenger_basis).values(
                case_id=CASE, record=ref, until=until.isoformat(), offence="drugs",
                law="ZKP", reason="istraga", recorded_on=RECEIVED.isoformat(),
                recorded_by="ana",
            )
        )  # fmt: skip


def hold_first(workspace: Workspace, told: Told, until: date) -> str:
    """Hold the first booking; return its name."""
    ref = ref_of(told.sha256, told.keys[0])
    hold(workspace, ref, until)
    return ref


def store(workspace: Workspace) -> Path:
    """Return the store's folder, all written."""
    return workspace.home


def shown(workspace: Workspace, entity: str) -> dict[str, str]:
    """Return what is seen of an entity in the ledger."""
    name = f"{CASE}:{entity}"
    found = workspace.ledger.find_statements(OPERATOR, [name]).get(name, [])
    return {one.value.prop: one.value.value for one in found}


def node_ids(workspace: Workspace) -> set[str]:
    """Return the nodes of the case in the graph."""
    with workspace.view(OPERATOR) as view:
        return {node.id.removeprefix(f"{CASE}:") for node in view.iter_nodes(CASE)}


def kept_answers(workspace: Workspace, *, ask: bool = True) -> bytes:
    """Return all kept answers' bytes, after a ranking of all was asked for."""
    if ask:
        with workspace.view(OPERATOR) as view:
            order = Order(OPERATOR.user, CASE)
            analyze_case(workspace, view, Choice(), Analysis("degree"), order)
    return b"".join(workspace.kept._answers.values())


@pytest.mark.parametrize("jurisdiction", jurisdictions())
def test_the_life_cycle_of_each_jurisdiction(
    workspace: Workspace, operator: Principal, tell: Tell, jurisdiction: str
) -> None:
    """Nothing before its day; masked where it is held, else gone; gone at the end."""
    told = tell("a.edi", pnr(), jurisdiction)
    hold_first(workspace, told, date(2027, 3, 1))
    early = purge(workspace, operator, BEFORE)
    assert (early.masked, early.erased, early.kept) == (0, 0, 2)
    assert shown(workspace, "pax-1")["name"] == "Dragoslava KVRGIC"

    at_six = purge(workspace, operator, SIX_MONTHS)
    assert (at_six.masked, at_six.erased, at_six.held) == (1, 1, 1)
    left = shown(workspace, "pax-1")
    assert set(left) == {"ticketNumber", "passengerType", "summary"}
    assert left["summary"].startswith("masked on 2026-07-15")
    assert shown(workspace, "pax-2") == {}
    assert "pax-1" in node_ids(workspace) and "pax-2" not in node_ids(workspace)

    again = purge(workspace, operator, SIX_MONTHS)
    assert (again.masked, again.erased, again.receipts) == (0, 0, [])
    assert purge(workspace, operator, date(2027, 2, 28)).erased == 0
    end = purge(workspace, operator, date(2027, 3, 1))
    assert (end.erased, end.kept) == (1, 0)
    assert node_ids(workspace) == {"flight"}
    assert verify(workspace).holds
    with workspace.ledger.engine.connect() as connection:
        receipts = connection.execute(select(tables.erasure.c.receipt)).scalars().all()
    assert len(receipts) == 4
    told_of = " ".join(receipts)
    assert not any(text in told_of for text in (*PNR_SECRETS, *PNR_OPEN))


def test_nothing_outlives_five_years(
    workspace: Workspace, operator: Principal, tell: Tell
) -> None:
    """Whatever a basis says."""
    hold_first(workspace, tell("a.edi", pnr()), date(2040, 1, 1))
    assert purge(workspace, operator, date(2031, 1, 14)).held == 1
    assert purge(workspace, operator, FIVE_YEARS).erased == 1


def test_masking_hides_exactly_the_elements_of_article_12(
    workspace: Workspace, operator: Principal, tell: Tell
) -> None:
    """Names, contacts, payment, frequent flyer, remarks, API data; the rest is seen."""
    told = tell("a.edi", pnr())
    hold_first(workspace, told, date(2027, 3, 1))
    purge(workspace, operator, SIX_MONTHS)
    assert set(shown(workspace, "bok-1")) == {
        "passenger", "locator", "paymentCard", "fare", "summary",
    }  # fmt: skip
    assert set(shown(workspace, "card-1")) == {"summary"}
    assert {"seat", "baggageTag", "flight"} <= set(shown(workspace, "jou-1"))
    assert not files_with(store(workspace), PNR_SECRETS)
    assert not files_with(store(workspace), OTHER_SECRETS)
    assert {text for _, text in files_with(store(workspace), PNR_OPEN)} == set(PNR_OPEN)


def test_no_file_of_the_store_holds_what_was_erased(
    workspace: Workspace, operator: Principal, tell: Tell
) -> None:
    """Neither ledger, graph, files, earlier graphs, nor free pages and page logs.

    And no answer that was kept in memory.
    """
    tell("a.edi", pnr())
    tell("b.edi", api())
    secrets = (*PNR_SECRETS, *PNR_OPEN, *OTHER_SECRETS, *API_SECRETS)
    node_ids(workspace)
    with workspace.view(workspace.scope(operator, 1)) as view:
        assert view.counts(CASE).entities
    assert any(name.encode() in kept_answers(workspace) for name in PNR_OPEN)
    held = {text for _, text in files_with(store(workspace), secrets)}
    assert held == set(secrets)
    done = purge(workspace, operator, SIX_MONTHS)
    assert (done.erased, done.files_removed) == (3, 2)
    assert files_with(store(workspace), secrets) == set()
    assert kept_answers(workspace, ask=False) == b""
    assert verify(workspace).holds
    with workspace.view(workspace.scope(operator, 1)) as view:
        assert [n.id for n in view.iter_nodes(CASE)] == [f"{CASE}:flight"]


def test_a_dry_run_changes_nothing(
    workspace: Workspace, operator: Principal, tell: Tell
) -> None:
    """It counts what would be done."""
    tell("a.edi", pnr())
    before = workspace.ledger.last_seq()
    found = purge(workspace, operator, SIX_MONTHS, dry_run=True)
    assert (found.erased, found.receipts) == (2, [])
    assert workspace.ledger.last_seq() == before
    assert "name" in shown(workspace, "pax-1")


def test_api_data_of_a_border_go_after_a_day(
    workspace: Workspace, operator: Principal, tell: Tell
) -> None:
    """They are not masked: at the border there is no second use."""
    tell("b.edi", api(), "rs", "border")
    assert purge(workspace, operator, RECEIVED).erased == 0
    assert purge(workspace, operator, date(2026, 1, 16)).erased == 1
    assert node_ids(workspace) == set()


@pytest.mark.parametrize("broken", ["_take_out", "_hide", "compact"])
def test_an_interrupted_purge_goes_on(
    workspace: Workspace,
    operator: Principal,
    tell: Tell,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    """Wherever it stopped, the next run leaves nothing."""
    from backend.passengers import purging, stepping

    tell("a.edi", pnr())

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        place = purging if broken == "compact" else stepping.Step
        patched.setattr(place, broken, stop)
        with pytest.raises(KeyboardInterrupt):
            purge(workspace, operator, SIX_MONTHS)
    purge(workspace, operator, SIX_MONTHS)
    assert not files_with(store(workspace), (*PNR_SECRETS, *PNR_OPEN))
    assert node_ids(workspace) == {"flight"}
    assert verify(workspace).holds


def test_the_same_file_does_not_bring_it_back(
    workspace: Workspace, operator: Principal, tell: Tell
) -> None:
    """What was erased, or masked, is passed over when it is told again."""
    told = tell("a.edi", pnr())
    hold_first(workspace, told, date(2027, 3, 1))
    purge(workspace, operator, SIX_MONTHS)
    with workspace.ledger.commit(kind="ingest", case=CASE, actor="ana") as tx:
        from graph.model import Context

        tx.append(Context(CASE, "pnrgov/2", told.sha256), pnr())
    assert "name" not in shown(workspace, "pax-1")
    assert shown(workspace, "pax-2") == {}
    with workspace.view(OPERATOR) as view:
        assert view.search("kvrgic").total == 0
