"""The record of who did what, a chain of hashes for each agency. Triggers of the database let nothing be changed."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table

from store.columns import BigId, Instant, Json, agency_column, in_agency, metadata

audit_entries = Table(
    "audit_entries",
    metadata,
    agency_column(),
    Column("number", BigId, nullable=False),
    Column("at", Instant, nullable=False),
    Column("person_id", BigId),
    Column("way", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("about", String(20), nullable=False),
    Column("about_id", BigId),
    Column("behalf_of", BigId),
    Column("parts", Json, nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("agency_id", "number"),
    in_agency("person_id", of="people"),
    in_agency("behalf_of", of="people"),
    Index("ix_audit_entries_person", "agency_id", "person_id", "number"),
)

# Where each agency's chain ends: who adds an entry holds this row.
audit_heads = Table(
    "audit_heads",
    metadata,
    agency_column(),
    Column("number", BigId, nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("agency_id"),
)
