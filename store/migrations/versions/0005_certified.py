"""Certified versions of reports, their files, and what became of them."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import ID, INSTANT, words

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "report_versions",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", words("kind", "first_half", "second_half", "annual"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("typed_name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("acting_for", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_report_versions_agency_id"),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_report_versions_agency_id_person_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_versions"),
        sa.UniqueConstraint("agency_id", "id", name="uq_report_versions_agency_id_id"),
        sa.UniqueConstraint("code", name="uq_report_versions_code"),
        sa.UniqueConstraint(
            "agency_id", "year", "kind", "number", name="uq_report_versions_agency_id_year_kind_number"
        ),
    )
    op.create_table(
        "report_files",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("suffix", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_report_files_agency_id"),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["report_versions.agency_id", "report_versions.id"],
            name="fk_report_files_agency_id_version_id",
        ),
        sa.PrimaryKeyConstraint("agency_id", "version_id", "suffix", name="pk_report_files"),
    )
    op.create_table(
        "report_steps",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("step", words("step", "published", "superseded"), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_report_steps_agency_id"),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_report_steps_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "version_id"],
            ["report_versions.agency_id", "report_versions.id"],
            name="fk_report_steps_agency_id_version_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_steps"),
        sa.UniqueConstraint("agency_id", "version_id", "step", name="uq_report_steps_agency_id_version_id_step"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("report_steps", "report_files", "report_versions"):
        op.drop_table(table)
