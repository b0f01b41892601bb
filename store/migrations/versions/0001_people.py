"""Agencies, their channel, units and people."""

import sqlalchemy as sa
from alembic import op

from store.migrations.spelling import ID, INSTANT, JSON, only_where, words

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "agencies",
        sa.Column("id", ID, nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("layout", JSON, nullable=False),
        sa.Column("signatories", JSON, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agencies"),
        sa.UniqueConstraint("slug", name="uq_agencies_slug"),
    )
    op.create_table(
        "channels",
        sa.Column("agency_id", ID, autoincrement=False, nullable=False),
        sa.Column("line_channel_id", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("token", sa.Text()),
        sa.Column("bot_user_id", sa.String(length=60)),
        sa.Column("basic_id", sa.String(length=60)),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_channels_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", name="pk_channels"),
        sa.UniqueConstraint("line_channel_id", name="uq_channels_line_channel_id"),
    )
    op.create_table(
        "units",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", ID),
        sa.ForeignKeyConstraint(
            ["agency_id", "parent_id"], ["units.agency_id", "units.id"], name="fk_units_agency_id_parent_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_units_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
        sa.UniqueConstraint("agency_id", "id", name="uq_units_agency_id_id"),
    )
    op.create_index("uq_units_division", "units", ["agency_id", "name"], unique=True, **only_where("parent_id IS NULL"))
    op.create_index("uq_units_section", "units", ["agency_id", "parent_id", "name"], unique=True)
    op.create_table(
        "people",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("deputy_id", ID),
        sa.Column("line_user", sa.String(length=60)),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("reachable_at", INSTANT),
        sa.Column("away_from", sa.Date()),
        sa.Column("away_to", sa.Date()),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "deputy_id"], ["people.agency_id", "people.id"], name="fk_people_agency_id_deputy_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_people_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("agency_id", "id", name="uq_people_agency_id_id"),
        sa.UniqueConstraint("agency_id", "line_user", name="uq_people_agency_id_line_user"),
    )
    op.create_index("ix_people_name", "people", ["agency_id", "name"])
    op.create_table(
        "person_units",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_person_units_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "unit_id"], ["units.agency_id", "units.id"], name="fk_person_units_agency_id_unit_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_person_units_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "person_id", "unit_id", name="pk_person_units"),
    )
    op.create_table(
        "person_roles",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", words("role", "staff", "supervisor", "admin"), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_person_roles_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_person_roles_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "person_id", "role", name="pk_person_roles"),
    )
    op.create_table(
        "invites",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_invites_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_invites_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invites"),
        sa.UniqueConstraint("agency_id", "code_hash", name="uq_invites_agency_id_code_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invites_person", "invites", ["agency_id", "person_id"])
    op.create_table(
        "notices",
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("line_user", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_notices_agency_id"),
        sa.PrimaryKeyConstraint("agency_id", "line_user", "version", name="pk_notices"),
    )
    op.create_table(
        "signins",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=80), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_signins_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_signins_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signins"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_signins_agency_id_token_hash"),
    )
    op.create_index("ix_signins_person", "signins", ["agency_id", "person_id"])
    op.create_table(
        "sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"], ["people.agency_id", "people.id"], name="fk_sessions_agency_id_person_id"
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_sessions_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("agency_id", "token_hash", name="uq_sessions_agency_id_token_hash"),
    )
    op.create_index("ix_sessions_person", "sessions", ["agency_id", "person_id"])


def downgrade() -> None:
    """Drop the tables."""
    for table in (
        "sessions",
        "signins",
        "notices",
        "invites",
        "person_roles",
        "person_units",
        "people",
        "units",
        "channels",
        "agencies",
    ):
        op.drop_table(table)
