"""Tables of the LINE groups that the account stands in, and of the codes that link them."""

from sqlalchemy import Column, String, Table, UniqueConstraint

from store.columns import BigId, Instant, agency_column, id_column, in_agency, metadata

line_groups = Table(
    "line_groups",
    metadata,
    id_column(),
    agency_column(),
    Column("line_group", String(60), nullable=False),
    # When the account came, or was first noticed there.
    Column("joined_at", Instant, nullable=False),
    # Null: it stands there unlinked, and is silent.
    Column("linked_at", Instant),
    Column("linked_by", BigId),
    # Whose measures the group is told of; null: all.
    Column("unit_id", BigId),
    in_agency("linked_by", of="people"),
    in_agency("unit_id", of="units"),
    UniqueConstraint("agency_id", "line_group"),
)

group_codes = Table(
    "group_codes",
    metadata,
    id_column(),
    agency_column(),
    Column("person_id", BigId),
    Column("unit_id", BigId),
    Column("code_hash", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    in_agency("person_id", of="people"),
    in_agency("unit_id", of="units"),
    UniqueConstraint("agency_id", "code_hash"),
)
