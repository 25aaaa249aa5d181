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

# Who did what; `hash` covers the entry and the hash of the one before. Of `detail` it
# covers the salted digest, so that the words can be erased and the chain holds.
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
    Column("salt", LargeBinary(16)),
    Column("digest", String(64)),
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

# Where a file of passenger data came from, under whose law, what for, and when: from
# that day its periods run.
passenger_file = Table(
    "passenger_file",
    metadata,
    Column("case_id", String(64), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("jurisdiction", String(2), nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("received", String(10), nullable=False),
    Column("recorded_by", String(80), nullable=False),
)

# Why passenger records live longer than by default, and until when; `record` is empty
# for all of a file.
passenger_basis = Table(
    "passenger_basis",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("record", String(64), nullable=False),
    Column("until", String(10), nullable=False),
    Column("offence", String(64), nullable=False),
    Column("law", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded_on", String(10), nullable=False),
    Column("recorded_by", String(80), nullable=False),
    Column("ended_on", String(10)),
)

# Values that were masked, sealed under a key that lies beside the database.
passenger_masked = Table(
    "passenger_masked",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("case_id", String(64), nullable=False),
    Column("record", String(64), nullable=False),
    Column("compartment", String(64), nullable=False),
    Column("entity", String(400), nullable=False),
    Column("schema", String(64), nullable=False),
    Column("prop", String(64), nullable=False),
    Column("masked_on", String(10), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("passenger_masked_by_record", "case_id", "record"),
    Index("passenger_masked_by_entity", "entity"),
)

# Who asked to see masked values, who decided, until when they may be looked at.
passenger_request = Table(
    "passenger_request",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("records", Text, nullable=False),
    Column("asked_by", String(80), nullable=False),
    Column("asked_on", String(10), nullable=False),
    Column("offence", String(64), nullable=False),
    Column("law", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String(10), nullable=False),
    Column("decided_by", String(80)),
    Column("decided_on", String(10)),
    Column("decision", Text),
    Column("until", String(10)),
)

# Passengers that automated means found, for a person to look at one by one.
passenger_match = Table(
    "passenger_match",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(64), nullable=False, index=True),
    Column("entity", String(400), nullable=False),
    Column("compartment", String(64), nullable=False),
    Column("offence", String(64), nullable=False),
    Column("list", String(200), nullable=False),
    Column("entry", String(64), nullable=False),
    Column("by", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("found_on", String(10), nullable=False),
    Column("found_by", String(80), nullable=False),
    Column("state", String(10), nullable=False),
    Column("decided_by", String(80)),
    Column("decided_on", String(10)),
    Column("reason", Text),
)

# The last erasure after which the database was rewritten.
compacted = Table(
    "compacted",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("erasure", Integer, nullable=False),
)
