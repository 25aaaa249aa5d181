"""Each named question on small made-up events: what it finds, and what it must not."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from backend.leads.bursts import Burst, find_bursts
from backend.leads.circles import Circle, CircleSearch
from backend.leads.devices import find_shared_devices, find_sim_swaps
from backend.leads.model import Card, Contact, Crossing, Lead, Transfer
from backend.leads.places import find_co_locations
from backend.leads.reading import find_subjects

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def contact(
    number: int,
    minutes: float,
    source: str,
    target: str,
    cell: str = "",
    document: str = "d",
) -> Contact:
    """Return a call so many minutes after noon of the second of March."""
    at = START + timedelta(minutes=minutes)
    name = f"c{number}"
    return Contact(
        name, at, at.isoformat(), source, target, cell, document, f"row {number}", name
    )


def transfer(
    number: int,
    days: float,
    payer: str,
    payee: str,
    amount: float,
    currency: str = "EUR",
) -> Transfer:
    """Return a payment so many days after the second of March."""
    at = START + timedelta(days=days)
    name = f"t{number}"
    return Transfer(
        name, at, at.date().isoformat(), payer, payee, amount, currency, name
    )


def who(leads: Iterable[Lead]) -> list[tuple[str, ...]]:
    """Return the entities of leads."""
    return [lead.entities for lead in leads]


DAY = 24 * 60


def test_two_at_one_cell_on_two_days_are_a_lead() -> None:
    """Within the minutes asked; the callers' cells are meant."""
    calls = [
        contact(1, 0, "ana", "x", "BG1"),
        contact(2, 9, "bojan", "y", "BG1"),
        contact(3, DAY, "bojan", "x", "NI7"),
        contact(4, DAY + 14, "ana", "y", "NI7"),
    ]
    (lead,) = find_co_locations(calls, 15, 2)
    assert lead.entities == ("ana", "bojan") and lead.count == 2
    assert lead.occurrences[0].statements == ("c1", "c2")
    assert lead.first < lead.last
    assert not list(find_co_locations(calls, 8, 2))
    assert not list(find_co_locations(calls, 15, 3))


def test_calls_with_each_other_or_without_a_cell_prove_no_place() -> None:
    """Nor one day alone, however often."""
    each_other = [contact(i, i * DAY, "ana", "bojan", "BG1") for i in range(4)]
    each_other += [contact(9 + i, i * DAY + 1, "bojan", "ana", "BG1") for i in range(4)]
    assert not list(find_co_locations(each_other, 15, 2))
    nowhere = [contact(i, i * DAY, p, "x") for i in range(4) for p in ("ana", "bojan")]
    assert not list(find_co_locations(nowhere, 15, 2))
    one_day = [contact(i, i, p, "x", "BG1") for i, p in enumerate(["ana", "bojan"] * 5)]
    assert not list(find_co_locations(one_day, 15, 2))


def test_a_cell_that_everybody_uses_weighs_little() -> None:
    """The pair at the lonely cell is stronger."""
    calls = []
    for day in range(2):
        crowd = [f"p{i}" for i in range(10)]
        calls += [
            contact(100 * day + i, day * DAY + i / 10, p, f"x{i}", "CITY")
            for i, p in enumerate(crowd)
        ]
        calls += [
            contact(100 * day + 50 + i, day * DAY + 60 + i, p, f"y{i}", "HILL")
            for i, p in enumerate(["ana", "bojan"])
        ]
    calls.sort(key=lambda c: c.at)
    leads = {lead.entities: lead.strength for lead in find_co_locations(calls, 15, 2)}
    assert leads["ana", "bojan"] == pytest.approx(2.0)
    assert leads["p0", "p1"] == pytest.approx(0.4)


def test_the_cells_of_a_list_about_one_number_are_its_own() -> None:
    """Whoever called: an operator gives the place of the number that was asked for."""
    about_ana = [
        contact(1, 0, "x", "ana", "BG1", "a"),
        contact(2, DAY, "ana", "y", "BG2", "a"),
    ]
    about_bojan = [
        contact(3, 5, "bojan", "z", "BG1", "b"),
        contact(4, DAY + 5, "w", "bojan", "BG2", "b"),
    ]
    calls = sorted([*about_ana, *about_bojan], key=lambda c: c.at)
    assert find_subjects(calls) == {"a": "ana", "b": "bojan"}
    assert who(find_co_locations(calls, 15, 2)) == [("ana", "bojan")]


def test_devices_and_cards() -> None:
    """Two cards in one device; one number in two devices, by first sight."""
    cards = [
        Card("sim1", "n1", "dev1", "2026-03-05", "s1"),
        Card("sim2", "n2", "dev1", "2026-03-06", "s2"),
        Card("sim1", "n1", "dev0", "2026-04-01", "s3"),
        Card("sim1", "n1", "dev1", "2026-03-09", "s4"),
        Card("sim3", "", "dev3", "", "s5"),
        Card("sim4", "n4", "", "2026-03-05", "s6"),
    ]
    (shared,) = find_shared_devices(cards)
    assert shared.entities == ("dev1", "n1", "n2") and shared.strength == 2
    (swapped,) = find_sim_swaps(cards)
    assert swapped.entities == ("n1", "dev1", "dev0")
    assert (swapped.first, swapped.last) == ("2026-03-05", "2026-04-01")


def a_month_of_calls() -> list[Contact]:
    """One call a day at noon for thirty days."""
    return [contact(i, i * DAY, "n1", "x") for i in range(30)]


def test_calls_that_crowd_around_a_crossing() -> None:
    """The person's number counts for the person; an ordinary day is no burst."""
    crossing = Crossing(
        "k",
        START + timedelta(days=10, hours=3),
        "2026-03-12T15",
        "ana",
        "Bar",
        True,
        "s",
    )
    quiet = list(
        find_bursts(
            a_month_of_calls(), [crossing], {"ana": frozenset({"n1"})}, Burst(12, 3)
        )
    )
    assert quiet == []
    busy = [contact(100 + i, 10 * DAY + 60 + i, "y", "n1") for i in range(7)]
    calls = sorted([*a_month_of_calls(), *busy], key=lambda c: c.at)
    numbers = {"ana": frozenset({"n1"})}
    (lead,) = find_bursts(calls, [crossing], numbers, Burst(12, 3))
    assert lead.entities[:2] == ("ana", "Bar") and {"n1", "y"} <= set(lead.entities)
    assert lead.strength >= 7 and lead.count == 1 + 8
    assert not list(find_bursts(calls, [crossing], {}, Burst(12, 3)))
    assert not list(find_bursts(calls, [crossing], numbers, Burst(12, 50)))


def test_a_crossing_known_to_the_day_has_the_whole_day() -> None:
    """Calls of its evening are around it, with one hour before and after."""
    crossing = Crossing(
        "k", datetime(2026, 3, 12, tzinfo=UTC), "2026-03-12", "n1", "", False, "s"
    )
    evening = [contact(100 + i, 10 * DAY + 9 * 60 + i, "n1", "z") for i in range(8)]
    calls = sorted([*a_month_of_calls(), *evening], key=lambda c: c.at)
    (lead,) = find_bursts(calls, [crossing], {}, Burst(1, 3))
    assert lead.count == 1 + 9


def circles(*transfers: Transfer, days: float = 30, length: int = 5) -> list[Lead]:
    """Return the circles of payments whose amounts are alike by seven tenths."""
    return list(CircleSearch(transfers, Circle(days, length, 0.7)).find())


def test_money_that_comes_back() -> None:
    """Forward in time alone, within the days, the amounts alike."""
    around = [
        transfer(1, 0, "a", "b", 10_000),
        transfer(2, 2, "b", "c", 9_500),
        transfer(3, 5, "c", "a", 9_000),
    ]
    (lead,) = circles(*around)
    assert lead.entities == ("a", "b", "c") and lead.strength == 9_000
    assert [one.statements for one in lead.occurrences] == [("t1",), ("t2",), ("t3",)]
    assert not circles(*around, days=4)
    assert not circles(*around, length=2)
    assert not circles(around[0], around[1], transfer(3, 5, "c", "a", 900))
    assert not circles(transfer(1, 9, "a", "b", 100), *around[1:])


def test_a_loan_paid_back_is_a_circle_of_two_and_told_once() -> None:
    """Each payment once; other currencies are not compared."""
    there, back = transfer(1, 0, "a", "b", 100), transfer(2, 1, "b", "a", 11_700, "RSD")
    assert who(circles(there, back)) == [("a", "b")]


def test_payments_of_one_day_may_follow_each_other_in_any_order() -> None:
    """A statement gives the day, not the hour."""
    assert circles(transfer(2, 0, "b", "a", 100), transfer(1, 0, "a", "b", 100))


def test_a_hub_does_not_take_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """The search is cut, and says so."""
    monkeypatch.setattr("backend.leads.circles.MOST_STEPS", 50)
    many = [
        transfer(i, i / 100, f"p{i % 7}", f"p{(i * 3) % 7}", 100) for i in range(70)
    ]
    search = CircleSearch([t for t in many if t.payer != t.payee], Circle(30, 5, 0.7))
    list(search.find())
    assert search.truncated
