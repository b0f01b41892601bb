"""For whom a deputy answered, and who is asked to stand in but has not said yes."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import ID

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the columns; null says nobody."""
    op.add_column("updates", sa.Column("on_behalf_of", ID))
    op.add_column("people", sa.Column("deputy_asked_id", ID))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("people", "deputy_asked_id")
    op.drop_column("updates", "on_behalf_of")
