"""Bounds of what may be asked, told before anything is looked for."""

from graph.errors import InvalidInput

MAX_HOPS = 10


def at_least(number: int, least: int) -> int:
    """Return a limit. Raises InvalidInput below the least."""
    if number < least:
        raise InvalidInput(f"a limit is a whole number of at least {least}")
    return number


def bounded_hops(number: int, least: int) -> int:
    """Return a number of hops. Raises InvalidInput below the least or above 10."""
    if at_least(number, least) > MAX_HOPS:
        raise InvalidInput(f"a way has at most {MAX_HOPS} hops")
    return number
