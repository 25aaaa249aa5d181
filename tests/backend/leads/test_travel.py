"""Questions to passenger data: each finds what it is for, with evidence and offence."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.access import Principal
from backend.cli.program import program
from backend.http.graphql import Question, execute
from backend.ingest import IngestOptions, ingest
from backend.leads import KINDS, LeadOptions, Leads, find_leads
from backend.leads.asking import PASSENGER_KINDS
from backend.settings import Settings
from backend.workspace import Workspace
from graph.errors import InvalidInput
from tests.backend.conftest import CASE
from tests.extraction.importers.flights import pnrgov

Ask = Callable[..., Leads]


def booking(
    locator: str,
    made: str,
    name: str,
    seat: str = "",
    *more: str,
    agency: str = "",
    card: str = "",
    legs: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Return a booking of one traveller on JU540, or on the legs given."""
    flights = legs or ("TVL+100326:0705:100326:0835+BEG+VIE+JU+540:Y",)
    said = [
        "SRC",
        f"RCI+JU:{locator}::{made}",
        *([f"ORG+1A:MUC+{agency}:OFFICE"] if agency else []),
        f"TIF+{name}:A:1",
        *([f"FOP+CC::90:VI:{card}:0927"] if card else []),
    ]
    for flight in flights:
        said += [flight, "RPI+1+HK"]
        if seat:
            said.append(f"SSR+SEAT:HK:1:JU:::BEG:VIE+{seat}::1")
    return (*said, *more)


@pytest.fixture
def ask(
    workspace: Workspace, operator: Principal, tmp_path: Path
) -> Callable[..., Ask]:
    """Return what takes bookings in and asks a question of them."""

    def take(*bookings: tuple[str, ...]) -> Ask:
        path = tmp_path / "pnr.edi"
        path.write_bytes(pnrgov(*bookings))
        report = ingest(workspace, operator, [path], IngestOptions(case=CASE))
        assert report.as_json()["structured"] == 1

        def put(kind: str, **asked: object) -> Leads:
            options = LeadOptions(offence="human-trafficking", **asked)  # type: ignore[arg-type]
            return find_leads(workspace, operator, CASE, kind, options)

        return put

    return take


def names(workspace: Workspace, operator: Principal, ids: tuple[str, ...]) -> set[str]:
    from backend.access import scope_of

    with workspace.view(scope_of(operator)) as view:
        found = view.find_nodes(list(ids))
    return {node.caption for node in found.values()}


def test_travelling_together_without_one_booking(
    ask: Callable[..., Ask], workspace: Workspace, operator: Principal
) -> None:
    """One card, seats side by side, tags that follow each other; not the others."""
    card = "4111111111111111"
    bag = "DAT+2:100326:0530", "TRI++1:::1"
    tags = [(*bag, f"TBD++1+++JU:10000{n}:1") for n in (1, 2)]
    put = ask(
        booking("AAAAA1", "010326:1130", "ANIC+ANA", "014C", *tags[0], card=card),
        booking("AAAAA2", "010326:1830", "BABIC+BOJAN", "014B", *tags[1], card=card),
        booking("AAAAA3", "020326:0900", "CVETIC+CANE", "002A"),
        booking("AAAAA4", "030326:0900", "DARIC+DARKO", "002B"),
    )  # fmt: skip
    found = put("travelling-together")
    (lead,) = found.leads
    assert names(workspace, operator, lead.entities) == {"ANA ANIC", "BOJAN BABIC"}
    assert lead.strength == 4.5
    assert "one payment card" in lead.summary
    assert "baggage tags that follow each other" in lead.summary
    assert "seats side by side" in lead.summary
    assert all(one.statements for one in lead.occurrences)
    assert found.offence == "human-trafficking"


def test_one_agency_within_an_hour(ask: Callable[..., Ask]) -> None:
    put = ask(
        booking("AAAAA1", "010326:1130", "ANIC+ANA", agency="77001234"),
        booking("AAAAA2", "010326:1150", "BABIC+BOJAN", agency="77001234"),
        booking("AAAAA3", "010326:1830", "CVETIC+CANE", agency="77001234"),
    )
    (lead,) = put("travelling-together").leads
    assert lead.summary == "one agency, within an hour"


def test_one_booking_on_two_flights(ask: Callable[..., Ask]) -> None:
    two = list(
        booking(
            "AAAAA1",
            "010326:1130",
            "ANIC+ANA",
            legs=(
                "TVL+100326:0705:100326:0835+BEG+VIE+JU+540:Y",
                "TVL+120326:0705:120326:0835+VIE+BEG+JU+541:Y",
            ),
        )
    )
    two.insert(3, "TIF+BABIC+BOJAN:A:2")
    (lead,) = ask(tuple(two))("travelling-together").leads
    assert lead.summary == "one booking, 2 journeys together"
    assert lead.strength == 2.0


def test_connecting_flights_are_one_journey(ask: Callable[..., Ask]) -> None:
    """Strangers who change to the same flight do not travel together again."""
    legs = (
        "TVL+100326:0705:100326:0835+BEG+VIE+JU+540:Y",
        "TVL+100326:1000:100326:1300+VIE+BEY+OS+1:Y",
    )
    put = ask(
        booking("AAAAA1", "010326:1130", "ANIC+ANA", legs=legs),
        booking("AAAAA2", "020326:1130", "BABIC+BOJAN", legs=legs),
    )
    assert put("travelling-together").leads == ()


def test_routes_that_do_not_join(
    ask: Callable[..., Ask], workspace: Workspace, operator: Principal
) -> None:
    """Arrived at Vienna, left from Budapest; a straight return is none."""
    out = "TVL+100326:0705:100326:0835+BEG+VIE+JU+540:Y"
    broken = out, "TVL+150326:1000:150326:1100+BUD+BEG+JU+143:Y"
    straight = out, "TVL+150326:1000:150326:1100+VIE+BEG+JU+541:Y"
    stop = (
        out,
        "TVL+110326:0300:110326:0600+VIE+IST+OS+861:Y",
    )
    put = ask(
        booking("AAAAA1", "010326:1130", "ANIC+ANA", legs=broken),
        booking("AAAAA2", "010326:1130", "BABIC+BOJAN", legs=straight),
        booking("AAAAA3", "010326:1130", "CVETIC+CANE", legs=stop),
    )
    found = put("broken-routes").leads
    assert [lead.summary for lead in found] == [
        "arrived at VIE, left from BUD",
        "18 h at VIE",
    ]
    assert "ANA ANIC" in names(workspace, operator, found[0].entities)
    assert put("broken-routes", days=2, hours=48).leads == ()


def test_back_by_another_way(ask: Callable[..., Ask]) -> None:
    legs = (
        "TVL+100326:0705:100326:0835+BEG+VIE+JU+540:Y",
        "TVL+100326:1000:100326:1300+VIE+BEY+OS+1:Y",
        "TVL+200326:1000:200326:1200+BEY+IST+TK+2:Y",
        "TVL+200326:1400:200326:1500+IST+BEG+TK+3:Y",
    )
    (lead,) = ask(booking("AAAAA1", "010326:1130", "ANIC+ANA", legs=legs))(
        "broken-routes"
    ).leads
    assert lead.summary == "out by VIE, back by IST"


def test_changed_at_the_last_moment(ask: Callable[..., Ask]) -> None:
    """Booked four hours before; and a segment added on the eve."""
    history = (
        "ABI+1+:BEGJU+BEG++JU",
        "DAT+ZT:090326:2200",
        "SAC+++A",
        "TVL+100326:0705:100326:0835+BEG+VIE+JU+540:Y",
    )
    put = ask(
        booking("AAAAA1", "100326:0305", "ANIC+ANA"),
        booking("AAAAA2", "010326:1130", "BABIC+BOJAN", "", *history),
        booking("AAAAA3", "010326:1130", "CVETIC+CANE"),
    )
    first, second = put("late-changes").leads
    assert first.summary == "booked, the last 4.0 h before the flight"
    assert second.summary == "segment added, the last 9.1 h before the flight"
    assert put("late-changes", hours=1).leads == ()


def test_who_travels_on_a_watched_number_or_card(
    ask: Callable[..., Ask], workspace: Workspace, operator: Principal
) -> None:
    phone = "IFT+4:28::JU+CTCM 381641234567"
    first = list(booking("AAAAA1", "010326:1130", "ANIC+ANA"))
    first.insert(2, phone)
    put = ask(
        tuple(first),
        booking("AAAAA2", "010326:1130", "BABIC+BOJAN", card="4111111111111111"),
        booking("AAAAA3", "010326:1130", "CVETIC+CANE"),
    )
    (lead,) = put("watched-travellers", watch=("+381 64 123-4567",)).leads
    assert names(workspace, operator, lead.entities[:1]) == {"ANA ANIC"}
    (paid,) = put("watched-travellers", watch=("411111…1111",)).leads
    assert paid.summary == "watched: payment card"
    assert put("watched-travellers", watch=("+381600000000",)).leads == ()
    with pytest.raises(InvalidInput, match="to watch"):
        put("watched-travellers")


@pytest.mark.parametrize("kind", sorted(PASSENGER_KINDS))
def test_no_offence_no_answer(
    workspace: Workspace, operator: Principal, ask: Callable[..., Ask], kind: str
) -> None:
    """A question to passenger data names an offence of Annex II, and a known one."""
    ask(booking("AAAAA1", "010326:1130", "ANIC+ANA"))
    assert kind in KINDS
    for offence in ("", "parking"):
        with pytest.raises(InvalidInput, match="Annex II"):
            find_leads(workspace, operator, CASE, kind, LeadOptions(offence=offence))


def test_by_the_command_line_and_graphql(
    ask: Callable[..., Ask],
    workspace: Workspace,
    operator: Principal,
    settings: Settings,
) -> None:
    ask(booking("AAAAA1", "100326:0305", "ANIC+ANA"))
    query = """{ leads(case: "konac", kind: LATE_CHANGES,
      thresholds: {offence: "drugs"}) {
        offence total found { evidence { statements { value } } } } }"""
    answer = dict(execute(workspace, operator, Question(query, {}, None)))
    told = answer["data"]["leads"]
    assert (told["offence"], told["total"]) == ("drugs", 1)
    assert told["found"][0]["evidence"][0]["statements"]
    workspace.close()
    store = ["--store", settings.store_url, "--case", CASE]
    run = CliRunner().invoke
    good = run(
        program, ["leads", "late-changes", "--offence", "drugs", "--json", *store]
    )
    assert good.exit_code == 0, good.output
    assert json.loads(good.stdout)["offence"] == "drugs"
    bad = run(program, ["leads", "late-changes", *store])
    assert isinstance(bad.exception, InvalidInput)
