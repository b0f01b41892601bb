"""A slip in a saved reply is corrected by a reply in its place: of which, by whom, when and why."""

from alembic import op
from sqlalchemy import Column, Text

from store.migrations.spelling import ID, INSTANT

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the columns."""
    columns = (
        *(Column("corrects", ID), Column("corrected_by", ID), Column("corrected_at", INSTANT)),
        Column("correction_reason", Text()),
    )
    for column in columns:
        op.add_column("updates", column)


def downgrade() -> None:
    """Take them away; what was corrected then stands beside its correction, which is the newer one."""
    for name in ("corrects", "corrected_by", "corrected_at", "correction_reason"):
        op.drop_column("updates", name)
