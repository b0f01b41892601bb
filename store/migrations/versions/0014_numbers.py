"""What the numbers of a message stand for, so that a number typed means the newest one that was delivered."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import JSON

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column; null says that nothing is numbered."""
    op.add_column("outbox", sa.Column("numbers", JSON))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("outbox", "numbers")
