"""From when a reply is given for a round's end, and whether *done* is meant of the whole measure."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the columns; null says nothing of what was before."""
    op.add_column("rounds", sa.Column("end_from", sa.Date()))
    op.add_column("updates", sa.Column("of_whole", sa.Boolean()))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("updates", "of_whole")
    op.drop_column("rounds", "end_from")
