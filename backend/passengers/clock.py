"""Which day it is: today's, or one that is given, so that periods can be tried."""

from datetime import UTC, date, datetime

from backend.settings import Settings
from graph.errors import InvalidInput


def day_of(settings: Settings, given: str | None = None) -> date:
    """Return a given day (`2026-07-15`), the one of KLUPKO_TODAY, or today in UTC.

    Raises InvalidInput for what is no day.
    """
    if given is None:
        return settings.today or datetime.now(UTC).date()
    return parse_day(given)


def parse_day(text: str) -> date:
    """Read a day as ISO 8601 has it. Raises InvalidInput."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("a day is written as 2026-07-15") from error
