"""LINE accounts that were somebody's before."""

from alembic import op
from sqlalchemy import Column, String

from store.migrations.spelling import ID, INSTANT, in_agency, of_agency, primary_key

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "former_accounts",
        Column("agency_id", ID, nullable=False),
        Column("line_user", String(60), nullable=False),
        Column("person_id", ID, nullable=False),
        Column("at", INSTANT, nullable=False),
        primary_key("former_accounts", "agency_id", "line_user"),
        of_agency("former_accounts"),
        in_agency("former_accounts", "person_id", of="people"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("former_accounts")
