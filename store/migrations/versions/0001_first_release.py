"""The schema of the first release."""

from alembic import op

from store.migrations.first import messages, people, plans, replies

revision = "0001"
down_revision = None

# Each after those that it points at.
TABLES = people.TABLES | plans.TABLES | replies.TABLES | messages.TABLES


def upgrade() -> None:
    """Make the tables."""
    for make_table in TABLES.values():
        make_table()


def downgrade() -> None:
    """Drop them."""
    for table in reversed(TABLES):
        op.drop_table(table)
