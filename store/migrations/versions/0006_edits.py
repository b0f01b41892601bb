"""What a message was edited to before it came itself."""

from alembic import op
from sqlalchemy import Column, String, Text

from store.migrations.spelling import ID, INSTANT, of_agency, primary_key

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "edits",
        Column("agency_id", ID, nullable=False),
        Column("message_id", String(80), nullable=False),
        Column("text", Text, nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("edits", "agency_id", "message_id"),
        of_agency("edits"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("edits")
