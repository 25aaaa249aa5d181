"""The tables that stand beside the ledger's in one database: accounts, jobs, files."""

from sqlalchemy import (
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
)

metadata = MetaData()

account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("password", Text),
    Column("roles", Text, nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("created_at", Float, nullable=False),
)

access_grant = Table(
    "access_grant",
    metadata,
    Column("account", ForeignKey("account.id"), primary_key=True),
    Column("case_id", String(64), primary_key=True),
    Column("compartment", String(64), primary_key=True),
)

credential = Table(
    "credential",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account", ForeignKey("account.id"), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("label", String(64), nullable=False, default=""),
    Column("created_at", Float, nullable=False),
    Column("expires_at", Float, nullable=False),
)

job = Table(
    "job",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("payload", Text, nullable=False),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer),
    Column("message", Text),
    Column("result", Text),
    Column("error", Text),
    Column("cancelled", Boolean, nullable=False, default=False),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    Index("job_by_state", "state", "created_at"),
)

# Who did what; `hash` covers the entry and the hash of the one before.
audit = Table(
    "audit",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("event", Integer, unique=True),
    Column("content", String(64)),
    Column("hash", LargeBinary(32), nullable=False),
)

# Whose signature is trusted, and who may be written to, under a name of our own.
partner = Table(
    "partner",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("key_id", String(64), nullable=False, unique=True),
    Column("card", Text, nullable=False),
    Column("trusted_at", Float, nullable=False),
    Column("trusted_by", String(80), nullable=False),
)

ingested = Table(
    "ingested",
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("conditions", String(64), primary_key=True),
    Column("reader", String(200), primary_key=True),
    Column("version", String(200), nullable=False),
    Column("form", String(12), nullable=False),
    Column("records", Integer, nullable=False),
    Column("events", Text, nullable=False),
    Column("done", Boolean, nullable=False),
)

# Up to which event what a compartment says of a case was compared, and by which
# version of the resolver.
resolved = Table(
    "resolved",
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("compartment", String(64), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("engine", String(64), nullable=False),
)
