"""Which question a conversation asked last and when LINE was given it; what a message says besides its question."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import INSTANT, JSON, only_where

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the columns; what was asked before counts as shown."""
    op.add_column("conversations", sa.Column("asked_by", sa.String(80)))
    for name in ("asked_at", "heard_at", "shown_at"):
        op.add_column("conversations", sa.Column(name, INSTANT))
    op.add_column("outbox", sa.Column("statements", JSON))
    op.add_column("outbox", sa.Column("said_at", INSTANT))
    op.add_column("outbox", sa.Column("leased", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_outbox_user_waiting", "outbox", ["agency_id", "line_user"], **only_where("state = 'waiting'"))


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_outbox_user_waiting", "outbox")
    for name in ("leased", "said_at", "statements"):
        op.drop_column("outbox", name)
    for name in ("shown_at", "heard_at", "asked_at", "asked_by"):
        op.drop_column("conversations", name)
