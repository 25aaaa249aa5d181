"""The law is dated data: read, checked, and told where it is unknown."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backend.passengers.offences import find_offence, offences
from backend.passengers.policy import (
    DataKind,
    Period,
    element_of,
    get_elements,
    get_policy,
    jurisdictions,
    load_policy,
    masked_properties,
)
from graph.errors import InvalidInput

SIX = {"al", "ba", "me", "mk", "rs", "xk"}
TODAY = date(2026, 11, 26)


def test_there_is_a_file_for_each_jurisdiction_of_the_region() -> None:
    """And for the directive that they follow; each says whether it was verified."""
    assert set(jurisdictions()) == SIX | {"eu"}
    for code in SIX:
        policy = get_policy(code)
        assert policy.follows == "eu" and not policy.verified
        assert "not been verified" in policy.note


@pytest.mark.parametrize("code", sorted(SIX | {"eu"}))
def test_periods_are_those_of_the_directive_as_the_court_reads_it(code: str) -> None:
    """Six months to mask and, since the judgment, to delete; five years at most."""
    policy = get_policy(code)
    now = policy.regime(DataKind.PNR, TODAY)
    six, five = Period.parse("P6M"), Period.parse("P5Y")
    assert (now.mask_after, now.delete_after, now.delete_at_latest) == (six, six, five)
    before = policy.regime(DataKind.PNR, date(2022, 6, 20))
    assert before.delete_after == five
    border = policy.regime(DataKind.API_BORDER, TODAY)
    assert (border.mask_after, border.delete_after.days) == (None, 1)
    assert now.url.startswith("https://eur-lex.europa.eu/")


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("P6M", date(2026, 8, 31), date(2027, 2, 28)),
        ("P5Y", date(2024, 2, 29), date(2029, 2, 28)),
        ("P6M", date(2026, 6, 30), date(2026, 12, 30)),
        ("PT24H", date(2026, 12, 31), date(2027, 1, 1)),
        ("PT96H", date(2026, 2, 27), date(2026, 3, 3)),
    ],
)
def test_a_period_ends_on_a_day_that_there_is(
    text: str, begin: date, end: date
) -> None:
    """The last of its month where the month is too short; whole days of hours."""
    assert Period.parse(text).after(begin) == end


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_months_never_end_early_in_the_wrong_month(begin: date, months: int) -> None:
    """The end is in the month so many later, and never on a later day of it."""
    end = Period(months=months).after(begin)
    assert (end.year - begin.year) * 12 + end.month - begin.month == months
    assert end.day <= begin.day


@pytest.mark.parametrize("text", ["", "P", "6 months", "P-6M", "PM"])
def test_what_is_no_period_is_refused(text: str) -> None:
    """With what one looks like."""
    with pytest.raises(InvalidInput, match="P6M"):
        Period.parse(text)


def changed(folder: Path, **changes: object) -> Path:
    """Write the directive's policy with some fields changed, as xx.yaml."""
    source = Path("backend/passengers/policies/eu.yaml")
    whole = yaml.safe_load(source.read_text("utf-8"))
    path = folder / "xx.yaml"
    path.write_text(yaml.safe_dump({**whole, "jurisdiction": "xx", **changes}))
    return path


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "perhaps"),
        ("jurisdiction", "serbia"),
        ("jurisdiction", "rs"),
        ("regimes", [{"kind": "pnr"}]),
        ("sources", {}),
        ("surprise", 1),
    ],
)
def test_a_policy_that_is_wrong_says_where(
    tmp_path: Path, field: str, value: object
) -> None:
    """And no data are kept under it."""
    assert load_policy(changed(tmp_path), get_policy).regimes
    with pytest.raises(InvalidInput, match=r"xx\.yaml"):
        load_policy(changed(tmp_path, **{field: value}), get_policy)


def test_annex_i_is_whole_and_of_the_ontology() -> None:
    """Nineteen elements, each with properties that there are."""
    assert sorted(get_elements().elements) == list(range(1, 20))
    assert element_of("Passenger", "name") == 4
    assert element_of("Journey", "baggageTag") == 16
    assert element_of("Flight", "aircraft") is None


def test_article_12_masks_what_identifies_and_no_more() -> None:
    """Six points; seats, tickets, baggage, itinerary stay."""
    assert list(get_elements().masked) == list("abcdef")
    passenger = masked_properties("Passenger")
    assert passenger["name"] == "a" and passenger["birthDate"] == "f"
    assert "ticketNumber" not in passenger and masked_properties("Journey") == {}
    assert masked_properties("Flight") == {}


def test_annex_ii_is_whole() -> None:
    """Its 26 points and terrorism; an unknown code is told all of them."""
    points = [one.point for one in offences().values()]
    assert points == ["Article 3(8)", *map(str, range(1, 27))]
    assert find_offence("Drugs").name.startswith("Illicit trafficking in narcotic")
    with pytest.raises(InvalidInput, match="human-trafficking"):
        find_offence("jaywalking")
