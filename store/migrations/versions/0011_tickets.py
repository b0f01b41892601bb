"""Which buttons saved a reply, so that a later tap on them is told the truth."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; null says nothing of what was before."""
    op.add_column("updates", sa.Column("ticket", sa.String(length=80)))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("updates", "ticket")
