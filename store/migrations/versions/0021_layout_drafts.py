"""Layouts that are being changed by forms and wait to be saved."""

from alembic import op
from sqlalchemy import Column, String

from store.migrations.spelling import ID, INSTANT, JSON, in_agency, of_agency, primary_key

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "layout_drafts",
        Column("agency_id", ID, nullable=False),
        Column("plan_id", ID, nullable=False),
        Column("typed", JSON, nullable=False),
        Column("base", String(16), nullable=False),
        Column("mark", String(16), nullable=False),
        Column("person_id", ID, nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("layout_drafts", "agency_id", "plan_id"),
        of_agency("layout_drafts"),
        in_agency("layout_drafts", "person_id", of="people"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("layout_drafts")
