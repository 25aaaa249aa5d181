"""Leads of a case by its statements: by the ledger, GraphQL, the command line."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend.access import Principal
from backend.cli.program import program
from backend.http.graphql import Question, execute
from backend.ingest import IngestOptions, IngestReport, ingest
from backend.leads import KINDS, LeadOptions, find_leads
from backend.leads.asking import PASSENGER_KINDS
from backend.settings import Settings
from backend.workspace import Workspace
from graph.errors import InvalidInput, NotFound
from tests.backend.conftest import CASE, entity

CALLS = """Caller;Called;Date;Time;Duration;Cell;IMEI;IMSI
{ana};{cvetko};02.03.2026;12:00:00;61;BG1;{dev1};220010000000001
{bojan};{darko};02.03.2026;12:05:00;10;BG1;{dev2};220010000000002
{bojan};{cvetko};03.03.2026;09:00:00;10;NI7;{dev2};220010000000002
{ana};{cvetko};03.03.2026;09:10:00;10;NI7;{dev1};220010000000001
{ana};{cvetko};04.03.2026;09:10:00;10;NI7;{dev2};220010000000001
""".format(
    ana="+381641111111",
    bojan="+381642222222",
    cvetko="+381643333333",
    darko="+381644444444",
    dev1="490154203237518",
    dev2="356938035643809",
)
ANA, BOJAN = "konac:phone-381641111111", "konac:phone-381642222222"
PAYMENTS = [
    entity(name, "Company", name=f"Firma {name} d.o.o.") for name in ("f1", "f2", "f3")
] + [
    entity(
        f"pay{i}",
        "Payment",
        payer=payer,
        beneficiary=payee,
        amount=amount,
        currency="EUR",
        date=date,
    )
    for i, (payer, payee, amount, date) in enumerate(
        [
            ("f1", "f2", "10000", "2026-02-01"),
            ("f2", "f3", "9800", "2026-02-03"),
            ("f3", "f1", "9500", "2026-02-09"),
        ]
    )
]
LEADS = """query($kind: LeadKind!, $thresholds: LeadThresholds) {
  leads(case: "konac", kind: $kind, thresholds: $thresholds) {
    kind description total truncated
    found { summary strength count first last entities { id caption }
      evidence { at text statements { id value source { record } } } } } }"""


@pytest.fixture
def case(
    workspace: Workspace,
    operator: Principal,
    take: Callable[..., IngestReport],
    tmp_path: Path,
) -> Workspace:
    """A case with two operators' lists in one, and three payments."""
    take("pay.ftm.json", PAYMENTS)
    path = tmp_path / "calls.csv"
    path.write_text(CALLS)
    report = ingest(workspace, operator, [path], IngestOptions(case=CASE))
    assert report.as_json()["structured"] == 1
    return workspace


def found(workspace: Workspace, who: Principal, kind: str) -> list[tuple[str, ...]]:
    """Return the entities of a case's leads of a kind."""
    leads = find_leads(workspace, who, CASE, kind, LeadOptions())
    return [lead.entities for lead in leads.leads]


def test_what_an_operators_list_tells(case: Workspace, operator: Principal) -> None:
    """Places, devices and cards, out of one file."""
    assert (ANA, BOJAN) in found(case, operator, "co-location")
    (shared,) = find_leads(case, operator, CASE, "shared-devices").leads
    assert shared.entities[0] == "konac:device-356938035643809"
    assert {ANA, BOJAN} == set(shared.entities[1:])
    (swapped,) = find_leads(case, operator, CASE, "sim-swaps").leads
    assert swapped.entities == (
        ANA,
        "konac:device-490154203237518",
        "konac:device-356938035643809",
    )
    assert swapped.first.startswith("2026-03-02")


def test_who_is_one_is_one_in_leads(case: Workspace, operator: Principal) -> None:
    """A judgement joins the ends of payments; two of three firms are then a circle."""
    (circle,) = found(case, operator, "circular-payments")
    assert circle == ("konac:f1", "konac:f2", "konac:f3")
    with case.ledger.commit(kind="judge", case=CASE, actor="test") as tx:
        from graph.model import Verdict

        tx.judge("konac:f2", "konac:f3", Verdict.POSITIVE)
    assert found(case, operator, "circular-payments") == [("konac:f1", "konac:f2")]


def test_the_schema_gives_leads_with_evidence(
    case: Workspace, operator: Principal
) -> None:
    """Entities, and the rows that say it."""

    def ask(**variables: Any) -> Mapping[str, Any]:
        answer = dict(execute(case, operator, Question(LEADS, variables, None)))
        return dict(answer["data"]["leads"]) if answer["data"] else answer

    told = ask(kind="CO_LOCATION")
    assert told["total"] >= 1 and not told["truncated"] and told["description"]
    lead = next(
        one
        for one in told["found"]
        if {e["id"] for e in one["entities"]} == {ANA, BOJAN}
    )
    assert lead["count"] == 2
    rows = [s["source"]["record"] for s in lead["evidence"][0]["statements"]]
    assert rows == ["row 2", "row 3"]
    none = ask(kind="CO_LOCATION", thresholds={"occasions": 9})
    assert none["total"] == 0 and none["found"] == []
    wrong = ask(kind="CO_LOCATION", thresholds={"minutes": -1})
    assert wrong["errors"][0]["extensions"]["code"] == "INVALID_INPUT"


def test_what_a_compartment_says_is_no_lead_for_others(
    case: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """The third payment is stated in a compartment; without it nothing comes back."""
    accounts = case.accounts
    accounts.add("ana", None, ["investigator"])
    accounts.grant("ana", CASE)
    ana = accounts.principal("ana")
    assert found(case, ana, "circular-payments")
    from tests.backend.conftest import write_entities

    hidden = [
        entity(
            f"x{i}", "Payment", payer=a, beneficiary=b, amount="5", date="2026-02-02"
        )
        for i, (a, b) in enumerate([("f1", "f3"), ("f3", "f1")])
    ]
    path = write_entities(tmp_path / "hidden.ftm.json", hidden)
    ingest(case, operator, [path], IngestOptions(case=CASE, compartment="tajno"))
    assert len(found(case, operator, "circular-payments")) == 2
    assert len(found(case, ana, "circular-payments")) == 1


def test_a_log_of_crossings_and_a_list_of_calls(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> None:
    """Calls that crowd around a crossing of the log are a lead."""
    ana, folder = "+381641111111", tmp_path / "files"
    folder.mkdir()
    (folder / "prelazi.csv").write_text(
        "Granični prelaz;Datum;Vreme;Smer;Broj pasoša;Ime i prezime;Telefon\n"
        f"Batrovci;12.03.2026;14:05;izlaz;P1;Ana Anić;{ana}\n"
    )
    calls = [f"{ana};+381643333333;12.03.2026;{hour}:10:00;9" for hour in range(10, 19)]
    calls += [f"{ana};+381644444444;{day:02}.01.2026;12:00:00;9" for day in range(1, 9)]
    header = "Caller;Called;Date;Time;Duration\n"
    (folder / "pozivi.csv").write_text(header + "\n".join(calls) + "\n")
    report = ingest(workspace, operator, [folder], IngestOptions(case=CASE))
    assert not report.rejected
    (lead,) = find_leads(workspace, operator, CASE, "call-bursts").leads
    assert lead.summary.startswith("9 calls around the crossing")
    assert any(place.startswith(f"{CASE}:place-") for place in lead.entities)
    assert lead.occurrences[0].at.startswith("2026-03-12")


def test_a_sum_that_is_no_number_is_passed_over(
    workspace: Workspace, take: Callable[..., IngestReport], operator: Principal
) -> None:
    """Sums with a currency count, words do not, and the question is answered."""
    more = entity("odd", "Payment", payer="f1", beneficiary="f2", date="2026-02-02",
                  amount="unknown")  # fmt: skip
    written = {**PAYMENTS[-1], "properties": {**PAYMENTS[-1]["properties"]}}
    written["properties"]["amount"] = ["9500 EUR"]
    take("payments.json", [*PAYMENTS[:-1], written, more])
    (lead,) = find_leads(workspace, operator, CASE, "circular-payments").leads
    assert lead.count == 3


def test_another_kind_or_case_is_refused(case: Workspace, operator: Principal) -> None:
    """With the kinds that there are; thresholds have bounds."""
    with pytest.raises(InvalidInput, match="co-location"):
        find_leads(case, operator, CASE, "guilt")
    with pytest.raises(NotFound):
        find_leads(case, operator, "none", "sim-swaps")
    with pytest.raises(InvalidInput):
        LeadOptions(share=0)


def test_the_command_line_lists_leads(case: Workspace, settings: Settings) -> None:
    """As JSON with evidence, as a table, and where there is nothing."""
    case.close()

    def run(*arguments: str) -> str:
        store = ["--store", settings.store_url]
        result = CliRunner().invoke(program, ["leads", *arguments, *store])
        assert result.exit_code == 0, result.output
        return result.stdout

    told = json.loads(run("circular-payments", "--case", CASE, "--json"))
    assert told["leads"][0]["entities"] == ["f1", "f2", "f3"]
    assert len(told["leads"][0]["evidence"]) == 3
    assert "f1, f2, f3" in run("circular-payments", "--case", CASE)
    assert "nothing" in run("circular-payments", "--case", CASE, "--days", "1")
    assert set(KINDS) - PASSENGER_KINDS == {
        "shared-devices",
        "sim-swaps",
        "co-location",
        "call-bursts",
        "circular-payments",
    }
