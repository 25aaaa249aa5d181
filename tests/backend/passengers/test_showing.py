"""What people see of masked and erased passengers, by every door."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from backend.access import Principal, Role
from backend.exporting import ExportAsk, export
from backend.http.graphql import Question, execute
from backend.passengers.daily import DailyPurge
from backend.passengers.finding import ref_of
from backend.passengers.journal import Kind, read_journal
from backend.passengers.purging import purge
from backend.passengers.retaining import BasisAsk, release, retain
from backend.passengers.unmasking import (
    UnmaskAsk,
    ask_unmasking,
    decide_unmasking,
    disclose,
    find_requests,
)
from backend.passengers.vault import KEY_FILE
from backend.recording import undo_event
from backend.settings import Settings
from backend.sharing.merging import merge
from backend.sharing.ring import Ring
from backend.sharing.snapshots import create, find_recipient
from backend.workspace import Workspace
from graph.errors import Conflict, Forbidden, InvalidInput, NotFound, Unavailable
from graph.model import Verdict
from tests.backend.passengers.conftest import (
    CASE,
    OPERATOR,
    PNR_SECRETS,
    RECEIVED,
    Tell,
    files_with,
    pnr,
)
from tests.backend.passengers.test_purging import SIX_MONTHS, shown

LATER = date(2026, 8, 1)
WHY = UnmaskAsk("drugs", "ZKP, art. 286", "investigation 12/26")
KEEP = BasisAsk(date(2027, 3, 1), "drugs", "ZKP, art. 286", "investigation 12/26")


def person(name: str, *roles: Role, **grants: frozenset[str]) -> Principal:
    """Return somebody on the case with some roles."""
    return Principal(name, frozenset(roles), grants or {CASE: frozenset()})


ANA = person("ana", Role.INVESTIGATOR)
JUDGE = person("sudija", Role.APPROVER)
OFFICER = person("zzlp", Role.OFFICER)


@pytest.fixture
def masked(workspace: Workspace, operator: Principal, tell: Tell) -> str:
    """Return the name of the first booking, held and masked; the second is erased."""
    told = tell("a.edi", pnr())
    ref = ref_of(told.sha256, told.keys[0])
    retain(workspace, operator, CASE, KEEP, RECEIVED, [ref])
    purge(workspace, operator, SIX_MONTHS)
    return ref


def answer(workspace: Workspace, principal: Principal, text: str) -> dict[str, Any]:
    """Return the data of a GraphQL answer."""
    found = execute(workspace, principal, Question(text, {}, None))
    assert "errors" not in found, found
    return dict(found["data"])


@pytest.mark.usefixtures("masked")
def test_graphql_tells_the_stage_and_what_is_masked(
    workspace: Workspace, operator: Principal
) -> None:
    """Counts of the case, the marker of the entity, and none of its values."""
    text = """{
      case(id: "let") { passengers { records masked held erased dueToMask nextErase } }
      entity(id: "let:pax-1") {
        caption masked properties { name values { value } } statements { totalCount }
      }
      search(text: "kvrgic") { totalCount }
    }"""
    workspace.settings.today = LATER
    said = answer(workspace, operator, text)
    assert said["case"]["passengers"] == {
        "records": 1, "masked": 1, "held": 1, "erased": 1, "dueToMask": 0,
        "nextErase": "2027-03-01",
    }  # fmt: skip
    entity = said["entity"]
    assert entity["masked"] == ["frequentFlyerNumber", "lastName", "name", "phone"]
    assert {one["name"] for one in entity["properties"]} == {
        "passengerType", "summary", "ticketNumber",
    }  # fmt: skip
    assert said["search"]["totalCount"] == 0
    assert not any(secret in str(said) for secret in PNR_SECRETS)


@pytest.mark.usefixtures("masked")
@pytest.mark.parametrize("form", ["ftm", "graphml"])
def test_exports_hold_nothing_that_is_masked(
    workspace: Workspace, operator: Principal, tmp_path: Path, form: str
) -> None:
    """Nor the second booking, which is erased."""
    target = tmp_path / "out" / f"case.{form}"
    target.parent.mkdir()
    export(workspace, operator, ExportAsk(CASE, form), target)
    assert "pax-1" in target.read_text() and "pax-2" not in target.read_text()
    assert not files_with(target.parent, PNR_SECRETS)


def test_a_snapshot_brings_nothing_back(
    workspace: Workspace, operator: Principal, tell: Tell, tmp_path: Path
) -> None:
    """One made before the erasure, merged after it, by us or from a partner."""
    told = tell("a.edi", pnr())
    key = Ring(workspace).make(operator.name)
    partner = Workspace.open(Settings(store=f"embedded:{tmp_path / 'they'}", workers=1))
    theirs = Ring(partner).make(operator.name)
    ours = Ring(workspace)
    ours.trust("they", theirs.public, operator.name)
    Ring(partner).trust("we", key.public, operator.name)
    there, back = tmp_path / "there.klupko", tmp_path / "back.klupko"
    create(workspace, operator, CASE, [find_recipient(ours, "they")], there)
    merge(partner, operator, there)
    assert "name" in shown(partner, "pax-1")
    ring = Ring(partner)
    create(partner, operator, CASE, [find_recipient(ring, "we")], back)
    ref = ref_of(told.sha256, told.keys[0])
    retain(workspace, operator, CASE, KEEP, RECEIVED, [ref])
    purge(workspace, operator, SIX_MONTHS)
    merge(workspace, operator, back)
    assert "name" not in shown(workspace, "pax-1")
    assert shown(workspace, "pax-2") == {}
    partner.close()


def test_words_on_a_passenger_go_with_what_they_repeat(
    workspace: Workspace, operator: Principal, tell: Tell
) -> None:
    """A judgement stays while both are there, without its explanation."""
    tell("a.edi", pnr())
    with workspace.ledger.commit(kind="judge", case=CASE, actor="ana") as tx:
        tx.judge(
            f"{CASE}:pax-1", f"{CASE}:pax-2", Verdict.NEGATIVE,
            explanation="KVRGIC is no TESANOVIC",
        )  # fmt: skip
    purge(workspace, operator, SIX_MONTHS)
    assert workspace.ledger.find_judgements(OPERATOR) == []
    assert not files_with(workspace.home, ["KVRGIC"])


def test_unmasking_is_asked_by_one_and_granted_by_another(
    workspace: Workspace, masked: str
) -> None:
    """For named records, some days, with a notice to the data-protection officer."""
    request = ask_unmasking(workspace, ANA, CASE, WHY, LATER, [masked])
    with pytest.raises(Forbidden, match="asked"):
        disclose(workspace, ANA, CASE, request.n, LATER)
    both = person("ana", Role.INVESTIGATOR, Role.APPROVER)
    for who in (ANA, both):
        with pytest.raises(Forbidden):
            decide_unmasking(
                workspace, who, CASE, request.n, LATER, grant=True, decision="yes"
            )
    with pytest.raises(InvalidInput, match="grounds"):
        decide_unmasking(
            workspace, JUDGE, CASE, request.n, LATER, grant=True, decision=" "
        )
    granted = decide_unmasking(
        workspace, JUDGE, CASE, request.n, LATER, grant=True, days=2, decision="K 3/26"
    )
    values = disclose(workspace, ANA, CASE, request.n, LATER)
    assert {one.value for one in values} >= {"Dragoslava KVRGIC", "+38164555123"}
    assert granted.until == date(2026, 8, 3)
    with pytest.raises(Forbidden, match="ended"):
        disclose(workspace, ANA, CASE, request.n, date(2026, 8, 3))
    with pytest.raises(Forbidden, match="who asked"):
        disclose(workspace, JUDGE, CASE, request.n, LATER)
    with pytest.raises(Conflict):
        decide_unmasking(
            workspace, JUDGE, CASE, request.n, LATER, grant=False, decision="no"
        )
    (notice,) = read_journal(workspace, OFFICER, CASE, Kind.NOTICE)
    assert notice.as_json()["detail"]["to"] == "data-protection officer"
    (look,) = read_journal(workspace, OFFICER, CASE, Kind.DISCLOSURE)
    assert (look.actor, look.purpose) == ("ana", "investigation 12/26")
    assert "KVRGIC" not in look.detail
    with pytest.raises(Forbidden):
        read_journal(workspace, ANA, CASE)


def test_a_refusal_shows_nothing_and_strangers_see_no_request(
    workspace: Workspace, masked: str
) -> None:
    """Who is not on the case does not learn that there is one."""
    request = ask_unmasking(workspace, ANA, CASE, WHY, LATER, [], ["pax-1"])
    assert request.records == (masked,)
    refused = decide_unmasking(
        workspace, JUDGE, CASE, request.n, LATER, grant=False, decision="too wide"
    )
    assert refused.until is None
    with pytest.raises(Forbidden, match="refused"):
        disclose(workspace, ANA, CASE, request.n, LATER)
    stranger = person("gost", Role.INVESTIGATOR, other=frozenset[str]())
    for look in (find_requests, read_journal):
        with pytest.raises(NotFound):
            look(workspace, stranger, CASE)
    assert [one.n for one in find_requests(workspace, ANA, CASE)] == [request.n]
    with pytest.raises(InvalidInput, match="legal basis"):
        UnmaskAsk("drugs", "", "because")


def test_masked_values_open_with_their_key_alone(
    workspace: Workspace, masked: str
) -> None:
    """Another key, as beside a copied database, opens nothing."""
    request = ask_unmasking(workspace, ANA, CASE, WHY, LATER, [masked])
    decide_unmasking(
        workspace, JUDGE, CASE, request.n, LATER, grant=True, decision="K 3/26"
    )
    key = workspace.home / KEY_FILE
    assert key.stat().st_mode & 0o777 == 0o600
    key.write_bytes(bytes(32))
    with pytest.raises(Unavailable, match="another key"):
        disclose(workspace, ANA, CASE, request.n, LATER)


def test_a_released_record_goes_at_the_next_purge(
    workspace: Workspace, operator: Principal, masked: str
) -> None:
    """And its masked values with it; a period that has ended is not prolonged."""
    release(workspace, operator, CASE, 1, LATER)
    with pytest.raises(Conflict, match="ended"):
        retain(workspace, operator, CASE, KEEP, LATER, [masked])
    done = purge(workspace, operator, LATER)
    assert done.erased == 1
    assert not files_with(workspace.home, PNR_SECRETS)
    with pytest.raises(NotFound):
        ask_unmasking(workspace, ANA, CASE, WHY, LATER, [masked])


@pytest.mark.usefixtures("masked")
def test_what_the_law_did_is_not_undone(
    workspace: Workspace, operator: Principal
) -> None:
    """Neither a masking nor an erasure."""
    kinds = {}
    for event in workspace.ledger.events(OPERATOR, CASE):
        kinds[event.kind] = event.id
    for kind in ("passengers mask", "passengers erase"):
        with pytest.raises(Conflict, match="not taken back"):
            undo_event(workspace, operator, kinds[kind])


def test_the_server_purges_by_itself(workspace: Workspace, tell: Tell) -> None:
    """At its start, and when the day changes."""
    tell("a.edi", pnr())
    workspace.settings.today = RECEIVED
    daily = DailyPurge(workspace, look_s=0.05)
    daily.start()
    try:
        wait_until(lambda: daily.done == RECEIVED)
        assert "name" in shown(workspace, "pax-1")
        workspace.settings.today = SIX_MONTHS
        wait_until(lambda: daily.done == SIX_MONTHS)
    finally:
        daily.stop()
    assert shown(workspace, "pax-1") == {}


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait until something holds, ten seconds at the most."""
    for _ in range(200):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never held")
