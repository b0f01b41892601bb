"""The installation's own sessions, and the emblem of an agency."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import ID, INSTANT, primary_key, unique

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "installation_sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("link_hash", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        primary_key("installation_sessions", "id"),
        unique("installation_sessions", "link_hash"),
        unique("installation_sessions", "token_hash"),
    )
    op.add_column("agencies", sa.Column("emblem", sa.String(64)))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("agencies", "emblem")
    op.drop_table("installation_sessions")
