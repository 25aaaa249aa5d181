"""FollowTheMoney's partial dates as moments: the beginning of what is known, in UTC."""

import re
from datetime import UTC, datetime

from graph.errors import InvalidInput

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](.+))?)?)?")


def parse_moment(text: str) -> datetime | None:
    """Return the first moment of an ISO 8601 date as far as known, or None."""
    match = _PARTIAL.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, rest = match.groups()
    try:
        if rest is None:
            return datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def in_period(
    text: str, after: datetime | None = None, before: datetime | None = None
) -> bool:
    """Whether a date begins in [after, before); an unreadable one never does."""
    moment = parse_moment(text)
    if moment is None:
        return False
    return (after is None or moment >= with_zone(after)) and (
        before is None or moment < with_zone(before)
    )


def with_zone(moment: datetime) -> datetime:
    """Return a moment with its zone, UTC where none is given."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def check_period(start: datetime | None, end: datetime | None) -> None:
    """Raise InvalidInput where a period ends before it begins."""
    if start and end and with_zone(end) < with_zone(start):
        raise InvalidInput("the period ends before it begins")
