"""A number that is another one whenever something of an agency's office changed."""

from alembic import op
from sqlalchemy import Column

from store.migrations.spelling import ID

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column."""
    op.add_column("agencies", Column("revision", ID, nullable=False, server_default="0"))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("agencies", "revision")
