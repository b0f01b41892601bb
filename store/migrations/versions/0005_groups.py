"""LINE groups, and the codes that link them."""

from alembic import op
from sqlalchemy import Column, String

from store.migrations.spelling import ID, INSTANT, in_agency, of_agency, primary_key, unique

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "line_groups",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("line_group", String(60), nullable=False),
        Column("joined_at", INSTANT, nullable=False),
        Column("linked_at", INSTANT),
        Column("linked_by", ID),
        Column("unit_id", ID),
        primary_key("line_groups", "id"),
        of_agency("line_groups"),
        in_agency("line_groups", "linked_by", of="people"),
        in_agency("line_groups", "unit_id", of="units"),
        unique("line_groups", "agency_id", "line_group"),
    )
    op.create_table(
        "group_codes",
        Column("id", ID, nullable=False),
        Column("agency_id", ID, nullable=False),
        Column("person_id", ID),
        Column("unit_id", ID),
        Column("code_hash", String(64), nullable=False),
        Column("created_at", INSTANT, nullable=False),
        Column("expires_at", INSTANT, nullable=False),
        Column("used_at", INSTANT),
        primary_key("group_codes", "id"),
        of_agency("group_codes"),
        in_agency("group_codes", "person_id", of="people"),
        in_agency("group_codes", "unit_id", of="units"),
        unique("group_codes", "agency_id", "code_hash"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("group_codes")
    op.drop_table("line_groups")
