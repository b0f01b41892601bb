"""The supervisors' check: since when an agency asks for it, and the verdicts on replies."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import ID, INSTANT, words

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table and the column."""
    op.add_column("agencies", sa.Column("review_from", INSTANT))
    op.create_table(
        "reviews",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("update_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("verdict", words("verdict", "approved", "returned"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=80)),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_reviews_agency_id"),
        sa.ForeignKeyConstraint(
            ["agency_id", "update_id"], ["updates.agency_id", "updates.id"], name="fk_reviews_agency_id_update_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_reviews_agency_id_person_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("agency_id", "update_id", name="uq_reviews_agency_id_update_id"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("reviews")
    op.drop_column("agencies", "review_from")
