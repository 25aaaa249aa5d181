"""Partial dates become moments."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.moments import check_period, in_period, parse_moment
from graph.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2024-03", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-03-05", datetime(2024, 3, 5, tzinfo=UTC)),
        ("2024-03-05T10:30:00", datetime(2024, 3, 5, 10, 30, tzinfo=UTC)),
        ("2024-03-05T10:30:00+02:00", datetime(2024, 3, 5, 8, 30, tzinfo=UTC)),
        ("", None),
        ("2024-13", None),
        ("soon", None),
    ],
)
def test_a_date_begins_where_it_is_known(text: str, moment: datetime | None) -> None:
    """What is missing is the beginning; what is no date is nothing."""
    assert parse_moment(text) == moment


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever stands there, the answer is a moment in UTC or nothing."""
    moment = parse_moment(text)
    assert moment is None or moment.tzinfo is not None


def test_periods_include_their_start_only() -> None:
    """[after, before), zones UTC where not given."""
    first, second = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 4, 1, tzinfo=UTC)
    assert in_period("2024-03", first, second)
    assert not in_period("2024-04", first, second)
    assert not in_period("", None, None)
    with pytest.raises(InvalidInput):
        check_period(second, first)
