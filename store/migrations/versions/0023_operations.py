"""What the processes count, when the worker's jobs ended, and what was last heard of each agency's account."""

from alembic import op
from sqlalchemy import Column, Float, Integer, String

from store.migrations.spelling import ID, INSTANT, of_agency, primary_key

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "counts",
        Column("name", String(40), nullable=False),
        Column("label", String(40), nullable=False),
        Column("bound", String(20), nullable=False),
        Column("value", Float(53), nullable=False),
        primary_key("counts", "name", "label", "bound"),
    )
    op.create_table(
        "job_runs",
        Column("job", String(40), nullable=False),
        Column("ended_at", INSTANT, nullable=False),
        primary_key("job_runs", "job"),
    )
    op.create_table(
        "account_news",
        Column("agency_id", ID, nullable=False, autoincrement=False),
        Column("heard_at", INSTANT),
        Column("quota_limit", Integer),
        Column("quota_used", Integer),
        Column("quota_at", INSTANT),
        primary_key("account_news", "agency_id"),
        of_agency("account_news"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("account_news")
    op.drop_table("job_runs")
    op.drop_table("counts")
