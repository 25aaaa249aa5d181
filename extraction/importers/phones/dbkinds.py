"""Databases known by their tables, read kind by kind."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from extraction.importers.base import ImportOptions
from extraction.importers.phones.dbsource import Source
from extraction.importers.phones.sqlitefile import Database, is_database
from extraction.model import Leaf, Rejection
from graph.errors import InvalidInput
from graph.model import Record


class Kind(NamedTuple):
    """One kind of database: a table and columns that only it has, and its reader.

    `unless` is a column by which a table of another kind is told from it.
    """

    name: str
    table: str
    columns: tuple[str, ...]
    read: Callable[[Source], Iterator[Record | Rejection]]
    unless: str = ""


def is_of(leaf: Leaf, kinds: Sequence[Kind]) -> bool:
    """Whether a file is an SQLite database with the tables of one of the kinds."""
    if not is_database(leaf.content):
        return False
    try:
        with Database(leaf.content, leaf.log) as database:
            return any(_known(database, kinds))
    except InvalidInput:
        return False


def read_kinds(
    leaf: Leaf, options: ImportOptions, kinds: Sequence[Kind]
) -> Iterator[Record | Rejection]:
    """Yield what a database holds of these kinds; damage costs only what is behind it.

    Raises InvalidInput where it is no database.
    """
    editor = leaf.editor
    with Database(leaf.content, leaf.log, editor) as database:
        for kind in _known(database, kinds):
            source = Source(leaf.path, options.home, options.phone, database=database)
            if editor is not None:
                source.began = editor.began.setdefault(kind.table, {})
            try:
                yield from kind.read(source)
            except InvalidInput as error:
                yield Rejection(leaf.path, f"{kind.name}: {error}", kind.table)
            yield from source.owned()


def _known(database: Database, kinds: Sequence[Kind]) -> Iterator[Kind]:
    for kind in kinds:
        if database.has(kind.table, *kind.columns):
            if not (kind.unless and database.has(kind.table, kind.unless)):
                yield kind
