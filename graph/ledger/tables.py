"""The ledger's tables: rows are added and never changed, but by an erasure."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

metadata = MetaData()

RUN_BITS = 18
"""Ids are random. An index of them all is written all over by each commit; one of a
run of records, 262,144 of them, is not, and is looked up in as many places as there
are runs."""


def _index_told(table: Table) -> None:
    """Index the few rows that a foreign event said."""
    told = table.c.told
    Index(f"ix_{table.name}_told", told, sqlite_where=told.is_not(None))


case = Table(
    "case_file",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("authority", String),
    Column("key", LargeBinary, nullable=False),
    Column("created_at", String, nullable=False),
    Column("created_by", String, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("case", String, ForeignKey("case_file.id"), nullable=False, index=True),
    Column("actor", String, nullable=False),
    Column("at", String, nullable=False),
    Column("reason", String, nullable=False, default=""),
    Column("salt", LargeBinary),
    sqlite_autoincrement=True,
)

# Who else says things: authorities whose case files were merged. `name` is what it
# calls itself.
authority = Table(
    "authority",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("own", Boolean, nullable=False),
)

# An event of another authority's ledger, under its number there, as `via` told of it:
# nobody can take a number from another by telling of it first. What it said came here
# in an event of this ledger.
foreign_event = Table(
    "foreign_event",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("authority", Integer, ForeignKey("authority.n"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("at", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("via", Integer, ForeignKey("authority.n"), nullable=False),
    UniqueConstraint("authority", "seq", "via"),
)

entity = Table(
    "entity",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
)

context = Table(
    "context",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("case", String, nullable=False, index=True),
    Column("compartment", String, nullable=False),
    Column("document", String, index=True),
    Column("origin", String, nullable=False),
    Column("evaluation", String, nullable=False),
    Column("handling", String, nullable=False),
    Column("note", String, nullable=False),
)

record = Table(
    "record",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("key", LargeBinary, nullable=False),
    Column("event", Integer, nullable=False, index=True),
    Column("entity", Integer, nullable=False, index=True),
    Column("context", Integer, nullable=False, index=True),
    Column("schema", String, nullable=False),
    Column("assessment", Integer, nullable=False),
    Column("page", Integer),
    Column("start", Integer),
    Column("end", Integer),
    Column("place", String),
    Column("size", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("told", Integer),
    Column("ids", LargeBinary),
)
_index_told(record)
Index("record_key", record.c.n.op(">>")(literal_column(str(RUN_BITS))), record.c.key)
IS_TRANSFER = record.c.schema == literal_column("'PassengerRecord'")
"""Passenger records are looked for in every case, and few cases have any."""
Index("ix_record_transfer", record.c.context, sqlite_where=IS_TRANSFER)

# Finds a statement by its id: the id's first 64 bits and the record that holds it, in
# the run of that record.
statement = Table(
    "statement",
    metadata,
    Column("run", Integer, primary_key=True, info={"from": f"record >> {RUN_BITS}"}),
    Column("prefix", BigInteger, primary_key=True),
    Column("record", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

# target: a statement's, judgement's or withdrawal's id, or an event's (undo).
withdrawal = Table(
    "withdrawal",
    metadata,
    Column("id", String, primary_key=True),
    Column("target", String, nullable=False, index=True),
    Column("event", Integer, primary_key=True, index=True),
    Column("reason", String, nullable=False),
    Column("told", Integer),
)
_index_told(withdrawal)

# told, here and below: the foreign event that said it, none for an event of our own.
judgement = Table(
    "judgement",
    metadata,
    Column("id", String, primary_key=True),
    Column("case", String, nullable=False, index=True),
    Column("left", String, nullable=False, index=True),
    Column("right", String, nullable=False, index=True),
    Column("verdict", String, nullable=False),
    Column("compartment", String, nullable=False),
    Column("score", Float),
    Column("explanation", Text, nullable=False),
    Column("event", Integer, primary_key=True, index=True),
    Column("told", Integer),
)
_index_told(judgement)

# What may be handed on although its handling (H2) forbids it: one document of a case,
# or all of it (no document), to the holder of one key.
permit = Table(
    "permit",
    metadata,
    Column("event", Integer, primary_key=True),
    Column("case", String, nullable=False, index=True),
    Column("recipient", String, nullable=False),
    Column("document", String, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("case", String, nullable=False),
    Column("compartment", String, nullable=False),
    Column("name", String, nullable=False),
    Column("path", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("language", String),
    Column("script", String),
    Column("pages", LargeBinary, nullable=False),
    Column("event", Integer, nullable=False, index=True),
    Index("document_by_case", "case", "sha256"),
)

# What a law ordered to take out: `receipt` tells of it without the data; `seq` is the
# last event before, over which no store can follow by deltas any more; 0 where only
# files went.
erasure = Table(
    "erasure",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("case", String, nullable=False, index=True),
    Column("seq", Integer, nullable=False),
    Column("at", String, nullable=False),
    Column("receipt", Text, nullable=False),
)

# The ids, by their first 64 bits, of what was taken out: it is not taken in again.
erased = Table(
    "erased",
    metadata,
    Column("case", String, primary_key=True),
    Column("prefix", BigInteger, primary_key=True),
    Column("erasure", Integer, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# The digest of what an event said before an erasure, and of what is left of it.
reduction = Table(
    "reduction",
    metadata,
    Column("erasure", Integer, primary_key=True),
    Column("event", Integer, primary_key=True),
    Column("before", LargeBinary, nullable=False),
    Column("after", LargeBinary, nullable=False),
)

# Files whose bytes were removed: they are missing by order, not lost.
removed_file = Table(
    "removed_file",
    metadata,
    Column("erasure", Integer, primary_key=True),
    Column("sha256", String, primary_key=True),
)

# Entries of the log that wraps the ledger whose words repeated what was taken out.
removed_note = Table(
    "removed_note",
    metadata,
    Column("erasure", Integer, primary_key=True),
    Column("entry", Integer, primary_key=True),
)
