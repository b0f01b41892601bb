"""What plans call an agency's units, kept for the next time; and who inherited which task."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import ID, INSTANT

revision = "0016"
down_revision = "0015"


def _of_agency(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["agency_id", column], [f"{table}.agency_id", f"{table}.id"])


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "unit_names",
        sa.Column("agency_id", ID, sa.ForeignKey("agencies.id"), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "key"),
        _of_agency("unit_id", "units"),
    )
    op.create_table(
        "handovers",
        sa.Column("id", ID, primary_key=True),
        sa.Column("agency_id", ID, sa.ForeignKey("agencies.id"), nullable=False),
        sa.Column("task_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("from_id", ID),
        sa.Column("at", INSTANT, nullable=False),
        _of_agency("task_id", "tasks"),
        _of_agency("person_id", "people"),
        _of_agency("from_id", "people"),
    )
    op.create_index("ix_handovers_at", "handovers", ["agency_id", "at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("handovers")
    op.drop_table("unit_names")
