"""When somebody asked to be taken out."""

from alembic import op
from sqlalchemy import Column

from store.migrations.spelling import INSTANT

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column."""
    op.add_column("people", Column("removal_asked_at", INSTANT))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("people", "removal_asked_at")
