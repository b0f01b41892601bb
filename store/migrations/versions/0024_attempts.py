"""How often something was tried, and since when wrong codes are counted."""

from alembic import op
from sqlalchemy import Column, Integer, String

from store.migrations.spelling import INSTANT, primary_key

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add the table and the column."""
    op.create_table(
        "attempts",
        Column("name", String(40), nullable=False),
        Column("key_hash", String(64), nullable=False),
        Column("until", INSTANT, nullable=False),
        Column("tries", Integer, nullable=False),
        primary_key("attempts", "name", "key_hash", "until"),
    )
    op.create_index("ix_attempts_until", "attempts", ["until"])
    op.add_column("conversations", Column("wrong_since", INSTANT))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("conversations", "wrong_since")
    op.drop_index("ix_attempts_until", "attempts")
    op.drop_table("attempts")
