"""Tables of the addresses given for the national assessment, and of what the nightly look at links found."""

from sqlalchemy import Column, Date, Integer, PrimaryKeyConstraint, String, Table, Text

from domain.links import ITEMS
from store.columns import BigId, Instant, agency_column, in_agency, metadata, words

ita_addresses = Table(
    "ita_addresses",
    metadata,
    agency_column(),
    # The assessment's fiscal year.
    Column("year", Integer, nullable=False),
    Column("item", words("item", *ITEMS), nullable=False),
    Column("address", Text, nullable=False),
    Column("person_id", BigId, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("agency_id", "year", "item"),
    in_agency("person_id", of="people"),
)

link_checks = Table(
    "link_checks",
    metadata,
    agency_column(),
    # The address's SHA-256: a key of a database holds no long text.
    Column("key", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("checked_on", Date, nullable=False),
    # The first of the nights in a row on which it did not answer; null where it did.
    Column("failing_since", Date),
    Column("fault", String(20), nullable=False),
    PrimaryKeyConstraint("agency_id", "key"),
)
