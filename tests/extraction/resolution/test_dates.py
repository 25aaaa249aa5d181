"""How two birth dates agree, as far as they are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.resolution.dates import (
    LEVELS,
    Day,
    agree,
    compare_days,
    generation_apart,
    read_day,
)


def day(text: str) -> Day:
    """Return a date that is one."""
    found = read_day(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("1978-03-12", "12.03.1978", "same"),
        ("1978-03-12", "1978-03", "month"),
        ("1978-03-12", "1978", "year"),
        ("1978-03-12", "1978-01-01", "year"),
        ("1978-03-12", "1978-12-03", "swapped"),
        ("1978-03-12", "1978-03-21", "digit"),
        ("1978-03-12", "1978-03-13", "digit"),
        ("1978-03-12", "1978-05-12", "digit"),
        ("1978-03-12", "1978-11-12", "two"),
        ("1978-03-12", "1988-03-12", "day"),
        ("1978-03-12", "1978-09-30", "near"),
        ("1978-03-12", "1979", "near"),
        ("1978-03-12", "1991-02-02", "far"),
        ("1978-03-12", "1960", "far"),
        ("1978-03-12", "19780391", "two"),
    ],
)
def test_levels(left: str, right: str, level: str) -> None:
    """Each level, the same both ways."""
    assert agree(day(left), day(right)) == level
    assert agree(day(right), day(left)) == level


def test_what_is_no_date() -> None:
    """Words are no date; eight digits are one, though no calendar has it."""
    assert read_day("unknown") is None
    assert read_day("00000000") is None
    assert day("19813005") == (1981, 30, 5)


def test_the_best_of_several_counts() -> None:
    """Of several dates those that agree most; none against any says nothing."""
    known = [day("1991-02-02"), day("1978-03-12")]
    assert compare_days(known, [day("1978")]) == "year"
    assert compare_days(known, []) == ""


def test_generations() -> None:
    """Fourteen years lie between generations."""
    assert generation_apart([day("1960")], [day("1974-05-01")])
    assert not generation_apart([day("1960")], [day("1973")])
    assert not generation_apart([], [day("1973")])


days = st.tuples(st.integers(1900, 2020), st.integers(0, 12), st.integers(0, 28))


@given(days, days)
def test_order_does_not_matter(left: Day, right: Day) -> None:
    """The level is one of the known, and the same both ways."""
    assert agree(left, right) == agree(right, left) in LEVELS
