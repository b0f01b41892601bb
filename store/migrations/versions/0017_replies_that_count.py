"""Replies carry whether they count, and stand, beside their corrections."""

from alembic import op
from sqlalchemy import Boolean, Column, false

revision = "0017"
down_revision = "0016"

# As `store.task_state` keeps it from now on; `such` is true of a reply, `mend_is_such` of a correction of it.
_FILL = """
    UPDATE updates SET {column} = {such} AND NOT EXISTS (
        SELECT 1 FROM updates mend WHERE mend.agency_id = updates.agency_id AND mend.task_id = updates.task_id
        AND mend.id > updates.id AND mend.corrects = coalesce(updates.corrects, updates.id) AND {mend_is_such}
    )
"""
_SUCH = {
    "counts": "({row}.emptied_at IS NULL AND coalesce({row}.review, 'approved') = 'approved')",
    "stands": "({row}.emptied_at IS NULL AND coalesce({row}.review, '') <> 'returned')",
}


def upgrade() -> None:
    """Add the columns, and fill them."""
    for column, such in _SUCH.items():
        op.add_column("updates", Column(column, Boolean(), nullable=False, server_default=false()))
        op.execute(_FILL.format(column=column, such=such.format(row="updates"), mend_is_such=such.format(row="mend")))


def downgrade() -> None:
    """Take them away."""
    for column in _SUCH:
        op.drop_column("updates", column)
