"""What stands in an agency's own columns: on measures and on replies; a message may fill one of them."""

from alembic import op
from sqlalchemy import Column, String

from store.migrations.spelling import JSON

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns."""
    for table in ("measures", "updates"):
        op.add_column(table, Column("own", JSON))
    _set_field_length(20, 80)


def downgrade() -> None:
    """Take them away."""
    _set_field_length(80, 20)
    for table in ("measures", "updates"):
        op.drop_column(table, "own")


def _set_field_length(before: int, after: int) -> None:
    """The field that a message fills may have a longer name; SQLite copies the table for it."""
    with op.batch_alter_table("update_sources") as table:
        table.alter_column("field", existing_type=String(before), existing_nullable=False, type_=String(after))
