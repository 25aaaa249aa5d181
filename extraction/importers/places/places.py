"""Where someone was: places as cells of a grid, sightings counted for each."""

from collections.abc import Iterator

from extraction.importers.chats.accounts import AccountBook
from extraction.importers.keys import derive_id
from graph.model import Place, Record, Value

_DECIMALS = 3
"""Places closer than a thousandth of a degree (about 100 m) are one."""


def read_coordinate(text: object, most: float) -> float | None:
    """Return degrees, None for what is none; `most` is 90 or 180."""
    try:
        found = float(str(text).replace(",", "."))
    except ValueError:
        return None
    return found if -most <= found <= most else None


def write_coordinate(degrees: float) -> str:
    """Return degrees to a tenth of a metre, without zeros at the end."""
    return f"{degrees:.6f}".rstrip("0").rstrip(".")


def cell_of(position: tuple[float, float]) -> tuple[float, float]:
    """Return the middle of the cell that a position (degrees) lies in."""
    latitude, longitude = position
    return round(latitude, _DECIMALS) + 0.0, round(longitude, _DECIMALS) + 0.0


def write_sighting(
    subject: str,
    position: tuple[float, float],
    moment: str,
    notes: str,
    book: AccountBook,
    place: Place,
) -> Iterator[Record]:
    """Yield the place where it is new, and that the subject was there."""
    latitude, longitude = cell_of(position)
    where = f"{latitude:.{_DECIMALS}f}, {longitude:.{_DECIMALS}f}"
    cell = f"place-{derive_id([where], 'cell')}"
    if book.is_new("place", cell):
        said = (
            Value("latitude", f"{latitude:.{_DECIMALS}f}"),
            Value("longitude", f"{longitude:.{_DECIMALS}f}"),
            Value("full", where),
        )
        yield Record(cell, "Address", said, place)
    if not subject:
        return
    exact = f"{position[0]:.6f}, {position[1]:.6f}"
    values = [Value("subject", subject), Value("place", cell)]
    if moment:
        values.append(Value("date", moment))
    values.append(Value("description", "; ".join(p for p in (exact, notes) if p)))
    key = derive_id([subject, exact, moment, notes], "sighting")
    yield Record(f"sighting-{key}", "Sighting", tuple(values), place)
