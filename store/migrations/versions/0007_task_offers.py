"""Tasks that officers hand to colleagues."""

from alembic import op
from sqlalchemy import Column

from store.migrations.spelling import ID, INSTANT, in_agency, of_agency, one_of, primary_key

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "task_offers",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("task_id", ID, nullable=False),
        Column("from_id", ID, nullable=False),
        Column("to_id", ID, nullable=False),
        Column("at", INSTANT, nullable=False),
        Column("answer", one_of("answer", "accepted", "declined", "withdrawn")),
        Column("answered_at", INSTANT),
        primary_key("task_offers", "id"),
        of_agency("task_offers"),
        in_agency("task_offers", "from_id", of="people"),
        in_agency("task_offers", "task_id", of="tasks"),
        in_agency("task_offers", "to_id", of="people"),
    )
    op.create_index("ix_task_offers_task", "task_offers", ["agency_id", "task_id"])
    op.create_index("ix_task_offers_to", "task_offers", ["agency_id", "to_id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("task_offers")
