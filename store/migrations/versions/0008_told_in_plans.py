"""What a plan's document tells besides its measures: replies, texts of columns that were not understood, actions."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import JSON

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns; what was imported before told nothing there."""
    for name in ("did_not", "remark", "others"):
        op.add_column("measures", sa.Column(name, JSON))
    op.add_column("measures", sa.Column("status", sa.Text()))
    op.add_column("topics", sa.Column("actions", JSON))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("topics", "actions")
    for name in ("status", "others", "remark", "did_not"):
        op.drop_column("measures", name)
