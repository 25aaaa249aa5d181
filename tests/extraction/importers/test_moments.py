"""Dates, times and durations of operators' lists."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.importers.moments import month_first, read_duration, read_moment


@pytest.mark.parametrize(
    ("text", "clock", "expected"),
    [
        ("2014-08-20 20:30:37", "", "2014-08-20T20:30:37"),
        ("2014-08-20T20:30:37Z", "", "2014-08-20T20:30:37"),
        ("2014-08-20T20:30:37+02:00", "", "2014-08-20T18:30:37"),
        ("02.03.2026 00:46", "", "2026-03-02T00:46"),
        ("02.03.2026. 00:46:09", "", "2026-03-02T00:46:09"),
        ("2/3/26", "7:05 pm", "2026-03-02T19:05"),
        ("02.03.2026", "12:10 am", "2026-03-02T00:10"),
        ("02.03.2026 0:00:00", "13:28", "2026-03-02T13:28"),
        ("2. 3. 2026", "", "2026-03-02"),
        ("20260302004612", "", "2026-03-02T00:46:12"),
        ("1772412372", "", "2026-03-02T00:46:12"),
        ("0001-01-01", "00:30:00+0200", None),
        ("9999-12-31 23:30-0200", "", None),
        ("15-MAR-26 10.11.12", "", "2026-03-15T10:11:12"),
        ("3. мај 2026", "7:05", "2026-05-03T07:05"),
        ("15. März 2026", "", "2026-03-15"),
        ("15-Foo-2026", "", None),
        ("31.02.2026", "", None),
        ("02.03.2026 25:00", "", None),
        ("02.03.2026 soon", "", None),
        ("yesterday", "", None),
    ],
)
def test_moments_are_read_day_first(
    text: str, clock: str, expected: str | None
) -> None:
    """ISO 8601, as precise as written; impossible dates are none."""
    assert read_moment(text, clock) == expected


@pytest.mark.parametrize(
    ("clock", "moment"),
    [
        ("10:11:12(UTC+2)", "2025-03-14T08:11:12"),
        ("10:11:12 (UTC+01:00)", "2025-03-14T09:11:12"),
        ("10:11:12 (GMT-5)", "2025-03-14T15:11:12"),
        ("10:11:12 UTC+0530", "2025-03-14T04:41:12"),
        ("10:11 gmt+1", "2025-03-14T09:11"),
        ("10:11:12(UTC+0)", "2025-03-14T10:11:12"),
        ("10:11:12 GMT", "2025-03-14T10:11:12"),
        ("10:11:12+01", "2025-03-14T09:11:12"),
        ("10:11:12 -03:30", "2025-03-14T13:41:12"),
        ("1:11:12 PM (UTC+1)", "2025-03-14T12:11:12"),
        ("10:11:12 CEST", "2025-03-14T08:11:12"),
        ("10:11 MEZ", "2025-03-14T09:11"),
        ("10:11-12", None),
        ("10:11:12 XYZ", None),
        ("10:11:12 (UTC+)", None),
    ],
)
def test_zones_are_applied_however_programs_write_them(
    clock: str, moment: str | None
) -> None:
    """Of a zone that is not known nothing is guessed; two hours are no zone."""
    assert read_moment(f"14.03.2025 {clock}") == moment


def test_month_first_needs_proof() -> None:
    """A list has the month first where no other reading is possible."""
    assert month_first(["03/25/2026", "04/01/2026"])
    assert not month_first(["03/04/2026", "04/01/2026"])
    assert not month_first(["25/03/2026", "03/25/2026"])
    assert read_moment("03/25/2026", us_order=True) == "2026-03-25"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("61", 61),
        ("61 s", 61),
        ("61,4", 61),
        ("1:01", 61),
        ("00:01:01", 61),
        ("1 min 1 s", 61),
        ("1h 0m 5s", 3605),
        ("2 min", 120),
        ("", None),
        ("long", None),
        ("-5", None),
        ("99999999", None),
    ],
)
def test_durations_come_as_seconds(text: str, expected: int | None) -> None:
    """All usual spellings give seconds; the rest is none."""
    assert read_duration(text) == expected


def test_a_column_of_minutes_is_multiplied() -> None:
    """Where the header says minutes, a bare number counts them."""
    assert read_duration("2", minutes=True) == 120
    assert read_duration("1,5", minutes=True) == 90


FIRST = datetime.fromisoformat("1990-01-01")


@settings(max_examples=60, deadline=None)
@given(st.datetimes(min_value=FIRST))
def test_own_writing_is_read_back(moment: datetime) -> None:
    """Whatever day and minute, the region's spelling gives it back."""
    text = f"{moment:%d.%m.%Y. %H:%M:%S}"
    assert read_moment(text) == f"{moment:%Y-%m-%dT%H:%M:%S}"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str, clock: str) -> None:
    """No text makes it fail."""
    moment = read_moment(text, clock)
    duration = read_duration(text)
    assert moment is None or moment[:4].isdigit()
    assert duration is None or duration >= 0


def test_long_runs_of_blanks_cost_nothing() -> None:
    """No moment is that long, and patterns would try every way to part them."""
    blanks = " " * 5_000
    assert read_moment(f"02.03.2026 00:46{blanks}x") is None
    assert read_moment("02.03.2026", f"00:46{blanks}x") is None
    assert read_duration(f"1 min{blanks}x") is None
    assert not month_first([f"03/25{blanks}x"])
