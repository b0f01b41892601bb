"""Plans that were read and wait to be imported."""

from alembic import op
from sqlalchemy import Column, Integer, String, Text

from store.migrations.spelling import ID, INSTANT, JSON, of_agency, primary_key

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "plan_drafts",
        Column("agency_id", ID, nullable=False),
        Column("key", String(40), nullable=False),
        Column("year", Integer, nullable=False),
        Column("number", Integer, nullable=False),
        Column("name", Text, nullable=False),
        Column("layout", JSON),
        Column("learned", JSON),
        Column("measures", Integer, nullable=False),
        Column("plan", JSON, nullable=False),
        Column("typed", JSON, nullable=False),
        Column("file", Text, nullable=False),
        Column("ending", String(10), nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("plan_drafts", "agency_id", "key"),
        of_agency("plan_drafts"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("plan_drafts")
