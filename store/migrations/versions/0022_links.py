"""Addresses given for the national assessment, and what the nightly look at links found."""

from alembic import op
from sqlalchemy import Column, Date, Integer, String, Text

from store.migrations.spelling import ID, INSTANT, in_agency, of_agency, one_of, primary_key

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "ita_addresses",
        Column("agency_id", ID, nullable=False),
        Column("year", Integer, nullable=False),
        Column("item", one_of("item", "measures", "report"), nullable=False),
        Column("address", Text, nullable=False),
        Column("person_id", ID, nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("ita_addresses", "agency_id", "year", "item"),
        of_agency("ita_addresses"),
        in_agency("ita_addresses", "person_id", of="people"),
    )
    op.create_table(
        "link_checks",
        Column("agency_id", ID, nullable=False),
        Column("key", String(64), nullable=False),
        Column("address", Text, nullable=False),
        Column("checked_on", Date, nullable=False),
        Column("failing_since", Date),
        Column("fault", String(20), nullable=False),
        primary_key("link_checks", "agency_id", "key"),
        of_agency("link_checks"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("link_checks")
    op.drop_table("ita_addresses")
