"""Word templates that agencies print their reports into; the bytes are kept with the evidence."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import ID, INSTANT

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "word_templates",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_word_templates_agency_id"),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_word_templates_agency_id_person_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_word_templates"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("word_templates")
