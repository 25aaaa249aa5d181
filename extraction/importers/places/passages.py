"""What logs of plates and of crossings share: vehicles, places, and who was there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.importers.bearers import vehicle_id
from extraction.importers.keys import derive_id
from extraction.importers.places.passagecolumns import PassageColumns, read_country
from extraction.importers.places.places import write_coordinate
from extraction.importers.recent import Recent
from graph.model import Place, Record, Value
from graph.names import fold

MAX_TEXT = 1_000
_NO_PLATE = frozenset(
    ("unknown", "nepoznato", "nepoznata", "none", "n a", "noplate", "no plate",
     "neocitano", "necitljivo", "pa targe", "e panjohur", "bez tablica")
)  # fmt: skip
_OF_VEHICLE = (("make", "model"), ("vehicle_type", "type"))


@dataclass(slots=True)
class PassageBook:
    """Tells each vehicle, place and person once, as long as it is remembered."""

    columns: PassageColumns
    _said: Recent = field(default_factory=Recent)

    def get(self, cells: Sequence[str], name: str) -> str:
        """Return the cell of a field, in one line."""
        return " ".join(self.columns.get(cells, name).split())[:MAX_TEXT]

    def is_new(self, *said: object) -> bool:
        """Whether this was not told lately."""
        return self._said.meet(said) == 1

    def vehicle(self, cells: Sequence[str], place: Place) -> Iterator[Record]:
        """Yield the vehicle's record where it tells something new."""
        local, plate = self.vehicle_id(cells), self.get(cells, "plate")
        if not local:
            return
        values = [Value("registrationNumber", plate)]
        country = read_country(self.get(cells, "plate_country"))
        if country:
            values.append(Value("country", country))
        for name, prop in _OF_VEHICLE:
            if text := self.get(cells, name):
                values.append(Value(prop, text))
        if colour := self.get(cells, "colour"):
            values.append(Value("description", f"colour: {colour}"))
        if self.is_new(local, *values[1:]):
            yield Record(local, "Vehicle", tuple(values), place)

    def vehicle_id(self, cells: Sequence[str]) -> str:
        """Return the vehicle's id; empty where no plate was read."""
        plate = self.get(cells, "plate")
        read = sum(c.isalnum() for c in plate) >= 3 and fold(plate) not in _NO_PLATE
        return vehicle_id(plate) if read else ""

    def where(self, cells: Sequence[str], place: Place) -> Iterator[Record]:
        """Yield the place's record where it is new."""
        local, name = self.where_id(cells), self.where_name(cells)
        position = self._position(cells)
        if local and self.is_new(local, position):
            said = [("full", name or ", ".join(position))]
            if position:
                said += zip(("latitude", "longitude"), position, strict=True)
            yield Record(local, "Address", tuple(Value(*x) for x in said), place)

    def where_name(self, cells: Sequence[str]) -> str:
        """Return what the place is called: the crossing, or camera and road."""
        point = self.get(cells, "point")
        parts = (point,) if point else (self.get(cells, x) for x in ("camera", "place"))
        return ", ".join(dict.fromkeys(part for part in parts if part))

    def where_id(self, cells: Sequence[str]) -> str:
        """Return the place's id, by its name or else its position; may be empty."""
        key = fold(self.where_name(cells)) or ", ".join(self._position(cells))
        return f"place-{derive_id([key], 'passage', 'places')}" if key else ""

    def _position(self, cells: Sequence[str]) -> tuple[str, ...]:
        found = []
        for name, most in (("latitude", 90), ("longitude", 180)):
            text = self.get(cells, name).replace(",", ".")
            try:
                found.append(write_coordinate(float(text)))
            except ValueError:
                return ()
            if abs(float(text)) > most:
                return ()
        return tuple(found)
