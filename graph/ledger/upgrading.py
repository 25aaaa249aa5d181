"""A database made by an earlier version is brought to the tables of this one."""

from sqlalchemy import Connection, MetaData, Table, inspect
from sqlalchemy.schema import CreateColumn, CreateIndex


def upgrade(connection: Connection, metadata: MetaData) -> None:
    """Add the columns that a table lacks; make it anew where its key is another.

    A new column of the key is worked out as its `info` has it under "from".

    Nothing is lost, and a database that is up to date is left alone. Part of the
    caller's transaction.
    """
    for table in metadata.sorted_tables:
        looked = inspect(connection)
        present = {column["name"] for column in looked.get_columns(table.name)}
        key = set(looked.get_pk_constraint(table.name)["constrained_columns"])
        if key != {column.name for column in table.primary_key.columns}:
            _make_anew(connection, table, present)
        else:
            _add_columns(connection, table, present)


def _add_columns(connection: Connection, table: Table, present: set[str]) -> None:
    missing = [column for column in table.columns if column.name not in present]
    for column in missing:
        said = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {said}")
    added = {column.name for column in missing}
    for index in table.indexes:
        if added & {column.name for column in index.columns}:
            connection.execute(CreateIndex(index))


def _make_anew(connection: Connection, table: Table, present: set[str]) -> None:
    quote = connection.dialect.identifier_preparer.quote
    sources = {
        quote(c.name): quote(c.name) if c.name in present else c.info["from"]
        for c in table.columns
        if c.name in present or "from" in c.info
    }
    kept, given = ", ".join(sources), ", ".join(sources.values())
    for index in inspect(connection).get_indexes(table.name):
        connection.exec_driver_sql(f"DROP INDEX {quote(str(index['name']))}")
    earlier = f"{table.name}_earlier"
    connection.exec_driver_sql(f"ALTER TABLE {table.name} RENAME TO {earlier}")
    table.create(connection)
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({kept}) SELECT {given} FROM {earlier}"
    )
    connection.exec_driver_sql(f"DROP TABLE {earlier}")
