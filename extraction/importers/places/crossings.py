"""Logs of border crossings as tables: who crossed where, when, in which vehicle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extraction.importers.base import ImportOptions
from extraction.importers.clean import clean_text
from extraction.importers.keys import bare_number, derive_id
from extraction.importers.places.passagecolumns import (
    PassageColumns,
    is_passport,
    open_crossings,
    read_country,
    read_direction,
    read_sex,
)
from extraction.importers.places.passages import PassageBook
from extraction.importers.tables.grid import Table, cells_of
from extraction.importers.tables.table import has_sheet, may_be_table, read_sheets
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Place, Record, Value
from graph.names import fold

_TEXTS = (
    ("first_name", "firstName"),
    ("last_name", "lastName"),
    ("birth_date", "birthDate"),
    ("birth_place", "birthPlace"),
    ("sex", "gender"),
    ("personal_number", "idNumber"),
    ("phone", "phone"),
)
_NOTES = ("lane", "origin", "destination", "role", "remarks")


class CrossingLogImporter:
    """Each row a Trip across a border, of a person, in a vehicle, or both."""

    name = "crossings"
    version = "1"
    streams = True

    def recognizes(self, leaf: Leaf, options: ImportOptions) -> bool:
        """Whether some sheet's header says who crossed a border, where and when."""
        return may_be_table(leaf) and has_sheet(leaf, open_crossings)

    def read(self, leaf: Leaf, options: ImportOptions) -> Iterator[Record | Rejection]:
        """Stream a trip a row, or a rejection that names the row or the value."""
        yield from read_sheets(
            leaf,
            open_crossings,
            "no log of crossings",
            lambda opened: _Reader(leaf.path, options.country, *opened).read(),
        )


@dataclass(frozen=True, slots=True)
class _Reader:
    path: str
    country: str | None
    columns: PassageColumns
    table: Table

    def read(self) -> Iterator[Record | Rejection]:
        """Yield each row's crossing, or why it is not taken."""
        book = PassageBook(self.columns)
        for row in self.table.rows:
            where = self.table.locate(row.number)
            try:
                yield from self._trip(book, cells_of(row), where)
            except InvalidInput as error:
                yield Rejection(self.path, str(error), where)

    def _trip(
        self, book: PassageBook, cells: Sequence[str], where: str
    ) -> Iterator[Record | Rejection]:
        place = Place(record=where)
        moment = self.columns.moment(cells)
        if moment is None:
            raise InvalidInput("its date or time cannot be read")
        person, vehicle = self._person_id(book, cells), book.vehicle_id(cells)
        if not (person or vehicle):
            raise InvalidInput("it names neither a person nor a vehicle")
        yield from book.vehicle(cells, place)
        yield from book.where(cells, place)
        if person:
            yield from self._person(book, cells, person, where)
        point, way = book.where_id(cells), read_direction(book.get(cells, "direction"))
        name = " ".join(x for x in (way or "crossing", book.where_name(cells)) if x)
        said = (
            ("name", name),
            ("startDate", moment),
            ("involved", person),
            ("vehicle", vehicle),
            ("endLocation", point),
            ("summary", way),
            ("description", _notes(book, cells)),
        )
        values = tuple(Value(prop, text) for prop, text in said if text)
        key = derive_id([person, vehicle, point, moment, way], "trip", "crossings")
        yield Record(f"crossing-{key}", "Trip", values, place)

    def _person_id(self, book: PassageBook, cells: Sequence[str]) -> str:
        """Return who crossed: by personal number, by document, or by name and birth."""
        number = book.get(cells, "personal_number")
        document = _document(book, cells)
        if number:
            return f"person-{derive_id([bare_number(number)], 'number', 'crossings')}"
        if document[1]:
            return f"person-{derive_id(document, 'document', 'crossings')}"
        name = fold(_name(book, cells))
        born = book.get(cells, "birth_date")
        key = derive_id([name, _date(born)], "name", "crossings") if name else None
        return f"person-{key}" if key else ""

    def _person(
        self, book: PassageBook, cells: Sequence[str], person: str, where: str
    ) -> Iterator[Record | Rejection]:
        values: list[Value] = []
        lost: list[tuple[str, str]] = []
        if name := _name(book, cells):
            values.append(Value("name", name))
        for field, prop in _TEXTS:
            text = book.get(cells, field)
            text = read_sex(text) if field == "sex" else text
            clean = clean_text("Person", prop, text, self.country) if text else None
            if clean:
                values.append(Value(prop, clean, "", text if text != clean else ""))
            elif text:
                lost.append((field, text))
        if nation := read_country(book.get(cells, "nationality")):
            values.append(Value("nationality", nation))
        country, number = _document(book, cells)
        of_passport = is_passport(book.get(cells, "document_type"))
        if number and of_passport:
            values.append(Value("passportNumber", number))
        place = Place(record=where)
        if values and book.is_new(person, *values):
            yield Record(person, "Person", tuple(values), place)
        if number and not of_passport and book.is_new("document", person, number):
            kind = book.get(cells, "document_type")
            yield _identification(person, (kind, country, number), place)
        for field, _ in lost:
            yield Rejection(self.path, "not a valid value", f"{where}: {field}")


def _name(book: PassageBook, cells: Sequence[str]) -> str:
    full = book.get(cells, "name")
    parts = (book.get(cells, name) for name in ("first_name", "last_name"))
    return full or " ".join(part for part in parts if part)


def _document(book: PassageBook, cells: Sequence[str]) -> tuple[str, str]:
    """Return the country that issued the document (or the holder's), and its number."""
    given = book.get(cells, "document_country") or book.get(cells, "nationality")
    return read_country(given), bare_number(book.get(cells, "document"))


def _date(text: str) -> str:
    return clean_text("Person", "birthDate", text, None) or text if text else ""


def _notes(book: PassageBook, cells: Sequence[str]) -> str:
    found = ((name, book.get(cells, name)) for name in _NOTES)
    return "; ".join(f"{name}: {text}" for name, text in found if text)


def _identification(
    person: str, document: tuple[str, str, str], place: Place
) -> Record:
    kind, country, number = document
    said = (
        ("holder", person),
        ("type", kind),
        ("country", country),
        ("number", number),
    )
    values = tuple(Value(prop, text) for prop, text in said if text)
    local = f"document-{derive_id(document, 'document', 'crossings')}"
    return Record(local, "Identification", values, place)
